"""One person: roles, second factor, last day, closing and opening the account."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from portal.accounts import closing, lockout, mail, second_factor
from portal.accounts.models import Membership, StaffSession, User
from portal.core import audit
from portal.core.clock import today
from portal.editorial import roles
from portal.editorial.people import scope
from portal.editorial.people.forms import EndsForm, ReasonForm, RolesForm
from portal.editorial.people.screens import PeopleScreen, qr


class PersonView(PeopleScreen):
    """What is known of a person, and what the manager may do."""

    person: User

    def find(self, pk: int) -> User:
        """The person, or 404."""
        return get_object_or_404(scope.people(self.request.user), pk=pk)

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The screen."""
        self.person = self.find(pk)
        return self.show()

    def show(self, **forms: Any) -> HttpResponseBase:
        """The screen, with a form that was refused in place of its empty one."""
        person, manager = self.person, self.request.user
        held = Membership.objects.on(today()).filter(user=person).select_related("agency").order_by("pk")
        within = set(scope.agencies(manager).values_list("pk", flat=True))
        if not scope.manages_all(manager):
            held = held.filter(agency__in=within)
        context: dict[str, Any] = {
            "person": person,
            "open": person.is_open(),
            "held": [(row, roles.ROLES[row.role].label) for row in held if row.role in roles.ROLES],
            "has_factor": second_factor.is_set(person),
            "codes_left": second_factor.recovery_codes_left(person),
            "sessions": StaffSession.objects.filter(user=person).open(),
            "may_manage": scope.may_manage_account(manager, person),
            "roles_form": RolesForm(manager),
            "reason_form": ReasonForm(),
            "ends_form": EndsForm(initial={"ends_on": person.ends_on}),
        }
        return self.page("person", title=person.get_full_name(), **(context | forms))

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """One action of the screen."""
        self.person = self.find(pk)
        wish = request.POST.get("action", "")
        on_roles = {"give-role": self.give_role, "end-role": self.end_role}
        on_account = {
            "reset-factor": self.reset_factor,
            "close": self.close,
            "reopen": self.reopen,
            "ends-on": self.set_end,
            "unlock": self.unlock,
            "password-link": self.password_link,
        }
        if wish in on_roles:
            return on_roles[wish]()
        if wish not in on_account:
            return redirect("people:person", pk)
        if not scope.may_manage_account(request.user, self.person):
            raise PermissionDenied
        return on_account[wish]()

    def done(self, words: str) -> HttpResponseBase:
        """Back to the screen, with what was done."""
        messages.success(self.request, words)
        return redirect("people:person", self.person.pk)

    def give_role(self) -> HttpResponseBase:
        """Give roles at an agency of the manager's."""
        if not self.person.is_open() or self.person.pk == self.request.user.pk:
            raise PermissionDenied
        form = RolesForm(self.request.user, self.request.POST)
        if not form.is_valid():
            return self.show(roles_form=form)
        values = form.cleaned_data
        for code in values["roles"]:
            try:
                roles.give(
                    self.person,
                    code,
                    values["agency"],
                    by=self.request.user,  # type: ignore[arg-type]
                    ends_on=values["ends_on"],
                    decision_number=values["decision_number"],
                    fields=values["fields_given"] if roles.ROLES[code].by_field else (),
                )
            except ValidationError as refused:
                form.add_error(None, "; ".join(refused.messages))
                return self.show(roles_form=form)
        return self.done(_("Đã giao vai trò."))

    def end_role(self) -> HttpResponseBase:
        """End a role at an agency of the manager's; nobody ends the last operator's."""
        key = self.request.POST.get("membership", "")
        row = get_object_or_404(
            Membership.objects.on(today()),
            pk=int(key) if key.isdecimal() else 0,
            user=self.person,
            agency__in=scope.agencies(self.request.user),
        )
        if row.role == "operator" and closing.last_operator(self.person):
            return self.last_one()
        roles.end(row, by=self.request.user)  # type: ignore[arg-type]
        return self.done(_("Đã kết thúc vai trò."))

    def last_one(self) -> HttpResponseBase:
        """Say that somebody has to be left who can open accounts."""
        messages.error(
            self.request, _("Đây là người vận hành duy nhất. Giao vai trò này cho người khác trước.")
        )
        return redirect("people:person", self.person.pk)

    def reason(self) -> tuple[str, HttpResponseBase | None]:
        """The reason that was given, or the screen that asks for it."""
        form = ReasonForm(self.request.POST)
        if form.is_valid():
            return str(form.cleaned_data["reason"]), None
        return "", self.show(reason_form=form)

    def reset_factor(self) -> HttpResponseBase:
        """After a lost phone; the person is told by mail."""
        reason, again = self.reason()
        if again is not None:
            return again
        by: Any = self.request.user
        second_factor.reset(self.person, by=by, reason=reason, request=self.request)
        mail.send("factor_reset", self.person.email, user=self.person, by=by.get_full_name(), reason=reason)
        return self.done(
            _("Đã đặt lại xác thực hai lớp. Lần đăng nhập tới, người này quét mã QR bằng máy mới.")
        )

    def close(self) -> HttpResponseBase:
        """Close the account."""
        reason, again = self.reason()
        if again is not None:
            return again
        if closing.last_operator(self.person):
            return self.last_one()
        closing.close(self.person, by=self.request.user, reason=reason, request=self.request)  # type: ignore[arg-type]
        return self.done(_("Đã đóng tài khoản. Công việc còn lại có thể bàn giao cho người khác."))

    def reopen(self) -> HttpResponseBase:
        """Open it again."""
        reason, again = self.reason()
        if again is not None:
            return again
        closing.reopen(self.person, by=self.request.user, reason=reason, request=self.request)  # type: ignore[arg-type]
        return self.done(_("Đã mở lại tài khoản. Hãy giao lại vai trò."))

    def set_end(self) -> HttpResponseBase:
        """Set or drop the last day."""
        form = EndsForm(self.request.POST)
        if not form.is_valid():
            return self.show(ends_form=form)
        self.person.ends_on = form.cleaned_data["ends_on"]
        self.person.save(update_fields=["ends_on"])
        day = self.person.ends_on.isoformat() if self.person.ends_on else ""
        audit.note("account.ends", request=self.request, obj=self.person, day=day)
        return self.done(_("Đã ghi ngày làm việc cuối."))

    def unlock(self) -> HttpResponseBase:
        """Open the sign-in again before its time."""
        count = lockout.unlock(self.person.username)
        audit.note("account.unlocked", request=self.request, obj=self.person, tries=count)
        return self.done(_("Đã mở khóa đăng nhập."))

    def password_link(self) -> HttpResponseBase:
        """A sheet with a link for a new password, for who has no mail; the second factor stays."""
        if not self.person.is_open():
            raise PermissionDenied
        key = urlsafe_base64_encode(force_bytes(self.person.pk))
        token = default_token_generator.make_token(self.person)
        link = mail.link(reverse("wagtailadmin_password_reset_confirm", args=[key, token]))
        audit.note("password.link", request=self.request, obj=self.person)
        until = timezone.now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
        return self.page(
            "password_sheet",
            title=_("Đường dẫn đặt mật khẩu"),
            person=self.person,
            link=link,
            picture=qr(link),
            until=until,
            by=self.request.user.get_full_name(),  # type: ignore[union-attr]
        )

"""Choosing for which agency one works now, and accepting an invitation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters

from portal.accounts import invitations, second_factor, sessions, signing_in
from portal.accounts.forms import NewPasswordForm
from portal.accounts.models import Invitation, Membership, User
from portal.agencies.models import Agency
from portal.core.clock import today
from portal.editorial import roles
from portal.editorial.admin_views import RoleRequiredMixin
from portal.editorial.people.views import role_words


class SwitchRoleView(RoleRequiredMixin, View):
    """The agencies at which a person has roles; one press to work for another."""

    roles = RoleRequiredMixin.ANYONE

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The list."""
        rows = (
            Membership.objects.on(today())
            .filter(user=request.user.pk, role__in=roles.ROLES)
            .select_related("agency")
            .order_by("agency__sort_key", "pk")
        )
        places: dict[int, tuple[Agency, list[str]]] = {}
        for row in rows:
            places.setdefault(row.agency_id, (row.agency, []))[1].append(row.role)
        context = {
            "places": [(agency, role_words(codes)) for agency, codes in places.values()],
            "active": getattr(request.user, "active_agency_id", None),
            "breadcrumbs_items": [{"url": "", "label": _("Đổi cơ quan, vai trò")}],
            "page_title": _("Đổi cơ quan, vai trò"),
            "header_title": _("Đổi cơ quan, vai trò"),
            "header_icon": "rotate",
        }
        return TemplateResponse(request, "editorial/people/switch.html", context)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Work for another agency; 403 without a role there. The session gets a new key."""
        key = request.POST.get("agency", "")
        agency = Agency.objects.filter(pk=int(key)).first() if key.isdecimal() else None
        if agency is None:
            return redirect("switch_role")
        user: Any = request.user
        roles.activate(user, agency)
        sessions.rotate(request)
        messages.success(request, _("Anh/chị đang làm việc cho %s.") % agency.name)
        return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    """Where the person came from (``next``, on this portal alone), else the first screen."""
    address = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure())
    return address if address and ours else reverse("wagtailadmin_home")


@method_decorator([sensitive_post_parameters(), csrf_protect, never_cache], name="dispatch")
class InvitationAcceptView(View):
    """Open to who holds the link: choose a password, then set up the second factor."""

    def get(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """The form; for who has an account already, a button once signed in."""
        try:
            invitation = invitations.find(token)
        except invitations.InvitationGone:
            return render(request, "editorial/people/invitation_gone.html", status=410)
        return self.page(request, token, invitation, NewPasswordForm(self.new_user(invitation)))

    def new_user(self, invitation: Invitation) -> User:
        """The account to be, not kept yet."""
        return User(
            username=invitations.suggested_name(invitation),
            email=invitation.email,
            full_name=invitation.full_name,
            ends_on=invitation.ends_on,
        )

    def page(
        self, request: HttpRequest, token: str, invitation: Invitation, form: NewPasswordForm
    ) -> HttpResponseBase:
        """The page."""
        account = invitations.account_for(invitation)
        context = {
            "invitation": invitation,
            "form": form,
            "role_words": role_words(invitation.roles),
            "account": account,
            "is_me": account is not None
            and second_factor.confirmed(request)
            and request.user.pk == account.pk,
            "path": invitations.path(token),
        }
        return render(request, "editorial/people/invitation.html", context)

    def post(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """Make the account, or add the roles to the one that is there."""
        try:
            with transaction.atomic():
                invitation = invitations.claim(token)
                account = invitations.account_for(invitation)
                if account is not None:
                    return self.add_roles(request, token, invitation, account)
                form = NewPasswordForm(self.new_user(invitation), request.POST)
                if not form.is_valid():
                    return self.page(request, token, invitation, form)
                user = form.user
                user.set_password(form.cleaned_data["password"])
                user.save()
                self.give(invitation, user)
        except invitations.InvitationGone:
            return render(request, "editorial/people/invitation_gone.html", status=410)
        signing_in.remember(request, user)
        return redirect("second_factor_set_up")

    def add_roles(
        self, request: HttpRequest, token: str, invitation: Invitation, account: User
    ) -> HttpResponseBase:
        """For the person of that account alone, signed in with both factors."""
        if not (second_factor.confirmed(request) and request.user.pk == account.pk):
            return self.page(request, token, invitation, NewPasswordForm(self.new_user(invitation)))
        self.give(invitation, account)
        roles.activate(account, invitation.agency)
        sessions.rotate(request)
        return redirect("wagtailadmin_home")

    def give(self, invitation: Invitation, user: User) -> None:
        """The roles of the invitation, and the note that it was accepted."""
        for code in invitation.roles:
            if Membership.objects.on(today()).filter(user=user, agency=invitation.agency, role=code).exists():
                continue
            roles.give(
                user,
                code,
                invitation.agency,
                by=invitation.invited_by,
                ends_on=invitation.ends_on,
                decision_number=invitation.decision_number,
                fields=invitation.fields if roles.ROLES[code].by_field else (),
            )
        invitations.accepted(invitation, user)

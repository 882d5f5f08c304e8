"""The list of people, and inviting more of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.accounts import invitations, mail
from portal.accounts.models import Invitation, Membership, User
from portal.core.clock import today
from portal.core.text import fold, one_line
from portal.editorial.people import scope
from portal.editorial.people.forms import InviteForm
from portal.editorial.people.screens import PeopleScreen, qr
from portal.editorial.roles import ROLES as CATALOGUE

PER_PAGE = 50


def role_words(codes: Iterable[str]) -> str:
    """Roles as people name them."""
    return ", ".join(str(CATALOGUE[code].label) for code in codes if code in CATALOGUE)


class PeopleView(PeopleScreen):
    """People by given name, with how their accounts stand (``?q=``, ``?co-quan=``, ``?trang=``)."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The list, and the invitations that are open."""
        agencies = scope.agencies(request.user)
        everything = scope.manages_all(request.user)
        code = request.GET.get("co-quan", "") if everything else ""
        people = self.found(request.GET.get("q", ""), code)
        rows = Paginator(people, PER_PAGE).get_page(request.GET.get("trang"))
        dormant_since = timezone.now() - timedelta(days=settings.PORTAL_DORMANT_DAYS)
        open_invitations = Invitation.objects.filter(
            agency__in=agencies, accepted_at=None, revoked_at=None, expires_at__gt=timezone.now()
        ).select_related("agency")
        return self.page(
            "index",
            rows=rows,
            people=[self.line(person, dormant_since) for person in rows],
            invitations=[(row, role_words(row.roles)) for row in open_invitations[:PER_PAGE]],
            agencies=agencies.order_by("sort_key") if everything else [],
            code=code,
            q=request.GET.get("q", ""),
        )

    def found(self, words: str, code: str) -> QuerySet[User]:
        """The people within reach, narrowed by name and agency."""
        held = Membership.objects.on(today()).select_related("agency").order_by("pk")
        if not scope.manages_all(self.request.user):
            held = held.filter(agency__in=scope.agencies(self.request.user))
        factor = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        people = (
            scope.people(self.request.user)
            .annotate(has_factor=Exists(factor))
            .prefetch_related(Prefetch("memberships", queryset=held, to_attr="held"))
            .order_by("sort_key", "pk")
        )
        if code:
            people = people.filter(pk__in=Membership.objects.filter(agency__code=code).values("user"))
        if words := one_line(words)[:100]:
            people = people.filter(folded__contains=fold(words))
        return people

    def line(self, person: Any, dormant_since: Any) -> dict[str, Any]:
        """One row."""
        return {
            "person": person,
            "roles": [
                (row.agency.name, str(CATALOGUE[row.role].label))
                for row in person.held
                if row.role in CATALOGUE
            ],
            "dormant": person.is_open() and not person.is_demo and person.last_used_at < dormant_since,
            "open": person.is_open(),
        }


class InviteView(PeopleScreen):
    """One form; its answer is the sheet with the link, which is shown this once."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The form."""
        return self.page("form", title=_("Mời người dùng"), form=InviteForm(request.user), action=_("Mời"))

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Invite; mail the link where there is an address."""
        form = InviteForm(request.user, request.POST)
        if not form.is_valid():
            return self.page("form", title=_("Mời người dùng"), form=form, action=_("Mời"))
        values = form.cleaned_data
        invitation = invitations.invite(
            values["email"],
            values["full_name"],
            values["agency"],
            values["roles"],
            request.user if isinstance(request.user, User) else None,
            fields=values["fields_given"],
            ends_on=values["ends_on"],
            decision_number=values["decision_number"],
        )
        return self.sheet(invitation)

    def sheet(self, invitation: Invitation) -> HttpResponseBase:
        """The printed sheet: who invites whom, for what, until when; link and QR code."""
        link = mail.link(invitations.path(invitation.token))  # type: ignore[attr-defined]
        words, by = role_words(invitation.roles), self.request.user.get_full_name()  # type: ignore[union-attr]
        mailed = mail.send(
            "invitation", invitation.email, invitation=invitation, roles=words, by=by, link=link
        )
        return self.page(
            "sheet",
            title=_("Tờ mời"),
            invitation=invitation,
            link=link,
            picture=qr(link),
            role_words=words,
            by=by,
            mailed=mailed,
        )


class InvitationView(PeopleScreen):
    """An open invitation: withdraw it."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Make its link worthless; 404 for another agency's."""
        row = get_object_or_404(Invitation, pk=pk, agency__in=scope.agencies(request.user))
        invitations.withdraw(row, request.user)  # type: ignore[arg-type]
        messages.success(request, _("Đã rút lại lời mời."))
        return redirect("people:index")

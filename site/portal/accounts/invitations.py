"""Inviting people: a link or a printed sheet, good for one account, once, for seven days.

The token has 160 bits and only its SHA-256 is kept, so that nobody who reads the database can accept one.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import Invitation, User, account_key
from portal.core import audit
from portal.core.slugs import slugify_vi
from portal.core.text import one_line

LASTS = timedelta(days=7)
TOKEN_BYTES = 20


class InvitationGone(Exception):
    """The link has been used, withdrawn, or has run out, or never was one."""


def invite(
    email: str,
    full_name: str,
    agency: Any,
    roles: Iterable[str],
    by: User | None,
    *,
    fields: Iterable[str] = (),
    ends_on: date | None = None,
    decision_number: str = "",
) -> Invitation:
    """Make an invitation; the one chance to read its link is ``invitation.token`` of the returned object.

    ``roles`` are codes that the agency's level has; the caller has checked that ``by`` may give them. Earlier
    open invitations of the same address to the same agency are withdrawn.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    email = email.strip().lower()
    now = timezone.now()
    with transaction.atomic():
        if email:
            Invitation.objects.filter(email=email, agency=agency, accepted_at=None, revoked_at=None).update(
                revoked_at=now
            )
        invitation = Invitation.objects.create(
            token_digest=digest(token),
            email=email,
            full_name=one_line(full_name),
            agency=agency,
            roles=sorted(set(roles)),
            fields=sorted(set(fields)),
            ends_on=ends_on,
            decision_number=decision_number.strip(),
            invited_by=by,
            created_at=now,
            expires_at=now + LASTS,
        )
        audit.note(
            "account.invited", user=by, agency_code=agency.code, obj=invitation, roles=invitation.roles
        )
    invitation.token = token  # type: ignore[attr-defined]
    return invitation


def digest(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def path(token: str) -> str:
    """The address at which an invitation is accepted."""
    return reverse("invitation", args=[token])


def find(token: str) -> Invitation:
    """The open invitation of a token. Raises InvitationGone."""
    found = (
        Invitation.objects.select_related("agency", "invited_by").filter(token_digest=digest(token)).first()
    )
    if found is None or not found.is_open():
        raise InvitationGone
    return found


def account_for(invitation: Invitation) -> User | None:
    """The account that already has the invited address, if there is one."""
    if not invitation.email:
        return None
    name = account_key(invitation.email)
    return User.objects.filter(username=name).first() or User.objects.filter(email__iexact=name).first()


def suggested_name(invitation: Invitation) -> str:
    """The account's name: the address, else the person's name without marks, numbered when taken."""
    if invitation.email:
        return account_key(invitation.email)
    base = slugify_vi(invitation.full_name, 60).replace("-", "")
    taken = set(User.objects.filter(username__startswith=base).values_list("username", flat=True))
    return next(
        name for name in (base, *(f"{base}{number}" for number in range(2, 9999))) if name not in taken
    )


@transaction.atomic
def claim(token: str) -> Invitation:
    """Take the invitation for this transaction alone: of two who press at once, one gets it.

    Raises InvitationGone. The caller calls :func:`accepted` before the transaction ends.
    """
    found = Invitation.objects.select_for_update().filter(token_digest=digest(token)).first()
    if found is None or not found.is_open():
        raise InvitationGone
    return found


def accepted(invitation: Invitation, user: User) -> None:
    """Note who has accepted."""
    invitation.accepted_at, invitation.accepted_by = timezone.now(), user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    audit.note("account.accepted", user=user, agency_code=invitation.agency.code, obj=invitation)


def withdraw(invitation: Invitation, by: User) -> None:
    """Make the link worthless."""
    if invitation.is_open():
        invitation.revoked_at = timezone.now()
        invitation.save(update_fields=["revoked_at"])
        audit.note(
            "account.invitation-withdrawn", user=by, agency_code=invitation.agency.code, obj=invitation
        )

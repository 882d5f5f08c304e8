"""Opening a case with its code, and finding all cases of one sender."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from feedback import codes, contacts, crypto
from feedback.models import Case


def find(typed_code: str, typed_check: str) -> Case | None:
    """The case of a code, when the second check fits: digits of the telephone, or the name of the mailbox.

    No case, a wrong code and a wrong check are the same None, after the same work. Limits on tries are kept
    by the caller, who knows where they come from. Without telephone and e-mail the code alone opens a case.
    """
    code = codes.normalise(typed_code)
    hashes = codes.code_hashes(code or "-")
    # The row alone first: reading a case opens what is encrypted in it, which takes time.
    rows = Case.objects.filter(code_hash__in=hashes).values_list("pk", "phone_check_hash", "email_check_hash")
    key, *stored = rows.first() or (None, "", "")
    fits = codes.second_fits(code, typed_check, stored)
    if key is None or not (fits or not any(stored)):
        return None
    return Case.objects.select_related("agency").get(pk=key)


def same_sender(phone: str = "", email: str = "") -> QuerySet[Case]:
    """All cases that name this telephone number or e-mail address."""
    where = Q(pk__in=[])
    if phone:
        where |= Q(phone_hash__in=crypto.keyed_hashes("phone", contacts.phone(phone)))
    if email:
        where |= Q(email_hash__in=crypto.keyed_hashes("email", contacts.email(email).lower()))
    return Case.objects.filter(where)

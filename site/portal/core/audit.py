"""Who did what, when: the audit trail that an inspection team reads.

One line an event in ``core.AuditEntry``, which is append-only. It names officers by their account's number
and holds no title, no name, no citizen's data: what an event was about is found through type and id. The
line belongs to the caller's transaction; a refusal is noted outside the transaction that it ends, or it is
lost with it.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models import Model
from django.http import HttpRequest

from portal.core.client_address import client_address
from portal.core.models import AuditEntry

DONE, REFUSED = AuditEntry.Outcome.DONE, AuditEntry.Outcome.REFUSED
# Details that would name a person or a draft; refused by name, so that a test of the caller finds them.
FORBIDDEN = frozenset(
    {"title", "name", "full_name", "username", "email", "phone", "address", "label", "password", "filename"}
)
# E-mail addresses; telephone and personal identification numbers (9 to 12 digits from 0 or +84).
_PERSONAL = re.compile(r"[\w.+-]+@[\w.-]+|(?<![\w.])(?:\+84|0)(?:[ .]?\d){8,11}(?!\w)")
LONGEST_DETAIL = 200

_describe_roles: list[Callable[[Any], str]] = []
_describe_agency: list[Callable[[Any, Any], str]] = []


class Reference(NamedTuple):
    """A thing by type and id where the object itself may be gone; ``about`` helps to find its agency."""

    type: str
    id: str
    about: Any = None


def describe_with(*, roles: Callable[[Any], str], agency: Callable[[Any, Any], str]) -> None:
    """Say how to find an actor's role codes and the agency: ``roles(user)``, ``agency(obj, user)``."""
    _describe_roles[:], _describe_agency[:] = [roles], [agency]


def note(
    event: str,
    *,
    user: Any = None,
    agency_code: str = "",
    role: str = "",
    obj: Model | Reference | None = None,
    request: HttpRequest | None = None,
    outcome: str = "done",
    **detail: Any,
) -> None:
    """Write one line.

    ``event`` is a code ("sign-in", "agency.merged"; names: :mod:`portal.core.audit_events`). ``user``
    defaults to the request's; role and agency are looked up where not given. ``detail`` takes short facts
    (codes, counts, days): ValueError for a key that would name a person or a draft, and what looks like an
    e-mail address or a telephone number is masked.
    """
    if unwanted := FORBIDDEN & set(detail):
        raise ValueError(f"The audit trail holds no {', '.join(sorted(unwanted))}.")
    if user is None and request is not None:
        user = getattr(request, "user", None)
    if user is not None and not getattr(user, "pk", None):
        user = None
    about: Any = obj
    if isinstance(obj, Model):
        obj = Reference(obj._meta.label_lower, str(obj.pk))
    elif obj is not None:
        about = obj.about
    AuditEntry.objects.create(
        event=event,
        user_id=user.pk if user is not None else None,
        role=role or (_first(_describe_roles, user) if user is not None else ""),
        agency_code=agency_code or _first(_describe_agency, about, user),
        object_type=obj.type if obj else "",
        object_id=obj.id if obj else "",
        outcome=AuditEntry.Outcome(outcome),
        client=client_prefix(request),
        detail={key: _plain(value) for key, value in detail.items()},
    )


def client_prefix(request: HttpRequest | None) -> str:
    """The network an address belongs to (IPv4 /24, IPv6 /48): enough to tell places apart, not people."""
    if request is None:
        return ""
    try:
        address = ipaddress.ip_address(client_address(request))
    except ValueError:
        return ""
    return str(ipaddress.ip_network(f"{address}/{24 if address.version == 4 else 48}", strict=False))


def _first(found: list[Any], *args: Any) -> str:
    return str(found[0](*args)) if found else ""


def _plain(value: Any) -> Any:
    """A detail as JSON keeps it: numbers and truth as they are, all else as short, masked text."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items() if str(key) not in FORBIDDEN}
    return _PERSONAL.sub("…", str(value))[:LONGEST_DETAIL]

"""The demonstration's people: one for each role, at the province and at a few agencies.

They are plainly no real persons ("Biên tập viên trình diễn, Xã Vân Tụ"), have no password, and cannot sign in
unless ``PORTAL_DEMO`` is set (:meth:`User.is_open`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from portal.accounts.models import Membership, User, account_key

# Stands in the names as they are kept, whatever language the reader has.
MARK = " trình diễn, "


@dataclass
class Entry:
    """A button of the sign-in page: what it sends and what it says."""

    value: str
    label: str


@dataclass
class Group:
    """The people of one agency."""

    agency: Any
    entries: list[Entry] = field(default_factory=list)


def name_of(role: str, agency: Any) -> str:
    """The account's name, and what the button sends: "editor.xa-van-tu"."""
    return f"{role}.{agency.slug}"


def person(name: str) -> User | None:
    """The demo person of this name; never anybody else."""
    return User.objects.filter(username=account_key(name), is_demo=True, is_active=True).first()


def make(role: str, label: str, agency: Any) -> User:
    """Make or complete a demo person with one role at one agency."""
    return _made(name_of(role, agency), f"{label[:1].upper()}{label[1:]}{MARK}{agency.name}")


def make_helper(role: str, label: str) -> User:
    """A demo person of no agency, who acts for the seeds alone: no button of the sign-in page leads to it."""
    return _made(f"{role}.trinh-dien", f"{label}{MARK}nhiều cơ quan")


def _made(name: str, full_name: str) -> User:
    user, _created = User.objects.update_or_create(
        username=account_key(name),
        defaults={"full_name": full_name[:150], "is_demo": True, "is_active": True},
    )
    if user.has_usable_password():
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


def groups() -> list[Group]:
    """Buttons by agency: the province first, then departments, then communes."""
    order = ("province", "department", "commune")
    rows = (
        Membership.objects.filter(user__is_demo=True, user__is_active=True)
        .select_related("user", "agency")
        .order_by("pk")
    )
    found: dict[int, Group] = {}
    for row in rows:
        if row.user.username != account_key(name_of(row.role, row.agency)):
            continue
        group = found.setdefault(row.agency_id, Group(row.agency))
        label = row.user.full_name.split(MARK)[0]
        group.entries.append(Entry(row.user.username, label))
    return sorted(found.values(), key=lambda group: (order.index(group.agency.level), group.agency.sort_key))

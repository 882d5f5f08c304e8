"""Who may do what to what in which state: the table, and what each line of it needs.

What is expected is worked out from the roles' own data (levels, page and file permissions, grants, central,
by field) and never from the policy that the requests meet.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from home.news.rights import AREA
from portal.editorial.roles import ROLES, actions
from portal.editorial.roles.grants import DOCUMENT, IMAGE, PAGE
from procedures_pages.rights import DECISION, EXCEPTION, GATEWAY, GUIDE, LOCAL, REVIEW, VERSION

COMMUNE, NEIGHBOUR, DEPARTMENT, PROVINCE = "17950", "17951", "40-STP", "40"
STATES = ("draft", "live", "in_workflow", "scheduled", "locked")
# What somebody locked, what waits in a workflow for others and what waits for its hour is changed by nobody.
HELD = frozenset({"in_workflow", "locked", "scheduled"})
OWN, FOREIGN, SHARED = "own", "foreign", "shared"
# Any permission on a page lets one see it in lists, choosers and the editors' API.
ANY = "any"


@dataclass(frozen=True)
class Case:
    """One cell: a role at an agency, an action on an object of somebody's in a state."""

    role: str
    agency: str
    action: str
    label: str
    whose: str
    state: str = ""
    in_field: bool = True

    def __str__(self) -> str:
        return (
            f"{self.role}@{self.agency} {self.action} {self.whose} {self.label} {self.state} {self.in_field}"
        )


# What an action on a page needs, and whether a held page refuses it.
PAGE_ACTIONS = {
    "open": ("change", False),
    "save": ("change", True),
    "publish": ("publish", True),
    "schedule": ("publish", True),
    "history": (ANY, False),
    "compare": (ANY, False),
    "preview": ("change", False),
    "usage": ("change", False),
    "copy": ("add", False),
    "move": ("change", False),
    "lock": ("lock", False),
    "translate": ("add", False),
    "api": (ANY, False),
    "choose": (ANY, False),
    "bulk publish": ("publish", False),
    "bulk move": ("change", False),
}
# For every state; the rest once.
IN_EVERY_STATE = ("open", "save", "publish", "history", "preview")
RECORD_ACTIONS = {
    "list": "view",
    "open": "change",
    "save": "change",
    "publish": "publish",
    "history": "change",
    "usage": "change",
    "export": "view",
}
FILE_ACTIONS = {"open": "change", "delete": "change", "choose": "choose", "usage": "change"}
REFERENCE = (DECISION, GATEWAY, EXCEPTION, REVIEW, AREA)


def expected(case: Case) -> bool:
    """Whether the role's duties allow it."""
    role = ROLES[case.role]
    if case.whose == FOREIGN and not role.central:
        return False
    level = {COMMUNE: "commune", DEPARTMENT: "department", PROVINCE: "province"}[case.agency]
    held = actions(case.role, case.label, level)
    if role.by_field and level == "department" and not case.in_field:
        return False
    if case.label == PAGE:
        need, refused_when_held = PAGE_ACTIONS[case.action]
        if case.state in HELD and refused_when_held:
            return False
        return bool(held) if need == ANY else need in held
    if case.label in (IMAGE, DOCUMENT):
        return FILE_ACTIONS[case.action] in held
    need = RECORD_ACTIONS[case.action]
    return bool(held) if need == "view" else need in held


def home_of(role: str) -> str:
    """Where a role is tried: at a commune where communes have it, else at the province."""
    return COMMUNE if "commune" in ROLES[role].levels else PROVINCE


def cases(role: str) -> Iterator[Case]:
    """All cells of a role."""
    agency = home_of(role)
    for action in PAGE_ACTIONS:
        for state in STATES if action in IN_EVERY_STATE else STATES[:1]:
            yield Case(role, agency, action, PAGE, OWN, state)
        yield Case(role, agency, action, PAGE, FOREIGN, "draft")
    for action in RECORD_ACTIONS:
        yield Case(role, agency, action, LOCAL, OWN)
        if action not in ("list", "export"):
            yield Case(role, agency, action, LOCAL, FOREIGN)
        for label in (VERSION, GUIDE):
            if action not in ("usage", "export"):
                yield Case(role, agency, action, label, SHARED)
    for label in REFERENCE:
        for action in ("list", "open"):
            yield Case(role, agency, action, label, SHARED)
    for label in (IMAGE, DOCUMENT):
        for action in FILE_ACTIONS:
            for whose in (OWN, FOREIGN):
                yield Case(role, agency, action, label, whose)
    if ROLES[role].by_field:
        for in_field in (True, False):
            for label in (VERSION, GUIDE):
                for action in ("open", "save", "publish", "history"):
                    yield Case(role, DEPARTMENT, action, label, SHARED, in_field=in_field)

"""Who may write and publish calendars."""

from __future__ import annotations

from portal.editorial.roles import grant

ALL = ("view", "add", "change", "publish", "lock", "unlock")


WRITERS = ("editor", "province_editor")
PUBLISHERS = ("approver", "chief_editor", "secretary")
# Who may write down what came of a day.
KEEPERS = frozenset((*WRITERS, *PUBLISHERS))


def register() -> None:
    """Called once when the application starts."""
    for model in ("calendars.AgendaWeek", "calendars.Reception"):
        for role in WRITERS:
            grant(role, model, "view", "add", "change")
        for role in PUBLISHERS:
            grant(role, model, *ALL)
        grant("inspector", model, "view")

"""Who may write and publish calendars."""

from __future__ import annotations

from portal.editorial.roles import grant

ALL = ("view", "add", "change", "publish", "lock", "unlock")


def register() -> None:
    """Called once when the application starts."""
    for model in ("calendars.AgendaWeek", "calendars.Reception"):
        for role in ("editor", "province_editor"):
            grant(role, model, "view", "add", "change")
        for role in ("approver", "chief_editor", "secretary"):
            grant(role, model, *ALL)
        grant("inspector", model, "view")

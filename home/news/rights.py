"""Who may write and publish an emergency banner, and who keeps the areas that it is aimed at."""

from __future__ import annotations

from portal.editorial.roles import grant

BANNER, AREA = "news.EmergencyBanner", "news.AlertArea"
ALL = ("view", "add", "change", "publish", "lock", "unlock")


def register() -> None:
    """Called once when the application starts."""
    for role in ("editor", "province_editor"):
        grant(role, BANNER, "view", "add", "change")
    for role in ("approver", "chief_editor", "secretary"):
        grant(role, BANNER, *ALL)
    # Deleted by nobody: the log names areas by their codes. One that is empty is offered no more.
    for role in ("chief_editor", "secretary"):
        grant(role, AREA, "view", "add", "change")
    for role in ("province_editor", "inspector"):
        grant(role, AREA, "view")
    grant("inspector", BANNER, "view")

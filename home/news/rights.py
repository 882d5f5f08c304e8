"""Who may write and publish an emergency banner."""

from __future__ import annotations

from portal.editorial.roles import grant

BANNER = "news.EmergencyBanner"
ALL = ("view", "add", "change", "publish", "lock", "unlock")


def register() -> None:
    """Called once when the application starts."""
    for role in ("editor", "province_editor"):
        grant(role, BANNER, "view", "add", "change")
    for role in ("approver", "chief_editor", "secretary"):
        grant(role, BANNER, *ALL)
    grant("inspector", BANNER, "view")

"""Application configuration of the foundation: project-wide checks."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The foundation package itself; holds templates and the project-wide system checks."""

    name = "portal"
    label = "portal"

    def ready(self) -> None:
        """Register the checks."""
        from portal import checks  # noqa: F401

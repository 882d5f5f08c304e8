"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """Nền."""

    name = "portal.core"
    label = "core"
    verbose_name = _("Nền")

    def ready(self) -> None:
        """Listen to what changes the routing map and to what the audit trail keeps; guard that trail."""
        from portal.core import append_only, audit_signals, collation, signals

        append_only.register("core.AuditEntry")
        audit_signals.connect()
        signals.connect()
        collation.connect()

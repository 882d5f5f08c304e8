"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EditorialConfig(AppConfig):
    """Biên tập."""

    name = "portal.editorial"
    label = "editorial"
    verbose_name = _("Biên tập")

    def ready(self) -> None:
        """Guard the editors' side; lead its doors into one service; say what is public and what to do."""
        from portal.editorial import (
            as_of,
            calendar,
            conflicts,
            former_files,
            operations,
            oversight,
            people,
            public_pages,
            public_terms,
            register,
            secrecy,
            where_used,
        )
        from portal.editorial.guard import setup
        from portal.editorial.today import setup as today
        from portal.editorial.workflow import register as publishing

        setup.install()
        as_of.register()
        calendar.register()
        conflicts.register()
        former_files.register()
        operations.register()
        secrecy.register()
        public_pages.register()
        people.register()
        oversight.register()
        register.register()
        public_terms.register()
        today.install()
        where_used.install()
        publishing.register()

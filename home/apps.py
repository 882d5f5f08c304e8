"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """Trang của cơ quan."""

    name = "home"
    label = "home"
    verbose_name = _("Trang của cơ quan")

    def ready(self) -> None:
        """Give sites their sections, provisioning its pages, and the routing map its owners."""
        from home import (
            addresses,
            health,
            merging,
            owners,
            provisioning,
            requirements,
            search,
            sections,
            slots,
        )
        from portal.core.routing import register_owner_loader
        from portal.editorial.oversight.board import Measure, register_measure
        from portal.publication.registry import name_roles

        sections.register()
        addresses.connect()
        merging.register()
        provisioning.register()
        requirements.register()
        register_owner_loader(owners.load)
        search.register()
        slots.register()
        name_roles({provisioning.ROLE: _("Tạo trang theo danh sách đơn vị")}, makes_sites=True)
        register_measure(Measure("empty", _("Mục trống"), health.empty_sections, 50))

"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgenciesConfig(AppConfig):
    """Cơ quan."""

    name = "portal.agencies"
    label = "agencies"
    verbose_name = _("Cơ quan")

    def ready(self) -> None:
        """Give the routing map the addresses that sites have left; name what happens to agencies."""
        from portal.agencies import addresses, checks, identity  # noqa: F401 - checks register themselves
        from portal.core.audit_events import register_names

        addresses.register()
        identity.register()
        register_names(
            {
                "agency.moved": _("Đổi địa chỉ trang của cơ quan"),
                "agency.merged": _("Nhập đơn vị"),
                "agency.split": _("Tách đơn vị"),
                "agency.renamed": _("Đổi tên đơn vị"),
                "province.started": _("Rời bản trình diễn, lập tỉnh thật"),
            }
        )

"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VotesConfig(AppConfig):
    """Đánh giá độ dễ hiểu."""

    name = "home.votes"
    label = "votes"
    verbose_name = _("Đánh giá độ dễ hiểu")

    def ready(self) -> None:
        """Ask on pages, and take the answers."""
        from home.votes import public
        from portal.core import slots
        from portal.core.site_request import register_app_route

        register_app_route(public.ROUTE, public.route)
        slots.register("page.clarity", "votes.ask", public.question)

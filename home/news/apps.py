"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    """Tin tức."""

    name = "home.news"
    label = "news"
    verbose_name = _("Tin tức")

    def ready(self) -> None:
        """Give sites the section, keep the lists in step, say what an article needs to be published."""
        from home.news import (
            alarm,
            areas,
            comparison,
            health,
            listing,
            official_texts,
            pictures,
            requirements,
            rights,
            search,
            sections,
            sharing,
            slots,
            starts,
        )
        from home.news.word import held
        from portal.editorial.oversight.board import Measure, register_measure

        sections.register()
        alarm.register()
        areas.register()
        comparison.register()
        held.register()
        rights.register()
        listing.connect()
        official_texts.connect()
        pictures.connect()
        requirements.register()
        search.register()
        slots.register()
        sharing.register()
        starts.register()
        register_measure(Measure("news-gaps", _("Tháng không có tin"), health.months_without_news, 60))

"""``manage.py search_rebuild``: every entry anew from what is live and public."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from search import index, registry
from search.backends import elastic


class Command(BaseCommand):
    """Write the whole index again, batch by batch; the site goes on searching meanwhile."""

    help = "Lập lại toàn bộ chỉ mục tìm kiếm."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild and tell the number of entries."""
        count = index.rebuild(registry.kinds())
        if settings.PORTAL_SEARCH_ENGINE == "elasticsearch":
            try:
                elastic.rebuild()
            except elastic.Unavailable as error:
                raise CommandError(_("Máy tìm kiếm không trả lời: %(error)s") % {"error": error}) from error
        self.stdout.write(_("Chỉ mục có %(count)d mục.") % {"count": count})

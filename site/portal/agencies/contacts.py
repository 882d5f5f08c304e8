"""How fresh an agency's contact is: confirmed within 90 days, longer ago, or never."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

# A contact that nobody has confirmed for longer says so.
CONFIRMED_FOR = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Confirmation:
    """When a contact was last confirmed, judged on ``today``."""

    confirmed_on: date | None
    today: date

    @property
    def stale(self) -> bool:
        """Whether it was confirmed once, and too long ago."""
        return self.confirmed_on is not None and self.today - self.confirmed_on > CONFIRMED_FOR

    @property
    def fresh(self) -> bool:
        """Whether it was confirmed recently."""
        return self.confirmed_on is not None and not self.stale

    def words(self) -> str:
        """For everybody to read; ``dd/mm/yyyy``."""
        if self.confirmed_on is None:
            return _("Chưa có thông tin về ngày xác nhận.")
        day = f"{self.confirmed_on:%d/%m/%Y}"
        if self.stale:
            return _("Chưa xác nhận từ %s; có thể đã đổi.") % day
        return _("Xác nhận ngày %s.") % day

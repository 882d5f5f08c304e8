"""Pauses of a term: from when to when, why, and for how long at most.

The day on which the clock is stopped still counts, and so does the day after the one on which it goes on: the
same rule as for receipt (the day of an event is not counted, Bộ luật Dân sự Điều 147).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from portal.core.clock.rules import Rule
from portal.core.clock.words import date_words
from portal.core.clock.zone import local, now


@dataclass(frozen=True, slots=True)
class Pause:
    """One pause; ``end`` None: it still stands."""

    start: datetime
    end: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class Pauses:
    """All pauses of one term in order, cut to what its rule allows. ``standing``: one stands at ``as_of``."""

    spans: tuple[tuple[datetime, datetime, Pause], ...] = ()
    standing: bool = False
    cut: bool = False

    @classmethod
    def of(
        cls, pauses: Sequence[Pause], rule: Rule, start: datetime, as_of: datetime | None = None
    ) -> Pauses:
        """Order and check the pauses.

        Raises ValueError for one without a reason, before the start, ending before it began or overlapping
        another, and for any with a backward or a minimum rule.
        """
        if not pauses:
            return cls()
        if rule.backward or rule.minimum:
            raise ValueError(_("Thời hạn loại này không tạm dừng được."))
        left = timedelta(days=rule.maximum_pause) if rule.maximum_pause is not None else None
        moment = local(as_of) if as_of is not None else now()
        spans: list[tuple[datetime, datetime, Pause]] = []
        standing = cut = False
        before = start
        for pause in sorted(pauses, key=lambda pause: local(pause.start)):
            begun = local(pause.start)
            ended = local(pause.end) if pause.end is not None else max(begun, moment)
            if not pause.reason.strip():
                raise ValueError(_("Tạm dừng phải có lý do."))
            if begun < before or ended < begun:
                raise ValueError(_("Các lần tạm dừng phải theo thứ tự, sau khi nhận và không chồng nhau."))
            before = ended
            if left is not None:
                if ended.date() - begun.date() > left:
                    ended, cut = begun + left, True
                left -= min(left, ended.date() - begun.date())
            spans.append((begun, ended, pause))
            standing = standing or (pause.end is None and ended >= moment)
        return cls(tuple(spans), standing, cut)

    def on(self, day: date) -> Pause | None:
        """The pause that takes this day out of the count."""
        return next((pause for begun, ended, pause in self.spans if begun.date() < day <= ended.date()), None)

    def lengthen(self, start: datetime, end: datetime) -> datetime:
        """The end of a term in hours, later by every pause that begins before it."""
        for begun, ended, _pause in self.spans:
            if start <= begun < end:
                end += ended - begun
        return end

    def lines(self) -> list[str]:
        """Each pause in words, and that a limit was reached."""
        lines = [
            _("Tạm dừng từ %(start)s đến %(end)s: %(reason)s.")
            % {
                "start": date_words(begun.date()),
                "end": date_words(ended.date()),
                "reason": pause.reason.rstrip("."),
            }
            for begun, ended, pause in self.spans
        ]
        if self.cut:
            lines.append(_("Đã hết thời gian được tạm dừng; thời hạn tính tiếp."))
        return lines

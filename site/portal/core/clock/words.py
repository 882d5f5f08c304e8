"""Days and moments in words, as deadlines are said."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.core.clock.zone import local


def weekday_name(day: date) -> str:
    """ "thứ Hai" … "Chủ nhật"."""
    names = (
        _("thứ Hai"),
        _("thứ Ba"),
        _("thứ Tư"),
        _("thứ Năm"),
        _("thứ Sáu"),
        _("thứ Bảy"),
        _("Chủ nhật"),
    )
    return names[day.weekday()]


def date_words(day: date) -> str:
    """ "thứ Ba, ngày 24/11/2026"."""
    return _("%(weekday)s, ngày %(date)s") % {
        "weekday": weekday_name(day),
        "date": date_format(day, "SHORT_DATE_FORMAT"),
    }


def moment_words(moment: datetime) -> str:
    """ "14 giờ 05, thứ Ba, ngày 24/11/2026"."""
    moment = local(moment)
    return _("%(hour)d giờ %(minute)02d, %(day)s") % {
        "hour": moment.hour,
        "minute": moment.minute,
        "day": date_words(moment.date()),
    }

"""The day's work as one message to each person, on working days from 7:30, by every channel that reaches.

E-mail is the channel that is always there; others (a message on a phone) join by :func:`register_channel`. A
message names the person's own work; what may name a citizen is counted, never told.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from portal.accounts.models import User
from portal.core import clock
from portal.editorial import access
from portal.editorial.models import DailyMessage
from portal.editorial.today.listing import Today, gather

logger = logging.getLogger("portal.today")
FROM, UNTIL = time(7, 30), time(17, 0)
KEEP = timedelta(days=90)
MOST_LINES = 12


@dataclass(frozen=True, slots=True)
class Message:
    """What a channel sends: a subject of one line, a plain text, and the address of the screen."""

    subject: str
    text: str
    link: str


@dataclass(frozen=True, slots=True)
class Channel:
    """A way to a person. ``reaches``: whether the person has it; ``send`` raises when it did not go out."""

    key: str
    reaches: Callable[[Any], bool]
    send: Callable[[Any, Message], None]


_channels: dict[str, Channel] = {}


def register_channel(channel: Channel) -> None:
    """Add a way to reach people; the same key again replaces the earlier one."""
    _channels[channel.key] = channel


def _by_email(user: Any, message: Message) -> None:
    EmailMessage(message.subject, message.text, to=[user.email]).send()


def register() -> None:
    """Offer e-mail; called once when the application starts."""
    register_channel(Channel("email", lambda user: bool(user.email), _by_email))


def compose(user: Any, today: Today) -> Message:
    """The message of a person's list, in Vietnamese whatever the server speaks."""
    link = settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse("wagtailadmin_home")
    groups = []
    left = MOST_LINES
    for section in today.sections:
        # What waits for approval was written by others.
        own = [line for line in section.lines if section.key != "waiting" and not line.item.personal]
        told = own[:left]
        left -= len(told)
        groups.append({"section": section, "lines": told, "more": len(section.lines) - len(told)})
    with override("vi"):
        subject = ngettext(
            "Việc hôm nay %(day)s: %(count)d việc", "Việc hôm nay %(day)s: %(count)d việc", today.count
        )
        context = {"person": user, "today": today, "groups": groups, "link": link}
        text = render_to_string("editorial/today_message.txt", context)
        return Message(
            subject % {"day": f"{today.day:%d/%m}", "count": today.count}, text.strip() + "\n", link
        )


def send_daily() -> str:
    """The job: tell everybody whose list is not empty; each person's list is looked at once a day.

    Does nothing outside the working hours of a working day of the country. Several workers may run it at
    once: whoever takes a person's row for the day sends. A worker that dies in between sends nothing twice.
    """
    now = clock.now()
    day = now.date()
    if not FROM <= now.time() < UNTIL or not clock.WorkCalendar.current().is_working_day(day):
        return _("Ngoài giờ gửi.")
    people = User.objects.filter(is_active=True, active_agency__isnull=False)
    waiting = people.exclude(daily_messages__day=day).select_related("active_agency").order_by("pk")
    sent = sum(_tell(user, day) for user in waiting.iterator(chunk_size=200))
    DailyMessage.objects.filter(day__lt=day - KEEP).delete()
    return _("Đã gửi %d tin nhắn.") % sent


def _tell(user: User, day: date) -> bool:
    """Send one person's message; False when there is nothing to tell, no way, or another worker was first."""
    ways = [channel for channel in _channels.values() if channel.reaches(user)]
    agency = access.active_agency(user)
    if not ways or agency is None or not user.is_open():
        return False
    try:
        with transaction.atomic():
            row = DailyMessage.objects.create(user=user, day=day)
    except IntegrityError:
        return False
    today = gather(user, agency, day)
    message = compose(user, today) if today.count else None
    done = [channel.key for channel in ways if message and _went_out(channel, user, message)]
    if not done and (message or today.silent):
        row.delete()  # nothing left the house, or something could not be asked: the next run tries again
    elif done:
        row.count, row.channels = today.count, ",".join(done)
        row.save(update_fields=["count", "channels"])
    return bool(done)


def _went_out(channel: Channel, user: Any, message: Message) -> bool:
    try:
        channel.send(user, message)
    except Exception:
        logger.exception("the day's message did not go out by %s", channel.key)
        return False
    return True

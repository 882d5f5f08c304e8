"""The working-day clock: one calendar, rules as data, and when a term ends.

``due(start, rule)`` is the only count of a deadline in the portal. All days are days of Asia/Ho_Chi_Minh.
"""

from portal.core.clock.calendar import MAXIMUM_DAYS, Counted, WorkCalendar, forget
from portal.core.clock.deadlines import (
    Deadline,
    Moving,
    OpenDeadlines,
    move_open_deadlines,
    register_deadlines,
    would_move,
)
from portal.core.clock.pauses import Pause
from portal.core.clock.rules import Rule, UnknownRule, rule, short_form
from portal.core.clock.terms import Due, NotStarted, Spell, add_months, due, posted_until
from portal.core.clock.words import date_words, moment_words, weekday_name
from portal.core.clock.zone import ZONE, end_of, local, now, start_of, today

__all__ = [
    "MAXIMUM_DAYS",
    "ZONE",
    "Counted",
    "Deadline",
    "Due",
    "Moving",
    "NotStarted",
    "OpenDeadlines",
    "Pause",
    "Rule",
    "Spell",
    "UnknownRule",
    "WorkCalendar",
    "add_months",
    "date_words",
    "due",
    "end_of",
    "forget",
    "local",
    "moment_words",
    "move_open_deadlines",
    "now",
    "posted_until",
    "register_deadlines",
    "rule",
    "short_form",
    "start_of",
    "today",
    "weekday_name",
    "would_move",
]

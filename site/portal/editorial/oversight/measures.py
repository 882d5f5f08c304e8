"""The board's own measures. Each asks the same number of queries whatever the number of agencies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core import clock, sections
from portal.editorial.oversight.board import Finding, Measure, Survey, register_measure
from portal.editorial.roles import ROLES
from portal.publication.selectors import last_publications

CONFIRMED_FOR = timedelta(days=90)
QUIET, SILENT = timedelta(days=30), timedelta(days=90)
WRITERS = frozenset({"editor", "province_editor"})


def approval(survey: Survey) -> Mapping[int, Finding]:
    """Whether anybody can approve what the agency wants to publish."""
    held = _holders(survey, {code for code, role in ROLES.items() if role.approver})
    return {
        agency.pk: Finding(_("có"), _("có")) if held[agency.pk] else Finding(_("chưa có người duyệt"), "", 40)
        for agency in survey.agencies
    }


def contact(survey: Survey) -> Mapping[int, Finding]:
    """When the agency's contact was last confirmed, and whether there is any: no query."""
    found = {}
    for agency in survey.agencies:
        confirmed = agency.contact_confirmed_on
        harm = 0 if agency.phone or agency.email or agency.address else 25
        if confirmed is None:
            found[agency.pk] = Finding(_("chưa bao giờ xác nhận"), None, harm + 35)
        elif survey.day - confirmed > CONFIRMED_FOR:
            words = _("chưa xác nhận từ %(day)s") % {"day": date_format(confirmed, "SHORT_DATE_FORMAT")}
            found[agency.pk] = Finding(words, confirmed, harm + 30)
        else:
            found[agency.pk] = Finding(date_format(confirmed, "SHORT_DATE_FORMAT"), confirmed, harm)
    return found


def publication(survey: Survey) -> Mapping[int, Finding]:
    """When the agency last made something public or changed it, by the publication log: one query."""
    last = last_publications()
    found = {}
    for agency in survey.agencies:
        at = last.get(agency.code)
        if at is None:
            found[agency.pk] = Finding(_("chưa công bố gì"), None, 25)
            continue
        on = timezone.localtime(at, clock.ZONE).date()
        harm = 20 if survey.day - on > SILENT else 10 if survey.day - on > QUIET else 0
        found[agency.pk] = Finding(date_format(on, "SHORT_DATE_FORMAT"), on, harm)
    return found


def editors(survey: Survey) -> Mapping[int, Finding]:
    """Editors who have not signed in for ``PORTAL_DORMANT_DAYS``."""
    held = _holders(survey, WRITERS)
    since = timezone.now() - timedelta(days=settings.PORTAL_DORMANT_DAYS)
    found = {}
    for agency in survey.agencies:
        people = held[agency.pk]
        idle = sum(1 for last_used in people.values() if last_used < since)
        if not people:
            found[agency.pk] = Finding(_("chưa có biên tập viên"), 0, 20)
        elif idle:
            words = _("%(idle)d trên %(all)d lâu không vào") % {"idle": idle, "all": len(people)}
            found[agency.pk] = Finding(words, idle, 20 if idle == len(people) else 5)
        else:
            found[agency.pk] = Finding(_("%(all)d người") % {"all": len(people)}, 0)
    return found


def hidden(survey: Survey) -> Mapping[int, Finding]:
    """Sections that other sites of the level have and this one does not show: no query of its own."""
    registered = {level: sections.all_sections(level) for level in sections.ALL_LEVELS}
    found = {}
    for agency in survey.agencies:
        home = survey.homes.get(agency.pk)
        shown = set(home.children) if home else set()
        missing = [section for section in registered[agency.level] if section.slug not in shown]
        names = ", ".join(str(section.title) for section in missing)
        found[agency.pk] = Finding(names or _("không"), names, min(8 * len(missing), 24))
    return found


def _holders(survey: Survey, roles: Collection[str]) -> defaultdict[int, dict[int, datetime]]:
    """Agency -> {person: when the account was last used}, of people with one of the roles."""
    held: defaultdict[int, dict[int, datetime]] = defaultdict(dict)
    for row in survey.members:
        if row.role in roles:
            held[row.agency_id][row.user_id] = row.user.last_used_at
    return held


def register() -> None:
    """The columns that need nothing but the foundation."""
    for measure in (
        Measure("approval", gettext_lazy("Người duyệt"), approval, 10),
        Measure("contact", gettext_lazy("Xác nhận liên hệ"), contact, 20),
        Measure("publication", gettext_lazy("Công bố gần nhất"), publication, 30),
        Measure("editors", gettext_lazy("Biên tập viên"), editors, 40),
        Measure("hidden", gettext_lazy("Mục không hiện"), hidden, 60),
    ):
        register_measure(measure)

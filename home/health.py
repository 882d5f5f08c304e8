"""What the province's site-health board asks of this app: sections that stand there without content."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from django.utils.translation import gettext as _

from home.models import AboutPage, ContactPage
from portal.editorial.oversight.board import Finding, Survey


def empty_sections(survey: Survey) -> Mapping[int, Finding]:
    """Live sections of each agency in which a reader finds nothing: two queries.

    "Giới thiệu" without a text; "Liên hệ" without a text and with no address, telephone or e-mail known.
    """
    owners = {home.path: pk for pk, home in survey.homes.items()}
    unknown = {
        agency.pk for agency in survey.agencies if not (agency.address or agency.phone or agency.email)
    }
    empty: defaultdict[int, list[str]] = defaultdict(list)
    for model in (AboutPage, ContactPage):
        for page in model.objects.live().filter(lead="").only("path", "title", "body"):
            agency_id = owners.get(page.path[: -page.steplen])
            if agency_id is None or len(page.body):
                continue
            if model is AboutPage or agency_id in unknown:
                empty[agency_id].append(page.title)
    return {
        agency.pk: Finding(
            ", ".join(empty[agency.pk]), ", ".join(empty[agency.pk]), min(10 * len(empty[agency.pk]), 30)
        )
        if empty[agency.pk]
        else Finding(_("không"), "")
        for agency in survey.agencies
    }

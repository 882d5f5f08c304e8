"""The seams between applications: what is registered is shown, and what a page offers is used."""

import re

import pytest

from portal.core import sections, slots
from portal.core.clock import WorkCalendar
from portal.core.jobs import registered_jobs, run_due_jobs
from tests.project.test_repository import texts
from tests.world import World

SLOT = re.compile(r"{%\s*slot\s+[\"']([\w.]+)[\"']")


def test_every_slot_of_a_template_has_a_provider_and_every_provider_a_place() -> None:
    offered = {name for _file, text in texts(".html") for name in SLOT.findall(text)}
    filled = {name for name, providers in slots._providers.items() if providers}
    assert filled - offered == set(), "registered for a slot that no page has"
    assert offered - filled == set(), "a slot that nothing fills"


@pytest.mark.django_db
def test_every_section_has_a_live_page_on_every_site_of_its_levels(world: World) -> None:
    assert sections.all_sections()
    for agency in world.agencies.values():
        home = world.homes[agency.code]
        live = set(home.get_children().live().values_list("slug", flat=True))
        wanted = {section.slug for section in sections.all_sections(agency.level)}
        assert live == wanted, agency


@pytest.mark.django_db
def test_every_registered_job_runs_on_an_empty_portal() -> None:
    assert registered_jobs()
    runs = run_due_jobs(force=True)
    assert {run.name: run.message for run in runs if not run.succeeded} == {}


@pytest.mark.django_db
def test_a_portal_without_a_calendar_counts_weekends_alone() -> None:
    assert WorkCalendar.current().closed == {}

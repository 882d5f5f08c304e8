"""The demonstration's questions: two answers on the site of every agency that has no desk of its own."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from feedback import seeds
from feedback.models import Case, PublicQuestion
from portal.accounts import demo
from portal.accounts.models import Membership
from portal.agencies.models import Agency
from portal.core.clock import today
from tests.world import World

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
AGENCIES = ROOT / "site" / "portal" / "agencies" / "demo" / "nghe-an.csv"
FACTS = ROOT / "procedures_pages" / "demo" / "facts.jsonl"


def test_every_commune_has_two_answers_and_nobody_stays_in_office(world: World, settings: Any) -> None:
    settings.PORTAL_DEMO = True
    communes = Agency.objects.filter(level="commune").exclude(code__in=seeds.PLACES)
    communes.update(is_demo=True)
    texts = yaml.safe_load(seeds.FILE.read_text(encoding="utf-8"))["published"]
    assert seeds._everywhere(texts, {}) == 2 * communes.count()
    for commune in communes:
        shown = PublicQuestion.objects.filter(case__agency=commune, live=True)
        assert shown.count() == 2
        assert all(text.title in {one["title"] for one in texts} for text in shown)
    assert all(case.is_demo for case in Case.objects.all())
    helpers = Membership.objects.filter(user__username__endswith=".trinh-dien")
    assert helpers.count() == 2 * communes.count()
    assert not helpers.filter(pk__in=Membership.objects.on(today()).values("pk")).exists()
    assert "trinh-dien" not in " ".join(entry.value for group in demo.groups() for entry in group.entries)
    assert seeds._everywhere(texts, {}) == 0


def test_every_department_has_two_answers_of_its_own_whose_facts_are_the_lists(
    world: World, settings: Any
) -> None:
    settings.PORTAL_DEMO = True
    own = yaml.safe_load(seeds.DEPARTMENTS.read_text(encoding="utf-8"))
    agencies = AGENCIES.read_text(encoding="utf-8").splitlines()
    departments = {line.split(",")[0] for line in agencies if line.startswith("40-")} - set(seeds.PLACES)
    assert {code: len(texts) for code, texts in own.items()} == dict.fromkeys(departments, 2)
    facts = {fact["code"]: fact for fact in map(json.loads, FACTS.read_text(encoding="utf-8").splitlines())}
    for text in (text for texts in own.values() for text in texts if text["procedure"]):
        fact = facts[text["procedure"]]
        assert fact["code"] in text["answer"]
        assert fact["implementing_agency"].strip(" .") in text["answer"]
    shared = yaml.safe_load(seeds.FILE.read_text(encoding="utf-8"))["published"]
    places = [code for code in seeds.PLACES if code.startswith("40-")]
    assert [sum(code in text["at"] for text in shared) for code in places] == [2, 2]
    assert not any("department" in text["at"] for text in shared)
    department = world.agencies["40-STP"]
    Agency.objects.filter(pk=department.pk).update(is_demo=True, code="40-TTT")
    assert seeds._everywhere([], own) == 2
    shown = PublicQuestion.objects.filter(case__agency=department, live=True)
    assert {one.title for one in shown} == {text["title"] for text in own["40-TTT"]}
    assert all(one.case.is_demo for one in shown)
    assert not Membership.objects.on(today()).filter(agency=department).exists()
    assert seeds._everywhere([], own) == 0

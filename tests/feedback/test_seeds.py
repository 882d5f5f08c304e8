"""The demonstration's questions: two answers on the site of every commune, whoever has no desk of its own."""

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


def test_every_commune_has_two_answers_and_nobody_stays_in_office(world: World, settings: Any) -> None:
    settings.PORTAL_DEMO = True
    communes = Agency.objects.filter(level="commune").exclude(code__in=seeds.PLACES)
    communes.update(is_demo=True)
    texts = yaml.safe_load(seeds.FILE.read_text(encoding="utf-8"))["published"]
    assert seeds._everywhere(texts) == 2 * communes.count()
    for commune in communes:
        shown = PublicQuestion.objects.filter(case__agency=commune, live=True)
        assert shown.count() == 2
        assert all(text.title in {one["title"] for one in texts} for text in shown)
    assert all(case.is_demo for case in Case.objects.all())
    helpers = Membership.objects.filter(user__username__endswith=".trinh-dien")
    assert helpers.count() == 2 * communes.count()
    assert not helpers.filter(pk__in=Membership.objects.on(today()).values("pk")).exists()
    assert "trinh-dien" not in " ".join(entry.value for group in demo.groups() for entry in group.entries)
    assert seeds._everywhere(texts) == 0

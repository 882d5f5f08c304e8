"""Figures of the demonstration: plainly samples, once, and gone with everything else of it."""

import pytest
from django.test import Client
from django.urls import reverse

from home.visits import seeds as visits
from home.visits.models import VisitCorrection
from home.votes import seeds as votes
from home.votes.models import ClarityVote
from portal.agencies.models import Agency
from portal.core import purge
from portal.core.seeds import SeedContext, discover
from tests.home.news.stories import article
from tests.people import person, signed_in
from tests.world import NEIGHBOUR, World

pytestmark = pytest.mark.django_db
CONTEXT = SeedContext(None, lambda words: None)


def test_sample_figures_say_what_they_are_and_stand_in_the_demonstration_alone(
    world: World, client: Client
) -> None:
    Agency.objects.filter(code__in=("40", "17951")).update(is_demo=True)
    article(world, "Tin thứ nhất")
    newest = article(world, "Tin thứ hai")
    article(world, "Tin của xã khác", "17950")
    for _turn in range(2):
        visits._run(CONTEXT)
        votes._run(CONTEXT)
    assert set(VisitCorrection.objects.values_list("agency__code", "amount")) == {
        ("40", 48_000),
        ("17951", 1_200),
    }
    method = client.get(f"{NEIGHBOUR}luot-truy-cap/").content.decode()
    assert "1.200" in method
    assert visits.NOTE in method
    assert ClarityVote.objects.count() == len(votes.VOTES)
    assert {vote.object_id for vote in ClarityVote.objects.all()} == {f"{newest.translation_key}:vi"}
    assert ClarityVote.objects.filter(line=0).count() == 0
    screen = signed_in(person(world, "approver", "17951")).get(reverse("clarity"))
    assert votes.MARK in screen.content.decode()
    # A real province begins without them: the parts are the demonstration's, and the purge keeps no row.
    assert {seed.name for seed in discover() if seed.demo == "always"} >= {"visits", "votes"}
    kept = {label for one in purge._kept for label in one().rows}
    assert not kept & {"visits.VisitCorrection", "votes.ClarityVote"}

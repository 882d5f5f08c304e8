"""How many queries the editors' side may ask: with five agencies, with 150, with 20,000 pages."""

import pytest
from wagtail.models import Page

from portal.accounts.models import User
from portal.agencies.models import Agency
from tests.people import person, signed_in
from tests.performance.admin_pages import asked, dear, fill_with_pages
from tests.world import World, look


def numbers(user: User, world: World, code: str) -> dict[str, int]:
    found = asked(signed_in(user), world.homes[code])
    assert dear(found, world.homes[code]) == {}
    return found


@pytest.mark.django_db
def test_the_editors_side_stays_within_its_budgets_in_a_small_province(world: World) -> None:
    numbers(person(world, "editor", "17950"), world, "17950")


@pytest.mark.big
@pytest.mark.postgresql
def test_it_costs_the_same_with_150_agencies_and_20000_pages(big_province_db: None) -> None:
    world = look()
    assert len(world.agencies) == 150
    commune = Agency.objects.filter(level="commune").order_by("code")[0].code
    editor = person(world, "editor", commune)
    before = numbers(editor, world, commune)
    assert fill_with_pages(133) > 19_900
    assert Page.objects.count() > 20_000
    world = look()
    after = numbers(editor, world, commune)
    explorer = f"/admin/pages/{world.homes[commune].pk}/"
    # A full page of lines costs more than a few lines, and no more than its budget; all else costs the same.
    assert {address for address in before if after[address] > before[address] + 3} <= {explorer}
    numbers(person(world, "chief_editor", "40"), world, "40")

"""The officer who takes another's work over gets the open cases."""

from datetime import date

import pytest

from feedback.models import Case, CaseEvent
from portal.core.clock import today
from portal.editorial.people import handover
from tests.feedback.cases import Desk
from tests.people import person
from tests.world import World


@pytest.mark.django_db
def test_open_cases_are_handed_over_and_answered_ones_are_not(world: World) -> None:
    desk = Desk(world)
    admin = person(world, "unit_admin", desk.code)
    receiver = person(world, "specialist", desk.code, name="nhan", starts_on=date(2026, 1, 1))
    held, done = desk.assigned(), desk.approved()
    agency = world.agencies[desk.code]
    counted = {part.key: count for part, count in handover.preview(desk.specialist, agency)}
    assert counted["cases"] == 1
    handover.order(desk.specialist, receiver, agency, today(), ["cases"], by=admin)
    version = held.version
    held.refresh_from_db()
    assert (held.handler, held.version) == (receiver, version + 1)
    assert CaseEvent.objects.filter(case=held).latest("pk").detail == {"handler": receiver.pk}
    assert Case.objects.get(pk=done.pk).handler == desk.specialist

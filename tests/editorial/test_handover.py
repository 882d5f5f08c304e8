"""Handing an officer's work over: seen before, moved whole, on its day, within one agency."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowTask

from portal.accounts.models import Handover, User
from portal.core.clock import today
from portal.core.models import AuditEntry
from portal.editorial import access, roles
from portal.editorial.people import handover
from portal.library.models import PortalDocument
from tests.people import person
from tests.world import World

pytestmark = pytest.mark.django_db
COMMUNE, NEIGHBOUR = "17950", "17951"
FORM = "/admin/people/handover/"


@pytest.fixture
def giver(world: World) -> User:
    user = person(world, "editor", COMMUNE, name="giao")
    roles.give(user, "desk_officer", world.agencies[COMMUNE], by=None, decision_number="5/QĐ-UBND")
    roles.give(user, "editor", world.agencies[NEIGHBOUR], by=None)
    for code in (COMMUNE, NEIGHBOUR):
        Page.objects.filter(pk=world.page(code, "gioi-thieu").pk).update(owner=user, locked_by=user)
        PortalDocument.objects.create(
            title="Tệp mẫu",
            file=ContentFile(b"%PDF-1.4", "mau.pdf"),
            uploaded_by_user=user,
            collection=world.agencies[code].collection,
        )
    return user


@pytest.fixture
def receiver(world: World) -> User:
    return person(world, "editor", COMMUNE, name="nhan")


@pytest.fixture
def admin(world: World, client: Client) -> User:
    user = person(world, "unit_admin", COMMUNE)
    client.force_login(user)
    return user


def values(world: World, giver: User, receiver: User, **more: Any) -> dict[str, Any]:
    return {
        "agency": world.agencies[COMMUNE].pk,
        "from_user": giver.pk,
        "to_user": receiver.pk,
        "day": today().isoformat(),
        "parts": ["roles", "pages", "workflow", "files"],
        **more,
    }


def owner_of(world: World, code: str) -> Any:
    return Page.objects.get(pk=world.page(code, "gioi-thieu").pk).owner


def test_what_moves_is_shown_first_and_then_moved_whole(
    client: Client, admin: User, giver: User, receiver: User, world: World
) -> None:
    shown = client.post(FORM, values(world, giver, receiver))
    counts = {part.key: count for part, count in shown.context["preview"]}
    assert counts == {"roles": 2, "pages": 1, "workflow": 0, "files": 1}
    assert owner_of(world, COMMUNE) == giver
    client.post(FORM, values(world, giver, receiver, **{"da-xem": "1"}))
    row = Handover.objects.get()
    assert row.counts == counts
    page = Page.objects.get(pk=world.page(COMMUNE, "gioi-thieu").pk)
    assert (page.owner, page.locked_by) == (receiver, receiver)
    assert access.roles_of(User.objects.get(pk=receiver.pk)) == {"editor", "desk_officer"}
    assert access.roles_of(giver, world.agencies[COMMUNE]) == frozenset()
    assert AuditEntry.objects.filter(event="handover.done", agency_code=COMMUNE).count() == 1


def test_the_other_agencys_work_stays(
    client: Client, admin: User, giver: User, receiver: User, world: World
) -> None:
    client.post(FORM, values(world, giver, receiver, **{"da-xem": "1"}))
    assert owner_of(world, NEIGHBOUR) == giver
    assert access.roles_of(giver, world.agencies[NEIGHBOUR]) == {"editor"}
    kept = PortalDocument.objects.get(collection=world.agencies[NEIGHBOUR].collection)
    assert kept.uploaded_by_user == giver


def test_a_part_that_was_not_chosen_stays(
    client: Client, admin: User, giver: User, receiver: User, world: World
) -> None:
    client.post(FORM, values(world, giver, receiver, parts=["pages"], **{"da-xem": "1"}))
    assert owner_of(world, COMMUNE) == receiver
    assert access.roles_of(giver, world.agencies[COMMUNE]) == {"editor", "desk_officer"}


def test_a_waiting_draft_goes_to_the_receiver(giver: User, receiver: User, world: World) -> None:

    workflow = Workflow.objects.create(name="Duyệt")
    WorkflowTask.objects.create(
        workflow=workflow, task=GroupApprovalTask.objects.create(name="Duyệt"), sort_order=1
    )
    for code in (COMMUNE, NEIGHBOUR):
        page = world.page(code, "gioi-thieu")
        page.save_revision(user=giver)
        workflow.start(page, giver)
    handover.order(giver, receiver, world.agencies[COMMUNE], today(), ["workflow"], by=giver)
    assert Handover.objects.get().counts == {"workflow": 1}
    assert world.page(COMMUNE, "gioi-thieu").current_workflow_state.requested_by == receiver
    assert world.page(NEIGHBOUR, "gioi-thieu").current_workflow_state.requested_by == giver


def test_a_later_day_is_carried_out_on_that_day_once(
    client: Client, admin: User, giver: User, receiver: User, world: World
) -> None:
    day = today() + timedelta(days=5)
    client.post(FORM, values(world, giver, receiver, day=day.isoformat(), **{"da-xem": "1"}))
    handover.carry_out_due()
    assert owner_of(world, COMMUNE) == giver
    with time_machine.travel(f"{day.isoformat()} 00:05 +0700"):
        assert handover.carry_out_due() == "Đã chuyển: 1 lượt bàn giao."
        assert handover.carry_out_due() == "Đã chuyển: 0 lượt bàn giao."
        assert owner_of(world, COMMUNE) == receiver


def test_only_people_of_the_own_agency_can_be_named(
    client: Client, admin: User, giver: User, receiver: User, world: World
) -> None:
    stranger = person(world, "editor", NEIGHBOUR, name="la")
    closed = person(world, "editor", COMMUNE, name="dong")
    User.objects.filter(pk=closed.pk).update(is_active=False)
    for wrong in (
        {"to_user": stranger.pk},
        {"from_user": stranger.pk},
        {"to_user": giver.pk},
        {"to_user": closed.pk},
        {"agency": world.agencies[NEIGHBOUR].pk},
        {"day": "2020-01-01"},
        {"parts": ["khac"]},
    ):
        answer = client.post(FORM, values(world, giver, receiver, **({"da-xem": "1"} | wrong)))
        assert answer.status_code == 200, wrong
    assert Handover.objects.count() == 0


@pytest.fixture
def extra_part() -> Iterator[list[Any]]:
    moved: list[Any] = []

    def move(*args: Any) -> int:
        moved.append(args)
        return 3

    handover.register_handover("extra", "Việc thêm", lambda person, agency: 3, move)
    yield moved
    handover._parts.pop("extra")


def test_an_application_adds_its_own_part(
    giver: User, receiver: User, world: World, extra_part: list[Any]
) -> None:
    agency = world.agencies[COMMUNE]
    assert ("extra", 3) in [(part.key, count) for part, count in handover.preview(giver, agency)]
    handover.order(giver, receiver, agency, today(), ["extra"], by=giver)
    assert extra_part == [(giver, receiver, agency, today())]

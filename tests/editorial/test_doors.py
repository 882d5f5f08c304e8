"""Every door × every rule: a door that skips a rule fails by its name.

Rules: permission, the second pair of eyes, requirements (publish); permission, postings that must stay
(withdraw). Effects of an act that is let through: the line in the log, the search outbox, the stamp; and all
of them in the act's own transaction.
"""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from wagtail.models import Page

from home.models import AboutPage
from portal.accounts.models import User
from portal.core.models import Stamp
from portal.editorial import requirements, services
from portal.editorial.services import gate, publication
from portal.publication.models import PublicationEntry
from procedures_pages.models import LocalFields, Procedure
from search.models import IndexTask
from tests.editorial.doors import PAGE_DOORS, RECORD_DOORS, Case, Door
from tests.people import person
from tests.world import World

pytestmark = pytest.mark.django_db
A, B = "17950", "17951"
PUBLIC, DRAFT = "Giới thiệu xã Vân Tụ", "Giới thiệu xã Vân Tụ, bản sửa"


@pytest.fixture
def editor(world: World) -> User:
    return person(world, "editor", A)


@pytest.fixture
def approver(world: World) -> User:
    return person(world, "approver", A)


@pytest.fixture
def stranger(world: World) -> User:
    """May approve, but for another commune."""
    return person(world, "approver", B)


def a_page(world: World, writer: User, *, live: bool) -> AboutPage:
    """The commune's about page with a draft by ``writer``; public or not."""
    page = AboutPage.objects.get(pk=world.page(A, "gioi-thieu").pk)
    if not live:
        page.unpublish()
    page.refresh_from_db()
    page.lead = DRAFT
    page.save_revision(user=writer)
    return AboutPage.objects.get(pk=page.pk)


def a_record(world: World, writer: User, *, live: bool) -> LocalFields:
    """What the commune says about a procedure, with a draft by ``writer``; public or not."""
    procedure = Procedure.objects.get_or_create(code="1.001193")[0]
    record = LocalFields(agency=world.agencies[A], procedure=procedure, place=PUBLIC, live=False)
    record.save()
    if live:
        services.publish(record, actor_role="kiem-thu")
        record.refresh_from_db()
    record.place = DRAFT
    record.save_revision(user=writer)
    return LocalFields.objects.get(pk=record.pk)


MAKERS: dict[str, Any] = {"page": a_page, "record": a_record}
MATRIX = [("page", door) for door in PAGE_DOORS] + [("record", door) for door in RECORD_DOORS]
PUBLISHING = [(kind, door) for kind, door in MATRIX if door.way == "publish"]
WITHDRAWING = [(kind, door) for kind, door in MATRIX if door.way == "withdraw"]
MOVING = [(kind, door) for kind, door in MATRIX if door.way == "move"]


def named(cells: list[tuple[str, Door]]) -> Any:
    return pytest.mark.parametrize(
        ("kind", "door"), [pytest.param(*cell, id=f"{cell[0]}: {cell[1]}") for cell in cells]
    )


def by_people(cells: list[tuple[str, Door]]) -> list[tuple[str, Door]]:
    return [cell for cell in cells if not cell[1].machine]


def lines() -> int:
    return PublicationEntry.objects.count()


def last_line() -> PublicationEntry:
    found = PublicationEntry.objects.order_by("-sequence").first()
    assert found is not None
    return found


def make_room(world: World, door: Door) -> None:
    """Pages move to the neighbour, which may not have one at the same address."""
    if door.way == "move":
        world.page(B, "gioi-thieu").delete()


def through(door: Door, case: Case) -> Any:
    """Go through the door; a refusal is an exception, or a page that is no server error."""
    try:
        response = door.act(case)
    except (PermissionDenied, ValidationError) as refusal:
        return refusal
    status = getattr(response, "status_code", 200)
    assert status < 500, f"{door}: {status}"
    return response


def words(response: Any) -> str:
    return response.content.decode() if hasattr(response, "content") else str(response)


def is_public_draft(case: Case) -> bool:
    """Whether what only the draft says is public now."""
    found = case.fresh()
    return (
        found is not None
        and found.live
        and DRAFT in (getattr(found, "lead", ""), getattr(found, "place", ""))
    )


@named(PUBLISHING)
def test_a_publication_that_keeps_the_rules_is_logged_indexed_and_told(
    kind: str, door: Door, world: World, client: Client, editor: User, approver: User
) -> None:
    case = Case(world, client, MAKERS[kind](world, editor, live=False), approver)
    IndexTask.objects.all().delete()
    stamps, before = dict(Stamp.objects.values_list("name", "value")), lines()
    through(door, case)
    assert is_public_draft(case), str(door)
    assert lines() == before + 1, str(door)
    line = last_line()
    assert line.act == PublicationEntry.Act.APPEARED
    assert (line.scope_kind, line.scope) == ("agency", A)
    expected = {"publish_scheduled": "hen-gio"}.get(door.name, "may-chu") if door.machine else "approver"
    assert line.actor_role == expected, str(door)
    wanted = ("page", case.thing.pk) if kind == "page" else ("procedure", case.thing.procedure_id)
    assert wanted in set(IndexTask.objects.values_list("kind", "object_id")), str(door)
    stamp = "routing" if kind == "page" else "catalogue"
    assert Stamp.objects.get(name=stamp).value > stamps.get(stamp, 0), str(door)


@named(by_people(PUBLISHING))
def test_who_may_not_publish_does_not(
    kind: str, door: Door, world: World, client: Client, editor: User, stranger: User
) -> None:
    writer = person(world, "editor", A, name="khac")
    for user in (editor, stranger):
        case = Case(world, client, MAKERS[kind](world, writer, live=False), user)
        before = lines()
        through(door, case)
        assert not is_public_draft(case), f"{door}: {user}"
        assert lines() == before, f"{door}: {user}"
        if kind == "record":
            case.thing.delete()


@named(by_people(PUBLISHING))
def test_nobody_publishes_ones_own_text_alone(
    kind: str, door: Door, world: World, client: Client, approver: User
) -> None:
    case = Case(world, client, MAKERS[kind](world, approver, live=False), approver)
    before = lines()
    answer = through(door, case)
    assert not is_public_draft(case), str(door)
    assert lines() == before, str(door)
    assert "người khác duyệt" in words(answer), str(door)


@named(PUBLISHING)
def test_a_requirement_that_is_not_met_stops_the_publication_and_is_named(
    kind: str,
    door: Door,
    world: World,
    client: Client,
    editor: User,
    approver: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = Case(world, client, MAKERS[kind](world, editor, live=False), approver)
    rule = requirements.Requirement(
        "thu", kind, "", "Thiếu chữ ký.", "NĐ 30/2020/NĐ-CP Điều 8", lambda obj, day: False
    )
    monkeypatch.setitem(requirements._requirements, "thu", rule)
    before = lines()
    answer = through(door, case)
    assert not is_public_draft(case), str(door)
    assert lines() == before, str(door)
    if door.name == "publish_scheduled":
        assert answer == 1
    else:
        assert "Thiếu chữ ký. (NĐ 30/2020/NĐ-CP Điều 8)" in words(answer), str(door)


@named(WITHDRAWING)
def test_taking_away_is_logged_indexed_and_told(
    kind: str, door: Door, world: World, client: Client, editor: User, approver: User
) -> None:
    user = User.objects.create_superuser("cai-dat") if "delete view" in door.name else approver
    case = Case(world, client, MAKERS[kind](world, editor, live=True), user)
    IndexTask.objects.all().delete()
    stamps, before = dict(Stamp.objects.values_list("name", "value")), lines()
    through(door, case)
    found = case.fresh()
    assert found is None or not found.live, str(door)
    assert lines() == before + 1, str(door)
    line = last_line()
    expired = door.name == "expiry"
    assert line.act == (PublicationEntry.Act.EXPIRED if expired else PublicationEntry.Act.WITHDRAWN), str(
        door
    )
    assert line.scope == A
    wanted = ("page", case.thing.pk) if kind == "page" else ("procedure", case.thing.procedure_id)
    assert wanted in set(IndexTask.objects.values_list("kind", "object_id")), str(door)
    stamp = "routing" if kind == "page" else "catalogue"
    assert Stamp.objects.get(name=stamp).value > stamps.get(stamp, 0), str(door)


@named(by_people(WITHDRAWING) + MOVING)
def test_who_may_not_publish_neither_takes_away_nor_moves(
    kind: str, door: Door, world: World, client: Client, editor: User, stranger: User
) -> None:
    writer = person(world, "editor", A, name="khac")
    make_room(world, door)
    for user in (editor, stranger):
        case = Case(world, client, MAKERS[kind](world, writer, live=True), user)
        before, stood = lines(), getattr(case.fresh(), "url_path", "")
        through(door, case)
        found = case.fresh()
        assert found is not None, f"{door}: {user}"
        assert found.live, f"{door}: {user}"
        assert getattr(found, "url_path", "") == stood, f"{door}: {user}"
        assert lines() == before, f"{door}: {user}"
        if kind == "record":
            case.thing.delete()


@named(WITHDRAWING)
def test_what_must_stay_stays_and_says_why(
    kind: str,
    door: Door,
    world: World,
    client: Client,
    editor: User,
    approver: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(gate._holds, "thu", lambda obj, day: "Còn phải niêm yết đến 30/12/2030.")
    case = Case(world, client, MAKERS[kind](world, editor, live=True), approver)
    before = lines()
    answer = through(door, case)
    found = case.fresh()
    assert found is not None, str(door)
    assert found.live, str(door)
    assert lines() == before, str(door)
    if not door.machine and "delete" not in door.name:
        assert "Còn phải niêm yết" in words(answer), str(door)


@named(MOVING)
def test_a_public_page_that_moves_to_another_agency_is_logged_there(
    kind: str, door: Door, world: World, client: Client, editor: User
) -> None:
    chief = person(world, "chief_editor", "40")
    make_room(world, door)
    case = Case(world, client, MAKERS[kind](world, editor, live=True), chief)
    before = lines()
    through(door, case)
    assert Page.objects.get(pk=case.thing.pk).get_parent().pk == world.homes[B].pk, str(door)
    assert lines() == before + 1, str(door)
    assert (last_line().act, last_line().scope) == (PublicationEntry.Act.CHANGED, B)


class LogIsDown(RuntimeError):
    """What stands for any failure while the line is written."""


@named(MATRIX)
def test_an_act_whose_line_cannot_be_written_does_not_happen(
    kind: str,
    door: Door,
    world: World,
    client: Client,
    editor: User,
    approver: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    user = approver if door.way != "move" else person(world, "chief_editor", "40")
    make_room(world, door)
    case = Case(world, client, MAKERS[kind](world, editor, live=door.way != "publish"), user)
    before, stood = lines(), getattr(case.fresh(), "url_path", "")

    def refuse(acts: Any) -> None:
        if list(acts):
            raise LogIsDown

    monkeypatch.setattr(publication, "record_acts", refuse)
    client.raise_request_exception = False
    with contextlib.suppress(LogIsDown):
        door.act(case)
    found = case.fresh()
    assert found is not None, str(door)
    assert found.live is (door.way != "publish"), str(door)
    assert getattr(found, "url_path", "") == stood, str(door)
    assert lines() == before, str(door)

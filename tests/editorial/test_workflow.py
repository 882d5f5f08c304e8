"""Biên tập → duyệt: who approves what, once, and exactly the text that was seen."""

from __future__ import annotations

import threading
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState, Workflow, WorkflowPage

from home.models import AboutPage
from portal.accounts.models import User
from portal.core import clock_file
from portal.core.clock import today
from portal.core.models import AuditEntry
from portal.editorial import services
from portal.editorial.models import Absence, Approval, EmergencyPublication
from portal.editorial.services.content import digest
from portal.editorial.today import Item, registered_sources
from portal.editorial.workflow import emergency, review, setup
from portal.publication.models import PublicationEntry
from procedures_pages.models import LocalFields
from tests.editorial.test_doors import DRAFT, A, B, a_page, a_record
from tests.people import person
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(world: World) -> User:
    return person(world, "editor", A)


@pytest.fixture
def approver(world: World) -> User:
    return person(world, "approver", A)


@pytest.fixture
def about(world: World, editor: User) -> AboutPage:
    return a_page(world, editor, live=False)


def submitted(obj: Any, user: User) -> TaskState:
    state: TaskState = review.submit(obj, user).current_task_state
    return state


def collect(user: User) -> list[Item]:
    """What all sources say to a person."""
    return [item for source in registered_sources() for item in source.collect(user, None, today())]


def fresh(obj: Any) -> Any:
    return type(obj)._base_manager.get(pk=obj.pk)


def test_provisioning_puts_one_workflow_on_the_province_and_none_twice(world: World) -> None:
    assert Workflow.objects.filter(name="Biên tập → duyệt").count() == 1
    assert WorkflowPage.objects.get().page_id == world.homes["40"].pk, "Wagtail's own on the root is gone"
    assert not setup.ensure()
    assert (
        world.homes[A].get_workflow()
        == LocalFields.get_default_workflow()
        == Workflow.objects.get(name="Biên tập → duyệt")
    )


@pytest.mark.parametrize("make", [a_page, a_record])
def test_an_approved_text_is_public_in_the_role_of_the_approver(
    world: World, editor: User, approver: User, make: Any
) -> None:
    obj = make(world, editor, live=False)
    outcome = review.approve(submitted(obj, editor), approver)
    assert outcome.done
    assert fresh(obj).live
    line = PublicationEntry.objects.latest("sequence")
    assert (line.act, line.actor_role, line.scope) == ("appeared", "approver", A)
    assert Approval.objects.get().approver == approver


def test_the_last_editor_does_not_approve(about: AboutPage, editor: User, approver: User) -> None:
    about.lead = "Bản của người duyệt"
    about.save_revision(user=approver)
    state = submitted(fresh(about), editor)
    with pytest.raises(PermissionDenied, match="không tự duyệt"):
        review.approve(state, approver)
    assert not fresh(about).live
    assert state not in review.waiting_for(approver)


def test_only_people_of_the_agency_approve(world: World, about: AboutPage, editor: User) -> None:
    state = submitted(about, editor)
    for stranger in (person(world, "approver", B), person(world, "editor", A, name="khac")):
        with pytest.raises(PermissionDenied):
            review.approve(state, stranger)
        assert state not in review.waiting_for(stranger)
    assert not fresh(about).live


def test_a_changed_draft_needs_a_new_look(about: AboutPage, editor: User, approver: User) -> None:
    state = submitted(about, editor)
    seen = digest(fresh(about).latest_revision.content)
    draft = fresh(about).get_latest_revision_as_object()
    draft.lead = "Sửa sau khi gửi"
    # As autosave does: another text over the same revision.
    draft.save_revision(user=editor, overwrite_revision=fresh(about).latest_revision)
    with pytest.raises(review.TextChanged):
        review.approve(state, approver, seen=seen)
    assert not fresh(about).live
    assert review.approve(state, approver, seen=digest(fresh(about).latest_revision.content)).done
    assert fresh(about).lead == "Sửa sau khi gửi"


def test_an_approval_of_one_text_lets_no_other_text_through(
    about: AboutPage, editor: User, approver: User, world: World
) -> None:
    review.give(about, about.latest_revision, approver)
    draft = about.get_latest_revision_as_object()
    draft.lead = "Bản khác"
    revision = draft.save_revision(user=approver)
    with pytest.raises(services.PublishRefused, match="người khác duyệt"):
        services.publish(fresh(about), user=approver, revision=revision)


def test_pressed_twice_the_second_press_is_told_and_nothing_happens_again(
    about: AboutPage, editor: User, approver: User
) -> None:
    state = submitted(about, editor)
    assert review.approve(state, approver).done
    before = PublicationEntry.objects.count()
    again = review.approve(state, approver)
    assert (again.done, again.by) == (False, approver)
    assert PublicationEntry.objects.count() == before


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.both_databases
def test_two_approvers_at_once_publish_once(world: World) -> None:
    editor, first = person(world, "editor", A), person(world, "approver", A)
    second = person(world, "approver", A, name="thu-hai")
    page = a_page(world, editor, live=False)
    state = submitted(page, editor)
    before = PublicationEntry.objects.count()
    outcomes: list[Any] = []

    def press(user: User) -> None:
        try:
            outcomes.append(review.approve(state, user).done)
        except BaseException as error:
            outcomes.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(user,)) for user in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, outcomes)) == ["False", "True"]
    assert PublicationEntry.objects.count() == before + 1


def test_a_deputy_approves_while_the_approver_is_away_and_not_after(
    world: World, about: AboutPage, editor: User, approver: User
) -> None:
    deputy = person(world, "desk_officer", A)
    Absence.objects.create(
        user=approver,
        agency=world.agencies[A],
        starts_on=today(),
        ends_on=today() + timedelta(days=2),
        deputy=deputy,
    )
    state = submitted(about, editor)
    assert state in review.waiting_for(deputy)
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        assert not review.may_review(deputy, about)
    assert review.approve(state, deputy).done
    assert fresh(about).live


def test_when_everybody_is_away_the_province_stands_in(
    world: World, about: AboutPage, approver: User
) -> None:
    from portal.editorial.services import people

    secretary = person(world, "secretary", "40")
    assert set(people.reviewers(about)) == {approver}
    Absence.objects.create(user=approver, starts_on=today(), ends_on=today())
    assert set(people.reviewers(about)) == {secretary}


def test_a_home_page_needs_two_even_from_the_chief_editor(world: World) -> None:
    chief = person(world, "chief_editor", "40")
    about = AboutPage.objects.get(pk=world.page("40", "gioi-thieu").pk)
    about.lead = "Bản của Trưởng Ban"
    about.save_revision(user=chief).publish(user=chief)
    assert fresh(about).lead == "Bản của Trưởng Ban"
    home = world.homes["40"]
    home.listing_text = "Bản của Trưởng Ban"
    revision = home.save_revision(user=chief)
    with pytest.raises(services.PublishRefused, match="người khác duyệt"):
        revision.publish(user=chief)
    revision.publish(user=person(world, "secretary", "40"))
    assert fresh(home).listing_text == "Bản của Trưởng Ban"


def test_a_department_approves_within_its_fields_alone(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from portal.editorial import access, roles
    from portal.editorial.roles import grants
    from procedures_pages.models import ProcedureField
    from tests.procedures_pages.factories import version

    label = "procedures_pages.ProcedureVersion"
    monkeypatch.setattr(grants, "_granted", deepcopy(grants._granted))
    monkeypatch.setattr(access, "_field_paths", dict(access._field_paths))
    roles.grant("procedure_officer", label, "view", "change", "publish")
    access.register_field_path(label, "field__slug")
    mine, others = version("1.000001", field="Hộ tịch"), version("1.000002", field="Đất đai")
    ProcedureField.objects.filter(name="Hộ tịch").update(slug="ho-tich")
    officer = person(world, "procedure_officer", "40-STP")
    controller = person(world, "procedure_controller", "40")
    for found in (mine, others):
        found.conditions = DRAFT
        found.save_revision(user=controller)
    states = [submitted(fresh(found), controller) for found in (mine, others)]
    assert list(review.waiting_for(officer)) == states[:1]
    assert review.approve(states[0], officer).done
    with pytest.raises(PermissionDenied):
        review.approve(states[1], officer)


def test_a_paper_recorded_by_a_second_person_is_an_approval(
    world: World, about: AboutPage, editor: User
) -> None:
    paper: dict[str, Any] = {"number": "125/UBND-VP", "signed_on": today(), "signer_title": "Phó Chủ tịch"}
    with pytest.raises(PermissionDenied, match="không tự duyệt"):
        review.record_paper(about, editor, **paper)
    second = person(world, "editor", A, name="thu-hai")
    approval = review.record_paper(about, second, **paper)
    assert (approval.way, approval.number, approval.approver) == ("paper", "125/UBND-VP", second)
    assert fresh(about).live


def test_sent_back_with_a_reason_or_not_at_all(about: AboutPage, editor: User, approver: User) -> None:
    state = submitted(about, editor)
    with pytest.raises(ValidationError, match="cần sửa gì"):
        review.send_back(state, approver, comment=" ")
    assert review.send_back(state, approver, comment="Thiếu số điện thoại").done
    assert not fresh(about).live
    assert not review.approve(state, approver).done
    again = submitted(fresh(about), editor)
    assert again.pk != state.pk
    assert review.approve(again, approver).done


@pytest.fixture
def rules(db: Any) -> None:
    """The rules of terms, as a portal is seeded with them."""
    clock_file.load()


@pytest.mark.usefixtures("rules")
def test_what_cannot_wait_is_public_at_once_and_approved_within_24_hours(
    about: AboutPage, editor: User, approver: User
) -> None:
    with pytest.raises(ValidationError):
        emergency.publish_now(about, editor, reason="")
    row = emergency.publish_now(about, editor, reason="Lũ về trong đêm")
    assert fresh(about).live
    assert row.due_at - row.published_at == timedelta(hours=24)
    with pytest.raises(PermissionDenied):
        emergency.approve(row, editor)
    with time_machine.travel(row.due_at + timedelta(minutes=1)):
        assert emergency.report_overdue()
        assert not emergency.report_overdue(), "told once"
        assert fresh(about).live, "it stays"
        late = [item for item in collect(approver) if "Duyệt sau" in str(item.title)]
        assert [item.group for item in late] == ["late"]
    assert AuditEntry.objects.filter(event="emergency.overdue").count() == 1
    assert emergency.approve(row, approver)
    assert not emergency.approve(row, approver)
    row.refresh_from_db()
    assert (row.state, row.settled_by) == ("approved", approver)


@pytest.mark.usefixtures("rules")
def test_an_emergency_that_is_taken_down_is_settled(about: AboutPage, editor: User, approver: User) -> None:
    emergency.publish_now(about, editor, reason="Lũ về trong đêm")
    services.unpublish(fresh(about), user=approver)
    assert EmergencyPublication.objects.get().state == "withdrawn"


def test_the_review_page_shows_what_is_new_and_approves_in_one_press(
    client: Client, about: AboutPage, editor: User, approver: User
) -> None:
    state = submitted(about, editor)
    client.force_login(approver)
    address = reverse("review", args=[state.pk])
    shown = client.get(address).content.decode()
    assert DRAFT in shown
    assert reverse("review_preview", args=[state.pk]) in shown
    assert DRAFT in client.get(reverse("review_preview", args=[state.pk])).content.decode()
    seen = digest(fresh(about).latest_revision.content)
    answer = client.post(address, {"duyet": "1", "ban": seen}, follow=True).content.decode()
    assert "Đã duyệt và công khai." in answer
    again = client.post(address, {"duyet": "1", "ban": seen}, follow=True).content.decode()
    assert "đã được" in again


def test_the_review_page_is_for_approvers(
    client: Client, world: World, about: AboutPage, editor: User
) -> None:
    state = submitted(about, editor)
    for user in (person(world, "approver", B), editor):
        client.force_login(user)
        for name in ("review", "review_preview"):
            assert client.get(reverse(name, args=[state.pk])).status_code in (302, 403)
        client.post(reverse("review", args=[state.pk]), {"duyet": "1"})
        assert not fresh(about).live


def test_what_waits_stands_in_the_day_s_work_with_the_way_to_the_review(
    about: AboutPage, editor: User, approver: User
) -> None:
    state = submitted(about, editor)
    found = [item.url for item in collect(approver)]
    assert reverse("review", args=[state.pk]) in found
    assert reverse("review", args=[state.pk]) not in [item.url for item in collect(editor)]

"""What can happen to a case, by whom, and what it does to the clock."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connections, transaction

from feedback import deadlines, scope
from feedback.models import Answer, Case, CaseEvent, CaseNote, PublicQuestion, StreamTerms
from feedback.refusals import NotAllowed, Refused
from feedback.services import Actor, CaseChanged, act
from feedback.states import STEPS, Action, State
from portal.core import calendar_changes
from portal.core.calendar_changes import DayEdit
from portal.core.models import CalendarDay
from portal.publication.models import PublicationEntry
from tests.feedback.cases import ANSWER, COMMUNE, NEIGHBOUR, REASON, TEXT, TITLE, Desk, at, do, sent
from tests.people import person
from tests.world import World

PUBLIC = {"title": TITLE, "question": TEXT, "answer": ANSWER}


def test_from_receipt_to_the_public_page(world: World) -> None:
    desk = Desk(world)
    with time_machine.travel(at("2026-03-02"), tick=False):
        case = desk.answered()
        assert case.handler == desk.specialist
    with time_machine.travel(at("2026-03-04"), tick=False):
        case = do(case, "approve", desk.leader)
        assert (case.state, case.answered_at, case.was_late) == ("approved", at("2026-03-04"), False)
        case = do(case, "publish", desk.officer, **PUBLIC, procedure_codes=["1.001193"])
    row = PublicQuestion.objects.get()
    assert (row.live, row.agency.code, row.slug) == (True, COMMUNE, "lam-lai-giay-khai-sinh-cho-con")
    assert [topic.procedure_code for topic in row.topics.all()] == ["1.001193"]
    line = PublicationEntry.objects.get(object_type="feedback.publicquestion")
    assert (line.act, line.object_id, line.scope) == ("appeared", str(row.pk), COMMUNE)
    case = do(case, "withdraw", desk.leader, reason=REASON)
    row.refresh_from_db()
    assert (case.state, row.live) == ("approved", False)
    withdrawn = PublicationEntry.objects.filter(act="withdrawn", object_type="feedback.publicquestion")
    assert withdrawn.count() == 1
    assert list(CaseEvent.objects.values_list("action", "to_state", "role")) == [
        ("receive", "received", ""),
        ("assign", "assigned", "desk_officer"),
        ("answer", "answered", "specialist"),
        ("approve", "approved", "leader"),
        ("publish", "published", "desk_officer"),
        ("withdraw", "approved", "leader"),
    ]


def test_nobody_approves_the_own_answer(world: World) -> None:
    desk = Desk(world)
    case = do(desk.assigned(desk.leader), "answer", desk.leader, text=ANSWER)
    with pytest.raises(NotAllowed, match="không tự duyệt"):
        do(case, "approve", desk.leader)
    case = do(do(case, "return", desk.leader, reason=REASON), "answer", desk.officer, text=ANSWER)
    with pytest.raises(NotAllowed):
        do(case, "approve", desk.officer)
    answer = Answer.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.filter(pk=answer.pk).update(approved_by=desk.officer)
    assert do(case, "approve", desk.leader).state == "approved"


def test_two_who_act_at_once_are_told(world: World) -> None:
    desk = Desk(world)
    case = desk.assigned()
    version = case.version
    do(case, "answer", desk.specialist, seen=version, text=ANSWER)
    with pytest.raises(CaseChanged) as changed:
        do(case, "answer", desk.officer, seen=version, text=f"{ANSWER} Khác.")
    assert changed.value.case.state == "answered"
    assert Answer.objects.get().text == ANSWER


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_officers_at_once_one_wins(world: World) -> None:
    desk = Desk(world)
    case = desk.assigned()
    outcomes: list[str] = []

    def answer(number: int) -> None:
        try:
            do(case, "answer", desk.officer, seen=case.version, text=f"{ANSWER} Số {number}.")
            outcomes.append("done")
        except CaseChanged:
            outcomes.append("told")
        connections.close_all()

    threads = [threading.Thread(target=answer, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "told", "told", "told"]
    assert CaseEvent.objects.filter(action="answer").count() == 1


def test_the_table_covers_every_act_and_leads_to_every_state() -> None:
    assert set(STEPS) == set(Action) - {Action.RECEIVE}
    reached = {step.to for step in STEPS.values() if step.to}
    assert reached | {State.RECEIVED, State.SEALED} == set(State)
    for action, step in STEPS.items():
        assert step.sources, action
        assert step.who, action


def test_a_transfer_moves_the_case_and_keeps_the_clock(world: World) -> None:
    desk, other = Desk(world), Desk(world, NEIGHBOUR)
    with time_machine.travel(at("2026-03-02"), tick=False):
        case = desk.case()
    due = case.due_at
    with time_machine.travel(at("2026-03-05"), tick=False):
        assert list(scope.visible(other.officer)) == []
        case = do(case, "transfer", desk.officer, agency=world.agencies[NEIGHBOUR], reason=REASON)
        assert (case.due_at, case.state, case.held_since) == (due, "transferred", at("2026-03-05"))
        assert list(scope.visible(desk.officer)) == []
        assert list(scope.visible(other.officer)) == [case]
        with pytest.raises(PermissionDenied):
            do(case, "note", desk.officer, reason=REASON)
        with pytest.raises(Refused):
            do(case, "transfer", other.officer, agency=world.agencies[NEIGHBOUR], reason=REASON)


def test_a_pause_needs_a_reason_and_ends_by_its_limit(world: World) -> None:
    desk = Desk(world)
    StreamTerms.objects.create(stream="question", rule="5-lv", transfer_rule="5-lv", pause_days=4)
    with time_machine.travel(at("2026-03-02"), tick=False):
        case = desk.assigned()
        for reason in ("", "ok"):
            with pytest.raises(Refused):
                do(case, "ask-sender", desk.specialist, reason=reason)
    with time_machine.travel(at("2026-03-03"), tick=False):
        case = do(case, "ask-sender", desk.specialist, reason=REASON)
        assert case.wait_until is not None
        assert case.wait_until.astimezone(at("2026-03-07").tzinfo).date().isoformat() == "2026-03-07"
        assert Case.objects.late(at("2027-01-01")).count() == 0
    with time_machine.travel(at("2026-03-05"), tick=False):
        case = do(case, "reply", None, reason="Tôi sinh tại xã Vân Tụ.")
        # Wednesday and Thursday (two days) were taken out.
        assert case.due_at is not None
        assert case.due_at.astimezone(at("2026-03-07").tzinfo).date().isoformat() == "2026-03-11"
        case = do(case, "ask-sender", desk.specialist, reason=REASON)
    with time_machine.travel(at("2026-03-30"), tick=False):
        # Nobody answered: the clock went on when the four days were over, a weekend later.
        case = act(case, "resume", Actor.system())
        assert case.due_at is not None
        assert case.due_at < at("2026-03-14")
        with pytest.raises(Refused, match="không tạm dừng"):
            do(case, "ask-sender", desk.specialist, reason=REASON)
    assert CaseNote.objects.filter(to_sender=True).count() == 3


def test_a_case_is_reopened_once_and_counts_as_not_answered(world: World) -> None:
    desk = Desk(world)
    with time_machine.travel(at("2026-03-02"), tick=False):
        case = desk.answered()
    with time_machine.travel(at("2026-03-20"), tick=False):
        case = do(case, "approve", desk.leader)
        assert case.was_late
        case = do(case, "rate", None, satisfaction="no")
        case = do(case, "reopen", None, reason=REASON)
    assert (case.state, case.answered_at, case.was_late, case.is_open) == ("reopened", None, True, True)
    assert case.due_at is not None
    assert case.due_at > at("2026-03-26")
    case = do(do(case, "answer", desk.officer, text=ANSWER), "approve", desk.leader)
    assert (case.was_late, case.answers.count()) == (True, 2)
    with pytest.raises(NotAllowed, match="một lần"):
        do(case, "reopen", None, reason=REASON)


def test_a_sealed_case_is_hidden_from_whom_it_is_about(world: World) -> None:
    desk, province = Desk(world), Desk(world, "40")
    case = do(desk.case(), "seal", desk.officer, reason=REASON)
    assert (case.agency.code, case.due_at, case.complained_agency) == ("40", None, world.agencies[COMMUNE])
    for hidden in (desk.officer, desk.leader, desk.specialist, province.specialist):
        assert not scope.visible(hidden).exists()
    assert scope.visible(province.officer).get() == case
    about_the_province = sent(world, "40", complaint=True).case
    assert not scope.may_see(province.officer, about_the_province)
    assert scope.may_see(province.leader, about_the_province)
    back = do(case, "unseal", province.officer, agency=world.agencies[COMMUNE], reason=REASON)
    assert back.due_at is not None
    assert scope.may_see(desk.officer, back)


def test_roles_see_what_their_duties_ask_for(world: World) -> None:
    desk = Desk(world)
    question, mine = desk.case(), desk.assigned()
    request = sent(world, stream="information-request", address="Xóm 4, xã Vân Tụ").case
    focal = person(world, "information_officer", COMMUNE)
    assert set(scope.visible(desk.officer)) == set(scope.visible(desk.leader)) == {question, mine, request}
    assert set(scope.visible(desk.specialist)) == {mine}
    assert set(scope.visible(focal)) == {request}
    for role, code in (
        ("editor", COMMUNE),
        ("unit_admin", COMMUNE),
        ("chief_editor", "40"),
        ("operator", "40"),
    ):
        assert not scope.visible(person(world, role, code)).exists()
    assert not scope.visible(person(world, "desk_officer", NEIGHBOUR)).exists()
    superuser = type(desk.officer).objects.create_superuser("may-chu")
    assert not scope.visible(superuser).exists()


def test_publishing_is_stopped_while_a_find_is_open(world: World) -> None:
    desk = Desk(world)
    case = desk.approved()
    risky = PUBLIC | {"question": f"{TEXT} Gọi tôi số 0912 345 678. Trần Thị Bình."}
    with pytest.raises(Refused) as refused:
        do(case, "publish", desk.officer, **risky)
    assert len(refused.value.message_dict["question"]) == 2
    assert not PublicQuestion.objects.exists()
    phone = PUBLIC | {"answer": f"{ANSWER} Gọi 0238 384 4522."}
    with pytest.raises(Refused):
        do(case, "publish", desk.officer, **phone)
    case.agency.phone = "0238.384.4522"
    case.agency.save()
    assert do(case, "publish", desk.officer, **phone).state == "published"
    without = desk.approved(consent="none")
    with pytest.raises(Refused, match="không đồng ý"):
        do(without, "publish", desk.officer, **PUBLIC)


def test_a_day_off_added_later_moves_open_terms_alone(world: World) -> None:
    desk = Desk(world)
    with time_machine.travel(at("2026-03-02"), tick=False):
        open_case, paused, done = desk.case(), desk.assigned(), desk.approved()
        paused = do(paused, "ask-sender", desk.specialist, reason=REASON)
        old = open_case.due_at
        assert old is not None
        row = CalendarDay(day=at("2026-03-05").date(), kind="closed", name="Nghỉ bão", basis="Công điện 1")
        moves = calendar_changes.apply([DayEdit(row.day, "", row)], user=desk.leader)
    assert {move.reference for move in moves} == {f"feedback.case:{open_case.pk}"}
    open_case.refresh_from_db()
    done.refresh_from_db()
    assert open_case.due_at == old + timedelta(days=1)
    assert done.due_at == old
    counted = deadlines.count(open_case)
    assert counted is not None
    assert any("Nghỉ bão" in line for line in counted.lines())


def test_duplicates_are_merged_and_stay_counted(world: World) -> None:
    desk = Desk(world)
    first, second = desk.assigned(), desk.case()
    second = do(second, "merge", desk.officer, into=first)
    assert (second.state, second.merged_into) == ("closed", first)
    with pytest.raises(Refused):
        do(desk.case(), "merge", desk.officer, into=second)
    with pytest.raises(NotAllowed):
        do(desk.case(), "remove", desk.officer, reason=REASON)
    removed = do(desk.case(), "remove", desk.leader, reason=REASON)
    assert removed.state == "removed"
    assert Case.objects.filter(pk=removed.pk).exists()


def test_a_term_is_lengthened_in_time_with_a_reason(world: World) -> None:
    desk = Desk(world)
    with time_machine.travel(at("2026-03-02"), tick=False):
        case = do(desk.case(), "lengthen", desk.officer, kind="special", reason=REASON)
        assert case.due_at is not None
        assert case.due_at.astimezone(at("2026-03-07").tzinfo).date().isoformat() == "2026-03-16"
    with time_machine.travel(at("2026-03-20"), tick=False), pytest.raises(Refused, match="Đã quá hạn"):
        do(case, "lengthen", desk.officer, kind="several", reason=REASON)

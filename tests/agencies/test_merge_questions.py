"""A merged agency's questions: the heir goes on with what has not ended."""

from pathlib import Path

import pytest

from feedback.models import CaseEvent, PublicQuestion
from feedback.states import State
from tests.agencies.mergers import DAY, run
from tests.feedback.cases import ANSWER, TEXT, TITLE, Desk, do
from tests.world import World


@pytest.mark.django_db
def test_the_heir_of_a_merged_agency_goes_on_with_what_has_not_ended(
    before_mergers: World, tmp_path: Path
) -> None:
    desk = Desk(before_mergers, "5")
    waiting, answered = desk.assigned(), desk.approved()
    published = do(
        desk.approved(), "publish", desk.officer, title=TITLE, question=TEXT, answer=ANSWER, dismissed=()
    )
    ended = do(answered, "close", desk.officer)
    sealed = do(desk.case(), "seal", desk.officer, reason="Đơn tố cáo cán bộ của xã.")
    due = waiting.due_at
    outcome = run(tmp_path, [["nhap", "5", "6", "", DAY, ""]])
    assert outcome.refused == []
    heir = before_mergers.agencies["6"]
    for case in (waiting, published):
        case.refresh_from_db()
        assert case.agency == heir
    assert waiting.state == State.ASSIGNED
    assert waiting.due_at == due, "the term goes on"
    line = CaseEvent.objects.filter(case=waiting).latest("pk")
    assert line.detail == {"origin": "5", "target": "6"}
    assert line.note.to_sender
    assert heir.name in line.note.text
    assert PublicQuestion.objects.get(case=published).agency == heir
    ended.refresh_from_db()
    assert ended.agency.code == "5", "its figures stay where they were made"
    sealed.refresh_from_db()
    assert sealed.complained_agency == heir, "and stays hidden from whom it is about"
    moved = {line["what"]: line["count"] for line in outcome.moved}
    assert moved["answers"] == 1

"""What people wrote and imports want to replace: drafts, histories, corrections that are public."""

from typing import Any

import pytest
from wagtail.models import Revision

from procedures_pages.models import ProcedureVersion, ReviewItem
from tests.procedures_pages import source_rows as rows
from tests.procedures_pages.imported import counts, the_version

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def editor(django_user_model: Any) -> Any:
    return django_user_model.objects.create(username="editor")


def corrected(editor: Any, conditions: str) -> None:
    version = the_version()
    version.conditions = conditions
    version.save_revision(user=editor).publish()


def test_an_open_draft_is_never_overwritten(source: Any) -> None:
    source(rows.line())
    version = the_version()
    version.name = "Bản nháp của biên tập viên"
    version.save_revision()
    assert counts(source(rows.line())) == {"unchanged": 1}
    for changed in (rows.line(conditions="Từ đủ 18 tuổi"), rows.line(decision_number="22/QĐ-BTP")):
        assert counts(source(changed)) == {"queued": 1}
    assert set(ReviewItem.objects.values_list("reason", flat=True)) == {"open_draft"}
    version.refresh_from_db()
    assert version.conditions == ""
    assert version.get_latest_revision_as_object().name == "Bản nháp của biên tập viên"
    assert ProcedureVersion.objects.count() == 1


def test_a_record_with_a_history_gets_the_change_into_it(source: Any) -> None:
    source(rows.line())
    version = the_version()
    version.keywords = "sửa tay"
    version.save_revision().publish()
    assert counts(source(rows.line(conditions="Từ đủ 18 tuổi"))) == {"changed": 1}
    version.refresh_from_db()
    assert not version.has_unpublished_changes
    latest = version.get_latest_revision_as_object()
    assert (latest.conditions, latest.keywords) == ("Từ đủ 18 tuổi", "")
    assert Revision.objects.for_instance(version).count() == 2


@pytest.mark.parametrize(("decided", "conditions"), [("taken", "Từ đủ 18 tuổi"), ("rejected", "Từ đủ 16")])
def test_a_correction_that_a_person_made_public_is_replaced_by_nobody_but_a_person(
    source: Any, editor: Any, decided: str, conditions: str
) -> None:
    source(rows.line())
    corrected(editor, "Từ đủ 16")
    assert counts(source(rows.line())) == {"unchanged": 1}
    other = rows.line(conditions="Từ đủ 18 tuổi")
    for _again in range(2):
        assert counts(source(other)) == {"queued": 1}
    assert the_version().conditions == "Từ đủ 16"
    assert ReviewItem.objects.get().reason == "edited"
    ReviewItem.objects.update(state=decided)
    assert set(counts(source(other))) == {"changed" if decided == "taken" else "unchanged"}
    assert the_version().conditions == conditions
    after = counts(source(rows.line(conditions="Từ đủ 20 tuổi")))
    assert after == ({"changed": 1} if decided == "taken" else {"queued": 1}), "another question"


def test_what_was_taken_once_replaces_no_later_correction(source: Any, editor: Any) -> None:
    first, second = rows.line(), rows.line(conditions="Từ đủ 18 tuổi")
    source(first)
    # The source goes back and forth, and a person takes its words each time.
    for line in (second, first):
        corrected(editor, "Từ đủ 16")
        assert counts(source(line)) == {"queued": 1}
        ReviewItem.objects.filter(state="open").update(state="taken")
        assert counts(source(line)) == {"changed": 1}
    corrected(editor, "Từ đủ 17")
    for _again in range(2):
        assert counts(source(second)) == {"queued": 1}
    assert the_version().conditions == "Từ đủ 17", "that these words were taken was said of other ones"
    assert ReviewItem.objects.filter(state="open").count() == 1
    ReviewItem.objects.filter(state="open").update(state="taken")
    assert counts(source(second)) == {"changed": 1}
    assert the_version().conditions == "Từ đủ 18 tuổi"

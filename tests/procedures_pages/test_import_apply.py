"""What an import writes: versions, rows that keep their identity, the queue, log, outbox and catalogue."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ReferenceIndex, Revision

from portal.core.clock import today
from portal.core.models import ImportRun, Stamp
from portal.publication import verify
from portal.publication.models import PublicationEntry
from procedures_pages.importers.run import import_procedures
from procedures_pages.models import (
    CatalogueEntry,
    CodeAlias,
    DecisionItem,
    Paper,
    Procedure,
    ProcedureVersion,
    ReviewItem,
    SourceRecord,
    Step,
    VersionDocument,
)
from procedures_pages.services import catalogue
from search.models import IndexTask
from tests.procedures_pages import source_rows as rows
from tests.procedures_pages.imported import counts, the_version

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.usefixtures("province")]


def paper_keys(version: ProcedureVersion) -> dict[str, tuple[int, str]]:
    return {paper.name: (paper.pk, paper.key) for paper in Paper.objects.filter(case__version=version)}


def test_a_new_procedure_is_public_with_everything_that_hangs_on_it(source: Any) -> None:
    report = source(rows.line(code="1.000001.H41"))
    assert counts(report) == {"created": 1}
    version = the_version()
    assert version.live
    assert not version.has_unpublished_changes
    assert (version.effective_from, version.effective_basis) == (None, "unknown")
    assert version.decision is not None
    assert version.decision.number == "10/QĐ-BTP"
    assert DecisionItem.objects.get(opens=version).decision == version.decision
    assert CodeAlias.objects.get(code="1.000001.H41").procedure == version.procedure
    assert Revision.objects.count() == 0
    entry = CatalogueEntry.objects.get(version=version)
    assert (entry.performer_class, entry.audience_mask, entry.channel_mask) == ("ubnd-xa", 1, 1)
    document = VersionDocument.objects.get(version=version).data
    assert document["methods"][0]["fees"][0]["amount"] == 8000
    line = PublicationEntry.objects.get(object_type="procedures_pages.procedureversion")
    assert (line.act, line.object_id, line.scope_kind, line.scope) == (
        "appeared",
        "1.000001",
        "performers",
        "ubnd-xa",
    )
    wanted = IndexTask.objects.filter(kind="procedure").values_list("object_id", flat=True)
    assert list(wanted) == [version.procedure_id]
    assert Stamp.objects.get(name="catalogue").value > 0
    record = SourceRecord.objects.get(version=version)
    assert b"10/Q" in record.original
    assert (record.source, record.format) == ("export.jsonl:1", "jsonl")
    run = ImportRun.objects.get(kind="procedures")
    assert run.counts["created"] == 1


def test_a_second_run_writes_nothing(source: Any) -> None:
    lines = [rows.line(), rows.summary("1.000002"), rows.line("1.000003", decision_number="")]
    source(*lines)
    before = [model.objects.count() for model in (PublicationEntry, IndexTask, SourceRecord, ReviewItem)]
    assert counts(source(*lines)) == {"unchanged": 2, "queued": 1}
    assert before == [
        model.objects.count() for model in (PublicationEntry, IndexTask, SourceRecord, ReviewItem)
    ]


def test_a_dry_run_plans_and_writes_nothing(source: Any) -> None:
    assert counts(source(rows.line(), dry_run=True)) == {"created": 1}
    assert not Procedure.objects.exists()
    assert not ImportRun.objects.exists()


def test_the_same_decision_is_a_revision_and_rows_keep_their_identity(source: Any) -> None:
    source(rows.line())
    version, papers = the_version(), paper_keys(the_version())
    steps = list(Step.objects.filter(version=version).values_list("pk", "key"))
    changed = rows.line()
    changed["dossier"][0]["name"] = "Tờ khai theo mẫu mới"
    changed["dossier"].insert(0, {"case": "", "name": "Ảnh chân dung cỡ 4x6", "originals": 2, "copies": 0})
    changed["steps"][0]["text"] = "Người dân nộp hồ sơ tại xã."
    assert counts(source(changed)) == {"changed": 1}
    assert the_version().pk == version.pk
    after = paper_keys(version)
    assert after["Tờ khai theo mẫu mới"] == papers["Tờ khai theo mẫu"]
    assert after["Bản sao giấy tờ tùy thân"] == papers["Bản sao giấy tờ tùy thân"]
    assert list(Step.objects.filter(version=version).values_list("pk", "key")) == steps
    names = [
        paper["name"] for paper in VersionDocument.objects.get(version=version).data["cases"][0]["papers"]
    ]
    assert names == ["Ảnh chân dung cỡ 4x6", "Tờ khai theo mẫu mới", "Bản sao giấy tờ tùy thân"]
    acts = PublicationEntry.objects.values_list("act", flat=True)
    assert list(acts) == ["appeared", "changed"]
    assert not catalogue.audit()


def test_a_row_that_the_source_dropped_is_deleted(source: Any) -> None:
    source(rows.line())
    shorter = rows.line()
    del shorter["dossier"][1]
    assert counts(source(shorter)) == {"changed": 1}
    assert list(paper_keys(the_version())) == ["Tờ khai theo mẫu"]


def test_another_decision_opens_a_version_and_ends_the_one_before(source: Any) -> None:
    source(rows.line())
    assert counts(source(rows.line(decision_number="22/QĐ-BTP"))) == {"created": 1}
    old, new = ProcedureVersion.objects.order_by("pk")
    assert (old.effective_to, new.effective_from, new.effective_to) == (today(), None, None)
    assert list(ProcedureVersion.objects.in_force(today())) == [new]
    assert list(CatalogueEntry.objects.on(today()).values_list("version_id", flat=True)) == [new.pk]
    assert DecisionItem.objects.get(opens=new).closes == old
    assert list(PublicationEntry.objects.values_list("act", "version")) == [
        ("appeared", str(old.pk)),
        ("replaced", str(old.pk)),
        ("appeared", str(new.pk)),
    ]
    assert not catalogue.audit()


def test_the_earlier_decision_read_again_opens_nothing(source: Any) -> None:
    source(rows.line())
    source(rows.line(decision_number="22/QĐ-BTP"))
    assert counts(source(rows.line())) == {"unchanged": 1}
    assert ProcedureVersion.objects.filter(effective_to__isnull=True).count() == 1


def test_a_decision_signed_before_the_one_in_force_goes_before_a_person(tmp_path: Path) -> None:
    proposal = rows.api()["procedureProposal"]
    import_procedures([rows.write_api(tmp_path / "a.json", rows.api())])
    older = rows.api(
        procedureProposal=proposal | {"proposalNumber": "1/QĐ-BTP", "decisionDate": 1668496400000}
    )
    report = import_procedures([rows.write_api(tmp_path / "a.json", older)])
    assert counts(report) == {"queued": 1}
    assert ReviewItem.objects.get().reason == "conflict"


def test_no_decision_goes_to_the_queue_and_is_not_public(source: Any) -> None:
    assert counts(source(rows.line(decision_number=""))) == {"queued": 1}
    assert not ProcedureVersion.objects.exists()
    item = ReviewItem.objects.get()
    assert (item.code, item.reason, item.state) == ("1.000001", "no_decision", "open")
    assert b"1.000001" in item.source_record.original


def test_editing_an_imported_version_keeps_its_rows(source: Any) -> None:
    source(rows.line())
    version, papers = the_version(), paper_keys(the_version())
    version.conditions = "Từ đủ 14 tuổi"
    version.save_revision().publish()
    assert paper_keys(version) == papers
    assert VersionDocument.objects.get(version=version).data["conditions"] == "Từ đủ 14 tuổi"
    acts = PublicationEntry.objects.filter(object_id="1.000001").values_list("act", flat=True)
    assert list(acts) == ["appeared", "changed"]
    version.unpublish()
    assert not CatalogueEntry.objects.exists()
    last = PublicationEntry.objects.order_by("-sequence").first()
    assert last is not None
    assert last.act == "withdrawn"


def test_a_summary_is_completed_and_never_takes_detail_away(source: Any) -> None:
    source(rows.summary())
    version = the_version()
    assert version.summary_only
    assert version.decision is None
    assert counts(source(rows.line())) == {"changed": 1}
    completed = the_version()
    assert completed.pk == version.pk
    assert not completed.summary_only
    assert counts(source(rows.summary())) == {"unchanged": 1}
    assert not the_version().summary_only
    assert counts(source(rows.summary(decision_number="99/QĐ-BTP"))) == {"queued": 1}


def test_a_poorer_source_of_the_same_decision_changes_nothing(tmp_path: Path) -> None:
    import_procedures([rows.write_api(tmp_path / "a.json", rows.api())])
    report = import_procedures([rows.write_lines(tmp_path / "b.jsonl", rows.line(conditions="Khác"))])
    assert counts(report) == {"unchanged": 1}


def test_vanished_codes_are_told_and_many_stop_the_run(source: Any) -> None:
    lines = [rows.line(f"1.{number:06}") for number in range(40)]
    source(*lines)
    report = source(*lines[:-2])
    assert [line.code for line in report.plan.vanished] == ["1.000038", "1.000039"]
    assert report.stopped == ""
    stopped = source(*(row | {"conditions": "mới"} for row in lines[:-6]))
    assert "--allow-vanishing" in stopped.stopped
    assert not ProcedureVersion.objects.filter(conditions="mới").exists()
    assert ProcedureVersion.objects.filter(live=True).count() == 40
    assert source(*lines[:-6], allow_vanishing=True).stopped == ""


def test_a_single_file_after_a_whole_export_vanishes_nothing(source: Any, tmp_path: Path) -> None:
    source(*(rows.line(f"1.{number:06}") for number in range(40)))
    one = rows.write_lines(tmp_path / "one.jsonl", rows.line("1.000001"))
    assert counts(import_procedures([one])) == {"unchanged": 1}


def test_unreadable_input_stops_before_anything_is_written(source: Any, tmp_path: Path) -> None:
    broken = tmp_path / "broken.jsonl.gz"
    rows.write_lines(broken, *(rows.line(f"1.{number:06}") for number in range(300)))
    broken.write_bytes(broken.read_bytes()[:-500])
    report = import_procedures([broken])
    assert report.stopped != ""
    assert report.exit_code() == 1
    assert not Procedure.objects.exists()


def test_other_provinces_editions_come_in_without_entries(source: Any) -> None:
    report = source(
        rows.line("1.000001", published_by="UBND tỉnh Lào Cai", decision_number="1/QĐ-UBND"),
        rows.line("1.000002", published_by="UBND tỉnh Nghệ An", decision_number="2/QĐ-UBND"),
    )
    assert counts(report) == {"created": 2}
    assert list(CatalogueEntry.objects.values_list("version__procedure__code", flat=True)) == ["1.000002"]
    assert list(PublicationEntry.objects.values_list("object_id", flat=True)) == ["1.000002"]


def test_lists_show_one_of_a_ministrys_procedure_and_our_own_edition(source: Any) -> None:
    same = {"name": "Đăng ký biến động đất đai", "field": "Đất đai"}
    source(
        rows.line("1.000001", **same),
        rows.line("1.000002", **same, published_by="UBND tỉnh Nghệ An", decision_number="2/QĐ-UBND"),
    )
    assert Procedure.objects.get(code="1.000002").local_twin_of == Procedure.objects.get(code="1.000001")
    assert list(CatalogueEntry.objects.values_list("version__procedure__code", flat=True)) == ["1.000002"]
    assert not catalogue.audit()
    # The ministry's was public for as long as the province's own was not there yet; the log says so.
    assert list(PublicationEntry.objects.order_by("sequence").values_list("object_id", "act")) == [
        ("1.000001", "appeared"),
        ("1.000002", "appeared"),
        ("1.000001", "withdrawn"),
    ]
    assert verify.reconcile() == []


def test_days_of_a_decision_that_another_row_completes_reach_every_document(tmp_path: Path) -> None:
    import_procedures([rows.write_lines(tmp_path / "a.jsonl", rows.line("1.000001"))])
    import_procedures([rows.write_api(tmp_path / "b.json", rows.api("1.000002"))])
    document = VersionDocument.objects.get(version__procedure__code="1.000001")
    assert document.data["decision"]["signed_on"] == "2026-01-16"
    assert list(PublicationEntry.objects.values_list("object_id", "act")) == [
        ("1.000001", "appeared"),
        ("1.000002", "appeared"),
        ("1.000001", "changed"),
    ]
    assert not catalogue.audit()


def test_the_reference_index_is_what_wagtail_would_write(source: Any) -> None:
    source(rows.line())
    version = the_version()

    def references() -> set[tuple[Any, ...]]:
        return set(
            ReferenceIndex.get_references_for_object(version).values_list(
                "to_content_type", "to_object_id", "model_path", "content_path", "content_path_hash"
            )
        )

    written = references()
    ReferenceIndex.create_or_update_for_object(version)
    assert written == references()
    assert len(written) == 3


def test_many_rows_cost_few_queries(source: Any) -> None:
    source(rows.line("2.000001"))
    with CaptureQueriesContext(
        connection,
    ) as one:
        source(*(rows.line(f"1.{number:06}") for number in range(5)), allow_vanishing=True)
    with CaptureQueriesContext(connection) as many:
        source(*(rows.line(f"3.{number:06}") for number in range(50)), allow_vanishing=True)
    assert len(many) <= len(one) + 15


def test_an_audit_finds_what_was_changed_behind_its_back(source: Any) -> None:
    source(rows.line("1.000001"), rows.line("1.000002"), rows.line("1.000003"))
    Step.objects.filter(version__procedure__code="1.000001").update(text="Khác")
    CatalogueEntry.objects.filter(version__procedure__code="1.000002").delete()
    found = catalogue.audit()
    assert (found.documents, found.entries) == (["1.000001"], ["1.000002"])
    catalogue.rebuild()
    assert not catalogue.audit()


def test_a_stated_start_in_the_future_switches_by_itself(source: Any) -> None:
    source(rows.line())
    old = the_version()
    new = ProcedureVersion(
        procedure=old.procedure,
        name=old.name,
        effective_from=date(today().year + 1, 1, 1),
        effective_basis="stated",
        source_name="Bản in",
        live=False,
    )
    new.save()
    new.save_revision().publish()
    old.refresh_from_db()
    assert old.effective_to == new.effective_from
    assert list(ProcedureVersion.objects.in_force(today())) == [old]
    assert list(ProcedureVersion.objects.in_force(date(today().year + 1, 1, 1))) == [new]

"""What files are recognised by, and which row of an input counts."""

import json
from itertools import permutations
from pathlib import Path

import pytest

from portal.core.imports import UnreadableInput
from procedures_pages.importers import reading, selection
from tests.procedures_pages import source_rows as rows


def chosen(*paths: Path) -> selection.Selection:
    found = reading.find(list(paths))
    snapshot, _names = selection.survey(list(paths), found, {})
    return selection.select(snapshot)


def test_the_content_tells_the_format_not_the_name(tmp_path: Path) -> None:
    rows.write_lines(tmp_path / "a.dat", rows.line())
    rows.write_lines(tmp_path / "b.gz", rows.line(), rows.line("1.000002"))
    rows.write_api(tmp_path / "c.txt", rows.api())
    rows.write_api(tmp_path / "d.jsonl", rows.api(), bare=True)
    found = reading.find([tmp_path])
    assert [(source.name, source.format) for source in found.sources] == [
        ("a.dat", "jsonl"),
        ("b.gz", "jsonl"),
        ("c.txt", "api-json"),
        ("d.jsonl", "api-json"),
    ]


def test_a_folder_passes_over_what_is_something_else(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    rows.write_lines(tmp_path / "sub" / "p.jsonl", rows.line())
    rows.write_lines(
        tmp_path / "units.jsonl", {"code": "40", "name": "Nghệ An"}, {"code": "1", "name": "Hà Nội"}
    )
    rows.write_lines(tmp_path / "of-a-province.jsonl", rows.summary(code_raw="TEST_1", province="Lạng Sơn"))
    (tmp_path / "notes.md").write_text("# Ghi chú")
    (tmp_path / "broken.gz").write_bytes(b"\x1f\x8b\x08\x00broken")
    (tmp_path / ".hidden.jsonl").write_text("{}")
    found = reading.find([tmp_path])
    assert [source.name for source in found.sources] == ["sub/p.jsonl"]
    assert {place.source for place, _reason in found.ignored} == {
        "units.jsonl",
        "of-a-province.jsonl",
        "notes.md",
        "broken.gz",
    }


def test_one_file_that_holds_no_procedures_stops_the_run(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("Ghi chú")
    with pytest.raises(UnreadableInput, match=r"notes\.txt"):
        reading.find([file])
    with pytest.raises(UnreadableInput):
        reading.find([tmp_path / "missing"])


def test_a_packed_file_that_breaks_off_stops_the_run(tmp_path: Path) -> None:
    file = rows.write_lines(tmp_path / "a.gz", *(rows.line(f"1.{number:06}") for number in range(500)))
    file.write_bytes(file.read_bytes()[:-2000])
    with pytest.raises(UnreadableInput, match=r"a\.gz"):
        chosen(file)


def test_files_of_one_name_in_two_folders_keep_their_places_apart(tmp_path: Path) -> None:
    for folder, code in (("one", "1.000001"), ("two", "1.000002")):
        (tmp_path / folder).mkdir()
        rows.write_lines(tmp_path / folder / "a.jsonl", rows.line(code))
    found = reading.find([tmp_path / "one", tmp_path / "two"])
    assert [source.name for source in found.sources] == ["a.jsonl", "two/a.jsonl"]


def test_the_national_list_is_read_like_any_list(tmp_path: Path) -> None:
    item = {
        "id": rows.NATIONAL_ID,
        "name": "Đăng ký khai tử",
        "code": "1.000656",
        "categories": ["Hộ tịch"],
        "departments": ["Ủy ban nhân dân cấp xã"],
        "departmentPromulgate": "Bộ Tư pháp",
        "type": "STANDARD",
        "state": "ACTIVE",
    }
    file = tmp_path / "list.json"
    file.write_text(json.dumps({"code": "OK", "data": {"items": [item, item | {"code": "1.000894"}]}}))
    assert sorted(chosen(file).codes) == ["1.000656", "1.000894"]


def test_the_richest_source_of_a_code_counts_whatever_the_order(tmp_path: Path) -> None:
    def write(name: str, kind: str) -> None:
        if kind == "api":
            rows.write_api(tmp_path / f"{name}.json", rows.api())
        else:
            rows.write_lines(tmp_path / f"{name}.json", rows.line() if kind == "line" else rows.summary())

    for order in permutations(("api", "line", "summary")):
        for name, kind in zip("abc", order, strict=True):
            write(name, kind)
        selected = chosen(tmp_path)
        assert [candidate.kind for candidate in selected.chosen.values()] == ["api-json"]
        assert len(selected.superseded) == 2


def test_a_row_without_a_decision_leaves_the_list_its_summary(tmp_path: Path) -> None:
    rows.write_lines(tmp_path / "a.jsonl", rows.line(decision_number=""))
    rows.write_lines(tmp_path / "b.jsonl", rows.summary())
    assert sorted(candidate.kind for candidate in chosen(tmp_path).chosen.values()) == ["jsonl", "summary"]


def test_two_rows_with_two_decisions_go_before_a_person(tmp_path: Path) -> None:
    rows.write_lines(
        tmp_path / "a.jsonl",
        rows.line(decision_number="1/QĐ-BTP", updated_at=1700000000000),
        rows.line(decision_number="2/QĐ-BTP", updated_at=1760000000000),
    )
    selected = chosen(tmp_path)
    assert [candidate.decision for candidate in selected.chosen.values()] == ["2/QĐ-BTP"]
    assert [candidate.decision for candidate in selected.conflicts.values()] == ["1/QĐ-BTP"]


def test_a_name_unlike_the_list_beside_the_file_is_refused(tmp_path: Path) -> None:
    rows.write_lines(tmp_path / "catalog.jsonl", rows.summary(name="Cấp giấy phép vận chuyển pháo hoa"))
    file = rows.write_lines(tmp_path / "a.jsonl", rows.line(name="Trợ cấp một lần cho người có công"))
    snapshot, _names = selection.survey([file], reading.find([file]), {})
    assert snapshot.rows == []
    assert "danh sách quốc gia" in snapshot.problems[0].reason
    assert (snapshot.problems[0].source, snapshot.problems[0].code) == ("a.jsonl", "1.000001")


def test_a_broken_line_is_refused_by_its_number(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    text = json.dumps(rows.line()) + "\n{broken\n" + json.dumps(rows.line("1.000002")) + "\n"
    file.write_text(text)
    snapshot, _names = selection.survey([file], reading.find([file]), {})
    assert [(problem.source, problem.row) for problem in snapshot.problems] == [("a.jsonl", 2)]
    assert [candidate.code for candidate in snapshot.rows] == ["1.000001", "1.000002"]

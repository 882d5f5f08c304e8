"""What pages say about time and money: never more than the source does."""

from datetime import date
from typing import Any

import pytest

from portal.core.clock import WorkCalendar
from procedures_pages.presenters.fees import fees
from procedures_pages.presenters.papers import dossier
from procedures_pages.presenters.terms import add_dues, terms

CALENDAR = WorkCalendar(closed={date(2026, 11, 24): "Ngày Văn hóa Việt Nam"}, opened={})


def method(
    channel: str = "direct", value: int | None = 5, unit: str = "working_day", **more: Any
) -> dict[str, Any]:
    return {
        "channel": channel,
        "time_value": value,
        "time_unit": unit,
        "time_text": "",
        "description": "",
        **more,
    }


def document(*methods: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"methods": list(methods), "case_terms": [], "steps": [], "time_note": "", "fee_note": "", **more}


def fee(**values: Any) -> dict[str, Any]:
    base = {
        "kind": "charge",
        "amount": 0,
        "currency": "VND",
        "text": "",
        "free_basis": "",
        "set_locally": False,
    }
    return {"key": "k", **base, **values}


def test_a_zero_is_never_free() -> None:
    found = fees(document(method(fees=[fee()])), "Nghệ An")
    assert found.short == "Nguồn ghi 0 đồng, chưa nêu căn cứ"
    assert "miễn" not in found.short.lower()


def test_no_fee_is_said_with_its_ground() -> None:
    found = fees(document(method(fees=[fee(free_basis="Luật Hộ tịch Điều 11")])), "Nghệ An")
    assert found.short == "Không thu (căn cứ: Luật Hộ tịch Điều 11)"


def test_what_a_resolution_sets_is_no_number() -> None:
    found = fees(document(method(fees=[fee(amount=150_000, set_locally=True)])), "Nghệ An")
    assert found.short == "Mức thu tại Nghệ An: chưa nhập nghị quyết"
    assert "150" not in found.rows[0].lines[0].text


def test_a_stated_amount_is_printed_as_people_write_it() -> None:
    assert fees(document(method(fees=[fee(amount=8_000)])), "Nghệ An").short == "8.000 đồng"


@pytest.mark.parametrize(
    "methods",
    [
        [method(value=1, unit="other")],
        [method(value=5), method("online", 3)],
        [method(value=5), method("online", None, "")],
        [method(value=5, description="Trường hợp xác minh: 10 ngày làm việc")],
        [],
    ],
    ids=["unit other", "channels differ", "one channel silent", "text names another", "nothing"],
)
def test_no_last_day_is_computed_from_rows_that_hide_cases(methods: list[dict[str, Any]]) -> None:
    found = add_dues(terms(document(*methods)), date(2026, 11, 20), CALENDAR)
    assert found.limit is None
    assert found.dues == []


def test_cases_with_different_terms_give_no_last_day() -> None:
    cases = [
        {"name": "A", "value": 1, "unit": "working_day"},
        {"name": "B", "value": 3, "unit": "working_day"},
    ]
    assert terms(document(method(value=1, unit="other"), case_terms=cases)).limit is None


def test_one_clear_term_gives_a_last_day_with_its_count() -> None:
    found = add_dues(terms(document(method(value=2))), date(2026, 11, 20), CALENDAR)
    assert [due.day for due in found.dues] == [date(2026, 11, 25)]
    assert [(day.day.day, day.counts) for day in found.dues[0].counted] == [
        (21, False),
        (22, False),
        (23, True),
        (24, False),
        (25, True),
    ]


def test_the_fifteen_o_clock_rule_holds_only_where_the_text_says_so() -> None:
    said = {
        "text": "Nếu tiếp nhận hồ sơ sau 15 giờ thì trả kết quả trong ngày làm việc tiếp theo.",
        "case": "",
    }
    with_rule = add_dues(terms(document(method(value=1), steps=[said])), date(2026, 11, 23), CALENDAR)
    assert [due.day for due in with_rule.dues] == [date(2026, 11, 23), date(2026, 11, 25)]
    assert "15 giờ" in with_rule.dues[0].label
    without = add_dues(terms(document(method(value=1))), date(2026, 11, 23), CALENDAR)
    assert [due.day for due in without.dues] == [date(2026, 11, 25)]


def test_what_comes_in_on_a_day_off_counts_from_the_next_working_day() -> None:
    found = add_dues(terms(document(method(value=1))), date(2026, 11, 21), CALENDAR)
    assert found.dues[0].day == date(2026, 11, 25)


def paper(name: str, **more: Any) -> dict[str, Any]:
    return {
        "key": name,
        "name": name,
        "note": "",
        "originals": 1,
        "copies": 0,
        "is_note": False,
        "form_key": "",
        **more,
    }


def test_headings_are_no_cases_and_notes_are_no_papers() -> None:
    data = {
        "cases": [
            {
                "key": "a",
                "name": "* Giấy tờ phải nộp:",
                "papers": [paper("Tờ khai"), paper("Lưu ý", is_note=True)],
            },
            {"key": "b", "name": "Giấy tờ phải xuất trình", "papers": [paper("Căn cước")]},
            {"key": "c", "name": "Trường hợp ủy quyền", "papers": [paper("Văn bản ủy quyền")]},
        ]
    }
    ordinary = dossier(data)
    assert [(group.title, [line.name for line in group.lines]) for group in ordinary.groups] == [
        ("Nộp lại", ["Tờ khai"]),
        ("Cho xem rồi mang về", ["Căn cước"]),
    ]
    assert ordinary.notes == ["Lưu ý"]
    assert [choice.key for choice in ordinary.choices] == ["", "c"]
    assert [line.name for group in dossier(data, "c").groups for line in group.lines][
        -1
    ] == "Văn bản ủy quyền"
    assert dossier(data, "khong-co").asked_unknown

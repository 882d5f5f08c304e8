"""Time and money in words: never more than the source says."""

from datetime import date
from typing import Any

import pytest

from portal.core.clock import WorkCalendar
from procedures_pages.presenters.fees import short_fee
from procedures_pages.presenters.papers import dossier
from procedures_pages.presenters.terms import Limit, add_dues, short_term, single_limit, terms

# Monday to Friday with two closed days, as around a holiday.
CALENDAR = WorkCalendar({date(2026, 9, 2): "Quốc khánh", date(2026, 9, 1): "Quốc khánh"}, {})


def method(
    value: int | None, unit: str = "working_day", channel: str = "direct", **more: Any
) -> dict[str, Any]:
    return {
        "channel": channel,
        "time_value": value,
        "time_unit": unit,
        "time_text": "",
        "description": "",
        **more,
    }


def term(value: int, unit: str = "working_day", name: str = "") -> dict[str, Any]:
    return {"name": name, "value": value, "unit": unit}


def data(*methods: dict[str, Any], case_terms: Any = (), steps: Any = (), **more: Any) -> dict[str, Any]:
    rows = [{"case": "", "text": text} for text in steps]
    return {"methods": list(methods), "case_terms": list(case_terms), "steps": rows, **more}


@pytest.mark.parametrize(
    ("source", "limit"),
    [
        (data(method(5)), Limit(5, "working_day")),
        (data(method(5), method(5, channel="online")), Limit(5, "working_day")),
        (data(method(15, channel="online"), method(20, channel="postal"), method(5)), None),
        (data(method(1, "other")), None),
        (data(method(1, "other"), case_terms=[term(1), term(1)]), Limit(1, "working_day")),
        (data(method(1, "other"), case_terms=[term(5), term(1, "day"), term(2, "day")]), None),
        (data(method(10), case_terms=[term(20, "day")]), None),
        (data(method(10, description="Công trình: 10 ngày làm việc; nhà ở riêng lẻ: 7 ngày làm việc")), None),
        (data(method(10, description="10 ngày làm việc kể từ ngày nhận đủ hồ sơ")), Limit(10, "working_day")),
        (data(method(5), method(None, "", channel="online")), None),
        (data(method(0, "working_day")), None),
        (data(), None),
    ],
)
def test_one_limit_is_read_only_where_nothing_contradicts_it(
    source: dict[str, Any], limit: Limit | None
) -> None:
    assert single_limit(source) == limit
    assert bool(add_dues(terms(source), date(2026, 8, 28), CALENDAR).dues) is (limit is not None)


def test_a_last_day_counts_working_days_and_names_the_days_off() -> None:
    found = add_dues(terms(data(method(2))), date(2026, 8, 28), CALENDAR)  # a Friday
    assert [due.day for due in found.dues] == [date(2026, 9, 3)]
    skipped = {day.day: day.reason for day in found.dues[0].counted if not day.counts}
    assert skipped[date(2026, 9, 2)] == "Quốc khánh"
    assert skipped[date(2026, 8, 29)] == "thứ Bảy"


def test_calendar_days_that_end_on_a_day_off_end_on_the_next_working_day() -> None:
    found = add_dues(terms(data(method(4, "day"))), date(2026, 8, 28), CALENDAR)  # ends on 1/9, a holiday
    assert [due.day for due in found.dues] == [date(2026, 9, 3)]


def test_hours_and_months_give_no_day() -> None:
    for unit in ("hour", "month", "year"):
        found = add_dues(terms(data(method(3, unit))), date(2026, 8, 28), CALENDAR)
        assert (found.dues, found.limit) == ([], Limit(3, unit))


def test_silence_is_called_silence() -> None:
    assert short_term(data()) == "Nguồn không nêu"
    assert short_term(data(method(15, channel="online"), method(5))) == "Tùy trường hợp"
    assert short_fee(data(method(5, fees=[])), "Nghệ An") == "Nguồn không nêu"


def fee(amount: int | None, text: str = "", **more: Any) -> dict[str, Any]:
    row = {
        "kind": "charge",
        "amount": amount,
        "currency": "VND",
        "text": text,
        "free_basis": "",
        "set_locally": False,
    }
    return {**row, **more}


@pytest.mark.parametrize(
    ("rows", "short"),
    [
        ([fee(0)], "Nguồn ghi 0 đồng, chưa nêu căn cứ"),
        ([fee(0, set_locally=True)], "Mức thu tại Nghệ An: chưa nhập nghị quyết"),
        (
            [fee(150_000, "do HĐND tỉnh quyết định", set_locally=True)],
            "Mức thu tại Nghệ An: chưa nhập nghị quyết",
        ),
        ([fee(0, free_basis="Luật Hộ tịch, Điều 11")], "Không thu (căn cứ: Luật Hộ tịch, Điều 11)"),
        ([fee(8_000)], "8.000 đồng"),
        ([fee(2_000, "/trang. Từ trang thứ 3: 1.000 đồng")], "2.000 đồng/trang"),
        ([fee(10, currency="USD")], "10 USD"),
        ([fee(8_000), fee(50_000)], "Tùy trường hợp hoặc cách nộp"),
        ([fee(None)], "Nguồn không nêu mức thu"),
    ],
)
def test_fees_in_one_line_are_the_same_for_one_way_of_submitting_and_for_several(
    rows: list[dict[str, Any]], short: str
) -> None:
    assert short_fee(data(method(5, fees=rows)), "Nghệ An") == short
    ways = [method(5, fees=rows, channel=channel) for channel in ("direct", "online", "postal")]
    assert short_fee(data(*ways), "Nghệ An") == short


def test_a_way_without_a_word_about_money_leaves_the_sum_open() -> None:
    ways = [method(5, fees=[fee(8_000)]), method(5, fees=[], channel="online")]
    assert short_fee(data(*ways), "Nghệ An") == "Tùy trường hợp hoặc cách nộp"


def case(name: str, *papers: str) -> dict[str, Any]:
    rows = [
        {
            "key": paper,
            "name": paper,
            "note": "",
            "originals": 1,
            "copies": 0,
            "is_note": False,
            "form_key": "",
        }
        for paper in papers
    ]
    return {"key": f"k-{name}", "name": name, "papers": rows}


def test_what_is_common_is_shown_with_every_case() -> None:
    source = {"cases": [case("", "Đơn"), case("* Trường hợp ủy quyền:", "Giấy ủy quyền")], "forms": []}
    plain = dossier(source)
    assert [choice.name for choice in plain.choices] == ["Thông thường", "Trường hợp ủy quyền"]
    assert [line.name for group in plain.groups for line in group.lines] == ["Đơn"]
    chosen = dossier(source, "k-* Trường hợp ủy quyền:")
    assert [line.name for group in chosen.groups for line in group.lines] == ["Đơn", "Giấy ủy quyền"]


def test_a_paper_leads_to_its_form() -> None:
    source = {"cases": [case("", "Tờ khai")], "forms": [{"key": "f1", "name": "Mẫu TK01"}]}
    source["cases"][0]["papers"][0]["form_key"] = "f1"
    assert dossier(source).groups[0].lines[0].links[0]["label"] == "Mẫu: Mẫu TK01"

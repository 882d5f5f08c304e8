"""Values that lie, broken text and odd codes: each defect of the real data, as a rule (own examples)."""

import unicodedata
from datetime import date
from typing import Any

import pytest

from procedures_pages.importers import api_json, applicants, codes, dossiers, fees, jsonl, values
from procedures_pages.importers.parsed import ParsedProcedure
from procedures_pages.importers.provinces import UNKNOWN, province_of
from tests.procedures_pages import source_rows as rows


def from_line(**changes: Any) -> ParsedProcedure:
    row = rows.line(**changes)
    return jsonl.parse(row, codes.read(row["code"]))


def from_api(**changes: Any) -> ParsedProcedure:
    row = rows.api(**changes)
    return api_json.parse(row, codes.read(row["code"]))


# fees


@pytest.mark.parametrize("printed", ["Miễn phí", "Miễn phí (Không có)", "Phí : 0 Đồng", "Lệ phí: Miễn phí"])
def test_a_zero_without_words_is_a_zero_and_never_free(printed: str) -> None:
    (fee,) = fees.from_printed(printed)
    assert (fee.amount, fee.free_basis, fee.set_locally) == (0, "", False)


def test_a_zero_is_free_only_where_the_source_says_so() -> None:
    said = fees.from_api({"type": "SERVICE_FEE", "value": 0, "description": "Không thu lệ phí theo Điều 5"})
    silent = fees.from_api({"type": "SERVICE_FEE", "value": 0, "description": ""})
    local = fees.from_api({"type": "FEE", "value": 0, "description": "Miễn phí nếu HĐND tỉnh quy định"})
    assert said is not None
    assert said.free_basis == "Không thu lệ phí theo Điều 5"
    assert silent is not None
    assert silent.free_basis == ""
    assert local is not None
    assert local.free_basis == ""


def test_free_beside_an_amount_is_not_free() -> None:
    method = {"submissionMethod": "DIRECT", "processingTime": 1, "processingTimeUnit": "DAY"}
    parsed = from_api(
        executionMethods=[
            {**method, "fees": [{"type": "FEE", "value": 0, "description": "Miễn phí khi nộp trực tuyến"}]},
            {**method, "fees": [{"type": "FEE", "value": 135000, "description": ""}]},
        ]
    )
    assert [fee.free_basis for method in parsed.methods for fee in method.fees] == ["", ""]


def test_what_the_peoples_council_sets_is_marked_and_keeps_its_number() -> None:
    (fee,) = fees.from_printed("Lệ phí: 0 Đồng (Mức thu do Hội đồng nhân dân tỉnh quyết định)")
    assert (fee.kind, fee.amount, fee.set_locally) == ("charge", 0, True)


def test_one_cell_with_several_fees_is_cut_outside_brackets_only() -> None:
    found = fees.from_printed("Phí: 25,000 Việt Nam Đồng (lần đầu; mỗi bản); Lệ phí: 8.000 Đồng")
    assert [(fee.kind, fee.amount, fee.text) for fee in found] == [
        ("fee", 25000, "lần đầu; mỗi bản"),
        ("charge", 8000, ""),
    ]


# times


@pytest.mark.parametrize(
    ("printed", "value", "unit"),
    [("5 Ngày làm việc", 5, "working_day"), ("24 Giờ", 24, "hour"), ("2 tháng", 2, "month"), ("", None, "")],
)
def test_plain_limits_become_numbers(printed: str, value: int | None, unit: str) -> None:
    assert values.time_limit(printed) == (value, unit, "")


@pytest.mark.parametrize("printed", ["1.5 Ngày làm việc", "Tùy theo đợt", "20-25"])
def test_limits_that_are_no_whole_number_stay_text(printed: str) -> None:
    assert values.time_limit(printed) == (None, "other", printed)


def test_a_lost_unit_is_not_guessed() -> None:
    parsed = from_line(parse_warnings=["time_unit_uncertain"])
    assert (parsed.methods[0].time_value, parsed.methods[0].time_unit) == (5, "other")


def test_unit_other_keeps_its_number_and_says_other() -> None:
    parsed = from_api(
        executionMethods=[{"submissionMethod": "DIRECT", "processingTime": 1, "processingTimeUnit": "OTHER"}],
        cases=[
            {"code": "1.000001.01", "name": "Tại chỗ", "processingDay": {"qty": 2, "type": "WORKING_DAY"}}
        ],
    )
    assert (parsed.methods[0].time_value, parsed.methods[0].time_unit) == (1, "other")
    assert [(term.code, term.value, term.unit) for term in parsed.case_terms] == [
        ("1.000001.01", 2, "working_day")
    ]


# text


@pytest.mark.parametrize("nothing", [None, "", "không", "Không.", "--", "Không có thông tin", "null", "- "])
def test_words_for_nothing_are_empty(nothing: str | None) -> None:
    assert values.text(nothing) == ""


def test_a_label_glued_to_an_empty_value_is_no_value() -> None:
    assert values.text("Không có thông tinTừ khóa: hộ tịch") == ""


def test_characters_are_made_whole() -> None:
    decomposed = unicodedata.normalize("NFD", "Tờ khai đăng ký")
    parsed = from_line(name="\u200b" + decomposed + "\u00ad l\u0430i", conditions="\uf0b7 Đủ 18 tuổi")
    assert parsed.name == "Tờ khai đăng ký lai"
    assert parsed.conditions == "- Đủ 18 tuổi"


def test_nulls_in_lists_and_missing_keys_cost_nothing() -> None:
    parsed = from_api(
        unitGroupsExecuting=[None],
        executionMethods=[{"submissionMethod": "DIRECT"}, None],
        executionCases=None,
        resultsDetails=[None, {"code": "KQ.2", "name": None}],
    )
    assert parsed.performers == []
    assert parsed.cases == []
    assert parsed.results == []
    assert [(method.channel, method.time_value, method.time_unit) for method in parsed.methods] == [
        ("direct", None, "")
    ]


def test_applicants_that_were_cut_at_a_comma_are_whole_again() -> None:
    assert applicants.read(["Doanh nghiệp", "Tổ chức (không gồm doanh nghiệp", "HTX)"]) == [
        ("Doanh nghiệp", "doanh-nghiep"),
        ("Tổ chức (không gồm doanh nghiệp, HTX)", "to-chuc"),
    ]


# dossiers


@pytest.mark.parametrize(
    "name",
    ["* Giấy tờ phải xuất trình:", "Lưu ý: mang theo bản chính", "- Trường hợp ủy quyền thì làm thêm đơn"],
)
def test_headings_entered_as_papers_are_notes(name: str) -> None:
    paper = dossiers.paper(name, originals=0, copies=0)
    assert paper is not None
    assert paper.is_note


@pytest.mark.parametrize(
    ("name", "originals"), [("Giấy chứng nhận kết hôn", 0), ("Trường hợp ủy quyền: giấy ủy quyền", 1)]
)
def test_papers_are_no_notes(name: str, originals: int) -> None:
    paper = dossiers.paper(name, originals=originals, copies=0)
    assert paper is not None
    assert not paper.is_note


def test_a_swapped_attachment_is_listed_and_not_linked() -> None:
    parsed = from_api(
        executionCases=[
            {
                "name": "",
                "profileComponents": [
                    rows.component("Tờ khai theo Mẫu số 03", files=["Mus2a (1).docx"]),
                    rows.component("Đơn theo Mẫu số 05", files=["Mẫu số 05.doc"]),
                ],
            }
        ]
    )
    assert [form.name for form in parsed.forms] == ["Mus2a", "Mẫu số 05"]
    assert [paper.form for paper in parsed.cases[0].papers] == ["", "Mẫu số 05"]


# codes and what must not come in


@pytest.mark.parametrize(
    ("printed", "base"),
    [
        ("1.013395.H36", "1.013395"),
        ("2.002286.000.00.00.H37", "2.002286"),
        ("2000027.000.00.00.H37", "2.000027"),
        (" 1.014325", "1.014325"),
        (1.00119, "1.001190"),
    ],
)
def test_suffixed_and_damaged_codes_lead_to_the_base_code(printed: Any, base: str) -> None:
    assert codes.read(printed).base == base


def test_the_printed_code_is_kept_as_another_name() -> None:
    assert codes.read("1.013395.H36").aliases() == [("1.013395.H36", "suffixed")]
    assert codes.read("1.013395").aliases() == []


@pytest.mark.parametrize(
    "printed",
    ["1.014955-Xoa", "5.001234", "6.000001", "1.0133611", "1.001776.01", "TEST_MOT_CAP", "CCCX_01", ""],
)
def test_codes_that_must_not_come_in(printed: str) -> None:
    with pytest.raises(codes.Refused):
        codes.read(printed)


@pytest.mark.parametrize(
    ("raw", "changes", "word"),
    [
        ({}, {"name": "Thủ tục test"}, "thử nghiệm"),
        ({}, {"decision": "QĐ01TEST"}, "thử nghiệm"),
        ({"state": "DELETED"}, {}, "trạng thái"),
        ({"type": "STANDARD_INTERNAL"}, {}, "nội bộ"),
        ({"isInternal": True}, {}, "nội bộ"),
        ({}, {"name": "Công bố danh mục thủ tục hành chính của Sở"}, "trích yếu"),
        ({}, {"decision": "1404/QĐ-UBND"}, "quyết định khác"),
        ({}, {"listed": "Cấp giấy phép vận chuyển hàng nguy hiểm"}, "danh sách quốc gia"),
        ({}, {"name": ""}, "thiếu tên"),
    ],
)
def test_rows_that_must_not_come_in(raw: dict[str, Any], changes: dict[str, str], word: str) -> None:
    told: dict[str, Any] = {
        "name": "Đăng ký khai tử",
        "decision": "1/QĐ-BTP",
        "publisher": "Bộ Tư pháp",
        "listed": "",
    }
    codes.refuse_by_content({}, **told)
    with pytest.raises(codes.Refused, match=word):
        codes.refuse_by_content(raw, **(told | changes))


def test_a_reworded_name_is_the_same_procedure() -> None:
    assert codes.similar("Miễn nhiệm Thừa phát lại (được miễn)", "Miễn nhiệm Thừa hành viên")
    assert codes.similar("Thủ tục đăng ký khai tử", "Đăng ký khai tử")


# publishers, decisions, documents


@pytest.mark.parametrize(
    ("publisher", "number", "code"),
    [
        ("UBND tỉnh Nghệ An", "", "40"),
        ("UBND Thành phố Hải Phòng", "", "31"),
        ("UBND tỉnh Bắc Giang", "", "24"),
        ("Sở Xây dựng - tỉnh Quảng Ngãi", "", "51"),
        ("Trung tâm phục vụ hành chính công Thành phố Hà Nội", "", "01"),
        ("Bộ Tư pháp", "", ""),
        ("Tập đoàn Điện lực Việt Nam", "", ""),
        ("UBND tỉnh Nơi Khác", "", UNKNOWN),
        ("", "44/2026/QĐ-UBND", UNKNOWN),
        ("", "630/QĐ-BTP", ""),
    ],
)
def test_who_publishes_gives_the_province(publisher: str, number: str, code: str) -> None:
    assert province_of(publisher, number) == code


@pytest.mark.parametrize("printed", ["12/QĐ-BQP", "Quyết định số 12 /QĐ-BQP", "SỐ 12/QĐ-BQP.", " 12/QĐ-BQP "])
def test_one_decision_however_it_is_printed(printed: str) -> None:
    assert values.decision_number(printed) == "12/QĐ-BQP"


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("Nghị định số 131/2021/NĐ-CP", "131/2021/NĐ-CP"),
        ("Pháp lệnh số: 02/2020/UBTVQH14", "02/2020/UBTVQH14"),
        ("Luật số 60/2014/QH13 của Quốc hội", "60/2014/QH13"),
        ("190/2025/NQ-QH15", "190/2025/NQ-QH15"),
        ("BỘ LUẬT HÀNG HẢI VIỆT NAM", "BỘ LUẬT HÀNG HẢI VIỆT NAM"),
    ],
)
def test_document_numbers_lose_only_the_words_around_them(printed: str, number: str) -> None:
    assert values.document_number(printed) == number


def test_days_are_read_in_vietnam_and_effect_is_never_made_up() -> None:
    parsed = from_api()
    assert parsed.decision is not None
    assert (parsed.decision.signed_on, parsed.decision.published_on) == (date(2026, 1, 16), date(2026, 4, 8))
    assert parsed.effective_from is None


@pytest.mark.parametrize(
    ("flags", "level"),
    [
        ({"isFullProcess": True}, "full"),
        ({"isOfflineOnly": True}, "none"),
        ({}, "partial"),
        ({"isFullProcess": None}, "unknown"),
    ],
)
def test_the_online_level_is_what_the_source_states(flags: dict[str, Any], level: str) -> None:
    assert from_api(**flags).online_level == level
    assert from_line().online_level == "unknown"


def test_a_line_of_a_list_becomes_a_summary_with_its_facts() -> None:
    row = rows.summary(decision_number="12/QĐ-BTP", time="3 ngày làm việc", fee="8.000 đồng")
    parsed = jsonl.parse(row, codes.read(row["code"]))
    assert parsed.is_summary
    assert parsed.methods == []
    assert (parsed.time_note, parsed.fee_note) == ("3 ngày làm việc", "8.000 đồng")
    assert parsed.performers == [("executing", "Ủy ban nhân dân cấp xã")]

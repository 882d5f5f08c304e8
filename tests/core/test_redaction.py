"""What may name somebody is found however it is written; what names nobody is left alone."""

import pytest

from portal.core import redaction
from portal.core.redaction import Kind

FOUND = [
    ("Gọi tôi 0912345678 nhé", Kind.PHONE, "0912345678"),
    ("Gọi 0912 345 678.", Kind.PHONE, "0912 345 678"),
    ("ĐT: 0912.345.678, cảm ơn", Kind.PHONE, "0912.345.678"),
    ("ĐT 091-234-5678", Kind.PHONE, "091-234-5678"),
    ("số +84 912 345 678", Kind.PHONE, "+84 912 345 678"),
    ("số 84912345678", Kind.PHONE, "84912345678"),
    ("số ０９１２３４５６７８ của tôi", Kind.PHONE, "０９１２３４５６７８"),
    ("0 9 1 2 3 4 5 6 7 8", Kind.PHONE, "0 9 1 2 3 4 5 6 7 8"),
    ("nhà tôi (0238) 3844 522", Kind.PHONE, "0238) 3844 522"),
    (
        "không chín một hai ba bốn năm sáu bảy tám là số của tôi",
        Kind.PHONE,
        "không chín một hai ba bốn năm sáu bảy tám",
    ),
    ("khong chin mot hai ba bon nam sau bay tam", Kind.PHONE, "khong chin mot hai ba bon nam sau bay tam"),
    ("sinh năm 1985 0912345678", Kind.PHONE, "0912345678"),
    ("không chín một hai năm 1985 678", Kind.IDENTITY, "không chín một hai năm 1985 678"),
    ("CCCD 040185012345 cấp năm 2021", Kind.IDENTITY, "040185012345"),
    ("CCCD: 0401 8501 2345", Kind.IDENTITY, "0401 8501 2345"),
    ("chứng minh 186 543 210 cũ", Kind.IDENTITY, "186 543 210"),
    ("mail binh.tran@example.vn nhé", Kind.EMAIL, "binh.tran@example.vn"),
    ("binh.tran @ example . vn", Kind.EMAIL, "binh.tran @ example . vn"),
    ("binh.tran(at)example.vn", Kind.EMAIL, "binh.tran(at)example.vn"),
    ("binhtran a còng example chấm vn", Kind.EMAIL, "binhtran a còng example chấm vn"),
    ("thửa đất số 123, tờ bản đồ số 4", Kind.PLOT, "thửa đất số 123"),
    ("thửa 45/2 xóm 3", Kind.PLOT, "thửa 45/2"),
    ("tờ bản đồ số 12", Kind.PLOT, "tờ bản đồ số 12"),
    ("thua dat so 77", Kind.PLOT, "thua dat so 77"),
    ("thửa số hai mươi ba", Kind.PLOT, "thửa số hai"),
    ("tài khoản 3601 2345 6789 01", Kind.ACCOUNT, "3601 2345 6789 01"),
]
LEFT_ALONE = [
    "Mã thủ tục 1.001193 và 1.004194.000.00.00.H41",
    "Lệ phí 12.500.000 đồng, nộp trước 30/11/2026",
    "Nghị định 20/2008/NĐ-CP, Quyết định 2296/QĐ-UBND ngày 30/06/2026",
    "Từ 7 giờ 30 đến 11 giờ 30, sáng thứ Bảy",
    "Tôi có hai con, ba năm nữa cháu bảy tuổi",
    "Hồ sơ có một bản chính, hai bản sao và ba ảnh",
    "Năm một chín tám bảy tôi sinh cháu",
    "Tờ khai theo mẫu 01, quầy số 4",
    "Luật số 91/2025/QH15 có hiệu lực 01/01/2026",
    "Học sinh sinh năm 2008, 2011",
    "Chi cho hai năm 2021 - 2022, tháng 01, 02 năm 2023",
]


@pytest.mark.parametrize(("text", "kind", "words"), FOUND, ids=[words for _text, _kind, words in FOUND])
def test_what_may_name_somebody_is_found_and_covered(text: str, kind: Kind, words: str) -> None:
    found = redaction.finds(text)
    assert [(find.kind, find.words.strip()) for find in found][:1] == [(kind, words)]
    assert text[found[0].start : found[0].end] == found[0].words
    covered = redaction.masked(text)
    assert words not in covered
    assert redaction.finds(covered) == []


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_names_nobody_is_left_alone(text: str) -> None:
    assert redaction.finds(text) == []
    assert redaction.masked(text) == text


def test_the_offices_own_numbers_name_nobody() -> None:
    text = "Gọi quầy số 4: 0238.384.4522, thư motcua@vantu.example.vn."
    assert len(redaction.finds(text)) == 2
    assert redaction.finds(text, ("(0238) 3844522", "MotCua@vantu.example.vn")) == []


def test_the_senders_own_name_is_found_without_marks_and_in_any_case() -> None:
    text = "Tôi là TRẦN  THỊ BÌNH, hàng xóm gọi tran thi binh. Bình minh lên."
    found = redaction.named(text, ("Trần Thị Bình", ""))
    assert [find.words for find in found] == ["TRẦN  THỊ BÌNH", "tran thi binh"]
    assert redaction.named(text, ("Bình",)) == []


def test_the_same_find_has_the_same_key_however_it_is_spaced() -> None:
    [first], [second] = redaction.finds("0912 345 678"), redaction.finds("0912.345.678")
    assert first.key == second.key
    [other] = redaction.finds("0912345679")
    assert other.key != first.key


def test_file_names_are_looked_at_as_well() -> None:
    assert [find.kind for find in redaction.finds("CCCD_040185012345.pdf")] == [Kind.IDENTITY]
    assert [find.kind for find in redaction.finds("don-0912345678.docx")] == [Kind.PHONE]

"""Syllables, old fonts, tidy text, and what a careful reader would mark."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.text import normalise
from portal.core.vietnamese.abbreviations import sentence_case
from portal.core.vietnamese.lint import marks, repaired
from portal.core.vietnamese.marks import Around, Code
from portal.core.vietnamese.old_fonts import _TCVN3, _VNI, Coding, guess, to_unicode
from portal.core.vietnamese.syllables import apart, is_syllable, respelled
from portal.core.vietnamese.tidy import tidy, tidy_html

SENTENCE = (
    "Ủy ban nhân dân xã thông báo tiêm phòng cho gia súc; trường hợp nghiêng, quốc, giếng, khuỷu, Nguyễn, "
    "chuyện, giữa, gì, quanh, hoà, hòa, thuở, quý, kỹ, yêu, uyển, khuya, ngoằn, xoong, ưu, ươn, ỷ, oái, rượu"
)


def test_syllables_are_known_by_their_build() -> None:
    assert [word for word in re.findall(r"[^\W\d_]+", SENTENCE) if not is_syllable(word)] == []
    assert is_syllable(unicodedata.normalize("NFD", "nghiệp"))
    wrong = ("côngtác", "ngi", "ka", "ghà", "các2", "tắp̀", "cạch́", "tat", "cêng", "zô", "wế", "Krông")
    assert [word for word in wrong if is_syllable(word)] == []


@pytest.mark.parametrize(
    ("word", "ways"),
    [
        ("côngtác", ["công tác"]),
        ("hộicấp", ["hội cấp"]),
        ("thànhphốVinh", ["thành phố Vinh"]),
        ("trúNgày", ["trú Ngày"]),
        ("online", []),
        ("kilômét", []),
        ("Krông", []),
        ("nghiêng", []),
        ("Đắk", []),
    ],
)
def test_glued_words_come_apart_and_names_stay(word: str, ways: list[str]) -> None:
    assert apart(word) == ways


def test_a_slip_of_one_sign_is_told_from_a_glued_word() -> None:
    slips = {
        "nưóc": "nước",
        "Nguời": "Người",
        "nhiẹm": "nhiệm",
        "phỉếu": "phiếu",
        "gỉấy": "giấy",
        "côngtác": "",
    }
    assert {word: respelled(word) for word in slips} == slips
    assert [respelled(word) for word in ("thuở", "huơ", "Vietnam", "người", "Glei")] == [""] * 5
    # Two vowels that meet may be one word with a slip: no repair without eyes.
    [mark] = marks("việc củaanh là")
    assert (mark.code, mark.repair, mark.safe) == (Code.GLUED, "của anh", False)


@pytest.mark.parametrize("coding", list(Coding))
def test_text_for_old_fonts_is_told_from_unicode_and_read_exactly(coding: Coding) -> None:
    back: dict[str, str] = {}
    for old, new in (_TCVN3 if coding is Coding.TCVN3 else _VNI).items():
        back.setdefault(new, old)
    typed = "".join(back.get(letter, letter) for letter in SENTENCE.replace("Ủ", "u"))
    found = guess(typed)
    assert found is not None
    assert found.coding is coding
    assert found.sure
    assert to_unicode(typed, coding) == SENTENCE.replace("Ủ", "u")


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,
        "Café résumé à la carte naïve garçon über Straße déjà",
        "và cá là có bà",
        "plain English words",
        "",
    ],
)
def test_unicode_and_other_languages_are_left_alone(text: str) -> None:
    assert guess(text) is None


def test_tidy_text_keeps_emoji_and_one_blank_at_its_edges() -> None:
    assert tidy(" Ngƣời\u200b  dân\u00a0\u00a0đến 1️⃣ 👩‍🌾 ") == " Người dân đến 1️⃣ 👩‍🌾 "
    assert tidy_html("<p>a&nbsp;&nbsp;&amp; b<b> </b></p><p>&nbsp;</p><ul><li></li><li>c</li></ul>") == (
        "<p>a &amp; b</p><ul><li>c</li></ul>"
    )
    assert normalise("Ngƣời dân đƣợc, TRƢỜNG") == "Người dân được, TRƯỜNG"


FORMER = Around(
    former={
        "xã nam thanh": ("Xã Vân Tụ",),
        "xã lớn": ("Xã Yên Thành", "Xã Vân Du"),
        "sở tài nguyên và môi trường": ("Sở Nông nghiệp và Môi trường tỉnh Nghệ An",),
    },
    province="Nghệ An",
    known=("0238 3844 522",),
)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Cán bộ côngtác xa", [(Code.GLUED, "công tác")]),
        ("Hai  dấu cách", [(Code.BLANKS, " ")]),
        ("Trước dấu , phẩy", [(Code.BLANK_BEFORE, "")]),
        ("Hết câu.Sang câu", [(Code.BLANK_AFTER, ". ")]),
        ("UBND XÃ THÔNG BÁO CẮT ĐIỆN", [(Code.CAPITALS, "UBND xã thông báo cắt điện")]),
        ("Hô\u0300 sơ", [(Code.NORMAL_FORM, "Hồ")]),
        (
            "Hô\u0300 sơ gia đi\u0300nh co\u0301 ở quầy 4, mơ\u0300i xem",
            [(Code.NORMAL_FORM, "Hồ"), (Code.NORMAL_FORM, "đình có"), (Code.NORMAL_FORM, "mời")],
        ),
        ("Ngƣời dân", [(Code.WRONG_LETTER, "Người")]),
        ("Họp ngày 31/02/2026", [(Code.NO_SUCH_DAY, None)]),
        ("Họp ngày 30 tháng 02 năm 2026", [(Code.NO_SUCH_DAY, None)]),
        ("Họp ngày 5/6/26", [(Code.SHORT_YEAR, "05/06/2026")]),
        ("Họp thứ Hai, ngày 10/11/2026", [(Code.WRONG_WEEKDAY, "thứ Ba")]),
        ("Các cơ sở SXKD khác; SXKD lớn", [(Code.ABBREVIATION, None)]),
        ("Sinh ra ở xã Nam Thanh", [(Code.OLD_NAME, "xã Vân Tụ")]),
        ("Trụ sở xã Lớn", [(Code.OLD_NAME, None)]),
        (
            "Sở Tài nguyên và Môi trường tỉnh Nghệ An",
            [(Code.OLD_NAME, "Sở Nông nghiệp và Môi trường")],
        ),
        (
            "Do Sở Tài nguyên và Môi trường chủ trì ở xã Nam Thanh, tỉnh Nghệ An.",
            [(Code.OLD_NAME, "Sở Nông nghiệp và Môi trường tỉnh Nghệ An"), (Code.OLD_NAME, "xã Vân Tụ")],
        ),
        ("UBND huyện Yên Thành họp", [(Code.DISTRICT, "huyện Yên Thành cũ")]),
        ("Sở Y tế nhà nưóc", [(Code.SPELLING, "nước")]),
        ("(Vụ Công nghệ),18 Nguyễn Du", [(Code.BLANK_AFTER, ", ")]),
        ("Luật Quản lý VK và CN", [(Code.ABBREVIATION, None), (Code.ABBREVIATION, None)]),
        ("Gọi ông A, 0912 345 678", [(Code.PHONE, "[đã che]")]),
        ("Căn cước 040185012345", [(Code.IDENTITY, "[đã che]")]),
    ],
)
def test_each_kind_of_mark_with_its_repair(text: str, wanted: list[tuple[Code, str | None]]) -> None:
    assert [(mark.code, mark.repair) for mark in marks(text, FORMER)] == wanted


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,
        "UBND xã họp 8h30 thứ Ba, ngày 10/11/2026; kinh phí 1.250.000 đồng (mã 1.001193).",
        "Theo Quyết định 12/QĐ-TTg, Nghị định 30/2020/NĐ-CP, khóa XIV, TP. Vinh; xem https://a.vn/b,c.",
        "Hợp tác xã (HTX) và các HTX khác dùng Internet, email; v.v… 10:30, tỷ lệ 3,5%.",
        "xã Nam Thanh (cũ), nay là xã Vân Tụ; gọi (0238) 3844522. Krông Pắc, Đắk Lắk, Ia Grai.",
        "Ngày 29/02/2028 là năm nhuận; mục 1.2.3; 31/12/2026.",
        "Học sinh sinh năm 2008, 2011; giai đoạn năm 2021 - 2025; tháng 01, 02 năm 2022.",
        "Điện thoại: 024-3232.3313, 069 696108; mã số thuế 0312345678; fax 0312345679.",
        "Xã Nam Thanh, huyện Y, tỉnh Ninh Bình; Sở Tài nguyên và Môi trường tỉnh Lào Cai.",
        "Mã KQ.G18.000316 của danh mục",
        "Địa bàn huyện Yên Thành cũ; huyện ủy, cấp huyện; huyện Gangjin (Hàn Quốc).",
        "Theo mẫu 03 TS, Phụ lục IA, Thông tư 25/2023/TT- BKHĐT; tỉnh CẦN THƠ; Công ty TNHH MTV Mẫu.",
        "Người sử dụng lao động (sau đây gọi tắt là NSDLĐ); NSDLĐ kê khai, nước Cămpuchia.",
    ],
)
def test_a_good_text_has_no_marks(text: str) -> None:
    assert marks(text, FORMER) == []


def test_repairs_that_are_safe_are_made_together_and_leave_nothing_to_repair() -> None:
    text = "Cán bộ côngtác tại xã  Vân Tụ , hãy đến.Người dân biết;mai nhé"
    fixed = repaired(text, [mark for mark in marks(text) if mark.safe])
    assert fixed == "Cán bộ công tác tại xã Vân Tụ, hãy đến. Người dân biết; mai nhé"
    assert marks(fixed) == []
    assert sentence_case("UBND XÃ HỌP") == "UBND xã họp"
    assert sentence_case("UBND XÃ VÂN TỤ HỌP THEO 17/2026/TTLT-BTC, VIỆT NAM", ["xã Vân Tụ"]) == (
        "UBND xã Vân Tụ họp theo 17/2026/TTLT-BTC, Việt Nam"
    )


@given(st.text(alphabet="aàáạbcdđeêghinốơưừtxỦ ,.;:!?123\u00a0\u0300\u01a3\n/-@", max_size=60))
def test_any_text_is_read_without_an_error_and_safe_repairs_settle(text: str) -> None:
    for _round in range(6):
        found = marks(text)
        assert all(text[mark.start : mark.end] == mark.words for mark in found)
        safe = [mark for mark in found if mark.safe]
        if not safe:
            return
        text = repaired(text, safe)
    raise AssertionError(text)

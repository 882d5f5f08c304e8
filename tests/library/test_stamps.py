"""Stamps of secrecy are found in every format; words that only contain the same letters are not."""

import io
import unicodedata
from collections.abc import Callable
from typing import Literal

import pytest

from portal.library.secrets import examine, stamps_in
from tests.library import files

Form = Literal["NFC", "NFD"]
HARMLESS = (
    "Giá mật ong rừng ở chợ phiên",
    "Mật ong",
    "MẬT ONG NGUYÊN CHẤT",
    "Mật độ dân số của xã",
    "MẬT ĐỘ XÂY DỰNG",
    "BẢO MẬT",
    "BẢO MẬT THÔNG TIN",
    "Luật Bảo vệ bí mật nhà nước quy định độ mật gồm tuyệt mật, tối mật, mật.",
    "Các mức: TUYỆT MẬT, TỐI MẬT, MẬT được đóng trên trang đầu",
    "Độ mật: Không",
    "MẬT KHẨU",
    "mật",
    "Mật",
)


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("MẬT", "MẬT"),
        ("  MẬT  ", "MẬT"),
        ("TỐI MẬT", "TỐI MẬT"),
        ("TUYỆT MẬT", "TUYỆT MẬT"),
        ("M Ậ T", "MẬT"),
        ("M  Ậ  T", "MẬT"),
        ("T Ố I   M Ậ T", "TỐI MẬT"),
        ("[ MẬT ]", "MẬT"),
        ("*** TUYỆT MẬT ***", "TUYỆT MẬT"),
        ("Độ mật: Mật", "MẬT"),
        ("ĐỘ MẬT: TỐI MẬT", "TỐI MẬT"),
        ("Mức độ mật: tuyệt mật.", "TUYỆT MẬT"),
        ("Số: 15/BC-UBND          MẬT", "MẬT"),
        ("Số: 15/BC-UBND\tMẬT", "MẬT"),
        ("M\nẬ\nT", "MẬT"),
        ("M\u200bẬT", "MẬT"),
        ("МẬТ", "MẬT"),  # Cyrillic М and Т
        ("mËt", "MẬT"),  # TCVN3
        ("TOÁI MAÄT", "TỐI MẬT"),  # VNI
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_stamp_is_a_line_of_its_own_however_its_letters_are_written(
    line: str, level: str, form: Form
) -> None:
    text = f"ỦY BAN NHÂN DÂN XÃ\n{line}\nBÁO CÁO"
    assert level in stamps_in(unicodedata.normalize(form, text))


@pytest.mark.parametrize("line", HARMLESS)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_words_and_headings_with_the_same_letters_are_no_stamp(line: str, form: Form) -> None:
    assert list(stamps_in(unicodedata.normalize(form, f"Điều 1\n{line}\nĐiều 2"))) == []


Maker = Callable[[str], bytes]
FORMATS: dict[str, Maker] = {
    "docx": lambda text: files.word("BÁO CÁO", text, "Nơi nhận"),
    "docx, header": lambda text: files.word("BÁO CÁO", header=text),
    "docx, cell": lambda text: files.word("BÁO CÁO", cell=text),
    "docx, one run a letter": lambda text: files.word("BÁO CÁO", letters=text),
    "docx, box": files.word_with_box,
    "xlsx, cell": lambda text: files.excel("Xã", text, "12"),
    "xlsx, header": lambda text: files.excel("Xã", header=text),
    "odt": lambda text: files.writer("BÁO CÁO", text),
    "odt, header": lambda text: files.writer("BÁO CÁO", header=text),
    "doc or xls": lambda text: files.old_binary("BÁO CÁO", text, "Nơi nhận: như trên"),
    "rtf": lambda text: files.rtf("BÁO CÁO", text),
    "pdf": lambda text: files.pdf(["BÁO CÁO", text, "Nơi nhận: như trên, lưu văn thư"]),
    "pdf, second page": lambda text: files.pdf(["BÁO CÁO của Ủy ban nhân dân xã"], [text]),
    "pdf, beside other words": lambda text: files.pdf(["Số: 15/BC-UBND", (text, 400)]),
    "pdf, attached": lambda text: files.pdf(["BÁO CÁO của Ủy ban nhân dân xã"], attached=files.word(text)),
    "txt": lambda text: f"BÁO CÁO\r\n{text}\r\n".encode(),
    "txt, UTF-16": lambda text: f"BÁO CÁO\r\n{text}\r\n".encode("utf-16"),
    "csv": lambda text: f"so;do_mat;ngay\r\n12;{text};2026\r\n".encode("utf-8-sig"),
    "html": lambda text: f"<html><p>BÁO CÁO</p><p><b>{text}</b></p></html>".encode(),
    "zip": lambda text: files.archive({"a/bao-cao.docx": files.word(text), "b.txt": b"x"}),
    "zip in zip": lambda text: files.archive({"b.zip": files.archive({"c.pdf": files.pdf([text])})}),
}


@pytest.mark.parametrize("level", files.STAMPS)
@pytest.mark.parametrize("kind", FORMATS)
def test_a_stamp_is_found_in_every_format(kind: str, level: str) -> None:
    found = examine(io.BytesIO(FORMATS[kind](level)))
    assert (found.level, found.readable) == (level, True)


@pytest.mark.parametrize("kind", FORMATS)
def test_no_format_takes_honey_density_or_security_for_a_stamp(kind: str) -> None:
    for text in HARMLESS:
        found = examine(io.BytesIO(FORMATS[kind](text)))
        assert (found.level, found.readable) == ("", True), text


def test_capitals_by_format_count_as_capitals() -> None:
    assert examine(io.BytesIO(files.word(caps="mật"))).level == "MẬT"


def test_a_scan_is_told_to_be_unreadable_page_by_page() -> None:
    found = examine(io.BytesIO(files.pdf(["BÁO CÁO của Ủy ban nhân dân xã Vân Tụ"], [], [])))
    assert (found.level, found.picture_pages, found.readable) == ("", (2, 3), False)


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\nkaputt",
        b"PK\x03\x04kaputt",
        files.archive({"x": b"abc"})[:-10],
        b"%PDF-1.4" + bytes(3000),
    ],
    ids=["pdf", "zip", "cut zip", "empty pdf"],
)
def test_a_damaged_file_is_told_to_be_unreadable_and_breaks_nothing(data: bytes) -> None:
    found = examine(io.BytesIO(data))
    assert (found.level, found.readable) == ("", False)


def test_an_archive_without_end_is_given_up() -> None:
    nested = b"MAT"
    for _level in range(8):
        nested = files.archive({"a.zip": nested})
    assert not examine(io.BytesIO(nested)).readable


def test_the_file_is_left_as_it_was() -> None:
    file = io.BytesIO(files.word("BÁO CÁO"))
    file.seek(7)
    examine(file)
    assert file.tell() == 0

"""Vietnamese text: normal form, folding, alphabetical order."""

import itertools
import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.text import first_letter, fold, normalise, one_line, vietnamese_sort_key
from procedures_pages.models import ProcedureField

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
VOWELS = "aăâeêioôơuưy"
EVERY_LETTER = [
    unicodedata.normalize("NFC", letter + tone)
    for letter in ALPHABET
    for tone in (TONES if letter in VOWELS else [""])
]
words = st.text(st.sampled_from([*EVERY_LETTER, *"".join(EVERY_LETTER).upper()]), min_size=1, max_size=8)


def test_every_vietnamese_letter_folds_to_one_ascii_letter() -> None:
    for letter in EVERY_LETTER:
        for written in (letter, letter.upper(), unicodedata.normalize("NFD", letter)):
            folded = fold(written)
            assert len(folded) == 1, written
            assert folded in string.ascii_lowercase, written
    assert fold("  Đăng ký\u00a0KHAI  sinh ") == "dang ky khai sinh"


@given(st.text())
def test_folding_folded_text_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(words)
def test_composed_and_decomposed_text_fold_and_sort_the_same(word: str) -> None:
    apart = unicodedata.normalize("NFD", word)
    assert fold(apart) == fold(word)
    assert vietnamese_sort_key(apart) == vietnamese_sort_key(word)
    assert normalise(apart) == unicodedata.normalize("NFC", word)


@given(st.text())
def test_normal_form_is_final_and_holds_nothing_invisible(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert not any(
        unicodedata.category(char) in {"Cc", "Cf", "Co"} and char not in "\n\t"
        for char in once
        if ord(char) < 0xFFFF
    ), once.encode("unicode_escape")
    assert unicodedata.is_normalized("NFC", once)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("Hồ\u200b sơ", "Hồ sơ"),
        ("giấy\u00ad tờ", "giấy tờ"),
        ("\ufeffTờ  khai \r\n\r\n\r\n\r\n mẫu", "Tờ khai\n\nmẫu"),
        ("Cоng an", "Cong an"),  # a Cyrillic о inside a Latin word
        ("Москва", "Москва"),  # a whole Cyrillic word stays
        ("a\uf0b7b", "a-b"),  # a bullet of the Symbol font
    ],
)
def test_normal_form_of_what_people_paste(typed: str, wanted: str) -> None:
    assert normalise(typed) == wanted


def test_one_line_has_no_line_ends() -> None:
    assert one_line(" Thủ tục\n\n đăng\tký ") == "Thủ tục đăng ký"
    assert one_line("Tin\x0bmới\x0ccủa\x85xã\u2028Vân\rTụ") == "Tin mới của xã Vân Tụ"


def test_words_sort_as_the_vietnamese_alphabet_does() -> None:
    mixed = ["ê", "đất", "ăn", "Đông", "an", "e", "Dong", "dê", "ân", "dạ"]
    in_order = ["an", "ăn", "ân", "dạ", "dê", "Dong", "đất", "Đông", "e", "ê"]
    assert sorted(mixed, key=vietnamese_sort_key) == in_order
    mixed = ["ma", "mạ", "mà", "má", "mả", "mã"]
    tones = ["ma", "mà", "mả", "mã", "má", "mạ"]
    assert sorted(mixed, key=vietnamese_sort_key) == tones
    assert sorted(["Xã 2", "Xã A", "Xã"], key=vietnamese_sort_key) == ["Xã", "Xã 2", "Xã A"]


def split(word: str) -> tuple[list[int], list[int]]:
    """Letters and tones as places in the alphabet: slow and obvious."""
    letters, tones = [], []
    for char in unicodedata.normalize("NFC", word.lower()):
        for letter, (place, tone) in itertools.product(ALPHABET, enumerate(TONES)):
            if unicodedata.normalize("NFC", letter + tone) == char:
                letters.append(ALPHABET.index(letter))
                tones.append(place)
                break
    return letters, tones


@given(words, words)
def test_sort_keys_order_words_by_letters_and_then_by_tones(one: str, other: str) -> None:
    assert (vietnamese_sort_key(one) < vietnamese_sort_key(other)) == (split(one) < split(other))
    assert vietnamese_sort_key(one).isascii()


@pytest.mark.django_db
def test_sort_keys_sort_alike_in_the_database_whatever_its_collation() -> None:
    names = [
        "Xây dựng",
        "Tư pháp",
        "Y tế",
        "Vân Tụ",
        "Ước",
        "Ông",
        "Ơn",
        "Xã 2",
        "Xã A",
        "An",
        "Ăn",
        "Đô",
        "Do",
    ]
    for number, name in enumerate(names):
        ProcedureField.objects.create(name=name, slug=f"linh-vuc-{number}")
    in_order = list(ProcedureField.objects.order_by("sort_key").values_list("name", flat=True))
    assert in_order == sorted(names, key=vietnamese_sort_key)
    assert in_order[-3:] == ["Xã A", "Xây dựng", "Y tế"]


def test_a_key_tells_the_letter_under_which_a_name_stands() -> None:
    found = [
        first_letter(vietnamese_sort_key(name)) for name in ("Ủy quyền", "Đất", "Ân", "Yên", "2 ngày", "")
    ]
    assert found == ["u", "đ", "â", "y", "", ""]


def test_sort_keys_fit_their_column() -> None:
    assert len(vietnamese_sort_key("Ấ" * 1_000)) == 522
    assert set(vietnamese_sort_key("Xã Vân Tụ 2")) <= set(string.digits + string.ascii_uppercase)

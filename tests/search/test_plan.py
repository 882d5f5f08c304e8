"""Folding, Telex and the plan: the same for composed and decomposed text, for every Vietnamese letter."""

import unicodedata
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.plan import lexicon
from search.plan.build import LONGEST, MOST_WORDS, make_plan
from search.plan.repair import Word
from search.plan.telex import is_syllable, undone
from search.vocabulary import Vocabulary, slips
from search.words import joined, tokens
from tests.search.things import REAL_NAMES

TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
VOWELS = "aăâeêioôơuưy"
LETTERS = [
    unicodedata.normalize("NFC", form)
    for vowel, tone in product(VOWELS, TONES)
    for form in (vowel + tone, (vowel + tone).upper())
    if tone or vowel in "ăâêôơư"
] + ["đ", "Đ"]
VOCABULARY = Vocabulary.of((joined(tokens(name)), [], "ho tich") for name in REAL_NAMES)


def test_all_134_letters_with_marks_are_looked_at() -> None:
    assert len(LETTERS) == len(set(LETTERS)) == 134


@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_folds_to_one_ascii_letter_composed_or_decomposed(letter: str) -> None:
    base = unicodedata.normalize("NFD", letter)[0].lower().replace("đ", "d")
    for form in ("NFC", "NFD"):
        assert tokens(f"b{unicodedata.normalize(form, letter)}c") == [f"b{base}c"]


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from([*LETTERS, *"bcdgh ", "1", "."]), max_size=40))
def test_the_plan_does_not_depend_on_the_form_of_the_letters(text: str) -> None:
    plans = [make_plan(unicodedata.normalize(form, text), VOCABULARY) for form in ("NFC", "NFD")]
    assert plans[0].terms == plans[1].terms
    assert plans[0].pairs == plans[1].pairs
    assert all(0 < weight <= 1 for weight in plans[0].terms.values())


@pytest.mark.parametrize(
    ("raw", "meant"),
    [
        ("ddawng", "dang"),
        ("cuwowcs", "cuoc"),
        ("caaps", "cap"),
        ("truws", "tru"),
        ("dangd", "dang"),
        ("ca6p1", "cap"),
    ],
)
def test_raw_telex_and_vni_words_are_undone(raw: str, meant: str) -> None:
    assert meant in undone(raw)


def test_official_names_stay_as_they_are() -> None:
    for name in REAL_NAMES:
        plan = make_plan(name, VOCABULARY)
        assert plan.repaired == plan.literal


def test_slips_are_one_letter_away() -> None:
    assert {"dang", "dnag", "danh", "dag", "daang"} - {"dang"} <= slips("dang")
    assert "dang" not in slips("dang")
    assert all(is_syllable(word) for word in ("nghieng", "khuya", "oanh", "y"))


def test_scaffolding_drops_out_unless_nothing_would_be_left() -> None:
    assert make_plan("cho em hỏi đăng ký kết hôn cần giấy tờ gì ạ", VOCABULARY).clean == "dang ky ket hon"
    assert make_plan("làm thế nào", VOCABULARY).clean == "lam the nao"


def test_a_short_abbreviation_counts_only_in_capitals() -> None:
    book = lexicon.read("VAT => giá trị gia tăng")
    names = ["bảo vệ thực vật", "giám định động vật", "vật liệu nổ"]
    vocabulary = Vocabulary.of((joined(tokens(name)), [], "") for name in names)
    small, capital = Word("vat", shown="vat"), Word("vat", shown="vat", capitals=True)
    assert book.match([small], 0, vocabulary) is None
    assert book.match([capital], 0, vocabulary) is not None


def test_a_line_without_an_arrow_is_refused_with_its_number() -> None:
    with pytest.raises(ValueError, match="line 2"):
        lexicon.read("# chú thích\nsổ đỏ giấy chứng nhận")


def test_the_lexicon_keeps_what_was_typed_beside_the_official_words() -> None:
    plan = make_plan("nhập hộ khẩu", VOCABULARY)
    assert plan.expansions == ["dang ky thuong tru"]
    assert {"nhap", "ho", "khau", "thuong"} <= plan.terms.keys()
    assert plan.terms["khau"] < plan.terms["thuong"]


def test_long_texts_are_cut() -> None:
    plan = make_plan("khai sinh " * 500, VOCABULARY)
    assert len(plan.raw) <= LONGEST
    assert len(plan.slots) <= MOST_WORDS

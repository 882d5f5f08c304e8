"""What the editors' side makes of a typed title is what the one slug function makes."""

import re
import unicodedata

import pytest
from wagtail.admin.forms.pages import CopyForm

from home.models import AboutPage
from portal.core.slug_input import FORMATTERS, VietnameseSlugInput
from portal.core.slugs import slugify_vi
from portal.core.text import ALPHABET
from tests.people import person
from tests.world import World

TITLES = [
    "Đăng ký đất đai ở Ự, ỹ",
    "Thông báo: tiêm phòng trâu, bò vụ thu 2026",
    "QUYẾT ĐỊNH VỀ VIỆC CÔNG BỐ THỦ TỤC",
    "Xã Yên Hoà và phường Thái Hòa",
]


def typed(title: str) -> str:
    """The browser's steps: the formatters in order, then ASCII small letters joined by dashes."""
    for pattern, letter in FORMATTERS:
        title = pattern.sub(letter, title)
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_title_gives_the_same_address_in_the_browser_and_in_code(title: str, form: str) -> None:
    assert typed(unicodedata.normalize(form, title)) == slugify_vi(title)  # type: ignore[arg-type]


def test_no_letter_of_the_alphabet_is_dropped() -> None:
    tones = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
    letters = [unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in tones]
    for letter in [*ALPHABET, *letters]:
        for form in (letter, letter.upper()):
            assert typed(form) == slugify_vi(letter), form


@pytest.mark.django_db
def test_every_form_with_an_address_uses_it(world: World) -> None:
    page = world.page("17950", "gioi-thieu")
    edited = AboutPage.get_edit_handler().get_form_class()
    assert isinstance(edited(instance=page).fields["slug"].widget, VietnameseSlugInput)
    copied = CopyForm({}, user=person(world, "editor", "17950"), page=page)
    assert isinstance(copied.fields["new_slug"].widget, VietnameseSlugInput)


@pytest.mark.django_db
def test_a_page_without_an_address_gets_one_with_d_for_đ(world: World) -> None:
    page = AboutPage(title="Đội ngũ cán bộ")
    world.homes["17950"].add_child(instance=page)
    assert page.slug == "doi-ngu-can-bo"
    other = AboutPage(title="Đội ngũ cán bộ")
    world.homes["17950"].add_child(instance=other)
    assert other.slug == "doi-ngu-can-bo-2"

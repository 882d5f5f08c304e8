"""No half-translated page is ever public, whichever way it would get there."""

from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Locale, Page
from wagtail.rich_text import RichText
from wagtail_localize.models import Translation, TranslationSource

from home.models import AboutPage, HomePage
from portal.agencies.provisioning import provision_file
from portal.core.translations import translate, untranslated
from portal.editorial.services import publish_page, publish_pages
from tests.agencies.tables import table

pytestmark = pytest.mark.django_db
LEAD, PARAGRAPH = "Giới thiệu về tỉnh.", "<p>Tỉnh có 130 xã, phường.</p>"
WHOLE = {"title": "About", "lead": "About the province.", "body.b1": "The province has 130 communes."}


@pytest.fixture
def english(tmp_path: Path) -> Locale:
    provision_file(table(tmp_path))
    return Locale.objects.get_or_create(language_code="en")[0]


@pytest.fixture
def about(english: Locale) -> AboutPage:
    page = AboutPage.objects.get(path__startswith=province().path, depth=3)
    page.lead = LEAD
    page.body = [("paragraph", RichText(PARAGRAPH))]
    page.body[0].id = "b1"
    publish_page(page, actor_role="test")
    home = translate(province(), english, {"title": "Nghệ An Province"})
    publish_page(home, actor_role="test")
    return page


def province() -> HomePage:
    return HomePage.objects.get(agency__code="40", locale__language_code="vi")


def english_about(client: Client) -> str:
    answer = client.get("/en/gioi-thieu/")
    return answer.content.decode() if answer.status_code == 200 else ""


def test_a_whole_translation_is_published_and_answers(
    about: AboutPage, english: Locale, client: Client
) -> None:
    target = translate(about, english, WHOLE)
    publish_pages([target], actor_role="test")
    page = english_about(client)
    assert "The province has 130 communes." in page
    assert "About the province." in page
    assert "Tỉnh có" not in page


def test_a_translation_with_a_string_missing_is_not_made(
    about: AboutPage, english: Locale, client: Client
) -> None:
    assert translate(about, english, {"title": "About", "lead": "About the province."}) is None
    assert english_about(client) == ""


def test_a_half_translated_draft_cannot_be_published(
    about: AboutPage, english: Locale, client: Client
) -> None:
    translate(about, english, {"title": "About"})
    translation = Translation.objects.get(source__object_id=about.translation_key)
    translation.save_target(publish=False)
    draft = about.get_translation(english)
    assert not draft.live
    assert len(untranslated(draft)) == 2
    with pytest.raises(ValidationError):
        publish_page(draft, actor_role="test")
    with pytest.raises(ValidationError):
        draft.get_latest_revision().publish()
    assert english_about(client) == ""


def test_the_translators_own_publish_button_cannot_publish_half(
    about: AboutPage, english: Locale, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    translate(about, english, {"title": "About"})
    translation = Translation.objects.get(source__object_id=about.translation_key)
    with pytest.raises(ValidationError), django_capture_on_commit_callbacks(execute=True):
        translation.save_target(publish=True)
    assert not about.get_translation(english).live
    assert english_about(client) == ""


@pytest.mark.parametrize("publish", [True, False])
def test_when_the_source_grows_the_older_whole_translation_stays(
    about: AboutPage, english: Locale, client: Client, publish: bool
) -> None:
    publish_pages([translate(about, english, WHOLE)], actor_role="test")
    about.lead = "Câu mở đầu mới."
    publish_page(about, actor_role="test")
    source, _created = TranslationSource.update_or_create_from_instance(about)
    translation = Translation.objects.get(source=source)
    with pytest.raises(ValidationError) if publish else nullcontext():
        translation.save_target(publish=publish)
    page = english_about(client)
    assert "About the province." in page
    assert "Câu mở đầu mới." not in page


def test_a_mirror_of_an_untranslated_page_stays_a_draft(about: AboutPage, english: Locale) -> None:
    index = province().get_children().get(slug="xa-phuong").specific
    commune = index.get_children().first().specific
    commune.copy_for_translation(english, copy_parents=True)
    mirror = index.get_translation(english)
    assert mirror.alias_of_id == index.pk
    assert not Page.objects.get(pk=mirror.pk).live


def test_the_same_translation_twice_makes_no_new_revision(about: AboutPage, english: Locale) -> None:
    target = translate(about, english, WHOLE)
    publish_pages([target], actor_role="test")
    before = target.revisions.count()
    again = translate(about, english, WHOLE)
    assert again.revisions.count() == before
    assert not again.has_unpublished_changes

"""No English word on any screen that a person of a province meets; the catalogues keep their placeholders."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import translation
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, Locale, Page, Site
from wagtail.users.models import UserProfile

from home.models import AboutPage, ContactPage
from portal.library.models import PortalDocument, PortalImage
from procedures_pages.models import AnnouncingDecision, LocalFields, ProcedureGuide
from tests.editorial.screens import Screen, english_in, english_words, screens
from tests.people import person
from tests.world import World

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
CATALOGUES = sorted((Path(settings.BASE_DIR) / "locale" / "vi" / "LC_MESSAGES").glob("*.po"))
PEOPLE = [("editor", "17950"), ("approver", "17950"), ("unit_admin", "17950"), ("operator", "40")]
# Data for scripts, pictures, files and things that are done: nothing to read.
NO_SCREENS = ("api", "sprite", "javascript_catalog", "error_test", "ping", "release", "download_pofile")


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda file: file.stem)
def test_translations_keep_their_placeholders(catalogue: Path) -> None:
    wrong = []
    for entry in polib.pofile(str(catalogue)):
        known = set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.msgid_plural))
        text = entry.msgstr_plural[0] if entry.msgid_plural else entry.msgstr
        needed = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        given = set(PLACEHOLDER.findall(text))
        # A name of a model may be said in words.
        if not needed - {"%(model_name)s"} <= given <= known:
            wrong.append(entry.msgid)
    assert wrong == []


def test_every_sentence_of_wagtail_is_translated() -> None:
    """Of the parts that are installed; a new version of Wagtail brings new sentences."""
    missing = []
    with translation.override("vi"):
        for app in apps.get_app_configs():
            file = Path(app.path) / "locale" / "en" / "LC_MESSAGES" / "django.po"
            if app.name.startswith("wagtail") and file.exists():
                missing += [entry.msgid for entry in polib.pofile(str(file)) if _stays_english(entry.msgid)]
    assert missing == ["Wagtail API v2"]


def _stays_english(sentence: str) -> bool:
    words = re.findall(r"[a-z]{3,}", re.sub(PLACEHOLDER, "", sentence))
    return translation.gettext(sentence) == sentence and bool(words)


def values_for(screen: Screen, world: World) -> dict[str, Any]:
    """Something real for each part of the address."""
    home = world.homes["17950"]
    page = world.page("17950", "lien-he")
    values: dict[str, Any] = {
        "page_id": page.pk,
        "parent_page_id": home.pk,
        "page_to_move_id": page.pk,
        "destination_id": home.pk,
        "content_type_app_name": "home",
        "content_type_model_name": "contactpage",
        "app_label": "home",
        "model_name": "contactpage",
        "collection_id": world.agencies["17950"].collection_id,
        "image_id": PortalImage.objects.values_list("pk", flat=True).first(),
        "document_id": PortalDocument.objects.values_list("pk", flat=True).first(),
        "revision_id": page.latest_revision_id,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
    }
    first = screen.name.partition(":")[0]
    keys = {
        "wagtailadmin_pages": page.pk,
        "wagtailadmin_collections": values["collection_id"],
        "wagtailimages": values["image_id"],
        "wagtaildocs": values["document_id"],
        "wagtaillocales": Locale.objects.values_list("pk", flat=True).first(),
        "wagtailsites": Site.objects.values_list("pk", flat=True).first(),
    }
    if first in keys:
        values["pk"] = keys[first]
    return values


@pytest.fixture
def filled(world: World) -> World:
    """The province, with a picture and a file in a commune's collection."""
    agency = world.agencies["17950"]
    collection = agency.collection or Collection.get_first_root_node()
    mine: dict[str, Any] = {"collection": collection, "agency": agency}
    PortalImage.objects.create(title="Sân ủy ban", file=get_test_image_file(), **mine)
    PortalDocument.objects.create(title="Mẫu đơn", file=ContentFile(b"%PDF-1.4", "mau-don.pdf"), **mine)
    return world


@pytest.mark.walk
@pytest.mark.django_db
@pytest.mark.parametrize(("role", "code"), PEOPLE, ids=[role for role, _code in PEOPLE])
def test_no_english_word_on_any_screen(filled: World, client: Client, role: str, code: str) -> None:
    words = english_words()
    user = person(filled, role, code)
    user.full_name = "Nguyễn Văn Mẫu"
    user.save()
    client.force_login(user)
    wrong: dict[str, list[str]] = {}
    opened = 0
    for screen in screens():
        values = values_for(screen, filled)
        if any(part in screen.name for part in NO_SCREENS) or not set(screen.parts) <= set(values):
            continue
        answer = client.get(screen.address(values))
        kind = answer.headers.get("Content-Type", "")
        if answer.status_code != 200 or not kind.startswith(("text/html", "application/json")):
            continue
        text = answer.content.decode()
        if kind.startswith("application/json"):
            step = json.loads(text)
            text = str(step.get("html", "")) if isinstance(step, dict) else ""
        opened += 1
        if found := english_in(text, words):
            wrong[screen.name] = found
    assert wrong == {}
    assert opened >= 20


@pytest.mark.django_db
def test_the_walk_finds_english_where_there_is_some(filled: World, client: Client, settings: Any) -> None:
    """The same eyes on the same screen in English."""
    settings.WAGTAILADMIN_PERMITTED_LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
    user = person(filled, "editor", "17950")
    UserProfile.objects.create(user=user, preferred_language="en")
    client.force_login(user)
    page = Page.objects.get(pk=filled.page("17950", "lien-he").pk)
    text = client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert len(english_in(text, english_words())) > 20


WRITTEN_BY_EDITORS = [AboutPage, ContactPage, LocalFields, ProcedureGuide, AnnouncingDecision]
# Days that their panel explains, and choices whose words say it.
OWN_WORDS = {"go_live_at", "expire_at", "agency", "public_until_kind", "minimum_posting"}


@pytest.mark.parametrize("model", WRITTEN_BY_EDITORS)
def test_fields_that_editors_fill_say_what_to_write(model: Any) -> None:
    """In place, on the forms of pages and of what communes and departments write."""
    hooks.search_for_hooks()
    form = model.get_edit_handler() if issubclass(model, Page) else model.snippet_viewset.get_edit_handler()
    fields = [panel for panel in _panels(form) if isinstance(panel, FieldPanel) and not panel.read_only]
    assert len(fields) >= 4
    silent = [
        panel.field_name
        for panel in fields
        if panel.field_name not in OWN_WORDS and not (panel.help_text or panel.db_field.help_text)
    ]
    assert silent == []


def _panels(panel: Any) -> Iterator[Any]:
    yield panel
    for child in getattr(panel, "children", []):
        yield from _panels(child)


@pytest.mark.django_db
def test_days_are_typed_and_shown_as_in_vietnam(world: World, client: Client) -> None:
    """dd/mm/yyyy in the pickers of the schedule, and in lists."""
    page = world.page("17950", "gioi-thieu")
    moment = datetime(2026, 12, 3, 8, 5, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    Page.objects.filter(pk=page.pk).update(expire_at=moment, latest_revision_created_at=moment)
    revision = page.save_revision()
    content = {**revision.content, "expire_at": moment.isoformat()}
    type(revision).objects.filter(pk=revision.pk).update(content=content)
    client.force_login(person(world, "editor", "17950"))
    edit = client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert 'value="03/12/2026 08:05"' in edit
    assert "d/m/Y" in edit, "the picker writes it so"
    explorer = client.get(f"/admin/pages/{world.homes['17950'].pk}/").content.decode()
    assert not re.search(r"(January|November|December|Jan\.|Nov\.|Dec\.)", explorer)

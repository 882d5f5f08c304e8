"""Seeds of this app: languages, texts of about and contact pages, their English, and work that waits."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from home import demo_texts, demo_work
from home.models import AboutPage, AgencyIndexPage, ContactPage, HomePage, PlacesPage
from home.provisioning import ROLE, source_locale
from portal.agencies.models import Agency
from portal.agencies.provisioning import province
from portal.core.seeds import ALWAYS, SeedContext, SeedRefused, register_seed
from portal.core.translations import translate
from portal.editorial.services import publish_pages

ENGLISH = "en"
# Titles of the section pages in English, by their part of the address.
ENGLISH_TITLES = {
    "thu-tuc": "Procedures",
    "co-quan": "Departments",
    "xa-phuong": "Communes and wards",
    "noi-tiep-nhan": "Where to go",
    "hoi-dap": "Questions",
}
PAGES: dict[str, type[AboutPage] | type[ContactPage]] = {"about": AboutPage, "contact": ContactPage}


def _languages(context: SeedContext) -> None:
    for code, _label in settings.LANGUAGES:
        Locale.objects.get_or_create(language_code=code)


def _files(context: SeedContext) -> Iterable[Path]:
    return demo_texts.files()


def _texts(context: SeedContext) -> None:
    """Bring the texts in line with the files; what an editor has written since stays."""
    changed = 0
    agencies = {agency.pk: agency for agency in Agency.objects.select_related("parent").filter(is_demo=True)}
    owners = dict(HomePage.objects.filter(locale=source_locale()).values_list("path", "agency_id"))
    waiting: dict[int, list[Page]] = {}
    for kind, model in PAGES.items():
        for page in model.objects.filter(locale=source_locale()).select_related("latest_revision"):
            agency = agencies.get(owners.get(page.path[: -Page.steplen], 0))
            if agency is None or (page.latest_revision and page.latest_revision.user_id):
                continue
            if demo_texts.fill(page, kind, agency):
                waiting.setdefault(agency.pk, []).append(page)
    for pages in waiting.values():
        publish_pages(pages, actor_role=ROLE, laid_out=True)
        changed += len(pages)
    context.say(_("%d trang giới thiệu, liên hệ") % changed)


@transaction.atomic
def _english(context: SeedContext) -> None:
    """The province's home, lists, catalogue, about and contact in English, published only when whole."""
    agency = province()
    if agency is None or not agency.is_demo:
        return
    if not agency.name_en:
        agency.name_en = f"{agency.short_name} Province"
        agency.save()
    home = HomePage.objects.get(agency=agency, locale=source_locale())
    _publish_translated(home, {"title": agency.name_en}, agency)
    # One after the other: a page held in memory while its children are made would save an old count of them.
    for page in home.get_children().live().type(tuple(PAGES.values()) + _index_types()).specific():
        _publish_translated(page, _english_words(page, agency), agency)


def _index_types() -> tuple[type[Page], ...]:
    from django.apps import apps

    return (
        AgencyIndexPage,
        PlacesPage,
        apps.get_model("procedures_pages", "ProcedureIndexPage"),
        apps.get_model("feedback", "QuestionDeskPage"),
    )


def _english_words(page: Page, agency: Agency) -> dict[str, str]:
    for kind, model in PAGES.items():
        if isinstance(page, model):
            found = demo_texts.text(kind, agency, ENGLISH)
            return found.words() if found else {}
    return {"title": ENGLISH_TITLES.get(page.slug, "")}


def _publish_translated(page: Page, words: dict[str, str], agency: Agency) -> None:
    target = translate(page, Locale.objects.get(language_code=ENGLISH), words)
    if target is None:
        raise SeedRefused(_("Bản tiếng Anh của trang “%s” chưa đủ.") % page.title)
    if target.has_unpublished_changes or not target.live:
        publish_pages([target], actor_role=ROLE, laid_out=True)


def _work_files(context: SeedContext) -> Iterable[Path]:
    return [demo_work.FILE]


def _work(context: SeedContext) -> None:
    context.say(_("%d việc đang chờ") % demo_work.fill())


register_seed("locales", 20, None, _languages, version=lambda: repr(settings.LANGUAGES))
register_seed("home-texts", 60, _files, _texts, demo=ALWAYS)
register_seed("english", 65, _files, _english, demo=ALWAYS)
register_seed("demo-work", 70, _work_files, _work, demo=ALWAYS)

"""One plant for every page and record type: a thing with neutral words, and a way to write a canary into it.

A canary is a word that occurs nowhere else. ``tests/leaks/test_leaks.py`` walks the types by itself and fails
by name for a type that has no plant here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Locale, Page

from feedback.models import QuestionDeskPage
from home.calendars.models import (
    AgendaEntry,
    AgendaPage,
    AgendaWeek,
    Reception,
    ReceptionDay,
    ReceptionPage,
)
from home.models import AboutPage, AgencyIndexPage, ContactPage, HomePage, PlacesPage, WorkCalendarPage
from home.news.models import ArticlePage, EmergencyBanner, NewsIndexPage, NoticeIndexPage, NoticePage
from portal.agencies.models import Agency
from procedures_pages.models import (
    LocalFields,
    ProcedureGuide,
    ProcedureIndexPage,
    ProcedureVersion,
    Step,
)
from tests.procedures_pages.factories import version
from tests.world import World


@dataclass(frozen=True)
class Plant:
    """``make(world, key)`` stores a draft with neutral words; ``write(obj, canary)`` fills every text.

    ``address(obj)`` is where the public would look for it, once public.
    """

    make: Callable[[World, str], Any]
    write: Callable[[Any, str], None]
    address: Callable[[Any], str]


def _title(page: Page, canary: str) -> None:
    page.title = f"Trang {canary}"
    page.search_description = page.seo_title = page.listing_text = f"Mô tả {canary}"


def _prose(page: Any, canary: str) -> None:
    _title(page, canary)
    page.lead = f"Câu mở đầu {canary}"
    page.body = [("paragraph", f"<p>Nội dung {canary}</p>")]


def _below_home(model: type[Any], **values: Any) -> Callable[[World, str], Any]:
    def make(world: World, key: str) -> Any:
        page = model(title=f"Trang {key}", slug=f"trang-{key}", live=False, **values)
        page.locale = Locale.get_default()
        world.homes["40"].refresh_from_db()
        world.homes["40"].add_child(instance=page)
        return page

    return make


def _below_section(slug: str, model: type[Any], **values: Any) -> Callable[[World, str], Any]:
    def make(world: World, key: str) -> Any:
        page = model(title=f"Trang {key}", slug=f"trang-{key}", live=False, **values)
        page.locale = Locale.get_default()
        page.lead, page.body = f"Câu mở đầu {key}", [("paragraph", f"<p>Nội dung {key}</p>")]
        world.page("40", slug).add_child(instance=page)
        return page

    return make


def _story(page: Any, canary: str) -> None:
    _prose(page, canary)
    page.byline = page.unit = page.source_name = page.lead_caption = canary


def _notice(page: NoticePage, canary: str) -> None:
    _prose(page, canary)
    page.unit = page.place = page.contact = page.result = page.reference = canary


def _banner(world: World, key: str) -> EmergencyBanner:
    until = timezone.now() + timedelta(days=1)
    values = {"title": f"Mưa {key}", "text": "Ở yên.", "issuer": "Xã", "expires_at": until, "live": False}
    return EmergencyBanner.objects.create(agency=world.agencies["17951"], **values)


def _write_banner(banner: EmergencyBanner, canary: str) -> None:
    banner.title = banner.text = banner.issuer = f"Việc {canary}"


def _week(world: World, key: str) -> AgendaWeek:
    """A week of its own for each plant."""
    monday = date(2026, 1, 5) + timedelta(weeks=int(key) % 1000)
    week = AgendaWeek(agency=world.agencies["17951"], monday=monday, live=False)
    week.entries = [AgendaEntry(day=monday, starts=time(8), leader="Chủ tịch", what=f"Họp {key}")]
    week.save()
    return week


def _write_week(week: AgendaWeek, canary: str) -> None:
    week.note = canary
    entry = week.entries.first()
    entry.leader = entry.leader_name = entry.what = entry.place = entry.stand_in = entry.reason = canary
    week.entries = [entry]


def _of_week(week: AgendaWeek) -> str:
    return f"/xa-phuong/xa-anh-son/lich-cong-tac/{week.monday.isoformat()}/"


def _reception(world: World, key: str) -> Reception:
    hours = {"opens": time(8), "closes": time(11), "starts_on": date(2026, 1, 1)}
    found = Reception(
        agency=world.agencies["17951"],
        leader=f"Chủ tịch {key}",
        weekday=3,
        place="Trụ sở",
        live=False,
        **hours,
    )
    found.days = [ReceptionDay(planned_on=date(2026, 11, 26))]
    found.save()
    return found


def _write_reception(found: Reception, canary: str) -> None:
    for name in ("leader", "leader_name", "place", "attends", "subjects", "contact", "basis"):
        setattr(found, name, canary)
    day = found.days.first()
    day.stand_in = day.reason = day.result = canary
    found.days = [day]


def _home(world: World, key: str) -> HomePage:
    agency = Agency.objects.create(
        code=f"9{key}",
        name=f"Xã Thử {key}",
        slug=f"xa-thu-{key}",
        level="commune",
        kind="xa",
        parent=world.agencies["40"],
        performer_class="ubnd-xa",
    )
    index = Page.objects.get(pk=world.homes["17951"].get_parent().pk)
    home = HomePage(title=f"Xã Thử {key}", slug=agency.slug, agency=agency, live=False)
    home.locale = Locale.get_default()
    index.add_child(instance=home)
    return home


def _url(page: Page) -> str:
    return str(page.url or "").replace("http://localhost:8000", "")


def _version(world: World, key: str) -> ProcedureVersion:
    return version(f"5.{key}", f"Thủ tục {key}", live=False)


def _write_version(found: ProcedureVersion, canary: str) -> None:
    found.name = f"Thủ tục {canary}"
    found.conditions = found.receiving_address = found.keywords = canary
    found.steps = [Step(text=f"Nộp {canary}")]


def _of_procedure(code: str) -> str:
    return f"/thu-tuc/{code}/"


def _guide(world: World, key: str) -> ProcedureGuide:
    procedure = version(f"6.{key}", f"Việc {key}").procedure
    return ProcedureGuide.objects.create(
        procedure=procedure, locale=Locale.get_default(), summary=f"Cách làm việc {key}", live=False
    )


def _write_guide(guide: ProcedureGuide, canary: str) -> None:
    guide.summary = f"Cách làm {canary}"
    guide.everyday_names = [f"làm {canary}"]
    for name in ("who", "bring", "where", "how_long", "cost", "result"):
        setattr(guide, name, canary)
    guide.tips = [canary]


def _local(world: World, key: str) -> LocalFields:
    procedure = version(f"7.{key}", f"Giấy {key}").procedure
    return LocalFields.objects.create(
        agency=world.agencies["17951"], procedure=procedure, place=f"Phòng {key}", live=False
    )


def _write_local(local: LocalFields, canary: str) -> None:
    local.place = local.hours = local.officer = local.note = canary


PLANTS: dict[str, Plant] = {
    "home.HomePage": Plant(_home, _title, _url),
    "home.AgencyIndexPage": Plant(_below_home(AgencyIndexPage, level="commune"), _title, _url),
    "home.AboutPage": Plant(_below_home(AboutPage), _prose, _url),
    "home.ContactPage": Plant(_below_home(ContactPage), _prose, _url),
    "home.PlacesPage": Plant(_below_home(PlacesPage), _title, _url),
    "home.WorkCalendarPage": Plant(_below_home(WorkCalendarPage), _title, _url),
    "news.NewsIndexPage": Plant(_below_home(NewsIndexPage), _title, _url),
    "news.ArticlePage": Plant(_below_section("tin-tuc", ArticlePage), _story, _url),
    "news.NoticeIndexPage": Plant(_below_home(NoticeIndexPage), _title, _url),
    "news.NoticePage": Plant(
        _below_section("thong-bao", NoticePage, ends_on=date(2099, 12, 31)), _notice, _url
    ),
    "news.EmergencyBanner": Plant(_banner, _write_banner, lambda banner: "/xa-phuong/xa-anh-son/"),
    "calendars.AgendaPage": Plant(_below_home(AgendaPage), _title, _url),
    "calendars.ReceptionPage": Plant(_below_home(ReceptionPage), _title, _url),
    "calendars.AgendaWeek": Plant(_week, _write_week, _of_week),
    "calendars.Reception": Plant(
        _reception, _write_reception, lambda found: "/xa-phuong/xa-anh-son/tiep-cong-dan/"
    ),
    "procedures_pages.ProcedureIndexPage": Plant(_below_home(ProcedureIndexPage), _title, _url),
    "feedback.QuestionDeskPage": Plant(_below_home(QuestionDeskPage), _title, _url),
    "procedures_pages.ProcedureVersion": Plant(
        _version, _write_version, lambda found: _of_procedure(found.procedure.code)
    ),
    "procedures_pages.ProcedureGuide": Plant(
        _guide, _write_guide, lambda guide: _of_procedure(guide.procedure.code)
    ),
    "procedures_pages.LocalFields": Plant(
        _local, _write_local, lambda local: "/xa-phuong/xa-anh-son" + _of_procedure(local.procedure.code)
    ),
}

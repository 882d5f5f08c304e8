"""What every answer says to the caches in front: each kind of address is in the table, or the test fails."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from home.news.models import NoticePage
from portal.core import shared_caches, site_request
from portal.core.pages import concrete_portal_pages
from portal.core.shared_caches import SharedCaches
from portal.editorial.services import publish, unpublish
from tests.home.news.stories import article
from tests.people import person, signed_in
from tests.permissions.addresses import walk
from tests.procedures_pages.factories import version
from tests.world import COMMUNE, World

pytestmark = pytest.mark.django_db
# Shared for a second; nobody's; says by itself how long.
SHARED, PRIVATE, OWN = "shared", "private", "own"
CODE = "1.001193"
PROCEDURE = f"/thu-tuc/{CODE}/dang-ky-khai-sinh/"

# Kind of address → one of it, and what it says. "" stands for pages that have one address alone.
KINDS: dict[str, tuple[str, str]] = {
    "robots.txt": ("/robots.txt", SHARED),
    "-/live": ("/-/live", OWN),
    "-/ready": ("/-/ready", OWN),
    "-/health": ("/-/health", OWN),
    "-/xem-nhu-ngay/<int:pk>/": ("/-/xem-nhu-ngay/1/", PRIVATE),
    "-/che-do/": ("/-/che-do/?che-do=lon&ve=/", OWN),
    "-/components/": ("/-/components/", PRIVATE),
    "admin/": ("/admin/", OWN),
    "tep/<int:pk>/ban-cu/": ("/tep/1/ban-cu/", SHARED),
    "tep/<int:pk>/ban-cu/<int:number>/<str:name>": ("/tep/1/ban-cu/1/a.pdf", SHARED),
    "tep/<int:pk>/ban-cu/<int:number>/tai-ve/<str:name>": ("/tep/1/ban-cu/1/tai-ve/a.pdf", SHARED),
    r"^tep/(\d+)/([^/]+)$": ("/tep/1/a.pdf", SHARED),
    "tep/": ("/tep/authenticate_with_password/1/", SHARED),
    "media/images/<path:name>": ("/media/images/khong-co.jpg", SHARED),
    "": ("/khong-co-trang-nay/", SHARED),
    "route de-hieu": (COMMUNE + "de-hieu/cam-on/", SHARED),
    "route dinh-chinh": ("/dinh-chinh/", SHARED),
    "route luot-truy-cap": (COMMUNE + "luot-truy-cap/", SHARED),
    "route nhat-ky-cong-bo": ("/nhat-ky-cong-bo/", SHARED),
    "route phan-anh-kien-nghi": (COMMUNE + "phan-anh-kien-nghi/", SHARED),
    "route tim-kiem": ("/tim-kiem/?q=khai+sinh", SHARED),
    "home.HomePage": ("/", SHARED),
    "home.AgencyIndexPage": ("/xa-phuong/", SHARED),
    "home.AboutPage": (COMMUNE + "gioi-thieu/", SHARED),
    "home.ContactPage": (COMMUNE + "lien-he/", SHARED),
    "home.PlacesPage": (COMMUNE + "noi-tiep-nhan/", SHARED),
    "home.WorkCalendarPage calendar": ("/lich-lam-viec/", SHARED),
    "home.WorkCalendarPage as_csv": ("/lich-lam-viec/lich.csv", SHARED),
    "news.NewsIndexPage newest": ("/tin-tuc/", SHARED),
    "news.NewsIndexPage feed": ("/tin-tuc/rss/", SHARED),
    "news.NewsIndexPage of_year": ("/tin-tuc/{year}/", SHARED),
    "news.NewsIndexPage of_month": ("/tin-tuc/{year}/{month}/", SHARED),
    "news.NewsIndexPage of_day": ("/tin-tuc/{year}/{month}/{day}/", SHARED),
    "news.ArticlePage": ("/tin-tuc/{article}/", SHARED),
    "news.NoticeIndexPage in_force": ("/thong-bao/", SHARED),
    "news.NoticeIndexPage over": ("/thong-bao/da-het-han/", SHARED),
    "news.NoticeIndexPage feed": ("/thong-bao/rss/", SHARED),
    "news.NoticePage": ("/thong-bao/{notice}/", SHARED),
    "calendars.AgendaPage this_week": ("/lich-cong-tac/", SHARED),
    "calendars.AgendaPage of_week": ("/lich-cong-tac/2026-11-23/", SHARED),
    "calendars.AgendaPage calendar": ("/lich-cong-tac/lich.ics", SHARED),
    "calendars.ReceptionPage days": ("/tiep-cong-dan/", SHARED),
    "calendars.ReceptionPage calendar": ("/tiep-cong-dan/lich.ics", SHARED),
    "procedures_pages.ProcedureIndexPage catalogue": ("/thu-tuc/", SHARED),
    "procedures_pages.ProcedureIndexPage list_csv": ("/thu-tuc/danh-sach.csv", SHARED),
    "procedures_pages.ProcedureIndexPage list_json": ("/thu-tuc/danh-sach.json", SHARED),
    "procedures_pages.ProcedureIndexPage list_xlsx": ("/thu-tuc/danh-sach.xlsx", SHARED),
    "procedures_pages.ProcedureIndexPage without_slug": (f"/thu-tuc/{CODE}/", SHARED),
    "procedures_pages.ProcedureIndexPage procedure": (PROCEDURE, SHARED),
    "procedures_pages.ProcedureIndexPage history": (PROCEDURE + "lich-su/", SHARED),
    "procedures_pages.ProcedureIndexPage papers": (PROCEDURE + "giay-to/", SHARED),
    "procedures_pages.ProcedureIndexPage data": (PROCEDURE + "du-lieu.json", SHARED),
    "feedback.QuestionDeskPage archive": ("/hoi-dap/", SHARED),
    "feedback.QuestionDeskPage triage": ("/hoi-dap/gui/", SHARED),
    "feedback.QuestionDeskPage ask": (COMMUNE + "hoi-dap/gui/cau-hoi/", OWN),
    "feedback.QuestionDeskPage receipt": (COMMUNE + "hoi-dap/bien-nhan/", OWN),
    "feedback.QuestionDeskPage look_up": (COMMUNE + "hoi-dap/tra-cuu/", OWN),
    "feedback.QuestionDeskPage own_case": (COMMUNE + "hoi-dap/cua-toi/", OWN),
    "feedback.QuestionDeskPage own_file": (COMMUNE + "hoi-dap/cua-toi/tep/1/", SHARED),
    "feedback.QuestionDeskPage statistics": ("/hoi-dap/thong-ke/", SHARED),
    "feedback.QuestionDeskPage statistics_csv": ("/hoi-dap/thong-ke.csv", SHARED),
    "feedback.QuestionDeskPage late": ("/hoi-dap/qua-han/", SHARED),
    "feedback.QuestionDeskPage feed": ("/hoi-dap/rss/", SHARED),
    "feedback.QuestionDeskPage answer": ("/hoi-dap/1/khong-co/", SHARED),
}
NOON = datetime(2026, 11, 24, 5, tzinfo=UTC)
FULL = "public, max-age=0, s-maxage=1, stale-if-error=3600"


def kinds() -> set[str]:
    """Every pattern of the portal, every route of an application, every page type with its own addresses."""
    found = {str(pattern.pattern) for pattern in get_resolver().url_patterns}
    found |= {f"route {slug}" for slug in site_request._app_routes}
    for model in concrete_portal_pages():
        urls: list[Any] = getattr(model, "get_subpage_urls", list)()
        names = [f" {url.name}" for url in urls if url.name != "index_route"] or [""]
        found |= {f"{model._meta.label}{name}" for name in names}
    return found


@pytest.fixture
def filled(world: World) -> dict[str, str]:
    """A procedure, an article and a notice that are public; what addresses need of them."""
    version(CODE, "Đăng ký khai sinh")
    written: Any = article(world, "Một cửa làm thêm sáng thứ Bảy", "40")
    notice = NoticePage(
        title="Lịch phun thuốc", lead="Phun thuốc diệt muỗi.", live=False, locale=written.locale
    )
    notice.ends_on, notice.body = date(2099, 12, 31), [("paragraph", "<p>Từ 8 giờ.</p>")]
    world.page("40", "thong-bao").add_child(instance=notice)
    publish(notice, actor_role="kiem-thu")
    day = written.shown_at.astimezone()
    moment = {"year": f"{day:%Y}", "month": f"{day:%m}", "day": f"{day:%d}"}
    return {"article": written.slug, "notice": notice.slug, **moment}


def word(answer: Any) -> str:
    """What an answer says, as the table has it."""
    said = answer.get("Cache-Control", "")
    if said.startswith("public, max-age=0, s-maxage="):
        return SHARED
    if said == "private, no-store":
        return PRIVATE
    return OWN if "no-store" in said or "max-age" in said else f"nothing: {said!r}"


def test_every_kind_of_address_says_who_may_keep_it(filled: dict[str, str], client: Client) -> None:
    assert set(KINDS) == kinds()
    wrong, codes = [], {}
    for kind, (address, expected) in KINDS.items():
        answer = client.get(address.format(**filled))
        client.cookies.clear()
        codes[kind] = answer.status_code
        if word(answer) != expected:
            wrong.append(f"{kind} {answer.status_code}: {answer.get('Cache-Control')}")
        if expected == SHARED:
            assert {part.strip() for part in answer["Vary"].split(",")} == {"Cookie"}, kind
            assert "Set-Cookie" not in answer.headers
        assert expected != OWN or "no-store" in answer["Cache-Control"], kind
    assert wrong == []
    pages = [kind for kind, (_address, expected) in KINDS.items() if expected == SHARED and "." in kind]
    absent = {kind for kind in pages if codes[kind] >= 400 and "tep/" not in kind}
    # Here there is no answer and no file of anybody's: what is not found is kept as well.
    assert absent == {f"feedback.QuestionDeskPage {name}" for name in ("answer", "own_file")}


def test_nothing_of_the_editors_side_is_kept(world: World, client: Client) -> None:
    editor = signed_in(person(world, "editor", "17950"))
    numbered = {str(number): 1 for number in range(9)}
    values: dict[str, Any] = {"other": 1, **numbered, "app_label": "news", "model_name": "alertarea"}
    addresses = sorted({address.url(values) for address in walk()})
    assert len(addresses) > 250
    kept = [url for url in addresses if "no-store" not in client.get(url).get("Cache-Control", "")]
    for url in ("/admin/", "/admin/account/", "/admin/snippets/news/emergencybanner/"):
        kept += [url for answer in [editor.get(url)] if "no-store" not in answer["Cache-Control"]]
    # A catalogue of words for scripts, the same for everybody.
    assert {url for url in kept if "jsi18n" not in url and "sprite" not in url} == set()


def test_whoever_is_somebody_gets_nothing_that_is_kept(world: World, client: Client) -> None:
    assert word(client.get(COMMUNE)) == SHARED
    assert word(client.head(COMMUNE)) == SHARED
    assert word(client.post(COMMUNE)) == PRIVATE
    assert word(client.get(COMMUNE, headers={"authorization": "Basic eDp5"})) == PRIVATE
    assert word(signed_in(person(world, "editor", "17950")).get(COMMUNE)) == PRIVATE
    client.cookies["che_do"] = "lon"
    large = client.get(COMMUNE)
    assert 'data-view="lon"' in large.content.decode()
    assert word(large) == SHARED, "the way of looking is part of a cache's key"
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "hoi-dap", "gi-do"):
        stranger = Client()
        stranger.cookies[name] = "x"
        assert word(stranger.get(COMMUNE)) == PRIVATE, name


def test_a_vote_and_a_form_are_the_visitors_own(filled: dict[str, str], client: Client) -> None:
    page = client.get("/tin-tuc/{article}/".format(**filled))
    assert "csrf" not in page.content.decode(), "no page carries a token, or no page could be kept"
    assert page.cookies == {}
    link = BeautifulSoup(page.content.decode(), "html.parser").select_one("a[href*='/de-hieu/']")
    assert link is not None
    form = client.get(str(link["href"]))
    assert form.status_code == 200
    assert "csrfmiddlewaretoken" in form.content.decode()
    assert word(form) == PRIVATE


def test_a_redirect_and_what_is_gone_are_kept_a_second_and_an_error_never(
    filled: dict[str, str], world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client(raise_request_exception=False)
    there = "/tin-tuc/{article}/".format(**filled)
    assert (client.get(there[:-1]).status_code, word(client.get(there[:-1]))) == (301, SHARED)
    unpublish(
        world.page("40", "tin-tuc").get_children().get(slug=filled["article"]).specific, actor_role="kiem-thu"
    )
    assert (client.get(there).status_code, word(client.get(there))) == (404, SHARED)

    def broken(request: HttpRequest, rest: list[str]) -> HttpResponse:
        raise ValueError("hỏng")

    monkeypatch.setitem(site_request._app_routes, "hong", broken)
    failed = client.get(COMMUNE + "hong/")
    assert (failed.status_code, failed["Cache-Control"]) == (500, "no-store")
    assert client.get("/?q=%00")["Cache-Control"] == "private, no-store"


def test_it_costs_no_query_and_no_session(world: World, client: Client) -> None:
    client.get(COMMUNE)
    with CaptureQueriesContext(connection) as whole:
        client.get(COMMUNE)
    request = RequestFactory().get(COMMUNE)
    answer = HttpResponse("x")
    with CaptureQueriesContext(connection) as asked:
        SharedCaches(lambda _request: answer)(request)
    assert len(asked) == 0
    assert not hasattr(request, "session")
    assert not [query for query in whole.captured_queries if "session" in query["sql"]]
    assert word(answer) == SHARED


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (NOON, FULL),
        (datetime(2026, 11, 24, 16, 30, tzinfo=UTC), "public, max-age=0, s-maxage=1, stale-if-error=1799"),
        (
            datetime(2026, 11, 24, 16, 59, 58, 900_000, tzinfo=UTC),
            "public, max-age=0, s-maxage=1, stale-if-error=0",
        ),
        (
            datetime(2026, 11, 24, 16, 59, 59, 100_000, tzinfo=UTC),
            "public, max-age=0, s-maxage=0, stale-if-error=0",
        ),
        (datetime(2026, 11, 24, 17, 0, 0, tzinfo=UTC), FULL),
    ],
)
def test_nothing_outlives_midnight(at: datetime, said: str) -> None:
    with time_machine.travel(at, tick=False):
        answer = SharedCaches(lambda _request: HttpResponse("x"))(RequestFactory().get("/"))
    assert answer["Cache-Control"] == said
    assert answer["X-Accel-Expires"] == f"@{int(at.timestamp())}", "the last second in which nginx shows it"


def test_the_province_shortens_what_is_shown_after_an_error_and_lengthens_nothing(settings: Any) -> None:
    for seconds, said in ((0, 0), (60, 60), (86_400, 3600)):
        settings.PORTAL_STALE_IF_ERROR = seconds
        with time_machine.travel(NOON, tick=False):
            answer = SharedCaches(lambda _request: HttpResponse("x"))(RequestFactory().get("/"))
        assert answer["Cache-Control"].endswith(f"stale-if-error={said}")


def test_the_example_of_nginx_knows_the_same_cookies() -> None:
    text = (Path(settings.BASE_DIR) / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    assert f"(?:{'|'.join(sorted(shared_caches.DISPLAY))})=" in text
    for name in shared_caches.DISPLAY:
        assert f"map $cookie_{name} " in text

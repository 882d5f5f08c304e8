"""Sessions: seen, ended from elsewhere, idle and absolute limits, and no third party anywhere."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from portal.accounts import sessions
from portal.accounts.models import StaffSession, User
from portal.core.clock import today
from tests.accounts.signing import HOME, OWN, SIGN_IN, account, is_in, sign_in
from tests.people import person
from tests.project.test_settings import COMPLETE, production
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1"
# What a browser loads of itself: pictures, scripts, styles, forms; a link that somebody may follow is none.
FOREIGN = re.compile(r"""(?:<link[^>]+href|src|srcset|action)=["'](?:https?:)?//([^/"']+)""")


@pytest.fixture
def user(world: World) -> User:
    return account(person(world, "editor", "17950"))


@pytest.fixture
def inside(user: User) -> Client:
    client = Client(HTTP_USER_AGENT=CHROME)
    sign_in(client, user)
    return client


def elsewhere(user: User) -> Client:
    client = Client(HTTP_USER_AGENT=IPHONE)
    client.force_login(user)
    StaffSession.objects.filter(pk=client.session[sessions.KEY]).update(device="Safari trên iPhone")
    return client


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (CHROME, "Chrome trên Windows"),
        (CHROME + " Edg/140.0", "Edge trên Windows"),
        (CHROME.replace("Chrome/", "coc_coc_browser/120 Chrome/"), "Cốc Cốc trên Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Mobile Safari/604.1", "Safari trên iPhone"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/140.0 Mobile Safari/537.36", "Chrome trên Android"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox trên Linux"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/18.0 Safari/605", "Safari trên máy Mac"),
        ("curl/8", "Thiết bị không rõ"),
    ],
)
def test_a_browser_is_told_in_words(header: str, words: str) -> None:
    assert sessions.device_words(header) == words


def test_other_places_are_listed_and_signed_out(inside: Client, user: User) -> None:
    other, third = elsewhere(user), elsewhere(user)
    page = inside.get(OWN).content.decode()
    assert page.count("Safari trên iPhone") == 2
    assert "Chrome trên Windows" in page
    assert "Nơi này" in page
    inside.post(OWN, {"action": "end-one", "session": third.session[sessions.KEY]})
    assert not is_in(third)
    assert is_in(other)
    inside.post(OWN, {"action": "end-others"})
    assert not is_in(other)
    assert is_in(inside)


def test_nobody_ends_the_sessions_of_others(inside: Client, world: World) -> None:
    stranger = elsewhere(person(world, "editor", "17951"))
    for key in (stranger.session[sessions.KEY], "9" * 40, "x", ""):
        inside.post(OWN, {"action": "end-one", "session": key})
    assert is_in(stranger)


def test_an_idle_session_ends_and_the_sign_in_says_why(inside: Client) -> None:
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        answer = inside.get(HOME)
        assert answer["Location"].startswith(SIGN_IN)
        assert "lâu không có thao tác" in inside.get(answer["Location"]).content.decode()
        assert StaffSession.objects.get().end_reason == "idle"


def test_what_an_open_page_does_by_itself_is_no_use(inside: Client) -> None:
    start = timezone.now()
    for minutes in range(5, 31, 5):
        with time_machine.travel(start + timedelta(minutes=minutes)):
            inside.get("/admin/jsi18n/")
            inside.post("/admin/editing-sessions/ping/wagtailcore/page/1/1/")
    with time_machine.travel(start + timedelta(minutes=31)):
        assert not is_in(inside)


def test_a_session_in_use_ends_after_twelve_hours(inside: Client) -> None:
    start = timezone.now()
    for minutes in range(20, 12 * 60, 20):
        with time_machine.travel(start + timedelta(minutes=minutes)):
            assert is_in(inside), minutes
    with time_machine.travel(start + timedelta(hours=12, minutes=1)):
        assert not is_in(inside)
    assert StaffSession.objects.get().end_reason == "limit"


def test_signing_out_is_real(inside: Client) -> None:
    cookie = inside.cookies["sessionid"].value
    inside.post("/admin/logout/")
    thief = Client()
    thief.cookies["sessionid"] = cookie
    assert not is_in(thief)
    assert StaffSession.objects.get().end_reason == "signed-out"


@pytest.mark.parametrize("change", [{"is_active": False}, {"ends_on": today() - timedelta(days=1)}])
def test_who_may_not_work_any_more_is_out_with_the_next_request(
    inside: Client, user: User, change: dict[str, object]
) -> None:
    assert is_in(inside)
    User.objects.filter(pk=user.pk).update(**change)
    assert not is_in(inside)
    assert StaffSession.objects.get().end_reason == "closed"


def test_the_last_day_itself_is_a_day_of_work(inside: Client, user: User) -> None:
    User.objects.filter(pk=user.pk).update(ends_on=today())
    assert is_in(inside)


def test_a_session_without_a_row_is_nobodys(inside: Client) -> None:
    StaffSession.objects.all().delete()
    assert not is_in(inside)


def test_a_visitor_costs_no_session_and_gets_no_cookie(client: Client, world: World) -> None:
    answer = client.get("/xa-phuong/xa-van-tu/")
    assert answer.status_code == 200
    assert answer["Cache-Control"].startswith("public"), "proxies may keep it"
    assert "sessionid" not in client.cookies


def test_cookies_of_a_real_province_belong_to_its_host_alone(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    code = (
        "import json, django; django.setup(); from django.conf import settings as s;"
        "print(json.dumps([s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE,"
        " s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_DOMAIN, s.SESSION_COOKIE_PATH, s.SESSION_COOKIE_HTTPONLY,"
        " s.SESSION_COOKIE_SAMESITE, s.PORTAL_PROXIES]))"
    )
    ran = production(["-c", code], **COMPLETE)
    assert json.loads(ran.stdout) == [
        "__Host-phien",
        "__Host-csrf",
        True,
        True,
        None,
        "/",
        True,
        "Lax",
        1,
    ]


def test_no_page_of_signing_in_or_of_ones_own_calls_another_host(inside: Client) -> None:
    pages = [inside.get(address) for address in (HOME, OWN, "/admin/account/", "/admin/switch-role/")]
    visitor = Client()
    pages += [visitor.get(address) for address in (SIGN_IN, "/admin/password_reset/")]
    for page in pages:
        assert page.status_code == 200
        assert FOREIGN.findall(page.content.decode()) == [], page.request["PATH_INFO"]
        assert "gravatar" not in page.content.decode().lower()

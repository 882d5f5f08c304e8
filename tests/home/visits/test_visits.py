"""Views are counted without a query, without anything of the visitor, and corrected with a reason."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from home.visits import counting, services
from home.visits.models import PageMonth, SiteDay, VisitCorrection, VisitLine
from portal.core import clock
from portal.core.models import AuditEntry
from tests.people import person, signed_in
from tests.world import NEIGHBOUR, World

pytestmark = pytest.mark.django_db
BROWSER = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36"
ZALO = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36 Zalo android"
BOTS = (
    "",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; coccocbot-web/1.0; +http://help.coccoc.com/searchengine)",
    "curl/8.5.0",
    "python-requests/2.32",
    "facebookexternalhit/1.1",
    "Mozilla/5.0 HeadlessChrome/142.0",
)


@pytest.fixture(autouse=True)
def nothing_held() -> Any:
    counting.forget()
    yield
    counting.forget()


def read(client: Client, address: str, agent: str = BROWSER, times: int = 1, purpose: str = "") -> None:
    for _number in range(times):
        client.get(address, headers={"User-Agent": agent, "Sec-Purpose": purpose})


def test_people_count_and_programs_do_not(world: World, client: Client) -> None:
    read(client, NEIGHBOUR, times=2)
    read(client, f"{NEIGHBOUR}lien-he/", ZALO)
    read(client, "/gioi-thieu/?q=1")
    for agent in BOTS:
        read(client, NEIGHBOUR, agent)
    client.head(NEIGHBOUR, headers={"User-Agent": BROWSER})
    read(client, NEIGHBOUR, purpose="prefetch;prerender")
    read(client, NEIGHBOUR + "khong-co/")
    read(client, NEIGHBOUR + "tin-tuc/rss/")
    read(client, "/-/live")
    client.cookies[settings.SESSION_COOKIE_NAME] = "can-bo"
    read(client, NEIGHBOUR)
    counting.write()
    found = {(line.agency.code, line.path): line.count for line in VisitLine.objects.all()}
    assert found == {
        ("17951", NEIGHBOUR): 2,
        ("17951", f"{NEIGHBOUR}lien-he/"): 1,
        ("40", "/gioi-thieu/"): 1,
    }
    kept = {field.name for field in VisitLine._meta.concrete_fields}
    assert kept == {"id", "agency", "path", "day", "count"}, "nothing of the visitor"


def test_counting_costs_no_query_and_is_written_after_the_answer(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def queries(agent: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            read(client, NEIGHBOUR, agent)
        return len(asked)

    read(client, NEIGHBOUR, "")
    assert queries(BROWSER) == queries("")
    assert not VisitLine.objects.exists()
    monkeypatch.setattr(counting, "EVERY", 0.0)
    assert queries(BROWSER) == queries("") + 1, "all that is held, in one statement"
    assert sum(VisitLine.objects.values_list("count", flat=True)) == 2


def test_lines_are_added_up_and_shown_in_the_footer_with_the_method(world: World, client: Client) -> None:
    agency, today = world.agencies["17951"], clock.today()
    assert "Lượt truy cập" not in client.get(NEIGHBOUR).content.decode(), "nothing counted, nothing shown"
    for day in (today, today, today - timedelta(days=40)):
        VisitLine.objects.create(agency=agency, path=NEIGHBOUR, day=day, count=400)
    VisitLine.objects.create(agency=agency, path=f"{NEIGHBOUR}lien-he/", day=today, count=34)
    assert services.add_up() == "4"
    VisitLine.objects.create(agency=agency, path=NEIGHBOUR, day=today, count=1)
    assert services.add_up() == "1"
    assert services.add_up() == ""
    assert SiteDay.objects.get(agency=agency, day=today).count == 835
    assert sorted(PageMonth.objects.values_list("count", flat=True)) == [34, 400, 801]
    text = client.get(NEIGHBOUR).content.decode()
    assert f'<a href="{NEIGHBOUR}luot-truy-cap/">Lượt truy cập</a>: <span class="num">1.235</span>' in text
    assert "luot-truy-cap" not in client.get("/").content.decode(), "each site its own"
    with CaptureQueriesContext(connection) as asked:
        client.get(NEIGHBOUR)
    assert not [query for query in asked.captured_queries if "visits_" in query["sql"]]
    services.correct(agency, "ban-dau", 1_000_000, "Số của trang cũ ngày 30/6/2025", None)
    text = client.get(f"{NEIGHBOUR}luot-truy-cap/").content.decode()
    for wanted in ("1.001.235", "Không dùng cookie", "Số của trang cũ ngày 30/6/2025", "bộ nhớ đệm"):
        assert wanted in text
    assert client.get(f"{NEIGHBOUR}luot-truy-cap/x/").status_code == 404


def test_a_correction_has_a_reason_and_stands(world: World) -> None:
    agency = world.agencies["17951"]
    admin, editor = person(world, "unit_admin", "17951"), person(world, "editor", "17951")
    browser = signed_in(admin)
    address = "/admin/luot-truy-cap/"
    refused = browser.post(address, {"kind": "dinh-chinh", "amount": "-5", "note": "Đếm trùng"})
    assert "không thể dưới 0" in refused.content.decode()
    assert "Đếm trùng" in refused.content.decode()
    good = {"kind": "ban-dau", "amount": "1200", "note": "Trang cũ"}
    assert browser.post(address, good).status_code == 302
    assert "Đã ghi số của trang cũ" in browser.post(address, good).content.decode()
    with pytest.raises(ValidationError, match="Ghi lý do"):
        services.correct(agency, "dinh-chinh", 5, " ", admin)
    services.correct(agency, "dinh-chinh", -200, "Trang cũ đếm cả máy tìm kiếm", admin)
    assert services.totals() == {agency.pk: (1000, None)}
    assert VisitCorrection.objects.count() == 2
    assert AuditEntry.objects.filter(event="visits.corrected", user_id=admin.pk).count() == 2
    assert "1000" in signed_in(editor).get(address).content.decode()
    assert signed_in(editor).post(address, good).status_code in (302, 403)
    assert VisitCorrection.objects.count() == 2

"""The public page of the log and its files: what happened and when, no titles of what is not public."""

import csv
import io
import json
import re
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from home.models import AboutPage
from portal.core.stamps import bump
from portal.publication import exports
from portal.publication.models import PublicationEntry
from portal.publication.services import record_acts
from portal.publication.views import ROUTE, SIZE
from tests.procedures_pages.factories import version
from tests.publication.lines import act, days_of_lines
from tests.world import COMMUNE, NEIGHBOUR, OWN_HOST, World

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
LOG = f"/{ROUTE}/"
QUERIES = 8
NUMBER = re.compile(r'<td data-l="Dòng và mã băm"><div><span class="num">(\d+)</span>')


def text(client: Client, address: str, **headers: str) -> str:
    answer = client.get(address, headers=headers or None)
    assert answer.status_code == 200, address
    return answer.content.decode()


def data(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


def lines_of(jsonl: str) -> list[dict[str, str]]:
    return [line for line in map(json.loads, jsonl.splitlines()) if line["dong"] == "nhat-ky"]


def test_every_site_shows_its_own_lines_and_the_provinces_shows_all(world: World, client: Client) -> None:
    own = PublicationEntry.objects.filter(scope="17950").count()
    assert f"{own} dòng" in text(client, COMMUNE + ROUTE + "/")
    assert f"{own} dòng" in text(client, LOG, host=OWN_HOST)
    assert f"{PublicationEntry.objects.count()} dòng" in text(client, LOG)
    assert {line["pham_vi"] for line in lines_of(data(client, f"{NEIGHBOUR}{ROUTE}/nhat-ky.jsonl"))} == {
        "17951"
    }


def test_a_line_has_the_title_of_a_live_object_and_none_once_it_is_gone(world: World, client: Client) -> None:
    page = world.page("17951", "gioi-thieu").specific
    AboutPage.objects.filter(pk=page.pk).update(title="Về xã Anh Sơn của chúng tôi")
    address = f"{NEIGHBOUR}{ROUTE}/"
    bump("routing")
    assert "Về xã Anh Sơn của chúng tôi" in text(client, address)
    page.refresh_from_db()
    page.unpublish()
    gone = text(client, address)
    assert "Về xã Anh Sơn" not in gone
    assert "Đã gỡ" in gone
    assert "Về xã Anh Sơn" not in data(client, f"{LOG}nhat-ky.csv")


def test_what_comes_later_is_not_named_before_its_day(world: World, client: Client) -> None:
    version("1.000009", "Tên chưa được lộ", effective_from=timezone.localdate() + timedelta(days=3))
    shown = text(client, LOG)
    assert "Tên chưa được lộ" not in shown
    assert "Chưa đến ngày hiển thị" in shown


def test_lines_are_narrowed_by_act_and_by_days_and_cut_into_pages(world: World, client: Client) -> None:
    days_of_lines(days=3, a_day=20)
    with transaction.atomic():
        record_acts([act(99, act="corrected")])
    assert "1 dòng" in text(client, LOG + "?hanh-vi=dinh-chinh")
    assert "20 dòng" in text(client, LOG + "?tu=2026-11-03&den=2026-11-03")
    assert "40 dòng" in text(client, LOG + "?den=2026-11-03&hanh-vi=lan-dau")
    assert "61 dòng" in text(client, LOG)
    pages = [text(client, f"{LOG}?trang={number}") for number in (1, 2, 3)]
    numbers = [int(number) for page in pages for number in NUMBER.findall(page)]
    assert numbers == list(range(61, 0, -1))
    assert client.get(f"{LOG}?trang=4").status_code == 404
    assert SIZE == 30


@pytest.mark.parametrize("query", ["tu=hom-qua", "den=2026-13-01", "hanh-vi=x", "tu=0000-00-00"])
def test_days_that_cannot_be_read_are_told_and_give_no_file(world: World, client: Client, query: str) -> None:
    page = text(client, f"{LOG}?{query}")
    if not query.startswith("hanh-vi"):
        assert "Ghi ngày có trong lịch" in page
    assert client.get(f"{LOG}nhat-ky.csv?{query}").status_code == 404
    assert client.get(f"{LOG}?den=9999-12-31").status_code == 200


def test_csv_and_json_hold_the_same_and_no_cell_is_a_formula(world: World, client: Client) -> None:
    with transaction.atomic():
        record_acts(
            [act(1, object_id="=HYPERLINK(1)"), act(2, object_id="'-2"), act(3, scope="@x", version="+1")]
        )
    raw = data(client, f"{LOG}nhat-ky.csv")
    assert raw.startswith("\ufeff")
    cells = list(csv.reader(io.StringIO(raw.removeprefix("\ufeff"))))
    assert cells[0] == list(exports.FIELDS)
    assert [cell for row in cells for cell in row if cell[:1] in ("=", "+", "-", "@")] == []
    undone = [[cell[1:] if cell.startswith("'") else cell for cell in row] for row in cells[1:]]
    rows = [json.loads(line) for line in data(client, f"{LOG}nhat-ky.jsonl").splitlines()]
    moment = exports.FIELDS.index("ghi_luc")
    for csv_row, json_row in zip(undone, rows, strict=True):
        wanted = [json_row.get(name, "") for name in exports.FIELDS]
        if json_row["dong"] == "tep":
            csv_row[moment] = wanted[moment]
        assert csv_row == wanted
    assert "=HYPERLINK(1)" in [row["ma"] for row in rows]


def test_nothing_else_answers_below_the_log(world: World, client: Client) -> None:
    for tail in ("nhat-ky.xlsx", "nhat-ky.csv/x/", "x/", "goc-ngay.json"):
        assert client.get(LOG + tail).status_code == 404, tail
    assert client.get(f"{COMMUNE}{ROUTE}/goc-ngay.csv").status_code == 200


def test_the_page_costs_the_same_whatever_the_number_of_lines(world: World, client: Client) -> None:
    version("1.000001")

    def cost(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    addresses = (LOG, COMMUNE + ROUTE + "/", f"{LOG}?hanh-vi=lan-dau&tu=2026-01-01")
    few = [cost(address) for address in addresses]
    with transaction.atomic():
        record_acts(act(number, scope_kind="agency", scope="17950") for number in range(3_000))
    many = [cost(address) for address in addresses]
    assert max(many) <= QUERIES
    assert all(later <= before + 1 for before, later in zip(few, many, strict=True))


def test_an_agencys_lines_are_found_by_the_index_on_scope(world: World) -> None:
    with transaction.atomic():
        record_acts(act(number, scope_kind="agency", scope=f"1{number % 150:04}") for number in range(6_000))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    lines = PublicationEntry.objects.filter(scope="10007", scope_kind="agency", sequence__lte=6_500)
    plan = lines.order_by("-sequence")[:SIZE].explain()
    assert "publication_of_scope" in plan, plan
    days = PublicationEntry.objects.order_by().filter(logged_at__gt=timezone.now())
    assert "publication_at" in days.explain()

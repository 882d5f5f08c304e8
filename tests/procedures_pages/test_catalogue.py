"""The catalogue: honest counts, choices that can be taken back, lists as data."""

import csv
import io
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.core.stamps import bump
from procedures_pages.importers.run import import_procedures
from procedures_pages.models import PerformerException, Procedure
from procedures_pages.views.exports import safe_cell
from tests.procedures_pages import source_rows as rows
from tests.world import NEIGHBOUR as COMMUNE
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

FIELDS = ("Hộ tịch", "Đất đai", "Chứng thực")
APPLICANTS = (["Công dân Việt Nam"], ["Doanh nghiệp"], ["Công dân Việt Nam", "Doanh nghiệp"])
WAYS = (["Trực tiếp"], ["Trực tuyến", "Trực tiếp"], ["Bưu chính công ích"])
NAMES = ("Đăng ký đất", "An toàn", "Ân xá", "Dừng cấp")
FACET = re.compile(
    r'<a href="(\?[^"]*|\./)"[^>]*>\s*<span class="box">.*?</span>'
    r'<span>(?:<span[^>]*>)?([^<]*).*?class="num">(\d+)',
    re.DOTALL,
)


def made() -> list[dict[str, Any]]:
    """Twenty-five procedures whose facets vary in known ways."""
    return [
        rows.line(
            f"1.0000{number:02}",
            name=f"Thủ tục {NAMES[number % len(NAMES)].lower()} lần {number}",
            field=FIELDS[number % 3],
            applicants=APPLICANTS[number // 3 % 3],
            methods=[
                {"method": way, "time": "5 Ngày làm việc", "fee": "", "note": ""}
                for way in WAYS[number // 5 % 3]
            ],
        )
        for number in range(25)
    ]


@pytest.fixture
def catalogue(world: World, tmp_path: Path) -> World:
    report = import_procedures([rows.write_lines(tmp_path / "export.jsonl", *made())])
    assert len(report.plan.created) == 25
    return world


def body(client: Client, where: str, status: int = 200) -> str:
    answer = client.get(where)
    assert answer.status_code == status, where
    return answer.content.decode()


def total(page: str) -> int:
    found = re.search(r'<h2 class="h3">\s*(\d+) thủ tục', page)
    assert found
    return int(found[1])


def counts(page: str) -> dict[str, int]:
    return {label.strip(): int(number) for _url, label, number in FACET.findall(page)}


def test_counts_are_what_choosing_gives(client: Client, catalogue: World) -> None:
    """Every number beside a value is the length of the list that it leads to, with other choices kept."""
    for start in ("", "?linh-vuc=ho-tich"):
        page = body(client, COMMUNE + "thu-tuc/" + start)
        offered = FACET.findall(page)
        assert offered
        for url, _label, number in offered:
            if url == "./" or ("linh-vuc" in start and "linh-vuc" not in url):
                continue  # a link that takes a choice back
            leads = body(client, COMMUNE + "thu-tuc/" + url.replace("&amp;", "&"))
            assert total(leads) == int(number), (start, url)


def test_a_facet_leaves_its_own_choice_out_of_its_counts(client: Client, catalogue: World) -> None:
    expected = Counter(row["field"] for row in made())
    page = body(client, COMMUNE + "thu-tuc/?linh-vuc=ho-tich")
    found = counts(page)
    assert {field: found[field] for field in FIELDS if field != "Hộ tịch"} == {
        field: expected[field] for field in FIELDS if field != "Hộ tịch"
    }
    assert total(page) == expected["Hộ tịch"]


def test_lists_are_cut_into_pages_in_vietnamese_order(client: Client, catalogue: World) -> None:
    first = body(client, "/thu-tuc/")
    assert total(first) == 25
    order = re.findall(r'<a href="/thu-tuc/1\.0000\d\d/[^"]*">([^<]*)</a>', first)
    second = re.findall(
        r'<a href="/thu-tuc/1\.0000\d\d/[^"]*">([^<]*)</a>', body(client, "/thu-tuc/?trang=2")
    )
    assert (len(order), len(second)) == (20, 5)
    starts = list(dict.fromkeys(name.split()[0] for name in order + second))
    assert starts == ["An", "Ân", "Dừng", "Đăng"]
    for wrong in ("0", "3", "-1", "abc", "9999", "1e3", ""):
        body(client, f"/thu-tuc/?trang={wrong}", 404)
    body(client, "/thu-tuc/?page=9999", 404)


def test_a_letter_is_a_letter_of_the_alphabet(client: Client, catalogue: World) -> None:
    assert total(body(client, "/thu-tuc/?chu-cai=đ")) == 7
    assert total(body(client, "/thu-tuc/?chu-cai=d")) == 6


def test_the_lists_own_search_needs_no_diacritics(client: Client, catalogue: World) -> None:
    assert total(body(client, "/thu-tuc/?q=dang+ky")) == 7
    assert total(body(client, "/thu-tuc/?q=Đăng+ký")) == 7
    assert total(body(client, "/thu-tuc/?q=1.000007")) == 1


@pytest.mark.parametrize(
    "query", ["linh-vuc=khong-co", "doi-tuong=x&doi-tuong=y", "chu-cai=zz", "q=xyzxyz", "muc-do=<b>"]
)
def test_a_choice_that_does_not_exist_gets_help_and_no_error(
    client: Client, catalogue: World, query: str
) -> None:
    page = body(client, f"{COMMUNE}thu-tuc/?{query}")
    assert "Không có thủ tục nào khớp" in page
    assert "<b>" not in page.replace("<b></b>", "") or "muc-do=<b>" not in page


def test_exceptions_of_an_agency_hold_for_it_alone(client: Client, catalogue: World) -> None:
    PerformerException.objects.create(
        agency=catalogue.agencies["17951"],
        procedure=Procedure.objects.get(code="1.000001"),
        kind="exclude",
        reason="Quyết định phân công",
    )
    bump("catalogue")
    assert total(body(client, COMMUNE + "thu-tuc/")) == 24
    assert total(body(client, "/thu-tuc/")) == 25


def test_the_list_as_csv_is_the_list(client: Client, catalogue: World) -> None:
    answer = client.get("/thu-tuc/danh-sach.csv?linh-vuc=ho-tich")
    content = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert content.startswith("\ufeff")
    lines = list(csv.DictReader(io.StringIO(content.removeprefix("\ufeff"))))
    assert [line["linh_vuc"] for line in lines[:-1]] == ["Hộ tịch"] * 9
    assert "Nguồn" in lines[-1]["ma_thu_tuc"]


@pytest.mark.parametrize("start", "=+-@\t")
def test_no_cell_is_a_formula(start: str) -> None:
    assert safe_cell(f"{start}1+1") == f"'{start}1+1"
    assert safe_cell("Đăng ký") == "Đăng ký"


def test_a_catalogue_costs_at_most_eight_queries(client: Client, catalogue: World) -> None:
    for where in ("/thu-tuc/", f"{COMMUNE}thu-tuc/?linh-vuc=ho-tich&trang=1"):
        client.get(where)
        with CaptureQueriesContext(connection) as queries:
            client.get(where)
        assert len(queries) <= 8

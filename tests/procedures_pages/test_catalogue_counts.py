"""Counts of facets against counts made by hand, odd questions, everyday names, data files."""

import csv
import io
import json
import re
from collections import Counter
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from procedures_pages.facets import from_mask
from procedures_pages.models import CatalogueEntry, ProcedureField
from procedures_pages.services.guides import publish_guide
from tests.procedures_pages import factories
from tests.world import NEIGHBOUR, World

pytestmark = pytest.mark.django_db

LIST = f"{NEIGHBOUR}thu-tuc/"
GROUPS = ("cong-dan", "doanh-nghiep", "to-chuc")
CHANNELS = ("direct", "online", "postal")
SLUGS = {"direct": "tai-quay", "online": "truc-tuyen", "postal": "buu-chinh"}


def page_of(client: Client, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200, address
    return BeautifulSoup(response.content, "html.parser")


def codes(page: BeautifulSoup) -> list[str]:
    return [node.get_text().split()[-1] for node in page.select(".rows .code")]


def body(client: Client, address: str) -> bytes:
    response = client.get(address)
    assert response.status_code == 200, address
    streamed = getattr(response, "streaming_content", None)
    return b"".join(streamed) if streamed is not None else response.content


@pytest.fixture
def fifty(world: World) -> World:
    """Fifty procedures of a commune in three fields, for varied people and ways; three of a department."""
    names = ["Ăn", "An", "Đất", "Dạ", "Ủy", "Êm", "Ở", "Ô"]
    for number in range(50):
        factories.version(
            f"1.{number:06}",
            f"{names[number % 8]} số {number:02}",
            field=["Hộ tịch", "Đất đai", "Cư trú"][number % 3],
            groups=[group for place, group in enumerate(GROUPS) if number % (place + 2) == 0] or ["cong-dan"],
            channels=[way for place, way in enumerate(CHANNELS) if number % (place + 1) == 0],
            online_level=["full", "partial", "none", "unknown"][number % 4],
            later=True,
        )
    for number in range(3):
        factories.version(
            f"2.{number:06}", f"Việc của sở {number}", performer=factories.DEPARTMENT_BODY, later=True
        )
    factories.list_all()
    return world


@pytest.mark.parametrize(
    "query", ["", "?linh-vuc=ho-tich", "?cach-nop=truc-tuyen&doi-tuong=doanh-nghiep", "?muc-do=toan-trinh"]
)
def test_a_facet_counts_what_each_of_its_values_would_leave(client: Client, fifty: World, query: str) -> None:
    """Every count is compared with a count made by hand, and with the list that its link leads to."""
    asked = {key: values[0] for key, values in parse_qs(query.removeprefix("?")).items()}
    rows = [
        {
            "linh-vuc": {entry.field.slug if entry.field else ""},
            "doi-tuong": set(from_mask(entry.audience_mask, GROUPS)),
            "cach-nop": {SLUGS[way] for way in from_mask(entry.channel_mask, CHANNELS)},
            "muc-do": {
                {"full": "toan-trinh", "partial": "mot-phan", "none": "chua-truc-tuyen"}.get(
                    entry.online_level, "chua-xac-dinh"
                )
            },
        }
        for entry in CatalogueEntry.objects.filter(performer_class="ubnd-xa").select_related("field")
    ]
    seen = 0
    for facet in page_of(client, LIST + query).select("details.facet"):
        for link in facet.select("a:has(.num)"):
            target = {k: v[0] for k, v in parse_qs(urlsplit(str(link["href"])).query).items()}
            changed = set(target.items()) ^ set(asked.items())
            key = next(iter(changed))[0]
            value = target.get(key) or asked[key]
            others = {name: wanted for name, wanted in asked.items() if name != key}
            expected = sum(
                value in row[key] and all(wanted in row[name] for name, wanted in others.items())
                for row in rows
            )
            shown = int(re.sub(r"\D", "", link.select(".num")[0].get_text()))
            assert shown == expected, (key, value)
            seen += 1
    assert seen >= 8


def test_a_value_that_nobody_knows_gives_an_empty_list_with_a_way_back(client: Client, fifty: World) -> None:
    for query in (
        "?linh-vuc=khong-co",
        "?muc-do=9&doi-tuong=x",
        "?q=zzzz",
        "?chu-cai=%20%23",
        "?linh-vuc=a&linh-vuc=b",
    ):
        page = page_of(client, LIST + query)
        assert codes(page) == [], query
        assert page.select(".empty"), query
    assert len(codes(page_of(client, LIST + "?linh-vuc=&q="))) == 20


def test_long_and_odd_questions_are_answered(client: Client, fifty: World) -> None:
    for query in (
        "q=" + "a" * 3_900,
        "q=%27%22%3C%25",
        "q=1.0000%5B",
        "linh-vuc=" + "b" * 3_000,
        "q=%F0%9F%8F%A0",
    ):
        assert client.get(f"{LIST}?{query}").status_code == 200, query[:30]


def test_the_list_is_searched_by_name_without_marks_by_code_and_by_everyday_name(
    client: Client, world: World
) -> None:
    found = factories.version("1.000001", "Đăng ký khai sinh")
    factories.version("1.000002", "Đăng ký khai tử")
    publish_guide(
        found.procedure,
        "vi",
        {"summary": "Ghi việc sinh", "everyday_names": ["giấy cho em bé"]},
        role="kiem-thu",
    )
    for query in ("khai sinh", "dang ky sinh", "1.000001", "giay cho em be", "ĐĂNG KÝ KHAI SINH"):
        response = client.get(LIST, {"q": query})
        assert codes(BeautifulSoup(response.content, "html.parser")) == ["1.000001"], query


def test_a_list_costs_at_most_eight_queries_and_no_more_when_it_is_longer(
    client: Client, fifty: World
) -> None:
    def cost(query: str) -> int:
        client.get(LIST + query)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(LIST + query).status_code == 200
        return len(asked)

    queries = ("", "?trang=3", "?linh-vuc=ho-tich&q=so", "?chu-cai=a")
    before = [cost(query) for query in queries]
    assert max(before) <= 8
    for number in range(60, 90):
        factories.version(f"1.{number:06}", f"An số {number}", later=True)
    factories.list_all()
    assert [cost(query) for query in queries] == before


def test_data_files_hold_the_list_as_it_is_filtered_and_say_that_it_is_a_demonstration(
    client: Client, fifty: World, settings: Any
) -> None:
    settings.PORTAL_DEMO = True
    raw = body(client, f"{LIST}danh-sach.csv?linh-vuc=ho-tich&trang=99")
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    expected = CatalogueEntry.objects.filter(performer_class="ubnd-xa", field__slug="ho-tich").count()
    assert len(rows) == expected + 2
    assert "BẢN TRÌNH DIỄN – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ" in rows[-1][0]
    data = json.loads(body(client, f"{LIST}danh-sach.json?linh-vuc=ho-tich"))
    assert [row["ma_thu_tuc"] for row in data["thu_tuc"]] == [row[0] for row in rows[1:-1]]
    assert "BẢN TRÌNH DIỄN" in data["thong_bao"]
    book = load_workbook(io.BytesIO(body(client, f"{LIST}danh-sach.xlsx?linh-vuc=ho-tich")))
    cells = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert [row[0] for row in cells] == [row[0] for row in rows]


def test_no_cell_of_a_data_file_is_a_formula(client: Client, world: World) -> None:
    factories.version(name='=HYPERLINK("http://x.example","bấm")')
    ProcedureField.objects.update(name="@lĩnh vực")
    rows = list(csv.reader(io.StringIO(body(client, f"{LIST}danh-sach.csv").decode("utf-8-sig"))))
    assert rows[1][1].startswith("'=HYPERLINK")
    assert rows[1][2] == "'@lĩnh vực"
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    book = load_workbook(io.BytesIO(body(client, f"{LIST}danh-sach.xlsx")))
    assert Counter(cell.data_type for row in book.worksheets[0].iter_rows() for cell in row)["f"] == 0

"""The results page: scopes, filters, paging, what it says, and what it costs."""

import re
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.search.things import REAL_NAMES, Thing, Things
from tests.world import COMMUNE, World

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def page(world: World, things: Things, client: Client) -> Things:
    """A province with things to find."""
    things.add(*REAL_NAMES)
    return things


def titles(client: Client, query: str) -> list[str]:
    text = client.get(f"/tim-kiem/?{query}").content.decode()
    found = re.findall(r'<h3><a href="/thing/\d+/">(.*?)</a></h3>', text)
    return [re.sub(r"</?mark>", "", title) for title in found]


def test_the_exact_procedure_comes_first_and_is_marked(page: Things, client: Client) -> None:
    answer = client.get("/tim-kiem/", {"q": "khai tu"}).content.decode()
    assert "<mark>khai tử</mark>" in answer
    assert titles(client, "q=khai+tu")[0] == "Thủ tục đăng ký khai tử"


def test_names_are_escaped_before_they_are_marked(page: Things, client: Client) -> None:
    page.add("Thử <script>alert(1)</script> khai sinh & tử")
    answer = client.get("/tim-kiem/", {"q": "thu script khai sinh"}).content.decode()
    assert "<script>alert" not in answer
    assert "&lt;<mark>script</mark>&gt;" in answer


def test_what_is_no_longer_public_is_not_shown_even_if_the_index_still_has_it(
    page: Things, client: Client
) -> None:
    gone = next(pk for pk, thing in page.live.items() if thing.name == "Tách hộ")
    assert titles(client, "q=tach+ho")[0] == "Tách hộ"
    del page.live[gone]
    assert "Tách hộ" not in titles(client, "q=tach+ho")


def test_a_commune_searches_its_own_level_unless_the_whole_province_is_asked_for(
    page: Things, client: Client
) -> None:
    page.add(Thing("Cấp phép hội chợ tỉnh", scopes=frozenset({"so-cong-thuong"})))
    own = client.get(f"{COMMUNE}tim-kiem/", {"q": "hội chợ"}).content.decode()
    whole = client.get(f"{COMMUNE}tim-kiem/", {"q": "hội chợ", "pham-vi": "tinh"}).content.decode()
    assert "Cấp phép" not in re.sub(r"</?mark>", "", own)
    assert "Cấp phép hội chợ tỉnh" in re.sub(r"</?mark>", "", whole)
    assert "pham-vi=tinh" in own


def test_counts_of_a_facet_ignore_its_own_choice(page: Things, client: Client) -> None:
    page.add(
        Thing("Đăng ký giải thi đấu cờ", facets={"doi-tuong": ["cong-dan"], "muc-do": ["toan-trinh"]}),
        Thing("Đăng ký giải thi đấu bóng", facets={"doi-tuong": ["to-chuc"], "muc-do": ["toan-trinh"]}),
        Thing("Đăng ký giải thi đấu vật", facets={"doi-tuong": ["to-chuc"], "muc-do": ["chua-truc-tuyen"]}),
    )
    context = client.get("/tim-kiem/", {"q": "giải thi đấu", "doi-tuong": "to-chuc"}).context
    counts = {
        facet.title: {value.label: (value.count, value.current) for value in facet.values}
        for facet in context["facets"]
    }
    assert counts["Ai làm"] == {"Người dân": (1, False), "Tổ chức khác": (2, True)}
    assert counts["Làm trên mạng"] == {"Toàn trình": (1, False), "Chưa nộp trực tuyến được": (1, False)}
    assert context["total"] == 2


def test_a_repaired_query_says_so_and_offers_the_literal_one(page: Things, client: Client) -> None:
    context = client.get("/tim-kiem/", {"q": "ddawng kys tajm trus"}).context
    assert context["corrected"] == "đăng ký tạm trú"
    assert "dung=1" in context["literal_url"]
    literal = client.get("/tim-kiem/", {"q": "ddawng kys tajm trus", "dung": "1"}).context
    assert literal["corrected"] == ""


def test_pages_past_the_last_are_404(page: Things, client: Client) -> None:
    page.add(*(f"Cấp phép lễ hội số {number}" for number in range(1, 24)))
    query = {"q": "cấp phép lễ hội"}
    assert client.get("/tim-kiem/", query | {"trang": "3"}).status_code == 200
    for number in ("0", "99", "x", "-1"):
        assert client.get("/tim-kiem/", query | {"trang": number}).status_code == 404
    assert client.get("/tim-kiem/", {"trang": "2"}).status_code == 404
    assert client.get("/tim-kiem/gi-do/").status_code == 404


def test_nothing_found_offers_other_ways(page: Things, client: Client) -> None:
    answer = client.get(f"{COMMUNE}tim-kiem/", {"q": "zzzz qqqq"}).content.decode()
    assert "Không tìm thấy gì cho “zzzz qqqq”" in answer
    assert "pham-vi=tinh" in answer


def test_a_results_page_costs_at_most_six_queries(
    page: Things, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/tim-kiem/", {"q": "khai sinh"})
    for query in ("khai sinh", "đăng ký", "zzz qqq", "1.000012"):
        with django_assert_max_num_queries(6):
            assert client.get("/tim-kiem/", {"q": query}).status_code == 200


def test_the_page_without_a_query_searches_nothing(page: Things, client: Client, tmp_path: Path) -> None:
    answer = client.get("/tim-kiem/")
    assert answer.status_code == 200
    assert answer.context["total"] == 0

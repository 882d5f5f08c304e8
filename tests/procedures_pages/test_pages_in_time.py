"""Procedures in time and in two languages: addresses, what changed, what is announced, what an edit does."""

import re
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from portal.core.clock import today
from portal.core.translations import translate
from portal.editorial.services import publish_page
from portal.publication.models import PublicationEntry
from procedures_pages.models import CodeAlias, DecisionItem, LocalFields, PerformerException, ProcedureGuide
from procedures_pages.services.guides import publish_guide
from tests.procedures_pages import factories
from tests.world import DEPARTMENT, World
from tests.world import NEIGHBOUR as COMMUNE

pytestmark = pytest.mark.django_db

PAGE = "thu-tuc/1.000001/dang-ky-khai-sinh/"


def text_of(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    streamed = getattr(response, "streaming_content", None)
    body = b"".join(streamed) if streamed is not None else response.content
    return body.decode()


def everything_public(client: Client) -> str:
    """All that a visitor can read about procedures, at one commune and at the province."""
    parts = []
    for home in ("/", COMMUNE):
        for tail in ("", "?q=khai+sinh", "danh-sach.csv", "danh-sach.json", "1.000001/dang-ky-khai-sinh/"):
            parts.append(text_of(client, f"{home}thu-tuc/{tail}"))
        for tail in ("lich-su/", "giay-to/", "du-lieu.json"):
            parts.append(text_of(client, f"{home}{PAGE}{tail}"))
        parts.append(text_of(client, home))
    return "\n".join(parts)


@pytest.mark.parametrize("tail", ["1.000001/", "1.000001/ten-sai/", "1.000001.000.00.00.H40/", "1000001/"])
def test_another_name_or_another_form_of_the_code_leads_to_the_one_address(
    client: Client, world: World, tail: str
) -> None:
    factories.version()
    response = client.get(f"{COMMUNE}thu-tuc/{tail}?truong-hop=a")
    assert (response.status_code, response["Location"]) == (301, f"{COMMUNE}{PAGE}?truong-hop=a")


def test_a_procedure_whose_public_term_is_over_says_what_stands_in_its_place(
    client: Client, world: World
) -> None:
    found = factories.version()
    now = factories.version("1.000002", "Đăng ký khai sinh lưu động", national_id=None)
    type(found).objects.filter(pk=found.pk).update(public_until=today())
    assert "Đã hết thời hạn công khai" in text_of(client, f"{COMMUNE}{PAGE}", 410)
    found.procedure.replaced_by = now.procedure
    found.procedure.save()
    said = text_of(client, f"{COMMUNE}{PAGE}", 410)
    assert f'href="{COMMUNE}thu-tuc/1.000002/{now.slug}/"' in said
    assert "Đăng ký khai sinh lưu động" in said
    assert client.get(f"{COMMUNE}thu-tuc/1.999999/").status_code == 404


def test_an_old_code_leads_to_the_procedure_of_today(client: Client, world: World) -> None:
    found = factories.version()
    CodeAlias.objects.create(code="BTP-123", kind="old", procedure=found.procedure)
    response = client.get(f"{COMMUNE}thu-tuc/BTP-123/")
    assert (response.status_code, response["Location"]) == (301, COMMUNE + PAGE)


def test_an_unknown_code_is_404_and_offers_the_codes_and_names_that_are_near(
    client: Client, world: World
) -> None:
    factories.version()
    for tail in ("1.000002/", "9.999999/dang-ky-khai-sinh/", "khai-sinh/"):
        page = text_of(client, f"{COMMUNE}thu-tuc/{tail}", 404)
        assert f'href="{COMMUNE}{PAGE}"' in page, tail
    assert PAGE not in text_of(client, f"{COMMUNE}thu-tuc/1.000001-Xoa/xay-nha/", 404).split("Có phải")[0]


def test_a_repealed_procedure_says_what_replaced_it(client: Client, world: World) -> None:
    old = factories.version(name="Đăng ký khai sinh")
    new = factories.version("1.000009", "Đăng ký khai sinh điện tử", papers=["Tờ khai mới"])
    old.procedure.replaced_by = new.procedure
    old.procedure.save()
    repeal = factories.decision("99/QĐ-BTP")
    DecisionItem.objects.create(decision=repeal, procedure=old.procedure, kind="repealed", closes=old)
    factories.ends(old, date(2026, 6, 1))
    page = text_of(client, COMMUNE + PAGE)
    assert "không còn áp dụng từ ngày 01/06/2026" in page
    assert "99/QĐ-BTP" in page
    assert f'href="{COMMUNE}thu-tuc/1.000009/dang-ky-khai-sinh-dien-tu/"' in page
    assert "Đã hết hiệu lực" in text_of(client, f"{COMMUNE}{PAGE}lich-su/")
    assert client.get(f"{COMMUNE}{PAGE}giay-to/").status_code == 301
    assert PAGE not in text_of(client, f"{COMMUNE}thu-tuc/")


def test_a_version_to_come_is_announced_by_its_day_alone_and_takes_over_at_midnight(
    client: Client, world: World
) -> None:
    with time_machine.travel("2026-10-31T16:59:00+00:00", tick=False):  # 23:59 in Việt Nam
        factories.version(effective_from=date(2026, 1, 1))
        factories.version(
            name="Đăng ký khai sinh",
            number="77/QĐ-BTP",
            effective_from=date(2026, 11, 1),
            papers=["Giấy của BẢN-MỚI"],
        )
        public = everything_public(client)
        assert "BẢN-MỚI" not in public
        page = text_of(client, COMMUNE + PAGE)
        assert "Sắp thay đổi từ Chủ nhật, ngày 01/11/2026" in page
        assert "77/QĐ-BTP" in page
        assert "Phần thay đổi: Giấy tờ." in page
        assert "Đổi từ 01/11" in text_of(client, f"{COMMUNE}thu-tuc/")
    with time_machine.travel("2026-10-31T17:00:00+00:00", tick=False):  # 00:00
        page = text_of(client, COMMUNE + PAGE)
        assert "Giấy của BẢN-MỚI" in page
        assert "Sắp thay đổi" not in page
        history = text_of(client, f"{COMMUNE}{PAGE}lich-su/")
        assert "<ins>Giấy của BẢN-MỚI" in history
        assert "<del>Tờ khai đăng ký khai sinh" in history


def test_an_agency_without_the_procedure_sends_on_to_the_province(client: Client, world: World) -> None:
    found = factories.version()
    response = client.get(DEPARTMENT + PAGE)
    assert (response.status_code, response["Location"]) == (302, "/" + PAGE)
    reason = {"reason": "Quyết định phân cấp"}
    PerformerException.objects.create(
        agency=world.agencies["40-STP"], procedure=found.procedure, kind="include", **reason
    )
    PerformerException.objects.create(
        agency=world.agencies["17951"], procedure=found.procedure, kind="exclude", **reason
    )
    assert client.get(DEPARTMENT + PAGE).status_code == 200
    assert client.get(COMMUNE + PAGE).status_code == 302
    assert PAGE not in text_of(client, f"{COMMUNE}thu-tuc/")


def test_a_page_costs_at_most_six_queries_with_everything_it_can_show(client: Client, world: World) -> None:
    found = factories.version(effective_from=date(2026, 1, 1))
    factories.version(number="77/QĐ-BTP", effective_from=date(2199, 1, 1), papers=["Khác"])
    publish_guide(found.procedure, "vi", {"summary": "Ghi việc sinh"}, role="kiem-thu")
    LocalFields.objects.create(agency=world.agencies["17951"], procedure=found.procedure, place="Quầy 2")
    for tail in ("", "giay-to/", "lich-su/", "du-lieu.json"):
        client.get(COMMUNE + PAGE + tail)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(COMMUNE + PAGE + tail).status_code == 200
        assert len(asked) <= 6, (tail, [query["sql"][:120] for query in asked])


def test_cases_are_links_and_each_shows_its_own_papers(client: Client, world: World) -> None:
    found = factories.version(
        cases={"Trường hợp cấp mới": ["Đơn cấp mới"], "Trường hợp cấp lại": ["Đơn cấp lại"]}
    )
    second = found.document.data["cases"][1]["key"]
    first_page = text_of(client, COMMUNE + PAGE)
    assert "Đơn cấp mới" in first_page
    assert "Đơn cấp lại" not in first_page
    assert f"truong-hop={second}" in first_page
    sheet = text_of(client, f"{COMMUNE}{PAGE}giay-to/?truong-hop={second}")
    assert "Đơn cấp lại" in sheet
    assert "Đơn cấp mới" not in sheet
    assert "Không có trường hợp này" in text_of(client, f"{COMMUNE}{PAGE}giay-to/?truong-hop=xyz")


def test_headings_of_one_dossier_are_not_offered_as_cases(client: Client, world: World) -> None:
    factories.version(
        cases={"* Giấy tờ phải nộp:": ["Giấy chứng sinh"], "* Giấy tờ phải xuất trình:": ["Thẻ căn cước"]}
    )
    page = text_of(client, COMMUNE + PAGE)
    assert "Giấy chứng sinh" in page
    assert "Thẻ căn cước" in page
    assert "truong-hop=" not in page
    assert "Cho xem rồi mang về" in page


@pytest.fixture
def english(world: World) -> Locale:
    """The province's home and its catalogue in English."""
    locale = Locale.objects.get_or_create(language_code="en")[0]
    for page, title in ((world.homes["40"], "Nghệ An Province"), (world.page("40", "thu-tuc"), "Procedures")):
        translated = translate(page, locale, {"title": title})
        assert translated is not None
        publish_page(translated, actor_role="kiem-thu")
    return locale


def test_english_shows_the_guide_and_marks_the_law_as_vietnamese(client: Client, english: Locale) -> None:
    found = factories.version()
    other = factories.version("1.000002", "Đăng ký khai tử")
    for language, texts in (
        ("vi", {"summary": "Ghi việc sinh"}),
        ("en", {"name": "Birth registration", "summary": "Records a birth"}),
    ):
        publish_guide(found.procedure, language, texts, role="kiem-thu")
    page = text_of(client, "/en/" + PAGE)
    assert "<h1>Birth registration</h1>" in page
    assert re.search(r'lang="vi"[^>]*>\s*<li>Đối tượng cong-dan', page)
    assert 'hreflang="vi" href="/thu-tuc/1.000001' in page.replace("http://localhost", "")
    catalogue = text_of(client, "/en/thu-tuc/")
    assert "Birth registration" in catalogue
    assert other.procedure.code not in catalogue
    untranslated = text_of(client, "/en/thu-tuc/1.000002/dang-ky-khai-tu/")
    assert "noindex" in untranslated
    assert 'href="/thu-tuc/1.000002/dang-ky-khai-tu/"' in untranslated
    assert 'hreflang="en"' not in text_of(client, "/thu-tuc/1.000002/dang-ky-khai-tu/")


def test_a_withdrawn_version_is_gone_at_once(client: Client, world: World) -> None:
    found = factories.version()
    assert client.get(COMMUNE + PAGE).status_code == 200
    found.unpublish()
    assert client.get(COMMUNE + PAGE).status_code == 404
    assert PAGE not in text_of(client, f"{COMMUNE}thu-tuc/")


def test_a_guide_that_a_person_publishes_or_withdraws_is_logged_and_shown_at_once(
    client: Client, world: World, admin_user: Any
) -> None:
    found = factories.version()
    assert client.get(f"{COMMUNE}thu-tuc/").status_code == 200
    guide = ProcedureGuide(procedure=found.procedure, locale=Locale.get_default(), live=False)
    guide.summary = "Ghi việc một em bé ra đời"
    guide.save()
    guide.save_revision(user=admin_user).publish(user=admin_user)
    assert guide.summary in text_of(client, f"{COMMUNE}thu-tuc/")
    lines = PublicationEntry.objects.filter(object_type="procedures_pages.procedureguide")
    assert [line.act for line in lines.order_by("sequence")] == ["appeared"]
    ProcedureGuide.objects.get().unpublish()
    assert guide.summary not in text_of(client, f"{COMMUNE}thu-tuc/")
    assert [line.act for line in lines.order_by("sequence")] == ["appeared", "withdrawn"]

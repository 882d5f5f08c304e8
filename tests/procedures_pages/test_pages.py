"""Procedure pages: which version is shown, what stays hidden, and where every other address leads."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.core.clock import today
from procedures_pages import gateway
from procedures_pages.importers.run import import_procedures
from procedures_pages.models import (
    AnnouncingDecision,
    GatewayTemplate,
    LocalFields,
    Paper,
    Procedure,
    ProcedureVersion,
)
from procedures_pages.services import publishing
from procedures_pages.services.guides import publish_guide
from tests.procedures_pages import source_rows as rows
from tests.world import DEPARTMENT, World
from tests.world import NEIGHBOUR as COMMUNE

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

CODE = "1.000001"
CANARY = "Giấy tờ bí mật của bản nháp"
Source = Callable[..., None]


@pytest.fixture
def source(world: World, tmp_path: Path) -> Source:
    """Writes lines into one file, which each call replaces, and imports it."""

    def write_and_import(*lines: Any) -> None:
        report = import_procedures([rows.write_lines(tmp_path / "export.jsonl", *lines)])
        assert not report.plan.refused, report.plan.refused

    return write_and_import


def version(code: str = CODE) -> ProcedureVersion:
    return ProcedureVersion.objects.filter(procedure__code=code).latest("pk")


def address(site: str = "/", code: str = CODE) -> str:
    return f"{site}thu-tuc/{code}/{version(code).slug}/"


def text(client: Client, where: str, status: int = 200) -> str:
    answer = client.get(where)
    assert answer.status_code == status, where
    return answer.content.decode()


def test_a_procedure_is_shown_on_every_site_that_performs_it_and_written_once(
    client: Client, source: Source
) -> None:
    source(rows.line())
    for site in ("/", COMMUNE):
        page = text(client, address(site))
        assert version().short_name in page
        assert f"Mã {CODE}" in page
    elsewhere = client.get(address(DEPARTMENT))
    assert (elsewhere.status_code, elsewhere["Location"]) == (302, address())
    assert ProcedureVersion.objects.count() == 1


def test_a_wrong_slug_or_none_or_an_old_code_leads_to_the_address(client: Client, source: Source) -> None:
    source(rows.line())
    for tail in (f"{CODE}/", f"{CODE}/sai-ten/"):
        answer = client.get(f"{COMMUNE}thu-tuc/{tail}")
        assert (answer.status_code, answer["Location"]) == (301, address(COMMUNE))
    answer = client.get(f"/thu-tuc/{CODE}.000.00.00.H40/")
    assert (answer.status_code, answer["Location"]) == (301, address())


def test_an_unknown_code_is_not_found_and_names_codes_that_look_alike(client: Client, source: Source) -> None:
    source(rows.line())
    page = text(client, "/thu-tuc/1.000002/", 404)
    assert CODE in page


def test_a_draft_shows_nowhere(client: Client, source: Source) -> None:
    """A draft of a live version, and the rows of a version that never was public."""
    source(rows.line(), rows.line("1.000009", name="Thủ tục chưa công khai"))
    live = version()
    live.name = CANARY
    live.save_revision()
    hidden = version("1.000009")
    with transaction.atomic():
        hidden.unpublish()
    Paper.objects.filter(case__version=hidden).update(name=CANARY)
    places = [
        "/",
        "/thu-tuc/",
        address(),
        address() + "giay-to/",
        address() + "lich-su/",
        address() + "du-lieu.json",
        "/thu-tuc/danh-sach.csv",
        "/thu-tuc/danh-sach.json",
        COMMUNE + "thu-tuc/",
        "/tim-kiem/?q=bi+mat",
    ]
    for place in places:
        answer = client.get(place)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        assert answer.status_code == 200, place
        assert CANARY not in body.decode(), place
        assert "chưa công khai" not in body.decode(), place
    assert client.get("/thu-tuc/1.000009/").status_code == 404


def future_version(begins: date) -> ProcedureVersion:
    """A second version of the procedure, by another decision, from a stated day."""
    procedure = Procedure.objects.get(code=CODE)
    decision = AnnouncingDecision.objects.create(
        number="99/QĐ-BTP", issuer="Bộ Tư pháp", signed_on=date(2026, 1, 5)
    )
    coming = ProcedureVersion(
        procedure=procedure,
        decision=decision,
        name="Thủ tục theo quyết định mới",
        field=version().field,
        effective_from=begins,
        effective_basis="stated",
        live=False,
    )
    coming.performers = [
        type(row)(role=row.role, name=row.name, performer_class=row.performer_class)
        for row in version().performers.all()
    ]
    coming.save()
    coming.save_revision().publish()
    return coming


def test_a_version_to_come_is_announced_and_switches_at_midnight(
    client: Client, source: Source, time_machine: Any
) -> None:
    source(rows.line())
    old = address()
    future_version(today() + timedelta(days=3))
    page = text(client, old)
    assert "Sắp thay đổi từ" in page
    assert "quyết định mới" not in page
    time_machine.move_to(f"{today() + timedelta(days=2)}T23:59:59+07:00", tick=False)
    assert "quyết định mới" not in text(client, old)
    time_machine.move_to(f"{today() + timedelta(days=1)}T00:00:00+07:00", tick=False)
    answer = client.get(old)
    assert answer.status_code == 301
    assert "Theo quyết định mới" in text(client, answer["Location"])
    assert "Theo quyết định mới" in text(client, "/thu-tuc/")


def test_the_history_lists_every_version_with_its_days(client: Client, source: Source) -> None:
    source(rows.line())
    begins = today() + timedelta(days=3)
    future_version(begins)
    page = text(client, f"/thu-tuc/{CODE}/{ProcedureVersion.objects.earliest('pk').slug}/lich-su/")
    assert "99/QĐ-BTP" in page
    assert f"{begins:%d/%m/%Y}" in page
    assert "Nguồn không nêu ngày hiệu lực" in page
    assert "Sắp áp dụng" in page


def test_a_repealed_procedure_says_what_to_do_now(client: Client, source: Source) -> None:
    source(rows.line(), rows.line("1.000002", name="Thủ tục thay thế"))
    old = address()
    ended = version()
    ProcedureVersion.objects.filter(pk=ended.pk).update(effective_to=today())
    Procedure.objects.filter(code=CODE).update(replaced_by=Procedure.objects.get(code="1.000002"))
    publishing.version_published(version("1.000002"))
    page = text(client, old)
    assert f"không còn áp dụng từ ngày {today():%d/%m/%Y}" in page
    assert address("/", "1.000002") in page


def test_local_fields_need_confirming_when_another_version_is_in_force(
    client: Client, source: Source, world: World
) -> None:
    source(rows.line())
    local = LocalFields.objects.create(
        agency=world.agencies["17951"],
        procedure=version().procedure,
        confirmed_version=version(),
        place="Quầy số 2",
        live=True,
    )
    page = text(client, address(COMMUNE))
    assert "Quầy số 2" in page
    assert "Cần xác nhận" not in page
    assert "Quầy số 2" not in text(client, address())
    LocalFields.objects.filter(pk=local.pk).update(confirmed_version=None)
    assert "Cần xác nhận" in text(client, address(COMMUNE))
    LocalFields.objects.filter(pk=local.pk).update(live=False)
    assert "Quầy số 2" not in text(client, address(COMMUNE))


def test_the_explanation_stands_apart_from_the_published_text(client: Client, source: Source) -> None:
    source(rows.line())
    with transaction.atomic():
        publish_guide(
            version().procedure, "vi", {"summary": "Làm giấy cho con", "who": "Cha hoặc mẹ"}, role="thu"
        )
    page = text(client, address())
    assert "Giải thích dễ hiểu" in page
    assert "Không thay thế nội dung công bố" in page
    assert page.index("Cha hoặc mẹ") < page.index('id="giay-to"')


def test_the_data_of_a_page_is_its_document(client: Client, source: Source) -> None:
    source(rows.line())
    found = json.loads(client.get(address() + "du-lieu.json").content)
    assert "Cổng Dịch vụ công quốc gia" in found.pop("thong_bao")
    assert found == version().document.data


def test_a_procedure_costs_the_same_queries_everywhere(client: Client, source: Source) -> None:
    source(rows.line())
    for where in (address(), address(COMMUNE)):
        client.get(where)
        with CaptureQueriesContext(connection) as queries:
            client.get(where)
        assert len(queries) <= 6, "\n".join(query["sql"][:150] for query in queries)


def test_links_take_the_uuid_first_and_the_code_as_a_fallback(client: Client, source: Source) -> None:
    source(rows.line())
    call_command("seed", only="gateway")
    gateway.forget()
    # Only where the source says that it can be done online.
    assert "Nộp trực tuyến<small>" not in text(client, address())
    methods = [{"method": "Trực tuyến", "time": "5 Ngày làm việc", "fee": "", "note": ""}]
    source(rows.line(methods=methods))
    procedure = version().procedure
    for uuid, wanted in (
        (None, f"keyword={CODE}"),
        ("019d2bfd-3fe0-70ac-b9d6-5e9e20d6eef7", "formalityId=019d2bfd"),
    ):
        Procedure.objects.filter(pk=procedure.pk).update(national_id=uuid)
        page = text(client, address())
        assert wanted in page
        assert "Mở dichvucong.gov.vn" in page
        assert "Nộp trực tuyến<small>" in page


def test_a_link_template_that_ended_is_used_no_more(client: Client, source: Source) -> None:
    source(rows.line())
    GatewayTemplate.objects.create(
        action="track",
        label="Cổng cũ",
        url_template="https://cu.example.vn/{code}",
        order=1,
        valid_to=today(),
    )
    GatewayTemplate.objects.create(
        action="track", label="Cổng mới", url_template="https://moi.example.vn/{code}", order=2
    )
    page = text(client, address())
    assert "cu.example.vn" not in page
    assert f"https://moi.example.vn/{CODE}" in page

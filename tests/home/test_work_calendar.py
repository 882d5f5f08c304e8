"""The page of the working-day calendar: which days, why, and when a term ends; all without JavaScript."""

from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.core import clock_file
from portal.core.calendar_file import load
from portal.core.models import CalendarDay
from tests.world import COMMUNE, World

pytestmark = pytest.mark.django_db
PAGE = "/lich-lam-viec/"


@pytest.fixture
def citizen(world: World) -> Any:
    load()
    clock_file.load()
    with time_machine.travel("2026-11-22 08:00 +0700", tick=False):
        yield Client()


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_every_day_stands_with_its_reason_and_its_notice(citizen: Client) -> None:
    page = text_of(citizen, PAGE)
    assert "thứ Ba, ngày 24/11/2026" in page
    assert "Ngày Văn hóa Việt Nam" in page
    assert "Văn bản 12729/VPCP-KGVX" in page
    assert "Làm bù" in page
    assert "01/01/2025" not in page, "earlier years stand in the file"


def test_days_without_a_notice_are_marked(citizen: Client) -> None:
    page = text_of(citizen, PAGE)
    assert page.count("tạm tính</span>") == 12
    CalendarDay.objects.update(status="official")
    assert "tạm tính</span>" not in text_of(citizen, PAGE)


@pytest.mark.parametrize(
    ("query", "end"),
    [
        ("nhan=2026-11-20&so=2&don-vi=lv", "thứ Tư, ngày 25/11/2026"),
        ("nhan=20/11/2026&so=2&don-vi=lv", "thứ Tư, ngày 25/11/2026"),
        ("nhan=2027-02-03&so=5&don-vi=lv", "thứ Tư, ngày 17/02/2027"),
        ("nhan=2026-11-30&so=7&don-vi=lv&chieu=truoc", "thứ Tư, ngày 18/11/2026"),
        ("nhan=2026-11-23&gio=15:00&quy-tac=trong-ngay-15-gio", "thứ Tư, ngày 25/11/2026"),
        ("nhan=2026-11-23&gio=14:59&quy-tac=trong-ngay-15-gio", "thứ Hai, ngày 23/11/2026"),
        ("nhan=2026-11-20&gio=09:30&so=8&don-vi=gio", "17 giờ 30, thứ Sáu, ngày 20/11/2026"),
    ],
)
def test_a_term_is_counted_and_explained(citizen: Client, query: str, end: str) -> None:
    page = text_of(citizen, f"{PAGE}?{query}")
    assert f"<b>{end}</b>" in page
    assert "Ngày này tính thế nào" in page


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("nhan=&so=5&don-vi=lv", "Ghi ngày nhận"),
        ("nhan=hom-qua&so=5&don-vi=lv", "Ghi ngày nhận"),
        ("nhan=2026-11-20&so=nam&don-vi=lv", "Ghi thời hạn bằng một con số"),
        ("nhan=2026-11-20&so=99999&don-vi=lv", "Ghi thời hạn bằng một con số"),
        ("nhan=2026-11-20&so=5&don-vi=x", "Ghi thời hạn bằng một con số"),
        ("nhan=2026-11-20&gio=25:99&so=5&don-vi=lv", "Ghi giờ nhận"),
        ("nhan=2026-11-20&quy-tac=khong-co", "Chọn một việc"),
        ("nhan=9999-12-30&so=5&don-vi=lv", "xa quá"),
        ("nhan=0001-01-01&so=5&don-vi=lv&chieu=truoc", "xa quá"),
    ],
)
def test_what_cannot_be_counted_is_said_at_its_field(citizen: Client, query: str, words: str) -> None:
    page = text_of(citizen, f"{PAGE}?{query}")
    assert words in page
    assert "Chậm nhất hết" not in page


def test_the_days_are_there_as_a_file(citizen: Client, settings: Any) -> None:
    settings.PORTAL_DEMO = False
    response = citizen.get(PAGE + "lich.csv")
    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "ngay,loai,ten,can_cu,trang_thai"
    assert "2026-11-24,nghi,Ngày Văn hóa Việt Nam,Ngày nghỉ mới từ 2026,chính thức" in lines
    assert len(lines) == 1 + CalendarDay.objects.count()
    settings.PORTAL_DEMO = True
    response = citizen.get(PAGE + "lich.csv")
    assert "TRÌNH DIỄN" in response.content.decode("utf-8-sig").splitlines()[0]
    assert "trinh-dien-" in response["Content-Disposition"]


def test_a_day_off_of_one_commune_stands_not_on_the_provinces_page(citizen: Client) -> None:
    CalendarDay.objects.create(day="2026-12-07", kind="closed", name="Lễ hội", basis="x", scope="17950")
    assert "Lễ hội" not in text_of(citizen, PAGE)
    assert citizen.get(COMMUNE + "lich-lam-viec/").status_code == 404


def test_the_page_costs_at_most_six_queries(citizen: Client) -> None:
    for address in (PAGE, f"{PAGE}?nhan=2026-11-20&so=5&don-vi=lv"):
        citizen.get(address)
        with CaptureQueriesContext(connection) as captured:
            citizen.get(address)
        assert len(captured) <= 6, [query["sql"] for query in captured.captured_queries]

"""Royalty lists: drawn up without reposts, reckoned by the province's table, approved by a second person."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from home.royalty import services
from home.royalty.models import Rate, RateTable, RoyaltyLine, RoyaltyList, amount
from portal.core import clock
from portal.core.models import AuditEntry
from portal.editorial.services import unpublish
from tests.home.news.stories import article
from tests.people import person, signed_in
from tests.world import World

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
LISTS = "/admin/nhuan-but/"


def table(from_day: date = date(2026, 1, 1), unit: int = 234_000) -> RateTable:
    found = RateTable.objects.create(from_day=from_day, decision="QĐ 12/2026/QĐ-UBND", unit_value=unit)
    Rate.objects.create(table=found, kind="tin", least=Decimal("1"), most=Decimal("3"))
    Rate.objects.create(table=found, kind="bai", least=Decimal("3"), most=Decimal("10"))
    return found


def october(world: World) -> None:
    """Two own articles, one repost, one of another agency, one of November."""
    with time_machine.travel(datetime(2026, 10, 12, 9, 0, tzinfo=clock.ZONE)):
        article(world, "=HYPERLINK(1) Tin của xã", byline="Nguyễn Thị Mẫu", unit="Văn phòng")
        article(world, "Bài dài", body=[("paragraph", "<p>" + "chữ " * 500 + "</p>")])
        article(world, "Tin đăng lại", source_name="Báo Mẫu", byline="Người khác")
        article(world, "Tin xã bên", "17950", byline="Xã bên")
    with time_machine.travel(datetime(2026, 11, 2, 9, 0, tzinfo=clock.ZONE)):
        article(world, "Tin tháng mười một", byline="Nguyễn Thị Mẫu")


def test_a_list_has_the_own_works_of_a_period_once_and_no_repost(world: World) -> None:
    october(world)
    editor, agency = person(world, "editor", "17951"), world.agencies["17951"]
    with pytest.raises(ValidationError, match="Chưa có bảng mức"):
        services.draw_up(agency, FIRST, LAST, editor)
    table()
    table(date(2026, 11, 1), 300_000)
    made = services.draw_up(agency, FIRST, LAST, editor)
    lines = {line.title: (line.kind, line.amount, line.author) for line in made.lines.all()}
    assert lines == {
        "=HYPERLINK(1) Tin của xã": ("tin", 234_000, "Nguyễn Thị Mẫu"),
        "Bài dài": ("bai", 702_000, ""),
    }
    assert (made.excluded, made.total) == (1, 936_000)
    assert services.draw_up(agency, FIRST, LAST, editor).lines.count() == 0, "no work is paid twice"
    (november,) = services.draw_up(agency, date(2026, 11, 1), date(2026, 11, 5), editor).lines.all()
    assert november.amount == 300_000, "the table of the day"
    today = clock.today()
    for first, last, said in (
        (LAST, FIRST, "ngày cuối không trước"),
        # What is published later today would stand in no list.
        (date(2026, 11, 2), today, "chưa kết thúc"),
        (FIRST, today + timedelta(days=1), "chưa kết thúc"),
        (FIRST, date(2026, 11, 1), "đến hết ngày 31/10/2026"),
    ):
        with pytest.raises(ValidationError, match=said):
            services.draw_up(agency, first, last, editor)
    assert amount(Decimal("1.25"), 333) == 416


def posted(made: RoyaltyList, **changes: Any) -> dict[str, Any]:
    lines = list(made.lines.all())
    found: dict[str, Any] = {"form-TOTAL_FORMS": len(lines), "form-INITIAL_FORMS": len(lines)}
    for number, line in enumerate(lines):
        values = {"id": line.pk, "author": line.author, "kind": line.kind, "coefficient": line.coefficient}
        found |= {f"form-{number}-{name}": value for name, value in values.items()}
    return found | changes


def test_lines_are_changed_within_the_table_and_a_second_person_approves(
    world: World, client: Client
) -> None:
    october(world)
    table()
    editor, approver = person(world, "editor", "17951"), person(world, "approver", "17951")
    browser = signed_in(editor)
    answer = browser.post(LISTS, {"first_day": "01/10/2026", "last_day": "31/10/2026"})
    made = RoyaltyList.objects.get()
    screen = f"{LISTS}{made.pk}/"
    assert answer["Location"] == screen
    refused = browser.post(screen, posted(made, **{"form-0-coefficient": "9", "form-1-author": "Tên vừa gõ"}))
    assert "Hệ số từ 1.00 đến 3.00" in refused.content.decode()
    assert "Tên vừa gõ" in refused.content.decode()
    browser.post(screen, posted(made, **{"form-0-coefficient": "2"}))
    assert made.lines.all()[0].amount == 468_000
    signed_in(approver).post(screen, {"duyet": "1"})
    assert RoyaltyList.objects.get().is_draft, "a line without its author"
    browser.post(screen, posted(made, **{"form-1-author": "Trần Văn Ví Dụ"}))
    browser.post(screen, {"duyet": "1"})
    assert RoyaltyList.objects.get().is_draft, "an editor approves nothing"
    with pytest.raises(PermissionDenied):
        services.approve(made, editor)
    signed_in(approver).post(screen, {"duyet": "1"})
    approved = RoyaltyList.objects.get()
    # Half past midnight in Việt Nam is still the day before in Greenwich.
    RoyaltyList.objects.update(approved_at=datetime(2026, 11, 3, 0, 30, tzinfo=clock.ZONE))
    assert (approved.is_draft, approved.approved_by) == (False, approver)
    browser.post(screen, posted(made, **{"form-0-coefficient": "3"}))
    assert made.lines.all()[0].amount == 468_000, "approved is approved"
    # What becomes of the page later changes nothing.
    line: Any = RoyaltyLine.objects.first()
    page = line.page.specific
    unpublish(page, actor_role="kiem-thu")
    page.delete()
    book = openpyxl.load_workbook(BytesIO(browser.get(f"{LISTS}{made.pk}.xlsx").content))
    sheet: Any = book.active
    rows = list(sheet.iter_rows())
    assert [cell.value for cell in rows[1]][2:] == [
        "=HYPERLINK(1) Tin của xã",
        "Nguyễn Thị Mẫu",
        "Văn phòng",
        "Tin",
        2,
        468_000,
    ]
    assert rows[1][2].data_type == "s", "no formula"
    assert [cell.value for cell in rows[3]][-1] == 468_000 + 702_000
    assert str(rows[4][2].value).endswith("đã duyệt 03/11/2026")
    events = set(AuditEntry.objects.filter(event__startswith="royalty.").values_list("event", flat=True))
    assert events == {"royalty.drawn-up", "royalty.changed", "royalty.approved", "royalty.exported"}
    # Nobody else sees it, and no page of the public knows it.
    for user in (person(world, "approver", "17950"), person(world, "desk_officer", "17951")):
        stranger = signed_in(user)
        assert stranger.get(screen).status_code in (302, 403, 404)
        assert stranger.get(f"{LISTS}{made.pk}.xlsx").status_code in (302, 403, 404)
    assert client.get(screen).status_code == 302


def test_the_province_sets_the_table_and_a_wrong_one_is_refused_with_what_was_typed(world: World) -> None:
    browser = signed_in(person(world, "secretary", "40"))
    form = {
        "from_day": "01/01/2026",
        "decision": "Quyết định 12/2026/QĐ-UBND",
        "unit_value": "234000",
        "rates-TOTAL_FORMS": "6",
        "rates-INITIAL_FORMS": "0",
        "rates-0-kind": "tin",
        "rates-0-least": "3",
        "rates-0-most": "1",
    }
    address = f"{LISTS}muc/"
    text = browser.post(address, form).content.decode()
    assert "Hệ số cao nhất nhỏ hơn" in text
    assert "Quyết định 12/2026/QĐ-UBND" in text
    assert browser.post(address, form | {"rates-0-most": "5"}).status_code == 302
    held: Any = RateTable.on(FIRST)
    assert str(held.rates.get()) == "Tin: 3.00–5.00"
    assert RateTable.on(date(2025, 12, 31)) is None
    assert signed_in(person(world, "editor", "17951")).get(address).status_code in (302, 403)

"""Leaders' weeks and reception days on the sites, in files for telephones, and as work for editors."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from home.calendars import health, seeds, today
from home.calendars.models import AgendaEntry, AgendaWeek, Reception, ReceptionDay
from portal.agencies.models import Agency
from portal.core import calendar_file, clock
from portal.core.seeds import SeedContext
from portal.editorial.oversight.board import Survey
from portal.editorial.services import PublishRefused, publish, unpublish
from portal.publication import verify
from portal.publication.models import PublicationEntry
from search.models import SearchEntry
from search.outbox import drain
from tests.people import person, signed_in
from tests.world import NEIGHBOUR, World

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=clock.ZONE)
AGENDA, RECEPTIONS = NEIGHBOUR + "lich-cong-tac/", NEIGHBOUR + "tiep-cong-dan/"


def week(world: World, code: str = "17951", monday: date = MONDAY, **values: Any) -> AgendaWeek:
    """A draft of a week with one engagement on its Tuesday."""
    entry = {
        "day": monday + timedelta(days=1),
        "starts": time(8),
        "ends": time(9, 30),
        "leader": "Chủ tịch UBND xã",
        "what": "Họp về đường liên xóm",
        "place": "Phòng họp",
    } | values
    found = AgendaWeek(agency=world.agencies[code], monday=monday, live=False)
    found.entries = [AgendaEntry(**entry)]
    found.save()
    return found


def reception(world: World, code: str = "17951", *notes: ReceptionDay, **values: Any) -> Reception:
    """A draft of a reception, every Thursday morning."""
    values = {
        "leader": "Chủ tịch UBND xã",
        "weekday": 3,
        "opens": time(7, 30),
        "closes": time(11, 30),
        "place": "Phòng Tiếp công dân",
        "starts_on": date(2026, 1, 1),
    } | values
    found = Reception(agency=world.agencies[code], live=False, **values)
    found.days = list(notes)
    found.save()
    return found


def words(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    main = BeautifulSoup(answer.content.decode(), "html.parser").select_one("main")
    return " ".join(main.get_text(" ").split()) if main else ""


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_a_week_is_shown_on_its_own_site_with_what_was_moved_cancelled_or_given_away(
    world: World, client: Client
) -> None:
    with time_machine.travel(NOW, tick=False):
        assert "Chưa có lịch công tác của tuần này" in words(client, AGENDA)
        found = week(
            world, state="doi", moved_from=MONDAY, reason="Đoàn kiểm tra đến muộn", stand_in="Phó Chủ tịch"
        )
        assert "đường liên xóm" not in words(client, AGENDA), "a draft"
        publish(found, actor_role="kiem-thu")
        publish(reception(world), actor_role="kiem-thu")
        said = words(client, AGENDA)
        for wanted in (
            "tuần 23/11–29/11/2026",
            "Thứ Ba, 24/11/2026 8:00–9:30 Chủ tịch UBND xã",
            "Họp về đường liên xóm",
            "dời từ 23/11/2026",
            "Phó Chủ tịch đi thay. Lý do: Đoàn kiểm tra đến muộn.",
            "Thứ Năm, 26/11/2026",
            "Tiếp công dân",
        ):
            _has(said, wanted)
        assert "đường liên xóm" not in words(client, "/lich-cong-tac/")
        assert client.get(AGENDA + "2026-11-25/")["Location"] == AGENDA + "2026-11-23/"
        assert client.get(AGENDA + "2026-11-31/").status_code == 404
        for far in ("2019-01-07", "9999-12-27", "0001-01-01"):
            assert client.get(f"{AGENDA}{far}/").status_code == 404, far
        assert queries(client, AGENDA) <= 6
        assert PublicationEntry.objects.filter(object_type="calendars.agendaweek", scope="17951").exists()
        assert verify.reconcile() == []
        unpublish(AgendaWeek.objects.get(pk=found.pk), actor_role="kiem-thu")
        assert "đường liên xóm" not in words(client, AGENDA)


def _has(text: str, wanted: str) -> None:
    plain = " ".join(text.replace(" Giờ Lãnh đạo Nội dung Địa điểm", "").split())
    plain = plain.replace("Lịch Thứ", "| Thứ")
    assert wanted in plain or wanted in text or _loose(wanted, plain), (wanted, plain)


def _loose(wanted: str, text: str) -> bool:
    """The parts of a wanted line one after the other, whatever a table writes between them."""
    place = 0
    for part in wanted.split(" "):
        place = text.find(part, place)
        if place < 0:
            return False
    return True


def test_receptions_show_the_days_to_come_and_are_neutral_about_past_ones(
    world: World, client: Client
) -> None:
    calendar_file.load()
    with time_machine.travel(datetime(2026, 11, 1, 8, 0, tzinfo=clock.ZONE), tick=False):
        found = reception(
            world,
            "17951",
            ReceptionDay(planned_on=date(2026, 11, 5), people=4, matters=2, result="Đã trả lời tại chỗ"),
            ReceptionDay(
                planned_on=date(2026, 11, 26), stand_in="Phó Chủ tịch UBND xã", reason="Đi họp tỉnh"
            ),
            ReceptionDay(
                planned_on=date(2026, 12, 3), state="doi", moved_to=date(2026, 12, 4), reason="Bầu cử"
            ),
            ReceptionDay(planned_on=date(2026, 12, 10), state="hoan", reason="Bão"),
        )
        publish(found, actor_role="kiem-thu")
    with time_machine.travel(NOW, tick=False):
        said = words(client, RECEPTIONS)
        for wanted in (
            "Thứ Năm hằng tuần, 7:30–11:30",
            "Thứ năm, ngày 26/11/2026, 7:30–11:30",
            "Phó Chủ tịch UBND xã tiếp thay. Lý do: Đi họp tỉnh.",
            "Thứ sáu, ngày 04/12/2026",
            "dời từ 03/12/2026",
            "hoãn",
            "Lý do: Bão.",
            "4 lượt người, 2 vụ việc. Đã trả lời tại chỗ",
            "Chưa cập nhật kết quả",
        ):
            assert wanted.lower() in said.lower(), (wanted, said)
        # The first Friday of January is the Thursday after New Year's Day, a holiday.
        assert "quá hạn" not in said
        assert "Thứ năm, ngày 26/11/2026, 7:30–11:30".lower() in words(client, NEIGHBOUR).lower()
        assert queries(client, RECEPTIONS) <= 5
        text = client.get(RECEPTIONS + "lich.ics")
        assert text.status_code == 200, text.content[:500]
        assert text["Content-Type"] == "text/calendar; charset=utf-8"
        lines = text.content.decode().replace("\r\n ", "").split("\r\n")
        uid = f"UID:{found.key}-20261210@"
        cancelled = lines[next(i for i, line in enumerate(lines) if line.startswith(uid)) :][:6]
        assert "STATUS:CANCELLED" in cancelled
        assert "DTSTART;TZID=Asia/Ho_Chi_Minh:20261204T073000" in lines
        assert client.get(AGENDA + "lich.ics").content.startswith(b"BEGIN:VCALENDAR\r\n")
        # Published again, the same events have a greater number.
        before = int(next(line for line in lines if line.startswith("SEQUENCE:"))[9:])
        publish(Reception.objects.get(pk=found.pk), actor_role="kiem-thu")
        lines = client.get(RECEPTIONS + "lich.ics").content.decode().split("\r\n")
        assert int(next(line for line in lines if line.startswith("SEQUENCE:"))[9:]) > before


def test_missing_results_are_told_inside_alone(world: World, client: Client) -> None:
    calendar_file.load()
    note = ReceptionDay(planned_on=date(2026, 11, 19), people=0)
    with time_machine.travel(datetime(2026, 11, 8, 8, 0, tzinfo=clock.ZONE), tick=False):
        publish(reception(world, "17951", note), actor_role="kiem-thu")
        publish(
            reception(world, "17950", rhythm="thu-trong-thang", nth=1, leader="Chủ tịch UBND"),
            actor_role="kiem-thu",
        )
    with time_machine.travel(NOW, tick=False):
        survey = Survey(list(Agency.objects.order_by("code")), NOW.date())
        board = health.receptions(survey)
        said = {code: board[agency.pk].words for code, agency in world.agencies.items()}
        # The commune's own people are reminded, kindly and without a day by which it is late.
        (item,) = today.missing_results(person(world, "editor", "17951"), world.agencies["17951"], NOW.date())
        assert (item.group, item.due) == ("week", None)
        assert item.title == "Ghi kết quả 1 buổi tiếp công dân"
        assert "12/11" in item.detail
        browser = signed_in(person(world, "approver", "17951"))
        assert item.url in browser.get("/admin/").content.decode()
        with CaptureQueriesContext(connection) as asked:
            assert item.title in browser.get("/admin/").content.decode()
        assert len(asked) <= 25
        for role, code in (("desk_officer", "17951"), ("editor", "17950")):
            other = person(world, role, code)
            assert today.missing_results(other, world.agencies[code], NOW.date()) == []
        assert "Ghi kết quả" not in words(client, RECEPTIONS) + words(client, NEIGHBOUR)
    assert said["17951"] == "1 ngày chưa ghi kết quả"
    assert said["17950"] == "ít hơn 1 ngày mỗi tuần"
    assert said["40"] == "chưa công bố lịch của người đứng đầu"


def test_calendars_are_found_by_search_and_stand_in_the_list_of_sections(
    world: World, client: Client
) -> None:
    with time_machine.travel(NOW, tick=False):
        held = reception(world, subjects="Đất đai, hộ tịch")
        publish(held, actor_role="kiem-thu")
        publish(week(world, what="Kiểm tra hồ chứa nước"), actor_role="kiem-thu")
        while drain():
            pass

        def found(query: str, site: str = NEIGHBOUR) -> list[str]:
            answer = client.get(f"{site}tim-kiem/", {"q": query}).content.decode()
            links = BeautifulSoup(answer, "html.parser").select("main h2 a, main h3 a")
            return [str(link["href"]) for link in links if link["href"] in (RECEPTIONS, AGENDA)]

        assert found("lịch tiếp công dân")[0] == RECEPTIONS
        assert found("tiep dan")[0] == RECEPTIONS
        assert found("lịch công tác của lãnh đạo")[0] == AGENDA
        assert SearchEntry.objects.filter(kind="calendar", body__contains="hồ chứa nước").count() == 1
        # A site with nothing to show is not found, and is in no other's results.
        assert found("lịch tiếp công dân", "/co-quan/so-tu-phap/") == []
        footer = BeautifulSoup(client.get(NEIGHBOUR).content.decode(), "html.parser").select("footer nav a")
        assert {RECEPTIONS, AGENDA} <= {str(link["href"]) for link in footer}
        unpublish(Reception.objects.get(pk=held.pk), actor_role="kiem-thu")
        while drain():
            pass
        assert RECEPTIONS not in found("lịch tiếp công dân")


def test_what_is_wrong_is_said_at_its_field(world: World) -> None:
    with pytest.raises(ValidationError, match=r"nhập 23/11/2026"):
        AgendaWeek(agency=world.agencies["17951"], monday=date(2026, 11, 25)).full_clean()
    entries: list[tuple[dict[str, Any], str]] = [
        ({"day": date(2026, 12, 1)}, "day"),
        ({"ends": time(7)}, "ends"),
        ({"state": "doi", "reason": "Mưa"}, "moved_from"),
        ({"stand_in": "Phó Chủ tịch"}, "reason"),
    ]
    for values, field in entries:
        draft = week(world, monday=MONDAY + timedelta(days=7 * (len(field) + 1)), **values)
        entry = draft.entries.first()
        if field != "day":
            entry.day = draft.monday
        with pytest.raises(ValidationError) as refused:
            entry.clean()
        assert set(refused.value.message_dict) == {field}
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"weekday": None}, "weekday"),
        ({"rhythm": "thu-trong-thang"}, "nth"),
        ({"rhythm": "ngay-trong-thang"}, "month_day"),
        ({"closes": time(7)}, "closes"),
        ({"ends_on": date(2025, 1, 1)}, "ends_on"),
    ]
    for values, field in wrong:
        with pytest.raises(ValidationError) as refused:
            reception(world, **values).clean()
        assert set(refused.value.message_dict) == {field}
    empty = AgendaWeek.objects.create(agency=world.agencies["40"], monday=MONDAY, live=False)
    with pytest.raises(PublishRefused, match="chưa có việc nào"):
        publish(empty, actor_role="kiem-thu")
    off_rule = reception(world, "40", ReceptionDay(planned_on=date(2026, 11, 24)))
    with pytest.raises(PublishRefused, match="không trùng ngày nào"):
        publish(off_rule, actor_role="kiem-thu")
    thursday = date(2026, 12, 3)
    twice = reception(
        world,
        "40",
        ReceptionDay(planned_on=thursday, state="hoan", reason="Bão"),
        ReceptionDay(planned_on=thursday, stand_in="Phó Chủ tịch", reason="Đi họp"),
    )
    with pytest.raises(PublishRefused, match="ghi hai dòng"):
        publish(twice, actor_role="kiem-thu")


def test_an_editor_fills_in_the_form_and_another_person_publishes(world: World, client: Client) -> None:
    editor, approver = person(world, "editor", "17951"), person(world, "approver", "17951")
    answer = signed_in(editor).post(
        "/admin/snippets/calendars/agendaweek/add/",
        {
            "agency": world.agencies["17951"].pk,
            "monday": "23/11/2026",
            "note": "",
            "entries-TOTAL_FORMS": "1",
            "entries-INITIAL_FORMS": "0",
            "entries-MIN_NUM_FORMS": "0",
            "entries-MAX_NUM_FORMS": "1000",
            "entries-0-day": "24/11/2026",
            "entries-0-starts": "08:00",
            "entries-0-ends": "",
            "entries-0-leader": "Chủ tịch UBND xã",
            "entries-0-leader_name": "",
            "entries-0-what": "Đi kiểm tra đê",
            "entries-0-kind": "co-so",
            "entries-0-place": "",
            "entries-0-state": "du-kien",
            "entries-0-moved_from": "",
            "entries-0-stand_in": "",
            "entries-0-reason": "",
        },
    )
    assert answer.status_code == 302, answer.context and answer.context["form"].errors
    found = AgendaWeek.objects.get()
    assert not found.live
    publish(found, user=approver)
    with time_machine.travel(NOW, tick=False):
        assert "Đi kiểm tra đê" in words(client, AGENDA)
        # Changed by the editor again, the engagement keeps its name in calendars.
        draft = AgendaWeek.objects.get().get_latest_revision_as_object()
        assert draft.entries.first().key == AgendaEntry.objects.get().key


def test_the_demonstration_has_calendars_on_every_site_and_says_that_they_are_not_real(
    world: World, client: Client
) -> None:
    Agency.objects.update(is_demo=True)
    with time_machine.travel(NOW, tick=False):
        with CaptureQueriesContext(connection) as asked:
            seeds._calendars(SeedContext(None, lambda words: None))
        assert len(asked) <= 30, "in bulk, whatever the number of agencies"
        assert verify.reconcile() == []
        count = AgendaWeek.objects.count()
        seeds._calendars(SeedContext(None, lambda words: None))
        assert AgendaWeek.objects.count() == count == 2 * len(world.agencies)
        for home in ("/", NEIGHBOUR, "/co-quan/so-tu-phap/"):
            assert "không phải lịch thật" in words(client, home + "lich-cong-tac/")
            assert "không phải lịch thật" in words(client, home + "tiep-cong-dan/")
            assert "Mọi ngày tiếp" in words(client, home)

"""One message a person and working day, with the person's own work, never sent twice."""

import threading
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.db import connection

from portal.accounts.models import User
from portal.editorial.models import DailyMessage
from portal.editorial.today import Item, Source, message, register_source
from portal.editorial.today.message import Channel, Message, register_channel, send_daily
from tests.people import person
from tests.world import World

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
WEDNESDAY = date(2026, 10, 7)


def at(hour: int, minute: int = 0, day: date = WEDNESDAY) -> Any:
    return time_machine.travel(datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE), tick=False)


@pytest.fixture(autouse=True)
def work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three things to do for everybody: one's own, one that names a citizen, one written by others."""

    def collect(user: Any, agency: Any, day: date) -> list[Item]:
        return [
            Item("today", "time", "Đăng quyết toán quý III", "", day, "/admin/", "Mở"),
            Item(
                "late",
                "time",
                "Trả lời ông Trần Văn Khiếu",
                "",
                date(2026, 10, 2),
                "/admin/",
                "Mở",
                personal=True,
            ),
            Item("waiting", "time", "Thu hồi đất hộ ông Lê Văn Tám", "", day, "/admin/", "Mở"),
        ]

    monkeypatch.setattr("portal.editorial.today.registry._sources", {})
    monkeypatch.setattr(message, "_channels", dict(message._channels))
    register_source(Source("test", "Thử", collect))


@pytest.fixture
def editor(world: World) -> User:
    with at(6):
        user = person(world, "editor", "17950")
    User.objects.filter(pk=user.pk).update(email="mau@example.vn", full_name="Nguyễn Văn Mẫu")
    return User.objects.get(pk=user.pk)


@pytest.mark.django_db
@pytest.mark.usefixtures("editor")
def test_the_message_says_what_is_ones_own_and_counts_the_rest() -> None:
    with at(7, 30):
        assert send_daily() == "Đã gửi 1 tin nhắn."
    [letter] = mail.outbox
    assert letter.to == ["mau@example.vn"]
    assert letter.subject == "Việc hôm nay 07/10: 3 việc"
    assert "Kính gửi anh/chị Nguyễn Văn Mẫu" in letter.body
    assert "Thứ Tư, ngày 07/10/2026: có 3 việc tại Xã Vân Tụ." in letter.body
    assert "- Đăng quyết toán quý III – Trong hôm nay" in letter.body
    assert "Quá hạn (1)\n- 1 việc, xem trên Cổng" in letter.body
    assert "Chờ tôi duyệt (1)\n- 1 việc, xem trên Cổng" in letter.body
    assert "Khiếu" not in letter.body
    assert "Tám" not in letter.body
    assert "/admin/" in letter.body


@pytest.mark.django_db
@pytest.mark.usefixtures("editor")
def test_nobody_is_told_twice_on_one_day_and_everybody_again_on_the_next() -> None:
    for hour in (8, 9, 16):
        with at(hour):
            send_daily()
    assert len(mail.outbox) == 1
    with at(8, day=date(2026, 10, 8)):
        send_daily()
    assert len(mail.outbox) == 2


@pytest.mark.django_db
@pytest.mark.usefixtures("editor")
@pytest.mark.parametrize(
    ("hour", "minute", "day"),
    [(7, 29, WEDNESDAY), (17, 0, WEDNESDAY), (9, 0, date(2026, 10, 10)), (9, 0, date(2026, 10, 11))],
    ids=["before half past seven", "after work", "Saturday", "Sunday"],
)
def test_nothing_is_sent_outside_working_hours(hour: int, minute: int, day: date) -> None:
    with at(hour, minute, day):
        send_daily()
    assert mail.outbox == []


@pytest.mark.django_db
@pytest.mark.usefixtures("editor")
def test_an_empty_list_sends_nothing_and_is_looked_at_once() -> None:
    asked = []

    def nothing(user: Any, agency: Any, day: date) -> list[Item]:
        asked.append(user)
        return []

    register_source(Source("test", "Thử", nothing))
    for hour in (8, 9):
        with at(hour):
            send_daily()
    assert mail.outbox == []
    assert len(asked) == 1


@pytest.mark.django_db
def test_who_left_gets_no_message(editor: User) -> None:
    editor.memberships.update(starts_on=date(2026, 9, 1), ends_on=date(2026, 10, 6))
    with at(8):
        send_daily()
    assert mail.outbox == []


@pytest.mark.django_db
@pytest.mark.usefixtures("editor")
def test_a_message_that_did_not_go_out_is_tried_again() -> None:
    def broken(user: Any, letter: Message) -> None:
        raise OSError("no server")

    mended = message._channels["email"]
    register_channel(Channel("email", lambda user: True, broken))
    with at(8):
        send_daily()
    assert not DailyMessage.objects.exists()
    register_channel(mended)
    with at(9):
        send_daily()
    assert len(mail.outbox) == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("editor")
def test_another_channel_sends_the_same_message() -> None:
    sent: list[Message] = []
    register_channel(Channel("phone", lambda user: True, lambda user, letter: sent.append(letter)))
    with at(8):
        send_daily()
    assert [letter.subject for letter in sent] == [mail.outbox[0].subject]
    assert DailyMessage.objects.get().channels == "email,phone"


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.both_databases
def test_two_workers_at_once_send_one_message(world: World) -> None:
    """Both have read the list of people before either takes the row."""
    with at(6):
        user = person(world, "editor", "17950")
    User.objects.filter(pk=user.pk).update(email="mau@example.vn")
    meeting = threading.Barrier(2)
    results: list[bool] = []

    def reaches(who: Any) -> bool:
        meeting.wait(20)
        return True

    register_channel(Channel("email", reaches, message._channels["email"].send))

    def worker() -> None:
        try:
            results.append(message._tell(User.objects.get(pk=user.pk), WEDNESDAY))
        finally:
            connection.close()

    workers = [threading.Thread(target=worker) for _ in range(2)]
    with at(8):
        for one in workers:
            one.start()
        for one in workers:
            one.join(60)
    assert sorted(results) == [False, True]
    assert len(mail.outbox) == 1
    assert DailyMessage.objects.count() == 1

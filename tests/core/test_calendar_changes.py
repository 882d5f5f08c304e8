"""A changed calendar: seen before it is made, open deadlines move, closed ones stay, who did it is kept."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError

from portal.core import calendar_changes, clock
from portal.core.calendar_changes import DayEdit
from portal.core.calendar_file import load
from portal.core.clock import Deadline, Due, OpenDeadlines
from portal.core.clock import deadlines as registry
from portal.core.models import AuditEntry, CalendarChange, CalendarDay, DeadlineMove


class Desk:
    """Deadlines as an application keeps them: by reference, open or closed."""

    def __init__(self) -> None:
        self.due: dict[str, datetime] = {}
        self.scopes: dict[str, str] = {}
        self.closed: set[str] = set()

    def take(self, reference: str, scope: str = "") -> None:
        self.scopes[reference] = scope
        self.due[reference] = clock.due(self.received, "5-lv", scope=scope).at

    received = datetime(2026, 12, 3, 9, tzinfo=clock.ZONE)

    def open_items(self) -> Iterator[Deadline]:
        for reference, due in self.due.items():
            if reference not in self.closed:
                yield Deadline(reference, self.received, "5-lv", due, scope=self.scopes[reference])

    def move(self, deadline: Deadline, due: Due) -> None:
        self.due[deadline.reference] = due.at

    def day(self, reference: str) -> date:
        return self.due[reference].date()


@pytest.fixture
def desk(db: None, monkeypatch: pytest.MonkeyPatch) -> Desk:
    load()
    monkeypatch.setattr(registry, "_sources", {})
    found = Desk()
    clock.register_deadlines(OpenDeadlines("desk", found.open_items, found.move))
    return found


def storm(scope: str = "") -> DayEdit:
    """Monday 7/12/2026 closed."""
    day = date(2026, 12, 7)
    row = CalendarDay(day=day, kind="closed", name="Nghỉ bão", basis="Công điện 12/CĐ-UBND", scope=scope)
    return DayEdit(day, scope, row)


def test_a_holiday_added_late_moves_open_deadlines_and_leaves_closed_ones(desk: Desk) -> None:
    someone = get_user_model().objects.create(username="thu-ky")
    for reference in ("open", "closed"):
        desk.take(reference)
    desk.closed.add("closed")
    assert desk.day("open") == date(2026, 12, 10)
    moves = calendar_changes.apply([storm()], user=someone)
    assert desk.day("open") == date(2026, 12, 11)
    assert desk.day("closed") == date(2026, 12, 10)
    assert [(move.source, move.reference) for move in moves] == [("desk", "open")]
    kept = DeadlineMove.objects.get()
    assert clock.local(kept.old_due).date() == date(2026, 12, 10)
    assert clock.local(kept.new_due).date() == date(2026, 12, 11)
    assert kept.change is not None
    assert (kept.change.changed_by, kept.change.before) == (someone, None)
    assert kept.change.after is not None
    assert kept.change.after["name"] == "Nghỉ bão"
    line = AuditEntry.objects.get(event="calendar.changed")
    assert (line.user_id, line.detail["moved"]) == (someone.pk, 1)


def test_a_preview_tells_the_same_moves_and_writes_nothing(desk: Desk) -> None:
    desk.take("open")
    (moving,) = calendar_changes.preview([storm()])
    assert (moving.deadline.reference, moving.due.day) == ("open", date(2026, 12, 11))
    assert desk.day("open") == date(2026, 12, 10)
    assert not CalendarDay.objects.filter(name="Nghỉ bão").exists()
    assert not CalendarChange.objects.exists()


def test_a_day_off_of_one_agency_moves_its_deadlines_alone(desk: Desk) -> None:
    desk.take("province")
    desk.take("commune", scope="17950")
    assert len(calendar_changes.preview([storm("17950")])) == 1
    calendar_changes.apply([storm("17950")], user=None)
    assert desk.day("province") == date(2026, 12, 10)
    assert desk.day("commune") == date(2026, 12, 11)


def test_taking_the_day_off_the_list_moves_them_back(desk: Desk) -> None:
    desk.take("open")
    calendar_changes.apply([storm()], user=None)
    calendar_changes.apply([DayEdit(storm().day, "", None)], user=None)
    assert desk.day("open") == date(2026, 12, 10)
    assert DeadlineMove.objects.count() == 2
    assert not CalendarDay.objects.filter(day=storm().day).exists()


def test_an_edit_that_changes_nothing_leaves_no_trace(desk: Desk) -> None:
    calendar_changes.apply([storm()], user=None)
    desk.take("open")
    assert calendar_changes.apply([storm()], user=None) == []
    assert CalendarChange.objects.count() == 1
    assert AuditEntry.objects.filter(event="calendar.changed").count() == 1


def test_all_or_nothing(desk: Desk) -> None:
    wrong = DayEdit(
        date(2026, 12, 8), "", CalendarDay(day=date(2026, 12, 8), kind="closed", name="Không căn cứ")
    )
    with pytest.raises(ValidationError, match="văn bản"):
        calendar_changes.apply([storm(), wrong], user=None)
    assert not CalendarDay.objects.filter(name="Nghỉ bão").exists()


def test_a_weekday_cannot_be_opened_for_everybody() -> None:
    row = CalendarDay(day=date(2026, 12, 8), kind="opened", name="x", basis="y")
    with pytest.raises(ValidationError, match="thứ Bảy"):
        row.clean()


def test_the_programs_table_never_writes_over_what_a_person_changed(desk: Desk) -> None:
    day = date(2027, 2, 4)
    mine = CalendarDay(
        day=day, kind="closed", name="Nghỉ Tết", basis="Thông báo 1/TB-VPCP", status="official"
    )
    calendar_changes.apply([DayEdit(day, "", mine), DayEdit(date(2027, 9, 3), "", None)], user=None)
    load()
    assert CalendarDay.objects.get(day=day).name == "Nghỉ Tết"
    assert not CalendarDay.objects.filter(day=date(2027, 9, 3)).exists()


@pytest.mark.parametrize(
    ("day", "years"),
    [
        (date(2026, 11, 30), []),
        (date(2026, 12, 1), [2027]),
        (date(2027, 3, 1), [2027]),
        (date(2027, 12, 1), [2028]),
    ],
)
def test_what_the_calendar_wants_is_asked_for_from_december_on(
    desk: Desk, day: date, years: list[int]
) -> None:
    assert [state.year for state in calendar_changes.incomplete_years(day)] == years


def test_missing_and_provisional_days_are_told_apart(desk: Desk) -> None:
    (next_year,) = calendar_changes.incomplete_years(date(2026, 12, 1))
    assert (len(next_year.provisional), next_year.missing) == (12, 0)
    assert "12 ngày tạm tính" in next_year.words()
    CalendarDay.objects.filter(day__year=2027, day__month=2).delete()
    (next_year,) = calendar_changes.incomplete_years(date(2026, 12, 1))
    assert "thiếu 5 ngày" in next_year.words()
    CalendarDay.objects.filter(day__year=2027).update(status="official")
    assert calendar_changes.health()["ok"] is True


def test_the_calendar_that_comes_with_the_program_has_every_holiday(desk: Desk) -> None:
    for year in (2026, 2027):
        closed = CalendarDay.objects.filter(day__year=year, kind="closed")
        assert sum(row.day.weekday() < 5 for row in closed) >= calendar_changes.HOLIDAYS_A_YEAR

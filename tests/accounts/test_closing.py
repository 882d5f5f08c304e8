"""Accounts end by their last day and by lying idle, never unannounced, and never the last operator."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from portal.accounts import closing
from portal.accounts.models import Membership, User
from portal.core.clock import today
from portal.core.models import AuditEntry
from tests.people import person
from tests.world import World

pytestmark = pytest.mark.django_db


def idle(user: User, days: int) -> User:
    long_ago = timezone.now() - timedelta(days=days)
    User.objects.filter(pk=user.pk).update(
        last_login=long_ago, date_joined=long_ago, email=f"{user.pk}@example.vn"
    )
    return User.objects.get(pk=user.pk)


def test_after_forty_five_days_an_account_is_told_of(world: World) -> None:
    idle(person(world, "editor", "17950", name="moi"), 44)
    user = idle(person(world, "editor", "17950", name="cu"), 46)
    assert list(closing.dormant()) == [user]


def test_before_closing_there_is_a_mail_and_a_week(world: World) -> None:
    user = idle(person(world, "editor", "17950"), 120)
    closing.close_what_has_ended()
    assert mail.outbox[0].to == [user.email]
    assert f"{today() + timedelta(days=7):%d/%m/%Y}" in str(mail.outbox[0].body)
    closing.close_what_has_ended()
    assert User.objects.get(pk=user.pk).is_active
    assert len(mail.outbox) == 1
    User.objects.filter(pk=user.pk).update(dormant_warned_at=timezone.now() - timedelta(days=8))
    closing.close_what_has_ended()
    closed = User.objects.get(pk=user.pk)
    assert not closed.is_active
    assert closed.closed_reason == "lâu không dùng"
    assert not Membership.objects.on(today()).filter(user=user).exists()
    assert AuditEntry.objects.filter(event="account.closed", object_id=str(user.pk)).count() == 1


def test_who_signs_in_after_the_mail_stays(world: World) -> None:
    user = idle(person(world, "editor", "17950"), 84)
    closing.close_what_has_ended()
    assert len(mail.outbox) == 1
    User.objects.filter(pk=user.pk).update(
        last_login=timezone.now(), dormant_warned_at=timezone.now() - timedelta(days=9)
    )
    closing.close_what_has_ended()
    assert User.objects.get(pk=user.pk).is_active


def test_the_last_operator_is_never_closed_by_rule(world: World) -> None:
    only = idle(person(world, "operator", "40", name="mot"), 400)
    User.objects.filter(pk=only.pk).update(dormant_warned_at=timezone.now() - timedelta(days=30))
    closing.close_what_has_ended()
    assert User.objects.get(pk=only.pk).is_active
    person(world, "operator", "40", name="hai")
    closing.close_what_has_ended()
    assert not User.objects.get(pk=only.pk).is_active


def test_leavers_are_closed_the_day_after_their_last(world: World) -> None:
    today_last, gone = (
        person(world, "editor", "17950", name="nay"),
        person(world, "editor", "17950", name="qua"),
    )
    User.objects.filter(pk=today_last.pk).update(ends_on=today())
    User.objects.filter(pk=gone.pk).update(ends_on=today() - timedelta(days=1))
    assert set(closing.leaving(world.agencies["17950"], today())) == {today_last, gone}
    closing.close_what_has_ended()
    assert User.objects.get(pk=today_last.pk).is_active
    assert not User.objects.get(pk=gone.pk).is_active


def test_an_account_opened_again_is_not_idle(world: World) -> None:
    user = idle(person(world, "editor", "17950"), 200)
    closing.close(user, by=None, reason="thử")
    closing.reopen(user, by=user, reason="thử")
    assert not closing.dormant().filter(pk=user.pk).exists()

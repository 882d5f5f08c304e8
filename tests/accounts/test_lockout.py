"""Locked after wrong passwords: by account, by address, in the same way for accounts that do not exist."""

import re
import time
from datetime import timedelta
from statistics import median
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.test import Client, RequestFactory
from django.utils import timezone

from portal.accounts.lockout import account_name
from portal.accounts.models import User
from portal.core.client_address import client_address, counted_address
from portal.core.models import AuditEntry
from tests.accounts.signing import CODE, PASSWORD, SIGN_IN, account, password, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
HERE, THERE = "192.0.2.10", "198.51.100.20"
TOKEN = re.compile(rb"[A-Za-z0-9]{64}")
ARGON = ["django.contrib.auth.hashers.Argon2PasswordHasher"]


@pytest.fixture
def user(db: None) -> User:
    return account()


def wrong(name: str, times: int, address: str = HERE) -> list[Any]:
    client = Client(REMOTE_ADDR=address)
    return [client.post(SIGN_IN, {"username": name, "password": f"sai {n}"}) for n in range(times)]


def test_an_account_is_locked_from_everywhere_after_six_tries(user: User) -> None:
    answers = wrong(user.username, 3) + wrong(user.username.upper(), 3, THERE)
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    locked = password(Client(REMOTE_ADDR="203.0.113.5"), user)
    assert locked.status_code == 429
    words = locked.content.decode()
    assert "Tạm khóa đăng nhập" in words
    assert "60 phút" in words
    assert "Không có gì bị mất" in words
    assert AuditEntry.objects.filter(event="locked", user_id=user.pk).exists()


def test_an_address_is_locked_whatever_accounts_it_tries(user: User, settings: LazySettings) -> None:
    for number in range(settings.PORTAL_LOCKOUT_ADDRESS_TRIES):
        wrong(f"ai{number}@example.vn", 1)
    assert password(Client(REMOTE_ADDR=HERE), user).status_code == 429
    assert password(Client(REMOTE_ADDR=THERE), user)["Location"] == CODE


def test_an_hour_later_it_opens_and_trying_on_does_not_lengthen_it(user: User) -> None:
    start = timezone.now()
    wrong(user.username, 6)
    with time_machine.travel(start + timedelta(minutes=50)):
        assert password(Client(), user).status_code == 429
    with time_machine.travel(start + timedelta(minutes=61)):
        assert password(Client(), user)["Location"] == CODE


def test_guessing_others_is_not_cleared_by_ones_own_sign_in(user: User, settings: LazySettings) -> None:
    for number in range(settings.PORTAL_LOCKOUT_ADDRESS_TRIES - 1):
        wrong(f"ai{number}@example.vn", 1)
    sign_in(Client(REMOTE_ADDR=HERE), user)
    assert wrong("ai99@example.vn", 1)[0].status_code == 429


def test_a_success_forgets_the_accounts_own_tries(user: User) -> None:
    wrong(user.username, 5)
    sign_in(Client(), user)
    assert [answer.status_code for answer in wrong(user.username, 5)] == [200] * 5


def test_unknown_accounts_get_the_same_answers_byte_for_byte(user: User) -> None:
    closed = account(User.objects.create_user("dong@example.vn"), factor=False)
    User.objects.filter(pk=closed.pk).update(is_active=False)
    kinds: list[list[tuple[int, bytes]]] = []
    for name in (user.username, "khong-co@example.vn", closed.username):
        User.objects.filter(pk=user.pk).update(last_login=None)
        answers = wrong(name, 7, f"203.0.113.{len(kinds) + 1}")
        kinds.append([(answer.status_code, TOKEN.sub(b"", answer.content)) for answer in answers])
    texts = [
        [(code, text.replace(name.encode(), b"NAME")) for code, text in kind]
        for kind, name in zip(kinds, (user.username, "khong-co@example.vn", closed.username), strict=True)
    ]
    assert texts[0] == texts[1] == texts[2]
    assert [code for code, _text in texts[0]] == [200] * 5 + [429] * 2


def test_unknown_accounts_take_as_long(user: User, settings: LazySettings) -> None:
    settings.PASSWORD_HASHERS = ARGON
    settings.PORTAL_LOCKOUT_ADDRESS_TRIES = 1000
    user.set_password(PASSWORD)
    user.save()
    times: dict[str, list[float]] = {"known": [], "unknown": []}
    others = [account(User.objects.create_user(f"co{n}@example.vn"), factor=False) for n in range(5)]
    for number, other in enumerate(others):
        for kind, name in (("known", other.username), ("unknown", f"khong{number}@example.vn")):
            began = time.perf_counter()
            wrong(name, 1)
            times[kind].append(time.perf_counter() - began)
    ratio = median(times["known"]) / median(times["unknown"])
    assert 0.5 < ratio < 2, times


def test_only_the_operators_own_proxies_are_believed(settings: LazySettings) -> None:
    def seen(proxies: int, forwarded: str, direct: str = "127.0.0.1") -> str:
        settings.PORTAL_PROXIES = proxies
        return client_address(RequestFactory().get("/", HTTP_X_FORWARDED_FOR=forwarded, REMOTE_ADDR=direct))

    assert seen(0, "203.0.113.9", HERE) == HERE
    assert seen(1, "1.2.3.4, 203.0.113.9") == "203.0.113.9"
    assert seen(2, "1.2.3.4, 203.0.113.9, 10.0.0.1") == "203.0.113.9"
    assert seen(1, "lạ") == ""
    settings.PORTAL_PROXIES = 0
    six = RequestFactory().get("/", REMOTE_ADDR="2001:db8:1:2:3:4:5:6")
    assert counted_address(six) == "2001:db8:1:2::"


def test_one_account_has_one_name_however_it_is_typed() -> None:
    request = RequestFactory().post(SIGN_IN)
    forms = ("Lan@Example.vn", " lan@example.vn ", "LAN@EXAMPLE.VN")
    assert {account_name(request, {"username": form}) for form in forms} == {"lan@example.vn"}
    assert account_name(request, {"username": "nguyê\u0303n"}) == account_name(
        request, {"username": "nguyễn"}
    )

"""The second factor: asked of everybody, before any page of the editors' side."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.accounts import second_factor, signing_in
from portal.accounts.models import StaffSession, User
from portal.core.models import AuditEntry
from tests.accounts.signing import (
    CODE,
    HOME,
    OWN,
    PASSWORD,
    SET_UP,
    SIGN_IN,
    account,
    code_of,
    is_in,
    password,
    sign_in,
)
from tests.people import person
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
OPEN = {
    "/admin/login/",
    "/admin/second-factor/",
    "/admin/second-factor/set-up/",
    "/admin/password_reset/",
    "/admin/password_reset/done/",
    "/admin/password_reset/complete/",
    # For who holds an unused link; this one says that it is none.
    "/admin/invitation/1/",
    # Without content of anybody's: the words of Wagtail's scripts, and its icons.
    "/admin/jsi18n/",
    "/admin/sprite/",
}


@pytest.fixture
def editor(world: World) -> User:
    return account(person(world, "editor", "17950"))


def test_a_password_alone_opens_nothing(client: Client, editor: User) -> None:
    answer = password(client, editor)
    assert answer["Location"] == CODE
    assert not is_in(client)
    assert "_auth_user_id" not in client.session
    answer = client.post(CODE, {"code": code_of(editor)})
    assert answer["Location"] == HOME
    assert is_in(client)


def admin_addresses(patterns: list[URLPattern | URLResolver], prefix: str = "/") -> list[str]:
    """Every address of the editors' side, with numbers and words in place of what varies."""
    found = []
    for pattern in patterns:
        here = prefix + re.sub(r"<(\w+:)?(\w+)>", "1", str(pattern.pattern)).strip("^$")
        if isinstance(pattern, URLResolver):
            if here.startswith("/admin/"):
                found += admin_addresses(pattern.url_patterns, here)
        elif here.startswith("/admin/") and "(" not in here and ".*" not in here:
            found.append(here)
    return found


@pytest.mark.walk
@pytest.mark.parametrize("half", ["nobody", "password", "login without a factor"])
def test_every_address_is_refused_before_the_factor_is_confirmed(
    client: Client, editor: User, half: str
) -> None:
    editor.is_superuser = True
    editor.save()
    addresses = sorted(set(admin_addresses(get_resolver().url_patterns)))
    assert len(addresses) > 150
    if half == "password":
        password(client, editor)
    let_in = []
    for address in addresses:
        if half == "login without a factor":
            client.force_login(editor)
            StaffSession.objects.update(factor="")
        answer = client.get(address)
        if answer.status_code == 302:
            assert answer["Location"].startswith((SIGN_IN, CODE)), (address, answer["Location"])
        elif answer.status_code not in (404, 405):
            let_in.append(address)
    assert set(let_in) <= OPEN | {address for address in let_in if "password_reset/confirm" in address}


def test_without_a_device_one_is_set_up_and_recovery_codes_are_shown_once(
    client: Client, world: World
) -> None:
    user = account(person(world, "editor", "17950"), factor=False)
    assert password(client, user)["Location"] == SET_UP
    page = client.get(SET_UP).content.decode()
    device = TOTPDevice.objects.get(user=user, confirmed=False)
    assert 'src="data:image/svg+xml' in page
    assert second_factor.secret(device) in page.replace(" ", "")
    assert second_factor.address(device).startswith("otpauth://totp/")
    assert not is_in(client)
    wrong = client.post(SET_UP, {"code": "000000"})
    assert "Mã chưa đúng" in wrong.content.decode()
    with time_machine.travel(timezone.now() + timedelta(seconds=5)):
        shown = client.post(SET_UP, {"code": code_of(user, confirmed=False)})
    codes = re.findall(r"<code>([a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4})</code>", shown.content.decode())
    assert len(set(codes)) == 10
    assert is_in(client)
    stored = set(StaticToken.objects.values_list("token", flat=True))
    assert len(stored) == 10
    assert not stored & set(codes)
    assert client.get(SET_UP)["Location"] == HOME
    assert AuditEntry.objects.filter(event="second-factor.set", user_id=user.pk).count() == 1


def test_a_code_counts_once(editor: User) -> None:
    code = code_of(editor)
    first, second = Client(), Client()
    password(first, editor)
    password(second, editor)
    assert first.post(CODE, {"code": code})["Location"] == HOME
    again = second.post(CODE, {"code": code})
    assert again.status_code == 200
    assert not is_in(second)


def test_wrong_codes_have_to_wait_and_then_the_password_is_asked_again(client: Client, editor: User) -> None:
    password(client, editor)
    start = timezone.now()
    assert "Mã chưa đúng" in client.post(CODE, {"code": "123 456"}).content.decode()
    waiting = client.post(CODE, {"code": code_of(editor)})
    assert "Đợi" in waiting.content.decode()
    assert not is_in(client)
    for tries in range(1, signing_in.MOST_WRONG_CODES):
        with time_machine.travel(start + timedelta(seconds=90 * tries)):
            answer = client.post(CODE, {"code": "123456"})
    assert answer.status_code == 429
    assert client.get(CODE)["Location"] == SIGN_IN
    assert AuditEntry.objects.filter(event="second-factor.refused", outcome="refused").count() == 6


def test_a_recovery_code_works_once_however_it_is_typed_and_the_rest_is_counted(
    client: Client, editor: User
) -> None:
    codes = second_factor.new_recovery_codes(editor)
    password(client, editor)
    answer = client.post(CODE, {"code": codes[3].upper().replace("-", " ")})
    assert answer["Location"] == OWN
    assert "còn 9 mã" in client.get(OWN).content.decode()
    assert len(mail.outbox) == 1
    assert "Còn 9 mã" in mail.outbox[0].body
    other = Client()
    password(other, editor)
    assert other.post(CODE, {"code": codes[3]}).status_code == 200
    assert not is_in(other)
    assert AuditEntry.objects.get(event="second-factor.recovery").detail == {"left": 9}


def test_a_half_sign_in_ends_with_time_a_new_password_or_the_account(editor: User) -> None:
    for change in ("time", "password", "closed"):
        client = Client()
        password(client, editor)
        code = code_of(editor)
        travel = timedelta(minutes=11) if change == "time" else timedelta()
        if change == "password":
            editor.set_password("một mật khẩu khác hẳn")
            editor.save()
        elif change == "closed":
            password(client, editor, "một mật khẩu khác hẳn")
            User.objects.filter(pk=editor.pk).update(is_active=False)
        with time_machine.travel(timezone.now() + travel):
            assert client.post(CODE, {"code": code})["Location"] == SIGN_IN, change


def test_new_recovery_codes_need_a_code_and_replace_the_old(client: Client, editor: User) -> None:
    old = second_factor.new_recovery_codes(editor)
    sign_in(client, editor)
    refused = client.post(OWN, {"action": "new-codes", "code": "999999"})
    assert "Mã chưa đúng" in refused.content.decode()
    shown = client.post(OWN, {"action": "new-codes", "code": old[0]}).content.decode()
    assert len(re.findall(r"<code>", shown)) == 10
    assert second_factor.check(editor, old[1]).factor == ""


def test_another_phone_means_setting_up_again(client: Client, editor: User) -> None:
    codes = second_factor.new_recovery_codes(editor)
    sign_in(client, editor)
    assert client.post(OWN, {"action": "new-phone", "code": codes[0]})["Location"] == SIGN_IN
    assert not is_in(client)
    assert password(client, editor)["Location"] == SET_UP
    assert second_factor.recovery_codes_left(editor) == 0


def test_the_session_gets_a_new_key_at_each_factor(client: Client, editor: User) -> None:
    client.get(SIGN_IN)
    password(client, editor)
    half = client.session.session_key
    client.post(CODE, {"code": code_of(editor)})
    assert client.session.session_key != half


def test_who_has_no_role_is_told_and_can_leave(client: Client) -> None:
    user = account()
    sign_in(client, user)
    answer = client.get(SIGN_IN)
    assert "chưa có vai trò" in answer.content.decode()
    assert PASSWORD not in answer.content.decode()

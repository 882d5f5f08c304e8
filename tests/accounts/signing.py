"""Ways through the sign-in, for tests."""

import time
from typing import Any

from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.accounts.models import User

PASSWORD = "bốn con vịt qua cầu"
SIGN_IN, CODE, SET_UP, HOME = (
    "/admin/login/",
    "/admin/second-factor/",
    "/admin/second-factor/set-up/",
    "/admin/",
)
OWN = "/admin/my-sign-in/"


def account(user: User | None = None, *, factor: bool = True, name: str = "lan@example.vn") -> User:
    """An account with the password, and with an app on the phone unless told otherwise."""
    user = user or User.objects.create_user(name, email=name, full_name="Nguyễn Thị Mẫu")
    user.email = user.email or "mau@example.vn"
    user.set_password(PASSWORD)
    user.save()
    if factor:
        TOTPDevice.objects.create(user=user, name="portal", confirmed=True)
    return user


def code_of(user: User, *, confirmed: bool = True, ahead: int = 0) -> str:
    """What the app on the person's phone shows now, or some steps of 30 seconds ahead."""
    device = TOTPDevice.objects.get(user=user, confirmed=confirmed)
    clock = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    clock.time = time.time() + ahead * device.step
    return f"{clock.token():06d}"


def password(client: Client, user: User, word: str = PASSWORD, **more: Any) -> Any:
    """Give name and password."""
    return client.post(SIGN_IN, {"username": user.get_username(), "password": word, **more})


def sign_in(client: Client, user: User) -> Any:
    """Both factors."""
    password(client, user)
    return client.post(CODE, {"code": code_of(user)})


def is_in(client: Client) -> bool:
    """Whether the editors' side lets this browser in."""
    answer = client.get(HOME)
    if answer.status_code == 302:
        assert answer["Location"].startswith(SIGN_IN), answer["Location"]
    return bool(answer.status_code == 200)

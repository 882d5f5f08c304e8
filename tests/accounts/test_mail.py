"""Mails through a real server: plain Vietnamese text, and nobody hurt when the server is gone."""

import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.core import mail as django_mail
from django.test import Client

from deploy.services.base import free_port
from portal.accounts import mail
from portal.settings.env import env
from tests.accounts.signing import account
from tests.people import person
from tests.services.mail_kept import kept_by
from tests.world import World

pytestmark = pytest.mark.django_db


def kept(url: str) -> list[tuple[list[str], EmailMessage]]:
    """The messages that the server holds, with their receivers."""
    return [(row["to"], parse(row["data"])) for row in kept_by(url)]


def parse(text: str) -> EmailMessage:
    found = email.message_from_bytes(text.encode(), policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    return found


@pytest.fixture
def server(mail_url: str, settings: LazySettings) -> Iterator[str]:
    for name, value in env.email_url_config(mail_url).items():
        setattr(settings, name, value)
    yield mail_url
    django_mail.outbox = []


def test_the_link_for_a_new_password_arrives_as_plain_vietnamese_text(world: World, server: str) -> None:
    # The server also keeps what other runs beside this one send.
    user = person(world, "editor", "17950")
    user.email = f"thu-{uuid4().hex[:8]}@example.vn"
    account(user)
    Client().post("/admin/password_reset/", {"email": user.email})
    found = [message for receivers, message in kept(server) if receivers == [user.email]]
    assert len(found) == 1
    message = found[0]
    assert message.get_content_type() == "text/plain"
    assert message["Subject"].strip().startswith("Đặt lại mật khẩu")
    text = message.get_content()
    assert "dùng được một lần" in text
    assert "/admin/password_reset/confirm/" in text
    assert "<" not in text


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("factor_reset", {"by": "Quản Trị Mẫu", "reason": "mất máy & <b>không</b> còn mã"}),
        ("recovery_code_used", {"left": 3}),
        ("password_changed", {}),
        ("dormant", {"days": 84, "closes_on": None}),
    ],
)
def test_every_mail_has_a_subject_and_says_what_to_do(
    world: World, server: str, template: str, words: dict[str, Any]
) -> None:
    user = account(person(world, "editor", "17950"))
    user.full_name = "Nguyễn Thị Mẫu & Con"
    to = f"{template}@example.vn"
    assert mail.send(template, to, user=user, **words)
    message = next(message for receivers, message in kept(server) if receivers == [to])
    assert "Cổng thông tin điện tử" in message["Subject"]
    text = message.get_content()
    assert text.startswith("Chào Nguyễn Thị Mẫu & Con,")
    assert "{" not in text
    assert words.get("reason", "") in text


def test_a_server_that_is_gone_hurts_nobody(world: World, settings: LazySettings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    user = account(person(world, "editor", "17950"))
    assert mail.send("password_changed", "ai@example.vn", user=user) is False
    assert Client().post("/admin/password_reset/", {"email": user.email}).status_code == 302

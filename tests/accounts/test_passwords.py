"""Password rules, and resetting one by mail without telling who has an account."""

import re
import threading
import time
from unicodedata import normalize

import pytest
import time_machine
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory

from portal.accounts import second_factor
from portal.accounts.models import User
from portal.accounts.views import reset
from tests.accounts.signing import CODE, PASSWORD, account, is_in, password, sign_in
from tests.people import person
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
RESET, DONE = "/admin/password_reset/", "/admin/password_reset/done/"
# What forms carry against forgery differs with each visitor.
TOKEN = re.compile(rb"[A-Za-z0-9]{64}")
NEW = "năm con gà qua suối"


@pytest.mark.parametrize(
    "word",
    [
        "mười một ký",
        "x" * 11,
        "matkhau123456",
        "MậtKhẩu@2026!",
        "m4tkh4u@12345",
        "quantrivien2026",
        "ubndxa@12345678",
        "Anhyeuem@123456",
        "vietnam@vietnam",
        "qwertyuiop123",
        "123456789012",
        "aaaaaaaaaaaaaa",
        "abababababab",
        "password1234",
        "a1B2" * 33,
        "nguyenthimau2026",
    ],
)
def test_what_is_guessed_first_or_too_short_or_endless_is_refused(word: str) -> None:
    user = User(username="nguyenthimau", full_name="Nguyễn Thị Mẫu", email="mau@example.vn")
    with pytest.raises(ValidationError):
        validate_password(word, user)


@pytest.mark.parametrize(
    "word", [PASSWORD, NEW, "x7Kq!pl2#vZ9", "mây trắng trên đồi chè", "bàn ghế xanh 41 cái" * 6]
)
def test_long_and_unusual_ones_are_taken(word: str) -> None:
    validate_password(word, User(username="mau@example.vn"))


def test_the_length_is_counted_in_the_normal_form() -> None:
    short = "ấ ế ộ ữ ặ ẩ"
    assert len(normalize("NFD", short)) > 12
    with pytest.raises(ValidationError):
        validate_password(normalize("NFD", short))


def test_a_password_is_the_same_from_every_keyboard(world: World) -> None:
    user = account(person(world, "editor", "17950"))
    decomposed = normalize("NFD", PASSWORD)
    assert decomposed != PASSWORD
    assert password(Client(), user, decomposed)["Location"] == CODE


def link() -> str:
    found = re.search(r"http\S+?(/admin/password_reset/confirm/\S+)", str(mail.outbox[-1].body))
    assert found is not None
    return found[1]


def choose(client: Client, address: str, word: str = NEW) -> None:
    form = client.get(address, follow=True)
    client.post(form.redirect_chain[-1][0], {"password": word, "again": word})


def test_a_reset_keeps_the_second_factor_and_ends_all_sessions(world: World) -> None:
    user, inside, visitor = account(person(world, "editor", "17950")), Client(), Client()
    sign_in(inside, user)
    visitor.post(RESET, {"email": user.email.upper()})
    assert mail.outbox[-1].to == [user.email]
    assert "6 giờ" in str(mail.outbox[-1].body)
    choose(visitor, link())
    assert not is_in(inside)
    assert not is_in(visitor)
    assert "vừa được đặt lại" in str(mail.outbox[-1].body)
    assert second_factor.is_set(user)
    assert password(visitor, user, NEW)["Location"] == CODE


def test_a_link_works_once_and_for_six_hours(world: World) -> None:
    user = account(person(world, "editor", "17950"))
    Client().post(RESET, {"email": user.email})
    address = link()
    with time_machine.travel(time.time() + 6 * 3600 + 60):
        assert "không còn dùng được" in Client().get(address).content.decode()
    choose(Client(), address)
    assert "không còn dùng được" in Client().get(address).content.decode()


def test_known_and_unknown_addresses_get_the_same_answer(world: World) -> None:
    user = account(person(world, "editor", "17950"))
    answers = []
    for email in (user.email, "khong-co@example.vn"):
        client = Client()
        answer = client.post(RESET, {"email": email})
        page = client.get(answer["Location"])
        words = TOKEN.sub(b"", page.content)
        answers.append((answer.status_code, answer["Location"], answer.content, words))
    assert answers[0] == answers[1]
    assert len(mail.outbox) == 1


def test_nobody_waits_for_the_mail(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    user = account(person(world, "editor", "17950"))
    sent = threading.Event()

    def slow(email: str) -> None:
        time.sleep(0.5)
        sent.set()

    monkeypatch.setattr(reset.mail, "send_password_reset", slow)
    request = RequestFactory().post(RESET, {"email": user.email})
    request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
    began = time.perf_counter()
    answer = reset.PasswordResetView.as_view()(request)
    assert time.perf_counter() - began < 0.4
    assert not sent.is_set()
    answer.close()
    assert sent.is_set()


def test_closed_accounts_and_too_many_wishes_get_no_mail(world: World) -> None:
    user = account(person(world, "editor", "17950"))
    for _each in range(reset.PER_EMAIL + 2):
        assert Client().post(RESET, {"email": user.email})["Location"] == DONE
    assert len(mail.outbox) == reset.PER_EMAIL
    closed = account(person(world, "editor", "17951"))
    closed.email = "dong@example.vn"
    closed.is_active = False
    closed.save()
    Client().post(RESET, {"email": closed.email})
    assert len(mail.outbox) == reset.PER_EMAIL


def test_the_link_names_the_portal_and_not_what_a_browser_claims(world: World) -> None:
    user = account(person(world, "editor", "17950"))
    Client().post(RESET, {"email": user.email}, headers={"host": "evil.example"})
    assert "evil.example" not in str(mail.outbox[-1].body)

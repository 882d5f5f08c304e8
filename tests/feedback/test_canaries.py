"""Canaries: what names a sender stands nowhere but in the private store, and after erasing not there either.

One person with words that stand nowhere else asks, gets letters, answers one and asks about the own data;
officers note, transfer, answer and publish. Then everything that leaves the portal or lies beside it is read.
"""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.utils import timezone

from feedback import crypto, mails
from feedback.attachments import Upload
from feedback.models import Case, PublicQuestion
from feedback.privacy import requests, retention, rotation
from feedback.views import tracking
from portal.accounts.models import User
from portal.core import jobs
from portal.core.models import JobRun
from tests.feedback.cases import ANSWER, COMMUNE, NEIGHBOUR, Desk, at, do, sent
from tests.feedback.test_desk import BASE
from tests.leaks.test_leaks import text_of, walk
from tests.people import person, signed_in
from tests.world import OWN_HOST, World

NAME, PHONE, CCCD = "Lê Zqvăn Canh", "0977123598", "040199812345"
EMAIL, ADDRESS, FILE = "zqcanh.le@example.vn", "Xóm Zqdiachi, số nhà 7", f"zqdon-xin-{PHONE}.pdf"
TITLE, TEXT = (
    "Zqtieude hỏi về giấy khai sinh",
    f"Tôi là {NAME}, căn cước {CCCD}, gọi 0977 123 598, zqnoidung.",
)
NOTE, CONTENT = "Zqghichu: đã gọi cho người gửi", b"%PDF-1.4\n% zqtrongtep\n%%EOF"
CANARIES: tuple[str, ...] = ("Zqv", "zqcanh", PHONE, "0977 123 598", CCCD, "Zqdiachi", "zqdon", "Zqtieude")
CANARIES += ("zqnoidung", "zqghichu", "zqtrongtep", "zqyeucau")
ROLES = ("operator", "chief_editor", "leader", "desk_officer")
JOBS = ("daily_message", "feedback.letters", "feedback.reminders", "feedback.review", "search.outbox")
DAY = "2026-11-24"


def found_in(text: str) -> list[str]:
    """The canaries that a text holds, in capitals or not."""
    low = text.lower()
    return [word for word in CANARIES if word.lower() in low]


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, settings: Any) -> None:
    """A private store of this test alone."""
    settings.PORTAL_PRIVATE_ROOT = tmp_path / "private"
    settings.PORTAL_DELETION_LEDGER = tmp_path / "private" / "deletions.jsonl"


def stored_files(root: str | Path) -> Iterator[tuple[str, str]]:
    """Name and content of every file below a folder."""
    for file in Path(root).rglob("*"):
        if file.is_file():
            yield str(file.relative_to(root)), file.read_bytes().decode(errors="ignore")


def in_tables() -> list[str]:
    """Rows of any table, as the database holds them: revisions, audit, search, sessions, jobs, letters."""
    leaks = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute("SELECT * FROM " + connection.ops.quote_name(table))  # noqa: S608
            leaks += [f"table {table}: {hits}" for row in cursor if (hits := found_in(repr(row)))]
    return leaks


def in_caches() -> list[str]:
    """Keys and values of every cache, in the process or in Redis."""
    held: list[bytes] = []
    for alias in settings.CACHES:
        backend: Any = caches[alias]
        store = backend._cache
        if isinstance(store, dict):
            held += [part for key, value in store.items() for part in (str(key).encode(), bytes(value))]
        else:
            client = store.get_client()
            for key in client.scan_iter():
                held += [key, client.dump(key) or b""]
    return [f"cache: {hits}" for part in set(held) if (hits := found_in(part.decode(errors="ignore")))]


def in_public(client: Client, wide: bool) -> list[str]:
    """Every public door of the agency that has the case, of the province and of its neighbour."""
    texts = dict(walk(client, [], most=120 if wide else 1))
    for base in ("/", "/xa-phuong/xa-anh-son/"):
        for word in ("Zqtieude", "giấy khai sinh"):
            texts[f"{base}?{word}"] = text_of(client.get(f"{base}tim-kiem/", {"q": word})).replace(word, "")
    for kind in ("", "rss/", "thong-ke/", "thong-ke.csv/", "qua-han/", "cua-toi/", "bien-nhan/", "tra-cuu/"):
        texts[f"own {kind}"] = text_of(client.get(f"/hoi-dap/{kind}", HTTP_HOST=OWN_HOST))
        texts[f"neighbour {kind}"] = text_of(client.get(f"/xa-phuong/xa-anh-son/hoi-dap/{kind}"))
    for row in PublicQuestion.objects.all():
        texts[f"answer {row.pk}"] = text_of(client.get(f"/hoi-dap/{row.pk}/{row.slug}/", HTTP_HOST=OWN_HOST))
    for address in ("/-/health", "/nhat-ky-cong-bo/", "/sitemap.xml"):
        texts[address] = text_of(client.get(address))
    assert len(texts) > 20
    return [f"{address}: {hits}" for address, text in texts.items() if (hits := found_in(text))]


def strangers(world: World) -> dict[str, User]:
    """Officers of other agencies, and roles without a desk."""
    people = [(role, NEIGHBOUR) for role in ("leader", "desk_officer", "specialist")]
    people += [(role, "40") for role in ROLES] + [("editor", COMMUNE), ("unit_admin", COMMUNE)]
    return {f"{role} of {code}": person(world, role, code) for role, code in people}


def in_other_desks(others: dict[str, User], case: Case, request: int) -> list[str]:
    """What they are shown."""
    leaks = []
    addresses = ["", f"{case.pk}/", f"{case.pk}/dang/", "danh-sach.csv", f"?q={PHONE}", "dang-giu/"]
    addresses += ["du-lieu-ca-nhan/", f"du-lieu-ca-nhan/{request}/"]
    for who, user in others.items():
        client = signed_in(user)
        for address in ["/admin/", *(f"{BASE}{one}" for one in addresses)]:
            text = text_of(client.get(address)).replace(f'value="{PHONE}"', "")
            leaks += [f"{who}, {address}: {hits}"] if (hits := found_in(text)) else []
        for address in (f"{case.pk}/nguoi-gui/", f"{case.pk}/viec/", f"du-lieu-ca-nhan/{request}/tai-ve/"):
            text = text_of(client.post(f"{BASE}{address}", {"vi-sao": "contact", "dang": "json"}))
            leaks += [f"{who}, {address}: {hits}"] if (hits := found_in(text)) else []
    return leaks


def in_mails() -> list[str]:
    """Letters go to the sender alone, with name and code; subjects and everybody else's name nobody."""
    leaks = []
    for message in mail.outbox:
        text = str(message.subject)
        if message.to != [EMAIL]:
            text += str(message.message())
        assert PHONE not in str(message.body)
        leaks += [f"mail: {hits}"] if (hits := found_in(text)) else []
    return leaks


def in_logs(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Lines of every logger down to DEBUG with tracebacks; the database's own are written by no server."""
    form = logging.Formatter()
    lines = [form.format(line) for line in caplog.records if not line.name.startswith("django.db")]
    assert lines
    return [f"log: {line[:200]}" for line in lines if found_in(line)]


def an_error_report(client: Client, code: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The page of an error that happens while a case is shown; the log takes its traceback."""
    section = "/hoi-dap/"
    client.post(f"{section}tra-cuu/", {"code": code, "check_word": PHONE[-4:]}, HTTP_HOST=OWN_HOST)
    with monkeypatch.context() as patched:
        patched.setattr(tracking, "present", lambda case: {}[case.pk])
        answer = client.get(f"{section}cua-toi/", HTTP_HOST=OWN_HOST)
    assert answer.status_code == 500
    return text_of(answer)


@pytest.mark.django_db
def test_the_nets_catch_what_leaks(caplog: pytest.LogCaptureFixture) -> None:
    JobRun.objects.create(name="x", started_at=timezone.now(), message=f"{NAME} không gửi được")
    caches["default"].set("mã", {"words": TEXT})
    caches["default"].set("zqnoidung", 1)
    logging.getLogger("portal.feedback").error("no answer for %s", PHONE)
    mail.outbox.append(mail.EmailMessage("Zqtieude", "", to=[EMAIL]))
    mail.outbox.append(mail.EmailMessage("Báo cáo", CCCD, to=["ai@example.vn"]))
    try:
        assert [len(leaks) for leaks in (in_tables(), in_caches(), in_logs(caplog), in_mails())] == [
            1,
            2,
            1,
            2,
        ]
    finally:
        caches["default"].clear()


def test_what_names_the_sender_stands_nowhere_else(
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: Any,
) -> None:
    caplog.set_level(logging.DEBUG)
    public, sender = Client(raise_request_exception=False), Client(raise_request_exception=False)
    desk, others = Desk(world), strangers(world)

    def everywhere(wide: bool = False) -> list[str]:
        leaks = in_tables() + in_caches() + in_mails() + in_logs(caplog)
        leaks += [
            f"media {name}" for name, text in stored_files(settings.MEDIA_ROOT) if found_in(name + text)
        ]
        leaks += [
            f"name of {name}" for name, _text in stored_files(settings.PORTAL_PRIVATE_ROOT) if found_in(name)
        ]
        return leaks + in_public(public, wide) + in_other_desks(others, case, asked.pk)

    with time_machine.travel(at(DAY), tick=False), django_capture_on_commit_callbacks(execute=True):
        receipt = sent(
            world,
            title=TITLE,
            text=TEXT,
            name=NAME,
            phone=PHONE,
            email=EMAIL,
            address=ADDRESS,
            uploads=[Upload(FILE, CONTENT)],
        )
        case = receipt.case
        mails.queue_receipt(case, receipt.code)
        asked = requests.register(
            requests.Asked("access", world.agencies[COMMUNE], name=NAME, phone=PHONE, words="zqyeucau")
        )
        do(case, "note", desk.officer, reason=NOTE)
        do(case, "ask-sender", desk.officer, reason=NOTE)
        do(case, "reply", None, reason=TEXT)
    with time_machine.travel(at(DAY, "10:00"), tick=False):
        assert not found_in(an_error_report(sender, receipt.code, monkeypatch))
        for name in JOBS:
            job = next(one for one in jobs.registered_jobs() if one.name == name)
            job.run()
        assert [message.to for message in mail.outbox].count([EMAIL]) >= 2
        # The doors that must show it do: else nothing below would prove anything.
        officer = signed_in(desk.officer)
        shown = officer.post(f"{BASE}{case.pk}/nguoi-gui/", {"vi-sao": "contact"})
        assert {"Zqv", "zqcanh", PHONE, CCCD, "Zqdiachi", "Zqtieude"} <= set(found_in(text_of(shown)))
        assert any(found_in(text) for _name, text in stored_files(settings.PORTAL_PRIVATE_ROOT))
        assert everywhere() == []
        with django_capture_on_commit_callbacks(execute=True):
            do(case, "assign", desk.officer, handler=desk.specialist)
            do(do(case, "answer", desk.specialist, text=ANSWER), "approve", desk.leader)
            do(
                case,
                "publish",
                desk.officer,
                title="Khai sinh cho con cần giấy gì?",
                question="Tôi hỏi về giấy khai sinh.",
                answer=ANSWER,
            )
        next(one for one in jobs.registered_jobs() if one.name == "search.outbox").run()
        assert "Khai sinh cho con" in text_of(public.get("/hoi-dap/", HTTP_HOST=OWN_HOST))
        assert everywhere(wide=True) == []
        requests.answer(asked, desk.officer, f"Đã đưa cho {NAME}.", done=True)
    with time_machine.travel(at("2028-12-01"), tick=False):
        with django_capture_on_commit_callbacks(execute=True):
            result = retention.run()
        assert (result.erased, result.requests) == (1, 1)
        assert everywhere() == []
        assert [
            name for name, text in stored_files(settings.PORTAL_PRIVATE_ROOT) if found_in(name + text)
        ] == []
        for model, names in rotation.models():
            for row in model._default_manager.all():
                assert not any(found_in(str(getattr(row, name))) for name in names), model
        for word in (PHONE, EMAIL.lower()):
            for purpose in ("phone", "email", "second"):
                assert not Case.objects.filter(phone_hash__in=crypto.keyed_hashes(purpose, word)).exists()

"""The real clamd, with one signature of our own: its word decides what is served, and nobody waits."""

import io
import zipfile
from collections.abc import Iterator
from time import monotonic

import pytest
from django.test import override_settings
from pytest_django import DjangoCaptureOnCommitCallbacks

from deploy.services.clamd import MARK, Clamd
from feedback import scanner
from feedback.attachments import Upload
from feedback.models import Attachment
from feedback.models.attachment import private_storage
from portal.core.models import AuditEntry
from tests.feedback.cases import COMMUNE, Desk, sent
from tests.feedback.test_desk import BASE
from tests.people import signed_in
from tests.world import World

pytestmark = pytest.mark.clamd

WORD = "word/document.xml"


@pytest.fixture
def scanned(clamd_url: str) -> Iterator[None]:
    with override_settings(CLAMD_URL=clamd_url):
        yield


def packed(**files: bytes) -> bytes:
    """A zip; names with ``__`` for slashes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for name, content in files.items():
            box.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def docx(**more: bytes) -> bytes:
    """A document as Word writes it, as far as it is looked at."""
    types = {"[Content_Types].xml": b"<Types/>", WORD: b"<w:document/>"}
    return packed(**types, **more)


def test_only_what_clamd_finds_clean_is_served_and_the_infected_goes(
    world: World, scanned: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    desk = Desk(world)
    uploads = [
        Upload("sạch.pdf", b"%PDF-1.4\n" + b"x" * 300_000 + b"\n%%EOF"),
        Upload("a.pdf", b"%PDF-1.4\n" + b"x" * 90_000 + MARK + b"\n%%EOF"),
        Upload("b.docx", docx(word__media__image1=b"x" * 5000 + MARK)),
        Upload("c.docx", docx(word__embeddings__hop=packed(tep=packed(trong=MARK)))),
        Upload("d.docx", docx(word__media__image1=b"x" * 5000)),
    ]
    case = sent(world, COMMUNE, uploads=uploads).case
    officer = signed_in(desk.officer)
    files = list(case.attachments.all())
    names = [str(file.file.name) for file in files]
    for file in files:
        assert officer.get(f"{BASE}{case.pk}/tep/{file.pk}/").status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        assert scanner.scan_pending() == "5 tệp đã quét."
    found = dict(case.attachments.values_list("pk", "scan"))
    assert list(found.values()) == ["clean", "infected", "infected", "infected", "clean"]
    for file, name in zip(files, names, strict=True):
        clean = found[file.pk] == "clean"
        assert private_storage().exists(name) == clean
        assert officer.get(f"{BASE}{case.pk}/tep/{file.pk}/").status_code == (200 if clean else 404)
    assert AuditEntry.objects.filter(event="feedback.infected").count() == 3
    screen = officer.get(f"{BASE}{case.pk}/").content.decode()
    assert f"Tệp tep-{files[1].pk}.pdf có mã độc nên đã bị xóa" in screen
    assert "Xem tin mới" in officer.get("/admin/").content.decode()
    case.refresh_from_db()
    assert officer.post(f"{BASE}{case.pk}/viec/", {"viec": "seen", "ban": case.version}).status_code == 302
    assert "Xem tin mới" not in officer.get("/admin/").content.decode()
    assert scanner.scan_pending() == ""


def test_while_clamd_is_down_receipts_go_on_and_files_wait_until_it_is_back(
    world: World, clamd_url: str
) -> None:
    own = Clamd()
    try:
        own.start()
        address = own.wait()
    finally:
        own.stop()
    with override_settings(CLAMD_URL=address):
        began = monotonic()
        case = sent(world, uploads=[Upload("a.pdf", b"%PDF-1.4\n%%EOF")]).case
        assert monotonic() - began < 2
        assert scanner.scan_pending() == "Bộ quét vi-rút không trả lời; các tệp chờ."
        assert not case.attachments.get().may_be_served
    with override_settings(CLAMD_URL=clamd_url):
        assert scanner.scan_pending() == "1 tệp đã quét."
    assert case.attachments.get().may_be_served


def test_a_file_without_verdict_does_not_hold_up_the_others(world: World, scanned: None) -> None:
    case = sent(world, uploads=[Upload(f"{n}.pdf", b"%PDF-1.4\n%%EOF") for n in (1, 2)]).case
    gone, kept = case.attachments.all()
    private_storage().delete(str(gone.file.name))
    assert scanner.scan_pending() == "1 tệp đã quét. 1 tệp không quét được, vẫn chờ."
    assert dict(Attachment.objects.values_list("pk", "scan")) == {gone.pk: "pending", kept.pk: "clean"}

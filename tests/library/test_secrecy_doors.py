"""No door takes a file with a stamp of secrecy: nothing of it is stored, and a second person can overrule."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import Revision, UploadedFile

from portal.accounts.models import User
from portal.core.models import AuditEntry
from portal.editorial import secrecy
from portal.library.fields import SecrecyRefused
from portal.library.models import PortalDocument, SecrecyOverrule
from search.models import IndexTask
from tests.library import files
from tests.people import person
from tests.world import World

pytestmark = pytest.mark.django_db
WORDS = "Tệp có dấu chỉ độ mật. Không tải lên. Báo văn thư cơ quan."
SECRET = files.word("ỦY BAN NHÂN DÂN XÃ", "TỐI MẬT", "Báo cáo về ông Nguyễn Văn Nam")
HONEST = files.word("ỦY BAN NHÂN DÂN XÃ", "Giá mật ong và mật độ dân số")
SCAN = files.pdf([], [])
NAME = "bao-cao-ong-nam.docx"
DOORS = ("add", "multiple", "chooser", "replace", "row", "file", "kept upload")
FORMS = ("add", "multiple", "chooser", "replace")


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> Path:
    """A place for stored and for passing files, both empty; every upload passes through a file."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "passing")
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0
    (tmp_path / "passing").mkdir()
    return tmp_path


@pytest.fixture
def editor(world: World) -> User:
    return person(world, "editor", "17950")


class Desk:
    """An editor at every door."""

    def __init__(self, world: World, user: User, media: Path) -> None:
        self.client = Client()
        self.client.force_login(user)
        self.user, self.media = user, media
        self.agency = world.agencies["17950"]
        assert self.agency.collection is not None
        self.collection = self.agency.collection
        self.stands = PortalDocument(title="Biểu mẫu", collection=self.collection, agency=self.agency)
        self.stands.file.save("bieu-mau.docx", ContentFile(HONEST), save=False)
        self.stands.save()

    def go(self, door: str, data: bytes, name: str = NAME, **more: str) -> str:
        """Bring a file to a door; gives what the answer says."""
        upload = SimpleUploadedFile(name, data)
        values = {"title": "Báo cáo", "collection": str(self.collection.pk), "tags": "", "source": "", **more}
        if door == "add":
            return self._words(self.client.post(reverse("wagtaildocs:add"), {**values, "file": upload}))
        if door == "multiple":
            return self._words(
                self.client.post(
                    reverse("wagtaildocs:add_multiple"),
                    {**values, "files[]": upload},
                    headers={"x-requested-with": "XMLHttpRequest"},
                )
            )
        if door == "chooser":
            own = {f"document-chooser-upload-{key}": value for key, value in values.items()}
            return self._words(
                self.client.post(
                    reverse("wagtaildocs_chooser:create"), {**own, "document-chooser-upload-file": upload}
                )
            )
        if door == "replace":
            address = reverse("wagtaildocs:edit", args=[self.stands.pk])
            values["replacement_note"] = "Sửa số điện thoại"
            return self._words(self.client.post(address, {**values, "file": upload}))
        try:
            with transaction.atomic():
                if door == "row":
                    PortalDocument.objects.create(title="x", file=upload, collection=self.collection)
                elif door == "file":
                    PortalDocument(title="x").file.save(name, ContentFile(data))
                else:
                    UploadedFile.objects.create(file=upload)
        except SecrecyRefused as refused:
            return "\n".join(refused.messages)
        return ""

    @staticmethod
    def _words(response: Any) -> str:
        words = response.content.decode()
        return (
            words.encode().decode("unicode_escape")
            if response.get("Content-Type", "").endswith("json")
            else words
        )

    def stored(self) -> set[str]:
        return {path.name for path in self.media.rglob("*") if path.is_file()}


@pytest.fixture
def desk(world: World, editor: User, media: Path) -> Desk:
    return Desk(world, editor, media)


def kept(desk: Desk) -> tuple[set[str], list[int]]:
    """Files on the disk, and rows of everything that an upload could leave behind."""
    models = (PortalDocument, UploadedFile, IndexTask, Revision)
    return desk.stored(), [model._default_manager.count() for model in models]


@pytest.mark.parametrize("door", DOORS)
def test_a_stamped_file_is_refused_at_every_door_and_nothing_of_it_is_stored(desk: Desk, door: str) -> None:
    before = kept(desk)
    words = desk.go(door, SECRET)
    assert WORDS in words
    assert kept(desk) == before
    desk.stands.refresh_from_db()
    with desk.stands.open_file() as file:
        assert file.read() == HONEST


@pytest.mark.parametrize("door", FORMS)
def test_a_refusal_is_noted_without_the_files_name_or_words(desk: Desk, door: str) -> None:
    desk.go(door, SECRET)
    line = AuditEntry.objects.get(event="file.refused")
    assert (line.user_id, line.outcome) == (desk.user.pk, "refused")
    assert line.detail["sha256"] == hashlib.sha256(SECRET).hexdigest()
    assert "nam" not in str(line.detail).lower()


@pytest.mark.parametrize("door", DOORS)
def test_honey_and_density_pass_every_door(desk: Desk, door: str) -> None:
    before = len(desk.stored())
    assert WORDS not in desk.go(door, HONEST)
    assert len(desk.stored()) == before + 1 - (door == "replace")
    assert not AuditEntry.objects.filter(event="file.refused").exists()


@pytest.mark.parametrize("door", FORMS)
def test_a_scan_is_asked_about_and_passes_when_somebody_has_looked(desk: Desk, door: str) -> None:
    asked = desk.go(door, SCAN, "quet.pdf")
    assert "không đọc được chữ ở trang 1, 2" in asked
    assert PortalDocument.objects.count() == 1
    if door == "multiple":
        digest = hashlib.sha256(SCAN).hexdigest()
        assert desk.client.post(reverse("secrecy:note"), {"sha256": digest, "level": ""}).status_code == 204
        desk.go(door, SCAN, "quet.pdf")
    else:
        desk.go(door, SCAN, "quet.pdf", seen_without_letters="on")
    desk.stands.refresh_from_db()
    assert PortalDocument.objects.count() == (1 if door == "replace" else 2)
    assert any(name.startswith("quet") for name in desk.stored())
    assert AuditEntry.objects.filter(event="file.seen", user_id=desk.user.pk).exists()


def ask(desk: Desk, reason: str = "MẬT là tên một cột trong bảng") -> SecrecyOverrule:
    desk.go("add", SECRET)
    digest = hashlib.sha256(SECRET).hexdigest()
    page = desk.client.get(reverse("secrecy:index")).content.decode()
    assert reverse("secrecy:ask", args=[digest]) in page
    assert desk.client.post(reverse("secrecy:ask", args=[digest]), {"reason": reason}).status_code == 302
    return SecrecyOverrule.objects.get()


def test_a_false_alarm_is_overruled_by_a_second_person_and_passes_once(desk: Desk, world: World) -> None:
    row = ask(desk)
    assert (row.level, row.agency, row.asked_by) == ("TỐI MẬT", desk.agency, desk.user)
    assert WORDS in desk.go("add", SECRET), "asking opens nothing"
    second = Client()
    approver = person(world, "approver", "17950")
    second.force_login(approver)
    (item,) = secrecy.waiting_items(approver, desk.agency, None)  # type: ignore[arg-type]
    assert item.url == reverse("secrecy:index")
    decision = {"reason": "Đã xem tệp, là tên cột", "quyet-dinh": "cho"}
    assert second.post(reverse("secrecy:decide", args=[row.pk]), decision).status_code == 302
    digest = {"sha256": row.sha256}
    assert desk.client.get(reverse("secrecy:allowed"), digest).json() == {"allowed": True}
    assert WORDS not in desk.go("add", SECRET)
    assert PortalDocument.objects.count() == 2
    assert desk.client.get(reverse("secrecy:allowed"), digest).json() == {"allowed": False}
    assert WORDS in desk.go("add", SECRET), "once"
    assert AuditEntry.objects.filter(event="file.overruled", user_id=approver.pk).exists()


def test_nobody_allows_an_own_request(desk: Desk, world: World) -> None:
    row = ask(desk)
    assert not secrecy.decidable(desk.user).exists()
    decide = reverse("secrecy:decide", args=[row.pk])
    decision = {"reason": "Tôi thấy là nhầm", "quyet-dinh": "cho"}
    assert desk.client.post(decide, decision).status_code == 404
    with pytest.raises(ValidationError, match="người thứ hai"):
        row.decide(by=desk.user, allowed=True, reason="Tôi thấy là nhầm")
    with pytest.raises(IntegrityError), transaction.atomic():
        SecrecyOverrule.objects.filter(pk=row.pk).update(decided_by=desk.user, allowed=True)


@pytest.mark.parametrize(
    ("role", "code", "status"),
    [
        ("approver", "17950", 200),
        ("approver", "17951", 404),
        ("editor", "17950", 404),
        ("secretary", "40", 200),
        ("chief_editor", "40", 200),
    ],
)
def test_who_may_decide(desk: Desk, world: World, role: str, code: str, status: int) -> None:
    row = ask(desk)
    client = Client()
    client.force_login(person(world, role, code, name="another"))
    assert client.get(reverse("secrecy:decide", args=[row.pk])).status_code == status


def test_a_request_that_was_declined_opens_nothing(desk: Desk, world: World) -> None:
    row = ask(desk)
    approver = person(world, "approver", "17950")
    row.decide(by=approver, allowed=False, reason="Đúng là tài liệu mật")
    assert WORDS in desk.go("add", SECRET)
    with pytest.raises(ValidationError, match="đã có người quyết định"):
        row.decide(by=approver, allowed=True, reason="Nghĩ lại")


@pytest.mark.parametrize("reason", ["", "ngắn"])
def test_a_request_needs_a_reason(desk: Desk, reason: str) -> None:
    desk.go("add", SECRET)
    digest = hashlib.sha256(SECRET).hexdigest()
    page = desk.client.post(reverse("secrecy:ask", args=[digest]), {"reason": reason})
    assert page.status_code == 200
    assert not SecrecyOverrule.objects.exists()


def test_one_asks_only_about_what_one_was_refused(desk: Desk) -> None:
    address = reverse("secrecy:ask", args=["0" * 64])
    assert desk.client.get(address).status_code == 404
    assert desk.client.post(address, {"reason": "Một lý do đủ dài"}).status_code == 404


def test_what_the_browser_tells_is_checked(desk: Desk) -> None:
    note = reverse("secrecy:note")
    good = {"sha256": "a" * 64, "level": "MẬT"}
    assert desk.client.post(note, good).status_code == 204
    for wrong in ({**good, "sha256": "x"}, {**good, "level": "Nguyễn Văn A"}, {}):
        assert desk.client.post(note, wrong).status_code == 400
    assert AuditEntry.objects.filter(event="file.refused").count() == 1
    assert desk.client.get(reverse("secrecy:allowed"), {"sha256": "'"}).json() == {"allowed": False}


def test_nobody_outside_reaches_these_screens(db: None, client: Client) -> None:
    for name in ("index", "note", "allowed"):
        assert client.get(reverse(f"secrecy:{name}")).status_code in (302, 403)

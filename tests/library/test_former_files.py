"""A file is replaced in place: its address stays, the old one gets its own and says "bản cũ"."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import CollectionViewRestriction

from portal.accounts.models import User
from portal.core.clock import today
from portal.library.models import FormerFile, PortalDocument
from portal.publication.models import PublicationEntry
from tests.library import files
from tests.library.public import show
from tests.people import person, signed_in
from tests.world import World

pytestmark = pytest.mark.django_db
OLD, NEW = files.word("Điện thoại 0238 111"), files.word("Điện thoại 0238 222")
NOTE = "Sửa số điện thoại"


@pytest.fixture
def editor(world: World) -> User:
    return person(world, "editor", "17950")


@pytest.fixture
def form(world: World, settings: Any, tmp_path: Path) -> PortalDocument:
    """A public form that stands at its address."""
    settings.MEDIA_ROOT = tmp_path
    agency = world.agencies["17950"]
    document = PortalDocument.objects.create(
        title="Mẫu đơn",
        file=SimpleUploadedFile("mau-don.docx", OLD),
        collection=agency.collection,
        agency=agency,
    )
    show(document)
    return document


def replace(
    user: User, document: PortalDocument, data: bytes, name: str = "moi.docx", note: str = NOTE
) -> str:
    """By the editors' form; gives the answer's page."""
    values = {"title": document.title, "collection": str(document.collection_id), "tags": "", "source": ""}
    values |= {"replacement_note": note, "file": SimpleUploadedFile(name, data)}
    answer = signed_in(user).post(reverse("wagtaildocs:edit", args=[document.pk]), values)
    document.refresh_from_db()
    return answer.content.decode()


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_a_replaced_file_keeps_its_address_and_the_old_one_says_what_it_is(
    client: Client, form: PortalDocument, editor: User
) -> None:
    address = form.url
    assert "Ghi thay đổi gì so với tệp cũ" in replace(editor, form, NEW, note="")
    assert body(client.get(address)) == OLD
    replace(editor, form, NEW)
    assert form.url == address
    assert body(client.get(address)) == NEW
    row = form.former_files.get()
    page = client.get(row.url)
    html = page.content.decode()
    assert "bản cũ" in html
    assert NOTE in html
    assert f'href="{address}"' in html
    assert page.headers["X-Robots-Tag"] == "noindex"
    old = client.get(row.file_url)
    assert body(old) == OLD
    assert "ban-cu-1-mau-don.docx" in old.headers["Content-Disposition"]
    assert row.url in client.get(reverse("former_files", args=[form.pk])).content.decode()
    acts = PublicationEntry.objects.filter(object_id=str(form.pk)).values_list("act", "version", "scope")
    assert list(acts) == [("replaced", "1", "17950"), ("changed", "2", "17950")]
    screen = signed_in(editor).get(reverse("wagtaildocs:edit", args=[form.pk])).content.decode()
    assert reverse("former_files_admin", args=[form.pk]) in screen


def test_a_file_with_another_ending_leaves_its_old_address_to_the_old_file(
    client: Client, form: PortalDocument, editor: User
) -> None:
    before = form.url
    form.file.save("mau-don.pdf", SimpleUploadedFile("mau-don.pdf", files.pdf(["Mẫu đơn"])))
    assert form.url != before
    assert body(client.get(form.url)).startswith(b"%PDF")
    answer = client.get(before)
    assert answer.status_code == 302
    assert answer.headers["Location"] == form.former_files.get().url
    huge = 10**24
    tails = (f"{huge}/x.pdf", f"{huge}/ban-cu/", f"{huge}/ban-cu/1/x.pdf", f"{form.pk}/ban-cu/{huge}/x.pdf")
    for nowhere in (f"{form.pk}/khong-co.pdf", *tails):
        assert client.get(f"/tep/{nowhere}").status_code == 404
    form.delete()
    assert not FormerFile.objects.exists()


def test_old_copies_have_the_rights_of_the_document_and_no_secrets(
    client: Client, form: PortalDocument, editor: User
) -> None:
    replace(editor, form, files.word("ỦY BAN NHÂN DÂN XÃ", "TỐI MẬT", "Báo cáo"))
    assert not FormerFile.objects.exists()
    assert body(client.get(form.url)) == OLD
    replace(editor, form, NEW)
    row = form.former_files.get()
    addresses = (row.url, row.file_url, reverse("former_files", args=[form.pk]))
    restriction = CollectionViewRestriction.objects.create(
        collection=form.collection, restriction_type=CollectionViewRestriction.LOGIN
    )
    for address in addresses:
        assert client.get(address).status_code == 302, "the sign-in"
    restriction.delete()
    PortalDocument.objects.filter(pk=form.pk).update(public_until=today(), public_until_kind="other")
    for address in addresses:
        assert client.get(address).status_code == 410


def test_an_old_copy_with_personal_data_is_withdrawn_for_good(
    client: Client,
    world: World,
    form: PortalDocument,
    editor: User,
    django_capture_on_commit_callbacks: Any,
) -> None:
    replace(editor, form, NEW)
    row = form.former_files.get()
    stored = Path(row.file.path)
    address = reverse("former_files_admin", args=[form.pk])
    neighbour = signed_in(person(world, "editor", "17951"))
    assert neighbour.post(address, {"number": 1, "reason": "Không phải của tôi"}).status_code in (302, 403)
    assert stored.exists()
    desk = signed_in(editor)
    assert "Gỡ hẳn" in desk.post(address, {"number": 1, "reason": ""}).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(address, {"number": 1, "reason": "Có số điện thoại riêng"})
    assert not stored.exists()
    page = client.get(row.url)
    assert page.status_code == 410
    assert "đã được gỡ" in page.content.decode()
    assert "điện thoại riêng" not in page.content.decode()
    assert client.get(row.file_url).status_code == 410
    assert body(client.get(form.url)) == NEW

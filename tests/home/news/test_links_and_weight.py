"""Links to answered questions in an article, and its weight as the editor is told it."""

from datetime import date
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail import blocks

from feedback.models import PublicQuestion
from home.news import pictures, weight_panel
from home.news.blocks import AnswerLinkBlock, LegalTextBlock
from portal.editorial.services import PublishRefused, publish
from portal.library.models import PortalDocument, PortalRendition
from tests.feedback.cases import Desk, do
from tests.home.news.stories import ROLE, article, draft, picture
from tests.library import files
from tests.people import person, signed_in
from tests.world import NEIGHBOUR, World

pytestmark = pytest.mark.django_db
TITLE = "Mất giấy khai sinh thì làm lại thế nào?"


def test_a_link_to_an_answer_shows_its_title_while_it_is_public(world: World, client: Client) -> None:
    desk = Desk(world)
    case = desk.approved()
    words = {"title": TITLE, "question": "Tôi mất giấy khai sinh của con.", "answer": "Đến quầy số 4 của xã."}
    do(case, "publish", desk.officer, **words, procedure_codes=[])
    shown = PublicQuestion.objects.get()
    address = f"http://localhost:8000/xa-phuong/mot-xa/hoi-dap/{shown.pk}/cau-nay/"
    page = article(world, "Một tin", body=[("answer", {"address": address})])
    there = f"{NEIGHBOUR}tin-tuc/{page.slug}/"
    client.get(there)
    with CaptureQueriesContext(connection) as asked:
        text = client.get(there).content.decode()
    assert len(asked) <= 6
    assert f'hoi-dap/{shown.pk}/{shown.slug}/"' in text
    assert TITLE in text
    PublicQuestion.objects.update(live=False)
    assert TITLE not in client.get(there).content.decode()


@pytest.mark.parametrize("typed", ["javascript:alert(1)//hoi-dap/1/", "/hoi-dap/gui/", "hoi-dap/1/", "12"])
def test_what_is_no_answers_address_is_refused_in_words(typed: str) -> None:
    block = AnswerLinkBlock()
    with pytest.raises(ValidationError) as refused:
        block.clean(block.to_python({"address": typed}))
    assert "Chép địa chỉ" in str(refused.value.as_json_data())  # type: ignore[attr-defined]


def test_an_editor_is_told_how_heavy_a_page_is_before_it_is_published(world: World) -> None:
    image, other = picture(), picture("Một ảnh khác")
    body = [
        ("picture", {"image": image}),
        ("pictures", {"images": [image, other], "description": "Hai ảnh."}),
    ]
    page = draft(world, "Tin có ảnh", body=body)
    page.save_revision()
    estimated = weight_panel.of(page)
    assert estimated.pictures == 2
    assert 0 < estimated.files < (image.file_size or 0) + (other.file_size or 0)
    assert not PortalRendition.objects.filter(image__in=[image, other]).exists(), "looking makes no copies"
    editor = signed_in(person(world, "editor", "17951"))
    form = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "lần mở đầu tải khoảng" in form
    assert "trong đó 2 ảnh" in form
    pictures.make(page)
    made = PortalRendition.objects.get(image=image, filter_spec=pictures.AVIF[0])
    of_set = PortalRendition.objects.filter(image=other, filter_spec__in=pictures.SPECS)
    assert of_set.count() == len(pictures.SPECS)
    assert pictures.weights([image.pk]) == {image.pk: made.file.size}
    assert not weight_panel.of(page).heavy
    assert weight_panel.Weight(9, weight_panel.HEAVY).heavy


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Nghị định số 131 / 2021/NĐ-CP", "131/2021/NĐ-CP"),
        ("12/QĐ-UBND", "12/QĐ-UBND"),
        ("91/2025/QH15", "91/2025/QH15"),
        ("15/10/2026", None),
        ("Nghị định của Chính phủ", None),
        ("131/abc", None),
    ],
)
def test_a_legal_document_is_known_by_its_official_number(typed: str, kept: str | None) -> None:
    block = LegalTextBlock()
    value = {"issued_on": date(2021, 12, 30), "issuer": "Chính phủ", "summary": "Một văn bản", "url": ""}
    if kept is None:
        with pytest.raises(blocks.StructBlockValidationError):
            block.clean(block.to_python(value | {"number": typed}))
    else:
        assert block.clean(block.to_python(value | {"number": typed}))["number"] == kept
    for url in ("http://vanban.example.vn/1", "javascript:alert(1)"):
        with pytest.raises(blocks.StructBlockValidationError):
            block.clean(block.to_python(value | {"number": "12/QĐ-UBND", "url": url}))


def test_a_pasted_address_of_a_file_that_readers_cannot_open_is_refused(world: World, media: None) -> None:
    document = PortalDocument(title="Mẫu đơn")
    document.file.save("mau-don.docx", ContentFile(files.word("Mẫu đơn")), save=False)
    document.save()
    host = urlsplit(world.page("17951", "tin-tuc").full_url).netloc
    for address in (document.url, f"https://{host}{document.url}", "/tep/999999999/khong-co.pdf"):
        text = ("paragraph", f'<p>Xem <a href="{address}">mẫu đơn</a>.</p>')
        page = draft(world, f"Dán {len(address)}", body=[text])
        with pytest.raises(PublishRefused, match="Tệp kèm theo"):
            publish(page, actor_role=ROLE)
    page = draft(
        world,
        "Có tệp",
        body=[
            (
                "paragraph",
                f'<p><a href="{document.url}">Mẫu</a> <a href="https://bao.vn/tep/9/a.pdf">Báo</a></p>',
            ),
            ("file", {"document": document, "name": ""}),
        ],
    )
    publish(page, actor_role=ROLE)
    assert Client().get(document.url).status_code == 200

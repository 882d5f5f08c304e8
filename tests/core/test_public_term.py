"""What has a public term is gone from every door with the first second of its day, without any job."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.test import Client
from PIL import Image
from wagtail.images.models import SourceImageIOError
from wagtail.models import Page

from portal.core import clock, public_term
from portal.core.public_term import PublicTerm
from portal.library.models import PortalDocument, PortalImage, SitePicture
from procedures_pages.models import ProcedureVersion
from search.outbox import drain
from tests.library import files
from tests.library.public import show
from tests.procedures_pages import factories
from tests.world import COMMUNE, World

pytestmark = pytest.mark.django_db
NAME = "Nguyễn Thị Bưởi"
END = date(2027, 3, 10)
LAST = datetime(2027, 3, 9, 23, 59, 59, tzinfo=clock.ZONE)
FIRST = datetime(2027, 3, 10, 0, 0, 0, tzinfo=clock.ZONE)
CODE = "1.000001"


@pytest.fixture
def late(settings: Any, tmp_path: Any) -> Iterator[Any]:
    """The last second of the term."""
    settings.MEDIA_ROOT = tmp_path / "media"
    with time_machine.travel(LAST, tick=False) as traveller:
        yield traveller


@pytest.fixture
def notice(world: World, late: Any) -> Page:
    """A public page that names somebody, in the commune's menu, and found by search."""
    page = world.page("17950", "gioi-thieu")
    page.title = f"Niêm yết thừa kế của bà {NAME}"
    page.public_until, page.public_until_kind = END, PublicTerm.Kind.INHERITANCE
    page.save_revision().publish()
    while drain():
        pass
    return page


def text_of(client: Client, address: str) -> str:
    response: Any = client.get(address)
    assert response.status_code in (200, 404, 410), address
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode(errors="replace")


DOORS = (
    "/",
    COMMUNE,
    COMMUNE + "gioi-thieu/",
    COMMUNE + "lien-he/",
    COMMUNE + "noi-tiep-nhan/",
    COMMUNE + "tim-kiem/?q=thua+ke",
    "/tim-kiem/?q=thua+ke",
    COMMUNE + "thu-tuc/",
    COMMUNE + "gioi-thieu/khong-co/",
    "/xa-phuong/",
    "/en/",
)


def test_a_page_is_there_until_the_last_second_and_gone_with_the_first(
    notice: Page, late: Any, client: Client
) -> None:
    address = COMMUNE + "gioi-thieu/"
    page = client.get(address)
    assert page.status_code == 200
    assert NAME in page.content.decode()
    late.move_to(FIRST)
    page = client.get(address)
    assert page.status_code == 410
    assert "Đã hết thời hạn công khai" in page.content.decode()
    assert page["Cache-Control"] == "no-store"


def test_the_name_leaves_every_public_door_without_any_job(notice: Page, late: Any, client: Client) -> None:
    before = {door for door in DOORS if NAME in text_of(client, door)}
    assert {COMMUNE, COMMUNE + "gioi-thieu/", COMMUNE + "tim-kiem/?q=thua+ke"} <= before
    late.move_to(FIRST)
    assert {door for door in DOORS if NAME in text_of(client, door)} == set()
    assert notice.get_sitemap_urls() == []
    assert Page.objects.get(pk=notice.pk).live, "no job has run"


def test_a_page_that_was_taken_down_for_its_term_still_says_so(
    notice: Page, late: Any, client: Client
) -> None:
    late.move_to(FIRST)
    notice.unpublish(set_expired=True)
    assert client.get(COMMUNE + "gioi-thieu/").status_code == 410
    assert client.get(COMMUNE + "khong-co/").status_code == 404


def test_a_longer_term_brings_it_back(notice: Page, late: Any, client: Client) -> None:
    late.move_to(FIRST)
    notice.public_until = END + timedelta(days=1)
    notice.save_revision().publish()
    assert client.get(COMMUNE + "gioi-thieu/").status_code == 200
    late.move_to(FIRST + timedelta(days=1))
    assert client.get(COMMUNE + "gioi-thieu/").status_code == 410


def test_a_procedure_and_its_history_leave_with_their_day(world: World, late: Any, client: Client) -> None:
    version = factories.version(CODE, f"Thủ tục của bà {NAME}")
    ProcedureVersion.objects.filter(pk=version.pk).update(public_until=END, public_until_kind="other")
    base = COMMUNE + f"thu-tuc/{CODE}/{version.slug}/"
    doors = [
        COMMUNE + "thu-tuc/",
        COMMUNE + "thu-tuc/danh-sach.csv",
        base,
        base + "lich-su/",
        base + "du-lieu.json",
    ]
    assert [door for door in doors if NAME not in text_of(client, door)] == []
    late.move_to(FIRST)
    assert [door for door in doors if NAME in text_of(client, door)] == []


def test_a_file_answers_410_and_its_name_leaves_the_lists(world: World, late: Any, client: Client) -> None:
    document = PortalDocument(title=f"Danh sách {NAME}", public_until=END, public_until_kind="conscripts")
    document.file.save("danh-sach-buoi.docx", ContentFile(files.word("Danh sách")), save=False)
    document.save()
    show(document)
    answer: Any = client.get(document.url)
    assert b"".join(answer.streaming_content)
    late.move_to(FIRST)
    answer = client.get(document.url)
    assert answer.status_code == 410
    assert "Đã hết thời hạn công khai" in answer.content.decode()
    assert NAME not in answer.content.decode()
    assert client.get(document.url, headers={"if-none-match": f'"{document.file_hash}"'}).status_code == 410


def test_a_picture_is_kept_by_caches_until_midnight_and_then_gone(
    world: World, late: Any, client: Client
) -> None:
    out = BytesIO()
    Image.new("RGB", (40, 30)).save(out, "PNG")
    out.seek(0)
    image = PortalImage.objects.create(
        title=NAME, file=ImageFile(out, "anh.png"), public_until=END, public_until_kind="other"
    )
    rendition = image.get_rendition("width-20")
    SitePicture.objects.create(agency=world.agencies["17950"], banner=image, banner_alt=NAME)
    answer = client.get(rendition.url)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "public, max-age=1, s-maxage=1"
    assert answer["Content-Type"] == "image/png"
    late.move_to(FIRST)
    assert client.get(rendition.url).status_code == 410
    with pytest.raises(SourceImageIOError):
        PortalImage.objects.get(pk=image.pk).get_rendition("width-20")
    assert client.get("/media/images/khong-co.png").status_code == 404


def test_an_end_needs_a_reason() -> None:
    with pytest.raises(ValidationError, match="lý do"):
        ProcedureVersion(public_until=END).clean()


def test_every_page_record_and_file_can_end() -> None:
    names = {model.__name__ for model in public_term.models_with_term()}
    assert {"HomePage", "AboutPage", "ProcedureVersion", "ProcedureGuide", "LocalFields"} <= names
    assert {"PortalDocument", "PortalImage"} <= names

"""A province before and after mergers, for the tests of both: its table, its addresses, its content."""

import csv
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.test import Client
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, Site

from home.models import HomePage
from portal.agencies.models import FormerAddress
from portal.agencies.operations.merge import Outcome, merge_file
from portal.agencies.operations.moves import change_address
from portal.library.models import PortalDocument, PortalImage
from tests.procedures_pages import factories
from tests.services import prepared
from tests.world import World, build, look

HEADING = ["thao_tac", "ma_cu", "ma_moi", "ten_moi", "ngay", "van_ban"]
DAY, ACT = "01/07/2026", "Nghị quyết số 1/NQ-UBTVQH15"
ROWS = [
    ("40", "Tỉnh Nghệ An", "tinh", "tinh", "", ""),
    ("1", "Xã Đồng Văn", "xa", "xa", "40", "dongvan.example.vn"),
    ("2", "Xã Tân Hợp", "xa", "xa", "40", ""),
    ("3", "Xã Hương Sơn", "xa", "xa", "40", ""),
    ("4", "Xã Nghĩa Hòa", "xa", "xa", "40", ""),
    ("5", "Xã Châu Lý", "xa", "xa", "40", ""),
    ("6", "Xã Tam Thái", "xa", "xa", "40", ""),
]
# Three into a new one, one into two of which one exists, a new name.
CHANGES = [
    ["nhap", "2", "20", "Xã Tân Hợp", DAY, ACT],
    ["nhap", "1", "20", "Xã Tân Hợp", DAY, ACT],
    ["nhap", "3", "20", "Xã Tân Hợp", DAY, ACT],
    ["tach", "4", "40004", "Phường Nghĩa Hòa Mới", DAY, ACT],
    ["tach", "4", "6", "", DAY, ACT],
    ["doi-ten", "5", "", "Phường Châu Lý", DAY, ACT],
]
RECORD = "thu-tuc/1.000001/dang-ky-khai-sinh/"


def table(folder: Path, rows: list[list[str]], name: str = "sap-xep.csv") -> Path:
    file = folder / name
    with file.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows([HEADING, *rows])
    return file


@prepared.contents
def before_mergers(folder: Path) -> None:
    world = build(folder, ROWS)
    factories.version()
    change_address(world.agencies["2"], slug="xa-tan-hop-cu")
    change_address(world.agencies["2"], hostname="tanhop.example.vn")
    for code in ("1", "2", "3", "4"):
        about = world.page(code, "gioi-thieu")
        about.body = [("paragraph", f"<p>Về {world.agencies[code].name}</p>")]
        about.save_revision().publish()
        contact = world.page(code, "lien-he")
        contact.add_child(instance=Page(title="Đường đi", slug="duong-di"))
        image = PortalImage(title="Cổng làng", agency=world.agencies[code], file=picture(code))
        image.collection = world.agencies[code].collection
        image.save()
        PortalDocument.objects.create(
            title="Quyết định",
            source="Ủy ban nhân dân xã cũ",
            agency=world.agencies[code],
            collection=world.agencies[code].collection,
            file=ContentFile(b"%PDF", f"qd-{code}.pdf"),
        )


@pytest.fixture(name="before_mergers")
def _before_mergers(request: pytest.FixtureRequest, db: Any, tmp_path: Path) -> World:
    """Six communes with content, one at a host of its own, one that has moved twice before."""
    prepared.see_to(request, tmp_path)
    return look()


def picture(code: str) -> ImageFile:
    found: ImageFile = get_test_image_file(filename=f"{code}.png", size=(8, 8))
    return found


def public_addresses() -> list[tuple[str, str]]:
    """Every address that answers: pages below the province and at hosts of their own, records, search."""
    roots = [(site.hostname, site.root_page.url_path) for site in Site.objects.select_related("root_page")]
    found = []
    for page in Page.objects.live().filter(depth__gt=1).order_by("path"):
        mine = [
            (host, "/" + page.url_path[len(root) :]) for host, root in roots if page.url_path.startswith(root)
        ]
        found += mine
        if page.specific_class is HomePage:
            found += [(host, path + tail) for host, path in mine for tail in (RECORD, "tim-kiem/?q=a")]
    found += [(row.host or "localhost", row.path) for row in FormerAddress.objects.all()]
    return sorted(set(found))


def follow(client: Client, host: str, path: str) -> list[int]:
    """The statuses on the way from an address."""
    statuses: list[int] = []
    while len(statuses) < 4:
        answer = client.get(path, headers={"host": host})
        statuses.append(answer.status_code)
        if answer.status_code not in (301, 302):
            return statuses
        target = answer["location"]
        if target.startswith("http"):
            host, _slash, rest = target.split("://")[1].partition("/")
            target = "/" + rest
        path = target
    return statuses


def run(tmp_path: Path, rows: list[list[str]] = CHANGES, **options: Any) -> Outcome:
    return merge_file(table(tmp_path, rows), **options)

"""A small province for tests, made by the provisioning that officials use."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from wagtail.models import Page

from home.models import HomePage
from portal.agencies.models import Agency
from portal.agencies.provisioning import provision_file
from tests.services import prepared

COLUMNS = ["ma_don_vi", "ten", "loai", "cap", "don_vi_cha", "ten_mien"]
ROWS = [
    ("40", "Tỉnh Nghệ An", "tinh", "tinh", "", ""),
    ("40-STP", "Sở Tư pháp tỉnh Nghệ An", "so", "so", "40", ""),
    ("40-SXD", "Sở Xây dựng tỉnh Nghệ An", "so", "so", "40", "xaydung.example.vn"),
    ("17950", "Xã Vân Tụ", "xa", "xa", "40", "vantu.example.vn"),
    ("17951", "Xã Anh Sơn", "xa", "xa", "40", ""),
]
COMMUNE, NEIGHBOUR, DEPARTMENT = "/xa-phuong/xa-van-tu/", "/xa-phuong/xa-anh-son/", "/co-quan/so-tu-phap/"
OWN_HOST = "vantu.example.vn"


@dataclass(frozen=True)
class World:
    """The agencies by code, and their homes."""

    agencies: dict[str, Agency]
    homes: dict[str, HomePage]

    def page(self, agency: str, slug: str) -> Page:
        """A section page of an agency's site."""
        found: Page = self.homes[agency].get_children().get(slug=slug).specific
        return found


def build(folder: Path, rows: Sequence[tuple[str, ...]] = ROWS) -> World:
    """Provision the rows; gives what stands then."""
    file = folder / "agencies.csv"
    with file.open("w", newline="", encoding="utf-8") as lines:
        writer = csv.writer(lines)
        writer.writerow(COLUMNS)
        writer.writerows(rows)
    plan = provision_file(file).plan
    assert plan.refused == []
    return look()


def look() -> World:
    """What the database holds."""
    homes = HomePage.objects.filter(locale__language_code="vi").select_related("agency")
    return World(
        {agency.code: agency for agency in Agency.objects.all()}, {home.agency.code: home for home in homes}
    )


@prepared.contents
def world(folder: Path) -> None:
    build(folder)


@pytest.fixture(name="world")
def _world(request: pytest.FixtureRequest, db: Any, tmp_path: Path) -> World:
    """A province with two departments and two communes; one of each has a host name of its own."""
    prepared.see_to(request, tmp_path)
    return look()

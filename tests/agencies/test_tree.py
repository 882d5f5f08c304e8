"""The register as of a day: the golden tree of Nghệ An, and the page that shows it."""

import json
import os
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from portal.agencies.models import FormerName
from portal.agencies.register_import import import_register
from portal.agencies.seeds import FILES
from portal.agencies.tree import as_of
from portal.core.text import fold
from tests.services import prepared
from tests.world import World

GOLDEN = Path(__file__).parent / "golden" / "nghe-an-2025-06-30.txt"
LAST_DAY_BEFORE = date(2025, 6, 30)
MERGER = date(2025, 7, 1)
# What the data set says of a commune that no merger touched.
UNTOUCHED = "Không sáp nhập"


def golden() -> dict[str, list[str]]:
    lines = [line for line in GOLDEN.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {
        district: sorted(names.split("; "))
        for district, _colon, names in (line.partition(": ") for line in lines)
    }


@prepared.contents
def demo_register(folder: Path) -> None:
    from portal.agencies import provisioning

    steps, provisioning._steps = provisioning._steps, {}
    try:
        for file in FILES:
            assert import_register(file).plan.refused == []
    finally:
        provisioning._steps = steps


@pytest.fixture(name="demo_register")
def _demo_register(request: pytest.FixtureRequest, db: None, tmp_path: Path) -> None:
    """The register of the demonstration, as its files say it, without pages."""
    prepared.see_to(request, tmp_path)


def test_the_tree_before_the_mergers_is_the_golden_one(
    demo_register: None, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        tree = as_of(LAST_DAY_BEFORE)
    found = {district: sorted(unit.name for unit in units) for district, units in tree.by_district()}
    assert found == golden()
    assert (len(found), sum(len(units) for units in found.values())) == (20, 412)
    today = as_of(MERGER).of_level("commune")
    assert (len(today), {unit.district for unit in today}) == (130, {""})
    assert {unit.parent_code for unit in today} == {"40"}
    kept = {agency.pk for unit in today for agency in unit.now}
    for unit in tree.of_level("commune"):
        assert unit.now, f"nothing became of {unit.name}"
        assert {agency.pk for agency in unit.now} <= kept


def test_the_golden_tree_holds_what_the_national_data_set_says(demo_register: None) -> None:
    """Another source: what became of whom, as an open data set of July 2026 has it."""
    file = Path(settings.PORTAL_SAMPLE_DATA) / "units.jsonl"
    if not file.is_file():
        reason = f"no units.jsonl in {file.parent}; set PORTAL_SAMPLE_DATA to the folder with it"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    units = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    here = {unit["code"]: unit for unit in units if unit.get("parent_code") == "40"}
    assert len(here) == 130
    told = {
        (code, fold(re.sub(r"\s*\(.*\)", "", name)))
        for code, unit in here.items()
        for name in unit["merged_from"].split(", ")
        if name and name != UNTOUCHED
    }
    held = {(row.agency.code, fold(row.name)) for row in FormerName.objects.select_related("agency").all()}
    # A ward of Cửa Lò that the data set calls a commune (README of the demonstration's files).
    assert told - held == {("16732", "xa thu thuy")}
    without = {code for code, unit in here.items() if not unit["merged_from"]}
    assert len({code for code, _name in held} & without) == len(without), "filled from other sources"


# With pages


@pytest.fixture
def divided(world: World) -> World:
    """An old commune of which both communes of today have a part; another one renamed later."""
    for code in ("17950", "17951"):
        agency = world.agencies[code]
        agency.valid_from = MERGER
        agency.save()
        FormerName(
            agency=agency, name="Xã Cũ", district="huyện Yên Thành", part_only=True, until=MERGER
        ).save()
    FormerName(agency=world.agencies["17951"], name="Xã Tên Trước", until=date(2026, 3, 1)).save()
    return world


def test_a_unit_that_was_divided_stands_once_with_all_who_follow(divided: World) -> None:
    (unit,) = as_of(LAST_DAY_BEFORE).of_level("commune")
    assert (unit.name, len(unit.now)) == ("Xã Cũ", 2)


def test_an_agency_has_its_name_of_the_day(divided: World) -> None:
    names = {unit.name for unit in as_of(date(2026, 2, 28)).of_level("commune")}
    assert names == {"Xã Vân Tụ", "Xã Tên Trước"}
    assert {unit.name for unit in as_of(date(2026, 3, 1)).of_level("commune")} == {"Xã Vân Tụ", "Xã Anh Sơn"}


@pytest.mark.parametrize("typed", ["30/06/2025", "2025-06-30", "30.06.2025", " 30-06-2025 "])
def test_the_list_is_shown_as_of_a_day(divided: World, client: Client, typed: str) -> None:
    page = " ".join(client.get("/xa-phuong/", {"ngay": typed}).content.decode().split())
    assert "Như ngày 30/06/2025" in page
    assert "Huyện Yên Thành" in page
    assert "nay chia về:" in page
    assert 'href="/xa-phuong/xa-anh-son/"' in page


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("31/02/2025", "Không đọc được ngày “31/02/2025”. Viết dạng 30/06/2025."),
        ("<b>hôm qua</b>", "Không đọc được ngày “&lt;b&gt;hôm qua&lt;/b&gt;”."),
        ("01/01/1900", "Chọn ngày từ 06/01/1946 đến"),
        ("01/01/2999", "Chọn ngày từ 06/01/1946 đến"),
        ("9" * 3000, "Không đọc được ngày"),
    ],
)
def test_a_day_that_is_none_is_explained_and_stays_in_the_field(
    divided: World, client: Client, typed: str, words: str
) -> None:
    answer = client.get("/xa-phuong/", {"ngay": typed})
    assert answer.status_code == 200
    assert words in " ".join(answer.content.decode().split())
    assert answer.context["as_of"].typed == typed[:20]
    assert answer.context["found"] == 2, "the list of today is there all the same"


def test_the_list_of_a_day_costs_two_queries_more(
    divided: World, client: Client, django_assert_max_num_queries: Any
) -> None:
    client.get("/xa-phuong/")
    with django_assert_max_num_queries(6):
        client.get("/xa-phuong/", {"ngay": "30/06/2025"})


def test_a_unit_that_was_an_agency_itself_stands_once_with_who_follows_it(divided: World) -> None:
    old, new = divided.agencies["17950"], divided.agencies["17951"]
    old.valid_to = date(2026, 5, 1)
    old.save()
    FormerName(agency=new, name=old.name, code=old.code, since=old.valid_from, until=date(2026, 5, 1)).save()
    before = {unit.name: [agency.code for agency in unit.now] for unit in as_of(date(2026, 4, 30)).units}
    assert before["Xã Vân Tụ"] == ["17951"]
    assert len([name for name in before if name == "Xã Vân Tụ"]) == 1
    assert "Xã Vân Tụ" not in {unit.name for unit in as_of(date(2026, 5, 1)).units}

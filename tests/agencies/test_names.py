"""“Xã cũ tôi giờ ở đâu?”: every old name finds the agency of today, or the parts it was divided into."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from portal.agencies import names
from portal.agencies.models import Agency, FormerName
from portal.agencies.names import Answer, NameIndex, key, read_question
from portal.agencies.provisioning import provision_file
from tests.agencies.tables import ALL, table
from tests.services import prepared

pytestmark = pytest.mark.django_db
BACH_NGOC = ["17722", "Xã Bạch Ngọc", "xa", "xa", "40", "", "2025-07-01", ""]
LUONG_SON = ["17641", "Phường Lương Sơn", "phuong", "xa", "40", "", "2025-07-01", ""]
OLD = [
    # agency, name, district, part only, what part
    ("17722", "Xã Đồng Văn", "huyện Quế Phong", False, ""),
    ("17641", "Xã Đồng Văn", "huyện Tân Kỳ", False, ""),
    ("17722", "Phường Cửa Lò", "thị xã Cửa Lò", False, ""),
    ("17722", "Xã Xá Lượng", "huyện Tương Dương", False, ""),
    ("17722", "Xã Hoà Sơn", "huyện Quế Phong", True, "xóm 1 đến xóm 4"),
    ("17641", "Xã Hoà Sơn", "huyện Quế Phong", True, "phần còn lại"),
    ("17641", "Thị trấn Lạt", "huyện Tân Kỳ", False, ""),
]


@prepared.contents
def old_names(folder: Path) -> None:
    provision_file(table(folder, [*ALL, BACH_NGOC, LUONG_SON]))
    for code, name, district, part_only, part in OLD:
        FormerName(
            agency=Agency.objects.get(code=code),
            name=name,
            district=district,
            part_only=part_only,
            part=part,
            until=date(2025, 7, 1),
            source="Nghị quyết 1678/NQ-UBTVQH15",
        ).save()


@pytest.fixture
def register(old_names: None) -> NameIndex:
    return NameIndex.load()


@pytest.fixture(name="old_names")
def _old_names(request: pytest.FixtureRequest, db: None, tmp_path: Path) -> None:
    prepared.see_to(request, tmp_path)


def meant(answer: Answer) -> list[tuple[str, str]]:
    return [(found.name, found.old.label if found.old else "") for found in answer.found]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Đồng Văn, huyện Quế Phong", [("Xã Bạch Ngọc", "Xã Đồng Văn (huyện Quế Phong)")]),
        ("xã Đồng Văn huyện Tân Kỳ", [("Phường Lương Sơn", "Xã Đồng Văn (huyện Tân Kỳ)")]),
        ("dong van (tan ky)", [("Phường Lương Sơn", "Xã Đồng Văn (huyện Tân Kỳ)")]),
        ("x. dong van, h. que phong, tinh nghe an", [("Xã Bạch Ngọc", "Xã Đồng Văn (huyện Quế Phong)")]),
        ("P. Cửa Lò", [("Xã Bạch Ngọc", "Phường Cửa Lò (thị xã Cửa Lò)")]),
        ("phường Cửa Lò tx Cửa Lò", [("Xã Bạch Ngọc", "Phường Cửa Lò (thị xã Cửa Lò)")]),
        ("Xá Lượng", [("Xã Bạch Ngọc", "Xã Xá Lượng (huyện Tương Dương)")]),
        ("xã Xá Lượng", [("Xã Bạch Ngọc", "Xã Xá Lượng (huyện Tương Dương)")]),
        ("TT Lạt", [("Phường Lương Sơn", "Thị trấn Lạt (huyện Tân Kỳ)")]),
        ("tt. lat", [("Phường Lương Sơn", "Thị trấn Lạt (huyện Tân Kỳ)")]),
        ("17641", [("Phường Lương Sơn", "")]),
    ],
)
def test_abbreviations_districts_and_missing_marks_find_the_same(
    register: NameIndex, typed: str, expected: list[tuple[str, str]]
) -> None:
    assert meant(register.answer(typed)) == expected


@pytest.mark.parametrize("typed", ["Hoà Sơn", "Hòa Sơn", "Ho\u0300a So\u031bn", "hoa son", "HÒA SƠN"])
def test_a_unit_that_was_divided_gives_its_parts(register: NameIndex, typed: str) -> None:
    answer = register.answer(typed)
    assert [(found.name, found.old and found.old.part) for found in answer.found] == [
        ("Xã Bạch Ngọc", "xóm 1 đến xóm 4"),
        ("Phường Lương Sơn", "phần còn lại"),
    ]
    assert all(found.old and found.old.part_only for found in answer.found)


def test_a_name_of_two_districts_gives_both(register: NameIndex) -> None:
    assert {label for _name, label in meant(register.answer("đồng văn"))} == {
        "Xã Đồng Văn (huyện Quế Phong)",
        "Xã Đồng Văn (huyện Tân Kỳ)",
    }


@pytest.mark.parametrize("typed", ["huyện Tân Kỳ", "h. tan ky", "Tân Kỳ"])
def test_an_old_district_gives_all_that_came_out_of_it(register: NameIndex, typed: str) -> None:
    answer = register.answer(typed)
    assert (answer.district, meant(answer)) == ("huyện Tân Kỳ", [("Phường Lương Sơn", "")])


def test_a_district_that_is_no_district_of_the_name_does_not_hide_it(register: NameIndex) -> None:
    assert meant(register.answer("Thị trấn Lạt, huyện Anh Sơn")) == [
        ("Phường Lương Sơn", "Thị trấn Lạt (huyện Tân Kỳ)")
    ]


@pytest.mark.parametrize("typed", ["", "  ", ",;()", "huyện", "x" * 5000, "%", "\x00", "🙂"])
def test_odd_questions_are_answered(register: NameIndex, typed: str) -> None:
    assert isinstance(register.answer(typed), Answer)


def test_a_question_is_taken_apart() -> None:
    asked = read_question("P. Hưng Bình, TP. Vinh, tỉnh Nghệ An")
    assert (asked.kind, asked.name, asked.districts) == ("phuong", "hung binh", ("vinh",))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Xã Xá Lượng", "xa luong"),
        ("Thành Vinh", "thanh vinh"),
        ("Phường Thành Vinh", "thanh vinh"),
        ("Xã Đồng Văn (huyện Quế Phong)", "dong van"),
        ("Xã", "xa"),
    ],
)
def test_kinds_fall_away_only_as_whole_words(name: str, expected: str) -> None:
    assert key(name) == expected


def test_a_process_asks_once_and_sees_a_change(register: NameIndex, django_assert_num_queries: Any) -> None:
    names.forget()
    with django_assert_num_queries(2):
        names.index(1).answer("Mỹ Thành")
    with django_assert_num_queries(0):
        names.index(1).answer("Mỹ Thành")
    with django_assert_num_queries(2):
        assert meant(names.index(2).answer("Mỹ Thành")) == [("Xã Vân Tụ", "Xã Mỹ Thành")]


def test_a_name_added_is_found_with_the_next_request(register: NameIndex, client: Client) -> None:
    assert client.get("/", {"xa": "Quỳnh Lâm"}).context["finder"].nothing
    FormerName(agency=Agency.objects.get(code="17722"), name="Xã Quỳnh Lâm").save()
    assert not client.get("/", {"xa": "Quỳnh Lâm"}).context["finder"].nothing


def test_the_page_says_from_when_where_and_by_what(register: NameIndex, client: Client) -> None:
    page = " ".join(client.get("/", {"xa": "Hoà Sơn"}).content.decode().split())
    assert "Một phần Xã Hoà Sơn (huyện Quế Phong) nay thuộc" in page
    assert "từ 01/07/2025" in page
    assert "xóm 1 đến xóm 4" in page
    assert "Nghị quyết 1678/NQ-UBTVQH15" in page

"""Which bodies a printed list of agencies names."""

import pytest

from portal.agencies.performers import CLASSES, class_of_agency, classes_of, classify, label


@pytest.mark.parametrize(
    ("printed", "keys"),
    [
        ("Ủy ban nhân dân cấp xã", {"ubnd-xa"}),
        ("Chủ tịch Ủy ban nhân dân xã, phường, đặc khu", {"ubnd-xa"}),
        ("Công an Xã", {"cong-an-xa"}),
        ("Công an cấp tỉnh; Công an Xã", {"cong-an-tinh", "cong-an-xa"}),
        ("Sở Tư pháp, Uỷ ban nhân dân cấp xã", {"so-tu-phap", "ubnd-xa"}),
        ("Ủy ban nhân dân tỉnh Nghệ An", {"ubnd-tinh"}),
        ("Trạm Y tế", {"tram-y-te"}),
        ("Cục Đăng kiểm Việt Nam", {"trung-uong"}),
        ("Sở Xây dựng tỉnh Bắc Ninh", set()),
        ("UBND tỉnh Lào Cai\nSở Nội vụ", {"so-noi-vu"}),
        ("", set()),
    ],
)
def test_printed_names_give_their_classes(printed: str, keys: set[str]) -> None:
    assert classify(printed) == keys


def test_decomposed_letters_and_the_other_spelling_give_the_same_classes() -> None:
    import unicodedata

    assert classify(unicodedata.normalize("NFD", "Uỷ ban nhân dân cấp xã")) == classify(
        "Ủy ban nhân dân cấp xã"
    )


def test_a_commune_answers_for_its_police_and_health_station_but_for_no_department() -> None:
    found = classes_of("commune", "ubnd-xa")
    assert {"ubnd-xa", "cong-an-xa", "tram-y-te"} <= found
    assert not {key for key in found if CLASSES[key].level in ("province", "vertical-province", "central")}


def test_a_department_shows_its_own_class_and_the_province_all_of_its_catalogue() -> None:
    assert classes_of("department", "so-tu-phap") == {"so-tu-phap"}
    assert classes_of("department", "") == frozenset()
    whole = classes_of("province", "")
    assert classes_of("commune", "") < whole
    assert "trung-uong" not in whole
    assert "hai-quan" not in whole


def test_every_department_of_the_demonstration_province_has_a_class() -> None:
    import csv
    from pathlib import Path

    import portal.agencies

    file = Path(portal.agencies.__file__).parent / "demo" / "nghe-an.csv"
    with file.open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if row["cap"] == "so"]
    found = [class_of_agency(row["ten"], "department") for row in rows]
    assert all(found)
    assert len(set(found)) == len(rows) == 15


def test_a_class_without_a_label_shows_its_key() -> None:
    assert label("so-tu-phap") == "Sở Tư pháp"
    assert label("khong-co") == "khong-co"

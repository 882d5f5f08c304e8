"""A notice as it is read over a loudspeaker."""

import re
from datetime import date
from typing import Any

import pytest
from wagtail.models import Locale

from home.news.models import NoticePage
from home.news.spoken import numbers
from home.news.spoken.script import MOST_WORDS, script
from home.news.spoken.words import aloud, count
from portal.editorial.services import publish
from tests.people import person, signed_in
from tests.world import World

DAY = "ngày mùng tám tháng mười hai năm hai nghìn không trăm hai mươi sáu"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("0", "không"),
        ("5", "năm"),
        ("10", "mười"),
        ("15", "mười lăm"),
        ("21", "hai mươi mốt"),
        ("24", "hai mươi tư"),
        ("14", "mười bốn"),
        ("105", "một trăm linh năm"),
        ("110", "một trăm mười"),
        ("555", "năm trăm năm mươi lăm"),
        ("1001", "một nghìn không trăm linh một"),
        ("2026", "hai nghìn không trăm hai mươi sáu"),
        ("1000000", "một triệu"),
        ("1250000000", "một tỷ hai trăm năm mươi triệu"),
        ("2000000001", "hai tỷ không trăm linh một"),
        ("0238", "không hai ba tám"),
    ],
)
def test_a_number_in_words(value: str, words: str) -> None:
    assert numbers.number(value) == words


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("UBND xã họp lúc 7:30 ngày 08/12/2026.", "Ủy ban nhân dân xã họp lúc bảy giờ ba mươi " + DAY + "."),
        ("Từ 7h30 đến 11 giờ, 15/10", "Từ bảy giờ ba mươi đến mười một giờ, ngày mười lăm tháng mười"),
        ("7:30–11:30", "bảy giờ ba mươi đến mười một giờ ba mươi"),
        ("Giá 1.250.000 đồng", "Giá một triệu hai trăm năm mươi nghìn đồng"),
        ("250 m², 12,5 ha, 5%", "hai trăm năm mươi mét vuông, mười hai phẩy năm héc-ta, năm phần trăm"),
        ("Gọi 112 hoặc 0238 384 4444.", "Gọi một một hai hoặc không hai ba tám ba tám bốn bốn bốn bốn bốn."),
        ("Theo QĐ số 12/QĐ-UBND", "Theo Quyết định số mười hai Quyết định-Ủy ban nhân dân"),
        ("Xem tại https://xa.example.vn/a hoặc a@b.vn nhé", "Xem tại hoặc nhé"),
        ("Ngày 45/13 không có", "Ngày bốn mươi lăm mười ba không có"),
        ("<b>Tổ dân phố 4</b>", "b Tổ dân phố bốn b"),
    ],
)  # fmt: skip
def test_a_sentence_as_it_is_read(written: str, read: str) -> None:
    assert aloud(written) == (read, [])


def test_an_unknown_abbreviation_is_spelled_and_told() -> None:
    assert aloud("Dự án TNXM ở xã, VNeID") == ("Dự án tê nờ ích mờ ở xã, VNeID", ["TNXM"])


def notice(**values: Any) -> NoticePage:
    known: dict[str, Any] = {
        "title": "Tiêm phòng cho trâu, bò ở 12 xóm",
        "lead": "Bà con giữ trâu, bò ở nhà buổi sáng. Cán bộ thú y đến từng hộ.",
        "place": "Nhà văn hóa các xóm",
        "contact": "Bộ phận một cửa, 0238 384 4444",
        "ends_on": date(2026, 12, 5),
    }
    return NoticePage(**(known | values))


@pytest.mark.django_db
def test_a_script_says_who_what_when_and_where_in_at_most_a_hundred_and_fifty_words() -> None:
    found = script(notice(), "Xã Anh Sơn")
    assert found.text.startswith(
        "Kính thưa bà con. Xã Anh Sơn thông báo: Tiêm phòng cho trâu, bò ở mười hai xóm. Bà con giữ trâu"
    )
    for wanted in (
        "Thông báo có hiệu lực đến hết thứ Bảy, ngày mùng năm tháng mười hai năm hai nghìn",
        "Địa điểm: Nhà văn hóa các xóm.",
        "không hai ba tám",
        "Xin nhắc lại: Tiêm phòng",
    ):
        assert wanted in found.text
    assert found.text.endswith("Xin cảm ơn bà con đã nghe.")
    assert not re.search(r"\d", found.text)
    crowded: tuple[dict[str, Any], ...] = (
        {"lead": "Một câu rất dài nói mãi không dừng " * 40},
        {"title": "Số 123456789 " * 19, "lead": "Ngắn. " * 200},
        {"place": "xóm 1234 " * 30, "contact": "CHTT " * 50},
    )
    for values in crowded:
        long = script(notice(**values), "Ủy ban nhân dân xã Anh Sơn, tỉnh Nghệ An")
        assert long.words == count(long.text) <= MOST_WORDS
        assert not re.search(r"\d", long.text)


@pytest.mark.django_db
def test_an_editor_finds_message_script_and_sheet_on_one_screen(world: World) -> None:
    page = notice(live=False, locale=Locale.get_default(), body=[("paragraph", "<p>Nội dung.</p>")])
    world.page("17951", "thong-bao").add_child(instance=page)
    editor = signed_in(person(world, "editor", "17951"))
    address = f"/admin/loa-in-tin-nhan/{page.pk}/"
    assert editor.get(address).status_code == 404, "a draft is not handed on"
    publish(page, actor_role="kiem-thu")
    text = editor.get(address).content.decode()
    for wanted in ("Kính thưa bà con", "mười hai xóm", "data:image/svg", "không quá 160", "không quá 150"):
        assert wanted in text
    edit = editor.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert address in edit
    assert signed_in(person(world, "editor", "17950")).get(address).status_code in (302, 403)

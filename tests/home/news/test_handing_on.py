"""An article on paper and in a message."""

import pytest
from django.test import Client

from home.news import handing_on
from tests.home.news.stories import article
from tests.world import NEIGHBOUR, World

ADDRESS = "https://anhson.example.vn/tin-tuc/lich-cat-dien/"


def test_a_message_is_short_and_never_cuts_the_address() -> None:
    assert handing_on.message("Lịch cắt điện", ADDRESS) == f"Lịch cắt điện {ADDRESS}"
    for title in ("Lịch cắt điện tuần này ở các xóm " * 9, "không-có-khoảng-trắng" * 20):
        found = handing_on.message(title, ADDRESS)
        assert len(found) <= 160
        assert found.endswith(f"… {ADDRESS}")
    assert handing_on.message("Lịch cắt điện", ADDRESS + "a" * 120) == ADDRESS + "a" * 120


@pytest.mark.django_db
def test_the_printed_sheet_says_its_version_and_leads_back_by_a_code(world: World, client: Client) -> None:
    page = article(world, "Lịch cắt điện")
    text = client.get(f"{NEIGHBOUR}tin-tuc/{page.slug}/").content.decode()
    assert (
        handing_on.qr(f"http://localhost:8000{NEIGHBOUR}tin-tuc/{page.slug}/").replace("'", "&#x27;") in text
    )
    assert "Quét mã để xem bản mới nhất" in text
    assert f"Lịch cắt điện http://localhost:8000{NEIGHBOUR}tin-tuc/{page.slug}/" in text

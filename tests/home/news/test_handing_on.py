"""An article on paper, in a message, as a shared link."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from home.news import handing_on
from tests.home.news.stories import LEAD, article, picture
from tests.people import person, signed_in
from tests.world import COMMUNE, NEIGHBOUR, World

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


def card_of(client: Client, address: str) -> dict[str, str]:
    """What a page says about itself to those who show a link to it."""
    text = client.get(address).content.decode()
    return dict(re.findall(r'<meta property="og:([\w:]+)" content="([^"]*)">', unescape(text)))


@pytest.mark.django_db
def test_a_shared_link_shows_title_sapo_and_picture(world: World, client: Client) -> None:
    image = picture()
    page = article(world, "Ngày hội đọc sách", body=[("picture", {"image": image, "caption": ""})])
    address = f"{NEIGHBOUR}tin-tuc/{page.slug}/"
    found = card_of(client, address)
    assert found["type"] == "article"
    assert (found["title"], found["description"]) == ("Ngày hội đọc sách", LEAD)
    assert found["url"] == f"http://localhost:8000{address}"
    assert found["image"].startswith("http://localhost:8000/")
    assert found["image"].endswith((".jpg", ".jpeg"))
    assert (found["image:width"], found["image:alt"]) == ("960", image.description)
    own_host = article(world, "Tin ở tên miền riêng", "17950", lead_image=image)
    assert card_of(client, f"{COMMUNE}tin-tuc/{own_host.slug}/")["image"].startswith(
        "https://vantu.example.vn/"
    )
    screen = reverse("news_out", args=[page.pk])
    shown = signed_in(person(world, "editor", "17951")).get(screen).content.decode()
    assert found["image"].removeprefix("http://localhost:8000") in shown
    assert LEAD in shown
    plain = article(world, "Tin không ảnh")
    assert "image" not in card_of(client, f"{NEIGHBOUR}tin-tuc/{plain.slug}/")
    home = card_of(client, NEIGHBOUR)
    assert (home["type"], home["title"]) == ("website", "Xã Anh Sơn")

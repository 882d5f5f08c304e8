"""Ways of looking: chosen by a plain link, remembered by a cookie, never leading off the portal."""

import pytest
from django.test import Client


def test_the_large_view_is_remembered_and_leads_back(client: Client, db: None) -> None:
    answer = client.get("/-/che-do/", {"che-do": "lon", "ve": "/thu-tuc/?trang=2"})
    assert (answer.status_code, answer["Location"]) == (303, "/thu-tuc/?trang=2")
    assert answer.cookies["che_do"].value == "lon"
    assert 'data-view="lon"' in client.get("/-/components/").content.decode()
    client.get("/-/che-do/", {"che-do": "thuong", "ve": "/"})
    assert "data-view" not in client.get("/-/components/").content.decode()


def test_dark_and_light_can_be_chosen_beside_the_view(client: Client, db: None) -> None:
    client.get("/-/che-do/", {"nen": "toi", "che-do": "chu"})
    html = client.get("/-/components/").content.decode()
    assert 'data-theme="dark"' in html
    assert 'data-view="chu"' in html


@pytest.mark.parametrize(
    "back", ["https://example.com/", "//example.com", "javascript:alert(1)", "", "/\\example.com"]
)
def test_the_way_back_never_leaves_the_portal(back: str, client: Client, db: None) -> None:
    assert client.get("/-/che-do/", {"che-do": "lon", "ve": back})["Location"] == "/"


def test_nothing_but_the_named_values_is_remembered(client: Client, db: None) -> None:
    answer = client.get("/-/che-do/", {"che-do": "lon;x", "nen": "hong", "ve": "/dòng\r\nX: 1/"})
    assert answer.status_code == 303
    assert not answer.cookies
    assert client.post("/-/che-do/", {"che-do": "lon"}).status_code == 405
    client.cookies["che_do"] = "lon<script>"
    assert "data-view" not in client.get("/-/components/").content.decode()

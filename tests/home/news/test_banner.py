"""The emergency banner: on the sites it names, with the next request, until its hour, below one kilobyte."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from home.news.models import EmergencyBanner
from home.news.models.banner import MOST_BYTES
from portal.core import clock_file
from portal.editorial.models import EmergencyPublication
from portal.editorial.services import PublishRefused, publish, unpublish
from portal.editorial.workflow import emergency
from portal.publication.models import PublicationEntry
from tests.people import person, signed_in
from tests.world import NEIGHBOUR, World

pytestmark = pytest.mark.django_db
TITLE = "Mưa rất lớn ở lưu vực sông Lam"


def banner(world: World, code: str = "40", **values: Any) -> EmergencyBanner:
    values = {
        "title": TITLE,
        "text": "Không qua ngầm tràn. Nhà ven suối chuyển đến điểm tránh trú trước 18 giờ hôm nay.",
        "phone": "112",
        "issuer": "Ban Chỉ huy Phòng thủ dân sự",
        "expires_at": timezone.now() + timedelta(hours=12),
    } | values
    return EmergencyBanner.objects.create(agency=world.agencies[code], live=False, **values)


def shown(client: Client, address: str) -> str:
    """The banner as it goes over the network, byte by byte; "" without one."""
    found = re.search(rb'<section class="alarm".*?</section>', client.get(address).content, re.DOTALL)
    return found[0].decode() if found else ""


def test_it_stands_on_the_chosen_sites_with_the_next_request_until_its_hour(
    world: World, client: Client
) -> None:
    found = banner(world, reach=EmergencyBanner.Reach.CHOSEN)
    found.communes.set([world.agencies["17951"]])
    found.save()
    assert [shown(client, address) for address in ("/", NEIGHBOUR)] == ["", ""]
    before = queries(client)
    publish(found, actor_role="kiem-thu")
    for address in ("/", NEIGHBOUR, NEIGHBOUR + "lien-he/", NEIGHBOUR + "khong-co-trang/"):
        text = shown(client, address)
        assert TITLE in text, address
        assert 'href="tel:112"' in text
        assert len(text.encode()) <= 1024
    assert shown(client, "/co-quan/so-tu-phap/") == ""
    assert queries(client) == before, "it costs no query"
    assert TITLE in client.get("/nhat-ky-cong-bo/").content.decode()
    with time_machine.travel(timezone.now() + timedelta(hours=12, minutes=1)):
        assert shown(client, NEIGHBOUR) == ""
    unpublish(EmergencyBanner.objects.get(pk=found.pk), actor_role="kiem-thu")
    assert shown(client, NEIGHBOUR) == ""


def queries(client: Client) -> int:
    client.get(NEIGHBOUR)
    with CaptureQueriesContext(connection) as asked:
        client.get(NEIGHBOUR)
    return len(asked)


def test_published_first_and_approved_within_a_day(world: World, client: Client) -> None:
    clock_file.load()
    found = banner(world, "17951")
    editor = person(world, "editor", "17951")
    row = emergency.publish_now(found, editor, reason="Nước đang lên")
    assert TITLE in shown(client, NEIGHBOUR)
    assert shown(client, "/") == ""
    assert row.state == EmergencyPublication.State.OPEN
    assert PublicationEntry.objects.filter(object_type="news.emergencybanner", scope="17951").count() == 1


def test_it_needs_an_hour_to_come_and_stays_below_one_kilobyte(world: World, client: Client) -> None:
    for values in ({"expires_at": None}, {"expires_at": timezone.now() - timedelta(minutes=1)}):
        with pytest.raises(PublishRefused, match="giờ hết hiệu lực"):
            publish(banner(world, **values), actor_role="kiem-thu")
    with pytest.raises(ValidationError, match="dưới 1 KB"):
        banner(world, text="ệ" * 240).full_clean()
    with pytest.raises(ValidationError, match="Chỉ tỉnh"):
        banner(world, "17951", reach=EmergencyBanner.Reach.ALL).full_clean()
    longest = banner(world, title="ệ" * 40, text="ệ" * 130, issuer="ệ" * 13, phone="0912 345", reach="all")
    assert MOST_BYTES - 10 <= 3 * 183 + 8 <= MOST_BYTES
    longest.full_clean()
    hostile = banner(world, title="<script>alert(1)</script>", phone='"><b>', reach="all")
    for found in (longest, hostile):
        publish(found, actor_role="kiem-thu")
        text = shown(client, "/")
        assert len(text.encode()) <= 1024
        assert "<script" not in text
    editor = signed_in(person(world, "editor", "17951"))
    assert editor.get("/admin/snippets/news/emergencybanner/").status_code == 200
    assert editor.get(f"/admin/snippets/news/emergencybanner/edit/{longest.pk}/").status_code == 404

"""Looking at a text: before it is public in three ways, as it stood on a day, and where a thing is used."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from home.models import AboutPage
from portal.core.clock import ZONE
from portal.core.pages import concrete_portal_pages
from portal.core.previews import MODES
from portal.editorial import services
from portal.library.models import PortalDocument
from tests.editorial.doors import form_of
from tests.people import person, signed_in
from tests.world import COMMUNE, World

pytestmark = pytest.mark.django_db
BEFORE = "Lời giới thiệu cũ"
AFTER = "Lời giới thiệu mới"


def test_every_page_type_is_looked_at_in_three_ways(world: World) -> None:
    for model in concrete_portal_pages():
        assert model().preview_modes == list(MODES), model
    about = world.page("17950", "gioi-thieu")
    desk = signed_in(person(world, "editor", "17950"))
    edit = reverse("wagtailadmin_pages:edit", args=[about.pk])
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[about.pk])
    typed = form_of(desk.get(edit).content.decode()) | {"lead": "Đang gõ dở"}
    assert desk.post(preview, typed).json()["is_valid"]
    seen = {mode: desk.get(preview, {"mode": mode}).content.decode() for mode, _label in MODES}
    assert all("Đang gõ dở" in html for html in seen.values())
    assert "preview-print" in seen["in"]
    assert f"Tiêu đề cấp 1: {about.title}" in seen["chu"]
    assert "<nav" not in seen["chu"]
    section = world.page("17950", "thu-tuc")
    text = section.make_preview_request(None, "chu").content.decode()
    assert f"Tiêu đề cấp 1: {section.title}" in text


def test_a_page_as_it_stood_on_a_day_is_for_its_own_people_alone(world: World) -> None:
    about = AboutPage.objects.get(pk=world.page("17950", "gioi-thieu").pk)
    editor, approver = person(world, "editor", "17950"), person(world, "approver", "17950")
    now = datetime.now(ZONE)
    first, second = now + timedelta(days=2), now + timedelta(days=5)
    for moment, words in ((first, BEFORE), (second, AFTER)):
        with time_machine.travel(moment, tick=False):
            about.lead = words
            services.publish(about, user=approver, revision=about.save_revision(user=editor))
    with time_machine.travel(now + timedelta(days=9), tick=False):
        desk = Client()
        desk.force_login(editor)
        address = reverse("as_of", args=[about.pk])
        then = desk.get(address, {"ngay": f"{first + timedelta(days=1):%Y-%m-%d}"})
        html = then.content.decode()
        assert BEFORE in html
        assert AFTER not in html
        assert "Xem như ngày" in html
        assert "no-store" in then.headers["Cache-Control"]
        assert then.headers["X-Robots-Tag"] == "noindex"
        assert AFTER in desk.get(address, {"ngay": f"{second:%Y-%m-%d}"}).content.decode()
        unborn = desk.get(address, {"ngay": f"{now - timedelta(days=9):%Y-%m-%d}"}).content.decode()
        assert "Ngày ấy trang này không công khai." in unborn
        for wrong in ("2026-13-40", f"{now + timedelta(days=99):%Y-%m-%d}"):
            assert "Ghi một ngày đã qua hoặc hôm nay." in desk.get(address, {"ngay": wrong}).content.decode()
        # Nothing of it is left in any cache: the public page is what it was.
        assert BEFORE not in Client().get(COMMUNE + "gioi-thieu/").content.decode()
        neighbour = Client()
        neighbour.force_login(person(world, "editor", "17951"))
        for stranger in (Client(), neighbour):
            assert stranger.get(address, {"ngay": f"{first:%Y-%m-%d}"}).status_code == 404


def test_where_a_file_is_used_names_what_one_may_read_and_counts_the_rest(world: World) -> None:
    agency = world.agencies["17950"]
    document = PortalDocument.objects.create(
        title="Mẫu", file=ContentFile(b"%PDF-1.4", "mau.pdf"), collection=agency.collection, agency=agency
    )
    link = f'<p><a linktype="document" id="{document.pk}">Mẫu</a></p>'
    for code, title in (("17950", "Giới thiệu xã A"), ("17951", "Bản nháp của xã B")):
        page = AboutPage.objects.get(pk=world.page(code, "gioi-thieu").pk)
        page.title, page.body = title, [("paragraph", link)]
        page.save()
        services.publish_page(page, actor_role="kiem-thu")
    editor = signed_in(person(world, "editor", "17950"))
    html = editor.get(reverse("wagtaildocs:document_usage", args=[document.pk])).content.decode()
    assert "Giới thiệu xã A" in html
    assert "Bản nháp của xã B" not in html
    assert "Và 1 nơi khác" in html
    assert (
        reverse("wagtaildocs:document_usage", args=[document.pk])
        in editor.get(reverse("wagtaildocs:edit", args=[document.pk])).content.decode()
    )

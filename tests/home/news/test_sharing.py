"""One page on many sites: offered, decided once, taken back everywhere in one act; nothing is copied."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from home.models import HomePage
from home.news import sharing
from home.news.models import ArticlePage, ListEntry, Share
from portal.agencies.models import Agency
from portal.core import clock
from portal.core.models import AuditEntry
from portal.editorial.services import unpublish
from portal.publication import verify
from portal.publication.models import PublicationEntry
from search.outbox import drain
from tests.home.news.stories import ROLE, article, draft
from tests.people import person, signed_in
from tests.world import NEIGHBOUR, World

pytestmark = pytest.mark.django_db
TITLE = "Tin chung của cả tỉnh"


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def shared_address(page: Any, code: str = "17951") -> str:
    entry = ListEntry.objects.get(page=page.pk, agency__code=code)
    return f"{NEIGHBOUR}tin-tuc/{entry.slug}/"


def test_shared_down_it_is_shown_after_one_approval_with_the_receivers_words(
    world: World, client: Client
) -> None:
    chief, receiver = person(world, "chief_editor", "40"), person(world, "approver", "17951")
    page = article(world, TITLE, "40")
    while drain():
        pass
    pages = Page.objects.count()
    assert sharing.offer(page, [world.agencies["17951"], world.agencies["40-STP"]], chief) == 0
    assert TITLE not in text(client, NEIGHBOUR + "tin-tuc/")
    browser = signed_in(receiver)
    share = Share.objects.get(receiver=world.agencies["17951"])
    address = reverse("news_share_decide", args=[share.pk])
    assert address in text(browser, "/admin/")
    refused = browser.post(address, {"thoi": "1", "intro": "Lời đã gõ", "reason": ""}).content.decode()
    assert "Ghi lý do" in refused
    assert "Lời đã gõ" in refused
    browser.post(address, {"dang": "1", "intro": "Ở xã ta áp dụng từ thứ Hai."})
    shown = text(client, shared_address(page))
    assert "Ở xã ta áp dụng từ thứ Hai." in shown
    assert "Tin của tỉnh Nghệ An." in shown
    assert f'<link rel="canonical" href="http://localhost:8000/tin-tuc/{page.slug}/">' in shown
    with CaptureQueriesContext(connection) as asked:
        client.get(shared_address(page))
    assert len(asked) <= 6
    while drain():
        pass
    assert shared_address(page) in text(client, NEIGHBOUR + "tim-kiem/?q=tin+chung+ca+tinh")
    assert TITLE not in text(client, "/co-quan/so-tu-phap/tin-tuc/"), "that receiver has not decided"
    assert not sharing.decide(share, receiver, show=False), "decided once"
    assert Page.objects.count() == pages


def test_by_the_provinces_rule_it_stands_everywhere_at_once_and_is_gone_in_one_act(
    world: World, client: Client
) -> None:
    chief = person(world, "chief_editor", "40")
    section: Any = world.page("40", "tin-tuc")
    section.shared_at_once = True
    section.save_revision().publish()
    page = article(world, TITLE, "40")
    everybody = [agency for code, agency in world.agencies.items() if code != "40"]
    assert sharing.offer(page, everybody, chief) == len(everybody)
    sites = (NEIGHBOUR, "/co-quan/so-tu-phap/", "/co-quan/so-xay-dung/")
    assert all(TITLE in text(client, site + "tin-tuc/") for site in sites[:2])
    address = shared_address(page)
    with CaptureQueriesContext(connection) as asked:
        assert sharing.take_back(page, chief) == len(everybody)
    assert len(asked) <= 30, "the same number of queries for any number of sites"
    assert client.get(address).status_code == 404
    assert [site for site in sites[:2] if TITLE in text(client, site) + text(client, site + "tin-tuc/")] == []
    assert TITLE in text(client, "/tin-tuc/")
    assert sharing.offer(page, everybody[:1], chief) == 1, "offered again"
    unpublish(page, actor_role=ROLE)
    assert ListEntry.objects.filter(page=page.pk).count() == 0


def test_shared_up_by_the_one_who_may_publish_and_to_nobody_else(world: World, client: Client) -> None:
    approver, editor = person(world, "approver", "17951"), person(world, "editor", "17951")
    page = article(world, "Tin của xã gửi tỉnh")
    province = world.agencies["40"]
    with pytest.raises(PermissionDenied):
        sharing.offer(page, [province], editor)
    with pytest.raises(ValidationError, match="trong danh sách"):
        sharing.offer(page, [world.agencies["17950"]], approver)
    with pytest.raises(ValidationError, match="đang công khai"):
        sharing.offer(draft(world, "Bản nháp"), [province], approver)
    browser = signed_in(approver)
    screen = reverse("news_share", args=[page.pk])
    assert "Chọn ít nhất một nơi" in browser.post(screen, {}).content.decode()
    browser.post(screen, {"to": [province.pk]})
    share = Share.objects.get(page=page.pk)
    with pytest.raises(PermissionDenied):
        sharing.decide(share, approver, show=True)
    sharing.decide(share, person(world, "chief_editor", "40"), show=True)
    assert "Tin của xã gửi tỉnh" in text(client, "/tin-tuc/")
    assert "Xã Anh Sơn" in text(client, "/tin-tuc/")
    browser.post(screen, {"rut": "tat-ca"})
    assert "Tin của xã gửi tỉnh" not in text(client, "/tin-tuc/")
    events = set(AuditEntry.objects.filter(event__startswith="news.").values_list("event", flat=True))
    assert events == {"news.offered", "news.accepted", "news.taken-back"}
    for user in (editor, person(world, "approver", "17950")):
        stranger = signed_in(user)
        for address in (screen, reverse("news_share_decide", args=[share.pk])):
            answer = stranger.get(address)
            assert answer.status_code in (302, 403)
            assert "Tin của xã gửi tỉnh" not in answer.content.decode()


@pytest.mark.parametrize("act", ["withdrawn", "taken back", "over"])
def test_of_an_offer_that_has_gone_the_receiver_reads_nothing_and_decides_nothing(
    world: World, act: str
) -> None:
    chief, receiver = person(world, "chief_editor", "40"), person(world, "approver", "17951")
    page = article(world, "Danh sách có tên người", "40")
    sharing.offer(page, [world.agencies["17951"]], chief)
    share = Share.objects.get()
    browser, address = signed_in(receiver), reverse("news_share_decide", args=[share.pk])
    assert "Danh sách có tên người" in text(browser, address)
    if act == "withdrawn":
        unpublish(page, actor_role=ROLE)
    elif act == "taken back":
        sharing.take_back(page, chief)
    else:
        for rows in (ArticlePage.objects.filter(pk=page.pk), ListEntry.objects.filter(page=page.pk)):
            rows.update(public_until=clock.today())
    before = Share.objects.values().get()
    for answer in (browser.get(address, follow=True), browser.post(address, {"dang": "1"}, follow=True)):
        shown = answer.content.decode()
        assert "đã có người quyết định hoặc đã rút" in shown
        assert "Danh sách có tên người" not in shown
    assert not sharing.decide(share, receiver, show=True)
    assert Share.objects.values().get() == before


def lines(share: Share) -> list[tuple[str, str, str]]:
    rows = PublicationEntry.objects.filter(object_type="news.share", object_id=str(share.pk))
    return list(rows.order_by("sequence").values_list("act", "scope", "actor_role"))


def test_each_receivers_log_says_when_a_shared_page_came_and_when_it_went(
    world: World, client: Client
) -> None:
    chief, receiver = person(world, "chief_editor", "40"), person(world, "approver", "17951")
    page = article(world, TITLE, "40")
    sharing.offer(page, [world.agencies["17951"]], chief)
    share = Share.objects.get()
    assert lines(share) == [], "an offer is not public"
    sharing.decide(share, receiver, show=True, intro="Ở xã ta từ thứ Hai.")
    assert lines(share) == [("appeared", "17951", "approver")]
    public = text(client, NEIGHBOUR + "nhat-ky-cong-bo/")
    assert shared_address(page) in public
    page.title = TITLE + " (sửa)"
    page.save_revision().publish()
    assert len(lines(share)) == 1, "the page's own line says that it changed"
    assert verify.reconcile() == []
    sharing.take_back(page, chief)
    assert lines(share)[1:] == [("withdrawn", "17951", "chief_editor")]
    sharing.offer(page, [world.agencies["17951"]], chief)
    sharing.decide(Share.objects.get(), receiver, show=True)
    unpublish(page, actor_role=ROLE)
    assert lines(share)[2:] == [("appeared", "17951", "approver"), ("withdrawn", "17951", ROLE)]
    page.refresh_from_db()
    page.save_revision().publish()
    assert verify.reconcile() == []
    page.delete()
    assert [act for act, _scope, _role in lines(share)] == ["appeared", "withdrawn"] * 3
    assert verify.reconcile() == []


def neighbours(world: World, count: int) -> list[Agency]:
    """More communes with a home each, made without sections."""
    index = Page.objects.get(pk=world.homes["17951"].get_parent().pk)
    found = []
    for number in range(count):
        agency = Agency.objects.create(
            code=f"8{number:04d}", name=f"Xã Số {number}", slug=f"xa-so-{number}", level="commune", kind="xa",
            parent=world.agencies["40"],
        )  # fmt: skip
        home = HomePage(title=agency.name, slug=agency.slug, agency=agency, locale=index.locale)
        index.add_child(instance=home)
        found.append(agency)
    return found


def test_sharing_and_taking_back_cost_the_same_for_two_sites_and_for_thirty(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    chief = person(world, "chief_editor", "40")
    section: Any = world.page("40", "tin-tuc")
    section.shared_at_once = True
    section.save_revision().publish()
    sites = neighbours(world, 30)
    costs: list[list[int]] = []
    while drain():
        pass
    for count in (2, 2, 30):
        page = article(world, f"{TITLE} {len(costs)}", "40")
        with CaptureQueriesContext(connection) as shared, django_capture_on_commit_callbacks(execute=True):
            assert sharing.offer(page, sites[:count], chief) == count
        assert ListEntry.objects.filter(page=page.pk).count() == count + 1
        with CaptureQueriesContext(connection) as withdrawn, django_capture_on_commit_callbacks(execute=True):
            assert sharing.take_back(page, chief) == count
        assert ListEntry.objects.filter(page=page.pk).count() == 1
        with CaptureQueriesContext(connection) as again:
            sharing.offer(page, sites[:count], chief)
        costs.append([len(shared), len(withdrawn), len(again)])
    # The first pays for what the process reads once; of the others, indexing may read a batch more.
    assert all(many - few <= 6 for few, many in zip(*costs[1:], strict=True)), costs

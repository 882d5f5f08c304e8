"""A notice: asks for its end first, says what its kind needs, and leaves the list by itself."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale

from home.news.models import ListEntry, NoticeKind, NoticePage
from home.news.models.notices import FACTS
from portal.core import clock
from portal.core.public_term import PublicTerm
from portal.editorial.services import PublishRefused, publish
from tests.home.news.stories import ROLE
from tests.people import person, signed_in
from tests.world import NEIGHBOUR, World

pytestmark = pytest.mark.django_db
NOTICES = NEIGHBOUR + "thong-bao/"
LAST = date(2027, 3, 9)
BEFORE, AFTER = (datetime(2027, 3, day, 12, 0, tzinfo=clock.ZONE) for day in (8, 10))


def draft(world: World, title: str, code: str = "17951", **values: Any) -> NoticePage:
    values = {"ends_on": LAST, "body": [("paragraph", "<p>Nội dung.</p>")], "lead": "Một câu."} | values
    page = NoticePage(title=title, live=False, locale=Locale.get_default(), **values)
    world.page(code, "thong-bao").add_child(instance=page)
    return page


def notice(world: World, title: str, **values: Any) -> NoticePage:
    page = draft(world, title, **values)
    publish(page, actor_role=ROLE)
    return NoticePage.objects.get(pk=page.pk)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_a_notice_leaves_the_list_after_its_last_day_and_stands_in_the_archive(
    world: World, client: Client
) -> None:
    with time_machine.travel(BEFORE):
        page = notice(world, "Đăng ký tiêm phòng cho trâu, bò", contact="Thú y xã, 0238 000 1234")
        assert page.title in text(client, NOTICES)
        assert "đến hết 09/03/2027" in text(client, NEIGHBOUR)
        assert page.title not in text(client, NOTICES + "da-het-han/")
        shown = text(client, NOTICES + page.slug + "/")
        assert "Đến hết thứ Ba, ngày 09/03/2027" in shown
        assert "Thú y xã" in shown
    with time_machine.travel(AFTER):
        assert page.title not in text(client, NOTICES) + text(client, NEIGHBOUR)
        assert page.title in text(client, NOTICES + "da-het-han/")
        assert "Đã hết hiệu lực" in text(client, NOTICES + page.slug + "/")


def test_each_kind_says_what_it_lacks(world: World) -> None:
    values = {"held_on": LAST, "submit_until": LAST}
    for kind, facts in FACTS.items():
        page = draft(world, f"Thông báo {kind}", notice_kind=kind)
        needed = [fact.column for fact in facts if fact.needed]
        if needed:
            with pytest.raises(PublishRefused, match="còn thiếu nội dung"):
                publish(page, actor_role=ROLE)
            page = NoticePage.objects.get(pk=page.pk)
        for column in needed:
            setattr(page, column, values.get(column, "Phòng 2"))
        publish(page, actor_role=ROLE)
        assert ListEntry.objects.get(page=page.pk).notice_kind == kind
    assert set(FACTS) == set(NoticeKind)


def test_a_notice_without_its_days_is_not_published(world: World) -> None:
    late = LAST + timedelta(days=1)
    cases: list[tuple[dict[str, Any], str]] = [
        ({"ends_on": None}, "ngày hết hiệu lực"),
        ({"names_people": True}, "thời hạn công khai"),
        ({"submit_until": late}, "Hạn nộp sau"),
    ]
    for number, (values, words) in enumerate(cases):
        with pytest.raises(PublishRefused, match=words):
            publish(draft(world, f"Thông báo thiếu {number}", **values), actor_role=ROLE)


def test_what_names_people_is_gone_with_its_day_and_the_result_is_shown(world: World, client: Client) -> None:
    with time_machine.travel(BEFORE):
        page = notice(
            world, "Niêm yết thừa kế của bà Bưởi", names_people=True, public_until=LAST,
            public_until_kind=PublicTerm.Kind.INHERITANCE, result="Không có khiếu nại.",
        )  # fmt: skip
        assert "Không có khiếu nại." in text(client, NOTICES + page.slug + "/")
    with time_machine.travel(datetime(2027, 3, 9, 0, 0, tzinfo=clock.ZONE)):
        seen = text(client, NOTICES) + text(client, NEIGHBOUR) + text(client, NOTICES + "rss/")
        assert "Bưởi" not in seen + text(client, NOTICES + "da-het-han/")
        assert client.get(NOTICES + page.slug + "/").status_code == 410


def test_the_form_asks_for_the_end_first(world: World) -> None:
    browser = signed_in(person(world, "editor", "17951"))
    address = reverse(
        "wagtailadmin_pages:add", args=["news", "noticepage", world.page("17951", "thong-bao").pk]
    )
    form = browser.get(address).content.decode()
    assert 0 < form.index('name="ends_on"') < form.index('name="title"')
    answer = browser.post(
        address,
        {"title": "Thông báo", "slug": "thong-bao-1", "starts_on": "10/03/2027", "ends_on": "09/03/2027"}
        | {
            "notice_kind": "chung",
            "body-count": "0",
            "related-count": "0",
            "lead": "Chữ đã gõ",
            "comments-TOTAL_FORMS": "0",
        }
        | {"comments-INITIAL_FORMS": "0", "comments-MIN_NUM_FORMS": "0", "comments-MAX_NUM_FORMS": ""},
    )
    assert "Ngày hết hiệu lực trước ngày bắt đầu." in answer.content.decode()
    assert "Chữ đã gõ" in answer.content.decode()

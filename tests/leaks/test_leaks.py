"""Nothing that is not public appears anywhere: every page and record type × every state × every public door.

All things are planted at once, each with a canary of its own, and the whole public side is walked once: every
page that a link leads to, the lists, the data files, the search for each canary, the log, the things' own
addresses, and the editors' side as a stranger sees it. A thing of each type that *is* public is found on the
same walk, or the walk would prove nothing.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from portal.accounts.models import User
from portal.core.pages import concrete_portal_pages
from portal.core.records import Record
from portal.editorial import services
from search import outbox
from tests.leaks.plants import PLANTS, Plant
from tests.world import World

ROLE = "kiem-thu"


def canary_of(number: int) -> str:
    """A word that resembles no other, the key of its own thing least of all: search repairs what is close."""
    return f"qzx{number * 7919 % 1000003:06d}kw"


# No canary looks like it: search would repair it into one that is public.
NOBODYS = "wjvffjzzvwjf"


def publish(obj: Any) -> Any:
    services.publish(obj, actor_role=ROLE, laid_out=True)
    return type(obj)._base_manager.get(pk=obj.pk)


def draft(plant: Plant, obj: Any, canary: str) -> Any:
    plant.write(obj, canary)
    obj.save_revision()
    return obj


def changed(plant: Plant, obj: Any, canary: str) -> Any:
    obj = publish(obj)
    return draft(plant, obj, canary)


def scheduled(plant: Plant, obj: Any, canary: str) -> Any:
    plant.write(obj, canary)
    obj.go_live_at = timezone.now() + timedelta(days=2)
    services.publish(obj, actor_role=ROLE, laid_out=True)
    return obj


def public(plant: Plant, obj: Any, canary: str) -> Any:
    plant.write(obj, canary)
    return publish(obj)


def withdrawn(plant: Plant, obj: Any, canary: str) -> Any:
    obj = public(plant, obj, canary)
    services.unpublish(obj, actor_role=ROLE)
    return obj


def expired(plant: Plant, obj: Any, canary: str) -> Any:
    """Its day came, and the schedule took it away."""
    obj = public(plant, obj, canary)
    type(obj)._base_manager.filter(pk=obj.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_scheduled")
    return obj


def ended(plant: Plant, obj: Any, canary: str) -> Any:
    """Deleted after it was public."""
    public(plant, obj, canary).delete()
    return obj


def restricted(plant: Plant, obj: Any, canary: str) -> Any:
    obj = public(plant, obj, canary)
    PageViewRestriction.objects.create(page=obj, restriction_type=PageViewRestriction.LOGIN)
    return obj


HIDDEN: dict[str, Callable[[Plant, Any, str], Any]] = {
    "draft": draft,
    "changed": changed,
    "scheduled": scheduled,
    "withdrawn": withdrawn,
    "expired": expired,
    "ended": ended,
}
TYPES: dict[str, Any] = {
    model._meta.label: model
    for model in [*concrete_portal_pages(), *(m for m in apps.get_models() if issubclass(m, Record))]
}


@dataclass(frozen=True)
class Planted:
    """What stands where."""

    label: str
    state: str
    canary: str
    address: str
    pk: int | None


def test_every_page_and_record_type_has_a_plant() -> None:
    assert sorted(set(TYPES) - set(PLANTS)) == []
    assert sorted(set(PLANTS) - set(TYPES)) == []


def plant_all(world: World) -> list[Planted]:
    found = []
    number = 100100
    for label, model in sorted(TYPES.items()):
        states = {**HIDDEN, "public": public}
        if issubclass(model, Page):
            states["restricted"] = restricted
        for state, make in states.items():
            number += 1
            plant = PLANTS[label]
            canary = canary_of(number)
            obj = make(plant, plant.make(world, str(number)), canary)
            address = plant.address(obj) if obj.pk else ""
            found.append(Planted(label, state, canary, address, obj.pk))
    while outbox.drain():
        pass
    return found


def text_of(response: Any) -> str:
    """What a reader or a program gets: HTML, JSON, CSV; the sheets of a workbook."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return " ".join(packed.read(name).decode(errors="ignore") for name in packed.namelist())
    words: str = content.decode(errors="ignore")
    return words


def links(text: str, base: str) -> Iterator[str]:
    for found in re.findall(r'(?:href|src|action)="([^"#]+)', text):
        parts = urlsplit(urljoin(f"http://testserver{base}", found.replace("&amp;", "&")))
        if parts.netloc in ("testserver", "localhost:8000") and not parts.path.startswith(
            ("/static/", "/admin/")
        ):
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def doors_of(planted: list[Planted]) -> list[str]:
    """Where the walk begins besides the home: what no link may lead to is tried all the same."""
    found = ["/", "/en/", "/robots.txt", "/sitemap.xml", "/thu-tuc/danh-sach.csv", "/thu-tuc/danh-sach.json"]
    found += ["/tin-tuc/rss/", "/thong-bao/rss/", "/thong-bao/da-het-han/"]
    found += [f"/xa-phuong/xa-anh-son/{name}/lich.ics" for name in ("lich-cong-tac", "tiep-cong-dan")]
    found += ["/thu-tuc/danh-sach.xlsx", "/nhat-ky-cong-bo/", "/-/health"]
    for item in planted:
        found += [
            item.address,
            f"/tim-kiem/?q={item.canary}",
            f"/xa-phuong/xa-anh-son/tim-kiem/?q={item.canary}",
        ]
        found += [f"/thu-tuc/?q={item.canary}", f"/xa-phuong/?q={item.canary}"]
        if item.pk and issubclass(TYPES[item.label], Page):
            found += [
                reverse("wagtailadmin_pages:view_draft", args=[item.pk]),
                reverse("wagtailadmin_pages:edit", args=[item.pk]),
                f"/admin/api/main/pages/{item.pk}/",
            ]
    return [address for address in dict.fromkeys(found) if address]


def walk(client: Client, planted: list[Planted], most: int) -> dict[str, str]:
    """Every address reached, with its text; facets and pages of lists count once a path."""
    seen: dict[str, str] = {}
    paths: dict[str, int] = {}
    queue = doors_of(planted)
    given = set(queue)
    while queue and len(seen) < most:
        address = queue.pop(0)
        path = urlsplit(address).path
        if address in seen or (address not in given and paths.get(path, 0) >= 2):
            continue
        paths[path] = paths.get(path, 0) + 1
        response: Any = client.get(address)
        text = text_of(response)
        seen[address] = text
        if response.status_code in (301, 302):
            queue.append(response["Location"].replace("http://testserver", ""))
        if "/admin/" not in address:
            queue += [link for link in links(text, path) if link not in seen]
    return seen


def repeated(client: Client, address: str, canary: str, known: dict[str, int]) -> int:
    """How often a page repeats a question that finds nothing: asked with a word that nobody wrote."""
    question = address.replace(canary, NOBODYS)
    if question not in known:
        known[question] = text_of(client.get(question)).count(NOBODYS)
    return known[question]


@pytest.mark.walk
@pytest.mark.django_db
def test_what_is_not_public_appears_nowhere(world: World, client: Client) -> None:
    planted = plant_all(world)
    seen = walk(client, planted, most=2500)
    assert len(seen) > 100
    leaks, shown = [], set()
    known: dict[str, int] = {}
    for item in planted:
        for address, text in seen.items():
            if item.canary not in text:
                continue
            asked = item.canary in address
            if asked and text.count(item.canary) <= repeated(client, address, item.canary, known):
                continue
            if item.state == "public":
                shown.add(item.label)
            else:
                leaks.append(f"{item.label}, {item.state}: {address}")
    assert leaks == [], "\n".join(leaks)
    assert shown == set(TYPES), "a public one of each type is found by the same walk"


@pytest.mark.django_db
def test_counts_do_not_tell_of_what_is_not_public(world: World, client: Client) -> None:
    def counts() -> list[Any]:
        found: list[Any] = [json.loads(client.get("/thu-tuc/danh-sach.json").content)]
        for address in ("/", "/thu-tuc/", "/xa-phuong/", "/tim-kiem/?q=thu+tuc"):
            found.append(re.sub(r"\d{2}:\d{2}|\d+ ?ms", "", client.get(address).content.decode()))
        return found

    before = counts()
    number = 200100
    for label in sorted(TYPES):
        if label in ("procedures_pages.ProcedureGuide", "procedures_pages.LocalFields"):
            continue  # Their plants bring a public procedure along.
        for state in ("draft", "scheduled"):
            number += 1
            plant = PLANTS[label]
            HIDDEN[state](plant, plant.make(world, str(number)), canary_of(number))
    while outbox.drain():
        pass
    assert counts() == before


@pytest.mark.django_db
def test_a_stranger_sees_no_preview(world: World, client: Client) -> None:
    from portal.editorial.workflow import review
    from tests.people import person

    writer = person(world, "editor", "17950")
    page = world.page("17950", "gioi-thieu")
    page.title = "qzx1kw"
    page.save_revision(user=writer)
    state = review.submit(page, writer).current_task_state
    addresses = [
        reverse("review", args=[state.pk]),
        reverse("review_preview", args=[state.pk]),
        reverse("wagtailadmin_pages:view_draft", args=[page.pk]),
        reverse("wagtailadmin_pages:revisions_view", args=[page.pk, page.latest_revision_id]),
    ]
    strangers = [None, person(world, "editor", "17951"), person(world, "approver", "17951")]
    for user in strangers:
        if user is not None:
            client.force_login(User.objects.get(pk=user.pk))
        for address in addresses:
            response: Any = client.get(address)
            assert response.status_code in (302, 403, 404), f"{user}: {address}"
            assert "qzx1kw" not in text_of(response), f"{user}: {address}"

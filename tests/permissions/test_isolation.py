"""As somebody of commune B, every address of the editors' side with the numbers of commune A's things.

No word that A planted comes back, nothing of A's changes, nothing breaks. The second test mixes: the address
names something of B's own, and one further part names something of A's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from wagtail.admin.views.bulk_action.registry import bulk_action_registry

from portal.accounts.models import User
from portal.editorial.guard.rules import snippet_namespaces
from portal.editorial.roles import ROLES
from procedures_pages.models import LocalFields, PerformerException
from tests.people import person, signed_in
from tests.permissions.addresses import Address, unknown, walk
from tests.permissions.canaries import MARK, STATES, Estate, plant
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bare_not_found")]
A, B = "17950", "17951"
PAGE_ROLES = ("editor", "approver")
# Who they are at B: two who work with pages, and one person with every other role that a commune has.
PEOPLE = {
    **{role: (role,) for role in PAGE_ROLES},
    "every other role": tuple(
        role.code for role in ROLES.values() if "commune" in role.levels and role.code not in PAGE_ROLES
    ),
}
FOREIGN = MARK + "a"
OF_PAGES = {"wagtailadmin_pages", "wagtailadmin_api:pages", "wagtailadmin_reports", "wagtail_localize"}
# Addresses that search.
LISTED = {"list", "listing", "index", "index_results", "choose", "choose_results", "search", "search_results"}
BULK_THINGS = {
    "page": "page",
    "portalimage": "image",
    "portaldocument": "document",
    "performerexception": "exception",
}
# These end the session or the process of signing in; they name nobody's things.
SIGN_OUT = {"wagtailadmin_logout"}


def test_every_address_is_classified() -> None:
    assert unknown() == []


def parts(address: Address, things: dict[str, Any], state: str) -> dict[str, Any]:
    """A value for every part of an address."""
    model = snippet_namespaces().get(address.namespace)
    key = things["page"].pk
    if model is not None:
        key = {LocalFields: things["record"], PerformerException: things["exception"]}.get(
            model, things["record"]
        ).pk
    elif "document" in address.name or "wagtaildocs" in address.name:
        key = things["document"].pk
    elif "images" in address.name:
        key = things["image"].pk
    elif "collection" in address.name:
        key = things["collection"].pk
    elif "users" in address.name or "people" in address.name:
        key = things["page"].owner_id
    on_record = model is LocalFields
    task, flow = ("record_task", "record_state") if on_record else ("task_state", "flow")
    page = things["page"]
    return {
        **dict.fromkeys(
            ("page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk", "0"), page.pk
        ),
        **dict.fromkeys(("pk", "redirect_id"), key),
        "redirect_id": things["redirect"].pk,
        "image_id": things["image"].pk,
        **dict.fromkeys(("document_id", "doc_id"), things["document"].pk),
        "uploaded_file_id": things["upload"].pk,
        "collection_id": things["collection"].pk,
        "revision_id": (things["record_revision"] if on_record else things["revision"]).pk,
        **dict.fromkeys(("revision_id_a", "revision_id_b"), things["record_revision"].pk),
        "1": things["first_revision"].pk,
        "2": things["revision"].pk,
        "task_state_id": things[task].pk if things[task] else 0,
        "workflow_state_id": things[flow].pk if things[flow] else 0,
        "task_id": 1,
        "workflow_pk": 1,
        "translation_source_id": things["source"].pk,
        "translation_id": things["translation"].pk,
        "string_segment_id": things["segment"].pk if things["segment"] else 0,
        "overridable_segment_id": 1,
        "session_id": things["session"].pk,
        "object_id": page.pk,
        **_names(address, page),
        "action": "delete",
        "action_name": "approve",
        "filter_spec": "max-165x165",
        "mode": "x",
        "other": page.get_parent().specific.agency_id,
        "uidb64": "x",
        "token": "x",
    }


def _names(address: Address, page: Any) -> dict[str, str]:
    if address.name.startswith("wagtail_localize:"):
        label, model = "procedures_pages", "procedureguide"
    elif address.name == "wagtailadmin_tag_model_autocomplete":
        label, model = "taggit", "tag"
    elif address.name.startswith("wagtailadmin_workflows"):
        label, model = "wagtailcore", "groupapprovaltask"
    else:
        label, model = "home", "aboutpage"
    apps = dict.fromkeys(("app_label", "content_type_app_name", "app_name"), label)
    return {**apps, **dict.fromkeys(("model_name", "content_type_model_name"), model)}


def asked(things: dict[str, Any], agency: Any) -> dict[str, Any]:
    """What a query or a form may carry besides: numbers of A's things under every name that Wagtail reads."""
    page, image = things["page"], things["image"]
    return {
        "q": "kanari",
        "term": "kanari",
        "search": "kanari",
        "locale": "vi",
        "id": page.pk,
        "childOf": page.pk,
        "child_of": page.pk,
        "descendant_of": page.pk,
        "target_pages[]": page.pk,
        "collection_id": things["collection"].pk,
        "agency": agency.pk,
        "next": "/admin/",
        "fields": "*",
        "owner": page.owner_id,
        "uploaded_by_user": image.uploaded_by_user_id,
    }


def posted(things: dict[str, Any], agency: Any, home: Any) -> dict[str, Any]:
    """The body of a form that does as much as it can."""
    return asked(things, agency) | {
        "title": "x",
        "slug": "x",
        "new_title": "x",
        "new_slug": "x",
        "lead": "x",
        "note": "x",
        "new_parent_page": home.pk,
        "parent_page": home.pk,
        "chooser": home.pk,
        "collection": things["collection"].pk,
        "comment": "x",
        "value": "x",
        "external-link-chooser-url": "https://example.vn/",
        "external-link-chooser-link_text": "x",
        "locales": 2,
        "action-publish": "1",
        "cascade": "on",
        "is_editing": "1",
        "restriction_type": "login",
        "body-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }


class Walk:
    """Sends requests as one person and keeps what must not happen."""

    def __init__(self, user: User) -> None:
        self.user, self.client = user, signed_in(user)
        self.sent = 0
        self.found: list[str] = []
        self.answers: Counter[int] = Counter()

    def send(self, method: str, url: str, data: dict[str, Any], what: str) -> None:
        """One request; a planted word in its answer or an error is kept."""
        self.sent += 1
        response: Any = getattr(self.client, method)(url, data)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        text = body.decode(errors="replace") + str(response.headers)
        self.answers[response.status_code] += 1
        if FOREIGN in text:
            at = text.index(FOREIGN)
            self.found.append(f"{what}: leak in {method} {url}: …{text[max(0, at - 60) : at + 40]}…")
        if response.status_code >= 500:
            self.found.append(f"{what}: {response.status_code} for {method} {url}")


def bulk_urls() -> Iterator[tuple[str, str]]:
    """Address and kind of thing of every bulk action."""
    bulk_action_registry._scan_for_bulk_actions()
    for label, models in bulk_action_registry.actions.items():
        for model, actions in models.items():
            for action in actions:
                yield reverse("wagtail_bulk_action", args=[label, model, action]), model


def addresses(state: str) -> list[Address]:
    """All of them for the first state; for the others those whose answer depends on the state of a page."""
    found = [address for address in walk() if address.name not in SIGN_OUT]
    if state == STATES[0]:
        return found
    return [address for address in found if address.namespace in OF_PAGES or "explore" in address.name]


def walk_all(visitor: Walk, estate: Estate, world: World, state: str) -> None:
    """Every address with the estate's numbers, read and sent, plainly and with all that a query may carry."""
    things = estate.things[state]
    query = asked(things, estate.agency)
    body = posted(things, estate.agency, world.homes[A])
    for address in addresses(state):
        url = address.url(parts(address, things, state))
        what = f"{address.name} ({state})"
        visitor.send("get", url, {}, what)
        if state == STATES[0]:
            visitor.send("get", url, query, what)
        visitor.send("post", url, body, what)
    for url, model in bulk_urls():
        if state == STATES[0] or model == "page":
            key = things[BULK_THINGS.get(model, "record")].pk
            for chosen in (f"id={key}", "id=all", f"id=all&childOf={world.homes[A].pk}"):
                visitor.send("get", f"{url}?{chosen}", {}, f"bulk {url}")
                visitor.send("post", f"{url}?{chosen}", body, f"bulk {url}")


@pytest.mark.walk
# No rule of the guard hangs on the database: on SQLite one of them walks, on PostgreSQL all.
@pytest.mark.parametrize(
    "who",
    [pytest.param(who, marks=() if who == "editor" else pytest.mark.postgresql) for who in PEOPLE],
)
def test_nothing_of_another_agency_is_shown_or_changed(who: str, world: World, capsys: Any) -> None:
    estate, own = plant(world, A, "a"), plant(world, B, "b")
    for role in PEOPLE[who]:
        user = person(world, role, B, name="b-khach")
    visitor = Walk(user)
    before = estate.digest()
    states = STATES if who in PAGE_ROLES else STATES[:1]
    for state in states:
        walk_all(visitor, estate, world, state)
    read_own(visitor, own)
    assert visitor.found == []
    assert estate.digest() == before
    tell(capsys, f"{who}: {len(walk())} addresses × {len(states)} states", visitor)


def read_own(visitor: Walk, own: Estate) -> None:
    """The person's own lists and pages: nothing of the other agency stands beside them."""
    things = own.things["in_workflow"]
    for address in addresses(STATES[0]):
        url = address.url(parts(address, things, "in_workflow"))
        visitor.send("get", url, {}, f"own {address.name}")
        if address.short in LISTED:
            visitor.send("get", url, {"q": "kanari", "fields": "*"}, f"own {address.name}")


@pytest.mark.walk
@pytest.mark.parametrize("role", PAGE_ROLES)
def test_one_foreign_part_in_an_own_address_opens_nothing(role: str, world: World, capsys: Any) -> None:
    estate, own = plant(world, A, "a"), plant(world, B, "b")
    visitor = Walk(person(world, role, B))
    before = estate.digest()
    for address in addresses(STATES[0]):
        mine = parts(address, own.things["in_workflow"], "in_workflow")
        theirs = parts(address, estate.things["in_workflow"], "in_workflow")
        named = address.parts or ("0", "1", "2") if "compare" in address.name else address.parts
        for part in named if len(named) > 1 else ():
            if mine.get(part) != theirs.get(part):
                url = address.url({**mine, part: theirs[part]})
                visitor.send("get", url, {}, f"{address.name} with {part}")
                visitor.send("post", url, {"comment": "x", "next": "/admin/"}, f"{address.name} with {part}")
    assert visitor.found == []
    assert estate.digest() == before
    assert visitor.sent > 40
    tell(capsys, f"{role}: own addresses with one foreign part", visitor)


def tell(capsys: Any, what: str, visitor: Walk) -> None:
    """The size of a walk, in the output of every run."""
    with capsys.disabled():
        print(f"\n{what}: {visitor.sent} requests, answers {dict(visitor.answers)}")  # noqa: T201

"""Every door by which a page or record becomes public, changes or goes away, as a function on a thing.

A door gets a :class:`Case` and acts on ``case.thing`` as ``case.user``; it may raise, or answer a page. Doors
of the machine have no person: no rule about people can hold there, which ``machine`` says.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bs4 import BeautifulSoup
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page, Revision

from home.models import AboutPage
from portal.accounts.models import User
from portal.editorial import services
from tests.world import World


@dataclass
class Case:
    """Who acts on what; ``made`` collects what a door made besides (a copy, an alias)."""

    world: World
    client: Client
    thing: Any
    user: User
    made: list[Any] = field(default_factory=list)

    def signed_in(self) -> Client:
        self.client.force_login(self.user)
        return self.client

    def fresh(self) -> Any:
        return type(self.thing)._base_manager.filter(pk=self.thing.pk).first()


@dataclass(frozen=True)
class Door:
    """A door. ``ways``: "publish", "withdraw" or "move". ``machine``: no person stands behind it."""

    name: str
    way: str
    act: Callable[[Case], Any]
    machine: bool = False

    def __str__(self) -> str:
        return self.name


def form_of(html: str) -> dict[str, str]:
    """What a browser would send of the editor's form."""
    form = BeautifulSoup(html, "html.parser").select_one("form[data-edit-form]")
    assert form is not None, html[:2000]
    found: dict[str, str] = {}
    for entry in form.select("input[name], textarea[name], select[name]"):
        name, kind = str(entry["name"]), entry.get("type", entry.name)
        if entry.name == "textarea":
            found[name] = entry.text.lstrip("\n")
        elif entry.name == "select":
            chosen = entry.select_one("option[selected]") or entry.select_one("option")
            found[name] = str(chosen.get("value", "")) if chosen else ""
        elif kind in ("checkbox", "radio"):
            if entry.has_attr("checked"):
                found[name] = str(entry.get("value", "on"))
        elif kind not in ("submit", "file", "button"):
            found[name] = str(entry.get("value", ""))
    for stream in form.select("[data-block]"):
        found.setdefault(f"{stream['id']}-count", "0")
    return found


def _edit_url(thing: Any) -> str:
    if isinstance(thing, Page):
        return reverse("wagtailadmin_pages:edit", args=[thing.pk])
    return reverse(thing.snippet_viewset.get_url_name("edit"), args=[thing.pk])


def edit_view(case: Case) -> Any:
    client, address = case.signed_in(), _edit_url(case.thing)
    shown = client.get(address)
    if shown.status_code != 200:
        return shown
    return client.post(address, {**form_of(shown.content.decode()), "action-publish": "1"}, follow=True)


def revert_view(case: Case) -> Any:
    client, revision = case.signed_in(), case.thing.latest_revision
    if isinstance(case.thing, Page):
        address = target = reverse("wagtailadmin_pages:revisions_revert", args=[case.thing.pk, revision.pk])
    else:
        viewset = case.thing.snippet_viewset
        address = reverse(viewset.get_url_name("revisions_revert"), args=[case.thing.pk, revision.pk])
        target = _edit_url(case.thing)
    shown = client.get(address)
    if shown.status_code != 200:
        return shown
    return client.post(target, {**form_of(shown.content.decode()), "action-publish": "1"}, follow=True)


def bulk(action: str) -> Callable[[Case], Any]:
    def act(case: Case) -> Any:
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        posted = {"chooser": case.world.homes["17951"].pk} if action == "move" else {}
        query = f"?id={case.thing.pk}&next={reverse('wagtailadmin_home')}"
        return case.signed_in().post(address + query, posted, follow=True)

    return act


def admin_api(action: str) -> Callable[[Case], Any]:
    def act(case: Case) -> Any:
        address = reverse("wagtailadmin_api:pages:action", args=[case.thing.pk, action])
        target = {"destination_page_id": case.world.homes["17951"].pk, "position": "last-child"}
        posted = target if action == "move" else {}
        return case.signed_in().post(address, posted)

    return act


def revision_publish(case: Case) -> Any:
    return case.thing.latest_revision.publish(user=case.user)


def publish_unchecked(case: Case) -> Any:
    revision = case.thing.latest_revision
    return case.thing.publish(revision, user=case.user, skip_permission_checks=True)


def service(case: Case) -> Any:
    return services.publish(case.thing, user=case.user, revision=case.thing.latest_revision)


def shell(case: Case) -> Any:
    return case.thing.get_latest_revision_as_object().save_revision().publish()


def schedule(case: Case) -> Any:
    """Set for a moment that has come since, then the command that everybody's cron calls."""
    past = timezone.now() - timedelta(minutes=1)
    Revision.objects.filter(pk=case.thing.latest_revision_id).update(approved_go_live_at=past)
    try:
        call_command("publish_scheduled")
    except SystemExit as stopped:
        return stopped.code
    return None


def set_for_later(case: Case) -> Any:
    draft = case.thing.get_latest_revision_as_object()
    draft.go_live_at = timezone.now() + timedelta(days=2)
    return draft.save_revision(user=case.thing.latest_revision.user).publish(user=case.user)


def copy_page(case: Case) -> Any:
    """A public page is copied with "publish the copy"."""
    case.made.append(case.thing.copy(update_attrs={"slug": "ban-sao"}, keep_live=True, user=case.user))


def copy_view(case: Case) -> Any:
    address = reverse("wagtailadmin_pages:copy", args=[case.thing.pk])
    parent = case.thing.get_parent()
    posted = {"new_title": "Bản sao", "new_slug": "ban-sao", "new_parent_page": parent.pk}
    response = case.signed_in().post(address, {**posted, "publish_copies": "on"}, follow=True)
    case.made += AboutPage.objects.filter(slug="ban-sao")
    return response


def alias(case: Case) -> Any:
    case.made.append(case.thing.create_alias(update_slug="ban-theo", user=case.user))


def translation(case: Case) -> Any:
    """wagtail-localize's "publish" of a whole translation; the source's parents are mirrored by it."""
    from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

    english, _made = Locale.objects.get_or_create(language_code="en")
    source, _created = TranslationSource.update_or_create_from_instance(case.thing)
    Translation.objects.get_or_create(source=source, target_locale=english)
    for segment in StringSegment.objects.filter(source=source):
        StringTranslation.objects.get_or_create(
            translation_of=segment.string,
            locale=english,
            context=segment.context,
            defaults={"data": "About", "translation_type": "manual"},
        )
    source.create_or_update_translation(english, user=case.user, publish=True, copy_parent_pages=True)
    case.made += type(case.thing).objects.filter(locale=english, translation_key=case.thing.translation_key)


def unpublish_view(case: Case) -> Any:
    if isinstance(case.thing, Page):
        address = reverse("wagtailadmin_pages:unpublish", args=[case.thing.pk])
    else:
        address = reverse(case.thing.snippet_viewset.get_url_name("unpublish"), args=[case.thing.pk])
    return case.signed_in().post(address, follow=True)


def unpublish(case: Case) -> Any:
    return services.unpublish(case.thing, user=case.user)


def unpublish_shell(case: Case) -> Any:
    return case.thing.unpublish()


def unpublish_queryset(case: Case) -> Any:
    return type(case.thing).objects.filter(pk=case.thing.pk).unpublish()


def delete_view(case: Case) -> Any:
    if isinstance(case.thing, Page):
        address = reverse("wagtailadmin_pages:delete", args=[case.thing.pk])
    else:
        address = reverse(case.thing.snippet_viewset.get_url_name("delete"), args=[case.thing.pk])
    return case.signed_in().post(address, follow=True)


def delete_shell(case: Case) -> Any:
    if isinstance(case.thing, Page):
        return case.thing.delete()
    # Django deletes in a transaction of its own, which is no savepoint inside the test's.
    with transaction.atomic():
        return case.thing.delete()


def delete_queryset(case: Case) -> Any:
    with transaction.atomic():
        return type(case.thing)._base_manager.filter(pk=case.thing.pk).delete()


def expiry(case: Case) -> Any:
    past = timezone.now() - timedelta(minutes=1)
    type(case.thing)._base_manager.filter(pk=case.thing.pk).update(expire_at=past)
    try:
        call_command("publish_scheduled")
    except SystemExit as stopped:
        return stopped.code
    return None


def move_view(case: Case) -> Any:
    address = reverse("wagtailadmin_pages:move_confirm", args=[case.thing.pk, case.world.homes["17951"].pk])
    return case.signed_in().post(address, follow=True)


def move(case: Case) -> Any:
    return case.thing.move(case.world.homes["17951"], pos="last-child", user=case.user)


PAGE_DOORS = [
    Door("edit view", "publish", edit_view),
    Door("revert view", "publish", revert_view),
    Door("bulk publish", "publish", bulk("publish")),
    Door("admin API publish", "publish", admin_api("publish")),
    Door("revision.publish(user)", "publish", revision_publish),
    Door("page.publish(skip_permission_checks)", "publish", publish_unchecked),
    Door("service", "publish", service),
    Door("shell: save_revision().publish()", "publish", shell, machine=True),
    Door("publish_scheduled", "publish", schedule, machine=True),
    Door("unpublish view", "withdraw", unpublish_view),
    Door("bulk unpublish", "withdraw", bulk("unpublish")),
    Door("admin API unpublish", "withdraw", admin_api("unpublish")),
    Door("service unpublish", "withdraw", unpublish),
    Door("shell: unpublish()", "withdraw", unpublish_shell, machine=True),
    Door("shell: queryset.unpublish()", "withdraw", unpublish_queryset, machine=True),
    Door("delete view", "withdraw", delete_view),
    Door("bulk delete", "withdraw", bulk("delete")),
    Door("admin API delete", "withdraw", admin_api("delete")),
    Door("shell: delete()", "withdraw", delete_shell, machine=True),
    Door("expiry", "withdraw", expiry, machine=True),
    Door("move view", "move", move_view),
    Door("bulk move", "move", bulk("move")),
    Door("admin API move", "move", admin_api("move")),
    Door("page.move(user)", "move", move),
]
RECORD_DOORS = [
    Door("snippet edit view", "publish", edit_view),
    Door("snippet revert view", "publish", revert_view),
    Door("revision.publish(user)", "publish", revision_publish),
    Door("record.publish(skip_permission_checks)", "publish", publish_unchecked),
    Door("service", "publish", service),
    Door("shell: save_revision().publish()", "publish", shell, machine=True),
    Door("publish_scheduled", "publish", schedule, machine=True),
    Door("snippet unpublish view", "withdraw", unpublish_view),
    Door("service unpublish", "withdraw", unpublish),
    Door("shell: unpublish()", "withdraw", unpublish_shell, machine=True),
    Door("snippet delete view", "withdraw", delete_view),
    Door("shell: delete()", "withdraw", delete_shell, machine=True),
    Door("shell: queryset.delete()", "withdraw", delete_queryset, machine=True),
    Door("expiry", "withdraw", expiry, machine=True),
]

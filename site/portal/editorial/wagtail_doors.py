"""Wagtail's own doors, led into the one publish service. The only place where Wagtail's code is wrapped.

Wagtail 7.4 and 8.0 publish, withdraw, copy and move by classes that their views, models, commands and API
create by name; there is no setting and no hook that runs in the act's transaction (``before_publish_page``
runs in one view of several, signals run after the fact and not for every door). So the classes themselves are
wrapped here, once:

=============================================  =====================================================
what is wrapped                                doors that go through it
=============================================  =====================================================
``PublishRevisionAction.execute``              edit views of pages and snippets, ``revision.publish()``,
                                               bulk publish, admin API, ``publish_scheduled``, revert and
                                               publish, wagtail-localize's ``on_commit(publish)``
``UnpublishAction._unpublish_object``          unpublish views, bulk unpublish, expiry, deletion of a page
                                               (Wagtail unpublishes it first), ``.unpublish()``
``DeletePageAction.execute``                   deletion of pages, to be one transaction and to know the person
``MovePageAction.execute``                     move view, bulk move, ``page.move()``
``CopyPageAction.execute``                     copy view, ``page.copy()``: copies are made as drafts and then
                                               published by the service, so that no copy skips a rule
``CreatePageAliasAction.execute``              alias view, ``page.create_alias()``
``Page.update_aliases``                        aliases that follow a page that was published
``TranslationSource.create_or_update_…``       wagtail-localize saves a snippet live, and a live page's row,
                                               before it publishes: here it saves a draft, always
deletion of a record (``pre_delete``)          snippet delete view, ``.delete()``, a queryset's delete
=============================================  =====================================================

A rule that is not met raises :class:`~portal.editorial.services.PublishRefused`;
:class:`portal.editorial.middleware.TellRefusals` turns it into words on the editor's screen.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models.signals import pre_delete
from django.utils import timezone
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.move_page import MovePageAction
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.actions.unpublish import UnpublishAction
from wagtail.models import DraftStateMixin, Page, Revision
from wagtail_localize.models import TranslationSource

from portal.core.records import Record
from portal.editorial.services import gate
from portal.editorial.services.acting import acting_as, actor
from portal.editorial.services.publishing import note_moved, note_published, note_withdrawn

Method = Callable[..., Any]


def install() -> None:
    """Wrap; called once when the application starts, and harmless when called again."""
    _wrap(PublishRevisionAction, "execute", _publish)
    _wrap(UnpublishAction, "_unpublish_object", _unpublish)
    _wrap(DeletePageAction, "execute", _delete)
    _wrap(MovePageAction, "execute", _move)
    _wrap(CopyPageAction, "execute", _copy)
    _wrap(CreatePageAliasAction, "execute", _create_alias)
    _wrap(Page, "update_aliases", _update_aliases)
    _wrap(TranslationSource, "create_or_update_translation", _translate)
    pre_delete.connect(_record_deleted, dispatch_uid="portal.doors.record_deleted")


def _wrap(owner: type[Any], name: str, door: Callable[..., Any]) -> None:
    stock: Method = getattr(owner, name)
    if getattr(stock, "portal_door", None) is door:
        return

    @functools.wraps(stock)
    def wrapped(self: Any, *args: Any, **kwargs: Any) -> Any:
        return door(stock, self, *args, **kwargs)

    vars(wrapped)["portal_door"] = door
    setattr(owner, name, wrapped)


def _locked(obj: Any) -> Any:
    """The stored thing under a row lock, so that two acts on it follow each other; None when it is gone."""
    model = Page if isinstance(obj, Page) else type(obj)
    return model._base_manager.select_for_update().filter(pk=obj.pk).first()


@transaction.atomic
def _publish(stock: Method, action: Any, skip_permission_checks: bool = False) -> Any:
    """Publish or schedule one revision."""
    obj, revision = action.object, action.revision
    who = actor(action.user)
    action.user = who.user
    stored = _locked(obj)
    was_live = bool(stored and stored.live)
    scheduled = bool(obj.go_live_at and obj.go_live_at > timezone.now())
    day = timezone.localdate(obj.go_live_at) if scheduled else None
    gate.before_publish(obj, revision, who, day=day)
    if scheduled and was_live and not stored.live_revision_id:
        _keep_live_revision(obj, revision)
    result = stock(action, skip_permission_checks)
    if not scheduled:
        note_published(obj, revision, who, was_live=was_live)
    return result


def _keep_live_revision(obj: Any, revision: Revision) -> None:
    """Give what is public a revision: Wagtail takes a live thing without one (an imported record) offline
    when another revision is scheduled.
    """
    live = type(obj)._base_manager.get(pk=obj.pk)
    kept = Revision.objects.create(
        content_object=live,
        base_content_type=live.get_base_content_type(),
        created_at=revision.created_at - timedelta(microseconds=1),
        content=live.serializable_data(),
        object_str=str(live),
    )
    type(obj)._base_manager.filter(pk=obj.pk).update(live_revision=kept)
    obj.live_revision = kept


@transaction.atomic
def _unpublish(
    stock: Method, action: Any, obj: Any, set_expired: bool, commit: bool, user: Any, log_action: Any
) -> Any:
    """Take one thing away; nothing happens when it is not public."""
    who = actor(user)
    found = obj.specific if isinstance(obj, Page) else obj
    withdrawn = bool(obj.live)
    if withdrawn:
        _locked(found)
        gate.before_withdraw(found, who, ended=set_expired)
    result = stock(action, obj, set_expired, commit, who.user, log_action)
    if withdrawn:
        note_withdrawn(found, who, ended=set_expired)
    return result


@transaction.atomic
def _delete(stock: Method, action: Any, *args: Any, **kwargs: Any) -> Any:
    """Delete a page with what is below it, all or nothing; Wagtail unpublishes each public one first."""
    who = actor(action.user)
    action.user = who.user
    with acting_as(user=who.user):
        return stock(action, *args, **kwargs)


def _record_deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    """A public record is deleted, by whatever call: the same as taking it away."""
    if isinstance(instance, Record) and instance.live:
        with transaction.atomic():
            who = actor()
            gate.before_withdraw(instance, who)
            note_withdrawn(instance, who)


@transaction.atomic
def _move(stock: Method, action: Any, skip_permission_checks: bool = False) -> Any:
    """Move a page with what is below it."""
    who = actor(action.user)
    page = action.page
    public = list(page.get_descendants(inclusive=True).live().values_list("pk", flat=True))
    if public:
        inside = action.pos in {"first-child", "last-child", "sorted-child"}
        gate.before_move(page, action.target if inside else action.target.get_parent(), who)
    before = dict(Page.objects.filter(pk__in=public).values_list("pk", "url_path"))
    result = stock(action, skip_permission_checks)
    moved = Page.objects.filter(pk__in=public).specific()
    note_moved([found for found in moved if found.url_path != before[found.pk]], who)
    return result


@transaction.atomic
def _copy(stock: Method, action: Any, skip_permission_checks: bool = False) -> Any:
    """Copy as drafts; then publish, where that was asked for, each copy of a public page by the service."""
    keep_live, action.keep_live = action.keep_live, False
    who = actor(action.user)
    result = stock(action, skip_permission_checks)
    if not keep_live:
        return result
    originals = action.page.get_descendants(inclusive=True) if action.recursive else [action.page]
    copies = result.get_descendants(inclusive=True).specific() if action.recursive else [result.specific]
    for original, copy in zip(originals, copies, strict=True):
        if original.live:
            copy.get_latest_revision().publish(user=who.user)
    return type(result).objects.get(pk=result.pk)


@transaction.atomic
def _create_alias(stock: Method, action: Any, skip_permission_checks: bool = False) -> Any:
    """Show a public page at a second place."""
    who = actor(action.user)
    result = stock(action, skip_permission_checks)
    for alias in result.get_descendants(inclusive=True).live().specific():
        gate.before_publish(alias, None, who)
        note_published(alias, None, who, was_live=False)
    return result


@transaction.atomic
def _update_aliases(stock: Method, page: Page, *args: Any, **kwargs: Any) -> Any:
    """Bring aliases in line with the page that was just published."""
    who = actor()
    before = dict(Page.objects.filter(alias_of_id=page.pk).values_list("pk", "live"))
    result = stock(page, *args, **kwargs)
    for alias in Page.objects.filter(pk__in=before, live=True).specific():
        note_published(alias, None, who, was_live=before[alias.pk])
    return result


def _translate(
    stock: Method, source: Any, locale: Any, user: Any = None, publish: bool = True, **options: Any
) -> Any:
    """Save a translation as a draft, always; then publish it by the service where that was asked for."""
    model = source.specific_content_type.model_class()
    if not issubclass(model, DraftStateMixin):
        return stock(source, locale, user=user, publish=publish, **options)
    with transaction.atomic():
        known = model._base_manager.filter(translation_key=source.object_id, locale=locale).first()
        public = known is not None and known.live
        if public:
            # So that a draft may be half translated; nobody sees this before the transaction ends.
            model._base_manager.filter(pk=known.pk).update(live=False)
        translation, created = stock(source, locale, user=user, publish=False, **options)
        if public:
            _put_back(known, translation)
    if publish:
        revision = translation.latest_revision
        revision.publish(user=user)
        translation = model._base_manager.get(pk=translation.pk)
    return translation, created


def _put_back(public: Any, draft: Any) -> None:
    """Leave in the table what is public: wagtail-localize has written the draft over it."""
    public.latest_revision = draft.latest_revision
    public.has_unpublished_changes = True
    if isinstance(public, Page):
        public.latest_revision_created_at = draft.latest_revision_created_at
        public.draft_title = draft.draft_title
        public.save(clean=False)
    else:
        public.save()

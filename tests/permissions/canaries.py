"""What an agency has that nobody else may see, each thing marked with a word that stands nowhere else."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.serializers import serialize
from django.db.models import Model
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import (
    Collection,
    Comment,
    GroupApprovalTask,
    Locale,
    Page,
    Revision,
    Task,
    TaskState,
    UploadedFile,
    Workflow,
    WorkflowState,
    WorkflowTask,
)
from wagtail_localize.models import StringSegment, Translation, TranslationSource

from home.models import AboutPage
from portal.accounts.models import Membership, User
from procedures_pages.models import LocalFields, PerformerException, Procedure
from tests.people import person
from tests.world import World

MARK = "zq7"
STATES = ("draft", "live", "in_workflow", "scheduled", "locked")


def mark(kind: str) -> str:
    """A title with the word that must not be found."""
    return f"Kanari {MARK}{kind}"


@dataclass
class Estate:
    """What an agency has: its people, and one set of things a state."""

    agency: Any
    editor: User
    things: dict[str, dict[str, Any]] = field(default_factory=dict)

    def digest(self) -> str:
        """A hash of everything that is the agency's, as the database has it."""
        return digest(self)


def plant(world: World, code: str, kind: str) -> Estate:
    """Give an agency drafts, files, records, people and comments; ``kind`` tells two agencies apart."""
    agency = world.agencies[code]
    editor = person(world, "editor", code, name=f"{kind}-bien-tap")
    User.objects.filter(pk=editor.pk).update(full_name=mark(f"{kind}person"))
    editor = User.objects.get(pk=editor.pk)
    estate = Estate(agency, editor)
    english, _made = Locale.objects.get_or_create(language_code="en")
    if not world.homes[code].has_translation(english):
        world.homes[code].copy_for_translation(english, copy_parents=True)
    workflow = _workflow(kind)
    shared = _files(agency, editor, kind) | _record(agency, editor, kind, workflow)
    for state in STATES:
        estate.things[state] = shared | _page(world, code, editor, kind, state, workflow)
    return estate


def _workflow(kind: str) -> Workflow:
    task = GroupApprovalTask.objects.create(name=f"{kind} task")
    workflow = Workflow.objects.create(name=f"{kind} workflow")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    return workflow


def _files(agency: Any, editor: User, kind: str) -> dict[str, Any]:
    image_model, document_model = get_image_model(), get_document_model()
    below = Collection.objects.get(pk=agency.collection.pk).add_child(name=mark(f"{kind}collection"))
    image = image_model(
        title=mark(f"{kind}image"),
        file=get_test_image_file(f"{MARK}{kind}imagefile.png"),
        collection=below,
        uploaded_by_user=editor,
    )
    image.save()
    image.tags.add(mark(f"{kind}tag"))
    document = document_model(
        title=mark(f"{kind}document"), collection=agency.collection, uploaded_by_user=editor
    )
    document.file.save(f"{MARK}{kind}documentfile.pdf", ContentFile(b"%PDF-1.4 x"))
    document.save()
    uploaded = UploadedFile.objects.create(
        for_content_type=ContentType.objects.get_for_model(image_model), uploaded_by_user=editor
    )
    return {"collection": below, "image": image, "document": document, "upload": uploaded}


def _record(agency: Any, editor: User, kind: str, workflow: Workflow) -> dict[str, Any]:
    procedure, _made = Procedure.objects.get_or_create(code="1.001193")
    other, _made = Procedure.objects.get_or_create(code="1.001194")
    record = LocalFields.objects.create(agency=agency, procedure=procedure, note=mark(f"{kind}record"))
    record.officer = mark(f"{kind}officer")
    revision = record.save_revision(user=editor, log_action=True)
    state = workflow.start(record, editor)
    exception = PerformerException.objects.create(
        agency=agency, procedure=other, kind="include", reason=mark(f"{kind}reason")
    )
    return {
        "record": record,
        "record_revision": revision,
        "record_state": state,
        "record_task": state.current_task_state,
        "exception": exception,
    }


def _page(world: World, code: str, editor: User, kind: str, state: str, workflow: Workflow) -> dict[str, Any]:
    page = AboutPage(
        title=mark(f"{kind}{state}"),
        slug=f"{MARK}{kind}{state}",
        owner=editor,
        live=False,
        locale=world.homes[code].locale,
    )
    world.homes[code].add_child(instance=page)
    page.lead = mark(f"{kind}{state}lead")
    first = page.save_revision(user=editor, log_action=True)
    Comment.objects.create(
        page=page, user=editor, text=mark(f"{kind}{state}comment"), contentpath="lead", position=""
    )
    flow: Any = None
    if state == "live":
        first.publish()
        page.refresh_from_db()
        page.title = mark(f"{kind}{state}draftedit")
    if state == "scheduled":
        page.go_live_at = timezone.now() + timedelta(days=9)
    revision = page.save_revision(user=editor, log_action=True)
    if state == "scheduled":
        revision.publish()
    if state == "in_workflow":
        flow = workflow.start(page, editor)
        flow.current_task_state.comment = mark(f"{kind}{state}workflowcomment")
        flow.current_task_state.save()
    if state == "locked":
        page.locked, page.locked_by, page.locked_at = True, editor, timezone.now()
        page.save()
    page = AboutPage.objects.get(pk=page.pk)
    source, translation, segment = _translation(page)
    session = EditingSession.objects.create(
        user=editor, content_object=page, last_seen_at=timezone.now(), is_editing=True
    )
    redirect = Redirect.objects.create(old_path=f"/{MARK}{kind}{state}redirect", redirect_page=page)
    return {
        "page": page,
        "first_revision": first,
        "revision": revision,
        "flow": flow,
        "task_state": flow.current_task_state if flow else None,
        "source": source,
        "translation": translation,
        "segment": segment,
        "session": session,
        "redirect": redirect,
    }


def _translation(page: Page) -> tuple[Any, Any, Any]:
    english, _made = Locale.objects.get_or_create(language_code="en")
    source, _created = TranslationSource.update_or_create_from_instance(page)
    translation = Translation.objects.create(source=source, target_locale=english)
    translation.save_target(publish=False)
    return source, translation, StringSegment.objects.filter(source=source).first()


def digest(estate: Estate) -> str:
    """A hash over every row that is the agency's: content and place of pages, revisions, files, records …"""
    page_keys = [things["page"].pk for things in estate.things.values()]
    held = estate.things["draft"]
    texts = {str(key) for key in page_keys}
    querysets = [
        AboutPage.objects.filter(pk__in=page_keys),
        *(Page.objects.filter(path__startswith=home.path) for home in estate.agency.home_pages.all()),
        Revision.objects.filter(object_id__in=texts),
        Revision.objects.filter(object_id=str(held["record"].pk), content_type=_kind(LocalFields)),
        Comment.objects.filter(page__in=page_keys),
        WorkflowState.objects.filter(object_id__in=texts),
        TaskState.objects.filter(workflow_state__object_id__in=texts),
        LocalFields.objects.filter(agency=estate.agency),
        PerformerException.objects.filter(agency=estate.agency),
        get_image_model().objects.filter(agency=estate.agency),
        get_document_model().objects.filter(agency=estate.agency),
        Collection.objects.filter(path__startswith=estate.agency.collection.path),
        UploadedFile.objects.filter(pk=held["upload"].pk),
        TranslationSource.objects.filter(pk__in=[things["source"].pk for things in estate.things.values()]),
        Translation.objects.filter(pk__in=[things["translation"].pk for things in estate.things.values()]),
        Redirect.objects.filter(redirect_page__in=page_keys),
        EditingSession.objects.filter(user=estate.editor),
        Membership.objects.filter(agency=estate.agency),
        User.objects.filter(pk=estate.editor.pk),
        Task.objects.all(),
        Workflow.objects.all(),
    ]
    rows = [json.loads(serialize("json", queryset.order_by("pk"))) for queryset in querysets]
    return sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()


def _kind(model: type[Model]) -> ContentType:
    return ContentType.objects.get_for_model(model)

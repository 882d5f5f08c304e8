"""The base of everything that is written once and shown in many places.

A record is a snippet with drafts, revisions, workflow, locks and preview. Wagtail's defaults lose data
in three ways when a record has rows below rows (docs/records.md); this class closes them:

* rows of a revision whose parent row is gone were dropped without a message;
* reverting to a revision failed when a row had been deleted and published since;
* a revision that points at a deleted row through a PROTECT key could not be read at all.

:mod:`portal.core.record_views` closes the views' side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from modelcluster.models import ClusterableModel, get_all_child_relations
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
    Workflow,
    WorkflowMixin,
    WorkflowPage,
)

from portal.core.forms import RecordForm
from portal.core.previews import Previews
from portal.core.public_term import PublicTerm

if TYPE_CHECKING:
    from collections.abc import Iterator

# Untyped like Wagtail's bases: rows are assigned to records through modelcluster, which types do not know.
_Term: Any = PublicTerm


class Record(
    Previews,
    _Term,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    ClusterableModel,
):
    """Base class of records. Subclasses declare rows with ParentalKey; rows may have rows of their own."""

    base_form_class = RecordForm

    class Meta:
        abstract = True

    @classmethod
    def get_default_workflow(cls) -> Workflow | None:
        """The province's one workflow: Wagtail keeps one a snippet model, which 150 agencies cannot share."""
        link = (
            WorkflowPage.objects.filter(workflow__active=True, page__depth=2)
            .select_related("workflow")
            .order_by("page__path")
            .first()
        )
        return link.workflow if link is not None else None

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a live translation must be whole (:mod:`portal.core.translations`)."""
        if isinstance(self, TranslatableMixin) and self.locale_id and not kwargs.get("update_fields"):
            from portal.core.translations import refuse_half_translated

            refuse_half_translated(self)
        super().save(*args, **kwargs)

    @cached_property
    def scheduled_revision(self) -> Any:
        """Wagtail's; without a query where a list fetched it for all its lines."""
        held = getattr(self, "_scheduled_revisions", None)
        if held is None:
            return DraftStateMixin.scheduled_revision.func(self)
        return held[0] if held else None

    @classmethod
    def from_serializable_data(
        cls, data: dict[str, Any], check_fks: bool = True, strict_fks: bool = False
    ) -> Self | None:
        """Rebuild from a revision without dropping rows whose foreign keys cannot be checked one by one.

        :meth:`check_references` does the check once, before publishing.
        """
        return super().from_serializable_data(data, check_fks=False, strict_fks=strict_fks)

    def with_content_json(self, content: dict[str, Any]) -> Self:
        """The record as the revision has it; rows that are no longer in the database get a new identity."""
        obj = super().with_content_json(content)
        _forget_missing_rows(obj)
        return obj

    def check_references(self) -> None:
        """Raise ValidationError when a row points at something that no longer exists."""
        missing: list[str] = []
        for row in _walk(self):
            for key in row._meta.concrete_fields:
                value = getattr(row, key.attname)
                if (
                    not isinstance(key, models.ForeignKey)
                    or value is None
                    or key.remote_field.model is type(self)
                ):
                    continue
                if _is_parent_key(key, row) or key.related_model._base_manager.filter(pk=value).exists():
                    continue
                missing.append(f"{row._meta.verbose_name}: {key.verbose_name}")
        if missing:
            raise ValidationError(
                _("Không xuất bản được vì có mục trỏ tới dữ liệu đã bị xóa: %(list)s.")
                % {"list": "; ".join(missing)}
            )


def _is_parent_key(key: models.ForeignKey[Any, Any], row: models.Model) -> bool:
    return any(
        relation.field is key for relation in get_all_child_relations(key.related_model)
    ) and not isinstance(row, Record)


def _walk(parent: Any) -> Iterator[models.Model]:
    """The record and every row below it, first level before second."""
    yield parent
    for relation in get_all_child_relations(type(parent)):
        for row in getattr(parent, relation.get_accessor_name()).all():
            yield from _walk(row)


def _forget_missing_rows(parent: Any) -> None:
    """Set the primary key to None on rows that the database no longer has, on every level."""
    for relation in get_all_child_relations(type(parent)):
        rows = list(getattr(parent, relation.get_accessor_name()).all())
        known = set(
            relation.related_model._base_manager.filter(
                pk__in=[row.pk for row in rows if row.pk]
            ).values_list("pk", flat=True)
        )
        for row in rows:
            if row.pk and row.pk not in known:
                row.pk = None
            _forget_missing_rows(row)

"""How the acts on a type of thing are written: the registry that the publish service asks.

A page needs no entry: its line names type, translation key and language, and its scope is its agency. A
record type registers a :class:`Kind` when its line names something else (a procedure's code) or when more
hangs on it (documents, lists).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from wagtail.models import Page

from portal.editorial.services import people
from portal.editorial.services.publication import Publication, commit
from portal.publication.contents import page_content
from portal.publication.models import PublicationEntry
from portal.publication.services import Act

Acts = PublicationEntry.Act
GONE = frozenset({Acts.WITHDRAWN, Acts.EXPIRED, Acts.REPLACED})


@dataclass(frozen=True, slots=True)
class Happening:
    """One act on one thing: ``act`` is a code of the log, ``role`` who did it, ``revision`` what it shows."""

    act: str
    role: str
    revision: Any = None


Write = Callable[[Any, Happening], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """What is written, in the act's transaction, when a thing of this type is published or withdrawn.

    Both get the object and a :class:`Happening` and end in :func:`portal.editorial.services.commit`.
    ``name(obj)`` gives type and id as the log has them.
    """

    published: Write
    withdrawn: Write
    name: Callable[[Any], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Line:
    """What the log names of a thing, and what else must be looked at again."""

    object_type: str
    object_id: str
    scope_kind: str = PublicationEntry.Scope.PROVINCE
    scope: str = ""
    search_kind: str = ""
    search_ids: Sequence[int] = ()
    stamps: Sequence[str] = ()
    content: Any = ""

    def act(self, happening: Happening, *, content: Any = "") -> Act:
        """The line of one act."""
        return Act(
            act=happening.act,
            object_type=self.object_type,
            object_id=self.object_id,
            version=str(happening.revision.pk) if happening.revision is not None else "",
            scope_kind=self.scope_kind,
            scope=self.scope,
            actor_role=happening.role,
            content=content,
        )


_kinds: dict[type[Any], Kind] = {}


def register_kind(model: type[Any], kind: Kind) -> None:
    """Let ``kind`` write the acts on ``model``; the same model again replaces the earlier one."""
    _kinds[model] = kind


def kind_of(obj: Any) -> Kind:
    """Who writes the acts on this thing."""
    for model in type(obj).__mro__:
        if model in _kinds:
            return _kinds[model]
    return simple(page_line if isinstance(obj, Page) else record_line)


def simple(line_of: Callable[[Any], Line]) -> Kind:
    """A kind whose acts are one line each."""

    def published(obj: Any, happening: Happening) -> None:
        line = line_of(obj)
        content = happening.revision.content if happening.revision is not None else ""
        write(line, happening, content=line.content or content)

    def withdrawn(obj: Any, happening: Happening) -> None:
        line = line_of(obj)
        # Deleting a page asks twice: for the page and for its row in Wagtail's own table.
        if last_act(line.object_type, line.object_id) not in GONE:
            write(line, happening)

    def name(obj: Any) -> tuple[str, str]:
        line = line_of(obj)
        return line.object_type, line.object_id

    return Kind(published, withdrawn, name)


def write(line: Line, happening: Happening, *, content: Any = "") -> None:
    """One line, with its search entries and stamps."""
    publication = Publication()
    publication.add(
        [line.act(happening, content=content)], kind=line.search_kind, ids=line.search_ids, stamps=line.stamps
    )
    commit(publication)


def page_line(page: Page, agency_code: str | None = None) -> Line:
    """A page: its type, key and language; its agency (looked up unless given); search entry, routing map."""
    return Line(
        object_type=type(page)._meta.label_lower,
        object_id=f"{page.translation_key}:{page.locale.language_code}",
        scope_kind=PublicationEntry.Scope.AGENCY,
        scope=people.agency_code(page) if agency_code is None else agency_code,
        search_kind="page",
        search_ids=[page.pk],
        stamps=["routing"] if getattr(page, "structural", True) else [],
        content=page_content(page),
    )


def record_line(record: Any) -> Line:
    """A record of a type that registers nothing: its type and number; its agency, if it has one."""
    code = people.agency_code(record)
    line = Line(object_type=record._meta.label_lower, object_id=str(record.pk))
    return replace(line, scope_kind=PublicationEntry.Scope.AGENCY, scope=code) if code else line


def last_act(object_type: str, object_id: str, version: str | None = None) -> str:
    """The log's last word about a thing (of one version); empty where it says nothing."""
    lines = PublicationEntry.objects.filter(object_type=object_type, object_id=object_id)
    if version is not None:
        lines = lines.filter(version=version)
    return lines.order_by("-sequence").values_list("act", flat=True).first() or ""

"""What is public, by kind: applications say it here, so that the log can be compared with it.

The log holds no titles. Its public page asks the live object, and only what is public now has one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.site_request import PortalRequest


@dataclass(frozen=True, slots=True)
class PublicState:
    """A thing that is public now, as the log would name it, and the hash of what it says."""

    object_type: str
    object_id: str
    content_hash: str
    version: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page of the log shows of a live object."""

    title: str
    url: str = ""
    language: str = "vi"


@dataclass(frozen=True, slots=True)
class PublicObjects:
    """One application's public things.

    ``types``: the object types ("home.homepage") it answers for. ``states()``: everything of them that is
    public or will be on its day. ``shown(keys, portal)``: title and address by (type, id), of those that are
    public now. ``by_version``: several versions of one object are public side by side, and each line's
    ``version`` says which one it means; without it the last line of an object counts.
    """

    types: Callable[[], Collection[str]]
    states: Callable[[], Iterable[PublicState]]
    shown: Callable[[Collection[tuple[str, str]], PortalRequest], Mapping[tuple[str, str], Shown]]
    by_version: bool = False


_sources: dict[str, PublicObjects] = {}
# Who stands in the log where no person did.
SYSTEM = "he-thong"
_roles: dict[str, Promise | str] = {SYSTEM: gettext_lazy("Phần mềm")}
_makers: set[str] = set()


def register_public_objects(key: str, source: PublicObjects) -> None:
    """Add an application's public things; called from ``ready()``."""
    _sources[key] = source


def sources() -> list[PublicObjects]:
    """All of them."""
    return list(_sources.values())


def name_roles(names: Mapping[str, Promise | str], *, makes_sites: bool = False) -> None:
    """Name the roles that stand in the log: code -> words for people.

    ``makes_sites``: these set up empty pages, which nobody at the agency published.
    """
    _roles.update(names)
    if makes_sites:
        _makers.update(names)


def site_makers() -> frozenset[str]:
    """The roles whose lines are no work of the agency's people."""
    return frozenset(_makers)


def roles() -> list[str]:
    """The codes of all roles that have a name."""
    return sorted(_roles)


def role_name(code: str) -> str:
    """The words for a role, or for several ("editor,approver"); the code itself when nobody named it."""
    return ", ".join(str(_roles.get(part, part)) for part in code.split(","))


@lru_cache(maxsize=512)
def _verbose_name(object_type: str) -> Promise | str:
    try:
        return apps.get_model(object_type)._meta.verbose_name or object_type
    except (LookupError, ValueError):
        return _("nội dung không còn dùng")


def type_name(object_type: str) -> str:
    """What kind of thing an object type is, in words."""
    return str(_verbose_name(object_type))


def shown(keys: Collection[tuple[str, str]], portal: PortalRequest) -> dict[tuple[str, str], Shown]:
    """Titles and addresses of the things among ``keys`` that are public now; few queries an application."""
    found: dict[tuple[str, str], Shown] = {}
    for source in _sources.values():
        types = source.types()
        own = [key for key in keys if key[0] in types]
        if own:
            found.update(source.shown(own, portal))
    return found

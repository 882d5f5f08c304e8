"""Seeds: what ``make run`` fills an empty portal with, each part once, again only when its files change.

An app registers its parts in a module ``seeds`` of its own (found by :func:`discover`). A part is
idempotent: it may be cut off at any point and run again. What has been loaded is noted in
:class:`~portal.core.models.SeedState` by a fingerprint of files, code version and settings.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from django.conf import settings
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext as _

from portal.core.models import SeedState

DEMONSTRATION, EXPORT, PROVINCE = "demonstration", "export", "province"
KIND_STATE = "catalogue-kind"


class SeedRefused(Exception):
    """Seeding cannot go on; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class SeedContext:
    """What a part gets: the folder of a real export (None for the demonstration) and a way to report."""

    data: Path | None
    say: Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Seed:
    """One part. ``files`` gives the files it reads; ``version`` grows when its code must run again.

    ``needed`` says that it must run although neither has changed. ``demo``: content of the demonstration,
    which a real province does without (:data:`ALWAYS`), or does without unless an export is given.
    """

    name: str
    order: int
    run: Callable[[SeedContext], None]
    files: Callable[[SeedContext], Iterable[Path]]
    version: Callable[[], str]
    needed: Callable[[], bool] = bool
    demo: str = ""


# Parts that a real province does without: always, or unless an export is given.
ALWAYS, WITHOUT_DATA = "always", "without-data"

_seeds: dict[str, Seed] = {}


def _no_files(context: SeedContext) -> Iterable[Path]:
    return ()


def register_seed(
    name: str,
    order: int,
    files: Callable[[SeedContext], Iterable[Path]] | None,
    run: Callable[[SeedContext], None],
    version: str | Callable[[], str] = "1",
    needed: Callable[[], bool] = bool,
    demo: str = "",
) -> None:
    """Add a part; the same name again replaces the earlier one."""
    told = version if callable(version) else (lambda: version)
    _seeds[name] = Seed(name, order, run, files or _no_files, told, needed, demo)


def discover() -> list[Seed]:
    """All parts of all installed apps, in the order in which they run."""
    autodiscover_modules("seeds")
    return sorted(_seeds.values(), key=lambda seed: (seed.order, seed.name))


def fingerprint(seed: Seed, context: SeedContext) -> str:
    """SHA-256 over the part's version, its files and whether this is the demonstration.

    Files of a real export count by name, size and time of change: they are large.
    """
    total = hashlib.sha256(repr((seed.version(), settings.PORTAL_DEMO)).encode())
    for file in sorted(seed.files(context)):
        total.update(file.name.encode() + b"\0")
        if context.data is not None and file.is_relative_to(context.data):
            state = file.stat()
            total.update(f"{state.st_size} {state.st_mtime_ns}".encode())
        else:
            total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def run_seeds(context: SeedContext, *, only: str = "", force: bool = False) -> list[str]:
    """Run the parts whose fingerprint has changed; gives their names.

    Raises SeedRefused when the database holds the other kind of catalogue, or for an unknown ``only``.
    """
    found = discover()
    if only and only not in {seed.name for seed in found}:
        known = ", ".join(seed.name for seed in found)
        raise SeedRefused(_("Không có phần %(name)s. Các phần: %(known)s.") % {"name": only, "known": known})
    real = _claim_kind(context) == PROVINCE
    loaded = dict(SeedState.objects.values_list("name", "fingerprint"))
    ran = []
    for seed in found:
        if only and seed.name != only:
            continue
        if real and (seed.demo == ALWAYS or (seed.demo == WITHOUT_DATA and context.data is None)):
            continue
        mark = fingerprint(seed, context)
        if loaded.get(seed.name) == mark and not force and not seed.needed():
            continue
        context.say(f"{seed.name} …")
        began = monotonic()
        seed.run(context)
        SeedState.objects.update_or_create(name=seed.name, defaults={"fingerprint": mark})
        context.say(
            _("%(name)s: xong sau %(seconds).1f giây")
            % {
                "name": seed.name,
                "seconds": monotonic() - began,
            }
        )
        ran.append(seed.name)
    return ran


def _claim_kind(context: SeedContext) -> str:
    """Note which catalogue the database holds; the demonstration's and a real export are never mixed.

    A real province (``start_province``) takes exports and never the demonstration's.
    """
    wanted = EXPORT if context.data is not None else DEMONSTRATION
    state, _created = SeedState.objects.get_or_create(name=KIND_STATE, defaults={"fingerprint": wanted})
    if state.fingerprint in (wanted, PROVINCE):
        return state.fingerprint
    held = {
        DEMONSTRATION: _("danh mục trình diễn"),
        EXPORT: _("danh mục nhập từ một bản xuất (DATA=…)"),
    }
    raise SeedRefused(
        _(
            "Cơ sở dữ liệu này đang giữ %(held)s; hai loại không trộn lẫn. "
            "Dùng thư mục khác: make run PORTAL_VAR=thư-mục …, hoặc xóa và làm lại: make clean."
        )
        % {"held": held.get(state.fingerprint, state.fingerprint)}
    )


def _calendar_files(context: SeedContext) -> Iterable[Path]:
    from portal.core.calendar_file import FILE

    return [FILE]


def _load_calendar(context: SeedContext) -> None:
    from portal.core.calendar_file import load

    load()


def _rule_files(context: SeedContext) -> Iterable[Path]:
    from portal.core.clock_file import FILE

    return [FILE]


def _load_rules(context: SeedContext) -> None:
    from portal.core.clock_file import load

    load()


register_seed("calendar", 10, _calendar_files, _load_calendar)
register_seed("clock-rules", 11, _rule_files, _load_rules)

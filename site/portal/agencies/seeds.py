"""Seed of the demonstration province's agencies."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.utils.translation import gettext as _

from portal.agencies import demo_places
from portal.agencies.cells import in_words
from portal.agencies.provisioning import add_missing_sections, steps
from portal.agencies.register_import import import_register
from portal.core import sections
from portal.core.seeds import ALWAYS, SeedContext, SeedRefused, register_seed

FOLDER = Path(__file__).resolve().parent / "demo"
# The agencies, then the units before 1 July 2025 and what became of them.
FILES = (FOLDER / "nghe-an.csv", FOLDER / "nghe-an-ten-cu.csv")


def _files(context: SeedContext) -> Iterable[Path]:
    return FILES


def _version() -> str:
    """Grows with every section and step that an app adds, so that existing sites get them."""
    parts = [section.key for section in sections.all_sections()] + [step.key for step in steps()]
    return "1 " + " ".join(parts)


def _run(context: SeedContext) -> None:
    for file in FILES:
        report = import_register(file, say=context.say)
        if report.plan.refused:
            raise SeedRefused("; ".join(f"{in_words(line)}: {line.reason}" for line in report.plan.refused))
    add_missing_sections(context.say)


def _place_files(context: SeedContext) -> Iterable[Path]:
    return [demo_places.FILE]


def _places(context: SeedContext) -> None:
    context.say(_("%d cơ quan có giờ và nơi tiếp nhận") % demo_places.fill())


register_seed("agencies", 30, _files, _run, _version, demo=ALWAYS)
register_seed("demo-places", 32, _place_files, _places, demo=ALWAYS)

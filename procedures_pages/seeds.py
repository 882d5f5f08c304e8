"""Seeds of this app: the procedures of the demonstration or of a real export, and plain explanations."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import yaml
from django.conf import settings
from django.utils.translation import gettext as _

from portal.core.seeds import SeedContext, SeedRefused, register_seed
from procedures_pages.importers.run import import_procedures
from procedures_pages.models import Procedure
from procedures_pages.services.guides import publish_guide

DEMO = Path(__file__).resolve().parent / "demo"
ROLE = "trinh-dien"


def _sources(context: SeedContext) -> list[Path]:
    return [context.data] if context.data is not None else [DEMO / "procedures", DEMO / "facts.jsonl"]


def _files(context: SeedContext) -> Iterable[Path]:
    for source in _sources(context):
        if source.is_dir():
            yield from (file for file in source.rglob("*") if file.is_file())
        else:
            yield source


def _procedures(context: SeedContext) -> None:
    """Import by the importer that officials use; refusals are told, a stopped import stops the start."""
    report = import_procedures(_sources(context), demo=context.data is None, progress=context.say)
    if report.stopped:
        raise SeedRefused(report.stopped)
    context.say(report.summary())


def _guide_files(context: SeedContext) -> Iterable[Path]:
    return sorted((DEMO / "guides").glob("*.yaml")) if context.data is None else ()


def _guides(context: SeedContext) -> None:
    """Plain explanations in every language that the portal speaks; what a person has edited stays."""
    changed = 0
    languages = [code for code, _label in settings.LANGUAGES]
    procedures = {procedure.code: procedure for procedure in Procedure.objects.filter(is_demo=True)}
    for file in _guide_files(context):
        texts = yaml.safe_load(file.read_text(encoding="utf-8"))
        procedure = procedures.get(file.stem)
        if procedure is None:
            raise SeedRefused(_("Chưa có thủ tục %(code)s để giải thích.") % {"code": file.stem})
        for language in languages:
            if language in texts:
                changed += publish_guide(procedure, language, texts[language], role=ROLE)
    context.say(_("%d bài giải thích dễ hiểu") % changed)


register_seed("procedures", 40, _files, _procedures)
register_seed("guides", 45, _guide_files, _guides)

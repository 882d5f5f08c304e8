"""Seeds of this app: the procedures of the demonstration or of a real export, and plain explanations."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.utils.translation import gettext as _

from portal.core.seeds import WITHOUT_DATA, SeedContext, SeedRefused, register_seed
from procedures_pages import demo_work
from procedures_pages.importers.run import import_procedures
from procedures_pages.models import GatewayTemplate, Procedure
from procedures_pages.services.guides import publish_guide

DEMO = Path(__file__).resolve().parent / "demo"
GUIDES = DEMO / "guides"
EVERYDAY_NAMES = DEMO / "everyday_names.yaml"
GATEWAY = Path(__file__).resolve().parent / "data" / "gateway_templates.yaml"
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
    return [*sorted(GUIDES.glob("*.yaml")), EVERYDAY_NAMES]


def _guides(context: SeedContext) -> None:
    """Plain explanations in every language that the portal speaks; what a person has edited stays.

    A real export gets those of the codes that it holds. Frequent procedures without an explanation get the
    names that people call them by.
    """
    changed = 0
    procedures = {procedure.code: procedure for procedure in Procedure.objects.all()}
    guides: dict[str, dict[str, Any]] = {file.stem: _yaml(file) for file in sorted(GUIDES.glob("*.yaml"))}
    for code in guides:
        if context.data is None and code not in procedures:
            raise SeedRefused(_("Chưa có thủ tục %(code)s để giải thích.") % {"code": code})
    for code, names in _yaml(EVERYDAY_NAMES).items():
        guides.setdefault(code, {settings.LANGUAGE_CODE: {"everyday_names": names}})
    for code, texts in guides.items():
        procedure = procedures.get(code)
        for language, _label in settings.LANGUAGES:
            if procedure is not None and language in texts:
                changed += publish_guide(procedure, language, texts[language], role=ROLE)
    context.say(_("%d bài giải thích dễ hiểu") % changed)


def _yaml(file: Path) -> Any:
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def _guide_version() -> str:
    """Grows with the catalogue: a procedure that is new may have an explanation waiting."""
    return f"2 {Procedure.objects.count()}"


def _gateway_files(context: SeedContext) -> Iterable[Path]:
    return [GATEWAY]


def _gateway(context: SeedContext) -> None:
    """Link templates; what an officer has changed or ended stays as it is."""
    made = 0
    for row in _yaml(GATEWAY):
        identity = {name: row[name] for name in ("action", "target", "url_template")}
        _template, created = GatewayTemplate.objects.get_or_create(
            **identity, defaults={name: value for name, value in row.items() if name not in identity}
        )
        made += created
    context.say(_("%d mẫu liên kết") % made)


def _work_files(context: SeedContext) -> Iterable[Path]:
    return [demo_work.FILE]


def _work(context: SeedContext) -> None:
    context.say(_("%d việc về thủ tục đang chờ") % demo_work.fill())


register_seed("gateway", 35, _gateway_files, _gateway)
register_seed("procedures", 40, _files, _procedures, demo=WITHOUT_DATA)
register_seed("guides", 45, _guide_files, _guides, _guide_version, demo=WITHOUT_DATA)
register_seed("demo-work-procedures", 71, _work_files, _work, demo=WITHOUT_DATA)

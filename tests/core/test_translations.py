"""Every sentence of the public templates has an English text, with the same placeholders."""

import ast
import re
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation.template import templatize

from portal.publication import registry
from portal.publication.models import PublicationEntry
from procedures_pages.models import Applicant, Fee, Method, Performer, Procedure, ProcedureVersion

ROOT = Path(settings.BASE_DIR)
CATALOGUE = polib.pofile(str(ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"))
ENGLISH = {entry.msgid: entry for entry in CATALOGUE if entry.translated()}
FOLDERS = (
    "site/portal/templates",
    "site/portal/publication/templates",
    "site/portal/library/templates",
    "site/portal/editorial/templates/editorial/public",
    "home/templates",
    "home/news/templates",
    "home/calendars/templates",
    "home/visits/templates/visits",
    "home/votes/templates/votes",
    "search/templates",
    "procedures_pages/templates",
    "feedback/templates/feedback/public",
)
# Modules whose words stand on public pages.
PRESENTERS = (
    "home/*.py",
    "home/news/[abnpv]*.py",
    "home/news/signed.py",
    "home/calendars/[pv]*.py",
    "home/visits/shown.py",
    "home/votes/public.py",
    "site/portal/agencies/hours.py",
    "site/portal/agencies/contacts.py",
    "procedures_pages/presenters/*.py",
    "procedures_pages/[fgs]*.py",
    "feedback/views/*.py",
    "feedback/doors.py",
    "feedback/forms.py",
    "feedback/mails.py",
    "feedback/presenters.py",
    "search/views.py",
    "search/facets.py",
    "site/portal/publication/views.py",
    "site/portal/publication/registry.py",
)
CALL = re.compile(r"""gettext\(u?(?P<quote>'|")(?P<text>(?:\\.|(?!(?P=quote)).)*)(?P=quote)""")


def sentences(template: Path) -> set[str]:
    """What a template hands to gettext."""
    found = CALL.finditer(templatize(template.read_text(encoding="utf-8"), origin=str(template)))
    return {match["text"].replace("\\'", "'").replace('\\"', '"') for match in found}


@pytest.mark.parametrize("folder", FOLDERS)
def test_public_templates_are_translated_whole(folder: str) -> None:
    wanted = {sentence: path.name for path in (ROOT / folder).rglob("*.html") for sentence in sentences(path)}
    assert len(wanted) > 10
    assert {sentence: name for sentence, name in wanted.items() if sentence not in ENGLISH} == {}


# What officials see alone: commands and seeds.
OFFICIALS = {"seeds.py", "selectors.py", "blocks.py", "viewsets.py"}


def test_words_that_modules_put_on_public_pages_are_translated() -> None:
    wanted = {}
    for path in (file for pattern in PRESENTERS for file in ROOT.glob(pattern)):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or not node.args or path.name in OFFICIALS:
                continue
            word = node.args[0]
            if ast.unparse(node.func) in ("_", "gettext", "gettext_lazy") and isinstance(word, ast.Constant):
                wanted[str(word.value)] = path.name
    assert len(wanted) > 60
    assert {sentence: name for sentence, name in wanted.items() if sentence not in ENGLISH} == {}


def test_choices_that_public_pages_show_are_translated() -> None:
    shown = [
        ProcedureVersion.OnlineLevel,
        Method.Channel,
        Method.Unit,
        Fee.Kind,
        Applicant.Group,
        Performer.Role,
        Procedure.Gateway,
        PublicationEntry.Act,
    ]
    with translation.override("vi"):
        words = [str(label) for choices in shown for label in choices.labels]
        words += [registry.type_name(name) for source in registry.sources() for name in source.types()]
        words += [registry.role_name(code) for code in registry.roles()]
    assert [word for word in words if word not in ENGLISH and word != "VNeID"] == []


def test_translations_keep_the_placeholders() -> None:
    placeholder = re.compile(r"%\((\w+)\)|%[ds]|\{(\w*)\}")
    changed = [
        msgid
        for msgid, entry in ENGLISH.items()
        for text in ([entry.msgstr] if entry.msgstr else entry.msgstr_plural.values())
        if sorted(placeholder.findall(msgid)) != sorted(placeholder.findall(text))
    ]
    assert changed == []

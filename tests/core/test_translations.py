"""Every sentence of the public templates has an English text, with the same placeholders."""

import re
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(settings.BASE_DIR)
CATALOGUE = polib.pofile(str(ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"))
ENGLISH = {entry.msgid: entry for entry in CATALOGUE if entry.translated()}
FOLDERS = ("site/portal/templates", "home/templates", "search/templates", "procedures_pages/templates")
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


def test_translations_keep_the_placeholders() -> None:
    placeholder = re.compile(r"%\((\w+)\)|%[ds]|\{(\w*)\}")
    changed = [
        msgid
        for msgid, entry in ENGLISH.items()
        for text in ([entry.msgstr] if entry.msgstr else entry.msgstr_plural.values())
        if sorted(placeholder.findall(msgid)) != sorted(placeholder.findall(text))
    ]
    assert changed == []

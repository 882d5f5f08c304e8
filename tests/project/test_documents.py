"""The documents speak of what the code has."""

import re
from pathlib import Path

from django.conf import settings

from tests.project.test_repository import texts

ROOT = Path(settings.BASE_DIR)


def product() -> str:
    return "\n".join(text for name, text in texts(".py") if not name.startswith("tests/"))


def test_every_document_that_the_code_points_at_exists() -> None:
    missing = {}
    for name, text in texts(".py", ".html", ".sh", "Makefile", ".toml"):
        for target in re.findall(r"docs/adr/\d{4}|docs/[\w/-]+\.md", text):
            if not list(ROOT.glob(target if target.endswith(".md") else f"{target}-*.md")):
                missing[name] = target
    assert missing == {}


def test_decisions_are_numbered_without_a_gap_and_listed() -> None:
    pages = sorted(path.name for path in (ROOT / "docs" / "adr").glob("0*.md"))
    assert [int(name[:4]) for name in pages] == list(range(1, len(pages) + 1))
    listed = (ROOT / "docs" / "adr" / "README.md").read_text()
    assert [name for name in pages if f"({name})" not in listed] == []


def test_the_glossary_names_what_is_in_the_code() -> None:
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in (ROOT / "docs" / "glossary.md").read_text().splitlines()
        if line.startswith("| ") and "`" in line
    ]
    assert len(rows) >= 45
    code = product()
    unknown = []
    for row in rows:
        for name in re.findall(r"`([\w.]+)(?: = \w+)?`", row[1]):
            for part in name.split("."):
                if not re.search(rf"\b{part}\b", code):
                    unknown.append(name)
    assert unknown == []

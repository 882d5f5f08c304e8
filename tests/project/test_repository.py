"""What the repository holds, and what it must never hold."""

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
LONGEST_MODULE = 400


@cache
def tracked() -> list[str]:
    """Paths of all files under version control, and of new ones that are not ignored."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return sorted(name for name in names if name and (ROOT / name).is_file())


def texts(*endings: str) -> list[tuple[str, str]]:
    return [(name, (ROOT / name).read_text(encoding="utf-8")) for name in tracked() if name.endswith(endings)]


def test_the_foundation_is_under_version_control_and_its_folder_is_no_package() -> None:
    assert {"site/portal/settings/base.py", "site/portal/urls.py", "manage.py"} <= set(tracked())
    assert not (ROOT / "site" / "__init__.py").exists(), "site belongs to the standard library"


def test_nothing_built_fetched_or_written_at_run_time_is_tracked() -> None:
    unwanted = re.compile(
        r"(^|/)(node_modules|__pycache__|var|\.venv)/|(^|/)(uv\.lock|pylock\.toml|\.env)$|"
        r"\.(sqlite3?|pyc|mo|woff2?|ttf|otf|min\.js|min\.css|map)$"
    )
    assert [name for name in tracked() if unwanted.search(name)] == []


def test_locked_requirements_are_hashed_and_name_no_address() -> None:
    for name, text in texts(".txt"):
        if name.startswith("requirements/"):
            assert "://" not in text, name
            assert "--hash=sha256:" in text, name
    lock = (ROOT / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert '"integrity"' in lock


def test_no_file_names_a_place_on_a_developers_machine() -> None:
    place = re.compile(r"(?<![\w.\-/}])/(?:root|work|Users)/")
    textual = (
        ".py",
        ".md",
        ".html",
        ".toml",
        ".json",
        ".yaml",
        ".sh",
        ".scss",
        ".mjs",
        ".js",
        ".txt",
        "run",
        "Makefile",
    )
    assert [name for name, text in texts(*textual) if place.search(text)] == []


def test_no_module_is_longer_than_a_reader_can_hold() -> None:
    lengths = {name: text.count("\n") for name, text in texts(".py") if "/migrations/" not in name}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_MODULE} == {}


@pytest.mark.parametrize(
    "loose_end",
    [
        r"\b(?:TO" + r"DO|FIX" + r"ME)\b",
        r"#\s*noqa(?!:)",
        r"#\s*type:\s*ignore(?!\[)",
        r"mark\.(?:skip|xfail)\b",
    ],
)
def test_no_loose_ends(loose_end: str) -> None:
    own = "tests/project/test_repository.py"
    pattern = re.compile(loose_end)
    found = [name for name, text in texts(".py", ".html", ".scss", ".sh") if pattern.search(text)]
    assert [name for name in found if name != own] == []


def test_pictures_in_the_documentation_are_small_and_shown() -> None:
    pages = "".join(text for _name, text in texts(".md"))
    for name in tracked():
        if name.startswith("docs/images/"):
            assert (ROOT / name).stat().st_size <= 200 * 1024, name
            assert Path(name).name in pages, name


def test_links_between_documents_lead_somewhere() -> None:
    broken = []
    for name, text in texts(".md"):
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
            if "://" not in target and not (ROOT / name).parent.joinpath(target).exists():
                broken.append(f"{name}: {target}")
    assert broken == []

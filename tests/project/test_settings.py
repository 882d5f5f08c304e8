"""Settings: each variable is documented, production is clean, and what is set takes effect."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from deploy.services.group import KINDS
from tests.project.test_repository import tracked

ROOT = Path(settings.BASE_DIR)
SECRET = "".join(chr(code) for code in range(48, 123) if chr(code).isalnum())


def variables_read() -> dict[str, str]:
    """Every environment variable that Python code of the product or its tools reads, with the file."""
    found = {kind.variable: "deploy/services" for kind in KINDS.values()}
    for name in tracked():
        if not name.endswith(".py") or name.startswith("tests/") or "/migrations/" in name:
            continue
        for node in ast.walk(ast.parse((ROOT / name).read_text())):
            key: ast.expr | None = None
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
                reader = ast.unparse(node.func)
                if re.fullmatch(r"env\.\w+|os\.environ\.(get|setdefault|pop)|os\.getenv", reader):
                    key = node.args[0]
            elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
                key = node.slice
            if isinstance(key, ast.Constant) and re.fullmatch(r"[A-Z][A-Z0-9_]+", str(key.value)):
                found[str(key.value)] = name
    return found


def documented() -> list[str]:
    return re.findall(r"^\| `([A-Z0-9_]+)` \|", (ROOT / "docs" / "settings.md").read_text(), re.MULTILINE)


def test_every_variable_that_is_read_is_documented_once() -> None:
    names = documented()
    assert len(names) == len(set(names))
    missing = {name: place for name, place in variables_read().items() if name not in names}
    assert set(missing) <= {"PATH", "XDG_CACHE_HOME"}, missing


def test_every_documented_variable_is_read_somewhere() -> None:
    shell = (ROOT / "bootstrap.sh").read_text() + (ROOT / ".ci" / "run").read_text()
    tests = "".join((ROOT / name).read_text() for name in tracked() if name.startswith("tests/services/"))
    read = variables_read()
    idle = [
        name for name in documented() if name not in read and not re.search(rf"\b{name}\b", shell + tests)
    ]
    assert idle == []


def production(words: list[str], **env: str) -> subprocess.CompletedProcess[str]:
    """Runs Python with production settings in an otherwise empty environment."""
    return subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env={
            "DJANGO_SETTINGS_MODULE": "portal.settings.production",
            "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}",
            "PORTAL_VAR": str(settings.PORTAL_VAR),
            **env,
        },
        capture_output=True,
        text=True,
        check=False,
    )


COMPLETE = {"PORTAL_SECRET_KEY": SECRET, "PORTAL_ALLOWED_HOSTS": "portal.example.vn"}
EFFECTIVE = """
import json, django
django.setup()
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import cache
from django.db import connection
print(json.dumps({
    "vendor": connection.vendor,
    "static": staticfiles_storage.__class__.__name__,
    "cache": type(cache._connections[cache._alias]).__name__,
    "debug": settings.DEBUG, "components": settings.PORTAL_COMPONENTS_PAGE,
    "mode": connection.settings_dict["OPTIONS"].get("transaction_mode", ""),
}))
"""


def test_production_settings_pass_the_deployment_check_without_a_warning(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()  # what the build makes
    env = {**COMPLETE, "PORTAL_VAR": str(tmp_path)}
    ran = production(["manage.py", "check", "--deploy", "--fail-level", "WARNING"], **env)
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"PORTAL_SECRET_KEY": ""}, "PORTAL_SECRET_KEY"),
        ({"PORTAL_ALLOWED_HOSTS": ""}, "PORTAL_ALLOWED_HOSTS"),
        ({"PORTAL_DEMO": "1"}, "PORTAL_DEMO"),
    ],
)
def test_production_refuses_to_start_half_configured(change: dict[str, str], complaint: str) -> None:
    ran = production(["manage.py", "check"], **{**COMPLETE, **change})
    assert ran.returncode != 0
    assert complaint in ran.stderr


@pytest.mark.parametrize(
    ("env", "vendor", "cache", "mode"),
    [
        ({}, "sqlite", "LocMemCache", "IMMEDIATE"),
        (
            {"DATABASE_URL": "postgres://portal@127.0.0.1:1/portal", "REDIS_URL": "redis://127.0.0.1:1/0"},
            "postgresql",
            "RedisCache",
            "",
        ),
    ],
)
def test_what_the_environment_says_takes_effect(
    env: dict[str, str], vendor: str, cache: str, mode: str
) -> None:
    ran = production(["-c", EFFECTIVE], **COMPLETE, **env)
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout)
    assert (found["vendor"], found["cache"], found["mode"]) == (vendor, cache, mode)
    assert not found["debug"]
    assert not found["components"]
    assert found["static"] == "CompressedManifestStaticFilesStorage"


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)

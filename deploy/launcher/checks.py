"""`make check`: everything that can be said about the code without running the test suite."""

import secrets
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from deploy.launcher.frontend import build_assets
from deploy.launcher.packages import install, make_environment
from deploy.launcher.place import PYTHON, ROOT, VAR, environment, make_var, say
from deploy.launcher.processes import Processes

APPS = ("portal", "home", "procedures_pages", "feedback", "search")
TEMPLATES = ("site", "home", "procedures_pages", "feedback", "search")
PATHS = f"{ROOT / 'site'}:{ROOT}"

Check = tuple[str, list[object], dict[str, str]]


def list_checks(scratch: Path, wagtail8: Path) -> Iterator[Check]:
    """Name, command and environment of each check; databases are files in the scratch folder."""
    plain = environment(PYTHONPATH=PATHS)
    # -m, so that each tool is the one of this environment
    yield "lint", [PYTHON, "-m", "ruff", "check", "."], plain
    yield "format", [PYTHON, "-m", "ruff", "format", "--check", "."], plain
    typed = [word for app in (*APPS, "deploy", "tests") for word in ("-p", app)]
    test = environment(
        DJANGO_SETTINGS_MODULE="portal.settings.test", DATABASE_URL=f"sqlite:///{scratch / 'check.sqlite3'}"
    )
    yield "types", [PYTHON, "-m", "mypy", *typed], test
    yield "imports", [Path(PYTHON).parent / "lint-imports", "--no-logo"], plain
    yield "templates", [PYTHON, "-m", "djlint", "--lint", "--quiet", *TEMPLATES], plain
    manage = [PYTHON, "manage.py"]
    yield "migrations", [*manage, "makemigrations", "--check", "--dry-run"], test
    yield "system", [*manage, "check", "--fail-level=WARNING"], test
    production = environment(
        DJANGO_SETTINGS_MODULE="portal.settings.production",
        DATABASE_URL=f"sqlite:///{scratch / 'deploy.sqlite3'}",
        PORTAL_SECRET_KEY=secrets.token_urlsafe(64),
        PORTAL_ALLOWED_HOSTS="portal.example.vn",
    )
    production.pop("PORTAL_DEMO", None)
    yield "deployment", [*manage, "check", "--deploy", "--fail-level=WARNING"], production
    next_wagtail = {**test, "DATABASE_URL": f"sqlite:///{scratch / 'wagtail8.sqlite3'}"}
    yield "Wagtail 8: system", [wagtail8, "manage.py", "check"], next_wagtail
    yield "Wagtail 8: migrate", [wagtail8, "manage.py", "migrate", "--noinput", "--verbosity=0"], next_wagtail


def check(processes: Processes) -> int:
    """Runs every check to its end, says which failed; returns 1 if any did."""
    make_var()
    build_assets(processes)
    wagtail8 = make_environment(processes, VAR / "wagtail8")
    install(processes, "wagtail8", wagtail8, VAR / "wagtail8")
    failed = []
    with tempfile.TemporaryDirectory(prefix="check-", dir=VAR) as scratch:
        for name, command, env in list_checks(Path(scratch), wagtail8):
            say(f"check: {name}")
            began = time.monotonic()
            if processes.run(*command, env=env, check=False):
                failed.append(name)
            print(f"   {'FAILED' if name in failed else 'ok'}, {time.monotonic() - began:.1f} s", flush=True)
    say(f"make check failed: {', '.join(failed)}" if failed else "make check: all passed")
    return 1 if failed else 0

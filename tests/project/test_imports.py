"""Importing the project asks nothing of a database or of another machine."""

import subprocess
import sys

from django.conf import settings

IMPORT_EVERYTHING = """
import importlib, pkgutil, socket, sys

def refuse(*args, **kwargs):
    raise SystemExit("something connects while modules are imported")

socket.socket.connect = refuse
from django.db.backends.base.base import BaseDatabaseWrapper
BaseDatabaseWrapper.connect = refuse
import django
django.setup()
seen = 0
for name in ("portal", "home", "procedures_pages", "feedback", "search"):
    package = importlib.import_module(name)
    for module in pkgutil.walk_packages(package.__path__, f"{name}."):
        if module.name.startswith("portal.settings") or ".migrations" in module.name:
            continue
        importlib.import_module(module.name)
        seen += 1
print(seen)
"""


def test_importing_every_module_makes_no_query_and_no_connection() -> None:
    env = {
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "PYTHONPATH": f"{settings.BASE_DIR / 'site'}:{settings.BASE_DIR}",
        "PORTAL_VAR": str(settings.PORTAL_VAR),
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
    }
    ran = subprocess.run(
        [sys.executable, "-c", IMPORT_EVERYTHING], env=env, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert int(ran.stdout) > 60

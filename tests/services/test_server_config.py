"""gunicorn.conf.py: the demonstration is shown to this machine alone."""

import os
import subprocess
import sys

import pytest

from deploy.launcher.place import ROOT
from deploy.services.base import free_port


@pytest.mark.parametrize("host", ["0.0.0.0", "[::]"])  # noqa: S104
def test_the_demonstration_is_refused_on_an_address_that_others_can_reach(host: str) -> None:
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--config",
        "gunicorn.conf.py",
        "--bind",
        f"{host}:{free_port()}",
    ]
    env = {**os.environ, "PORTAL_DEMO": "1", "DJANGO_SETTINGS_MODULE": "portal.settings.dev"}
    ran = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode != 0
    assert "PORTAL_DEMO is for this machine alone" in ran.stderr


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("127.0.0.1:8000", True),
        ("[::1]:8000", True),
        ("localhost:8000", True),
        ("0.0.0.0:8000", False),
        ("10.0.0.4:8000", False),
        ("unix:/run/portal.sock", False),
        (":8000", False),
    ],
)
def test_only_loopback_counts_as_this_machine(address: str, expected: bool) -> None:
    names: dict[str, object] = {"__file__": str(ROOT / "gunicorn.conf.py")}
    exec(compile((ROOT / "gunicorn.conf.py").read_text(), "gunicorn.conf.py", "exec"), names)  # noqa: S102
    is_loopback = names["is_loopback"]
    assert callable(is_loopback)
    assert is_loopback(address) is expected

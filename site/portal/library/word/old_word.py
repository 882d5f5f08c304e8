"""Word's old formats by LibreOffice, where it is installed: a profile and folder of its own, a limit of time.

The file may mean harm. The profile turns macros off, updates no links, blocks what a file wants from other
places, and sends whatever goes to a network to a port where nobody is; the program knows nothing of the
portal's environment. The whole process group is ended at the limit, since ``soffice`` is a script that starts
the program.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Final

SECONDS: Final = 40
LARGEST: Final = 60 * 1024 * 1024
_SETTINGS: Final = (
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("org.openoffice.Inet/Settings", "ooInetProxyType", "2"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("org.openoffice.Inet/Settings", "ooInetNoProxy", ""),
)


class Failed(Exception):
    """Nothing came out."""


def to_docx(content: bytes, ending: str) -> bytes:
    """The same text as .docx. Raises Failed, also after :data:`SECONDS` and for more than :data:`LARGEST`."""
    program = shutil.which("soffice")
    if program is None:
        raise Failed("soffice")
    with tempfile.TemporaryDirectory(prefix="word-") as folder:
        source, out = Path(folder, f"in.{ending}"), Path(folder, "out")
        source.write_bytes(content)
        profile = Path(folder, "profile")
        _write_settings(profile)
        command = [
            program,
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            "docx",
        ]
        process = subprocess.Popen(  # noqa: S603
            [*command, "--outdir", str(out), str(source)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env={
                "PATH": os.environ.get("PATH", os.defpath),
                "HOME": folder,
                "TMPDIR": folder,
                "LANG": "C.UTF-8",
            },
            start_new_session=True,
        )
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired as error:
            raise Failed("time") from error
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        made = out / "in.docx"
        if not made.is_file() or made.stat().st_size > LARGEST:
            raise Failed("nothing")
        return made.read_bytes()


def _write_settings(profile: Path) -> None:
    """The settings above as LibreOffice keeps those of a user."""
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    user = profile / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>",
        encoding="utf-8",
    )

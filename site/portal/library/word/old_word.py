"""Word's old format by LibreOffice, where it is installed: a profile and folder of its own, a limit of time.

The whole process group is ended at the limit, since ``soffice`` is a script that starts the program.
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


class Failed(Exception):
    """Nothing came out."""


def to_docx(content: bytes, ending: str) -> bytes:
    """The same text as .docx. Raises Failed, also after :data:`SECONDS`."""
    program = shutil.which("soffice")
    if program is None:
        raise Failed("soffice")
    with tempfile.TemporaryDirectory(prefix="word-") as folder:
        source, out = Path(folder, f"in.{ending}"), Path(folder, "out")
        source.write_bytes(content)
        profile = Path(folder, "profile").as_uri()
        command = [
            program,
            f"-env:UserInstallation={profile}",
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
        if not made.is_file():
            raise Failed("nothing")
        return made.read_bytes()

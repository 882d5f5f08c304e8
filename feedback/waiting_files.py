"""Files that came with a form that was not taken: kept until it is sent again, never to be chosen twice.

They are known by the form's own key, which is in its signed mark and nowhere else. They are looked at and
cleaned like those of a case, encrypted, served to nobody, and deleted with the receipt or after a day.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection, Sequence
from pathlib import Path
from uuid import UUID

from django.conf import settings

from feedback import attachments, crypto
from feedback.attachments import Upload
from feedback.refusals import Refused

FOLDER = "waiting"


def _root() -> Path:
    return Path(settings.PORTAL_PRIVATE_ROOT) / FOLDER


def _folder(key: UUID) -> Path:
    return _root() / crypto.keyed_hash("waiting", key.hex).replace(":", "")


def _held(key: UUID) -> list[Path]:
    return sorted(_folder(key).glob("*.file"))


def names(key: UUID) -> list[str]:
    """What the sender called the files that wait, in the order in which they came."""
    found = []
    for file in _held(key):
        try:
            found.append(str(json.loads(crypto.decrypt(file.with_suffix(".name").read_text()))))
        except (OSError, crypto.Unreadable):
            found.append("?")
    return found


def uploads(key: UUID) -> list[Upload]:
    """The files that wait."""
    return [
        Upload(name, crypto.decrypt_bytes(file.read_bytes()))
        for name, file in zip(names(key), _held(key), strict=True)
    ]


def keep(key: UUID, brought: Sequence[Upload]) -> None:
    """Keep those that would be taken, as many as a case may have; the others have been named already."""
    folder, held = _folder(key), _held(key)
    number = int(held[-1].stem) + 1 if held else 0
    for upload in brought[: attachments.MOST_FILES - len(held)]:
        try:
            checked = attachments.checked([upload])[0]
        except Refused:
            continue
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = folder / f"{number:03d}.file"
        file.with_suffix(".name").write_text(crypto.encrypt(json.dumps(checked.name)))
        file.write_bytes(crypto.encrypt_bytes(checked.content))
        number += 1


def drop(key: UUID, which: Collection[int] | None = None) -> None:
    """Delete the files at these places, or all."""
    if which is None:
        shutil.rmtree(_folder(key), ignore_errors=True)
        return
    for place, file in enumerate(_held(key)):
        if place in which:
            file.unlink(missing_ok=True)
            file.with_suffix(".name").unlink(missing_ok=True)


def sweep(before: float) -> int:
    """Delete what nobody sent again since a moment (seconds since 1970); gives how many forms' files."""
    gone = 0
    for folder in _root().glob("*/"):
        if folder.stat().st_mtime < before:
            shutil.rmtree(folder, ignore_errors=True)
            gone += 1
    return gone

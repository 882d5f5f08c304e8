"""Compiles the translation catalogues (.po to .mo) where they are missing or older; needs no gettext."""

from pathlib import Path

import polib

from deploy.launcher.place import ROOT, files


def compile_messages() -> list[Path]:
    """Compiles every catalogue of the repository that changed; returns the files written."""
    written = []
    for source in files("locale/*/LC_MESSAGES/*.po", "site/portal/**/locale/*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        polib.pofile(str(source)).save_as_mofile(str(target))
        written.append(target.relative_to(ROOT))
    return written

"""Imports into a portal that knows its province and nothing else."""

from pathlib import Path
from typing import Any

import pytest

from portal.agencies.models import Agency
from portal.core.imports import Report
from procedures_pages.importers.run import import_procedures
from tests.procedures_pages import source_rows as rows


@pytest.fixture
def province(db: None) -> Agency:
    """The portal's own province."""
    return Agency.objects.create(
        code="40", name="Tỉnh Nghệ An", slug="nghe-an", level="province", kind="tinh"
    )


@pytest.fixture
def source(province: Agency, tmp_path: Path) -> Any:
    """Writes lines into one file, which each call replaces, and imports it."""

    def write_and_import(*lines: Any, **options: Any) -> Report:
        return import_procedures([rows.write_lines(tmp_path / "export.jsonl", *lines)], **options)

    return write_and_import

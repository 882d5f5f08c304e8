"""A real export: all in, nothing the second time, and what agencies show equals an independent count."""

import os
from pathlib import Path

import pytest
from django.conf import settings

import portal.agencies
from portal.agencies.models import Agency
from portal.agencies.performers import CLASSES, classes_of
from portal.core.clock import today
from procedures_pages.importers.run import import_procedures
from procedures_pages.models import CatalogueEntry, Fee, Method, Paper, Procedure, ProcedureVersion
from procedures_pages.services import catalogue
from tests.contracts.count_shown import Classes, count

CLASSES_FILE = Path(portal.agencies.__file__).parent / "data" / "performer_classes.yaml"
# Records that carry another procedure's text, named in the design notes of the data.
CORRUPT = {"2.001428", "3.000226", "3.000243", "3.000244", "3.000246", "3.000283", "3.000331"}


@pytest.fixture
def sample() -> Path:
    """The folder of the real export; missing, it fails in CI and is skipped elsewhere."""
    folder = Path(settings.PORTAL_SAMPLE_DATA)
    if not (folder / "procedures.jsonl.gz").is_file():
        told = f"no sample data in {folder}; set PORTAL_SAMPLE_DATA to a folder with procedures.jsonl.gz"
        if os.environ.get("CI"):
            pytest.fail(told)
        pytest.skip(told)
    return folder


def test_the_independent_reader_finds_the_classes_of_the_file() -> None:
    read = {found["key"]: (found["level"], len(found["patterns"])) for found in Classes(CLASSES_FILE).classes}
    assert read == {key: (found.level, len(found.patterns)) for key, found in CLASSES.items()}


@pytest.mark.big
@pytest.mark.both_databases
@pytest.mark.django_db
def test_a_real_export_comes_in_whole_and_is_shown_where_it_belongs(sample: Path) -> None:
    Agency.objects.create(code="40", name="Tỉnh Nghệ An", slug="nghe-an", level="province", kind="tinh")
    report = import_procedures([sample])
    assert report.stopped == ""
    lines = report.plan
    # All in: every row is taken, told as a double, queued or refused with a reason; no other end.
    assert all(line.reason for line in lines.refused + lines.queued + lines.ignored_files)
    assert {line.reason for line in lines.queued} == {"nguồn không nêu quyết định công bố"}
    detailed = ProcedureVersion.objects.filter(summary_only=False)
    assert detailed.count() > 2_800
    refused = {line.code for line in lines.refused}
    assert refused >= CORRUPT
    assert not detailed.filter(procedure__code__in=CORRUPT).exists()
    assert not Procedure.objects.filter(code__regex=r"^[56]\.").exists()

    # What agencies show.
    expected = count(sample, CLASSES_FILE)
    shown = {
        "commune": classes_of("commune"),
        "department": classes_of("department", "so-tu-phap"),
        "province": classes_of("province"),
    }
    entries = CatalogueEntry.objects.on(today())
    for agency, classes in shown.items():
        found = entries.filter(performer_class__in=classes).values_list("procedure__code", flat=True)
        assert sorted(set(found)) == expected[agency], agency
        assert len(expected[agency]) > 50

    # Values that lie: a zero is never free without words; no effective day is made up.
    assert not Fee.objects.filter(free_basis__gt="", amount__gt=0).exists()
    assert not Fee.objects.filter(free_basis__gt="").exclude(text__gt="").exists()
    assert not ProcedureVersion.objects.filter(effective_from__isnull=False).exists()
    assert Method.objects.filter(time_unit="other", time_value=1).exists()
    assert Paper.objects.filter(is_note=True).count() > 300
    assert not Paper.objects.filter(is_note=True, originals__gt=0).exists()

    # The second time nothing changes, and what is derived is what the rows give.
    again = import_procedures([sample])
    assert (again.stopped, again.plan.created, again.plan.changed, again.plan.vanished) == ("", [], [], [])
    assert not catalogue.audit()

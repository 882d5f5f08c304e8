"""The demonstration has a working day: every role meets work, all of it marked, none of it left behind."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from home import demo_work
from home.models import AboutPage
from portal.accounts import demo
from portal.agencies import demo_places
from portal.agencies import seeds as agency_seeds
from portal.agencies.models import Agency, HoursException, ServicePoint
from portal.core import seeds
from portal.core.seeds import SeedContext, run_seeds
from portal.editorial import access
from portal.editorial.today.listing import gather
from portal.publication.models import PublicationEntry
from procedures_pages import demo_work as procedure_work
from procedures_pages.models import LocalFields, Procedure
from tests.agencies.tables import HEADING, table
from tests.procedures_pages import factories

PARTS = {
    "calendar",
    "clock-rules",
    "locales",
    "agencies",
    "demo-places",
    "demo-people",
    "demo-work",
    "demo-work-procedures",
    "search",
}
ROWS = [
    ["40", "Tỉnh Nghệ An", "tinh", "tinh", "", "", "", ""],
    ["40-STP", "Sở Tư pháp tỉnh Nghệ An", "so", "so", "40", "", "", ""],
    ["17611", "Xã Vân Tụ", "xa", "xa", "40", "", "", ""],
    ["17329", "Xã Anh Sơn", "xa", "xa", "40", "", "", ""],
]
# What stands first on the first screen of a role, by agency; "" for who has nothing to do yet.
GROUPS = {
    ("province_editor", "40"): {"today", "week"},
    ("chief_editor", "40"): {"waiting", "week"},
    ("secretary", "40"): {"waiting", "week"},
    ("editor", "40-STP"): {"today", "week"},
    ("approver", "40-STP"): {"waiting", "week"},
    ("editor", "17611"): {"today", "week"},
    ("approver", "17611"): {"waiting", "week"},
    ("unit_admin", "17611"): {"week"},
    ("counter_clerk", "17611"): {"week"},
    ("centre_director", "17611"): {"waiting", "week"},
    ("procedure_officer", "17611"): {"week"},
    ("unit_admin", "17329"): {"late"},
    ("leader", "17329"): {"waiting", "week"},
}
LIST = [["02", "Tỉnh Tuyên Quang", "tinh", "tinh", "", "", "", ""]]


@pytest.mark.django_db
def test_every_role_meets_work_and_nothing_of_it_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.PORTAL_DEMO, settings.PORTAL_VAR = True, tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    monkeypatch.setattr(agency_seeds, "FILES", (table(tmp_path, ROWS, HEADING),))
    monkeypatch.setattr(seeds, "_seeds", {seed.name: seed for seed in seeds.discover() if seed.name in PARTS})
    for code, name in (("1.001193", "Khai sinh"), ("1.000894", "Kết hôn"), ("2.000815", "Chứng thực")):
        factories.version(code=code, name=name, national_id=None)
    Procedure.objects.update(is_demo=True)
    assert len(run_seeds(SeedContext(None, lambda words: None))) == len(PARTS)

    # Everybody's first screen.
    today = timezone.localdate()
    for (role, code), groups in GROUPS.items():
        agency = Agency.objects.get(code=code)
        person = demo.person(demo.name_of(role, agency))
        found = gather(person, access.active_agency(person), today)
        assert found.silent == []
        assert {section.key for section in found.sections} >= groups, (role, code)

    # Marked, and true of no place.
    assert all("trình diễn" in page.title for page in AboutPage.objects.exclude(slug="gioi-thieu"))
    assert all("trình diễn" in point.name and point.is_demo for point in ServicePoint.objects.all())
    assert not ServicePoint.objects.exclude(phone="").exists()
    pause = HoursException.objects.filter(service_point__agency__code="17611").get()
    assert pause.first_day > today
    assert pause.elsewhere_point is not None

    # Again: nothing new, and nothing that people wrote is touched.
    logged = PublicationEntry.objects.count()
    assert (demo_places.fill(), demo_work.fill(), procedure_work.fill()) == (0, 0, 0)
    assert PublicationEntry.objects.count() == logged

    # The province that begins in earnest has none of it.
    assert LocalFields.objects.filter(live=True).count() == 1
    settings.PORTAL_DEMO = False
    (tmp_path / "catalogue.json").write_text(json.dumps({"kind": "demonstration", "folder": None}))
    call_command("start_province", str(table(tmp_path, LIST, HEADING)))
    assert [agency.name for agency in Agency.objects.all()] == ["Tỉnh Tuyên Quang"]
    for model in (ServicePoint, HoursException, LocalFields):
        assert not model._base_manager.exists(), model
    assert not AboutPage.objects.filter(title__contains="trình diễn").exists()

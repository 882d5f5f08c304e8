"""Leaving the demonstration: nothing of it is left in any table, index or folder; a real province stands."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from wagtail.models import Page

from feedback.models.attachment import private_storage
from home.models import HomePage
from portal.accounts.models import Membership, User
from portal.agencies import seeds as agency_seeds
from portal.agencies.models import Agency, CentralBlock
from portal.agencies.operations import leaving
from portal.core import append_only, seeds
from portal.core.models import AuditEntry, CalendarDay, SeedState
from portal.core.seeds import SeedContext, run_seeds
from portal.editorial.roles import activation
from portal.library.models import PortalDocument, PortalImage
from portal.publication.models import PublicationEntry
from procedures_pages.models import Procedure, ProcedureVersion
from search.audit import audit as search_audit
from search.models import SearchEntry
from search.outbox import drain
from tests.agencies.mergers import picture
from tests.agencies.tables import ALL, HEADING, table
from tests.procedures_pages import factories

pytestmark = pytest.mark.django_db
OURS = {"calendar", "clock-rules", "locales", "agencies", "home-texts", "english", "search"}
LIST = [
    ["02", "Tỉnh Tuyên Quang", "tinh", "tinh", "", "", "", ""],
    ["02-STP", "Sở Tư pháp tỉnh Tuyên Quang", "so", "so", "02", "", "", ""],
    ["00691", "Phường Hà Giang 1", "phuong", "xa", "02", "", "", "Phường Nguyễn Trãi"],
]
# Words that only the demonstration holds: names of agencies, a person, a file, a text, a procedure.
CANARIES = [
    "Vân Tụ",
    "Nghệ An",
    "Cán bộ trình diễn",
    "anh-trinh-dien",
    "Khối chung",
    "Thủ tục trình diễn",
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    """A portal's own folder, so that files can be counted."""
    settings.MEDIA_ROOT = tmp_path / "var" / "media"
    settings.PORTAL_VAR = tmp_path / "var"
    settings.MEDIA_ROOT.mkdir(parents=True)
    return tmp_path


@pytest.fixture
def demonstration(folder: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """A small demonstration in which demo people have worked."""
    settings.PORTAL_DEMO = True
    monkeypatch.setattr(agency_seeds, "FILES", (table(folder, ALL),))
    kept = {seed.name: seed for seed in seeds.discover() if seed.name in OURS}
    monkeypatch.setattr(seeds, "_seeds", kept)
    run_seeds(SeedContext(None, lambda words: None))
    (folder / "var" / "catalogue.json").write_text(json.dumps({"kind": "demonstration", "folder": None}))
    agency = Agency.objects.get(code="17623")
    user = User.objects.create_user("bien-tap", full_name="Cán bộ trình diễn", is_demo=True)
    activation.give(user, "editor", agency, by=None)
    activation.activate(user, agency)
    image = PortalImage(title="Ảnh", agency=agency, file=picture("anh-trinh-dien"))
    image.save()
    image.get_rendition("width-4")
    PortalDocument.objects.create(title="Tệp", agency=agency, file=ContentFile(b"%PDF", "anh-trinh-dien.pdf"))
    CentralBlock.objects.create(title="Khối chung", is_demo=True)
    private_storage().save("thu-cua-dan.pdf", ContentFile(b"%PDF"))
    drain()
    settings.PORTAL_DEMO = False


def a_procedure(name: str, *, demo: bool) -> ProcedureVersion:
    version = factories.version(name=name)
    Procedure.objects.update(is_demo=demo)
    drain()
    return version


def start(folder: Path, rows: list[list[str]] = LIST) -> None:
    call_command("start_province", str(table(folder, rows, HEADING)))


def dump() -> str:
    """The text of every row of every table, the search index and its shadow tables included."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        parts = []
        for name in names:
            if name.startswith(("django_migrations", "pg_")):
                continue
            cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608
            parts.append(f"{name}: {cursor.fetchall()!r}")
    return "\n".join(parts)


def test_nothing_of_the_demonstration_is_left(
    demonstration: None, folder: Path, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    a_procedure("Thủ tục trình diễn", demo=True)
    before = dump()
    assert [word for word in CANARIES if word not in before] == []
    assert any("anh-trinh-dien" in str(file) for file in folder.rglob("*"))
    assert private_storage().exists("thu-cua-dan.pdf")
    start(folder)
    assert not private_storage().exists("thu-cua-dan.pdf")
    after = dump()
    assert [word for word in CANARIES if word in after] == []
    assert [str(file) for file in (folder / "var" / "media").rglob("*") if file.is_file()] == []
    told = capsys.readouterr().out
    for label in (
        "agencies.Agency",
        "accounts.User",
        "publication.PublicationEntry",
        "procedures_pages.Procedure",
    ):
        assert f"  {label}" in told
    assert "tệp" in told


def test_no_row_anywhere_is_marked_as_a_demonstration(demonstration: None, folder: Path) -> None:
    a_procedure("Thủ tục trình diễn", demo=True)
    start(folder)
    marked = [
        model for model in apps.get_models() if "is_demo" in {column.name for column in model._meta.fields}
    ]
    assert len(marked) >= 4
    for model in marked:
        assert not model._base_manager.filter(is_demo=True).exists(), model
    assert not User.objects.exists()
    assert not Membership.objects.exists()


def test_a_real_empty_province_stands(demonstration: None, folder: Path, client: Client) -> None:
    start(folder)
    assert sorted(Agency.objects.values_list("code", flat=True)) == ["00691", "02", "02-STP"]
    assert HomePage.objects.live().filter(locale__language_code="vi").count() == 3
    for address in (
        "/",
        "/xa-phuong/phuong-ha-giang-1/",
        "/co-quan/so-tu-phap/",
        "/thu-tuc/",
        "/tim-kiem/?q=ha",
    ):
        assert client.get(address).status_code == 200, address
    assert "Tuyên Quang" in client.get("/").content.decode()
    assert CalendarDay.objects.exists()
    assert set(SearchEntry.objects.values_list("kind", flat=True)) >= {"agency"}
    found = search_audit()
    assert [*found.missing, *found.stale, *found.orphan] == []
    assert list(Page.find_problems()) == [[], [], [], [], []]
    logged = PublicationEntry.objects.order_by("sequence")
    assert (logged[0].sequence, logged[0].previous_hash) == (1, "0" * 64)
    assert logged.count() == Page.objects.filter(live=True, depth__gt=1).count()
    assert append_only.unguarded() == []
    assert AuditEntry.objects.filter(event="province.started").count() == 1
    assert json.loads((folder / "var" / "catalogue.json").read_text())["kind"] == "province"


def test_seeds_bring_nothing_of_the_demonstration_back(
    demonstration: None, folder: Path, settings: Any
) -> None:
    start(folder)
    settings.PORTAL_DEMO = True
    run_seeds(SeedContext(None, lambda words: None), force=True)
    assert Agency.objects.count() == 3
    assert not Agency.objects.filter(is_demo=True).exists()


def test_procedures_of_a_real_export_stay_and_begin_a_new_log(
    demonstration: None, folder: Path, client: Client
) -> None:
    SeedState.objects.filter(name=seeds.KIND_STATE).update(fingerprint=seeds.EXPORT)
    version = a_procedure("Thủ tục thật", demo=False)
    start(folder)
    assert ProcedureVersion.objects.get().pk == version.pk
    shown = client.get("/xa-phuong/phuong-ha-giang-1/thu-tuc/1.000001/thu-tuc-that/")
    assert shown.status_code == 200
    assert "Thủ tục thật" in shown.content.decode()
    lines = PublicationEntry.objects.filter(object_id="1.000001")
    assert [line.act for line in lines] == ["appeared"]
    assert SearchEntry.objects.filter(kind="procedure").exists()


def counts() -> dict[str, int]:
    return {
        model._meta.label: model._base_manager.count() for model in (Agency, Page, User, PublicationEntry)
    }


def test_real_content_is_never_purged(demonstration: None, folder: Path) -> None:
    Agency.objects.filter(code="17623").update(is_demo=False)
    before = counts()
    with pytest.raises(CommandError, match="dữ liệu thật"):
        start(folder)
    assert counts() == before


@pytest.mark.parametrize(
    "rows",
    [[["02", "", "tinh", "tinh", "", "", "", ""]], [["1", "Xã Lẻ", "xa", "xa", "02", "", "", ""]]],
    ids=["bad cell", "no province"],
)
def test_a_list_that_is_not_right_purges_nothing(
    demonstration: None, folder: Path, rows: list[list[str]]
) -> None:
    before = counts()
    with pytest.raises(CommandError, match="Chưa xóa gì"):
        start(folder, rows)
    assert counts() == before


def test_cut_off_after_the_purge_the_next_run_goes_on(
    demonstration: None, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = leaving.provision_file

    def cut(*args: Any, **options: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(leaving, "provision_file", cut)
    with pytest.raises(KeyboardInterrupt):
        start(folder)
    assert not Agency.objects.exists()
    monkeypatch.setattr(leaving, "provision_file", whole)
    start(folder)
    assert Agency.objects.count() == 3
    assert "đã được rời trước đó" in capsys.readouterr().out

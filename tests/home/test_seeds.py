"""`seed` fills an empty portal once and repeats nothing."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import Page

from home.models import AboutPage
from portal.agencies import seeds as agency_seeds
from portal.core import seeds
from portal.core.models import CalendarDay, SeedState
from portal.core.seeds import Seed, SeedContext, SeedRefused, fingerprint, run_seeds
from portal.publication.models import PublicationEntry
from tests.agencies.tables import ALL, table

pytestmark = pytest.mark.django_db
OURS = {"calendar", "locales", "agencies", "home-texts", "english"}


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> SeedContext:
    settings.PORTAL_DEMO = True
    monkeypatch.setattr(agency_seeds, "FILES", (table(tmp_path),))
    kept = {name: seed for name, seed in _all().items() if name in OURS}
    monkeypatch.setattr(seeds, "_seeds", kept)
    return SeedContext(None, lambda words: None)


def _all() -> dict[str, Seed]:
    return {seed.name: seed for seed in seeds.discover()}


def test_an_empty_portal_becomes_a_province_in_two_languages(small: SeedContext, client: Client) -> None:
    assert run_seeds(small) == ["calendar", "locales", "agencies", "home-texts", "english"]
    assert CalendarDay.objects.exists()
    assert "Hình thành từ Xã Liên Thành" in client.get("/xa-phuong/xa-van-tu/gioi-thieu/").content.decode()
    english = client.get("/en/gioi-thieu/").content.decode()
    assert "no legal force" in english
    assert "Trang này là bản trình diễn" not in english
    assert client.get("/en/").context["portal"].agency.name_en == "Nghệ An Province"


def test_a_second_run_repeats_nothing(small: SeedContext) -> None:
    run_seeds(small)
    logged = PublicationEntry.objects.count()
    assert run_seeds(small) == []
    assert PublicationEntry.objects.count() == logged


def test_running_all_again_publishes_nothing_new(small: SeedContext) -> None:
    run_seeds(small)
    logged = PublicationEntry.objects.count()
    assert len(run_seeds(small, force=True)) == 5
    assert PublicationEntry.objects.count() == logged


def test_the_page_tree_is_sound_after_seeding_twice(small: SeedContext) -> None:
    run_seeds(small)
    assert not any(Page.find_problems())
    run_seeds(small, force=True)
    assert not any(Page.find_problems())


def test_only_the_part_whose_file_changed_runs_again(small: SeedContext) -> None:
    run_seeds(small)
    table(
        agency_seeds.FILES[0].parent,
        [*ALL, ["16690", "Phường Trường Vinh", "phuong", "xa", "40", "", "", ""]],
    )
    assert run_seeds(small) == ["agencies"]
    assert AboutPage.objects.filter(locale__language_code="vi").count() == 5


def test_a_part_that_was_cut_off_runs_again(small: SeedContext, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(context: SeedContext) -> None:
        raise KeyboardInterrupt

    whole = seeds._seeds["home-texts"]
    monkeypatch.setitem(seeds._seeds, "home-texts", Seed("home-texts", 60, cut, whole.files, whole.version))
    with pytest.raises(KeyboardInterrupt):
        run_seeds(small)
    monkeypatch.setitem(seeds._seeds, "home-texts", whole)
    assert run_seeds(small) == ["home-texts", "english"]


def test_what_an_editor_wrote_stays(small: SeedContext, django_user_model: Any) -> None:
    run_seeds(small)
    editor = django_user_model.objects.create_user("bien-tap")
    page = AboutPage.objects.get(url_path__endswith="/xa-van-tu/gioi-thieu/")
    page.lead = "Do xã viết."
    page.save_revision(user=editor).publish()
    run_seeds(small, force=True)
    page.refresh_from_db()
    assert page.lead == "Do xã viết."


def test_the_two_kinds_of_catalogue_are_never_mixed(small: SeedContext, tmp_path: Path) -> None:
    run_seeds(small)
    with pytest.raises(SeedRefused, match="make clean"):
        run_seeds(SeedContext(tmp_path, lambda words: None))
    with pytest.raises(CommandError) as refused:
        call_command("seed", data=tmp_path)
    assert refused.value.returncode == 1
    assert SeedState.objects.get(name="catalogue-kind").fingerprint == "demonstration"


def test_an_unknown_part_is_refused_with_the_known_ones(small: SeedContext) -> None:
    with pytest.raises(SeedRefused, match="home-texts"):
        run_seeds(small, only="khong-co")


def test_the_fingerprint_follows_contents_not_places(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("một")
    seed = Seed("x", 1, lambda context: None, lambda context: [file], lambda: "1")
    context = SeedContext(None, lambda words: None)
    first = fingerprint(seed, context)
    file.touch()
    assert fingerprint(seed, context) == first
    file.write_text("hai")
    assert fingerprint(seed, context) != first

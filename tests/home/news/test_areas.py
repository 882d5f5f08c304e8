"""Areas of a banner: many communes in one act, kept by the province, following mergers and the register."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from home.news import areas
from home.news.models import AlertArea, EmergencyBanner
from portal.agencies.models import Agency, FormerName
from portal.agencies.operations.merge import merge_file
from portal.core import routing, stamps
from portal.editorial.services import PublishRefused, publish
from portal.publication import verify
from tests.agencies.mergers import ACT, DAY, table
from tests.core.test_every_record import form_of
from tests.home.news.test_banner import TITLE, banner, queries, shown
from tests.people import person, signed_in
from tests.world import COMMUNE, DEPARTMENT, NEIGHBOUR, World

pytestmark = pytest.mark.django_db
LIST = "/admin/snippets/news/alertarea/"


def area(world: World, *codes: str, name: str = "Lưu vực sông Lam") -> AlertArea:
    found = AlertArea.objects.create(name=name, kind=AlertArea.Kind.BASIN)
    found.communes.set(world.agencies[code] for code in codes)
    return found


def aimed(world: World, *at: AlertArea, communes: tuple[str, ...] = ()) -> EmergencyBanner:
    found = banner(world, reach=EmergencyBanner.Reach.CHOSEN)
    found.areas.set(at)
    found.communes.set(world.agencies[code] for code in communes)
    found.save()
    return found


def where(client: Client) -> list[bool]:
    """Whether it stands on the sites of the province, of two communes, of a department."""
    return [TITLE in shown(client, address) for address in ("/", COMMUNE, NEIGHBOUR, DEPARTMENT)]


def test_one_act_reaches_the_communes_of_an_area_as_it_is_kept(world: World, client: Client) -> None:
    river = area(world, "17950")
    before = queries(client)
    publish(aimed(world, river), actor_role="kiem-thu")
    assert where(client) == [True, True, False, False], "the issuer and the area"
    assert queries(client) == before, "no page asks for it"
    river.communes.add(world.agencies["17951"])
    assert where(client) == [True, True, True, False], "an area that grows takes the banner with it"
    river.communes.remove(world.agencies["17950"])
    assert where(client) == [True, False, True, False]
    assert [each for each in verify.reconcile() if each.object_type == "news.emergencybanner"] == []
    river.name = "Lưu vực sông Cả"
    river.save()
    assert river.code == "luu-vuc-song-lam"
    assert [each for each in verify.reconcile() if each.object_type == "news.emergencybanner"] == []


def test_areas_and_single_communes_are_added_up(world: World, client: Client) -> None:
    found = aimed(world, area(world, "17950"), communes=("17951",))
    assert found.reaches() == {world.agencies[code].pk for code in ("40", "17950", "17951")}
    publish(found, actor_role="kiem-thu")
    assert where(client) == [True, True, True, False]
    EmergencyBanner.objects.update(reach=EmergencyBanner.Reach.ALL)
    assert EmergencyBanner.objects.get().reaches() is None


def test_chosen_without_a_place_is_refused_beside_the_field(world: World) -> None:
    for found in (aimed(world), aimed(world, area(world))):
        with pytest.raises(PublishRefused, match="ít nhất một vùng"):
            publish(found, actor_role="kiem-thu")
    chief = signed_in(person(world, "chief_editor", "40"))
    edit = f"/admin/snippets/news/emergencybanner/edit/{found.pk}/"
    answer = chief.post(edit, form_of(chief.get(edit).content.decode()) | {"action-publish": "1"})
    page = answer.content.decode() if answer.status_code == 200 else chief.get(edit).content.decode()
    assert "Chọn ít nhất một vùng hoặc một xã, phường." in page
    assert not EmergencyBanner.objects.get(pk=found.pk).live


def test_the_form_tells_what_an_area_holds_and_which_sites_are_meant(world: World) -> None:
    found = aimed(world, area(world, "17950", "17951"), area(world, name="Vùng trống"))
    edit = f"/admin/snippets/news/emergencybanner/edit/{found.pk}/"
    page = signed_in(person(world, "chief_editor", "40")).get(edit).content.decode()
    assert page.index('name="expires_at"') < page.index('name="title"') < page.index('name="areas"')
    assert "2 xã, phường" in page
    assert "Xã Anh Sơn, Xã Vân Tụ" in page
    assert "3 trang, theo bản lưu gần nhất" in page
    assert "Vùng trống" not in page, "an area without communes reaches nobody"
    own = banner(world, "17951")
    page = (
        signed_in(person(world, "editor", "17951"))
        .get(f"/admin/snippets/news/emergencybanner/edit/{own.pk}/")
        .content.decode()
    )
    assert 'name="areas"' not in page
    assert 'name="communes"' not in page


def test_the_province_alone_keeps_areas(world: World) -> None:
    kept = area(world, "17950")
    edit = f"{LIST}edit/{kept.pk}/"
    chief = signed_in(person(world, "secretary", "40"))
    with CaptureQueriesContext(connection) as one:
        assert "Lưu vực sông Lam" in chief.get(LIST).content.decode()
    for number in range(12):
        area(world, "17950", "17951", name=f"Vùng {number}")
    with CaptureQueriesContext(connection) as many:
        chief.get(LIST)
    assert len(many) <= len(one) <= 25, "the list asks the same for one and for many"
    body: dict[str, Any] = form_of(chief.get(edit).content.decode())
    body |= {"communes": [str(world.agencies["17951"].pk)]}
    stamp = stamps.read_all()["routing"]
    assert chief.post(edit, body).status_code == 302
    assert [agency.code for agency in kept.communes.all()] == ["17951"]
    assert stamps.read_all()["routing"] > stamp
    refusals: tuple[dict[str, Any], ...] = ({"communes": []}, {"name": ""})
    for refused in refusals:
        page = chief.post(edit, {**body, "note": "Đã gõ dở", **refused})
        assert page.status_code == 200
        assert "Đã gõ dở" in page.content.decode()
    assert chief.post(edit, {**body, "communes": [str(world.agencies["40-STP"].pk)]}).status_code == 200
    assert chief.get(f"{LIST}delete/{kept.pk}/").status_code == 403, "the log names areas"
    assert AlertArea.objects.filter(pk=kept.pk).exists()
    for role, code in (("approver", "17951"), ("editor", "17951"), ("province_editor", "40")):
        signed_in(person(world, role, code)).post(edit, {**body, "communes": [world.agencies["17950"].pk]})
    assert [agency.code for agency in kept.communes.all()] == ["17951"]


def test_an_area_follows_a_merger_and_a_split(world: World, client: Client, tmp_path: Path) -> None:
    river, coast = area(world, "17950"), area(world, "17951", name="Ven biển")
    publish(aimed(world, river), actor_role="kiem-thu")
    rows = [
        ["nhap", "17950", "99001", "Xã Vân Tụ Mới", DAY, ACT],
        ["tach", "17951", "99002", "Xã Anh Sơn Đông", DAY, ACT],
        ["tach", "17951", "99003", "Xã Anh Sơn Tây", DAY, ACT],
    ]
    outcome = merge_file(table(tmp_path, rows))
    assert outcome.refused == []
    assert [each["count"] for each in outcome.moved if each["what"] == "alert_areas"] == [1, 1]
    assert set(river.communes.values_list("code", flat=True)) == {"99001"}
    assert set(coast.communes.values_list("code", flat=True)) == {"99002", "99003"}
    heir = Agency.objects.get(code="99001")
    node = routing.routing_map(stamps.read_all()["routing"]).home_of(heir.pk)
    assert node is not None
    assert TITLE in shown(client, node.url_path)


def test_old_districts_become_areas_once(world: World, capsys: Any) -> None:
    for code, name, district in (
        ("17950", "Xã Bảo Thành", "huyện Yên Thành"),
        ("17951", "Xã Hoa Sơn", "huyện Anh Sơn"),
        ("17951", "Xã Tào Sơn", "huyện Anh Sơn"),
        ("17951", "Xã Tân Bình", "huyện Yên Thành"),
        ("17951", "Xã không rõ huyện", ""),
    ):
        source = "Nghị quyết 1678/NQ-UBTVQH15"
        FormerName.objects.create(
            agency=world.agencies[code], name=name, district=district, until=date(2025, 7, 1), source=source
        )
    call_command("make_alert_areas")
    assert "2 vùng" in capsys.readouterr().out
    found = {each.name: each for each in AlertArea.objects.all()}
    assert set(found) == {"Địa bàn huyện Anh Sơn cũ", "Địa bàn huyện Yên Thành cũ"}
    yen_thanh = found["Địa bàn huyện Yên Thành cũ"]
    assert set(yen_thanh.communes.values_list("code", flat=True)) == {"17950", "17951"}
    assert yen_thanh.source == "Nghị quyết 1678/NQ-UBTVQH15"
    assert not yen_thanh.is_demo, "facts about real communes"
    yen_thanh.name = "Yên Thành cũ, phần đồi núi"
    yen_thanh.save()
    yen_thanh.communes.set([world.agencies["17950"]])
    assert areas.from_old_districts() == 0, "what the province keeps is left alone"
    assert yen_thanh.communes.count() == 1
    Agency.objects.filter(code="17950").update(is_demo=True)
    yen_thanh.communes.set([world.agencies["17950"], world.agencies["17951"]])
    assert AlertArea.objects.get(pk=yen_thanh.pk).is_demo, "it goes with communes of the demonstration"

"""What a menu offers opens, and says something to its role; one's own account shows one's own name."""

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from portal.accounts.models import User
from tests.people import person
from tests.world import World

pytestmark = pytest.mark.django_db
A = "17950"


def menu(client: Client) -> set[str]:
    """Every address of the side menu and of the menu of one's account."""
    page = BeautifulSoup(client.get("/admin/").content, "html.parser")
    props = page.find("script", id="wagtail-sidebar-props")
    assert props is not None
    found: set[str] = set()

    def gather(value: Any) -> None:
        for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
            if isinstance(each, str) and each.startswith("/admin/"):
                found.add(each)
            gather(each)

    gather(json.loads(props.text))
    return {address for address in found if "logout" not in address and "/api/" not in address}


@pytest.mark.parametrize(
    ("role", "code"),
    [("editor", A), ("desk_officer", A), ("unit_admin", A), ("operator", "40"), ("chief_editor", "40")],
)
def test_every_entry_of_the_menu_opens(world: World, client: Client, role: str, code: str) -> None:
    client.force_login(person(world, role, code))
    addresses = menu(client)
    assert "/admin/account/" in addresses
    assert {address for address in addresses if client.get(address, follow=True).status_code != 200} == set()
    of_pages = "/admin/localize/reports/translations/"
    assert (of_pages in addresses) == (role in ("editor", "chief_editor"))
    assert ("/admin/vang-mat/" in addresses) == (role == "chief_editor")


def test_ones_own_account_shows_the_whole_name_and_keeps_it(world: World, client: Client) -> None:
    user = person(world, "editor", A)
    User.objects.filter(pk=user.pk).update(full_name="Phạm Thị Mẫu")
    client.force_login(user)
    form = BeautifulSoup(client.get("/admin/account/").content, "html.parser")
    field = form.find("input", attrs={"name": "name_email-full_name"})
    assert field is not None
    assert field["value"] == "Phạm Thị Mẫu"
    assert form.find("input", attrs={"name": "name_email-first_name"}) is None
    values = {
        str(each["name"]): str(each.get("value", ""))
        for each in form.select("form input[name]")
        if each.get("type") not in ("checkbox", "file", "submit", "radio")
    }
    for select in form.select("form select[name]"):
        chosen = select.select_one("option[selected]") or select.select_one("option")
        values[str(select["name"])] = str(chosen["value"]) if chosen else ""
    for radio in form.select("form input[type=radio][checked]"):
        values[str(radio["name"])] = str(radio["value"])
    values |= {"name_email-full_name": "Ai đó khác", "name_email-email": "mau@example.vn"}
    client.post("/admin/account/", values)
    user.refresh_from_db()
    assert (user.get_full_name(), user.email) == ("Phạm Thị Mẫu", "mau@example.vn")

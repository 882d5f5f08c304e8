"""Components: each has an example, each example draws, and the page of components is not for the public."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.utils.safestring import SafeString

from portal.core import components, icons

ROOT = Path(settings.BASE_DIR)
FOLDERS = sorted(path.name for path in components.FOLDER.iterdir() if path.is_dir())


@pytest.mark.parametrize("name", FOLDERS)
def test_every_component_has_an_example_and_draws_it(name: str, rf: RequestFactory, db: None) -> None:
    component = components.load(name)
    assert component.title
    assert component.examples
    for example in component.examples:
        html = components.render_example(name, example.values, rf.get("/"))
        assert re.search(r"<[a-z]", html), example.name


def test_values_are_escaped_and_only_marked_html_is_not(rf: RequestFactory, db: None) -> None:
    html = components.render_example("tag", {"label": "<b>x</b>"}, rf.get("/"))
    assert "&lt;b&gt;x&lt;/b&gt;" in html
    assert "<b>x</b>" in components.render_example("quiet", {"body": SafeString("<b>x</b>")}, rf.get("/"))


def test_templates_name_only_icons_that_are_drawn() -> None:
    named = {
        name
        for folder in ("site", "home", "procedures_pages", "search", "feedback")
        for path in (ROOT / folder).rglob("*.html")
        for name in re.findall(r'(?:{% icon |icon=)"([a-z]+)"', path.read_text(encoding="utf-8"))
    }
    assert len(named) > 10
    assert named <= icons.drawings().keys()


def test_a_page_carries_only_the_icons_it_uses(rf: RequestFactory) -> None:
    request = rf.get("/")
    assert "#i-clock" in icons.icon("clock", request)
    assert "#i-info" in icons.icon("no-such-icon", request)
    assert set(re.findall(r'id="i-([a-z]+)"', icons.sprite(request))) == {"clock", "info"}


def test_the_page_of_components_shows_them_all(client: Client, db: None) -> None:
    html = client.get("/-/components/").content.decode()
    missing = [
        component.name
        for component in components.all_components()
        if f'id="{component.name}"' not in html and f"?ten={component.name}" not in html
    ]
    assert missing == []
    assert client.get("/-/components/?ten=header").status_code == 200
    assert client.get("/-/components/?ten=khong-co").status_code == 404


def test_production_has_no_page_of_components() -> None:
    code = (
        "import django; django.setup(); from django.urls import Resolver404, resolve\n"
        "try: print(resolve('/-/components/').url_name)\n"
        "except Resolver404: print('404')"
    )
    env = {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}",
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "PORTAL_SECRET_KEY": "only-for-this-test-" * 4,
        "PORTAL_ALLOWED_HOSTS": "portal.example.vn",
        "PORTAL_VAR": str(settings.PORTAL_VAR),
    }
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() != "components"

"""Components: one folder each under templates/components with ``template.html`` and ``example.json``.

``example.json``: ``{"title": str, "about": str, "alone": bool, "examples": [{"name": str, "values": {}}]}``.
``alone`` marks the frame (header, footer, …), which a page can hold only once: it is shown on a page of
its own. A value ending in ``_html`` and the value ``body`` are HTML from this repository.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render as render_page
from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from portal.core import identity, site_request

FOLDER = Path(__file__).resolve().parents[1] / "templates" / "components"
PALETTES = ("sen", "cham", "son", "bien")


@dataclass(frozen=True, slots=True)
class Example:
    """One way of using a component."""

    name: str
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Component:
    """A component as its folder describes it."""

    name: str
    title: str
    about: str
    alone: bool
    examples: tuple[Example, ...]


def render(context: Context, name: str, values: dict[str, Any]) -> SafeString:
    """A component as HTML. It sees its values, ``portal``, ``who`` (Identity) and ``request``."""
    request = context.get("request")
    given = {"request": request, "LANGUAGE_CODE": context.get("LANGUAGE_CODE", "")}
    if request is not None:
        portal = site_request.of(request)
        given |= {"portal": portal, "who": identity.of(portal.agency, portal.province)}
    template = context.template
    if template is None:
        raise RuntimeError("A component is rendered from inside a template.")
    found = template.engine.get_template(f"components/{name}/template.html")
    return found.render(context.new({**given, **values}))


def all_components() -> list[Component]:
    """Every component, by name."""
    return [load(folder.name) for folder in sorted(FOLDER.iterdir()) if (folder / "template.html").exists()]


def load(name: str) -> Component:
    """One component with its examples; a folder without an example is an error of ours."""
    data = json.loads((FOLDER / name / "example.json").read_text(encoding="utf-8"))
    examples = tuple(Example(each["name"], _trusted(each["values"])) for each in data["examples"])
    return Component(name, data["title"], data.get("about", ""), data.get("alone", False), examples)


def _trusted(values: dict[str, Any]) -> dict[str, Any]:
    return {
        key: mark_safe(value) if key == "body" or key.endswith("_html") else value
        for key, value in values.items()
    }


def component_page(request: HttpRequest) -> HttpResponse:
    """``/-/components/``: all; ``?ten=header``: one of the frame; ``?pal=cham``: another palette."""
    components = all_components()
    palette = request.GET.get("pal", "sen")
    context: dict[str, Any] = {
        "palette": palette if palette in PALETTES else "sen",
        "palettes": PALETTES,
        "components": components,
    }
    name = request.GET.get("ten")
    if name is None:
        return render_page(request, "core/components.html", context)
    shown = next((component for component in components if component.name == name), None)
    if shown is None:
        raise Http404
    return render_page(request, "core/component.html", {**context, "component": shown})


def render_example(name: str, values: dict[str, Any], request: HttpRequest) -> str:
    """One example as a fragment, for tests."""
    page = get_template("core/example.html")
    return page.render({"name": name, "values": values}, request)

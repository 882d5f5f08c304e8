"""Every palette can be read: contrast by WCAG 2.2 (1.4.3), computed from the values of the styles."""

import re
from pathlib import Path

import pytest

from deploy.launcher.place import ROOT
from portal.agencies.models import Agency

TOKENS = Path(ROOT) / "static" / "scss" / "_tokens.scss"
SCHEMES = ("light", "dark")
# Text on its ground, as the components use them. White stands on fill and on the deep grounds.
PAIRS = [
    ("brand", "surface"),
    ("brand", "paper"),
    ("brand", "sand"),
    ("brand", "tint"),
    ("ink", "tint"),
    ("ink-2", "tint"),
    ("white", "fill"),
    ("white", "deep"),
    ("white", "deep-2"),
    ("on-deep-2", "deep"),
    ("on-deep-2", "deep-2"),
]
LEAST = 4.5


def values(text: str) -> dict[str, str]:
    """The colours of one map: name → #rrggbb."""
    found = re.findall(r'"?([\w-]+)"?: (#[0-9a-f]{3}(?:[0-9a-f]{3})?)\b', text)
    return {
        name: "#" + "".join(c * 2 for c in value[1:]) if len(value) == 4 else value for name, value in found
    }


def palettes() -> dict[tuple[str, str], dict[str, str]]:
    """(palette, scheme) → every colour that holds there."""
    source = TOKENS.read_text(encoding="utf-8")
    common = {
        scheme: values(re.search(rf"\${scheme}: \((.*?)\n\);", source, re.S).group(1))  # type: ignore[union-attr]
        for scheme in SCHEMES
    }
    found = {}
    for name, body in re.findall(r'^  "(\w+)": \((.*?)\n  \),', source, re.S | re.M):
        for scheme, inner in re.findall(r"(light|dark): \((.*?)\)", body):
            found[name, scheme] = common[scheme] | values(inner) | {"white": "#ffffff"}
    return found


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2, definition)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The ratio of two colours, 1 to 21."""
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_the_ratio_is_computed_as_the_guideline_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_the_palettes_of_agencies_are_those_of_the_styles() -> None:
    found = palettes()
    assert {name for name, _scheme in found} == set(Agency.Palette.values)
    assert len(found) == 4 * len(SCHEMES)


def test_every_palette_has_enough_contrast_in_both_schemes() -> None:
    weak = {
        f"{name} {scheme}: {text} on {ground}": round(ratio, 2)
        for (name, scheme), colours in palettes().items()
        for text, ground in PAIRS
        if (ratio := contrast(colours[text], colours[ground])) < LEAST
    }
    assert weak == {}

"""Contrast of what is no text (WCAG 2.2, 1.4.11): edges, the ring of the focus, the colours of the sides."""

from __future__ import annotations

import re

import pytest

from bot.page.frame import styles

# What is drawn on which ground. `--rule` is left out: it parts, and nothing hangs on seeing it.
_DRAWN = [
    (colour, ground)
    for ground in ("paper", "leaf")
    for colour in ("edge", "accent", "protect", "restrict", "balance", "bar-protect", "bar-restrict", "bar-balance")
] + [("accent", "lit"), ("accent", "accent-wash"), ("on-accent", "accent")]
_TEXT = [
    *((colour, ground) for colour in ("ink", "faint", "accent") for ground in ("paper", "leaf", "lit")),
    *((side, f"{side}-wash") for side in ("protect", "restrict", "balance")),
    ("on-accent", "accent"),
    ("ink", "accent-wash"),
    ("accent", "accent-wash"),
]


def tokens(scheme: str) -> dict[str, str]:
    """The colours of a theme by the names of their tokens."""
    blocks = re.findall(r"^(:root|\.dark, :root:has\(body\.dark\)) \{(.*?)\}", styles(), re.MULTILINE | re.DOTALL)
    found: dict[str, str] = {}
    for selector, body in blocks:
        if scheme == "dark" or selector == ":root":
            found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", body))
    return found


def luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_the_standard_does() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(_DRAWN, 3.0), (_TEXT, 4.5)], ids=["drawn", "text"])
def test_colours_stand_out_from_what_they_are_on(scheme: str, pairs: list[tuple[str, str]], least: float) -> None:
    colours = tokens(scheme)
    faint = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in pairs}
    assert {pair: found for pair, found in faint.items() if found < least} == {}


def test_dark_theme_sets_every_colour_anew() -> None:
    light, dark = tokens("light"), tokens("dark")
    assert light.keys() == dark.keys()
    assert [name for name in light if light[name] == dark[name]] == []

"""A picture of the way from a question to its answer."""

from __future__ import annotations

from html import escape

_STEPS = (
    ("Question", "What you ask, and what was said before", "end"),
    ("Read", "Who, when, which side, which words are meant", "step"),
    ("Retrieve", "Records found by meaning and by words", "step"),
    ("Plan", "Which records answer; both sides if it is open", "step"),
    ("Write", "Sentences put together from those records", "step"),
    ("Verify", "Quotes verbatim, right speaker, all cited", "step"),
    ("Answer", "Each sentence with its passages", "end"),
)
_WIDTH, _BOX, _GAP = 360, 52, 22


def picture() -> str:
    """An SVG of the stages from top to bottom, in the colours of the page's theme."""
    height = len(_STEPS) * (_BOX + _GAP) - _GAP + 2
    parts = [_step(at, *step) for at, step in enumerate(_STEPS)]
    said = "; ".join(f"{name}: {text[0].lower()}{text[1:]}" for name, text, _ in _STEPS)
    return (
        f'<svg class="way" viewBox="0 0 {_WIDTH} {height}" role="img" aria-labelledby="way-title way-desc">'
        '<title id="way-title">The way from a question to its answer</title>'
        f'<desc id="way-desc">{len(_STEPS)} stages, one after the other. {escape(said)}.</desc>{"".join(parts)}</svg>'
    )


def _step(at: int, name: str, text: str, kind: str) -> str:
    top = at * (_BOX + _GAP) + 1
    middle = _WIDTH // 2
    arrow = (
        f'<path class="arrow" d="M{middle} {top - _GAP + 3}V{top - 4}m-5-6 5 6 5-6"/>' if at else ""
    )  # from the box above
    return (
        f'{arrow}<rect class="{kind}" x="1" y="{top}" width="{_WIDTH - 2}" height="{_BOX}" rx="6"/>'
        f'<text class="name" x="{middle}" y="{top + 22}">{name}</text>'
        f'<text class="what" x="{middle}" y="{top + 41}">{escape(text)}</text>'
    )

"""An answer's text as HTML: paragraphs, lists, quotations, and a link for each marker. Everything else is escaped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from html import escape
from itertools import groupby

_MARKER = re.compile(r"\[(\d{1,3})\]")
_CITED = re.compile(r"((?: ?\[\d{1,3}\])+[.!?,;:]?)")
_BULLET = re.compile(r"^\s*[-*•]\s+")
_NUMBER = re.compile(r"^\s*\d{1,3}[.)]\s+")
_HEADING = re.compile(r"^\s*#{1,6}\s+")
_INLINE = re.compile(
    r"\[(?P<label>[^\[\]]+)\]\((?P<address>(?:https?://|mailto:|tel:)[^\s()<>\"]+)\)"
    r"|(?P<bare>https?://[^\s<>\"“”]*[^\s<>\"“”.,;:!?)\]*])"
    r"|\*\*(?P<strong>[^*]+)\*\*"
    r"|(?<![\w*])\*(?P<stress>[^*\s][^*]*)\*(?!\w)"
    r"|“(?P<spoken>[^“”]+)”"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def clean(text: str) -> str:
    """The text without control characters and lone surrogates, neither of which a browser can show."""
    return _CONTROL.sub("", text.encode("utf-8", "replace").decode())


def prose(text: str, passages: Mapping[int, str], turn: str) -> str:
    """HTML of a Markdown text whose markers ``[n]`` lead to the cards of one turn.

    ``passages`` names each cited passage by its number; a marker with another number is left out, since it leads
    nowhere. Each marker has an id, so that a card can lead back to it; the first of passage 2 ends in ``-m2``.
    """
    seen: Counter[int] = Counter()

    def marker(number: int) -> str:
        if number not in passages:
            return ""
        seen[number] += 1
        anchor = f"{turn}-m{number}" + (f"-{seen[number]}" if seen[number] > 1 else "")
        label = escape(f"[{number}] {passages[number]}")
        return f'<a class="marker" id="{anchor}" href="#{turn}-c{number}" aria-label="{label}">[{number}]</a>'

    return "".join(_block(kind, lines, marker) for kind, lines in _blocks(clean(text)))


def _blocks(text: str) -> Iterator[tuple[str, list[str]]]:
    """Runs of lines of one kind: blank, bullet, number, heading or words."""
    for kind, lines in groupby(text.splitlines(), key=_kind):
        if kind != "blank":
            yield kind, list(lines)


def _kind(line: str) -> str:
    if not line.strip():
        return "blank"
    kinds = {"bullet": _BULLET, "number": _NUMBER, "heading": _HEADING}
    return next((kind for kind, pattern in kinds.items() if pattern.match(line)), "words")


def _block(kind: str, lines: list[str], marker: Callable[[int], str]) -> str:
    match kind:
        case "bullet":
            items = "".join(f"<li>{_sentences(_BULLET.sub('', line), marker)}</li>" for line in lines)
            return f"<ul>{items}</ul>"
        case "number":
            items = "".join(f"<li>{_sentences(_NUMBER.sub('', line), marker)}</li>" for line in lines)
            return f"<ol>{items}</ol>"
        case "heading":
            return "".join(f'<p class="lead">{_sentences(_HEADING.sub("", line), marker)}</p>' for line in lines)
        case _:
            return f"<p>{_sentences(' '.join(lines), marker)}</p>"


def _sentences(text: str, marker: Callable[[int], str]) -> str:
    """Each run of words and the markers after it in a span of its own, to be highlighted when its card leads back."""
    parts = _CITED.split(re.sub(r"\s+", " ", text).strip())
    spans = []
    for words, tail in zip(parts[::2], [*parts[1::2], ""], strict=True):
        links = "".join(marker(int(number)) for number in _MARKER.findall(tail))
        stop = tail[-1] if tail and tail[-1] != "]" else ""
        if words or links or stop:
            # No line may begin with a marker, so a joiner stands between it and the words before.
            tied = f"\u2060{links}" if links else ""
            spans.append(f'<span class="sentence">{_inline(words)}{tied}{stop}</span>')
    return "".join(spans)


def _inline(text: str) -> str:
    html, end = [], 0
    for match in _INLINE.finditer(text):
        html += [escape(text[end : match.start()]), _marked(match)]
        end = match.end()
    return "".join([*html, escape(text[end:])])


def _marked(match: re.Match[str]) -> str:
    if address := match["address"] or match["bare"]:
        label = match["label"] or address
        return f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">{escape(label)}</a>'
    if match["strong"]:
        return f"<strong>{_inline(match['strong'])}</strong>"
    if match["stress"]:
        return f"<em>{_inline(match['stress'])}</em>"
    return f'<span class="spoken">“{_inline(match["spoken"])}”</span>'

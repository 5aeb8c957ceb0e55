"""Reads the passages of ``attribution_passages.txt`` into texts and what should be found in them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

_MARKUP = re.compile(r"\{\{(?P<direct>[^|{}\[\]]+)\||\[\[(?P<indirect>[^|{}\[\]]+)\||\}\}|\]\]")
PASSAGES = Path(__file__).with_name("attribution_passages.txt")


class Expected(NamedTuple):
    """Words of a passage and who says them; None where nobody can be named."""

    speaker: str | None
    words: str
    direct: bool


class Sample(NamedTuple):
    """A passage without its markup. Its name is its pattern and its number."""

    name: str
    text: str
    expected: tuple[Expected, ...]


def samples(path: Path = PASSAGES) -> tuple[Sample, ...]:
    """All passages of a file."""
    parts = re.split(r"^== (.+)$", path.read_text("utf-8"), flags=re.MULTILINE)[1:]
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return tuple(_sample(f"{number:03}-{pattern}", body.strip()) for number, (pattern, body) in enumerate(pairs, 1))


def _sample(name: str, marked: str) -> Sample:
    parts: list[str] = []
    opened: list[tuple[str, int, bool]] = []
    expected: list[Expected] = []
    length = at = 0
    for match in _MARKUP.finditer(marked):
        parts.append(marked[at : match.start()])
        length += match.start() - at
        at = match.end()
        if speaker := match["direct"] or match["indirect"]:
            opened.append((speaker, length, match["direct"] is not None))
        else:
            speaker, start, direct = opened.pop()
            expected.append(Expected(None if speaker == "-" else speaker, "".join(parts)[start:], direct))
    return Sample(name, "".join(parts) + marked[at:], tuple(expected))

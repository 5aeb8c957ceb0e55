"""``corpus attribute``: who says what in texts from a file of JSON lines."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from collections import deque
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.errors import CommandFailed
from bot.cli.lines import STANDARD, count, reading, refuse_same, writing

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

    from bot.documents.attribution import Attributed, Attributions


def attribute(
    texts: Annotated[str, typer.Argument(metavar="IN", help='JSON lines {"id", "text"}; - for stdin.')],
    found: Annotated[str, typer.Argument(metavar="OUT", help="Where quotations and speakers go; - for stdout.")],
) -> None:
    """Find who says what in each text. Lines that are none are named, the rest is done, and the exit is 1."""
    refuse_same(texts, found, "what is found cannot go into the file that the texts come from")

    from rich.console import Console

    from bot.documents.attribution import attribute_all, load_parser

    console = Console(stderr=True, highlight=False)
    nlp = load_parser()
    with reading(texts) as lines, writing(found, "found") as output:
        source = _Source(texts, lines, console)
        for result in attribute_all(source.texts(), nlp):
            output.write(_line(source.ids.popleft(), result))
            output.flush()
            source.good += 1
    console.print(f"{source.good} attributed, {source.bad} bad.", markup=False)
    if source.bad:
        raise typer.Exit(1)


class _Source:
    """The texts of a file, read as they are needed; their ids wait in ``ids`` until the results are there."""

    def __init__(self, name: str, lines: IO[bytes], console: Console) -> None:
        self._name = "standard input" if name == STANDARD else name
        self._lines, self._console = lines, console
        self.ids: deque[str | int] = deque()
        self.good = self.bad = 0

    def texts(self) -> Iterator[str]:
        from rich.progress import Progress

        with Progress(console=self._console, disable=not self._console.is_terminal, transient=True) as progress:
            yield from self._read(progress)

    def _read(self, progress: Progress) -> Iterator[str]:
        from bot.cli.text_line import read_text_line

        task = progress.add_task("Attributing", total=count(self._lines))
        for number, line in enumerate(self._lines, 1):
            if number == 1:
                line = line.removeprefix(BOM_UTF8)
            if line.strip():
                try:
                    read = read_text_line(line)
                except CommandFailed as error:
                    self._console.print(f"{self._name}, line {number}: {error}.", markup=False, soft_wrap=True)
                    self.bad += 1
                else:
                    self.ids.append(read.id)
                    yield read.text
            progress.advance(task)


def _line(key: str | int, found: Attributions) -> bytes:
    """What was found in one text, as one line."""
    result = {
        "id": key,
        "quotes": [_entry(each, "quote") for each in found.direct],
        "indirect": [_entry(each, "content") for each in found.indirect],
    }
    return json.dumps(result, ensure_ascii=False).encode() + b"\n"


def _entry(found: Attributed, words: str) -> dict[str, Any]:
    return {
        words: found.quote,
        "speaker": found.speaker,
        "cue": found.cue,
        "start": found.start,
        "end": found.end,
        "paragraph": found.paragraph,
        "confidence": found.confidence,
    }

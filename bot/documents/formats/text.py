"""Plain text and Markdown, with YAML front matter where there is some."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from bot.documents.document import Metadata, Paragraph, Reading
from bot.documents.fields import metadata_of
from bot.documents.formats.encoding import decode
from bot.documents.formats.lines import clean, paragraphs_of

FRONT_MATTER = re.compile(r"\s*---[ \t]*\r?\n(?P<fields>.*?\r?\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_LONGEST_FRONT_MATTER = 20_000
_LONGEST_PROSE = 50_000
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(?P<text>.*?))?(?:[ \t]+#+)?[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-{3,})[ \t]*$")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
# All bounded, so that marks which nothing closes take no time that grows with the square of the text.
_INLINE = (
    (re.compile(r"<!--.{0,2000}?-->", re.DOTALL), ""),
    (re.compile(r"!\[[^\]\n]{0,400}\]\([^)\n]{0,1000}\)"), ""),
    (re.compile(r"\[\^[^\]\n]{1,80}\]"), ""),
    (re.compile(r"\[([^\]\n]{1,400})\]\((?:[^()\n]|\([^()\n]{0,400}\)){0,1000}\)"), r"\1"),
    (re.compile(r"\[([^\]\n]{1,400})\]\[[^\]\n]{0,400}\]"), r"\1"),
    (re.compile(r"<(https?://[^>\s]{1,1000})>"), r"\1"),
    (re.compile(r"(?<![\w\\])(\*\*\*|\*\*|\*|___|__|_|~~)(?=\S)([^\n]{1,400}?)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"(?<![\w\\])(\*\*|\*|__|_)(?=\S)([^\n]{1,400}?)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"`([^`\n]{1,400})`"), r"\1"),
    (re.compile(r"</?[a-zA-Z][^<>\n]{0,200}>"), ""),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
)


def read_text(content: bytes, name: str, *, markdown: bool) -> Reading:
    """The paragraphs of a text; in Markdown, headings are told and marks of emphasis, links and images taken off."""
    text, guessed = decode(content, name)
    metadata, warnings, body = _front_matter(text)
    found = tuple(_markdown(body) if markdown else map(Paragraph, paragraphs_of(body)))
    return Reading(found, metadata, (*([guessed] if guessed else []), *warnings))


def _front_matter(text: str) -> tuple[Metadata, tuple[str, ...], str]:
    match = FRONT_MATTER.match(text[: _LONGEST_FRONT_MATTER + 100])
    if match is None:
        return Metadata(), (), text
    try:
        # All scalars are text to this loader, so that a title may be No or 1984.
        fields = yaml.load(match["fields"], yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f", at line {mark.line + 2} of the file" if mark is not None else ""
        return Metadata(), (f"its front matter is no sound YAML{line}, so it is not used",), text[match.end() :]
    if not isinstance(fields, dict):
        return Metadata(), (), text  # a text between two rules
    return *metadata_of(fields), text[match.end() :]


def _markdown(body: str) -> Iterator[Paragraph]:
    waiting: list[str] = []
    lines = body.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    fenced = False
    for line in lines:
        line = re.sub(r"^(?: {0,3}> ?)+", "", line)
        if _FENCE.match(line):
            fenced = not fenced
            waiting.append("")
        elif not fenced and (match := _HEADING.match(line)):
            yield from _flush(waiting)
            if heading := _plain(match["text"] or ""):
                yield Paragraph(heading, heading=True)
        elif not fenced and _UNDERLINE.match(line) and waiting and waiting[-1].strip():
            heading = _plain(waiting.pop())
            yield from _flush(waiting)
            yield Paragraph(heading, heading=True)
        elif not fenced and _RULE.match(line):
            waiting.append("")
        else:
            waiting.append(line)
    yield from _flush(waiting)


def _flush(waiting: list[str]) -> Iterator[Paragraph]:
    """The paragraphs of the lines so far, which are then done with."""
    text = "\n".join(waiting)
    waiting.clear()
    for paragraph in paragraphs_of(text, a_line_each=False):
        if plain := _plain(paragraph):
            yield Paragraph(plain)


def _plain(text: str) -> str:
    """A paragraph without its marks; one that is too long to be prose is left as it is."""
    if len(text) > _LONGEST_PROSE:
        return clean(text)
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    return clean(text)

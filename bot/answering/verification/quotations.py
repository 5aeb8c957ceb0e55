"""Quotation marks of any style in a sentence, and whether words between them stand verbatim in a record."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from rapidfuzz import fuzz

from bot.text import bare

NEARLY = 75.0  # likeness, 0 to 100, from which words count as a quotation got wrong and not as a paraphrase
_PAIRS = {"“": "”", "„": "“”", "«": "»", "»": "«", "‹": "›", "「": "」", "『": "』", "‘": "’", "‚": "‘’"}
_STRAIGHT = str.maketrans({"″": '"', "＂": '"', "`": "'", "′": "'", "‛": "'"})
_ELISIONS = re.compile(r"['’](?:\d0s|\d\d\b|em\b|til\b|tis\b|twas\b|cause\b|n['’])", re.IGNORECASE)
_NEGATION = re.compile(r"(?:\b(?:not|never|no|nor|neither|without|cannot|hardly)|n't)$", re.IGNORECASE)


class Quotation(NamedTuple):
    """Words between marks: where the opening mark stands, where the closing one ends, and what is between.

    Single marks may also set off a title or a word spoken of; ``is_double`` says that these are no single marks.
    """

    start: int
    end: int
    words: str
    is_double: bool


class Unclosed(ValueError):
    """A quotation is opened or closed alone, so that nobody can tell which words are quoted."""


def quotations(text: str) -> tuple[Quotation, ...]:
    """The outermost quotations of a text, in order; an apostrophe is no quotation mark.

    Raises:
        Unclosed: a double quotation mark has no partner.
    """
    text = text.translate(_STRAIGHT)
    found: list[Quotation] = []
    at = 0
    while at < len(text):
        mark = text[at]
        if mark in "\"'" or mark in _PAIRS:
            end = _closing(text, at)
            if end is not None:
                found.append(Quotation(at, end + 1, text[at + 1 : end].strip(), mark not in "'‘‚‹"))
                at = end + 1
                continue
            if mark not in "'‘‚":
                raise Unclosed(text)
        elif mark in "”»›」』":
            raise Unclosed(text)
        at += 1
    return tuple(quotation for quotation in found if bare(quotation.words))


def _closing(text: str, start: int) -> int | None:
    """Where the quotation that may open at ``start`` closes; None where this is an apostrophe or a mark left open."""
    mark = text[start]
    if mark == '"':
        return _closing_straight(text, start)
    if mark in "'‘‚":
        return _closing_single(text, start)
    closers, depth = _PAIRS[mark], 0
    for at in range(start + 1, len(text)):
        if text[at] == mark and mark not in closers:
            depth += 1
        elif text[at] in closers:
            if not depth:
                return at
            depth -= 1
    return None


def _closing_straight(text: str, start: int) -> int | None:
    """As above for the mark that looks the same on both sides: one behind a space and before a word opens."""
    depth = 0
    for at in range(start + 1, len(text)):
        if text[at] == '"':
            opens = text[at - 1].isspace() and text[at + 1 : at + 2].isalnum()
            if not opens and not depth:
                return at
            depth += 1 if opens else -1
    return None


def _closing_single(text: str, start: int) -> int | None:
    if start and (text[start - 1].isalnum() or (text[start - 1] in ")]" and text[start] == "'")):
        return None
    if _ELISIONS.match(text, start) or start + 1 >= len(text) or text[start + 1].isspace():
        return None
    closers = "'" if text[start] == "'" else "’‘" if text[start] == "‚" else "’'"
    plural: int | None = None
    for at in range(start + 1, len(text)):
        if text[at] in '"“”' or (text[at] in "‘'" and text[at - 1].isspace() and not text[at + 1 : at + 2].isspace()):
            if text[at] in "‘'" and not _ELISIONS.match(text, at):
                break
            continue
        if text[at] not in closers or text[at - 1].isspace() or text[at + 1 : at + 2].isalnum():
            continue
        if text[at - 1] in "sS" and re.match(r" [a-z]", text[at + 1 : at + 3]):
            plural = at if plural is None else plural  # perhaps "users' rights": look for a surer end
            continue
        return at
    return plural


def quoted_words(text: str) -> str:
    """Words as they are compared: folded, hyphens and marks away; decimal points and percentages stay apart."""
    text = re.sub(r"(?<=\d)[.](?=\d)", "point", text)
    text = re.sub(r"(?<=\d)\s*%|\bper cent\b", " percent", text)
    return bare(text)


def stands_in(words: str, whole: str) -> bool:
    """Whether folded words stand in folded text, whole and in order."""
    return bool(words) and f" {words} " in f" {whole} "


def is_nearly(words: str, quote: str) -> bool:
    """Whether words that do not stand in a quotation are so like a part of it that they misquote it."""
    if not words or not quote:
        return False
    if len(words.split()) < 2:
        return False
    return max(fuzz.partial_ratio(words, quote), fuzz.token_set_ratio(words, quote)) >= NEARLY


def cut_off_negation(words: str, quote: str) -> bool:
    """Whether a quotation starts right behind a negation in the record's words, so that cutting turned its sense."""
    at = f" {quote} ".find(f" {words} ")
    if at < 0:
        return False
    before = quote[: max(0, at - 1)].strip() if at else ""
    return bool(_NEGATION.search(before)) or before.endswith(("dont", "doesnt", "didnt", "wont", "cant", "isnt"))


def outside(text: str, spans: Iterable[Quotation]) -> str:
    """The text with quoted words blanked out; every other character keeps its place."""
    for span in spans:
        text = f"{text[: span.start]}“{'_' * (span.end - span.start - 2)}”{text[span.end :]}"
    return text


def marked(text: str, spans: Iterable[Quotation], unmarked: Iterable[Quotation] = ()) -> str:
    """The text with its quotations in “ ”, quotations within them in ‘ ’, and no marks round those in ``unmarked``."""
    bare_spans = frozenset(unmarked)
    for span in sorted(spans, reverse=True):
        inner = _inner(text[span.start + 1 : span.end - 1])
        text = f"{text[: span.start]}{inner if span in bare_spans else f'“{inner}”'}{text[span.end :]}"
    return text


def _inner(text: str) -> str:
    text = re.sub(r"[“„«]", "‘", text)
    text = re.sub(r"[”»]", "’", text)
    return re.sub(r'"([^"]*)"', r"‘\1’", text).replace('"', "’")

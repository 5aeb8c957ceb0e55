"""A sentence taken apart, and who in it is the speaker of a record."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.answering.verification.attribution import Source, sources_of
from bot.answering.verification.figures import Figures, figures_of
from bot.answering.verification.naming import Name, names_in
from bot.answering.verification.quotations import Quotation, outside, quoted_words, stands_in
from bot.answering.verification.reference import Reference
from bot.answering.verification.wording import Wording
from bot.names import NameIndex
from bot.records import Statement
from bot.text import bare, straighten

_CLAUSE_OPENS = re.compile(r"(?:^|[,;:.]\s*(?:and|but|while|whereas|as)?|\b(?:while|whereas|and|but))\W*$")


@dataclass(frozen=True)
class Stated:
    """A sentence and what is read from it.

    ``outside`` is the straightened text with quoted words blanked out, every character in its place; ``context`` are
    the ids of speakers whom the question or the sentence before named.
    """

    outside: str
    quotations: tuple[Quotation, ...]
    context: frozenset[str]
    index: NameIndex
    wording: Wording

    @classmethod
    def of(
        cls, text: str, spans: Sequence[Quotation], context: frozenset[str], index: NameIndex, wording: Wording
    ) -> Stated:
        """``spans`` are the quotations whose marks stay."""
        return cls(straighten(outside(text, spans)), tuple(spans), context, index, wording)

    @cached_property
    def names(self) -> tuple[Name, ...]:
        return names_in(self.outside, self.index)

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """Whom the sentence makes speak or act."""
        return sources_of(self.outside, self.names)

    @cached_property
    def figures(self) -> Figures:
        return figures_of(self.outside)

    @cached_property
    def quoted(self) -> tuple[str, ...]:
        """The words of each quotation, folded."""
        return tuple(quoted_words(span.words) for span in self.quotations)

    @cached_property
    def bare(self) -> str:
        return bare(self.outside)

    @cached_property
    def told(self) -> str:
        """What is said outside quotations, without the names of those who say it and what stands in brackets behind."""
        text = self.outside
        for source in self.sources:
            start, end = source.name.start, source.name.end
            if bracket := re.match(r"\s*\([^()]*\)", text[end:]):
                end += bracket.end()
            text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
        return text.replace("_", " ")

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """The stems that carry the sense of what is told."""
        return tuple(self.wording.content(self.told))

    def opens_clause(self, name: Name) -> bool:
        """Whether a name stands where a clause has its subject."""
        return _CLAUSE_OPENS.search(self.outside[: name.start]) is not None

    def holders(self, at: int, cited: Sequence[Reference]) -> list[Reference]:
        """The records whose speaker used the words of a quotation, given its number."""
        return [reference for reference in cited if stands_in(self.quoted[at], reference.quote)]


def is_named(reference: Reference, stated: Stated) -> bool:
    """Whether a sentence names the speaker of a record, and not merely the body spoken for."""
    if not reference.speaker:
        return False
    if f" {reference.speaker} " in f" {stated.bare} ":
        return True
    return any(reference.speaker_id in name.speakers for name in stated.names if not name.body)


def is_speaker(name: Name, reference: Reference) -> bool:
    """Whether a name is that of a record's speaker, of the body spoken for or of the office held."""
    if not isinstance(reference.record, Statement):
        return False
    if name.speakers & reference.speakers and not name.body:
        return True
    known = reference.corpus.speaker_by_id
    if any(known[key].kind == "person" for key in name.speakers) and not name.body:
        return False  # "Adviser to Testina Exampleton" is an office that she does not hold
    words = bare(re.sub(r"['’]s?$", "", name.written))
    return bool(words) and any(f" {words} " in f" {whole} " for whole in reference.titles)

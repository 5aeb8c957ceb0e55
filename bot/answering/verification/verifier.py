"""Checks sentences that a language model wrote, one by one, against the records that they cite."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from bot.answering.draft import DraftSentence
from bot.answering.verification.attributing import misattributed
from bot.answering.verification.particulars import unknown_particular, wrong_particular
from bot.answering.verification.polarity import Polarity
from bot.answering.verification.quotations import Quotation, Unclosed, marked, quotations
from bot.answering.verification.quoting import misquoted, unmarkable, with_full_names
from bot.answering.verification.reference import Reference
from bot.answering.verification.sense import beside_the_matter, needs_support, turned
from bot.answering.verification.stated import Stated
from bot.answering.verification.support import FITTED, Fitted, Support, support_of
from bot.answering.verification.wording import Wording
from bot.names import NameIndex, exact_mentions, index_names
from bot.passages import passages_of
from bot.records import Corpus, Record, Statement

Embed = Callable[[list[str]], Sequence[Sequence[float]]]
Vector = NDArray[np.float32]
LONGEST = 1200  # characters of a sentence that can be checked; longer ones are dropped unread
SHORTEST = 3  # words


class Checked(Record):
    """A sentence as it may be shown, or None with what is wrong with it; ``repaired`` where it was mended."""

    sentence: DraftSentence | None
    fault: str | None = None
    repaired: bool = False


@dataclass(frozen=True)
class Verifier:
    """Checks sentences against one corpus. Made once by ``Verifier.of``.

    What is known of a record is worked out when a sentence first needs it, and kept.
    """

    corpus: Corpus
    names: NameIndex
    wording: Wording
    polarity: Polarity
    embed: Embed = field(repr=False)
    texts: Mapping[str, str] = field(repr=False)
    known: Mapping[str, Vector] = field(repr=False)
    fitted: Fitted = FITTED
    _references: dict[str, Reference] = field(default_factory=dict, repr=False)
    _vectors: dict[str, Vector] = field(default_factory=dict, repr=False)

    @classmethod
    def of(
        cls,
        corpus: Corpus,
        embed: Embed,
        names: NameIndex | None = None,
        vectors: Mapping[str, Vector] | None = None,
    ) -> Verifier:
        """``embed`` turns texts into vectors of length 1; ``vectors`` are those of passages, by id, where at hand."""
        names = names or index_names(corpus)
        texts = {passage.id: passage.text for passage in passages_of(corpus)}
        wording = Wording.of(texts.values(), names.stem)
        return cls(corpus, names, wording, Polarity.of(wording, names.phrases), embed, texts, vectors or {})

    def check(
        self, text: str, cited: Sequence[str], passages: Sequence[str], question: str = "", before: Collection[str] = ()
    ) -> Checked:
        """Check one sentence.

        ``text`` has no markers; ``cited`` and ``passages`` are ids of records, those of the sentence and all that the
        model was shown; ``before`` are the ids of the speakers whom the last sentence that passed named, as ``named``
        gives them. A pronoun stands for them, and for whom the question named only where nobody was.
        """
        return self._checked(text, cited, passages, frozenset(before) or self.named(question[:LONGEST]), {})

    def named(self, text: str) -> frozenset[str]:
        """The ids of the speakers whom a text names; all of them where a name is that of several."""
        return frozenset(key for mention in exact_mentions(text, self.names) for key in mention.speakers)

    def prepare(self, passages: Sequence[str]) -> None:
        """Have at hand what checking needs of these records, by their ids: then a sentence costs one embedding."""
        self._embed_passages([self.reference(key) for key in passages])

    def check_all(
        self, sentences: Sequence[tuple[str, Sequence[str]]], passages: Sequence[str], question: str = ""
    ) -> tuple[Checked, ...]:
        """Check the sentences of one answer in order, each given as its text and the ids that it cites.

        All are embedded at once, which takes less time than one by one.
        A pronoun stands for whom the last sentence that passed named, in the first for whom the question named.
        """
        texts = [clean for text, _ in sentences if _unreadable(clean := cleaned(text)[0]) is None]
        vectors = dict(zip(texts, self._embedded(texts), strict=True))
        asked = self.named(question[:LONGEST])
        before: frozenset[str] = frozenset()
        checked: list[Checked] = []
        for text, cited in sentences:
            result = self._checked(text, cited, passages, before or asked, vectors)
            checked.append(result)
            if result.sentence is not None:
                before = self.named(result.sentence.text) or before
        return tuple(checked)

    def _checked(
        self,
        text: str,
        cited: Sequence[str],
        passages: Sequence[str],
        context: frozenset[str],
        vectors: Mapping[str, Vector],
    ) -> Checked:
        clean, bullet = cleaned(text)
        if fault := _unreadable(clean):
            return Checked(sentence=None, fault=fault)
        try:
            spans = quotations(clean)
        except Unclosed:
            return Checked(sentence=None, fault="a quotation mark stands alone, so that nobody can tell what is quoted")
        shown = [key for key in dict.fromkeys(passages) if key in self.corpus.by_id]
        valid = [key for key in dict.fromkeys(cited) if key in shown]
        vector = cache(lambda: vectors[clean] if clean in vectors else self._embedded([clean])[0])
        if valid:
            result = self._against(clean, spans, valid, shown, context, vector)
        else:
            result = self._uncited(clean, spans, shown, context, vector)
        if result.sentence is None:
            return result
        mended = result.repaired or len(valid) != len(dict.fromkeys(cited))
        return result.model_copy(
            update={"sentence": result.sentence.model_copy(update={"bullet": bullet}), "repaired": mended}
        )

    def _uncited(
        self,
        text: str,
        spans: Sequence[Quotation],
        shown: Sequence[str],
        context: frozenset[str],
        vector: Callable[[], Vector],
    ) -> Checked:
        """A sentence without a citation gets one where one passage alone bears it out."""
        fits = [
            result
            for key in shown
            if (result := self._against(text, spans, [key], shown, context, vector)).sentence is not None
        ]
        if len(fits) == 1:
            return fits[0].model_copy(update={"repaired": True})
        why = "several passages could bear it out" if fits else "no passage alone bears it out"
        return Checked(sentence=None, fault=f"cites no passage that was given, and {why}")

    def _against(
        self,
        text: str,
        spans: Sequence[Quotation],
        cited: Sequence[str],
        shown: Sequence[str],
        context: frozenset[str],
        vector: Callable[[], Vector],
    ) -> Checked:
        references = [self.reference(key) for key in cited]
        unmarked, fault = unmarkable(spans, references, self.wording)
        if fault:
            return Checked(sentence=None, fault=fault)
        kept = [span for span in spans if span not in unmarked]
        stated = Stated.of(text, kept, context, self.names, self.wording)
        fault = self._fault(stated, references)
        if fault is None and needs_support(stated, references):
            others = [self.reference(key) for key in shown if key not in cited]
            if not self.fitted.bears_out(self.support(stated, references, others, vector())):
                fault = "says what the passages cited do not bear out"
        if fault:
            return Checked(sentence=None, fault=fault)
        final = with_full_names(marked(text, spans, unmarked), references if kept else (), self.names)
        sentence = DraftSentence(text=final, rests_on=tuple(cited))
        return Checked(sentence=sentence, repaired=final != marked(text, spans))

    def _fault(self, stated: Stated, cited: Sequence[Reference]) -> str | None:
        """The first thing that is wrong with a sentence, whatever its meaning is near to."""
        return (
            unknown_particular(stated, cited)
            or misquoted(stated, cited)
            or misattributed(stated, cited)
            or wrong_particular(stated, cited)
            or turned(stated, cited, self.polarity)
            or beside_the_matter(stated, cited)
        )

    def support_for(self, text: str, cited: Sequence[str], passages: Sequence[str]) -> Support | None:
        """What speaks for a sentence, whatever else is wrong with it: what the weights are fitted on.

        None where no support is asked for, or where nobody can tell what is quoted.
        """
        clean, _ = cleaned(text)
        try:
            spans = quotations(clean)
        except Unclosed:
            return None
        stated = Stated.of(clean, spans, frozenset(), self.names, self.wording)
        references, others = (
            [self.reference(key) for key in keys] for keys in (cited, [k for k in passages if k not in cited])
        )
        if not needs_support(stated, references):
            return None
        return self.support(stated, references, others, self._embedded([clean])[0])

    def support(
        self, stated: Stated, cited: Sequence[Reference], others: Sequence[Reference], vector: Vector
    ) -> Support:
        """What speaks for a sentence, given the vector of its text."""
        self._embed_passages((*cited, *others))
        cosines, other_cosines = (
            [float((self._vectors[reference.record.id] @ vector).max()) for reference in group]
            for group in (cited, others)
        )
        return support_of(stated, cited, others, cosines, other_cosines)

    def reference(self, key: str) -> Reference:
        """What checking needs of a record of the corpus, by its id."""
        if key not in self._references:
            self._references[key] = Reference(
                self.corpus.by_id[key], self.corpus, self.names, self.wording, self.polarity
            )
        return self._references[key]

    def _embed_passages(self, references: Sequence[Reference]) -> None:
        """Have the vectors of records at hand, a row each for the passage and for the sentences of a longer text."""
        for reference in references:
            key = reference.record.id
            if key in self._vectors:
                continue
            whole = self.known.get(key)
            texts = [] if whole is not None else [self.texts[key]]
            texts += reference.sentences if not isinstance(reference.record, Statement) else ()
            rows = [*([] if whole is None else [whole]), *self._embedded(texts)]
            self._vectors[key] = np.stack(rows)

    def _embedded(self, texts: list[str]) -> list[Vector]:
        return [np.asarray(vector, dtype=np.float32) for vector in self.embed(texts)] if texts else []


def cleaned(text: str) -> tuple[str, bool]:
    """The sentence without Markdown, markers and characters that are not seen; and whether it was a list's item."""
    text = html.unescape(text[: 2 * LONGEST])
    text = "".join(letter if letter.isprintable() else " " for letter in text)
    text = re.sub(r"``|''", '"', text.replace("…", "..."))
    text = re.sub(r"\*\*|__|\[\d{1,3}\]", "", text)
    bullet = re.match(r"\s*(?:[-*•]|\d{1,2}[.)])\s+", text)
    text = text[bullet.end() :] if bullet else text
    return re.sub(r"\s+", " ", text).strip(), bullet is not None


def _unreadable(text: str) -> str | None:
    if len(text) > LONGEST:
        return f"is longer than {LONGEST:,} characters"
    if len(re.findall(r"[^\W\d_]{2,}", text)) < SHORTEST:
        return "is too short to say anything"
    if re.search(r"</?[a-z!]|https?://|\bwww\.|```|\{\s*\"", text, re.IGNORECASE):
        return "holds markup or an address"
    return None

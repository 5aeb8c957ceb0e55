"""A sentence that a model wrote, against the passages that it cites."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.answering.draft import DraftSentence, said
from bot.answering.verify import fault
from bot.records import Background, Corpus, Event, Record, Statement
from bot.text import bare

_LEAST_SHARED = 0.5
_SMALL = frozenset(
    "the a an of in on at to for and or but is are was were be been that this it its with by from".split()
)


class Checked(Record):
    """What became of a sentence: itself or its mended form, or None with the fault that it has."""

    sentence: DraftSentence | None
    fault: str | None
    repaired: bool


class Verifier:
    """Checks sentences against records. Made once by ``Verifier.of``."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    @classmethod
    def of(cls, corpus: Corpus, embed: Callable[[list[str]], Sequence[Sequence[float]]]) -> Verifier:
        return cls(corpus)

    def check(self, text: str, cited: Sequence[str], passages: Sequence[str], question: str = "") -> Checked:
        """A sentence that cites records by their ids; ``passages`` are the ids of all that the model was shown."""
        written = re.sub(r'"([^"]*)"', r"“\1”", text)
        sentence = said(written, *(key for key in cited if key in passages))
        wrong = fault(sentence, self._corpus) or self._unsupported(sentence)
        return Checked(sentence=None if wrong else sentence, fault=wrong, repaired=False)

    def _unsupported(self, sentence: DraftSentence) -> str | None:
        held = bare(" ".join(_words_of(self._corpus.by_id[key]) for key in sentence.rests_on))
        words = [word for word in bare(sentence.text).split() if word not in _SMALL]
        shared = [word for word in words if word in held]
        if any(word not in held for word in words if any(letter.isdigit() for letter in word)):
            return "holds a figure that no cited passage has"
        return "is not in the cited passages" if len(shared) < _LEAST_SHARED * len(words) else None


def _words_of(record: Statement | Background | Event) -> str:
    from bot.dates import spelled

    if isinstance(record, Statement):
        parts = (record.speaker, record.role, spelled(record.said_on), record.venue, record.claim, record.quote)
        return " ".join(part for part in (*parts, record.note) if part)
    date = record.on if isinstance(record, Event) else record.as_of
    return f"{record.title} {spelled(date)} {record.text}"

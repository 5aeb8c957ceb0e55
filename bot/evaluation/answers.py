"""What an answer lacks of what its question asks for, and whether it keeps faith with its passages.

Strings are compared as a reader would see them alike: any case, straight or curly marks, any dash, any white space.
Accents count, which is why ``bot.text.fold`` does not serve here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.evaluation.questions import Question
from bot.records import Answer, Background, Citation, Corpus, Event, Record, Sentence, Statement

DEFINITE = frozenset("quote speaker reply compare term event figure premise follow-up name inject".split())
MOST_WORDS, MOST_WORDS_OF = 220, {"compare": 300, "sides": 380, "list": 380, "change": 380}
FOCUS = 3  # at least one in so many cited passages is to the point, where a question has a definite answer
LEAST_SENTENCE, LEAST_QUOTE = 4, 3  # words; anything shorter is a heading, a label or a term
_MARKS = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})
_QUOTATION_MARKS = str.maketrans(dict.fromkeys("“”„«»", '"'))
_QUOTATION = re.compile(r'"([^"]+)"')


class Integrity(Record):
    """Counts over answers. All but ``sentences`` and ``quotes`` must be 0."""

    sentences: int = 0
    uncited: int = 0
    quotes: int = 0
    unfaithful_quotes: int = 0
    misattributed_quotes: int = 0
    unknown_ids: int = 0

    def __add__(self, other: Integrity) -> Integrity:
        return Integrity(**{name: getattr(self, name) + getattr(other, name) for name in Integrity.model_fields})

    @property
    def sound(self) -> bool:
        return not (self.uncited or self.unfaithful_quotes or self.misattributed_quotes or self.unknown_ids)


def lacks(question: Question, answer: Answer) -> tuple[str, ...]:
    """What keeps the answer from passing, a phrase each; empty where it passes."""
    cited = [citation.id for citation in answer.citations]
    text = _folded(answer.text)
    return (
        *([] if answer.kind in question.kind else [f"is of kind {answer.kind}, not {' or '.join(question.kind)}"]),
        *(f"cites none of {', '.join(group)}" for group in question.cite if not set(group) & set(cited)),
        *(f"cites {key}" for key in question.not_cite if key in cited),
        *(f"does not name {_either(group)}" for group in question.names if not _says_any(text, group)),
        *(f"does not say {_either(group)}" for group in question.says if not _says_any(text, group)),
        *(f"says “{words}”" for words in question.not_says if _folded(words) in text),
        *_partial(question, answer),
        *_unfocused(question, cited),
        *_too_long(question, answer),
        *_wrong_first(question, cited),
    )


def focus(question: Question, answer: Answer) -> float | None:
    """Share of the cited passages that are to the point, 0 to 1; None where the question has no definite answer."""
    cited = {citation.id for citation in answer.citations}
    if question.skill not in DEFINITE or not question.right or not cited:
        return None
    return len(question.right & cited) / len(cited)


def integrity(answer: Answer, corpus: Corpus) -> Integrity:
    """What one answer's citations and quotations are worth."""
    citations = {citation.n: citation for citation in answer.citations}
    total = Integrity(unknown_ids=sum(c.type != "document" and c.id not in corpus.by_id for c in citations.values()))
    if answer.kind not in ("answer", "correction"):
        return total
    for sentence in answer.sentences:
        if len(_words(sentence.text).split()) >= LEAST_SENTENCE:
            cited = [citations[n] for n in sentence.citations if n in citations]
            total += _sentence_integrity(sentence, cited, corpus)
    return total


def _sentence_integrity(sentence: Sentence, cited: Sequence[Citation], corpus: Corpus) -> Integrity:
    quotations = list(_quotations(sentence.text))
    unfaithful = misattributed = 0
    for quotation in quotations:
        holders = [citation for citation in cited if _words(quotation) in _words(_passage(citation, corpus))]
        speakers = [_speaker(citation, corpus) for citation in holders]
        if not holders:
            unfaithful += 1
        elif all(speakers) and not any(_names(sentence.text, speaker) for speaker in speakers if speaker):
            misattributed += 1
    return Integrity(
        sentences=1,
        uncited=not cited,
        quotes=len(quotations),
        unfaithful_quotes=unfaithful,
        misattributed_quotes=misattributed,
    )


def _quotations(text: str) -> Iterator[str]:
    for found in _QUOTATION.findall(text.translate(_QUOTATION_MARKS)):
        if len(_words(found).split()) >= LEAST_QUOTE:
            yield found


def _passage(citation: Citation, corpus: Corpus) -> str:
    """All the words of a cited record in which a quotation may stand."""
    if citation.type == "document":
        return f"{citation.text} {citation.quote or ''}"
    parts: list[str | None]
    match corpus.by_id.get(citation.id):
        case Statement() as record:
            parts = [record.quote, record.claim, record.note, record.source.title, record.venue]
        case Background() | Event() as record:
            parts = [record.text, record.title]
        case _:
            parts = []
    return " ".join(part for part in parts if part)


def _speaker(citation: Citation, corpus: Corpus) -> str | None:
    record = corpus.by_id.get(citation.id)
    if record is None:
        return citation.speaker
    return record.speaker if isinstance(record, Statement) else None


def _names(text: str, speaker: str) -> bool:
    """Whether a text names a speaker in full or by the last word of the name."""
    return any(_words(name) in _words(text) for name in (speaker, speaker.split()[-1]))


def _partial(question: Question, answer: Answer) -> Iterator[str]:
    stances = [citation.stance for citation in answer.citations]
    yield from (f"shows no side “{side}”" for side in question.sides if side not in stances)
    if question.both_sides:
        protect, restrict = stances.count("protect"), stances.count("restrict")
        if max(protect, restrict) > 2 * min(protect, restrict):
            yield f"is unbalanced: {protect} protect, {restrict} restrict"


def _unfocused(question: Question, cited: Sequence[str]) -> Iterator[str]:
    right, all_cited = question.right & set(cited), set(cited)
    if question.right and question.skill in DEFINITE and FOCUS * len(right) < len(all_cited):
        yield f"is unfocused: {len(right)} of {len(all_cited)} cited passages are to the point"


def _too_long(question: Question, answer: Answer) -> Iterator[str]:
    words, most = word_count(answer), MOST_WORDS_OF.get(question.skill, MOST_WORDS)
    if words > most:
        yield f"has {words} words, at most {most} are allowed"


def _wrong_first(question: Question, cited: Sequence[str]) -> Iterator[str]:
    if question.first and (not cited or cited[0] not in question.first):
        yield f"cites {cited[0] if cited else 'nothing'} first, not {' or '.join(question.first)}"


def word_count(answer: Answer) -> int:
    """Words as a reader counts them, markers with a space before them included."""
    return len(answer.text.split())


def _says_any(text: str, group: Iterable[str]) -> bool:
    return any(_folded(words) in text for words in group)


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text.lower().translate(_MARKS))


def _words(text: str) -> str:
    """The folded words alone; a hyphen or slash parts two words."""
    return re.sub(r"[^\w ]+", "", re.sub(r"[-/]", " ", _folded(text))).strip()


def _either(group: Sequence[str]) -> str:
    return " or ".join(f"“{words}”" for words in group)

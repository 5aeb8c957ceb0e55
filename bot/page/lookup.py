"""A speaker or a statement by what a reader types for it, or a sentence that says what there is instead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz, process

from bot.names import TITLES
from bot.records import Corpus, Speaker, Statement
from bot.text import fold, tokens

_ARTICLES = frozenset({"the", "a", "an"})
_LIKENESS = 70  # of 100, from which a name or an id is near enough to be suggested
_SUGGESTED = 3
_CANDIDATES = 10
_SHOWN = 80  # characters of what was typed that an error repeats


class NotFound(Exception):
    """Nothing, or more than one thing, goes by what was typed; the message is a sentence that says which."""


def find_speaker(typed: str, corpus: Corpus) -> Speaker:
    """The speaker with this id, name, alias or surname, whatever its case, accents or title.

    Raises ``NotFound``, with the candidates, where several go by it, and with names like it where none does.
    """
    if speaker := corpus.speaker_by_id.get(typed.strip()):
        return speaker
    names, others = _names(corpus)
    for phrase in dict.fromkeys((_phrase(typed), _without_titles(_phrase(typed)))):
        ids = names.get(phrase) or others.get(phrase) or set()
        if len(ids) == 1:
            return corpus.speaker_by_id[next(iter(ids))]
        if ids:
            raise NotFound(
                f"{_shown(typed)} may be {_candidates(ids, corpus)}. Please give the name in full, or the id."
            )
    bodies = {_phrase(body): ids for body, ids in corpus.bodies.items() if ids}
    if ids_of_body := bodies.get(_phrase(typed)):
        spoke = _candidates(ids_of_body, corpus, "and")
        raise NotFound(f"{_shown(typed)} is no speaker of the corpus itself; for it spoke {spoke}.")
    known = {**others, **names}
    near = [speaker for phrase in _near(_phrase(typed), known) for speaker in sorted(known[phrase])]
    suggestion = f" Near it: {_candidates(near[:_SUGGESTED], corpus)}." if near else ""
    raise NotFound(f"The corpus has no speaker {_shown(typed)}.{suggestion}")


def find_statement(typed: str, corpus: Corpus) -> Statement:
    """The statement with this id. Raises ``NotFound``, with ids like it, where there is none."""
    record = corpus.by_id.get(typed.strip())
    if isinstance(record, Statement):
        return record
    if record is not None:
        raise NotFound(f"{_shown(typed)} is a {type(record).__name__.lower()} record, not a statement: nobody said it.")
    near = _near(typed.strip().lower(), [statement.id for statement in corpus.statements])
    suggestion = f" Near it: {', '.join(near)}." if near else ""
    raise NotFound(f"The corpus has no statement {_shown(typed)}.{suggestion}")


def _names(corpus: Corpus) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Full names, and all else that a reader may type, each with the ids of who goes by it."""
    names: dict[str, set[str]] = defaultdict(set)
    others: dict[str, set[str]] = defaultdict(set)
    for speaker in corpus.speakers:
        names[_phrase(speaker.name)].add(speaker.id)
        for alias in speaker.aliases:
            others[_phrase(alias)].add(speaker.id)
        if speaker.kind == "person":
            surname = _phrase(speaker.sort)
            others[surname if surname in _phrase(speaker.name) else _phrase(speaker.name).split()[-1]].add(speaker.id)
    for name, ids in corpus.ambiguous.items():
        others[_phrase(name)].update(ids)
    return names, others


def _phrase(name: str) -> str:
    """The folded words, parted by single spaces, without an article in front; at least an empty word."""
    words = [token.folded for token in tokens(name)]
    return " ".join(words[1:] if len(words) > 1 and words[0] in _ARTICLES else words) or fold(name) or " "


def _without_titles(phrase: str) -> str:
    words = phrase.split()
    while len(words) > 1 and words[0] in TITLES:
        words = words[1:]
    return " ".join(words)


def _near(phrase: str, known: Mapping[str, object] | Iterable[str]) -> list[str]:
    found = process.extract(phrase[:200], list(known), scorer=fuzz.ratio, score_cutoff=_LIKENESS, limit=_SUGGESTED)
    return [name for name, _, _ in found]


def _candidates(ids: Iterable[str], corpus: Corpus, last: str = "or") -> str:
    """Names with their ids, the last after "or": Ada Example (ada-example) or Bob Example (bob-example)."""
    unique = list(dict.fromkeys(sorted(ids) if isinstance(ids, set) else ids))
    named = [f"{corpus.speaker_by_id[key].name} ({key})" for key in unique if key in corpus.speaker_by_id]
    if len(named) > _CANDIDATES:
        named = [*named[:_CANDIDATES], f"{len(named) - _CANDIDATES} more"]
    return f" {last} ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)


def _shown(typed: str) -> str:
    plain = " ".join(typed.split())
    return f"“{plain[:_SHOWN]}{'…' if len(plain) > _SHOWN else ''}”"

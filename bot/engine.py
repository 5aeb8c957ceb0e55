"""The bot: the only place that strings reading, retrieval, planning, writing and verification together."""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from langchain_core.runnables import Runnable, RunnableLambda

from bot.answering.compose import compose
from bot.answering.draft import finish, plain
from bot.answering.evidence import Evidence
from bot.answering.generate import ModelWriter
from bot.answering.messages import about
from bot.answering.plan import Plan, Planner
from bot.answering.verification import Verifier
from bot.answering.verify import verified
from bot.answering.within import ordered_within, plan_within
from bot.corpus import load_corpus
from bot.index import Index, open_index
from bot.intents import SPECIAL
from bot.models import LanguageModel, open_model
from bot.prototypes import load_prototypes
from bot.question import MAX_CHARACTERS, Query, QuestionReader, with_nearest_intent
from bot.ranking import Ranked, Ranker
from bot.reader_filters import ReaderFilters, Within, describe, filters_from_json
from bot.records import Answer, AnswerKind, Corpus, Turn
from bot.repeats import find_repeats, without_repeats
from bot.settings import Settings
from bot.text import straighten

_HELD: tuple[AnswerKind, ...] = ("answer", "correction", "no_evidence")  # kinds of answer that filters bear on
ENGLISH_ONLY = "The corpus is in English;"


class Bot:
    """Answers questions from one corpus. ``Bot.open()`` loads the corpus and its index, building it where needed.

    ``model`` writes the answers in place of the one that the settings name, if they name one.
    """

    def __init__(self, settings: Settings, corpus: Corpus, index: Index, model: LanguageModel | None = None) -> None:
        self.settings = settings
        self.corpus = corpus
        self.index = index
        self._reader = QuestionReader.of(corpus)
        self._ranker = Ranker.of(corpus, index, self._reader)
        evidence = Evidence.of(corpus, self._reader.names, index.passages, self._ranker.quotes)
        self._planner = Planner(corpus, evidence)
        self._repeats = find_repeats(corpus)
        self._prototypes = load_prototypes(index.embeddings.embed_documents)
        model = model or open_model(settings)
        self.writer = self._model_writer(model) if model else None

    @classmethod
    def open(cls, settings: Settings | None = None, corpus: Corpus | None = None) -> Bot:
        """A bot on the corpus and index of the settings; a ``corpus`` that was read already is not read again.

        Raises CorpusError, IndexUnavailable or ModelUnavailable, in plain words.
        """
        settings = settings or Settings()
        corpus = corpus or load_corpus(settings.corpus_dir)
        return cls(settings, corpus, open_index(settings, corpus))

    def _model_writer(self, model: LanguageModel) -> ModelWriter:
        index = self.index
        checks = Verifier.of(self.corpus, index.embeddings.embed_documents, self._reader.names, index.vectors())
        return ModelWriter(model, self.corpus, checks)

    def ask(
        self,
        question: str,
        history: Sequence[Turn | Mapping[str, Any]] = (),
        *,
        today: datetime.date | None = None,
        filters: ReaderFilters | Mapping[str, Any] | None = None,
    ) -> Answer:
        """The answer to a question, in the light of the earlier turns given and of nothing else.

        ``today`` is what "last year" counts from. Where ``filters`` are given, as a record or as plain JSON, the
        answer rests only on records that fit them, and its notices say so. Raises ValidationError for a history that
        is not made of turns, FilterError for filters that cannot be read.
        """
        *_, answer = self._answers(question, history, today=today, filters=filters)
        return answer

    def _answers(
        self,
        question: str,
        history: Sequence[Turn | Mapping[str, Any]],
        *,
        today: datetime.date | None = None,
        filters: ReaderFilters | Mapping[str, Any] | None = None,
    ) -> Iterator[Answer]:
        """The answer as it is written; by rules it is there at once. The last is whole."""
        started = time.perf_counter()
        chosen = filters if isinstance(filters, ReaderFilters) else filters_from_json(filters)
        within = Within.of(chosen, self.corpus) if chosen else None
        turns = tuple(turn if isinstance(turn, Turn) else Turn.model_validate(turn) for turn in history)
        question = "".join(letter if letter.isprintable() else " " for letter in question).strip()
        if complaint := _unanswerable(question):
            yield finish(plain("clarify", complaint), self.corpus, time.perf_counter() - started)
            return
        query = self.read(question, turns, today)
        query, plan = self._plan(query, within)
        if self.writer is not None and plan.kind == "about":
            draft = about(self.corpus, self.writer.model.name)
        else:
            draft = verified(compose(plan, query, self.corpus, within), self.corpus)
        foreign = (f"{ENGLISH_ONLY} this {query.language} question was read by its names.",) if query.language else ()
        held = (_held_to(chosen),) if within and draft.kind in _HELD else ()
        notices = (*self.index.notices, *held, *(foreign if draft.cited else ()), *draft.notices)
        draft = draft.model_copy(update={"notices": notices})
        if self.writer is None or not self.writer.writes(plan, query):
            yield finish(draft, self.corpus, time.perf_counter() - started)
            return
        yield from self.writer.answers(plan, query, draft, started)

    def read(self, question: str, history: Sequence[Turn] = (), today: datetime.date | None = None) -> Query:
        """The question as read, before its meaning is compared with anything."""
        return self._reader.read(question, history, today or datetime.date.today())

    def rank(self, query: Query) -> tuple[Query, list[list[Ranked]]]:
        """The question with its intent settled and the passages that may answer it, best first.

        There is one ranking, or one a thing to be put in order; none for a question that is not on the debate.
        """
        query, searches = self._searches(query)
        return query, [self._ranker.rank(part, vector) for part, vector in searches]

    def _searches(self, query: Query) -> tuple[Query, list[tuple[Query, list[float]]]]:
        """The question with its intent settled, and what is to be searched for, each with its embedding."""
        if query.intent in SPECIAL:
            return query, []
        if query.parts:
            parts = [query.model_copy(update={"standalone": part, "text": part}) for part in query.parts]
            return query, [(part, self.index.embed(part.text)) for part in parts]
        vector = self.index.embed(query.standalone)
        query = with_nearest_intent(query, *self._prototypes.nearest(vector))
        return query, [] if query.intent in SPECIAL else [(query, vector)]

    def _plan(self, query: Query, within: Within | None) -> tuple[Query, Plan]:
        """The question with its intent settled, and the plan for it, within the filters that are on."""
        query, searches = self._searches(query)
        ids = within.ids if within else None
        rankings = [without_repeats(self._ranker.rank(part, vector), self._repeats, ids) for part, vector in searches]
        if not searches:
            return query, self._planner.plan(query, [])
        if query.parts:
            return query, ordered_within(self._planner, rankings, within) if within else self._planner.ordered(rankings)
        if within is None:
            return query, self._planner.plan(query, rankings[0])
        deep = without_repeats(self._ranker.rank(*searches[0], deep=True), self._repeats, ids)
        return query, plan_within(self._planner, query, rankings[0], deep, within)

    def stream(
        self,
        question: str,
        history: Sequence[Turn | Mapping[str, Any]] = (),
        *,
        filters: ReaderFilters | Mapping[str, Any] | None = None,
    ) -> Iterator[Answer]:
        """The answer as it grows: all passages that it may cite from the first, then more text; the last is whole.

        A model's text grows by verified sentences, that of the rules by paragraphs.
        """
        if self.writer is not None:
            yield from self._answers(question, history, filters=filters)
            return
        answer = self.ask(question, history, filters=filters)
        paragraphs = answer.text.split("\n\n")
        for shown in range(1, len(paragraphs)):
            yield answer.model_copy(update={"text": "\n\n".join(paragraphs[:shown]), "follow_ups": (), "notices": ()})
        yield answer

    def batch(self, questions: Iterable[Mapping[str, Any]]) -> Iterator[Answer]:
        """Answers to ``{"question": …, "history": […], "filters": {…}}`` in order; the last two may be missing."""
        for item in questions:
            yield self._answer(item)

    def _answer(self, item: Mapping[str, Any]) -> Answer:
        return self.ask(item["question"], item.get("history") or (), filters=item.get("filters"))

    def as_runnable(self) -> Runnable[Any, Answer]:
        """The bot as a LangChain Runnable over a question or ``{"question": …, "history": […], "filters": {…}}``."""

        def answer(item: str | Mapping[str, Any]) -> Answer:
            return self.ask(item) if isinstance(item, str) else self._answer(item)

        return RunnableLambda(answer)


def _held_to(filters: ReaderFilters) -> str:
    return f"Filters are on: {describe(filters)}; only statements that fit them were used."


def _unanswerable(question: str) -> str | None:
    """Why a text is no question that can be read; None where it is one."""
    if not question:
        return "Please ask a question: for example, who said what about Meta’s encryption in November 2023."
    if len(question) > MAX_CHARACTERS:
        return f"That is {len(question):,} characters long; please ask in at most {MAX_CHARACTERS:,}."
    if not any(letter.isalnum() for letter in straighten(question)):
        return "I could not find a word in that; please ask in words."
    return None

"""The public endpoints over HTTP, which are the tools over MCP too: ask, search, speaker and statement."""

from __future__ import annotations

import datetime
import json
from typing import TYPE_CHECKING, Any, Protocol, get_args, runtime_checkable

import gradio as gr
from gradio.events import api
from pydantic import TypeAdapter, ValidationError

from bot.answering import draft
from bot.export import cite
from bot.page.api_records import Cited, Found, Named, SpeakerProfile
from bot.page.lookup import NotFound, find_speaker, find_statement
from bot.page.opening import Asker, Opening, OpeningFailed
from bot.question import MAX_CHARACTERS
from bot.reader_filters import FilterError, ReaderFilters, filters_from_json
from bot.records import Corpus, Stance, Statement, Turn

if TYPE_CHECKING:
    from bot.index import Index
    from bot.retriever import Filters, Hit

AT_ONCE = 4  # questions and searches that are worked on at the same time
MOST_FOUND = 50
_HISTORY = TypeAdapter(list[Turn])
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_SIDES: tuple[Stance, ...] = get_args(Stance)


@runtime_checkable
class Searchable(Protocol):
    """A bot that can be searched beside being asked."""

    @property
    def index(self) -> Index: ...


class Endpoints:
    """The four functions. Each checks what it is given and answers with JSON, or with an error in plain words.

    Their docstrings are what a program, or a model that uses them as tools, reads: an argument has one line.
    """

    def __init__(self, opening: Opening) -> None:
        self._opening = opening

    def ask(
        self,
        question: str,
        history: list[dict[str, Any]] | None = None,
        filters: dict[str, Any] | None = None,
        request: gr.Request | None = None,
    ) -> dict[str, Any]:
        """Ask who said what in the debate over end-to-end encryption; every sentence of the answer cites its passages.

        Args:
            question: The question, in English.
            history: Earlier turns, oldest first, as objects with "role" ("user" or "assistant") and "content".
            filters: Object with any of "sides", "regions", "first_year", "last_year" and "kinds" (of speaker).

        Returns:
            The answer: kind, text, sentences, citations, follow_ups, notices, writer, seconds.
        """
        asked, turns, held = _text(question, "question"), _history(history), _filters(filters)
        answer = self._bot().ask(asked, turns, filters=held)
        sent: dict[str, Any] = _sent(answer.model_dump(mode="json"), request)
        return sent

    def search(
        self,
        query: str,
        k: int = 10,
        speaker: str | None = None,
        side: str | None = None,
        first_year: int | None = None,
        last_year: int | None = None,
        request: gr.Request | None = None,
    ) -> list[dict[str, Any]]:
        """Search what was said about end-to-end encryption by meaning and by words: statements, background, events.

        Args:
            query: What to look for, a few words or a sentence in English.
            k: How many results at most, 1 to 50.
            speaker: Only what this speaker said, by name, surname, alias or id.
            side: Only statements of this side, protect (keep encryption strong), restrict (allow access) or balance.
            first_year: Only what is of this year or later.
            last_year: Only what is of this year or earlier.

        Returns:
            A list, best first: id, type, speaker, role, said_on, side, text (our words), quote (theirs), source, score.
        """
        wanted = _words(query, "query")
        most = _number(k, "k", 1, MOST_FOUND)
        bot = self._bot()
        from bot.retriever import search  # imports Chroma, which takes seconds: the page is up before

        if not isinstance(bot, Searchable):
            raise _refusal("This page cannot be searched: its bot has no index.")
        filters = _search_filters(bot.corpus, speaker, side, first_year, last_year)
        hits = search(bot.index, bot.index.embed(wanted), wanted, filters, 10 if most is None else most)
        sent: list[dict[str, Any]] = _sent([_found(hit, bot.corpus).model_dump(mode="json") for hit in hits], request)
        return sent

    def speaker(self, name_or_id: str, request: gr.Request | None = None) -> dict[str, Any]:
        """Look a speaker up: who it is, and every statement in the corpus, the earliest first.

        Args:
            name_or_id: Name, surname or alias as a reader would type it, or an id such as graeme-biggar.

        Returns:
            The speaker: id, name, kind, country, about, related (id and name), statements (in full, each with cite).
        """
        typed = _words(name_or_id, "name_or_id")
        corpus = self._bot().corpus
        sent: dict[str, Any] = _sent(_profile(typed, corpus).model_dump(mode="json"), request)
        return sent

    def statement(self, id: str, request: gr.Request | None = None) -> dict[str, Any]:
        """Look one statement up by the id that answers and searches give.

        Args:
            id: The id of the statement, such as biggar-2023-blind-eye.

        Returns:
            The statement in full: who, role, date, venue, side (stance), claim, quote, source, cite and more.
        """
        typed = _words(id, "id")
        try:
            record = find_statement(typed, self._bot().corpus)
        except NotFound as error:
            raise _refusal(f"id: {error}") from error
        sent: dict[str, Any] = _sent(_cited(record).model_dump(mode="json"), request)
        return sent

    def _bot(self) -> Asker:
        try:
            return self._opening.wait()
        except OpeningFailed as error:
            raise _refusal(str(error)) from error


def add_endpoints(opening: Opening) -> None:
    """Add the four endpoints to the ``gr.Blocks`` that is being built.

    Asking and searching queue, since they compute; looking something up does not, since it costs nothing.
    """
    endpoints = Endpoints(opening)
    api(endpoints.ask, api_name="ask", concurrency_limit=AT_ONCE, concurrency_id="ask")
    api(endpoints.search, api_name="search", concurrency_limit=AT_ONCE, concurrency_id="ask")
    api(endpoints.speaker, api_name="speaker", queue=False)
    api(endpoints.statement, api_name="statement", queue=False)


def _profile(typed: str, corpus: Corpus) -> SpeakerProfile:
    try:
        found = find_speaker(typed, corpus)
    except NotFound as error:
        raise _refusal(f"name_or_id: {error}") from error
    said = sorted((s for s in corpus.statements if s.speaker == found.name), key=lambda s: s.said_on)
    related = (corpus.speaker_by_id[key] for key in found.related if key in corpus.speaker_by_id)
    return SpeakerProfile(
        id=found.id,
        name=found.name,
        kind=found.kind,
        country=found.country,
        about=found.about,
        related=tuple(Named(id=other.id, name=other.name) for other in related),
        statements=tuple(_cited(statement) for statement in said),
    )


def _cited(record: Statement) -> Cited:
    return Cited(**dict(record), cite=cite(record, datetime.date.today()))


def _found(hit: Hit, corpus: Corpus) -> Found:
    cited = draft.cite(corpus.by_id[hit.id], 1)
    return Found(
        id=cited.id,
        type=cited.type,
        speaker=cited.speaker,
        role=cited.role,
        said_on=cited.said_on,
        side=cited.stance,
        text=cited.text,
        quote=cited.quote,
        source=cited.source,
        score=hit.fused,
    )


def _search_filters(corpus: Corpus, speaker: object, side: object, first_year: object, last_year: object) -> Filters:
    from bot.retriever import Filters

    first = _number(first_year, "first_year", _FIRST_YEAR, _LAST_YEAR)
    last = _number(last_year, "last_year", _FIRST_YEAR, _LAST_YEAR)
    if first is not None and last is not None and first > last:
        raise _refusal(f"first_year: {first} is after last_year, {last}.")
    sides = [known for known in _SIDES if known == side]
    if side not in (None, "") and not sides:
        raise _refusal(f"side: must be {', '.join(_SIDES[:-1])} or {_SIDES[-1]}, or left out.")
    speakers: tuple[str, ...] = ()
    if speaker not in (None, ""):
        try:
            speakers = (find_speaker(_words(speaker, "speaker"), corpus).name,)
        except NotFound as error:
            raise _refusal(f"speaker: {error}") from error
    return Filters(
        speakers=speakers,
        stances=tuple(sides),
        first_day=None if first is None else first * 10000 + 101,
        last_day=None if last is None else last * 10000 + 1231,
    )


def _history(history: object) -> tuple[Turn, ...]:
    """Earlier turns as records. Raises ``gr.Error`` with a sentence that says which turn is wrong, and how."""
    if history is None:
        return ()
    if not isinstance(history, list):
        raise _refusal(f"history: must be a list of turns, not {type(history).__name__}.")
    try:
        return tuple(_HISTORY.validate_python(history))
    except ValidationError as error:
        first = error.errors()[0]
        place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in first["loc"])
        wanted = "Each turn is an object with role (user or assistant) and content (a text), and nothing else."
        raise _refusal(f"history{place}: {first['msg']}. {wanted}") from error


def _filters(filters: object) -> ReaderFilters:
    try:
        return filters_from_json(filters)
    except FilterError as error:
        raise _refusal(f"filters: {error}") from error


def _text(value: object, field: str) -> str:
    """A text without halves of characters. What is too long or empty for a question the bot itself answers."""
    if not isinstance(value, str):
        raise _refusal(f"{field}: must be a text.")
    return value.encode("utf-8", "replace").decode()


def _words(value: object, field: str) -> str:
    """A text with at least one letter or figure, and no longer than a question may be."""
    text = _text(value, field)
    if not any(letter.isalnum() for letter in text):
        raise _refusal(f"{field}: must be a text with a word in it.")
    if len(text) > MAX_CHARACTERS:
        raise _refusal(f"{field}: has {len(text):,} characters; at most {MAX_CHARACTERS:,} are read.")
    return text


def _number(value: object, field: str, least: int, most: int) -> int | None:
    """A whole number between two others, both included; None where it is left out."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or value % 1 or not least <= value <= most:
        raise _refusal(f"{field}: must be a whole number from {least} to {most}.")
    return int(value)


def _refusal(sentence: str) -> gr.Error:
    return gr.Error(sentence, print_exception=False)


def _sent(result: Any, request: gr.Request | None) -> Any:
    """The result itself, or its JSON as text for MCP, where Gradio would send an object as Python writes it."""
    by_mcp = request is not None and (request.headers.get("x-gradio-user") == "mcp" or "/mcp" in request.url.path)
    return json.dumps(result, ensure_ascii=False) if by_mcp else result

"""What happens when a reader asks: the answer part by part, and everything about it that the browser keeps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import gradio as gr
from pydantic import StringConstraints, ValidationError

from bot.page import turns
from bot.page.opening import Opening, OpeningFailed
from bot.page.received import whole_characters
from bot.page.turns import View
from bot.reader_filters import FilterError, ReaderFilters, filters_from_json
from bot.records import Record, Turn


class Asked(Record):
    """What the browser sends: the id that it gave the turn, the question, the earlier turns, and the filters."""

    turn: Annotated[str, StringConstraints(pattern=r"^t[0-9a-f]{4,32}$")]
    question: str
    history: tuple[Turn, ...] = ()
    filters: dict[str, Any] | None = None


class Conversation:
    """Answers what the browser asks. It keeps nothing: the conversation is the browser's."""

    def __init__(self, opening: Opening) -> None:
        self._opening = opening

    def converse(self, event: gr.EventData) -> Iterator[View]:
        """Views of one turn: the status while the bot is still being opened, then the answer as it grows."""
        try:
            asked = Asked.model_validate(whole_characters(event._data))
            filters = filters_from_json(asked.filters)
        except ValidationError:
            yield turns.failed("The page sent something that cannot be read. Reload it and ask again.")
            return
        except FilterError as error:
            yield turns.failed(str(error))
            return
        yield from self._answer(asked, filters)

    def _answer(self, asked: Asked, filters: ReaderFilters) -> Iterator[View]:
        if not self._opening.ready:
            yield turns.waiting(asked.turn, asked.question, "Warming up: the first answer takes a little longer…")
        try:
            bot = self._opening.wait()
        except OpeningFailed as error:
            yield turns.failed(str(error))
            return
        answer = None
        for answer in bot.stream(asked.question, asked.history, filters=filters):
            yield turns.answered(asked.turn, asked.question, answer, bot.corpus, done=False)
        if answer is None:
            yield turns.failed("No answer came. Please ask again.")
            return
        yield turns.answered(asked.turn, asked.question, answer, bot.corpus, done=True)

"""A language model as the writer asks it: streamed text within a time and a budget, or one clear failure."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from bot.models.failure import ModelFailure, failure_of
from bot.models.guard import Breaker, DailyTokens
from bot.models.providers import LOCAL, open_chat_model
from bot.settings import Settings

CHARACTERS_A_TOKEN = 3.0  # of English prose it is some four, so this estimate is on the safe side
AT_ONCE = 8  # questions that a provider is asked at a time, those given up but not yet ended among them
LONGEST_QUEUE = 1.0  # seconds that a question waits for one of those to end
LEAST_WAIT = 0.5  # seconds before the one retry, where the provider names none
_ENDS = ("finish_reason", "stop_reason", "done_reason")
_LIMIT_ENDS = frozenset({"length", "max_tokens", "MAX_TOKENS"})


class Call:
    """One question to a model: iterate over its text, piece by piece; then read what it cost.

    Iterating raises ModelFailure where no whole answer came. To stop early is no failure. ``cut_off`` says that the
    model had no room for the end of its answer, ``asked`` that the provider was asked at all.
    """

    def __init__(self, model: LanguageModel, messages: list[BaseMessage]) -> None:
        self._model, self._messages = model, messages
        self.tokens_in = model.count("\n".join(str(message.text) for message in messages))
        self.tokens_out = 0
        self.cut_off = False
        self.asked = False

    def __iter__(self) -> Iterator[str]:
        return self._model._pieces(self, self._messages)


class LanguageModel:
    """A chat model with its name, its guards and its limits. May be asked from many threads at once."""

    def __init__(
        self,
        chat: BaseChatModel,
        settings: Settings,
        *,
        breaker: Breaker | None = None,
        budget: DailyTokens | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = settings.model
        self.prompt_tokens = settings.model_prompt_tokens
        self.budget = budget or DailyTokens(settings.model_daily_tokens)
        self._chat, self._clock = chat, clock
        self._timeout, self._answer_tokens = settings.model_timeout, settings.model_answer_tokens
        self._breaker = breaker or Breaker()
        self._free = threading.BoundedSemaphore(AT_ONCE)
        self._counts = settings.model == LOCAL  # other tokenizers would have to be fetched from the network

    def count(self, text: str) -> int:
        """Tokens of a text: by the local model's own tokenizer, for all others a high estimate by its letters."""
        return self._chat.get_num_tokens(text) if self._counts else int(len(text) / CHARACTERS_A_TOKEN) + 1

    def ask(self, system: str, question: str) -> Call:
        """A question, which is asked once the call is iterated over."""
        return Call(self, [SystemMessage(system), HumanMessage(question)])

    def _pieces(self, call: Call, messages: list[BaseMessage]) -> Iterator[str]:
        """The text of an answer. Guards are asked first, and told afterwards what became of it."""
        deadline = self._clock() + self._timeout
        reserved = call.tokens_in + self._answer_tokens
        if not self.budget.reserve(reserved):
            raise ModelFailure("daily")
        used = 0
        try:
            if not self._breaker.allows():
                raise ModelFailure("resting")
            try:
                for piece in self._with_retry(call, messages, deadline):
                    used = call.tokens_in + call.tokens_out
                    yield piece
            except ModelFailure as failure:
                used = call.tokens_in + call.tokens_out if call.tokens_out else 0
                if failure.dead:
                    self._breaker.failed(failure.wait)
                raise
            except GeneratorExit:  # whoever asked has read enough
                self._breaker.worked()
                raise
            used = call.tokens_in + call.tokens_out
            self._breaker.worked()
        finally:
            self.budget.settle(reserved, used)

    def _with_retry(self, call: Call, messages: list[BaseMessage], deadline: float) -> Iterator[str]:
        """One retry after a rate limit, where the time left allows the wait that the provider asks for."""
        try:
            yield from self._once(call, messages, deadline)
            return
        except ModelFailure as failure:
            wait = LEAST_WAIT if failure.wait is None else failure.wait
            if failure.reason != "limit" or self._clock() + wait >= deadline:
                raise
        time.sleep(wait)
        yield from self._once(call, messages, deadline)

    def _once(self, call: Call, messages: list[BaseMessage], deadline: float) -> Iterator[str]:
        """One try. The provider's library runs in a thread of its own, as none of them keeps to a time in all."""
        if not self._free.acquire(timeout=max(0.0, min(LONGEST_QUEUE, deadline - self._clock()))):
            raise ModelFailure("busy")
        call.asked = True
        inbox: queue.SimpleQueue[Any] = queue.SimpleQueue()
        given_up = threading.Event()
        work = (self._chat, messages, inbox, given_up, self._free)
        threading.Thread(target=_listen, args=work, name="language model", daemon=True).start()
        try:
            yield from self._received(call, inbox, deadline)
        finally:
            given_up.set()

    def _received(self, call: Call, inbox: queue.SimpleQueue[Any], deadline: float) -> Iterator[str]:
        """The text that comes in until the end. Raises ModelFailure where the end is missing, or does not come."""
        letters = told_in = told_out = 0
        ended = anything = False
        while (chunk := self._next(inbox, deadline)) is not None:
            text = str(chunk.text)
            letters += len(text)
            if usage := chunk.usage_metadata:  # a provider may tell it in parts
                told_in, told_out = told_in + usage["input_tokens"], told_out + usage["output_tokens"]
            call.tokens_in = told_in or call.tokens_in
            call.tokens_out = told_out or int(letters / CHARACTERS_A_TOKEN) + 1
            reason = next((str(found) for name in _ENDS if (found := chunk.response_metadata.get(name))), "")
            ended, call.cut_off = ended or bool(reason), call.cut_off or reason in _LIMIT_ENDS
            if letters / (2 * CHARACTERS_A_TOKEN) > self._answer_tokens:  # it was told to stop at half of that
                raise ModelFailure("endless")
            if text:
                anything = anything or bool(text.strip())
                yield text
        if not anything:
            raise ModelFailure("empty")
        if not ended:
            raise ModelFailure("dropped")

    def _next(self, inbox: queue.SimpleQueue[Any], deadline: float) -> Any:
        """The next chunk, None at the end. Raises ModelFailure."""
        try:
            chunk = inbox.get(timeout=max(0.0, deadline - self._clock()))
        except queue.Empty:
            raise ModelFailure("time") from None
        if isinstance(chunk, BaseException):
            raise failure_of(chunk) from None
        if chunk is not None and self._clock() >= deadline:
            raise ModelFailure("time")
        return chunk


def _listen(
    chat: BaseChatModel,
    messages: list[BaseMessage],
    inbox: queue.SimpleQueue[Any],
    given_up: threading.Event,
    free: threading.BoundedSemaphore,
) -> None:
    """Put every chunk of an answer into the inbox, then None; or what was raised."""
    try:
        for chunk in chat.stream(messages):
            if given_up.is_set():
                return
            inbox.put(chunk)
        inbox.put(None)
    except Exception as error:  # noqa: BLE001  # each library raises its own types; whoever asked is told
        inbox.put(error)
    finally:
        free.release()


def open_model(settings: Settings) -> LanguageModel | None:
    """The model that the settings name; None where they name none. Raises ModelUnavailable."""
    return LanguageModel(open_chat_model(settings), settings) if settings.model.strip() else None

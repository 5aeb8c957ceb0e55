"""What can go wrong between this bot and a language model, as one line for a reader each."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Literal

Reason = Literal[
    "busy", "connection", "context", "daily", "dropped", "empty", "endless", "form", "key", "language", "limit", "name",
    "refusal", "request", "resting", "server", "time",
]  # fmt: skip

_WORDS: dict[Reason, str] = {
    "busy": "has too many questions at once",
    "connection": "could not be reached",
    "context": "found the passages too long",
    "daily": "has used up its tokens for today",
    "dropped": "broke off",
    "empty": "gave no answer",
    "endless": "did not come to an end",
    "form": "did not answer in sentences",
    "key": "did not accept the key that this bot has for it",
    "language": "did not answer in English",
    "limit": "answers no more questions for now (its rate limit is reached)",
    "name": "is not known to its provider",
    "refusal": "declined to answer",
    "request": "could not read what it was asked",
    "resting": "failed shortly before and is left alone for a while",
    "server": "reported a fault of its own",
    "time": "took too long",
}
_DEAD: frozenset[Reason] = frozenset({"connection", "dropped", "key", "limit", "name", "server", "time"})
_BY_STATUS: dict[int, Reason] = {401: "key", 403: "key", 404: "name", 408: "time", 413: "context", 429: "limit"}
_OVERFLOW = ("context length", "context_length", "context window", "maximum context", "too many tokens", "too long")


class ModelUnavailable(RuntimeError):
    """The language model of the settings cannot be opened; the message says why and what to do."""


class ModelFailure(Exception):
    """A model gave no usable answer. ``str()`` is a sentence for a reader; no word of the provider is in it.

    ``dead`` says that the next question is likely to fail in the same way; ``wait`` is how many seconds the provider
    asks to be left alone, where it says so.
    """

    def __init__(self, reason: Reason, *, status: int | None = None, wait: float | None = None) -> None:
        super().__init__(f"The language model {_WORDS[reason]}, so this answer was put together by rules.")
        self.reason = reason
        self.status = status
        self.wait = wait

    @property
    def dead(self) -> bool:
        return self.reason in _DEAD


def failure_of(error: BaseException) -> ModelFailure:
    """What an exception of a provider's library means. Each library has its own types, so their common marks are read.

    Those are an HTTP status on the exception or on its response, and what the types are called.
    """
    if isinstance(error, ModelFailure):
        return error
    chain = list(_chain(error))
    status = next((found for one in chain if (found := _status(one)) is not None), None)
    if status is not None and status >= 400:
        return ModelFailure(_reason_of(status, chain), status=status, wait=_wait(chain))
    names = " ".join(kind.__name__ for one in chain for kind in type(one).__mro__)
    if "Timeout" in names:
        return ModelFailure("time")
    if "RemoteProtocolError" in names or "IncompleteRead" in names or "ChunkedEncodingError" in names:
        return ModelFailure("dropped")
    if "Connect" in names or any(isinstance(one, OSError) for one in chain):
        return ModelFailure("connection")
    if any(word in str(one).lower() for one in chain for word in _OVERFLOW):
        return ModelFailure("context")
    if "No generation chunks" in str(error):  # of LangChain, where a stream ends before it begins
        return ModelFailure("empty")
    return ModelFailure("server")


def _reason_of(status: int, chain: list[BaseException]) -> Reason:
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if status >= 500:
        return "server"
    long = any(word in str(one).lower() for one in chain for word in _OVERFLOW)
    return "context" if long else "request"


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    while id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__ or error


def _status(error: BaseException) -> int | None:
    for holder in (error, getattr(error, "response", None)):
        for name in ("status_code", "status", "code"):
            found = getattr(holder, name, None)
            if isinstance(found, int) and 100 <= found < 600:
                return int(found)
    return None


def _wait(chain: list[BaseException]) -> float | None:
    """Seconds from now that a header Retry-After asks for, which may be a number or a date."""
    for one in chain:
        headers: Any = getattr(getattr(one, "response", None), "headers", None)
        written = headers.get("retry-after") if headers is not None else None
        if written is None:
            continue
        try:
            seconds = float(written)
        except ValueError:
            try:
                date = parsedate_to_datetime(written)
            except ValueError:
                continue
            seconds = (date.replace(tzinfo=date.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
        if math.isfinite(seconds):
            return max(0.0, seconds)
    return None

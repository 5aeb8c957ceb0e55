"""Thumbs up and down, kept as JSON lines in a file of the operator's own; nothing in a line names the visitor."""

from __future__ import annotations

import datetime
import errno
import json
import os
from pathlib import Path
from typing import Annotated, Literal

from filelock import FileLock, Timeout
from pydantic import BeforeValidator, Field, ValidationError

from bot.page.received import whole_characters
from bot.records import AnswerKind, Record

MOST_CHARACTERS = {"reason": 1000, "question": 2000}
MOST_CITATIONS = 100
FULL = 50_000_000  # bytes of the file, after which nothing is added: nobody may fill the disk through the page
_PATIENCE = 5.0  # seconds to wait for another writer


class FeedbackError(Exception):
    """Feedback was not kept; the message is a sentence for the visitor."""


def _blank_is_none(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


_Optional = BeforeValidator(_blank_is_none)
_Reason = Annotated[str, Field(max_length=MOST_CHARACTERS["reason"])]
_Question = Annotated[str, Field(max_length=MOST_CHARACTERS["question"])]
_Id = Annotated[str, Field(min_length=1, max_length=300)]


class Feedback(Record):
    """What a visitor sends. ``question`` is there only if the visitor ticked that it may be kept."""

    verdict: Literal["up", "down"]
    reason: Annotated[_Reason | None, _Optional] = None
    question: Annotated[_Question | None, _Optional] = None
    kind: Annotated[AnswerKind | None, _Optional] = Field(default=None, description="Kind of the answer")
    citations: tuple[_Id, ...] = Field(default=(), max_length=MOST_CITATIONS, description="Ids that it cites")


def record(file: Path | None, sent: object, at: datetime.datetime) -> None:
    """Add what a visitor sent, an object with the fields of ``Feedback``, to a file as one JSON line.

    The file and its folder are made where they are missing; several processes may write to it. ``at`` is a time with
    its zone. Raises ``FeedbackError`` where no file is set, for what cannot be read, and where nothing can be written;
    then the file is as it was.
    """
    if file is None:
        raise FeedbackError("This page keeps no feedback.")
    try:
        feedback = Feedback.model_validate(whole_characters(sent))
    except ValidationError as error:
        raise FeedbackError(f"That feedback cannot be kept: {_complaint(error)}") from error
    kept = {"at": at.astimezone(datetime.UTC).isoformat(timespec="seconds"), **feedback.model_dump(mode="json")}
    line = json.dumps(kept, ensure_ascii=False).encode("utf-8") + b"\n"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{file}.lock", timeout=_PATIENCE):
            _add(file, line)
    except Timeout as error:
        raise FeedbackError("The feedback could not be kept: the file is in use. Please try again.") from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise FeedbackError(f"The feedback could not be kept: its file cannot be written ({reason}).") from error


def _add(file: Path, line: bytes) -> None:
    """Add a line whole or not at all. The file is the operator's alone to read, since it may hold questions."""
    with open(os.open(file, os.O_RDWR | os.O_CREAT, 0o600), "r+b", buffering=0) as output:
        size = output.seek(0, os.SEEK_END)
        if size + len(line) > FULL:
            raise FeedbackError("The feedback could not be kept: its file is full.")
        if size:
            output.seek(size - 1)
            if output.read(1) != b"\n":  # somebody edited the file, or a machine stopped halfway
                line = b"\n" + line
        try:
            if output.write(line) != len(line):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        except OSError:
            output.truncate(size)
            raise


def _complaint(error: ValidationError) -> str:
    """What is wrong with the first field that is wrong. What was sent is not repeated."""
    first = error.errors(include_url=False, include_input=False)[0]
    field = str(first["loc"][0]) if first["loc"] else ""
    match field, first["type"]:
        case "verdict", _:
            return "the verdict must be up or down."
        case (("reason" | "question"), "string_too_long"):
            return f"the {field} may have at most {MOST_CHARACTERS[field]:,} characters."
        case (("reason" | "question"), _):
            return f"the {field} must be a text."
        case "kind", _:
            return "the kind must be one that an answer may have."
        case "citations", _:
            return f"the citations must be a list of at most {MOST_CITATIONS} ids."
    return "it must be an object with a verdict and, if wanted, reason, question, kind and citations."

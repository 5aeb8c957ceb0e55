"""Questions and earlier turns as they stand in files."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from bot.cli.errors import CommandFailed, complaint
from bot.records import Turn

_TURNS = TypeAdapter(tuple[Turn, ...])


class Asked(BaseModel):
    """One line of a batch. Fields that other programs keep there are let pass."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)

    id: str | int | None = None
    question: str
    history: tuple[Turn, ...] | None = None


def read_question(line: bytes) -> Asked:
    """A line of JSON as a question. Raises CommandFailed, naming the field, where it is none."""
    try:
        return Asked.model_validate_json(line)
    except ValidationError as error:
        raise CommandFailed(complaint(error).replace(" at line 1 column ", " at column ")) from error


def read_turns(text: bytes, name: str) -> tuple[Turn, ...]:
    """Earlier turns from a JSON list. Raises CommandFailed, with the name of what was read, where it is none."""
    try:
        return _TURNS.validate_json(text)
    except ValidationError as error:
        raise CommandFailed(f"{name}: {complaint(error)}.") from error

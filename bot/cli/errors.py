"""What goes wrong on the command line, as one sentence and exit status 1 instead of a stack trace."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperGroup

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails


class CommandFailed(Exception):
    """A command cannot do what it was asked; the message says why and what to do."""


class PlainErrors(TyperGroup):
    """A group of commands whose foreseeable errors are sentences. Anything else is a bug and keeps its trace."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except Exception as error:
            sentence = sentence_for(error)
            if sentence is None:
                raise
            typer.echo(sentence, err=True)
            raise typer.Exit(1) from None


def sentence_for(error: BaseException) -> str | None:
    """What a person should read of an error; None where nobody foresaw it."""
    if isinstance(error, CommandFailed):
        return str(error)
    if isinstance(error, OSError):
        return None if error.errno == errno.EPIPE else _system(error)
    from pydantic import ValidationError

    if isinstance(error, ValidationError):
        return _settings(error) if error.title == "Settings" else None
    from bot.documents.errors import DocumentError
    from bot.documents.parser import ParserUnavailable

    if isinstance(error, DocumentError | ParserUnavailable):
        return str(error)
    # Imported last: the index brings Chroma with it, which takes a second.
    from bot.corpus import CorpusError
    from bot.embedding import EmbeddingUnavailable
    from bot.index import IndexUnavailable
    from bot.models import ModelUnavailable

    foreseen = CorpusError | EmbeddingUnavailable | IndexUnavailable | ModelUnavailable
    return str(error) if isinstance(error, foreseen) else None


def complaint(error: ValidationError) -> str:
    """The first thing wrong with what was read, as ``field: what is wrong``."""
    first = error.errors(include_url=False)[0]
    field = ""
    for part in first["loc"]:
        field += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return f"{field.lstrip('.')}: {_wrong(first)}" if field else _wrong(first)


def _system(error: OSError) -> str:
    if error.filename is None or error.strerror is None:
        return error.strerror or str(error)
    return f"{error.filename}: {error.strerror.lower()}."


def _settings(error: ValidationError) -> str:
    sentences = []
    for fault in error.errors(include_url=False):
        sentences.append(f"BOT_{str(fault['loc'][0]).upper()} is {fault['input']!r}: it {_wrong(fault)}.")
    return " ".join(sentences)


def _wrong(fault: ErrorDetails) -> str:
    limits = fault.get("ctx", {})
    match fault["type"]:
        case "missing":
            return "is missing"
        case "string_type":
            return "must be a text"
        case "tuple_type" | "list_type":
            return "must be a list"
        case "model_type" | "model_attributes_type" | "dict_type":
            return "must be an object with named fields"
        case "literal_error":
            return f"must be {limits['expected']}"
        case "extra_forbidden":
            return "is a field that is not known here"
        case "int_parsing" | "int_type" | "int_from_float":
            return "must be a whole number"
        case "greater_than_equal":
            return f"must be at least {limits['ge']}"
        case "less_than_equal":
            return f"must be at most {limits['le']}"
        case "json_invalid":
            return f"no valid JSON: {limits['error']}"
        case _:
            return fault["msg"][:1].lower() + fault["msg"][1:]

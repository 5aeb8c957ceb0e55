"""One line of a file of texts to be attributed."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.cli.errors import CommandFailed, complaint


class TextLine(BaseModel):
    """A text and what it is called. Fields that other programs keep there are let pass."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)

    id: str | int
    text: str


def read_text_line(line: bytes) -> TextLine:
    """Read a line of JSON. Raises CommandFailed, in plain words."""
    try:
        return TextLine.model_validate_json(line)
    except ValidationError as error:
        raise CommandFailed(complaint(error).replace(" at line 1 column ", " at column ")) from error

"""What a browser sent, made fit to be kept and answered."""

from __future__ import annotations

from collections.abc import Mapping


def whole_characters(data: object) -> object:
    """JSON without halves of characters, which no encoder takes and no file can hold; else as it was."""
    match data:
        case str():
            return data.encode("utf-8", "replace").decode()
        case Mapping():
            return {key: whole_characters(value) for key, value in data.items()}
        case list() | tuple():
            return [whole_characters(value) for value in data]
    return data

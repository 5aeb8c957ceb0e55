"""What ends a rehearsal before its end."""

from __future__ import annotations

import re

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class RehearsalFailed(Exception):
    """Something that a Space needs does not hold; the message is a sentence, with the last lines of output after it."""


def last_lines(text: str, number: int = 20) -> str:
    """The end of a program's output, indented, without what colours it in a terminal."""
    return "\n".join(f"  {line}" for line in _COLOUR.sub("", text).strip().splitlines()[-number:])

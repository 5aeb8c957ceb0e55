"""A stretch of words that means somebody."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["person", "body", "name", "role", "group", "document", "pronoun"]

Gender = Literal["f", "m", ""]


@dataclass(slots=True)
class Mention:
    """A stretch of words that means somebody. ``words`` is the name without titles, or the description."""

    start: int
    end: int
    head: int
    kind: Kind
    words: tuple[str, ...]
    honorific: str = ""  # the part of the title that belongs to the name: Lord, Dame
    titled: bool = False
    gender: Gender = ""
    roles: set[tuple[str, frozenset[str]]] = field(default_factory=set)
    determiner: str = ""
    owner: tuple[int, int] | None = None  # words of "Kestrel" in "Kestrel's founder"
    named: int | None = None  # place of the name that an apposition gives
    plural: bool = False

    @property
    def role(self) -> str:
        return self.words[-1].lower() if self.words else ""

"""Who has been introduced so far, and whom a name, a role or a pronoun means."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from bot.documents.mention import Gender
from bot.records import Record

EntityKind = Literal["person", "body", "name", "role", "joint", "document", "voice"]

_MOST_ENTITIES = 500  # people and bodies that are kept in mind; the least recent are forgotten

_RECENT = 40  # mentions that a pronoun may look back on


class Entity(Record):
    """Somebody who can speak: a person, a body, or one known by role alone."""

    name: str
    kind: EntityKind
    words: tuple[str, ...]
    gender: Gender = ""
    roles: frozenset[tuple[str, frozenset[str]]] = frozenset()
    members: tuple[int, ...] = ()
    owner: int | None = None  # of a document, whose it is; of a spokesperson ("voice"), whom they speak for
    affiliation: frozenset[str] = frozenset()  # words of the bodies that a person belongs to


class Trace(Record):
    """One mention that a later pronoun may go back to."""

    paragraph: int
    sentence: int
    entity: int
    subject: bool
    oblique: bool = False  # "by X", "X's": not whom a pronoun in the same sentence means


class Discourse(Record):
    """What a paragraph leaves behind for the next one. ``number`` counts entities, so that numbers never change."""

    entities: tuple[tuple[int, Entity], ...] = ()
    traces: tuple[Trace, ...] = ()
    number: int = 0
    last_speaker: int | None = None  # of the last quotation, if nobody else came after it
    awaited: int | None = None  # who speaks next: the paragraph ended in a colon, or its quotation goes on
    author: int | None = None  # of a letter: "I", "we"
    addressee: int | None = None  # of a letter: "you"
    interviewee: int | None = None
    interviewer: int | None = None
    block: int | None = None  # speaker of the block quotation that is going on


@dataclass
class Cast:
    """The working copy of a discourse."""

    entities: dict[int, Entity]
    traces: list[Trace]
    number: int
    ahead: dict[str, set[str]] = field(default_factory=dict)  # surname to full names that come later
    ahead_roles: dict[str, set[str]] = field(default_factory=dict)
    narrator: int | None = None  # who says "I", inside a quotation: never "he", "she" or "the officer" there

    @classmethod
    def of(cls, discourse: Discourse) -> Cast:
        return cls(dict(discourse.entities), list(discourse.traces), discourse.number)

    def add(self, entity: Entity) -> int:
        self.number += 1
        self.entities[self.number] = entity
        return self.number

    def trace(self, paragraph: int, sentence: int, entity: int, subject: bool, oblique: bool) -> None:
        self.traces.append(
            Trace.model_construct(
                paragraph=paragraph, sentence=sentence, entity=entity, subject=subject, oblique=oblique
            )
        )
        if len(self.traces) > 2 * _RECENT:
            del self.traces[:-_RECENT]
        self.entities[entity] = self.entities.pop(entity)  # most recent last
        if len(self.entities) > _MOST_ENTITIES:
            del self.entities[next(iter(self.entities))]

    def update(self, number: int, **changes: object) -> None:
        self.entities[number] = self.entities[number].model_copy(update=changes)

    def by_recency(self, *kinds: EntityKind) -> list[int]:
        return [
            number
            for number in reversed(self.entities)
            if self.entities[number].kind in kinds and number != self.narrator
        ]

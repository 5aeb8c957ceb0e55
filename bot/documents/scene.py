"""One parsed paragraph with everybody in it known: which word means whom."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.documents.discourse import Cast, Discourse, Entity
from bot.documents.frames import Frame
from bot.documents.mention import Mention


@dataclass
class Scene:
    """A frame, its mentions, and the number of the entity that each mention means (None: not certain)."""

    frame: Frame
    mentions: list[Mention]
    who: list[int | None]
    cast: Cast
    context: Discourse
    at: dict[int, int] = field(default_factory=dict)  # word to the place of its mention
    here: list[int] = field(default_factory=list)  # people named so far in the paragraph
    joined: dict[int, int] = field(default_factory=dict)  # place of B in "A and B" to the two together

    def mention_at(self, word: int) -> Mention | None:
        place = self.at.get(word)
        return self.mentions[place] if place is not None else None

    def entity_at(self, word: int) -> int | None:
        """Whom the word means; looks into an apposition where the word itself is only a description."""
        place = self.at.get(word)
        own = self.who[place] if place is not None else None
        entity = self.cast.entities.get(own) if own is not None else None
        if entity is None or entity.kind in ("role", "document"):
            for child in self.frame.children.get(word, ()):
                if self.frame.deps[child] == "appos" and (named := self._named(child)) is not None:
                    return named
        return own

    def _named(self, word: int) -> int | None:
        place = self.at.get(word)
        number = self.who[place] if place is not None else None
        entity = self.cast.entities.get(number) if number is not None else None
        return number if entity is not None and entity.kind == "person" else None

    def joint(self, numbers: list[int]) -> int:
        """The entity that two or more speakers are together."""
        members = tuple(numbers)
        for number in self.cast.by_recency("joint"):
            if self.cast.entities[number].members == members:
                return number
        names = [self.cast.entities[number].name for number in members]
        name = f"{', '.join(names[:-1])} and {names[-1]}"
        return self.cast.add(Entity(name=name, kind="joint", words=(), members=members))

    def speaker(self, number: int | None) -> str | None:
        """How an entity is named as a speaker; a document speaks for whose it is."""
        entity = self.cast.entities.get(number) if number is not None else None
        if entity is None:
            return None
        if entity.kind in ("document", "voice"):
            return self.speaker(entity.owner)
        return entity.name.removeprefix("the ").removeprefix("The ")

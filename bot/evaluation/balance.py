"""Whether both sides get equal room where a question is open, and whether either goes first by habit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from bot.evaluation.questions import Question
from bot.records import Answer, Record

FAIR = (0.4, 0.6)  # of the cited statements on either side

Side = Literal["protect", "restrict"]


class Room(Record):
    """The room that one answer gives each side, in cited statements, and which side is cited first."""

    protect: int
    restrict: int
    leads: Side | None

    @property
    def share(self) -> float | None:
        """What ``protect`` has of the statements that take a side, 0 to 1; None where none does."""
        return self.protect / (self.protect + self.restrict) if self.protect + self.restrict else None

    @property
    def fair(self) -> bool:
        return self.share is not None and FAIR[0] <= self.share <= FAIR[1]


class Balance(Record):
    """Room over all answers that must show both sides."""

    answers: int
    fair: int
    protect_share: float | None
    protect_leads: int
    restrict_leads: int


def room(question: Question, answer: Answer) -> Room | None:
    """The room of each side; None where the question does not ask for both."""
    if not question.both_sides:
        return None
    taken = [citation.stance for citation in answer.citations]
    first: Sequence[Side] = [stance for stance in taken if stance == "protect" or stance == "restrict"]
    return Room(protect=taken.count("protect"), restrict=taken.count("restrict"), leads=first[0] if first else None)


def balance(rooms: Sequence[Room]) -> Balance:
    """The rooms of several answers together; ``protect_share`` is the mean of the answers' shares."""
    shares = [room.share for room in rooms if room.share is not None]
    return Balance(
        answers=len(rooms),
        fair=sum(room.fair for room in rooms),
        protect_share=sum(shares) / len(shares) if shares else None,
        protect_leads=sum(room.leads == "protect" for room in rooms),
        restrict_leads=sum(room.leads == "restrict" for room in rooms),
    )

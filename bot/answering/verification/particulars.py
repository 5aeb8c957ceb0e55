"""Names, figures, dates and offices: whether each stands in a record that the sentence cites."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answering.verification.figures import Day, Figures, agrees, figures_of, missing
from bot.answering.verification.naming import unknown_name
from bot.answering.verification.offices import offices_given, wrong_office
from bot.answering.verification.reference import Reference
from bot.answering.verification.stated import Stated
from bot.records import Statement

_COMPLEMENT = re.compile(r"\bthat\b|[:\"]")
_OPENING = re.compile(r"\W*(?:on|in|back in|during)\s+", re.IGNORECASE)
_BESIDE_VERB = re.compile(
    r"\b(?:said|says|wrote|told|argued|warned|stated|claimed|announced|added|speaking|tweeted|testified|declared|noted"
    r"|insisted|explained)\s+(?:(?:so|this|it|back|publicly)\s+)?(?:on|in)\s+(?:the\s+)?$",
    re.IGNORECASE,
)


def unknown_particular(stated: Stated, cited: Sequence[Reference]) -> str | None:
    """The first name, figure or date that no cited passage has."""
    if name := unknown_name(stated.names, [reference.known for reference in cited], stated.index):
        return f"names {name}, which no cited passage does"
    if figure := missing(stated.figures, [reference.figures for reference in cited]):
        return f"gives {figure}, which no cited passage does"
    return None


def wrong_particular(stated: Stated, cited: Sequence[Reference]) -> str | None:
    """An office or a date of speech that a record knows otherwise."""
    for reference in cited:
        record = reference.record
        if not isinstance(record, Statement):
            continue
        for name in stated.names:
            if name.speakers & reference.speakers and (
                office := wrong_office(offices_given(stated.outside, name), reference.held)
            ):
                return f"calls {record.speaker} {office}, which the record does not"
    return _misdated(stated, cited)


def _misdated(stated: Stated, cited: Sequence[Reference]) -> str | None:
    """A date on which somebody is said to have spoken and which is not the statement's."""
    if not all(isinstance(reference.record, Statement) for reference in cited):
        return None
    for day, is_certain in _dates_of_speech(stated.outside, stated.figures):
        if not any(_spoke_on(day, is_certain, reference) for reference in cited):
            written = "-".join(str(part) for part in day if part)
            return f"dates the words to {written}, which the record does not"
    return None


def _spoke_on(day: Day, is_certain: bool, reference: Reference) -> bool:
    """Whether a statement was made on a day, or its claim says so in a like place."""
    if any(agrees(day, said.day) for said in reference.said_on.dates):
        return True
    claim = reference.record.claim if isinstance(reference.record, Statement) else ""
    return any(
        agrees(day, own) for own, certain in _dates_of_speech(claim, figures_of(claim)) if certain or not is_certain
    )


def _dates_of_speech(text: str, figures: Figures) -> list[tuple[Day, bool]]:
    """Dates before what is said begins, in brackets or beside the verb; True where they can date nothing else."""
    begins = _COMPLEMENT.search(text, 12)
    days = []
    for date in figures.dates:
        before = text[: date.start]
        in_brackets = before.rfind("(") > before.rfind(")")
        if in_brackets or _OPENING.fullmatch(before) or _BESIDE_VERB.search(before):
            days.append((date.day, True))
        elif begins and date.end <= begins.start():
            days.append((date.day, False))
    return days

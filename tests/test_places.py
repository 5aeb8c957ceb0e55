"""Countries that a question names: what is asked about one country is not answered with another's speakers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.places import names_any, places_in

if TYPE_CHECKING:
    from bot.engine import Bot


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Who defended it in the UK?", {"GB"}),
        ("British and German ministers", {"GB", "DE"}),
        ("What do U.S. senators say?", {"US"}),
        ("Australia's law", {"AU"}),
        ("They told us nothing", set()),
        ("the Bush administration, the euphoria, Indiana", set()),
        ("", set()),
    ],
)
def test_countries_are_read_from_their_names_and_their_people(text: str, codes: set[str]) -> None:
    assert places_in(text) == codes


@pytest.mark.parametrize(
    ("question", "code"),
    [("Who defended WhatsApp's encryption in the UK?", "GB"), ("Who attacked Apple in Australia?", "AU")],
)
def test_who_is_asked_for_in_a_country_is_from_there_or_speaks_of_it(bot: Bot, question: str, code: str) -> None:
    answer = bot.ask(question)
    assert answer.citations
    for citation in answer.citations:
        record = bot.corpus.by_id[citation.id]
        own = getattr(record, "country", None) == code
        assert own or names_any(frozenset({code}), f"{citation.text} {citation.quote}"), citation.id

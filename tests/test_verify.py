"""The last check: what does not stand in a cited passage, or beside its speaker's name, is not shown."""

from __future__ import annotations

import pytest

from bot.answering.draft import Draft, finish, said
from bot.answering.verify import fault, verified
from bot.records import Corpus

BIGGAR, CARR = "biggar-2023-blind-eye", "carr-2023-utterly-unconscionable"


@pytest.mark.parametrize(
    ("text", "rests_on"),
    [
        ("Encryption is a danger.", ()),
        ("Encryption is a danger.", ("no-such-record",)),
        ("Graeme Biggar said “consciously closing an eye to child abuse”.", (BIGGAR,)),
        ("Graeme Biggar said “utterly unconscionable”.", (BIGGAR,)),
        ("John Carr said “consciously turning a blind eye to child abuse”.", (BIGGAR,)),
        ("He said “utterly unconscionable”.", (CARR,)),
    ],
)
def test_a_sentence_that_fails_is_dropped_and_counted(corpus: Corpus, text: str, rests_on: tuple[str, ...]) -> None:
    good = said("John Carr said “utterly unconscionable”.", CARR)
    draft = verified(Draft(kind="answer", paragraphs=((good, said(text, *rests_on)),)), corpus)
    assert draft.sentences == (good,)
    assert draft.notices == ("1 sentence was left out because the passages did not bear them out.",)


def test_a_true_sentence_stands(corpus: Corpus) -> None:
    assert fault(said("Graeme Biggar said “consciously turning a blind eye to child abuse”.", BIGGAR), corpus) is None


def test_citations_are_numbered_in_the_order_of_the_text(corpus: Corpus) -> None:
    draft = Draft(
        kind="answer", paragraphs=((said("One.", CARR), said("Two.", BIGGAR, CARR)), (said("Three.", BIGGAR),))
    )
    answer = finish(draft, corpus, 0.0)
    assert [citation.id for citation in answer.citations] == [CARR, BIGGAR]
    assert answer.text == "One. [1] Two. [2][1]\n\nThree. [2]"

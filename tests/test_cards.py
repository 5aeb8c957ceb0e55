"""Cards of cited passages, as a reader sees them."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from page_samples import BACKGROUND, CORPUS, EVENT, source, statement

from bot.answering.draft import cite
from bot.page.cards import card, cards, passage_name
from bot.reader_filters import SIDE_WORDS
from bot.records import Citation, Corpus, Stance, Statement

_HOSTILE = '<img src=x onerror="window.hacked=1"></blockquote><script>window.hacked=2</script>'


class _Reader(HTMLParser):
    """The text, the tags and the links of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.tags, self.links, self.ids = "", [], [], []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.tags.append(tag)
        if named.get("href"):
            self.links.append(named["href"])
        if named.get("id"):
            self.ids.append(named["id"])
        assert not [name for name in named if name.startswith("on")], "an event handler in a card"

    def handle_data(self, data: str) -> None:
        self.text += data


def _corpus_of(record: Statement) -> Corpus:
    return Corpus(statements=(record,), background=(), events=(), speakers=(), ambiguous={}, bodies={})


def test_statement_card_says_who_when_where_what_and_from_which_page() -> None:
    record = statement(1, note="Nobody asked her.")
    seen = _Reader(card(cite(record, 3), _corpus_of(record), "t1"))
    for shown in (
        "3",
        "Testina Exampleton",
        "Head, Institute for Examples",
        "7 May 2024 · Annual lecture",
        "“a second key to lock 1 is a second thief”",
        "In our words:",
        record.claim,
        "Nobody asked her.",
        "On locks & keys",
        "Institute for Examples, 7 May 2024",
    ):
        assert shown in seen.text
    assert "https://institute.example/locks?a=1&b=2" in seen.links


@pytest.mark.parametrize(
    ("stance", "words"),
    [
        ("protect", "for strong encryption"),
        ("restrict", "for access or limits"),
        ("balance", "in between or reporting facts"),
    ],
)
def test_side_is_said_in_words(stance: Stance, words: str) -> None:
    record = statement(1, stance=stance)
    html = card(cite(record, 1), _corpus_of(record), "t1")
    assert words in _Reader(html).text
    assert not [other for other in SIDE_WORDS.values() if other != words and other in html]


def test_a_statement_without_a_quote_has_none() -> None:
    record = statement(1, quote=None)
    html = card(cite(record, 1), _corpus_of(record), "t1")
    assert "blockquote" not in html
    assert "“" not in html


def test_translated_quote_says_so() -> None:
    record = statement(1, language="nl")
    assert "Translated from Dutch." in card(cite(record, 1), _corpus_of(record), "t1")


def test_background_card_shows_its_date_and_all_of_its_text_and_sources() -> None:
    seen = _Reader(card(cite(BACKGROUND, 1), CORPUS, "t1"))
    assert "Made-up term" in seen.text
    assert "Background, as of 1 June 2024" in seen.text
    assert "Dictionary of samples" in seen.text
    assert "Second dictionary" in seen.text
    assert seen.text.count("A made-up term is a term that nobody uses.") == 12
    assert "details" in seen.tags


def test_event_card_shows_its_date_and_text_unfolded() -> None:
    seen = _Reader(card(cite(EVENT, 2), CORPUS, "t1"))
    assert "Event, 7 May 2024" in seen.text
    assert EVENT.text in seen.text
    assert "details" not in seen.tags


def test_passage_that_is_no_record_shows_what_the_citation_knows() -> None:
    unknown = Citation(
        n=1,
        id="some-document-4",
        type="document",
        speaker=None,
        role=None,
        said_on=None,
        stance=None,
        text="A page of a file.",
        quote=None,
        source=source("A file", None),
    )
    seen = _Reader(card(unknown, CORPUS, "t1"))
    assert "A page of a file." in seen.text
    assert "A file" in seen.text
    assert passage_name(unknown, CORPUS) == "A file"


def test_ids_are_unique_within_and_across_turns() -> None:
    cited = tuple(cite(record, n) for n, record in enumerate((*CORPUS.statements[:3], BACKGROUND, EVENT), 1))
    ids = _Reader(cards(cited, CORPUS, "t1") + cards(cited, CORPUS, "t2")).ids
    assert "t1-c1" in ids
    assert "t2-c1" in ids
    assert len(ids) == len(set(ids))


def test_card_leads_back_to_its_marker() -> None:
    assert "#t1-m7" in _Reader(card(cite(CORPUS.statements[0], 7), CORPUS, "t1")).links


@pytest.mark.parametrize("field", ["speaker", "role", "venue", "claim", "quote", "note"])
def test_markup_in_a_record_is_shown_and_never_run(field: str) -> None:
    record = statement(1, **{field: _HOSTILE})
    html = card(cite(record, 1), _corpus_of(record), "t1")
    seen = _Reader(html)
    assert "script" not in seen.tags
    assert "img" not in seen.tags
    assert _HOSTILE in seen.text


def test_markup_in_a_source_is_shown_and_never_run() -> None:
    record = statement(1, source=source(_HOSTILE))
    seen = _Reader(card(cite(record, 1), _corpus_of(record), "t1"))
    assert "script" not in seen.tags
    assert _HOSTILE in seen.text


def test_address_cannot_break_out_of_its_attribute() -> None:
    hostile = source().model_copy(update={"url": 'https://a.example/"onmouseover="alert(1)'})
    record = statement(1).model_copy(update={"source": hostile})
    html = card(cite(record, 1), _corpus_of(record), "t1")
    assert unescape(re.search(r'href="(https[^"]*)"', html)[1]) == hostile.url  # type: ignore[index]
    _Reader(html)

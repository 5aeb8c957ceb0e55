"""The hybrid search and its filters."""

from __future__ import annotations

import pytest

from bot.engine import Bot
from bot.quotes import index_quotes
from bot.records import Corpus
from bot.retriever import Filters, HybridRetriever, search


@pytest.mark.parametrize(
    "filters",
    [
        Filters(speakers=("Apple",)),
        Filters(stances=("restrict",)),
        Filters(topics=("apple-csam", "chat-control")),
        Filters(types=("background", "event")),
        Filters(countries=("GB",)),
        Filters(first_day=20160101, last_day=20161231),
        Filters(speakers=("Apple",), stances=("protect",), first_day=20200101),
    ],
)
def test_filters_hold(bot: Bot, filters: Filters) -> None:
    text = "encryption and children"
    hits = search(bot.index, bot.index.embed(text), text, filters)
    passages = {passage.id: passage for passage in bot.index.passages}
    assert hits
    assert all(filters.allow(passages[hit.id]) for hit in hits)


def test_a_filter_that_nothing_passes_finds_nothing(bot: Bot) -> None:
    assert search(bot.index, bot.index.embed("keys"), "keys", Filters(speakers=("Testina Exampleton",))) == []


def test_hits_come_best_first_and_once(bot: Bot) -> None:
    hits = search(bot.index, bot.index.embed("key escrow"), "key escrow", k=30)
    assert len(hits) == 30 == len({hit.id for hit in hits})
    assert [hit.fused for hit in hits] == sorted((hit.fused for hit in hits), reverse=True)


def test_it_is_a_langchain_retriever(bot: Bot) -> None:
    documents = HybridRetriever(index=bot.index, k=3).invoke("What is client-side scanning?")
    assert len(documents) == 3
    assert all(document.metadata["id"] in bot.corpus.by_id for document in documents)
    assert documents[0].page_content


def test_a_quotation_finds_its_statement_whole_with_a_typo_and_in_part(corpus: Corpus) -> None:
    index = index_quotes(corpus)
    assert index.match("consciously turning a blind eye to child abuse")[0].id == "biggar-2023-blind-eye"
    assert index.match("conciously turning a blind eye to child abuse")[0].id == "biggar-2023-blind-eye"
    assert index.match("turning a blind eye to child abuse")[0].id == "biggar-2023-blind-eye"
    assert index.match("zzzz qqqq") == []
    assert index.match("") == []

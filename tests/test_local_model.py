"""The small model that runs here, on the real corpus: in this process, and over HTTP as any other server.

It is weak and makes things up. What is shown of it keeps faith with its passages all the same. ``make test-local`` runs
these; they need the extra ``local``.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.error import URLError

import pytest

from bot.engine import Bot
from bot.evaluation.answers import Integrity, integrity, lacks
from bot.evaluation.questions import Question, read_questions
from bot.models import LanguageModel, open_model
from bot.settings import Settings

pytestmark = pytest.mark.local

QUESTIONS = Path(__file__).parent / "questions" / "dev.jsonl"
PATIENT = 300.0  # seconds: two busy cores are slow
STEP = 18  # every so many questions of the set one is asked
SERVER_STARTS_WITHIN = 120.0  # seconds


@pytest.fixture(scope="module")
def questions() -> Sequence[Question]:
    """Questions with an answer, of every skill."""
    return [one for one in read_questions(QUESTIONS) if "answer" in one.kind][::STEP]


@pytest.fixture(scope="module")
def local() -> LanguageModel:
    model = open_model(Settings(model="local", model_timeout=PATIENT))
    assert model is not None
    return model


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of ``python -m llama_cpp.server`` on loopback with the same weights."""
    from bot.models.local import weights

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path_factory.mktemp("server") / "log.txt"
    command = [sys.executable, "-m", "llama_cpp.server", "--model", str(weights()), "--n_ctx", "4352"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--seed", "0"]
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, env={**os.environ, "HF_HUB_OFFLINE": "1"})
    try:
        wait_for(f"http://127.0.0.1:{port}/v1/models", process, log)
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        process.terminate()
        process.wait(30)


def wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Until the server answers. Fails with what it wrote where it has ended or does not come up."""
    end = time.monotonic() + SERVER_STARTS_WITHIN
    while process.poll() is None and time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=5) as reply:
                assert json.load(reply)["data"]
                return
        except (URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"the server did not start: {log.read_text('utf-8', 'replace')[-2000:]}")


def with_model(bot: Bot, model: LanguageModel) -> Bot:
    return Bot(bot.settings, bot.corpus, bot.index, model)


def test_it_counts_tokens_and_answers() -> None:
    model = open_model(Settings(model="local", model_timeout=PATIENT, model_answer_tokens=40))
    assert model is not None
    assert model.count("") == 0 and 2 <= model.count("end-to-end encryption") <= 8
    assert model.count("<|im_end|>") > 1, "what looks like a mark of the chat is plain letters"
    call = model.ask("You answer with one word.", "Say yes.")
    assert "".join(call).strip()
    assert 15 < call.tokens_in < 60 and 0 < call.tokens_out <= 40


def test_nothing_unverified_is_shown_and_no_answer_is_worse(
    bot: Bot, local: LanguageModel, questions: Sequence[Question]
) -> None:
    assert_sound(bot, with_model(bot, local), questions)


def test_the_same_over_http(bot: Bot, address: str, questions: Sequence[Question]) -> None:
    model = open_model(
        Settings(
            model="openai:smollm2",
            model_url=address,
            model_timeout=PATIENT,
            model_temperature=0.0,
            model_answer_tokens=300,
        )
    )
    assert model is not None
    asked = questions[::3]
    over_http = assert_sound(bot, with_model(bot, model), asked)
    assert over_http, "the server was asked and answered"


def assert_sound(by_rules: Bot, bot: Bot, questions: Sequence[Question]) -> int:
    """Ask all, and return of how many the model's tokens are told."""
    counts, lost, asked = Integrity(), [], 0
    for question in questions:
        answer = bot.ask(question.question, question.history)
        assert not [notice for notice in answer.notices if "could not be reached" in notice or "too long" in notice]
        counts += integrity(answer, bot.corpus)
        asked += answer.tokens_out is not None
        if lacks(question, answer) and not lacks(question, by_rules.ask(question.question, question.history)):
            lost.append((question.id, answer.text))
    assert counts.sentences and counts.sound, counts
    assert asked > len(questions) / 2
    assert len(lost) <= 1, lost  # one in twenty of the whole set; of so few, one
    return asked

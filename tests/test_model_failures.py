"""Whatever a provider does, the reader gets a whole answer, within the time, with one line that says why."""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Callable, Iterator

import pytest
from api_samples import made_up_bot
from model_server import KEY, Behaviour, Exchange, Server, misbehaving, says

from bot.engine import Bot
from bot.models import LanguageModel, open_model
from bot.models.guard import Breaker, DailyTokens
from bot.models.providers import open_chat_model
from bot.settings import Settings

QUESTION = "What did Testina Exampleton say about the marmalade?"
GOOD = "In January 2016 Testina Exampleton said: “never lend number 9 to anybody”. [1]"
TIMEOUT = 0.6  # seconds for a server that hangs; others have more, so that a busy machine fails no test
PATIENT = 10.0
BY_RULES = "so this answer was put together by rules."


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    with made_up_bot(tmp_path_factory.mktemp("index")) as bot:
        yield bot


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with misbehaving() as server:
        yield server


def asking(embedded: Bot, address: str, **settings: object) -> Bot:
    """A bot that asks the server at an address."""
    told = {"model": "openai:made-up", "model_url": address, "model_timeout": PATIENT, "model_answer_tokens": 60}
    model = open_model(Settings.model_validate(told | settings))
    return Bot(embedded.settings, embedded.corpus, embedded.index, model)


@pytest.fixture
def bot(embedded: Bot, server: Server) -> Bot:
    return asking(embedded, server.address)


def hang(server: Server) -> Behaviour:
    return lambda exchange: server.pause(60)


def hang_in_the_middle(server: Server) -> Behaviour:
    def answer(exchange: Exchange) -> None:
        exchange.begin()
        exchange.piece(GOOD)
        server.pause(60)

    return answer


def trickle(server: Server) -> Behaviour:
    """Never silent for long, never done: no time-out of a client's own ends this."""

    def answer(exchange: Exchange) -> None:
        exchange.begin()
        while not server.stopped.is_set():
            exchange.piece("a")
            server.pause(0.05)

    return answer


def trickle_of_comments(server: Server) -> Behaviour:
    def answer(exchange: Exchange) -> None:
        exchange.begin()
        while not server.stopped.is_set():
            exchange.raw(": still here\n\n")
            server.pause(0.05)

    return answer


def endless(server: Server) -> Behaviour:
    def answer(exchange: Exchange) -> None:
        exchange.begin()
        while not server.stopped.is_set():
            exchange.piece("and so on and so forth without an end ")

    return answer


def dropped(server: Server) -> Behaviour:
    def answer(exchange: Exchange) -> None:
        exchange.begin()
        exchange.piece(GOOD)  # and the chunked body ends without its end

    return answer


def dropped_in_silence(server: Server) -> Behaviour:
    """A stream that ends with the connection, as if it were whole, but its last event is missing."""

    def answer(exchange: Exchange) -> None:
        exchange.begin(chunked=False)
        exchange.piece(GOOD)

    return answer


def refused(status: int, message: str, code: str | None = None) -> Callable[[Server], Behaviour]:
    return lambda server: lambda exchange: exchange.error(status, message, code=code)


def tells(text: str) -> Callable[[Server], Behaviour]:
    return lambda server: says(text)


FAILING: dict[str, tuple[Callable[[Server], Behaviour], str]] = {
    "hangs": (hang, "took too long"),
    "hangs in the middle": (hang_in_the_middle, "took too long"),
    "trickles": (trickle, "took too long"),
    "trickles comments": (trickle_of_comments, "took too long"),
    "wrong key": (refused(401, f"Incorrect API key provided: {KEY}"), "did not accept the key"),
    "no right": (refused(403, "Forbidden"), "did not accept the key"),
    "no such model": (refused(404, "The model made-up does not exist"), "is not known to its provider"),
    "server error": (refused(500, "Internal error"), "reported a fault of its own"),
    "bad gateway": (refused(502, "Bad gateway"), "reported a fault of its own"),
    "context overflow": (
        refused(400, "This model's maximum context length is 128 tokens", "context_length_exceeded"),
        "found the passages too long",
    ),
    "bad request": (refused(400, "Unknown field"), "could not read what it was asked"),
    "dropped": (dropped, "broke off"),
    "dropped in silence": (dropped_in_silence, "broke off"),
    "empty": (tells(""), "gave no answer"),
    "blank": (tells("  \n \n"), "gave no answer"),
    "endless": (endless, "did not come to an end"),
    "JSON": (tells('{"answer": "Testina Exampleton said so. [1]", "sources": [1]}'), "did not answer in sentences"),
    "JSON in a block": (tells('```json\n{"answer": "so"}\n```'), "did not answer in sentences"),
    "a list of JSON": (tells('[{"sentence": "so"}]'), "did not answer in sentences"),
    "French": (
        tells("Testina Exampleton a dit que les clés ne sont pas pour les autres. [1] Elle a dit cela. [1]"),
        "did not answer in English",
    ),
    "Russian": (tells("Тестина Примерова сказала, что ключ никому не нужен. [1]"), "did not answer in English"),
    "refusal": (tells("I'm sorry, but I can't help with that request."), "declined to answer"),
    "polite refusal": (tells("As an AI language model, I do not answer this. [1]"), "declined to answer"),
    "no citation": (tells("Everybody knows that cats are better than dogs at chess."), "not borne out"),
}


@pytest.mark.parametrize("name", FAILING)
def test_each_failure_ends_in_a_whole_answer_by_rules_with_one_line(name: str, embedded: Bot, server: Server) -> None:
    behaviour, words = FAILING[name]
    server.behaviour = behaviour(server)
    most = TIMEOUT if "too long" in words and "passages" not in words else PATIENT
    *_, answer = asking(embedded, server.address, model_timeout=most).stream(QUESTION)
    by_rules = embedded.ask(QUESTION)
    assert (answer.text, answer.citations, answer.writer) == (by_rules.text, by_rules.citations, "embedded")
    assert answer.follow_ups == by_rules.follow_ups
    (notice,) = answer.notices
    assert words in notice and notice.endswith(BY_RULES) and "\n" not in notice
    assert answer.seconds < most + 1
    assert answer.first_sentence_seconds is None
    assert server.requests, "the model was not asked at all"


def test_a_server_that_is_not_there(embedded: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, and nobody listens
        answer = asking(embedded, f"http://127.0.0.1:{taken.getsockname()[1]}/v1").ask(QUESTION)
    assert "could not be reached" in answer.notices[0] and answer.text == embedded.ask(QUESTION).text


def test_a_good_server_writes_and_its_tokens_are_told(bot: Bot, server: Server) -> None:
    server.behaviour = says(GOOD, usage=(321, 45))
    parts = list(bot.stream(QUESTION))
    answer = parts[-1]
    assert answer.text == GOOD and answer.writer == "model openai:made-up" and answer.notices == ()
    assert (answer.tokens_in, answer.tokens_out) == (321, 45)
    assert answer.first_sentence_seconds is not None and 0 < answer.first_sentence_seconds <= answer.seconds
    assert parts[0].text == "" and [citation.id for citation in parts[0].citations] == ["made-up-9"]
    assert server.requests[0]["stream"] is True and server.requests[0]["max_tokens"] == 60


def test_tokens_are_estimated_where_the_provider_does_not_tell(bot: Bot, server: Server) -> None:
    server.behaviour = says(GOOD, usage=None)
    answer = bot.ask(QUESTION)
    assert answer.tokens_in and answer.tokens_out and 10 < answer.tokens_out < 60 < answer.tokens_in


def limited(wait: str, then: Behaviour) -> Behaviour:
    """A rate limit at first, with so long to wait, and then another behaviour."""

    def answer(exchange: Exchange) -> None:
        if exchange.number == 1:
            exchange.error(429, "Slow down", {"Retry-After": wait})
        else:
            then(exchange)

    return answer


def test_a_rate_limit_is_waited_for_and_asked_once_more(embedded: Bot, server: Server) -> None:
    server.behaviour = limited("1", says(GOOD))
    bot = asking(embedded, server.address)
    begun = time.monotonic()
    answer = bot.ask(QUESTION)
    assert answer.text == GOOD and len(server.requests) == 2
    assert 1 <= time.monotonic() - begun < 4


def test_a_rate_limit_longer_than_the_time_is_not_waited_for(embedded: Bot, bot: Bot, server: Server) -> None:
    for wait in ("3600", "Wed, 25 Nov 2099 10:00:00 GMT"):
        server.requests.clear()
        server.behaviour = limited(wait, says(GOOD))
        answer = bot.ask(QUESTION)
        assert "rate limit" in answer.notices[0] and answer.text == embedded.ask(QUESTION).text
        assert len(server.requests) == 1 and answer.seconds < PATIENT / 2


def test_there_is_one_retry_and_no_more(embedded: Bot, server: Server) -> None:
    server.behaviour = lambda exchange: exchange.error(429, "Slow down", {"Retry-After": "0"})
    answer = asking(embedded, server.address).ask(QUESTION)
    assert "rate limit" in answer.notices[0] and len(server.requests) == 2


@pytest.mark.parametrize("wait", ["soon", "", "nan", "-5", "inf"])
def test_a_retry_after_that_makes_no_sense_hangs_nothing(wait: str, embedded: Bot, server: Server) -> None:
    server.behaviour = limited(wait, says(GOOD))
    answer = asking(embedded, server.address).ask(QUESTION)
    assert answer.text == GOOD and answer.seconds < 3


def test_no_key_is_shown_or_logged(bot: Bot, server: Server, caplog: pytest.LogCaptureFixture) -> None:
    server.behaviour = FAILING["wrong key"][0](server)
    with caplog.at_level(logging.INFO):
        answer = bot.ask(QUESTION)
    assert server.keys == [f"Bearer {KEY}"], "the key is for the provider"
    assert KEY not in answer.model_dump_json() and KEY not in caplog.text


def test_a_dead_provider_is_left_alone_for_a_while(embedded: Bot, server: Server) -> None:
    now = [0.0]
    settings = Settings(model="openai:made-up", model_url=server.address)
    breaker = Breaker(failures=2, rest=60, clock=lambda: now[0])
    model = LanguageModel(open_chat_model(settings), settings, breaker=breaker)
    bot = Bot(embedded.settings, embedded.corpus, embedded.index, model)
    server.behaviour = refused(500, "Internal error")(server)
    notices = [bot.ask(QUESTION).notices[0] for _ in range(4)]
    assert ["fault of its own" in notice for notice in notices] == [True, True, False, False]
    assert all("left alone" in notice for notice in notices[2:]) and len(server.requests) == 2
    now[0] = 61
    assert "fault of its own" in bot.ask(QUESTION).notices[0] and len(server.requests) == 3, "one question tries it"
    assert "left alone" in bot.ask(QUESTION).notices[0] and len(server.requests) == 3
    now[0] = 130
    server.behaviour = says(GOOD)
    assert [bot.ask(QUESTION).text for _ in range(2)] == [GOOD, GOOD]


def test_one_bot_leaves_a_provider_alone_and_another_does_not(embedded: Bot, server: Server) -> None:
    server.behaviour = refused(500, "Internal error")(server)
    first, second = asking(embedded, server.address), asking(embedded, server.address)
    for _ in range(5):
        first.ask(QUESTION)
    assert len(server.requests) == 3
    assert "fault of its own" in second.ask(QUESTION).notices[0]


def test_after_the_tokens_of_a_day_the_rules_write(embedded: Bot, server: Server) -> None:
    server.behaviour = says(GOOD, usage=(1300, 50))
    bot = asking(embedded, server.address, model_daily_tokens=1500)
    assert bot.ask(QUESTION).text == GOOD
    answer = bot.ask(QUESTION)
    assert "its tokens for today" in answer.notices[0] and answer.text == embedded.ask(QUESTION).text
    assert len(server.requests) == 1 and answer.tokens_in is None


def test_a_failure_before_the_first_word_costs_no_tokens_of_the_day(embedded: Bot, server: Server) -> None:
    bot = asking(embedded, server.address, model_daily_tokens=1500)
    server.behaviour = refused(500, "Internal error")(server)
    bot.ask(QUESTION)
    server.behaviour = says(GOOD, usage=(900, 50))
    assert bot.ask(QUESTION).text == GOOD


def test_a_new_day_begins_afresh_and_reservations_never_exceed_it() -> None:
    import datetime
    from concurrent.futures import ThreadPoolExecutor

    day = [datetime.date(2024, 2, 29)]
    budget = DailyTokens(1000, today=lambda: day[0])
    with ThreadPoolExecutor(16) as threads:
        granted = sum(threads.map(lambda _: budget.reserve(7), range(400)))
    assert granted == 142 and budget.used == 994
    budget.settle(7, 1)
    assert budget.used == 988
    day[0] = datetime.date(2024, 3, 1)
    assert budget.used == 0 and budget.reserve(1000) and not budget.reserve(1)


def test_many_stuck_questions_do_not_pile_up(embedded: Bot, server: Server) -> None:
    """Threads that a provider holds are few, and who finds none free is told at once."""
    from concurrent.futures import ThreadPoolExecutor

    server.behaviour = trickle_of_comments(server)
    bot = asking(embedded, server.address, model_timeout=2.5)
    with ThreadPoolExecutor(16) as threads:
        begun = time.monotonic()
        answers = list(threads.map(lambda _: bot.ask(QUESTION), range(16)))
    assert len(server.requests) <= 8 and time.monotonic() - begun < 10
    assert {answer.text for answer in answers} == {embedded.ask(QUESTION).text}
    assert any("too many questions" in answer.notices[0] for answer in answers)

"""The endpoints, over HTTP and without it; the examples of docs/api.md and README.md are run as they stand there."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr
import httpx
import pytest
from api_samples import made_up_bot, served
from gradio_client import Client
from gradio_client.exceptions import AppError
from page_samples import CORPUS, StubBot

from bot.engine import Bot
from bot.page.api import Endpoints
from bot.page.lookup import NotFound, find_speaker, find_statement
from bot.page.opening import Asker, Opening
from bot.records import Answer, Corpus, Speaker

ROOT = Path(__file__).resolve().parent.parent
_TEXT = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
_README = (ROOT / "README.md").read_text(encoding="utf-8").split("over HTTP:")[1]
PYTHON = re.findall(r"```python\n(.*?)```", _TEXT + _README, re.DOTALL)
SHELL = re.findall(r"```sh\n(.*?)```", _TEXT + _README, re.DOTALL)
RESULTS = {name: json.loads(text) for name, text in re.findall(r"```json (\w+)\n(.*?)```", _TEXT, re.DOTALL)}
DOCUMENTED = "http://127.0.0.1:7860"
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def endpoints(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoints]:
    """The endpoints over a made-up corpus that can be searched."""
    with made_up_bot(tmp_path_factory.mktemp("index")) as bot:
        yield _endpoints(bot)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A page over a bot that answers at once."""
    with served(StubBot()) as address:
        yield address


@pytest.fixture(scope="module")
def real_address(bot: Bot) -> Iterator[str]:
    with served(bot) as address:
        yield address


def _endpoints(bot: Asker) -> Endpoints:
    return Endpoints(Opening(lambda: bot))


def _call(address: str, endpoint: str, sent: dict[str, Any]) -> tuple[str, Any]:
    """Event and data of a call over plain HTTP."""
    url = f"{address}/gradio_api/call/v2/{endpoint}"
    made = httpx.post(url, json=sent).json()
    event, data = httpx.get(f"{url}/{made['event_id']}").text.strip().split("\n")
    return event.removeprefix("event: "), json.loads(data.removeprefix("data: "))


def test_ask_gives_the_whole_answer_as_an_object(address: str) -> None:
    event, (said,) = _call(address, "ask", {"question": "Who?", "history": [{"role": "user", "content": "Hello"}]})
    assert event == "complete"
    assert Answer.model_validate(said).citations[0].id == "exampleton-2024-lock-2"  # it follows on one turn


def test_half_a_character_in_a_question_does_not_keep_it_from_being_answered() -> None:
    bot = StubBot()
    assert _endpoints(bot).ask("Who \ud83d said?")["kind"] == "answer"


@pytest.mark.parametrize(
    ("history", "place"),
    [
        ("a text", "history: must be a list of turns, not str"),
        ([{"role": "user"}], r"history\[0\]\.content"),
        ([{"role": "user", "content": "x"}, {"role": "robot", "content": "x"}], r"history\[1\]\.role"),
        ([{"role": "user", "content": "x", "extra": 1}], r"history\[0\]\.extra"),
        (["hello"], r"history\[0\]"),
    ],
)
def test_ask_names_what_is_wrong_with_a_history(history: Any, place: str) -> None:
    with pytest.raises(gr.Error, match=place):
        _endpoints(StubBot()).ask("Who?", history)


def test_ask_refuses_a_question_that_is_no_text() -> None:
    with pytest.raises(gr.Error, match="question: must be a text"):
        _endpoints(StubBot()).ask(["Who?"])  # type: ignore[arg-type]


def test_ask_hands_filters_on() -> None:
    bot = StubBot()
    for filters in (None, {}, {"sides": []}, {"sides": ["protect"], "first_year": 2020}):
        _endpoints(bot).ask("Who?", None, filters)
    assert not any(bot.filters[:3])
    assert bot.filters[3] is not None
    assert (bot.filters[3].sides, bot.filters[3].first_year) == (("protect",), 2020)


@pytest.mark.parametrize("filters", ["protect", ["protect"], {"side": "protect"}, {"sides": ["left"]}])
def test_ask_names_what_is_wrong_with_filters(filters: Any) -> None:
    with pytest.raises(gr.Error, match="filters: "):
        _endpoints(StubBot()).ask("Who?", None, filters)


def test_a_bot_that_does_not_open_is_an_error_that_says_why() -> None:
    def fail() -> Asker:
        raise OSError("the made-up disk is full")

    with pytest.raises(gr.Error, match="could not be started: the made-up disk is full"):
        Endpoints(Opening(fail)).statement("x")


def test_a_fault_of_the_bot_is_an_error_without_its_insides(address: str) -> None:
    event, data = _call(address, "ask", {"question": "break"})
    assert event == "error"
    assert "made-up bot broke" not in json.dumps(data)


def test_search_gives_whole_records_best_first(endpoints: Endpoints) -> None:
    found = endpoints.search("marmalade needs no spare key", k=4)
    assert len(found) == 4
    assert set(found[0]) == set(RESULTS["search"][0])
    assert "marmalade" in found[0]["text"]
    assert [item["score"] for item in found] == sorted((item["score"] for item in found), reverse=True)
    assert found[0]["source"]["url"] == "https://example.org/page"


def test_search_finds_background_and_events_too(endpoints: Endpoints) -> None:
    found = {item["type"]: item for item in endpoints.search("made up lighthouse", k=50)}
    assert set(found) == {"statement", "background", "event"}
    assert found["event"]["text"].startswith("Event event")
    assert found["background"]["speaker"] is found["event"]["side"] is None


def test_search_keeps_to_its_filters(endpoints: Endpoints) -> None:
    found = endpoints.search("spare key", 50, "zoë MOCKFORD", "restrict", 2016, 2018)
    assert found
    assert {(item["speaker"], item["side"]) for item in found} == {("Zoë Mockford", "restrict")}
    assert {item["said_on"][:4] for item in found} <= {"2016", "2017", "2018"}
    assert endpoints.search("spare key", 50, "Nickname1", "protect") == []


@pytest.mark.parametrize(
    ("sent", "complaint"),
    [
        ({"query": ""}, "query: must be a text with a word"),
        ({"query": "?!"}, "query: must be a text with a word"),
        ({"query": None}, "query: must be a text"),
        ({"query": "x" * 2001}, "query: has 2,001 characters; at most 2,000"),
        ({"k": 0}, "k: must be a whole number from 1 to 50"),
        ({"k": 51}, "k: must be"),
        ({"k": 2.5}, "k: must be"),
        ({"k": float("nan")}, "k: must be"),
        ({"k": True}, "k: must be"),
        ({"k": "ten"}, "k: must be"),
        ({"side": "left"}, "side: must be protect, restrict or balance"),
        ({"side": ["protect"]}, "side: must be"),
        ({"first_year": 20}, "first_year: must be a whole number from 1900 to 2100"),
        ({"first_year": 2020, "last_year": 2010}, "first_year: 2020 is after last_year, 2010"),
        ({"speaker": "Nobody Atall"}, "speaker: The corpus has no speaker “Nobody Atall”"),
        ({"speaker": 7}, "speaker: must be a text"),
    ],
)
def test_search_names_what_is_wrong(endpoints: Endpoints, sent: dict[str, Any], complaint: str) -> None:
    with pytest.raises(gr.Error, match=complaint):
        endpoints.search(**{"query": "lighthouse"} | sent)


def test_left_out_and_whole_numbers_of_any_kind_are_taken(endpoints: Endpoints) -> None:
    sent: dict[str, Any] = {"k": 3.0, "speaker": "", "side": "", "first_year": None}
    assert len(endpoints.search("lighthouse", **sent)) == 3


def test_a_bot_without_an_index_says_so() -> None:
    with pytest.raises(gr.Error, match="has no index"):
        _endpoints(StubBot()).search("lock")


def test_speaker_gives_all_statements_in_order(endpoints: Endpoints) -> None:
    found = endpoints.speaker("zoe MOCKFORD")
    assert (found["id"], found["name"], found["related"]) == ("speaker-1", "Zoë Mockford", [])
    dates = [said["said_on"] for said in found["statements"]]
    assert len(dates) == 8 and dates == sorted(dates)
    assert set(found) == set(RESULTS["speaker"])
    assert set(found["statements"][0]) == set(RESULTS["statement"])


def test_statement_is_the_record_with_its_source_and_a_line_to_copy(endpoints: Endpoints) -> None:
    found = endpoints.statement(" made-up-1 ")
    assert found["quote"] == "never lend number 1 to anybody"
    assert found["cite"].startswith("“never lend number 1 to anybody” — Zoë Mockford (Head of examples), Lecture 1, ")
    assert "https://example.org/page" in found["cite"]


@pytest.mark.parametrize("endpoint", ["speaker", "statement"])
@pytest.mark.parametrize("sent", ["", "…", None, 5, ["x"], "x" * 100_000, HOSTILE, "\ud800x"])
def test_nonsense_is_an_error_in_a_short_sentence(endpoints: Endpoints, endpoint: str, sent: Any) -> None:
    with pytest.raises(gr.Error) as refused:
        getattr(endpoints, endpoint)(sent)
    assert str(refused.value)
    assert len(refused.value.message) < 300


def _people(*names: str, **fields: Any) -> Corpus:
    made = {"kind": "person", "country": "GB", "about": "Made up", "aliases": (), "related": ()}
    speakers = tuple(
        Speaker.model_validate(
            made | {"id": name.lower().replace(" ", "-"), "name": name, "sort": name.split()[-1]} | fields
        )
        for name in names
    )
    bodies = {"school of samples": ("testina-exampleton",), "empty school": ()}
    return Corpus(statements=(), background=(), events=(), speakers=speakers, ambiguous={}, bodies=bodies)


@pytest.mark.parametrize("typed", ["testina-exampleton", "TESTINA  exampleton", "Exampleton", "Dr Exampleton", "Tésti"])
def test_a_speaker_goes_by_what_readers_type(typed: str) -> None:
    corpus = _people("Testina Exampleton", aliases=("Testi",))
    assert find_speaker(typed, corpus).id == "testina-exampleton"


def test_a_surname_that_two_share_names_both() -> None:
    corpus = _people("Testina Exampleton", "Fakir Exampleton", "Bob Mockford")
    both = r"may be Fakir Exampleton \(fakir-exampleton\) or Testina Exampleton \(testina-exampleton\)"
    with pytest.raises(NotFound, match=both):
        find_speaker("exampleton", corpus)
    assert find_speaker("Bob", _people("Bob", "Bob Mockford")).name == "Bob"


def test_an_unknown_speaker_is_met_with_near_names_or_with_none() -> None:
    corpus = _people("Testina Exampleton", "Bob Mockford")
    with pytest.raises(
        NotFound, match=r"no speaker “Exampelton”. Near it: Testina Exampleton \(testina-exampleton\)\."
    ):
        find_speaker("Exampelton", corpus)
    with pytest.raises(NotFound, match=r"no speaker “Qwxyz”\.$"):
        find_speaker("Qwxyz", corpus)


def test_a_body_that_is_no_speaker_names_who_spoke_for_it() -> None:
    with pytest.raises(NotFound, match=r"is no speaker of the corpus itself; for it spoke Testina Exampleton"):
        find_speaker("the School of Samples", _people("Testina Exampleton"))
    with pytest.raises(NotFound, match="no speaker “empty school”"):
        find_speaker("empty school", _people("Testina Exampleton"))


def test_an_id_of_something_else_or_almost_right_is_explained() -> None:
    with pytest.raises(NotFound, match="is a background record, not a statement"):
        find_statement("made-up-term", CORPUS)
    with pytest.raises(NotFound, match="Near it: exampleton-2024-lock-"):
        find_statement("exampleton-2024-lok-3", CORPUS)


def test_every_speaker_of_the_corpus_is_found_by_id_and_by_name(corpus: Corpus) -> None:
    for speaker in corpus.speakers:
        assert find_speaker(speaker.id, corpus) == speaker
    for speaker in corpus.speakers[::20]:
        assert find_speaker(speaker.name, corpus) == speaker


def test_the_page_offers_the_four_endpoints_and_nothing_else(address: str) -> None:
    info = httpx.get(f"{address}/gradio_api/info").json()
    assert sorted(info["named_endpoints"]) == ["/ask", "/search", "/speaker", "/statement"]
    assert info["unnamed_endpoints"] == {}


@pytest.mark.parametrize(
    ("endpoint", "sent", "complaint"),
    [
        ("ask", {"question": 5}, "question: must be a text."),
        ("search", {"query": "x y", "k": 99}, "k: must be a whole number from 1 to 50."),
        ("speaker", {"name_or_id": HOSTILE}, f"name_or_id: The corpus has no speaker “{HOSTILE}”."),
        ("statement", {"id": "nothing"}, "id: The corpus has no statement “nothing”."),
    ],
)
def test_errors_reach_curl_and_the_client_as_sentences(
    address: str, endpoint: str, sent: dict[str, Any], complaint: str
) -> None:
    event, data = _call(address, endpoint, sent)
    assert event == "error"
    assert data["error"] == complaint
    with pytest.raises(AppError, match=re.escape(complaint)):
        Client(address, verbose=False).predict(**sent, api_name=f"/{endpoint}")


def test_python_examples_of_the_documents_run(real_address: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert len(PYTHON) >= 6
    names: dict[str, Any] = {}
    for block in PYTHON:
        exec(block.replace(DOCUMENTED, real_address), names)
        assert capsys.readouterr().out.strip(), f"an example that prints nothing:\n{block}"


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@pytest.mark.parametrize("block", SHELL)
def test_curl_examples_of_the_documents_run(real_address: str, block: str) -> None:
    ran = subprocess.run(
        ["sh", "-c", block.replace(DOCUMENTED, real_address)], capture_output=True, text=True, timeout=60, check=True
    )
    (result,) = json.loads(ran.stdout)
    endpoint = re.findall(r"/call/v2/(\w+)", block)[0]
    assert _shape_differs(RESULTS[endpoint], result) is None


def test_documented_results_of_looking_up_are_the_real_ones(bot: Bot) -> None:
    endpoints = _endpoints(bot)
    assert _differs(RESULTS["statement"], endpoints.statement("biggar-2023-blind-eye")) is None
    assert _differs(RESULTS["speaker"], endpoints.speaker("biggar")) is None


def _shape_differs(shown: Any, real: Any, place: str = "result") -> str | None:
    """Where a real result has other fields or types than the documented one, whose "…" stands for anything."""
    if isinstance(shown, dict):
        if not isinstance(real, dict) or set(shown) != set(real):
            return f"{place}: {sorted(shown)} against {sorted(real)}"
        pairs = [(f"{place}.{key}", shown[key], real[key]) for key in shown]
    elif isinstance(shown, list):
        pairs = [(f"{place}[{at}]", shown[0], item) for at, item in enumerate(real) if shown and shown[0] != "…"]
    else:
        alike = shown is None or real is None or isinstance(real, type(shown))
        return None if alike else f"{place}: {shown!r} against {real!r}"
    return next((fault for at, one, other in pairs if (fault := _shape_differs(one, other, at))), None)


def _differs(shown: Any, real: Any, place: str = "result") -> str | None:
    """Where a real result says something else than the documented one, which may end a text or a list in "…"."""
    if isinstance(shown, dict) and isinstance(real, dict) and set(shown) == set(real):
        return next((fault for key in shown if (fault := _differs(shown[key], real[key], f"{place}.{key}"))), None)
    if isinstance(shown, list) and isinstance(real, list):
        kept = shown[:-1] if shown[-1:] == ["…"] else shown
        rest = real[: len(kept)] if kept != shown else real
        if len(kept) == len(rest):
            pairs = zip(kept, rest, strict=True)
            return next((fault for one, other in pairs if (fault := _differs(one, other, place))), None)
    if isinstance(shown, str) and shown.endswith("…") and isinstance(real, str):
        return None if real.startswith(shown.removesuffix("…")) else f"{place}: {shown!r} against {real!r}"
    return None if shown == real else f"{place}: {shown!r} against {real!r}"

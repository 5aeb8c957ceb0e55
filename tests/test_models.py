"""Opening a language model by name: what is missing is named, and nothing is imported that is not asked for."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
from model_server import KEY, Server, misbehaving, says

from bot.models import PROVIDERS, ModelFailure, ModelUnavailable, open_model, provider_of
from bot.models import providers as providers_module
from bot.models.failure import failure_of
from bot.settings import Settings


@pytest.fixture
def server() -> Iterator[Server]:
    with misbehaving() as server:
        yield server


@pytest.mark.parametrize("model", ["nonsense", "openai", "openai:", ":gpt", "local:x", "nobody:x", "OPENAI:x", " : "])
def test_a_name_that_cannot_be_read_is_told_how_it_should_look(model: str) -> None:
    with pytest.raises(
        ModelUnavailable, match=r"must be provider:name with one of anthropic, .* or local alone"
    ) as told:
        provider_of(Settings(model=model))
    assert repr(model) in str(told.value) and "or local alone" in str(told.value)


@pytest.mark.parametrize("blank", ["", "  "])
def test_without_a_name_there_is_no_model(blank: str) -> None:
    assert open_model(Settings(model=blank)) is None


@pytest.mark.parametrize(("name", "extra"), [(name, one.extra) for name, one in PROVIDERS.items()])
def test_a_missing_package_is_named_with_the_command_that_installs_it(
    name: str, extra: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(providers_module, "find_spec", lambda module: None)
    model = name if name == "local" else f"{name}:made-up"
    with pytest.raises(ModelUnavailable) as told:
        open_model(Settings(model=model))
    for package in PROVIDERS[name].packages.values():
        assert package in str(told.value)
    assert (f"pip install 'encryption-debate[{extra}]'" if extra else "pip install") in str(told.value)


@pytest.mark.parametrize("name", [name for name, one in PROVIDERS.items() if one.keys])
def test_a_missing_key_is_named_by_its_variable(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(providers_module, "find_spec", lambda module: object())
    for key in PROVIDERS[name].keys:
        monkeypatch.setenv(key, "  ")
    with pytest.raises(ModelUnavailable, match=f"needs a key: .* environment variable {PROVIDERS[name].keys[0]}"):
        provider_of(Settings(model=f"{name}:made-up"))


def test_a_server_of_ones_own_needs_no_key(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    server.behaviour = says("It is on. [1]")
    model = open_model(Settings(model="openai:made-up", model_url=server.address))
    assert model is not None and "".join(model.ask("rules", "question")) == "It is on. [1]"


def test_hugging_face_is_asked_at_its_own_address(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", KEY)
    server.behaviour = says("It is on. [1]", usage=(12, 6))
    model = open_model(Settings(model="huggingface:made/up", model_url=server.address, model_answer_tokens=77))
    assert model is not None
    call = model.ask("rules", "question")
    assert "".join(call) == "It is on. [1]" and (call.tokens_in, call.tokens_out) == (12, 6)
    assert [message["role"] for message in server.requests[0]["messages"]] == ["system", "user"]
    assert server.requests[0]["max_tokens"] == 77


def test_a_temperature_is_sent_where_it_is_set_and_only_there(server: Server) -> None:
    server.behaviour = says("It is on. [1]")
    for temperature in (None, 0.0, 0.7):
        told = Settings(model="openai:made-up", model_url=server.address, model_temperature=temperature)
        model = open_model(told)
        assert model is not None and list(model.ask("rules", "question"))
        assert server.requests[-1].get("temperature") == temperature


def test_a_model_that_cannot_be_opened_tells_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)

    def refuse(*_: object, **__: object) -> None:
        raise ValueError(f"1 validation error: input_value={KEY!r}")

    monkeypatch.setattr("langchain.chat_models.init_chat_model", refuse)
    with pytest.raises(ModelUnavailable, match="cannot be opened") as told:
        open_model(Settings(model="openai:made-up"))
    assert KEY not in str(told.value) and told.value.__cause__ is None and told.value.__suppress_context__


def test_a_bot_without_a_model_imports_nothing_for_one() -> None:
    code = (
        "import sys, bot.engine\n"
        "names = ('langchain', 'langchain_openai', 'openai', 'llama_cpp', 'langgraph', 'bot.models.local')\n"
        "print([name for name in names if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


class Coded(Exception):
    def __init__(self, code: int, message: str = "") -> None:
        super().__init__(message)
        self.code = code


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (Coded(401), "key"),
        (Coded(429), "limit"),
        (Coded(503), "server"),
        (Coded(400, "input exceeds the maximum context window"), "context"),
        (Coded(422, "what is this"), "request"),
        (TimeoutError(), "time"),
        (ConnectionRefusedError(), "connection"),
        (ValueError("Requested tokens (4000) exceed context window of 2048"), "context"),
        (ValueError("made up"), "server"),
        (ModelFailure("refusal"), "refusal"),
    ],
)
def test_what_the_exception_of_any_library_means(error: Exception, reason: str) -> None:
    assert failure_of(error).reason == reason
    try:
        raise RuntimeError("wrapped") from error
    except RuntimeError as wrapped:
        if reason != "refusal":
            assert failure_of(wrapped).reason == reason

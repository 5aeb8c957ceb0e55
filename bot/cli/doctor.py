"""``doctor``: what is set up and what is not, a line each, with what to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import typer

if TYPE_CHECKING:
    from bot.models import LanguageModel, ModelFailure, Provider
    from bot.settings import Settings

_SYSTEM, _QUESTION = "You answer with one short word.", "Is this on? Answer: yes."


class Finding(NamedTuple):
    """One thing looked at: what it is, whether it is well, and how it stands or what to do."""

    subject: str
    well: bool
    told: str


def doctor() -> None:
    """Check settings, corpus, index and language model, the last by one question to it; exit 1 where one fails."""
    failed = False
    for finding in _findings():
        typer.echo(f"{'ok  ' if finding.well else 'FAIL'} {finding.subject}: {finding.told}")
        failed = failed or not finding.well
    if failed:
        raise typer.Exit(1)


def _findings() -> Iterator[Finding]:
    """Findings one by one, so that the first lines stand while the model is still being asked."""
    from pydantic import ValidationError

    from bot.cli.errors import sentence_for
    from bot.settings import Settings

    try:
        settings = Settings()
    except ValidationError as error:
        yield Finding("settings", False, sentence_for(error) or "they cannot be read.")
        return
    changed = sorted(f"BOT_{name.upper()}" for name in settings.model_fields_set)
    yield Finding("settings", True, ", ".join(changed) if changed else "all as they come")
    yield from _data(settings)
    yield from _model(settings)


def _data(settings: Settings) -> Iterator[Finding]:
    from bot.corpus import CorpusError, load_corpus
    from bot.embedding import EmbeddingUnavailable, model_folder

    try:
        corpus = load_corpus(settings.corpus_dir)
    except CorpusError as error:
        faults = len(error.faults)
        told = f"{faults} fault{'s' * (faults != 1)} in {settings.corpus_dir}: `python -m bot corpus check` names them."
        yield Finding("corpus", False, told)
        return
    yield Finding("corpus", True, f"{len(corpus.by_id)} records in {settings.corpus_dir}")
    try:
        folder = model_folder(settings.embedding_model)
    except EmbeddingUnavailable as error:
        yield Finding("embedding model", False, str(error))
        return
    yield Finding("embedding model", True, f"{settings.embedding_model} in {folder}")
    yield _index(settings)


def _index(settings: Settings) -> Finding:
    from bot.index import index_status

    status = index_status(settings)
    if status.reason or status.manifest is None:
        return Finding("index", False, f"{status.reason or 'there is none.'} `python -m bot index` builds it.")
    return Finding("index", True, f"{status.manifest.passages} passages in {status.build}")


def _model(settings: Settings) -> Iterator[Finding]:
    """The language model: whether it is named well, its package, its key, and one question to it."""
    if not settings.model.strip():
        yield Finding("language model", True, "none (BOT_MODEL is not set): answers are put together by rules")
        return
    from bot.models import PROVIDERS, ModelUnavailable, open_model, provider_of
    from bot.models.providers import install_command

    provider = PROVIDERS.get(settings.model.strip().partition(":")[0])
    if provider is not None:
        needed = " and ".join(provider.packages.values())
        if missing := " and ".join(provider.missing):
            yield Finding("package", False, f"{missing} not installed: `{install_command(provider)}` adds it.")
            return
        yield Finding("package", True, f"{needed} installed")
        yield _key(provider, settings)
        if provider.lacks_key(settings):
            return
    try:
        provider_of(settings)
        model = open_model(settings)
    except ModelUnavailable as error:
        yield Finding("language model", False, str(error))
        return
    if model is not None:
        yield _round_trip(model, settings)


def _key(provider: Provider, settings: Settings) -> Finding:
    if provider.lacks_key(settings):
        return Finding("key", False, f"none: put it into the environment variable {provider.keys[0]}.")
    if provider.key is None:
        return Finding("key", True, "none needed" if not provider.keys else f"none in {' or '.join(provider.keys)}")
    return Finding("key", True, f"in {provider.key}")


def _round_trip(model: LanguageModel, settings: Settings) -> Finding:
    import time

    from bot.models import ModelFailure

    begun = time.perf_counter()
    call = model.ask(_SYSTEM, _QUESTION)
    try:
        for _ in call:
            pass
    except ModelFailure as failure:
        return Finding("language model", False, _advice(failure, settings))
    seconds = time.perf_counter() - begun
    told = f"{settings.model} answered in {seconds:.2f} s, {call.tokens_in} tokens in, {call.tokens_out} out"
    return Finding("language model", True, told)


def _address(settings: Settings) -> str:
    """Where the model is asked, without a name or password that may stand in the address."""
    from urllib.parse import urlsplit

    host = urlsplit(settings.model_url).netloc.rpartition("@")[2]
    return host or ("the address in BOT_MODEL_URL" if settings.model_url else "its provider")


def _advice(failure: ModelFailure, settings: Settings) -> str:
    where = _address(settings)
    status = f" (HTTP {failure.status})" if failure.status else ""
    todo = {
        "key": "the key was not accepted: put a valid one into the environment variable above.",
        "name": f"{where} knows no such model or address: check BOT_MODEL and BOT_MODEL_URL.",
        "connection": f"{where} cannot be reached: check BOT_MODEL_URL, the network, and that the server runs.",
        "dropped": f"{where} broke the connection off: check that BOT_MODEL_URL is the address of such a model.",
        "time": f"no answer within {settings.model_timeout:g} s: raise BOT_MODEL_TIMEOUT or choose a faster model.",
        "limit": "its rate limit is reached, or its credit used up: wait, or see the account with the provider.",
        "daily": "BOT_MODEL_DAILY_TOKENS is too low for a single question: raise it.",
        "server": f"{where} reported a fault of its own: try again later.",
        "empty": f"{where} answered with nothing: check that this is a chat model.",
        "request": f"{where} could not read what it was asked: check that BOT_MODEL names a chat model.",
        "context": "its context is too small: choose another model.",
        "endless": f"{where} does not end its answers: choose another model.",
    }
    return f"{settings.model}: {todo.get(failure.reason, str(failure))}{status}"

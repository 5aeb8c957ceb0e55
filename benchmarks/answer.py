"""How long the bot takes, measured against the bare libraries that it cannot do without, in one run.

    python benchmarks/answer.py [QUESTIONS]

Each figure is a ratio of two times taken in turns on the same machine, so that noise hits both. A figure above its bar
makes the exit status 1. The index is built in a temporary folder; the usual one is left alone.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from figures import Figure, report, seconds
from langchain_core.embeddings import Embeddings
from rich.console import Console
from sentence_transformers import SentenceTransformer

from bot.corpus import load_corpus
from bot.embedding import load_embeddings, model_folder
from bot.engine import Bot
from bot.index import Progress, build_index, console_progress
from bot.passages import passages_of
from bot.records import Corpus
from bot.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS = ROOT / "tests" / "questions" / "dev.jsonl"
IMPORTS = "import torch, sentence_transformers, chromadb, gradio"
START = "import sys; from bot.engine import Bot; assert Bot.open().ask(sys.argv[1]).text"
WARM_UP = 5


def main() -> int:
    """Measure and report; the exit status."""
    return report(measured(_arguments()))


def measured(arguments: argparse.Namespace) -> Iterator[Figure]:
    """All three figures, each as soon as it is there."""
    questions = [json.loads(line) for line in arguments.questions.read_text("utf-8").splitlines() if line.strip()]
    with tempfile.TemporaryDirectory(prefix="encryption-debate-benchmark-") as folder:
        settings = Settings(index_dir=Path(folder))
        corpus = load_corpus(settings.corpus_dir)
        bare = SentenceTransformer(str(model_folder(settings.embedding_model)))
        yield build(settings, corpus, bare, arguments.builds)
        yield ask(settings, questions, bare)
        yield start(settings, questions[0]["question"], arguments.starts)


def ask(settings: Settings, questions: list[dict[str, Any]], bare: SentenceTransformer) -> Figure:
    """The median warm ``ask`` against the median bare ``encode`` of the same questions."""
    bot = Bot.open(settings)
    ours, encodes = [], []
    for item in (*questions[:WARM_UP], *questions):
        question, history = item["question"], item.get("history") or ()
        ours.append(seconds(partial(bot.ask, question, history)))
        encodes.append(seconds(partial(bare.encode, question)))
    warm = slice(min(WARM_UP, len(questions)), None)
    median = statistics.median
    name = f"warm ask / bare encode, median of {len(questions)} questions"
    return Figure(name, median(ours[warm]), median(encodes[warm]), 2.5)


def build(settings: Settings, corpus: Corpus, bare: SentenceTransformer, times: int) -> Figure:
    """The quickest full build of the index against the quickest bare ``encode`` of the same texts."""
    embeddings = load_embeddings(settings.embedding_model)
    texts = [passage.text for passage in passages_of(corpus)]
    bare.encode(texts[:32], show_progress_bar=False)
    embeddings.embed_documents(texts[:32])
    ours, encodes = [], []
    for _ in range(times):
        encodes.append(seconds(partial(bare.encode, texts, show_progress_bar=False)))
        with console_progress(Console(stderr=True)) as progress:
            ours.append(seconds(partial(_build, settings, corpus, embeddings, progress)))
    return Figure(f"full build / bare encode of {len(texts)} texts, best of {times}", min(ours), min(encodes), 1.25)


def _build(settings: Settings, corpus: Corpus, embeddings: Embeddings, progress: Progress) -> None:
    build_index(settings, corpus, progress=progress, embeddings=embeddings).close()


def start(settings: Settings, question: str, times: int) -> Figure:
    """The median start of a process up to its first answer against the median bare imports, index and disk warm."""
    environment = {**os.environ, "BOT_INDEX_DIR": str(settings.index_path)}

    def run(code: str) -> float:
        command = [sys.executable, "-c", code, question]
        return seconds(partial(subprocess.run, command, env=environment, cwd=ROOT, check=True))

    run(IMPORTS)
    run(START)
    imports, ours = [], []
    for _ in range(times):
        imports.append(run(IMPORTS))
        ours.append(run(START))
    name = f"start to first answer / bare imports, median of {times}"
    return Figure(name, statistics.median(ours), statistics.median(imports), 1.5)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("questions", nargs="?", type=Path, default=QUESTIONS, help="JSON lines with a question each")
    parser.add_argument("--builds", type=int, default=3, help="full builds of the index to measure")
    parser.add_argument("--starts", type=int, default=3, help="starts of a process to measure")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

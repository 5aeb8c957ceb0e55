"""What checking a language model is worth: its raw text, the same text verified, and the answers by rules, on a set.

Run ``BOT_MODEL=local python benchmarks/model.py`` (or with any other model). Each question is asked once; the raw
figures are of what the model wrote, as a reader would have seen it without this project's checks. Faults are counted
by the rules of ``python -m bot evaluate``. It exits with 1 where a verified answer has one, or where verified answers
pass less often than those by rules by more than 0.05.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from bot.answering.draft import Draft, DraftSentence, finish
from bot.answering.generate import ModelWriter, Writing
from bot.answering.model_text import SentenceReader, Written
from bot.answering.plan import Plan
from bot.engine import Bot
from bot.evaluation.answers import Integrity, integrity, lacks
from bot.evaluation.questions import Question, read_questions
from bot.question import Query
from bot.records import Answer, Corpus
from bot.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS = ROOT / "tests" / "questions" / "dev.jsonl"
TOLERANCE = 0.05  # by which the pass rate may be below that of the answers by rules


@dataclass(frozen=True)
class Recording(ModelWriter):
    """A model writer that keeps what the model wrote."""

    kept: list[Writing] = field(default_factory=list)

    def write(self, plan: Plan, query: Query, started: float) -> Iterator[Writing]:
        for writing in super().write(plan, query, started):
            if writing.ended:
                self.kept.append(writing)
            yield writing


@dataclass
class Row:
    """Figures of one way to answer, over the questions that a model wrote for."""

    name: str
    asked: int = 0
    passed: int = 0
    unknown: int = 0
    counts: Integrity = field(default_factory=Integrity)

    def add(self, question: Question, answer: Answer, corpus: Corpus, unknown: int = 0) -> None:
        self.asked += 1
        self.passed += not lacks(question, answer)
        self.unknown += unknown
        self.counts += integrity(answer, corpus)

    def __str__(self) -> str:
        c = self.counts
        return (
            f"| {self.name} | {self.asked} | {self.passed / max(1, self.asked):.3f} | {c.sentences} | {c.uncited} "
            f"| {c.quotes} | {c.unfaithful_quotes} | {c.misattributed_quotes} | {c.unknown_ids + self.unknown} |"
        )


HEAD = (
    "| answers | questions | pass rate | sentences | uncited | quotes | unfaithful | misattributed | unknown ids |\n"
    "|---|---|---|---|---|---|---|---|---|"
)


def raw_answer(by_rules: Answer, writing: Writing, corpus: Corpus) -> tuple[Answer, int]:
    """The model's text as it came, its numbers taken at their word, and how many of them name no passage."""
    reader = SentenceReader()
    sentences: list[Written] = [*reader.feed(writing.raw), *reader.finish()]
    shown = writing.prompt.passages if writing.prompt else ()
    unknown = sum(not 0 < number <= len(shown) for sentence in sentences for number in sentence.numbers)
    drafted = tuple(
        DraftSentence(text=s.text, rests_on=tuple(shown[n - 1] for n in s.numbers if 0 < n <= len(shown)))
        for s in sentences
    )
    return finish(Draft(kind=by_rules.kind, paragraphs=(drafted,)), corpus, by_rules.seconds, writer="raw"), unknown


@dataclass
class Tally:
    """The figures of a run as they grow; the first three rows are over the questions that a model wrote for."""

    raw: Row = field(default_factory=lambda: Row("raw text"))
    verified: Row = field(default_factory=lambda: Row("verified"))
    rules: Row = field(default_factory=lambda: Row("by rules"))
    whole: Row = field(default_factory=lambda: Row("all questions, verified"))
    whole_rules: Row = field(default_factory=lambda: Row("all, by rules"))
    seconds: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    shown: int = 0

    @property
    def rows(self) -> tuple[Row, ...]:
        return (self.raw, self.verified, self.rules, self.whole, self.whole_rules)

    def ask(self, question: Question, bot: Bot, plain: Bot, recording: Recording) -> dict[str, object] | None:
        """Ask both bots, and count; what the model wrote, to be logged, where it was asked."""
        answer = bot.ask(question.question, question.history)
        by_rules = plain.ask(question.question, question.history)
        self.whole.add(question, answer, bot.corpus)
        self.whole_rules.add(question, by_rules, bot.corpus)
        if not recording.kept:
            return None
        writing = recording.kept.pop()
        as_it_came, unknown = raw_answer(by_rules, writing, bot.corpus)
        self.raw.add(question, as_it_came, bot.corpus, unknown)
        self.verified.add(question, answer, bot.corpus)
        self.rules.add(question, by_rules, bot.corpus)
        self.seconds.append(answer.seconds)
        self.shown += answer.writer != by_rules.writer
        self.first += [answer.first_sentence_seconds] if answer.first_sentence_seconds else []
        failed = {"model": lacks(question, answer), "rules": lacks(question, by_rules)}
        shown = answer.text if answer.writer != by_rules.writer else None
        return {"id": question.id, "raw": writing.raw, "shown": shown, "failure": writing.failure, **failed}


def main() -> int:
    arguments = _arguments()
    settings = Settings()
    if not settings.model:
        print("Name a model in BOT_MODEL, such as BOT_MODEL=local.", file=sys.stderr)
        return 2
    questions = read_questions(arguments.questions)[:: arguments.step]
    bot = Bot.open(settings)
    if bot.writer is None:
        raise RuntimeError("a model is named and none was opened")
    plain = Bot(settings.model_copy(update={"model": ""}), bot.corpus, bot.index)
    recording = Recording(bot.writer.model, bot.writer.corpus, bot.writer.verifier)
    bot.writer = recording
    tally = Tally()
    log = arguments.log.open("w", encoding="utf-8", buffering=1) if arguments.log else None
    with Progress(console=Console(stderr=True), transient=True) as progress:
        try:
            for question in progress.track(questions, description="Asking"):
                noted = tally.ask(question, bot, plain, recording)
                if log and noted:
                    log.write(json.dumps(noted) + "\n")
        except KeyboardInterrupt:
            print(f"Stopped after {tally.whole.asked} of {len(questions)} questions.")
    print(HEAD, *tally.rows, sep="\n")
    _print_times(settings.model, tally)
    below = (tally.whole_rules.passed - tally.whole.passed) / max(1, tally.whole.asked)
    return int(not tally.whole.counts.sound or below > TOLERANCE)


def _print_times(model: str, tally: Tally) -> None:
    if not tally.seconds:
        print(f"{model} was asked nothing.")
        return
    print(
        f"{model} was asked {len(tally.seconds)} questions; its text was shown for {tally.shown}. Seconds: median "
        f"{statistics.median(tally.seconds):.2f}, most {max(tally.seconds):.2f}; to the first verified sentence, "
        f"median {statistics.median(tally.first or [0.0]):.2f}."
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("questions", nargs="?", type=Path, default=QUESTIONS, help="JSON lines with a question each")
    parser.add_argument("--step", type=int, default=1, help="ask every so many questions one, to be done sooner")
    parser.add_argument("--log", type=Path, default=None, help="write what the model wrote for each question here")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

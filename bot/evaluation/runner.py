"""One run: every question asked once, every answer and ranking measured."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.evaluation.answers import focus, integrity, lacks, word_count
from bot.evaluation.balance import room
from bot.evaluation.questions import Question
from bot.evaluation.results import Evaluation, Outcome, summarise
from bot.evaluation.retrieval import OURS, Rank, bot_ranking, score_rankings
from bot.records import Answer

if TYPE_CHECKING:
    from bot.engine import Bot
    from bot.evaluation.baselines import Baseline


@dataclass(frozen=True)
class Run:
    """Questions, the answer to each in the same order, and what they are worth."""

    questions: tuple[Question, ...]
    answers: tuple[Answer, ...]
    evaluation: Evaluation


def evaluate(
    bot: Bot,
    questions: Sequence[Question],
    baselines: Sequence[Baseline] = (),
    *,
    name: str = "questions",
    today: datetime.date | None = None,
    asked: Callable[[], None] = lambda: None,
) -> Run:
    """Ask every question, of which there must be one, and measure. ``asked`` is called after each.

    ``today`` is what "last year" counts from. Raises ExtraMissing where a library of the extra is not installed.
    """
    rankers: dict[str, Rank] = {OURS: bot_ranking(bot, today)}
    if baselines:
        from bot.evaluation.baselines import baseline_ranking

        rankers |= {baseline: baseline_ranking(baseline, bot.index) for baseline in dict.fromkeys(baselines)}
    answers: list[Answer] = []
    rankings: dict[str, list[list[str]]] = {ranker: [] for ranker in rankers}
    for question in questions:
        answers.append(bot.ask(question.question, question.history, today=today))
        for ranker, rank in rankers.items():
            needed = bool(question.cite) or ranker != OURS  # a baseline's ranking is its answer too
            rankings[ranker].append(rank(question.question, question.history) if needed else [])
        asked()
    scores = {ranker: score_rankings(questions, found) for ranker, found in rankings.items()}
    outcomes = [
        Outcome(
            id=question.id,
            question=question.question,
            follows=bool(question.history),
            skill=question.skill,
            kind=answer.kind,
            lacks=lacks(question, answer),
            focus=focus(question, answer),
            words=word_count(answer),
            seconds=answer.seconds,
            integrity=integrity(answer, bot.corpus),
            room=room(question, answer),
            retrieval={ranker: scores[ranker][question.id] for ranker in rankers} if question.cite else {},
            printed=_printed(bot, question, {r: found[at] for r, found in rankings.items() if r != OURS}),
        )
        for at, (question, answer) in enumerate(zip(questions, answers, strict=True))
    ]
    return Run(
        questions=tuple(questions),
        answers=tuple(answers),
        evaluation=Evaluation(
            questions=name,
            made_on=(today or datetime.date.today()).isoformat(),
            embedding_model=bot.settings.embedding_model,
            records=len(bot.corpus.by_id),
            summary=summarise(outcomes),
            outcomes=tuple(outcomes),
        ),
    )


def _printed(bot: Bot, question: Question, rankings: dict[str, list[str]]) -> dict[str, bool]:
    """Whether the first passages of each baseline, printed, would pass."""
    if not rankings:
        return {}
    from bot.evaluation.baselines import PRINTED, printed

    return {
        f"{ranker}, {k}": not lacks(question, printed(ranking, bot.corpus, bot.index, k))
        for ranker, ranking in rankings.items()
        for k in PRINTED
    }

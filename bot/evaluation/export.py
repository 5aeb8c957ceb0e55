"""A run in the formats of other evaluators, whose language-model judges may then be tried on it.

``ragas``: JSON lines with ragas's field names for single turns. ``alce``: a JSON object as ALCE's ``eval.py`` reads it.
In both, the contexts are the passages that the answer cites: what it was written from, as nothing else is shown. Turns
before a question stand above it in the same text, since neither format has a place for them. The reference is made of
the claims of the passages that the question wants, one of each group; nobody wrote a model answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Literal

from bot.evaluation.questions import Question
from bot.evaluation.runner import Run
from bot.passages import passages_of
from bot.records import Answer, Corpus, Sentence, Statement

Format = Literal["ragas", "alce"]
FILES: dict[Format, str] = {"ragas": "ragas.jsonl", "alce": "alce.json"}


def exported(run: Run, corpus: Corpus, format: Format) -> str:
    """The text of the file of a format."""
    if format == "ragas":
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ragas_rows(run, corpus))
    return json.dumps(alce_object(run, corpus), ensure_ascii=False, indent=1) + "\n"


def ragas_rows(run: Run, corpus: Corpus) -> Iterator[dict[str, Any]]:
    """One ragas sample for each question, in order."""
    texts = {passage.id: passage.text for passage in passages_of(corpus)}
    for question, answer in zip(run.questions, run.answers, strict=True):
        wanted = [key for key in sorted(question.right) if key in texts]
        yield {
            "user_input": _asked(question),
            "response": answer.text,
            "retrieved_contexts": [texts.get(c.id, c.text) for c in answer.citations],
            "retrieved_context_ids": [c.id for c in answer.citations],
            "reference": _reference(question, corpus),
            "reference_contexts": [texts[key] for key in wanted],
            "reference_context_ids": wanted,
        }


def alce_object(run: Run, corpus: Corpus) -> dict[str, Any]:
    """The run as ALCE's result file; ``qa_pairs``, ASQA's measure, hold the names and words asked for."""
    evaluation = run.evaluation
    return {
        "args": {"dataset_name": evaluation.questions, "model": "bot", "embedding_model": evaluation.embedding_model},
        "data": [
            {
                "question": _asked(question),
                "answer": _reference(question, corpus),
                "docs": [{"title": c.source.title, "text": _spoken(c.text, c.quote)} for c in answer.citations],
                "output": _alce_output(answer),
                "qa_pairs": [{"short_answers": list(group)} for group in (*question.names, *question.says)],
            }
            for question, answer in zip(run.questions, run.answers, strict=True)
        ],
    }


def _asked(question: Question) -> str:
    turns = [f"{turn.role}: {turn.content}" for turn in question.history]
    return "\n".join([*turns, f"user: {question.question}"]) if turns else question.question


def _reference(question: Question, corpus: Corpus) -> str:
    """The claim of the first passage of each group that the corpus holds; empty where the question wants none."""
    texts = []
    for group in question.cite:
        record = next((corpus.by_id[key] for key in group if key in corpus.by_id), None)
        if record is not None:
            texts.append(record.claim if isinstance(record, Statement) else record.text)
    return " ".join(dict.fromkeys(texts))


def _spoken(text: str, quote: str | None) -> str:
    return f"{text} “{quote}”" if quote else text


def _alce_output(answer: Answer) -> str:
    """The sentences with their markers before the full stop; a marker is the position of its document, from 1."""
    position = {citation.n: at for at, citation in enumerate(answer.citations, 1)}
    return " ".join(_marked(sentence, position) for sentence in answer.sentences)


def _marked(sentence: Sentence, position: dict[int, int]) -> str:
    text = sentence.text.strip()
    markers = "".join(f"[{position[n]}]" for n in sentence.citations if n in position)
    if not markers:
        return text
    closing = text[-1:] if text[-1:] in (".", "!", "?") else ""
    if text.endswith((".”", '."')):  # the stop moves behind the marker, which cannot stand inside the quotation
        return f"{text[:-2]}{text[-1]} {markers}."
    return f"{text.removesuffix(closing)} {markers}{closing or '.'}"

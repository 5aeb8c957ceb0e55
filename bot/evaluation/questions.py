"""A set of questions, and what a right answer to each must hold."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints, ValidationError

from bot.records import AnswerKind, Corpus, Record, Stance, Turn

Text = Annotated[str, StringConstraints(min_length=1)]


def _group(value: object) -> object:
    """A single string stands for a group of one."""
    return (value,) if isinstance(value, str) else value


Group = Annotated[tuple[Text, ...], BeforeValidator(_group), Field(min_length=1)]


class QuestionsUnreadable(Exception):
    """A file of questions cannot be used; the message names file, line and field."""


class Question(Record):
    """One question of a set. An unknown field is refused: misspelt, it would let every answer pass."""

    id: Text
    question: str
    history: tuple[Turn, ...] = ()
    skill: Text = Field(description="What kind of question it is: quote, speaker, sides …")
    kind: Annotated[tuple[AnswerKind, ...], BeforeValidator(_group)] = Field(min_length=1)
    cite: tuple[Annotated[tuple[Text, ...], Field(min_length=1)], ...] = Field(
        default=(), description="Groups of passage ids: one id of each group must be cited"
    )
    not_cite: tuple[Text, ...] = ()
    names: tuple[Group, ...] = Field(default=(), description="Groups of names: one of each group must stand there")
    says: tuple[Group, ...] = Field(default=(), description="Groups of words: one of each group must stand there")
    not_says: tuple[Text, ...] = ()
    sides: tuple[Stance, ...] = Field(default=(), description="Stances that must each be cited")
    first: tuple[Text, ...] = Field(default=(), description="The first citation must be one of these ids")

    @property
    def right(self) -> frozenset[str]:
        """Every passage that is to the point."""
        return frozenset(key for group in self.cite for key in group)

    @property
    def both_sides(self) -> bool:
        return {"protect", "restrict"} <= set(self.sides)


def read_questions(path: Path) -> tuple[Question, ...]:
    """The questions of a file of JSON lines, in order.

    Raises QuestionsUnreadable for a line that is no question, an id that comes twice and a file without a question;
    OSError where the file cannot be read.
    """
    found: dict[str, tuple[int, Question]] = {}
    for number, line in enumerate(path.read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            question = Question.model_validate_json(line)
        except ValidationError as error:
            raise QuestionsUnreadable(f"{path}, line {number}: {_complaint(error)}.") from error
        if question.id in found:
            raise QuestionsUnreadable(
                f"{path}, line {number}: the id {question.id!r} stands on line {found[question.id][0]} too; "
                "give each question its own."
            )
        found[question.id] = (number, question)
    if not found:
        raise QuestionsUnreadable(f"{path}: holds no question; it needs one JSON object a line.")
    return tuple(question for _, question in found.values())


def unknown_ids(questions: tuple[Question, ...], corpus: Corpus) -> tuple[str, ...]:
    """Ids that questions ask to be cited and that the corpus lacks, so that no answer could pass."""
    wanted = (key for question in questions for key in (*sorted(question.right), *question.first))
    return tuple(dict.fromkeys(key for key in wanted if key not in corpus.by_id))


def _complaint(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    field = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return f"{field}: is no field of a question; known are {', '.join(Question.model_fields)}"
    return f"{field}: {first['msg']}" if field else str(first["msg"])

"""A model that writes: what is shown, what is counted, and when the rules write after all."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from api_samples import made_up_bot
from model_server import Scripted, scripted

from bot.engine import Bot
from bot.models import LanguageModel
from bot.records import Answer
from bot.settings import Settings

ASKED = "What did Testina Exampleton say about the marmalade?"
COMPARED = "Compare Testina Exampleton and Zoë Mockford on the bicycle"
FIRST = "In January 2016 Testina Exampleton said: “never lend number 9 to anybody”."
SECOND = "Testina Exampleton holds that a marmalade needs no spare key."


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    with made_up_bot(tmp_path_factory.mktemp("index")) as bot:
        yield bot


def with_model(embedded: Bot, model: LanguageModel) -> Bot:
    return Bot(embedded.settings, embedded.corpus, embedded.index, model)


def told(embedded: Bot, text: str, asked: str = ASKED) -> Answer:
    return with_model(embedded, scripted(text)).ask(asked)


def test_verified_sentences_are_shown_as_they_come(embedded: Bot) -> None:
    model = LanguageModel(Scripted(text=f"{FIRST} [1] {SECOND} [1]", pause=0.02), Settings(model="scripted:made-up"))
    bot = with_model(embedded, model)
    begun = time.perf_counter()
    parts, times = [], []
    for part in bot.stream(ASKED):
        parts.append(part)
        times.append(time.perf_counter() - begun)
    assert [part.text for part in parts] == [
        "",
        f"{FIRST} [1]",
        f"{FIRST} [1] {SECOND} [1]",
        f"{FIRST} [1] {SECOND} [1]",
    ]
    assert all([c.id for c in part.citations] == ["made-up-9"] for part in parts), "its passages are there at once"
    assert times[0] < times[1] < times[2]
    whole = parts[-1]
    assert whole.writer == "model scripted:made-up" and whole.follow_ups == embedded.ask(ASKED).follow_ups
    assert whole.first_sentence_seconds is not None
    assert abs(whole.first_sentence_seconds - times[1]) < 0.1 and whole.first_sentence_seconds < whole.seconds
    assert whole == bot.ask(ASKED).model_copy(
        update={name: getattr(whole, name) for name in ("seconds", "first_sentence_seconds")}
    )


def test_citations_keep_their_numbers_while_a_text_grows(embedded: Bot) -> None:
    text = (
        "Testina Exampleton said: “never lend number 18 to anybody”. [1] Zoë Mockford said: “never lend number 10 to "
        "anybody”. [3] Testina Exampleton also said: “never lend number 0 to anybody”. [2]"
    )
    seen: dict[str, int] = {}
    for part in with_model(embedded, scripted(text)).stream(COMPARED):
        for citation in part.citations:
            if f"[{citation.n}]" in part.text:
                assert seen.setdefault(citation.id, citation.n) == citation.n
    assert part.writer.startswith("model ") and seen == {"made-up-18": 1, "made-up-10": 2, "made-up-0": 3}
    assert [citation.id for citation in part.citations] == list(seen), "what is not cited is gone in the end"


def test_a_comparison_of_which_one_half_is_missing_is_no_answer(embedded: Bot) -> None:
    answer = told(embedded, "Testina Exampleton said: “never lend number 18 to anybody”. [1]", COMPARED)
    assert answer.writer == "embedded" and "left out what answers the question" in answer.notices[0]
    assert answer.text == embedded.ask(COMPARED).text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("A marmalade needs no spare key, as always. [1]", "was not borne out"),
        ("Testina Exampleton, Head of examples, at the Lecture 9 on her example. [1]", "was not borne out"),
        (f"Lorem ipsum dolor sit amet the. [1] Sed do eiusmod the tempor. [1] {FIRST} [1]", "for the most part"),
        ("Testina Exampleton, Head of examples\nTestina Exampleton, Lecture 9, January 2016", "was not borne out"),
        ("Nothing here holds at all, it is not so. [1]", "was not borne out"),
    ],
)
def test_what_does_not_answer_is_not_shown(text: str, why: str, embedded: Bot) -> None:
    answer = told(embedded, text)
    assert answer.writer == "embedded" and answer.text == embedded.ask(ASKED).text
    assert why in answer.notices[0] and answer.notices[0].endswith("so this answer was put together by rules.")
    assert answer.tokens_in and answer.tokens_out, "what it cost is told all the same"


def test_what_was_dropped_is_counted(embedded: Bot) -> None:
    answer = told(embedded, f"{FIRST} [1] {SECOND} [1] Cats are better than dogs at the game of chess. [1]")
    assert answer.text == f"{FIRST} [1] {SECOND} [1]"
    assert answer.notices == ("1 sentence was left out because the passages did not bear them out.",)


def test_a_sentence_said_again_and_again_is_shown_once(embedded: Bot) -> None:
    model = Scripted(text=f"{FIRST} [1] " * 40)
    answer = with_model(embedded, LanguageModel(model, Settings(model="scripted:made-up"))).ask(ASKED)
    assert answer.text == f"{FIRST} [1]" and answer.notices == ()
    assert answer.tokens_out is not None and answer.tokens_out < 200, "it was stopped"


def test_a_sentence_that_was_cut_off_is_left_out(embedded: Bot) -> None:
    model = Scripted(text=f"{FIRST} [1] {SECOND[:-10]}", finish="length")
    answer = with_model(embedded, LanguageModel(model, Settings(model="scripted:made-up"))).ask(ASKED)
    assert answer.text == f"{FIRST} [1]" and answer.notices == ()


@pytest.mark.parametrize(
    "asked",
    ["", "What is your opinion?", "and what did he say then?", "Wer ist das und was hat er gesagt?", "?" * 3],
)
def test_a_model_is_not_asked_what_no_passage_answers(asked: str, embedded: Bot) -> None:
    model = scripted(f"{FIRST} [1]")
    answer = with_model(embedded, model).ask(asked)
    by_rules = embedded.ask(asked)
    assert (answer.kind, answer.text, answer.notices) == (by_rules.kind, by_rules.text, by_rules.notices)
    assert answer.kind != "answer" and not model._chat.asked and answer.tokens_in is None  # type: ignore[attr-defined]


def test_corrections_and_confirmations_stay_with_the_rules(embedded: Bot) -> None:
    for asked in (
        "Did Zoë Mockford say “never lend number 9 to anybody”?",
        "Was it Testina Exampleton who said “never lend number 9 to anybody”?",
    ):
        model = scripted("Yes, Zoë Mockford said: “never lend number 9 to anybody”. [1]")
        answer = with_model(embedded, model).ask(asked)
        assert answer.text == embedded.ask(asked).text and not model._chat.asked  # type: ignore[attr-defined]


def test_filters_hold_for_a_model_too(embedded: Bot) -> None:
    model = scripted(f"{FIRST} [1]")
    answer = with_model(embedded, model).ask(ASKED, filters={"sides": ["protect"]})
    (prompt,) = model._chat.asked  # type: ignore[attr-defined]
    assert "Zoë Mockford" not in prompt and answer.writer.startswith("model ")
    assert any(notice.startswith("Filters are on") for notice in answer.notices)


def test_an_answer_without_a_model_is_as_it_was(embedded: Bot) -> None:
    answer = embedded.ask(ASKED)
    assert answer.writer == "embedded" and embedded.writer is None
    assert (answer.tokens_in, answer.tokens_out, answer.first_sentence_seconds) == (None, None, None)


def test_an_answer_of_before_can_still_be_read(embedded: Bot) -> None:
    kept = embedded.ask(ASKED).model_dump(exclude={"tokens_in", "tokens_out", "first_sentence_seconds"})
    assert Answer.model_validate(kept).tokens_in is None


def test_what_the_bot_says_about_itself_names_the_model(embedded: Bot) -> None:
    asked = "What is this chatbot?"
    answer = with_model(embedded, scripted("")).ask(asked)
    assert answer.kind == "about" and "A language model, scripted:made-up, words some answers" in answer.text
    assert "language model" not in embedded.ask(asked).text

"""A model's text cut into sentences: whatever pieces it comes in, nothing is lost, doubled or cut in a quotation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.model_text import SentenceReader, Written

CASES: dict[str, tuple[str, list[tuple[str, tuple[int, ...]]]]] = {
    "markers behind the full stop": (
        "One is so. [1] Two is not. [2][3]",
        [("One is so.", (1,)), ("Two is not.", (2, 3))],
    ),
    "markers before the full stop": (
        "One is so [1]. No [2, 3].",
        [("One is so.", (1,)), ("No.", (2, 3))],
    ),
    "no space before a marker": ("One is so.[1] Two is not.[2]", [("One is so.", (1,)), ("Two is not.", (2,))]),
    "a range and words": ("One is so. [1-3] Two. [passages 1 and 4]", [("One is so.", (1, 2, 3)), ("Two.", (1, 4))]),
    "a marker within": ("One [1] is so [2].", [("One is so.", (1, 2))]),
    "the same twice": ("One is so [1]. [1]", [("One is so.", (1,))]),
    "a marker before its line": ("[1] One is so.\n[2] Two is not.", [("One is so.", (1,)), ("Two is not.", (2,))]),
    "a full stop in a quotation": (
        "She said: “It is bad. Very bad. Truly.” [1] He agreed. [2]",
        [("She said: “It is bad. Very bad. Truly.”", (1,)), ("He agreed.", (2,))],
    ),
    "straight quotation marks": (
        'She said "no. Never. Not." [1] So.',
        [('She said "no. Never. Not."', (1,)), ("So.", ())],
    ),
    "abbreviations": (
        "Mr. A. Sample of the U.S. Senate v. Dr. Example, e.g. No. 7, agreed. [1]",
        [("Mr. A. Sample of the U.S. Senate v. Dr. Example, e.g. No. 7, agreed.", (1,))],
    ),
    "figures": (
        "It rose 3.5 per cent to 1,200.75! [4]",
        [("It rose 3.5 per cent to 1,200.75!", (4,))],
    ),
    "bold, heading, code": ("## **Head**\n**She** said `so`. [1]", [("Head", ()), ("She said so.", (1,))]),
    "a thought aloud": ("<think>He. Hm. [9]</think>One is so. [1]", [("One is so.", (1,))]),
    "a thought without an end": ("<think>He said so. [1] And then", []),
    "no end": ("One is so. [1] Two is", [("One is so.", (1,)), ("Two is", ())]),
    "a line without an end": ("One is so [1]\nTwo is not [2]", [("One is so", (1,)), ("Two is not", (2,))]),
    "nothing": ("", []),
    "blanks": (" \n\n \t", []),
    "markers alone": ("[1] [2]\n[3]", []),
    "only marks": ("... !!! “”", []),
}


def read(text: str, cuts: list[int] | None = None) -> list[Written]:
    reader = SentenceReader()
    ends = sorted({*(cut % (len(text) + 1) for cut in cuts or []), len(text)})
    found, start = [], 0
    for end in ends:
        found += reader.feed(text[start:end])
        start = end
    return [*found, *reader.finish()]


@pytest.mark.parametrize("name", CASES)
def test_sentences_with_their_numbers(name: str) -> None:
    text, expected = CASES[name]
    assert [(written.text, written.numbers) for written in read(text)] == expected
    assert read(text, list(range(len(text)))) == read(text), "letter by letter"


@given(st.sampled_from([text for text, _ in CASES.values()]), st.lists(st.integers(0, 400), max_size=12))
def test_the_pieces_that_a_text_comes_in_make_no_difference(text: str, cuts: list[int]) -> None:
    assert read(text, cuts) == read(text)


@given(st.text(alphabet='aB .!?\n[]12“”"*-<>#', max_size=80), st.lists(st.integers(0, 80), max_size=8))
def test_no_letter_is_lost_in_any_text(text: str, cuts: list[int]) -> None:
    found = read(text, cuts)
    letters = "".join(letter for written in found for letter in written.text if letter in "aB")
    assert letters == "".join(letter for letter in text if letter in "aB")


def test_lists_and_paragraphs() -> None:
    found = read("First. [1]\n\n- A point. [1] More on it. [2]\n- Another. [2]\n1. A third. [3]\n\nLast. [1]")
    assert [written.bullet for written in found] == [False, True, False, True, True, False]
    assert [written.paragraph for written in found] == [0, 1, 1, 1, 1, 2]


def test_a_sentence_is_there_as_soon_as_the_next_begins() -> None:
    reader = SentenceReader()
    assert list(reader.feed("One is so. [1]")) == [], "another marker may come"
    assert [written.text for written in reader.feed(" T")] == ["One is so."]


def test_a_text_without_an_end_is_let_go_in_time() -> None:
    reader = SentenceReader()
    found = [written for _ in range(2000) for written in reader.feed("and so on “and ")]
    assert found and max(len(written.text) for written in found) < 2000

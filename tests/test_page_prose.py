"""An answer's text as HTML."""

from __future__ import annotations

import re
import time

import pytest

from bot.page.prose import clean, prose

_NAMES = {1: "Testina Exampleton, 7 May 2024", 2: "Made-up term"}


def _words(html: str) -> str:
    """What a reader sees, without tags and joiners."""
    return re.sub(r"<[^>]*>", "", html).replace("\u2060", "")


def test_markers_are_links_to_the_cards_of_their_turn() -> None:
    html = prose("She said so. [1] It is a term. [2]", _NAMES, "t9")
    assert 'href="#t9-c1"' in html
    assert 'href="#t9-c2"' in html
    assert 'aria-label="[1] Testina Exampleton, 7 May 2024"' in html


def test_each_marker_has_its_own_id_and_the_first_is_where_the_card_leads_back_to() -> None:
    ids = re.findall(r' id="([^"]+)"', prose("One. [1] Two. [1][2] Three. [1]", _NAMES, "t9"))
    assert ids == ["t9-m1", "t9-m1-2", "t9-m2", "t9-m1-3"]


def test_marker_of_a_passage_that_is_not_cited_is_left_out() -> None:
    html = prose("One. [1] Two. [7]", _NAMES, "t9")
    assert "[7]" not in html
    assert _words(html) == "One.[1] Two."


def test_every_cited_sentence_is_a_span_of_its_own() -> None:
    html = prose("One said this. [1] Two said that [2].", _NAMES, "t9")
    spans = [_words(part) for part in html.split('<span class="sentence">')[1:]]
    assert spans == ["One said this.[1]", " Two said that[2]."]


def test_paragraphs_lists_bold_and_quotations() -> None:
    html = prose("Lead. [1]\n- **One**: “words”. [1]\n- Two. [2]\n\n1. First\n2. Second\n\n## Head", _NAMES, "t")
    assert html.startswith("<p>")
    assert html.count("<li>") == 4
    assert "<ul>" in html
    assert "<ol>" in html
    assert "<strong>One</strong>" in html
    assert '<span class="spoken">“words”</span>' in html
    assert '<p class="lead">' in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "**<b onclick=alert(1)>x</b>**",
        "“<iframe src='https://evil.example'></iframe>”",
        "- <svg/onload=alert(1)>",
        "[x](javascript:alert(1))",
        '[x](https://a.example/"onmouseover="alert(1))',
        "https://a.example/<script>",
        "## <style>*{display:none}</style>",
        "&lt;script&gt; &amp; <!-- -->",
    ],
)
def test_markup_is_shown_and_never_made(text: str) -> None:
    html = prose(text, {}, "t")
    made = set(re.findall(r"<(\w+)", html))
    assert made <= {"p", "span", "ul", "li", "strong", "a"}
    assert "javascript:" not in re.sub(r">[^<]*<", "><", html)
    assert not re.search(r"<[^>]*\son\w+=", html)


@pytest.mark.parametrize(
    "text", ["$$x^2$$ and $y$", "a_b_c", "5 * 3 * 2", "C:\\path\\file", "{{value}} ${value} `x`", "**"]
)
def test_other_signs_stay_as_they_are(text: str) -> None:
    from html import unescape

    assert unescape(_words(prose(text, {}, "t"))) == text


def test_links_are_made_for_web_mail_and_telephone_only() -> None:
    html = prose("See https://help.example/a?b=1&c=2. Call [us](tel:999).", {}, "t")
    assert 'href="https://help.example/a?b=1&amp;c=2"' in html
    assert 'href="tel:999"' in html
    assert html.count('rel="noopener noreferrer"') == 2


def test_nothing_in_nothing_out() -> None:
    assert prose("", {}, "t") == ""
    assert prose(" \n\n \t", {}, "t") == ""


def test_control_characters_and_lone_surrogates_are_dropped() -> None:
    assert clean("a\x00b\x1b[31m\ud800c\nd") == "ab[31m?c\nd"


@pytest.mark.parametrize(
    "text", ["[1]" * 30_000, "“" * 100_000, "**a" * 30_000, "*a " * 30_000, "[" * 100_000, " " * 100_000 + "x"]
)
def test_huge_texts_take_no_more_than_moments(text: str) -> None:
    started = time.perf_counter()
    prose(text, _NAMES, "t")
    assert time.perf_counter() - started < 2

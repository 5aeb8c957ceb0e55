"""Whether a text is in another language than the corpus, which is in English."""

from __future__ import annotations

from collections.abc import Mapping

from bot.text import tokens

LEAST_WORDS = 2  # small words of another language that tell it apart
_SMALL_WORDS: Mapping[str, frozenset[str]] = {
    "French": frozenset(
        "qui que quoi est sont les des une dans sur pour avec pas ce cette il elle quel quelle du au dit".split()
    ),
    "German": frozenset(
        "wer was ist sind der die das und nicht ein eine auf zu von mit hat haben sagt gesagt wie uber zur".split()
    ),
    "Spanish": frozenset("quien que es son los las el una en sobre para con del dijo cual como por su al esta".split()),
}
_ENGLISH = frozenset(
    "the of and to in is was what who did does on that for about how why which are it he she they".split()
)
LEAST_TOLD = 6  # words from which on a sentence holds a common word
_COMMON = _ENGLISH | frozenset(
    "a an by with from as be been are were has have had said says it its this these they their not but or his her we"
    " he she would should could will more than also because into over".split()
)


def foreign_language(text: str) -> str | None:
    """French, German or Spanish, where a text is in it rather than in English; None where it is not or is unclear."""
    words = {token.folded for token in tokens(text)}
    counts = {language: len(words & small) for language, small in _SMALL_WORDS.items()}
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] >= LEAST_WORDS and counts[best] > len(words & _ENGLISH) else None


def is_english(text: str) -> bool:
    """Whether a sentence may be English: its letters are Latin, and a longer one has one of the commonest words."""
    letters = [letter for letter in text if letter.isalpha()]
    if sum(letter <= "ɏ" for letter in letters) < 0.8 * len(letters) or foreign_language(text):
        return False
    words = {token.folded for token in tokens(text)}
    return len(words) < LEAST_TOLD or bool(words & _COMMON)

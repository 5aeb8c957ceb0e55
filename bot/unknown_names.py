"""Names in a question that the corpus does not know: nothing can be answered about them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.names import Mention, NameIndex
from bot.text import Token, tokens


def unknown_names(text: str, mentions: Sequence[Mention], names: NameIndex) -> tuple[str, ...]:
    """Words of the text that are no word of the corpus and stand outside every name found, as written.

    In a text with capitals only capitalised words count; a sentence's first word counts when its neighbour does.
    """
    words = tokens(text)
    cased = any(word.capitalised for word in words[1:])
    covered = [any(m.start <= word.start < m.end for m in mentions) for word in words]
    return tuple(
        word.written
        for at, word in enumerate(words)
        if not covered[at]
        and _is_unknown(word, names)
        and (not cased or (word.capitalised and not _opens_sentence(text, word)))
    )


def _is_unknown(word: Token, names: NameIndex) -> bool:
    parts = word.folded.replace("-", " ").replace("/", " ").replace("'", " ").split()
    return len(word.folded) > 2 and any(
        part.isalpha() and len(part) > 2 and not names.knows_word(part) for part in parts
    )


def _opens_sentence(text: str, word: Token) -> bool:
    before = text[: word.start].rstrip(" \"'(")
    return not before or before[-1] in ".?!:;"

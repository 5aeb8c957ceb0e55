"""Names in a question that the corpus does not know: nothing can be answered about them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.names import TITLES, Mention, NameIndex
from bot.text import Token, fold, tokens


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


def strangers(text: str, mentions: Sequence[Mention], names: NameIndex, said: str) -> tuple[str, ...]:
    """Names in capitals, of two words or more, that are no speaker's and either stand nowhere in ``said``, all that the
    corpus says, or stand in the question where it names whose words it wants ("X's view", "X's speech")."""
    found = []
    for match in _NAME.finditer(text):
        start, name = match.start("name"), match["name"]
        first = fold(name.split()[0])
        if _opens(text, start) and first in names.small and first not in TITLES:
            name = name.partition(" ")[2]  # the capital of an everyday word that opens a sentence
            start = match.end("name") - len(name)
        if any(mention.start < match.end() and start < mention.end for mention in mentions) or " " not in name:
            continue
        asked = _ASKED_OF.search(text[:start]) and _SPEAKS.match(text[match.end() :])
        if fold(name) not in said or match["words"] or asked:
            found.append(name)
    return tuple(found)


def _opens(text: str, start: int) -> bool:
    """Whether a sentence begins here, so that its first capital says nothing."""
    before = text[:start].rstrip(" \"'(")
    return not before or before[-1] in ".?!:;"


_ASKED_OF = re.compile(r"\b(?:did|has|have|does|had)\s+$", re.IGNORECASE)
_SPEAKS = re.compile(
    r"\s+(?:ever |really |publicly )?(?:sa(?:y|id)|t(?:ell|old)|th(?:ink|ought)|write|wrote|written|argu\w+|promis\w+"
    r"|claim\w*"
    r"|warn\w*|want\w*|call\w*|comment\w*|respond\w*|demand\w*|propos\w*)\b",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?P<name>(?:[A-Z][\w-]+)(?: (?:de|von|van|der|al|el|la|[A-Z][\w-]+))+)"
    r"(?P<words>'s (?:\w+ )?(?:view|views|comments?|speech|position|opinion|stance|statements?|reaction|remarks?"
    r"|words|letter|take|verdict)\b)?"
)

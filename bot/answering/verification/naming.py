"""The names in a sentence, and whether the passages that it cites know them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bot.answering.verification.wording import REPORTS, STOP
from bot.names import TITLES, NameIndex, exact_mentions
from bot.text import Token, fold, tokens

_LINKING = frozenset({"of", "the", "for", "and", "de", "van", "von", "&", "on", "in", "to"})
_CALENDAR = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday"
    " thursday friday saturday sunday i i'm i've i'd i'll".split()
)
_COMMON = (
    frozenset(
        "i i'm i've i'd i'll january february march april may june july august september october november december"
        " monday tuesday wednesday thursday friday saturday sunday internet web english e2ee csam csa ai it ok yes no"
        " christmas western".split()
    )
    | TITLES
)
_PLACES = {
    "GB": "uk u.k britain british briton britons united-kingdom",
    "US": "us u.s usa u.s.a america american americans united-states",
    "EU": "eu e.u europe european europeans european-union brussels",
    "DE": "germany german germans", "FR": "france french", "AU": "australia australian australians",
    "IN": "india indian indians", "CA": "canada canadian canadians", "SE": "sweden swedish",
    "NL": "netherlands dutch", "DK": "denmark danish", "BE": "belgium belgian", "ES": "spain spanish",
    "RU": "russia russian russians", "CN": "china chinese", "IE": "ireland irish", "CH": "switzerland swiss",
    "AT": "austria austrian", "PL": "poland polish", "BR": "brazil brazilian", "IT": "italy italian",
    "NO": "norway norwegian", "FI": "finland finnish", "JP": "japan japanese", "HU": "hungary hungarian",
    "CZ": "czechia czech", "PT": "portugal portuguese", "GR": "greece greek", "KE": "kenya kenyan",
    "IR": "iran iranian", "EE": "estonia estonian", "LU": "luxembourg", "IL": "israel israeli",
    "TR": "turkey turkish", "UA": "ukraine ukrainian", "NG": "nigeria nigerian", "MX": "mexico mexican",
    "CO": "colombia colombian", "ZW": "zimbabwe zimbabwean", "UN": "un u.n united-nations",
    "ZA": "south-africa african", "NZ": "new-zealand", "XS": "scotland scottish", "XW": "wales welsh",
    "XA": "africa african africans", "XC": "california californian",
}  # fmt: skip


class Name(NamedTuple):
    """A name in a text, where it stands, and the speakers of the corpus that it may mean: none for anybody else.

    ``body`` says that it is the name of a body that the speakers spoke for.
    """

    written: str
    start: int
    end: int
    speakers: frozenset[str]
    body: bool = False


def names_in(text: str, index: NameIndex) -> tuple[Name, ...]:
    """The speakers named in a straightened text and every other run of capitalised words, in order."""
    mentions = exact_mentions(text, index)
    found = [Name(m.written, m.start, m.end, frozenset(m.speakers), m.how == "body") for m in mentions]
    found = [name for name in found if any(letter.isupper() for letter in name.written)]
    words = tokens(text)
    run: list[Token] = []
    for at, word in enumerate(words):
        inside = any(name.start < word.end and word.start < name.end for name in found)
        if run and (inside or not word.capitalised or text[run[-1].end : word.start].strip()):
            found.append(_joined(text, run))
            run = []
        if not inside and word.capitalised and _is_proper(text, words, at, index):
            run.append(word)
    if run:
        found.append(_joined(text, run))
    return tuple(sorted(found, key=lambda name: name.start))


def _is_proper(text: str, words: Sequence[Token], at: int, index: NameIndex) -> bool:
    """Whether a capitalised word is a name, and not merely the first of a sentence."""
    word = words[at]
    if word.folded in _CALENDAR:
        return False
    before = text[: word.start].rstrip(" \"'“‘([*-")
    if before and before[-1] not in ".!?:":
        return True
    if word.folded in STOP or word.folded in index.small or word.folded in _COMMON:
        return False
    if index.knows_word(word.folded):
        return word.folded in index.vocabulary and not word.folded.endswith(("ing", "ed", "ly"))
    following = words[at + 1] if at + 1 < len(words) else None
    if following is None or word.written.endswith("'s"):
        return following is not None
    return following.capitalised or following.folded in REPORTS


def _joined(text: str, run: Sequence[Token]) -> Name:
    return Name(text[run[0].start : run[-1].end], run[0].start, run[-1].end, frozenset())


class Known(NamedTuple):
    """Folded words that passages use, words of names that they imply, initials of runs, and speakers they name."""

    words: frozenset[str]
    initials: frozenset[str]
    speakers: frozenset[str]


def known_of(
    texts: Iterable[str],
    index: NameIndex,
    speakers: Iterable[str],
    implied: Iterable[str] = (),
    country: str | None = None,
) -> Known:
    """What a passage knows: ``implied`` are names that it does not write but means, such as a speaker's aliases."""
    words, initials, named = set[str](), set[str](), set(speakers)
    for text in texts:
        folded = [token.folded for token in tokens(text)]
        words.update(_parts(folded))
        initials.update(_initials(folded))
        for mention in exact_mentions(text, index):
            if mention.how != "body" and any(letter.isupper() for letter in mention.written):
                named.update(mention.speakers)
    for text in implied:
        words.update(_parts(token.folded for token in tokens(text)))
    for code, group in _PLACES.items():
        members = group.split()
        if code == country or any(member in words or set(member.split("-")) <= words for member in members):
            words.update(part for member in members for part in (member, *member.split("-")))
    return Known(frozenset(words), frozenset(initials), frozenset(named))


def _parts(folded: Iterable[str]) -> Iterable[str]:
    for word in folded:
        yield word
        yield from re.split(r"[-/&.]", word)


def _initials(folded: Sequence[str]) -> Iterable[str]:
    """What the words could be abbreviated to, three to six letters."""
    kept = [word for word in folded if word not in _LINKING]
    for words in (kept, folded):
        letters = "".join(word[:1] for word in words)
        for length in range(2, 7):
            yield from (letters[at : at + length] for at in range(len(letters) - length + 1))


def unknown_name(names: Iterable[Name], known: Sequence[Known], index: NameIndex) -> str | None:
    """The first name in a sentence that no cited passage knows; None where they know all."""
    for name in names:
        words = [token.folded for token in tokens(name.written)]
        if not any(_knows(passage, name, words, index) for passage in known):
            return name.written
    return None


def _knows(known: Known, name: Name, words: Sequence[str], index: NameIndex) -> bool:
    if name.speakers & known.speakers:
        return True
    if name.speakers:
        return all(_is_known(word, known) for word in words)
    short = "".join(word[:1] for word in words if word not in _LINKING)
    if len(short) > 2 and short in known.words:
        return True
    met = [_is_known(word, known) for word in words]
    ordinary = [word in index.small for word in words]
    return all(a or b for a, b in zip(met, ordinary, strict=True)) and (len(words) == 1 or any(met))


def _is_known(word: str, known: Known) -> bool:
    if word in known.words or word in _COMMON or word in _LINKING or word.isdigit():
        return True
    plain = word.replace(".", "")
    if len(plain) > 2 and plain in known.initials:
        return True
    parts = [part for part in re.split(r"[-/&]", word) if part]
    return len(parts) > 1 and all(_is_known(part, known) or len(part) == 1 for part in parts)


def same_name(one: Name, other: Name) -> bool:
    """Whether two names may mean the same."""
    if one.speakers or other.speakers:
        return bool(one.speakers & other.speakers)
    return fold(one.written) in fold(other.written) or fold(other.written) in fold(one.written)

"""Where sentences begin. In doubt none does: a passage that is too long beats a sentence that is cut."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ABBREVIATIONS = frozenset(
    """adm al approx apr art assn aug ave brig bros ca capt cf ch cllr cmdr co col comdr corp cpl dec dept det dir dr ed
    eds eg esp esq est etc feb fed fig figs fr gen gov hon hr hrs ie inc insp jan jr jul jun lt ltd maj mar me messrs
    mgr min misc mlle mme mr mrs ms msgr mt nat no nos nov oct op ord p para paras pp pres prof pt pvt re ref rep reps
    res ret rev rt sec sen sens sep sept sgt sr st supt tel univ v viz vol vols vs""".split()
)
_END = re.compile(
    r"(?<![.!?…‽؟۔।॥])(?P<mark>[.!?…‽؟۔।॥]++)(?P<closing>[\"'”’»›)\]*_]*+)(?=\s)\s+"  # in most scripts, space follows
    r"|(?P<wide>[。！？｡]+[」』”’）》]*)\s*"
    r"|(?P<paragraph>\n\n)"
)
_SAID = re.compile(
    r"(?:[^\W\d_][\w.’'-]*,? ){1,8}?(?:said|says|say|asked|asks|added|adds|told|wrote|writes|replied|answered|warned"
    r"|insisted|argued|continued|concluded|cried|shouted|declared|demanded|remarked|wondered|tweeted|posted)\b"
    r"|(?:said|asked|added|wrote|replied|answered|warned|insisted|argued) "
)


def sentence_starts(text: str, start: int, end: int) -> Iterator[int]:
    """Offsets in ``text`` between ``start`` and ``end``, in order, at which a sentence or paragraph begins.

    ``start`` itself is not among them. A paragraph that ends in a colon or comma goes on in the next.
    """
    last = start
    for match in _END.finditer(text, start, end):
        at = match.end()
        if at >= end:
            return
        if match["paragraph"]:
            cut = at > last and not _goes_on(text, match.start(), at)
        elif match["wide"]:
            cut = True
        else:
            cut = _ends(text, match, start)
        if cut and at > last:
            last = at
            yield at


def _goes_on(text: str, before: int, at: int) -> bool:
    """Whether the paragraph that begins at ``at`` completes the sentence that stopped at ``before``."""
    return text[before - 1] in ",;:–—" or text[at].islower()


def _ends(text: str, match: re.Match[str], start: int) -> bool:
    at = match.end()
    following = text[at]
    if following.islower() or following in ",;:)]":
        return False
    if "\n\n" in match.group():
        return True
    if match["closing"] and match["mark"][-1] in "!?…" and _SAID.match(text, at, at + 120):
        return False  # “Why?” Exampleton asked.
    return match["mark"] != "." or bool(match["closing"]) or not _abbreviated(text, match.start(), start, following)


def _abbreviated(text: str, dot: int, start: int, following: str) -> bool:
    """Whether the full stop at ``dot`` belongs to an abbreviation, an initial or a number before it."""
    first = dot
    while first > start and dot - first < 30 and (text[first - 1].isalnum() or text[first - 1] in ".&"):
        first -= 1
    word = text[first:dot]
    if not word:
        return True
    letters = word.replace(".", "")
    if len(letters) == 1 and letters.isalpha() and letters.isupper():
        return True  # an initial
    if "." in word and all(len(part) <= 2 for part in word.split(".")) and not letters.isdigit():
        return True  # U.S., e.g., Ph.D
    if letters.isdigit():  # 3. at the start of a paragraph is the number of a list
        return first == start or text[first - 1] == "\n"
    lower = letters.lower()
    if lower in {"no", "art", "sec", "fig", "p", "pp", "para", "vol", "ch"}:
        return following.isdigit()
    return lower in _ABBREVIATIONS

"""Whether a sentence plainly makes somebody the speaker of a quotation.

A name somewhere beside a quotation is not enough: critics, rivals and listeners of a speaker stand beside it too. So
what is looked for is a form that gives the words to the name, and where none is found they are given to nobody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answering.verification.attribution import LABEL_AFTER, NOUN, OFFICE_WORD, is_governed, is_introduced
from bot.answering.verification.naming import Name
from bot.answering.verification.quotations import Quotation

_UTTERS = (
    r"(?:sa(?:id|ys?|ying)|t(?:old|ells?|elling)|wr(?:ote|ites?|iting|itten)|argu(?:ed|es?|ing)|warn(?:ed|s|ing)?"
    r"|claim(?:ed|s|ing)?|stat(?:ed|es|ing)|not(?:ed|es|ing)|explain(?:ed|s|ing)?|announc(?:ed|es|ing)"
    r"|insist(?:ed|s|ing)?|stress(?:ed|es|ing)?|add(?:ed|s|ing)|comment(?:ed|s|ing)|remark(?:ed|s|ing)"
    r"|observ(?:ed|es|ing)|contend(?:ed|s|ing)?|maintain(?:ed|s|ing)?|declar(?:ed|es|ing)|assert(?:ed|s|ing)?"
    r"|testif(?:ied|ies|ying)|conclud(?:ed|es|ing)|believ(?:ed|es?|ing)|th(?:inks?|ought|inking)|held|holds?|holding"
    r"|answer(?:ed|s|ing)|repl(?:ied|ies|ying)|respond(?:ed|s|ing)|ask(?:ed|s|ing)|urg(?:ed|es|ing)"
    r"|emphasi[sz](?:ed|es|ing)|describ(?:ed|es|ing)|call(?:ed|s|ing)|caution(?:ed|s|ing)|suggest(?:ed|s|ing)?"
    r"|put|predict(?:ed|s|ing)?|complain(?:ed|s|ing)?|promis(?:ed|es|ing)|conced(?:ed|es|ing)|admit(?:ted|s|ting)?"
    r"|tweet(?:ed|s|ing)|post(?:ed|s|ing)|agree[ds]?|agreeing|spoke|speaks|speaking|quot(?:ed|es|ing))"
)
_VERB = re.compile(rf"\b{_UTTERS}\b")  # in small letters: "United States" says nothing
_BRACKETS = re.compile(r"\([^()]*\)")
_APPOSITION = re.compile(r"\s*,(?!\s*(?:who|whom|whose|which)\b).*,\s*(?:\w+ly\s+|also\s+|has\s+|had\s+)*")
_RELATIVE = re.compile(r"\b(?:who|whom|whose)\b")
_THEIRS = re.compile(r"(?:,|\band|\bbut|\bthen|\balso|\blater)\s+(?:\w+ly\s+|also\s+|then\s+|by\s+)?$", re.IGNORECASE)
_BY_PRONOUN = re.compile(
    r"[,;.]\s*(?:and\s+|but\s+)?(?:he|she|they|it)\s+(?:\w+ly\s+|also\s+|then\s+)?$", re.IGNORECASE
)
_BY_ANOTHER = re.compile(
    r"\b(?:who|whom|whose|those|people|others|somebody|someone|anyone|anybody|everyone|everybody|nobody|critics"
    r"|opponents|rivals|colleagues|ministers|officials|he|she|they)\b",
    re.IGNORECASE,
)
_OF_NOBODY = re.compile(
    rf"\b(?:den(?:ied|ies|ying)|reject\w*|mock\w*|dismiss\w*|disput\w*|oppos\w*|attack\w*|ridicul\w*|refut\w*|condemn\w*"
    rf"|doubt\w*|criticis\w*|criticiz\w*|disagree\w*|object\w*|question\w*)\b[^,;:(]*\b"
    rf"(?:that|{NOUN}|ideas?|notion|suggestion|assertion)(?:\s+(?:of|by|from)\b[^,;:(]*)?\s*:?\s*$"
    r"|\bden(?:ied|ies|ying)\s+$",
    re.IGNORECASE,
)
_NOT_BEFORE = re.compile(rf"\b(?:not|never|nor|neither|than|instead of)\s+(?:{OFFICE_WORD}\s+){{0,4}}$", re.IGNORECASE)
_FOR_WHOM = re.compile(r"\W*(?:for|to)\s+(?:the\s+)?", re.IGNORECASE)
_POSSESSIVE = ("'s", "s'", "’s")
_OWN_NOUN = re.compile(rf"\s*(?:[\w-]+\s+){{0,2}}{NOUN}\b", re.IGNORECASE)
_WHO = re.compile(r"\s*,?\s*(?:who|which)\s+", re.IGNORECASE)
_LINK = re.compile(rf"\s*,?\s*(?:and|&|or|like|as well as)\s+(?:{OFFICE_WORD}\s+){{0,4}}", re.IGNORECASE)
_INVERTED = re.compile(
    rf"[\s,.!?]*(?:(?:{_UTTERS}|put it|according to|as|in the (?:words|view|opinion) of)\s+(?:{OFFICE_WORD}\s+){{0,4}}"
    rf"|(?:is|was|are|were) (?:what|how|the words? (?:of|used by))\s+(?:{OFFICE_WORD}\s+){{0,4}}"
    rf"|[-–—(]\s*|in\s+)?",
    re.IGNORECASE,
)
_PLAIN = re.compile(rf"[\s,.!?]*(?:(?:as|is what|was what)\s+)?(?:{OFFICE_WORD}\s+){{0,4}}", re.IGNORECASE)
_AT_ONCE = re.compile(
    rf"(?:\s*\([^()]*\)|\s*,[^,;:]*,)?\s*(?:(?:has|have|had|also|then|once|later|\w+ly)\s+){{0,2}}{_UTTERS}\b",
    re.IGNORECASE,
)


def gives_words(text: str, names: Sequence[Name], at: int, span: Quotation, own: frozenset[int]) -> bool:
    """Whether a text, its quotations blanked out, makes a name the speaker of a quotation.

    ``at`` is the number of the name among ``names``, ``own`` the numbers of all who may be its speaker.
    """
    name = names[at]
    if _NOT_BEFORE.search(text[: name.start]) or _shares(text, names, at, own):
        return False
    if name.end <= span.start:
        return _before(text, names, at, span, own)
    return name.start >= span.end and _after(text, name, span)


def may_speak(text: str, names: Sequence[Name], at: int, own: frozenset[int]) -> bool:
    """Whether a name stands where a text can make it the one who speaks: "critics of …" and "told …" do not."""
    name = names[at]
    before, after = text[: name.start], text[name.end :]
    if _NOT_BEFORE.search(before) or _shares(text, names, at, own):
        return False
    if is_introduced(before) or (_FOR_WHOM.fullmatch(before) and after.lstrip().startswith(",")):
        return True
    return not is_governed(before) and (not name.written.endswith(_POSSESSIVE) or bool(_OWN_NOUN.match(after)))


def ends_with_speaker(text: str, name: Name) -> bool:
    """Whether a name closes a sentence as its speaker: "…, … argued"."""
    return text[: name.start].rstrip().endswith(",") and bool(_AT_ONCE.match(text[name.end :]))


def _before(text: str, names: Sequence[Name], at: int, span: Quotation, own: frozenset[int]) -> bool:
    """Whether a name that comes before a quotation is the subject of what introduces it."""
    name = names[at]
    between, before = text[name.end : span.start], text[: name.start]
    between = _BRACKETS.sub(lambda found: " " * len(found.group()), between)
    verbs = list(_VERB.finditer(between))
    if is_introduced(before):  # "according to", "in the words of", "as … put it"
        return not verbs or bool(_AT_ONCE.match(between) or _THEIRS.search(between[: verbs[-1].start()]))
    if is_governed(before) or _OF_NOBODY.search(between) or ("“" in between and between.count(". ")):
        return False
    if name.written.endswith(_POSSESSIVE) and not _OWN_NOUN.match(between):
        return False
    others = [n for i, n in enumerate(names) if name.end <= n.start < span.start and i not in own and n.speakers]
    if not verbs:
        told = LABEL_AFTER.match(between) or not others
        return bool(told) and not _BY_ANOTHER.search(between)
    first, last = verbs[0], verbs[-1]
    stretch = _WHO.sub("", between[: last.start()], count=1) if _WHO.match(between) else between[: last.start()]
    if last.group().endswith("ing"):
        return bool(_THEIRS.search(stretch)) and not (others and _RELATIVE.search(stretch))
    if _BY_PRONOUN.search(stretch):
        return not others
    if last is first:
        return bool(_APPOSITION.fullmatch(stretch)) or not _BY_ANOTHER.search(stretch)
    return bool(_THEIRS.search(stretch)) and not re.search(r"\b(?:that|who|whom)\b", stretch)


def _after(text: str, name: Name, span: Quotation) -> bool:
    """Whether a name that comes after a quotation is said to have spoken it."""
    between, after = text[span.end : name.start], text[name.end :]
    if name.written.endswith(_POSSESSIVE):
        return bool(_INVERTED.fullmatch(between)) and bool(_OWN_NOUN.match(after))
    if _PLAIN.fullmatch(between):
        return bool(_AT_ONCE.match(after))
    return bool(_INVERTED.fullmatch(between))


def _shares(text: str, names: Sequence[Name], at: int, own: frozenset[int]) -> bool:
    """Whether a name stands in a list with somebody who did not speak: "both … and …", "…, like …,"."""
    for one, other in ((at - 1, at), (at, at + 1)):
        if not (one >= 0 and other < len(names)):
            continue
        if (one if other == at else other) in own:
            continue
        if _LINK.fullmatch(text[names[one].end : names[other].start]):
            return True
    return False

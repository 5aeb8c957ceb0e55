"""Whom a text makes the one who speaks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.answering.verification.naming import Name

_SAYING = (
    r"(?:said|says?|saying|t(?:old|ells?|elling)|wr(?:ote|ites?|iting|itten)|argu(?:ed|es?|ing)|warn(?:ed|s|ing)?"
    r"|claim(?:ed|s|ing)?|stat(?:ed|es|ing)|not(?:ed|es|ing)|explain(?:ed|s|ing)?|announc(?:ed|es|ing)"
    r"|insist(?:ed|s|ing)?|stress(?:ed|es|ing)?|add(?:ed|s|ing)|comment(?:ed|s|ing)|remark(?:ed|s|ing)"
    r"|observ(?:ed|es|ing)|contend(?:ed|s|ing)?|maintain(?:ed|s|ing)?|h(?:eld|olds)|declar(?:ed|es|ing)"
    r"|assert(?:ed|s|ing)?|testif(?:ied|ies|ying)|report(?:ed|s|ing)|conclud(?:ed|es|ing)|believ(?:ed|es?|ing)"
    r"|th(?:inks?|ought|inking)|answer(?:ed|s|ing)|repl(?:ied|ies|ying)|respond(?:ed|s|ing)|ask(?:ed|s|ing)"
    r"|urg(?:ed|es|ing)|emphasi[sz](?:ed|es|ing)|point(?:ed|s|ing) out|describ(?:ed|es|ing)|call(?:ed|s|ing)"
    r"|caution(?:ed|s|ing)|suggest(?:ed|s|ing)?|express(?:ed|es|ing)|voic(?:ed|es|ing)|put|predict(?:ed|s|ing)?"
    r"|recall(?:ed|s|ing)?|complain(?:ed|s|ing)?|promis(?:ed|es|ing)|pledg(?:ed|es|ing)|accus(?:ed|es|ing)"
    r"|criticis(?:ed|es|ing)|criticiz(?:ed|es|ing)|condemn(?:ed|s|ing)?|reject(?:ed|s|ing)?|welcom(?:ed|es|ing)"
    r"|oppos(?:ed|es|ing)|support(?:ed|s|ing)?|back(?:ed|s|ing)|defend(?:ed|s|ing)?|demand(?:ed|s|ing)?"
    r"|propos(?:ed|es|ing)|den(?:ied|ies|ying)|admit(?:ted|s|ting)?|conced(?:ed|es|ing)|acknowledg(?:ed|es|ing)"
    r"|compar(?:ed|es|ing)|liken(?:ed|s|ing)|object(?:ed|s|ing)|tweet(?:ed|s)|post(?:ed|s)|dismiss(?:ed|es|ing)"
    r"|prais(?:ed|es|ing)|refus(?:ed|es|ing)|rul(?:ed|es|ing)|found|wants?|wanted|calls? for|favou?r(?:ed|s)"
    r"|advis(?:ed|es|ing)|recommend(?:ed|s|ing)|vow(?:ed|s)|threaten(?:ed|s)|lament(?:ed|s)|deplor(?:ed|es)"
    r"|endors(?:ed|es|ing)|agree[ds]?|disagree[ds]?|fear(?:ed|s)|hop(?:ed|es)|judg(?:ed|es)|credited|quoted"
    r"|attack(?:ed|s)|denounc(?:ed|es)|protest(?:ed|s)|pressed|pleaded|appealed|mention(?:ed|s)|highlight(?:ed|s)"
    r"|underlin(?:ed|es)|spoke|speaks|speaking|has it)"
)
NOUN = (
    r"(?:views?|opinion|words?|warning|argument|statement|claim|letter|position|stance|comment|remarks?|speech"
    r"|testimony|case|point|message|response|reply|answer|blog|article|tweet|post|quote|quotation|conclusion|belief)"
)
OFFICE_WORD = (
    r"(?:the|a|an|then|former|its|his|her|Mr|Mrs|Ms|Dr|Sir|Lord|Lady|Baroness|[\w’'&.-]*(?:director|minister|secretary"
    r"|president|chief|head|senator|professor|commissioner|executive|founder|officer|chair\w*|general|judge|leader"
    r"|adviser|spokes\w+|cryptographer|researcher|campaigner|lawyer|MEPs?|MPs?|CEO|boss))"
)
_ADVERB = (
    r"(?:has|have|had|also|then|later|once|repeatedly|publicly|again|rightly|therefore|further|recently|himself"
    r"|herself|itself|who|which|in turn|never|not|did|does|do|would|will|could|is|was|are|were|have been|been"
    r"|openly|strongly|firmly|clearly|\w+ly|(?:in|on|at) (?:[\w,]+ ){1,4}?)"
)
_INVERTING = (
    r"(?:said|says|wrote|writes|argued|argues|warned|warns|claimed|claims|stated|states|noted|notes|explained|explains"
    r"|insisted|insists|stressed|added|adds|observed|declared|declares|replied|answered|remarked|concluded|put it)"
)
_SAYS_AFTER = re.compile(
    rf"(?:’s|'s?)?(?:\s+(?:of|from|at|for)\s+[^,;:“”\"]{{0,80}}?)?\s*(?:\([^()]{{0,160}}\)\s*)?(?:,[^;:“”\"]{{0,140}}?,|,(?=\s*who\b))?\s*(?:{_ADVERB}\s+){{0,3}}(?!\w+ing\b){_SAYING}\b",
    re.IGNORECASE,
)
LABEL_AFTER = re.compile(r"\s*(?:\([^()]{0,200}\))?\s*(?::|[-–—] “)")
_NOUN_AFTER = re.compile(rf"(?:['’]s?|)\s+(?:[\w-]+\s+){{0,2}}{NOUN}\b", re.IGNORECASE)
_BEFORE = re.compile(
    rf"(?:\b(?:according to|in the (?:words|view|opinion|eyes) of|per|as)\s+|[,”\"]\s*(?:as\s+)?{_INVERTING}\s+"
    rf"|^\W*{_INVERTING}\s+"
    r"|\b(?:statement|letter|speech|warning|blog post|article|view|argument|claim|word|testimony)s?"
    rf"\s+(?:by|from|of)\s+|[—–-]\s*)(?:{OFFICE_WORD}\s+(?:of\s+)?){{0,4}}$",
    re.IGNORECASE,
)
_PASSIVE_BEFORE = re.compile(
    rf"\b(?:was|were|is|are|been|it|,)\s+(?:\w+ly\s+)?{_SAYING}\b[^.;:]{{0,60}}?\bby\s+(?:{OFFICE_WORD}\s+){{0,4}}$"
    rf"|^\W*(?:\w+\s+)?{_SAYING}\s+by\s+(?:{OFFICE_WORD}\s+){{0,4}}$",
    re.IGNORECASE,
)
_FOR_WHOM = re.compile(r"^\W*(?:for|to)\s+(?:the\s+)?$", re.IGNORECASE)
_WINDOW = 420  # characters looked at on either side of a name


class Source(NamedTuple):
    """A name that a text makes speak or act, and the text."""

    name: Name
    text: str


def sources_of(text: str, names: Sequence[Name]) -> tuple[Source, ...]:
    """The names in a straightened text that it makes speak or take a side, in order."""
    return tuple(Source(name, text) for at, name in enumerate(names) if _speaks(text, names, at))


def _speaks(text: str, names: Sequence[Name], at: int) -> bool:
    name = names[at]
    after, before = text[name.end : name.end + _WINDOW], text[max(0, name.start - _WINDOW) : name.start]
    following = names[at + 1] if at + 1 < len(names) else None
    if following is not None and _is_same_person(text[name.end : following.start]):
        return False  # "Bureau Director Testina Exampleton": the last of the run speaks
    if (LABEL_AFTER.match(after) and not is_governed(before)) or (
        _FOR_WHOM.search(before) and after.lstrip().startswith(",")
    ):
        return True
    if _NOUN_AFTER.match(after) and name.written.endswith(("'s", "s'", "’s")):
        return True
    if is_introduced(before):
        return True
    if name.written.endswith(("'s", "s'")):
        return False
    return bool(_SAYS_AFTER.match(after)) and not is_governed(before)


def is_introduced(before: str) -> bool:
    """Whether what stands before a name makes it speak: "according to", "in the words of", "it was argued by"."""
    return bool(_BEFORE.search(before) or _PASSIVE_BEFORE.search(before))


def _is_same_person(between: str) -> bool:
    """Whether two names stand side by side, as a body or an office and its holder do."""
    return bool(re.fullmatch(rf"(?:'s?)?\s+(?:{OFFICE_WORD}\s+){{0,4}}", between, re.IGNORECASE))


def is_governed(before: str) -> bool:
    """Whether the name hangs on a preposition or a verb and so is no subject: "told Apple said …" cannot be."""
    return bool(
        re.search(
            r"\b(?:of|to|at|with|against|on|about|for|from|into|over|in|told|asked|urged|by|between|under|behind|like|unlike)\s+"
            rf"(?:{OFFICE_WORD}\s+){{0,3}}$",
            before,
            re.IGNORECASE,
        )
    )


_PRONOUN_SPEAKS = re.compile(
    rf"\b(he|she|they|it)\s+(?:{_ADVERB}\s+){{0,2}}{_SAYING}\b|\b(his|her|their|its)\s+(?:[\w-]+\s+){{0,2}}{NOUN}\b"
    r"|\baccording to (him|her|them|it)\b",
    re.IGNORECASE,
)


def pronoun_speaks(text: str) -> str | None:
    """The first pronoun that a text makes speak, as it stands for somebody whom the text does not name."""
    found = _PRONOUN_SPEAKS.search(text)
    return found[found.lastindex or 0].lower() if found else None

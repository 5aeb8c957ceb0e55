"""The side that a question puts a speaker on, by its verbs and what they govern."""

from __future__ import annotations

import re

from bot.records import Stance

CLAIMS_POSITION = re.compile(
    r"\b(?:why|what made|how come|on what grounds|explain why|right\?|isn'?t it|given that|decided?|because)\b"
    r"|\bthat\b|^\W*so\b"
    r"|\b(?:argued|demanded|supported|backed|opposed|condemned|wanted|asked .{0,30} for)\b",
    re.IGNORECASE,
)
_JUDGES = re.compile(
    r"\b(?:(?P<favours>sid(?:e|es|ed|ing) with|support\w*|back(?:s|ed|ing)?(?! to\b| door)|agree\w*|accept\w*"
    r"|endors\w*|demand\w*|want\w*"
    r"|welcom\w*|prais\w*|favou?r\w*"
    r"|call(?:s|ed|ing)? for|vot(?:e|ed|ing) for|order\w*|allow\w*|go(?:es)? along with|went along with|defend\w*"
    r"|push\w* for|ask\w*(?= [^.?]{0,30}\bfor\b)"
    r"|lov\w+|promot\w*|approv\w*|admit\w*|buil[dt]\w*|creat\w*|gave|hand(?:ed|s)? over|must|need\w*|strengthen\w*"
    r"|improv\w*|good|necessary|should|help\w* with)"
    r"|(?P<opposes>oppos\w+|condemn\w*|reject\w*|critici[sz]\w*|attack\w*|denounc\w*|fight\w*|fought|refus\w*|hat(?:e"
    r"|es|ed)|vot(?:e|ed|ing) against|bann?\w*"
    r"|object\w* to|slam\w*|fear\w*|resist\w*|abolish\w*|bad|dangerous|outlaw\w*|harm\w*|threat\w*|wrong|against))\b",
    re.IGNORECASE,
)
_OTHER_SUBJECT = re.compile(r"\b(?:they|he|she|it|we|you|people|when|after|while|once)\b|[?.;]", re.IGNORECASE)
_THING = re.compile(
    r"\b(?:(?P<access>(?<!-)(?:remov|end|ban|strip|drop|weaken|restrict|limit|outlaw|abolish)\w* (?:\w+ ){0,3}"
    r"encrypt\w*"
    r"|(?:the )?(?:fbi|police|government|home office|prosecutors|justice department)|scan\w*|back ?doors?|access"
    r"|detect\w*|chat control|key escrow|escrow|clipper|unlock\w*"
    r"|weaken\w*|break\w*|surveillance|traceability|match\w*|decrypt\w*|hand(?:ing)? over|open(?:ing)?)"
    r"|(?P<encryption>(?:\w+-)?encrypt\w*|e2ee|privacy))\b",
    re.IGNORECASE,
)


def claimed_stance(predicate: str) -> Stance | None:
    """The side that a predicate puts its subject on: "condemned scanning" protects, "must weaken iOS" restricts.

    The first word that is for or against something decides, with the first thing named after it.
    """
    judged = _JUDGES.search(predicate)
    if judged is None or len(predicate[: judged.start()].split()) > 14:
        return None
    rest, before = predicate[judged.end() :], predicate[: judged.start()]
    if _OTHER_SUBJECT.search(before):
        return None
    thing = _THING.search(rest) or _THING.search(before)
    if thing is None:
        return None
    favours, on_access = judged.lastgroup == "favours", thing.lastgroup == "access"
    return "restrict" if favours == on_access else "protect"

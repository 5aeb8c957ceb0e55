"""Which side a short predicate puts its subject on: "opposed weakening encryption" is for it, "feared" it is not."""

from __future__ import annotations

import re

from bot.records import Stance

_FOR = (
    r"support\w*|back(?:s|ed|ing)?(?!\s?-?door)|defend\w*|defen[cs]e of|favou?r\w*|want(?:s|ed|ing)?|champion\w*"
    r"|(?:call|spoke|speak|argu|press|push|plead|campaign|vot|stood|stand|came out|lobb)\w* (?:up )?for"
    r"|(?:is|was|are|were|all) for|in favou?r of|pro"
    r"|on the side of|sid(?:es?|ed|ing) with|welcom\w*|endors\w*|promot\w*|demand\w*|urg(?:ed|es|ing)|prais\w*|need\w*"
    r"|protect\w*|strengthen\w*|preserv\w*|keep\w*|kept|safeguard\w*|uph[eo]ld\w*|allow\w*|enabl\w*|approv\w*"
    r"|embrac\w*|advocat\w*|applaud\w*|accept\w*|agree\w* (?:to|with)|more|stronger|left alone|intact|require\w*"
)
_AGAINST = (
    r"oppos\w+|against|reject\w*|condemn\w*|criticis\w*|criticiz\w*|critici[sc]\w*|fight(?:s|ing)?|fought|resist\w*"
    r"|object\w* to|attack\w*|denounc\w*|limit\w*|curb\w*|ban(?:s|ned|ning)?|restrict\w*|weaken\w*|break(?:s|ing)?"
    r"|broken|broke|end(?:s|ed|ing)?(?! ?-?to)|undermin\w*|circumvent\w*|bypass\w*|get(?:ting)? (?:a?round|past)"
    r"|outlaw\w*|forbid\w*|prohibit\w*|remov\w*|drop(?:ped|s|ping)?|stop(?:ped|s|ping)?|refus\w*|dislik\w*|fear\w*"
    r"|worr\w+ about|took issue with|takes issue with|abandon\w*|scrap\w*|withdraw\w*|withdrew|den(?:y|ied|ies)"
    r"|not|never|no|without|weak|dangers? of|risks? of|crack\w*|defeat\w*|block\w*|delay\w*|pos(?:es?|ed|ing) a \w+"
)
_OPEN = (
    r"(?:(?:end-to-end|strong|default|unbreakable|secure|robust) )*encrypt"
    r"(?:ion|ed (?:messag\w+|communications?|services?|messengers?|apps?))|e2ee|privacy"
    r"|confidential\w*|anonymity|cryptography"
)
_ACCESS = (
    r"(?:lawful |exceptional |law enforcement |police |state |government )?access|scan(?:ning|s)?|client-side scanning"
    r"|back ?-?doors?|surveillance|detection|chat control|key escrow|escrow|key recovery|clipper|decryption"
    r"|interception|traceability|wiretap\w*|investigators|police|law enforcement|monitoring"
    r"|(?:reading|opening|unlocking)\b"
)
_SIGNS = re.compile(
    rf"\b(?:(?P<access>{_ACCESS})|(?P<open>{_OPEN})|(?P<against>{_AGAINST})|(?P<for>{_FOR}))\b", re.IGNORECASE
)
_PASSIVE = re.compile(
    r"\s*(?:(?:must|should|ought|has|have|had|needs?|will|would|to|be|being|been|is|are|was|were|\w+ly)\s+){0,4}"
    r"(?:(?P<against>weakened|broken|banned|limited|restricted|undermined|outlawed|ended|removed|curbed|dropped|cracked"
    r"|circumvented|bypassed|forbidden|prohibited|abandoned|stopped|blocked|opened)"
    r"|(?P<for>left alone|kept|protected|strengthened|preserved|defended))\b",
    re.IGNORECASE,
)
_FURTHEST = 90  # characters of a predicate within which it has to take its side
_BREAK = re.compile(r"[;:.(\"]|\b(?:while|whereas|although|though|after|when|because|since|who|which)\b", re.IGNORECASE)


def side_taken(predicate: str) -> Stance | None:
    """The side that a predicate takes by what it is for or against, first thing named; None where it takes none."""
    sign, judged = 1, False
    predicate = _BREAK.split(predicate, maxsplit=1)[0]
    for found in _SIGNS.finditer(predicate[:_FURTHEST]):
        kind = found.lastgroup
        if kind in ("for", "against"):
            judged = True
            sign = -sign if kind == "against" else sign
            continue
        after = _PASSIVE.match(predicate[found.end() :])
        if after is not None:
            judged = True
            sign = -sign if after.lastgroup == "against" else sign
        if not judged:
            return None
        on_access = kind == "access"
        return "protect" if (sign > 0) != on_access else "restrict"
    return None

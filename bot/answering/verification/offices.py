"""Which office a sentence gives to a person, and whether the words on the person bear it out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.answering.verification.naming import Name

_HEADS = {
    "director": "director head chief boss leader",
    "head": "head director chief boss leader executive president",
    "chief": "chief head director executive president commissioner chief",
    "boss": "head director chief executive president leader founder",
    "leader": "leader head chief president director chair chairman minister",
    "secretary": "secretary",
    "minister": "minister secretary",
    "president": "president",
    "chancellor": "chancellor",
    "commissioner": "commissioner",
    "professor": "professor academic lecturer",
    "academic": "professor academic lecturer researcher scholar",
    "senator": "senator",
    "representative": "representative congressman congresswoman",
    "congressman": "representative congressman",
    "congresswoman": "representative congresswoman",
    "judge": "judge justice magistrate",
    "justice": "justice judge",
    "ceo": "ceo executive",
    "executive": "executive ceo vice president head director",
    "founder": "founder cofounder",
    "chairman": "chairman chair chairwoman chairperson chairs",
    "chair": "chairman chair chairwoman chairperson chairs",
    "spokesman": "spokesman spokesperson spokeswoman speaking",
    "spokeswoman": "spokesman spokesperson spokeswoman speaking",
    "spokesperson": "spokesman spokesperson spokeswoman speaking",
    "mp": "mp parliament commons member",
    "mep": "mep parliament member",
    "cryptographer": "cryptographer cryptography cryptologist cryptographic",
    "attorney": "attorney lawyer counsel",
    "general": "general",
    "constable": "constable",
    "ambassador": "ambassador",
    "mayor": "mayor",
    "governor": "governor",
    "coordinator": "coordinator",
    "engineer": "engineer",
    "technologist": "technologist technology",
    "journalist": "journalist reporter writer columnist editor",
    "lord": "lord lords",
    "baroness": "baroness lady lords",
}
_HEAD = re.compile(rf"\b(?:{'|'.join(_HEADS)})\b", re.IGNORECASE)
_AS_OFFICE = re.compile(
    r",?\s+(?:as|then|being|while|(?:is|was)(?= (?:the|a|an)\b))\s+((?:the |a |an |its |then )?[^,;:.“”]{0,80})"
)
_FORMER = re.compile(r"\b(?:former|ex|late|retired|future|deputy|acting|vice|shadow)\b", re.IGNORECASE)


def offices_given(text: str, name: Name) -> tuple[str, ...]:
    """What a sentence says that a person is, before the name, behind it between commas or in brackets, or "as …"."""
    before = text[: name.start]
    before = re.split(
        r"[,;:.(“”]|\b(?:to|by|that|with|from|when|as|said|told|against|but|while|since|after)\b", before
    )[-1]
    found = [before] if before.strip() else []
    after = text[name.end :]
    if bracket := re.match(r"\s*\(([^()]{0,200})\)", after):
        found.append(bracket[1])
        after = after[bracket.end() :]
    if (apposition := re.match(r"\s*,\s*([^,;:“”]{0,120}(?:,[^,;:“”]{0,60})?)\s*[,:]", after)) and _opens_office(
        apposition[1]
    ):
        found.append(apposition[1])
    office = _AS_OFFICE.search(after)
    if office and (office.start() < 8 or re.match(r"[^,;:.]{0,60}\bas\s", after)):
        found.append(re.split(r"\b(?:said|that|who|told|wrote|warned|argued)\b", office[1])[0])
    return tuple(part.strip() for part in found if _HEAD.search(part))


def _opens_office(apposition: str) -> bool:
    return re.match(rf"(?:[\w’'&./-]+\s+){{0,6}}?(?:{'|'.join(_HEADS)})\b", apposition, re.IGNORECASE) is not None


def wrong_office(offices: Iterable[str], held: str) -> str | None:
    """The first office given that the words on the person do not bear out; None where they bear out all."""
    words = frozenset(re.findall(r"\w+", held.lower()))
    for office in offices:
        for found in _HEAD.findall(office):
            same = {found.lower(), *_HEADS[found.lower()].split()}
            if not same & words:
                return office
        for found in _FORMER.findall(office):
            kin = (
                {"former", "ex", "retired", "late"} if found.lower() in ("former", "ex", "retired") else {found.lower()}
            )
            if not kin & words:
                return office
    return None

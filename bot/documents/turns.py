"""Texts in which the layout says who speaks: interviews and hearings turn by turn, letters, block quotations."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.documents import lexicon, resolution, role_resolution
from bot.documents.discourse import Cast
from bot.documents.frames import Paragraph
from bot.documents.marks import find_quotations
from bot.documents.mention import Mention

_LABEL = re.compile(
    r"[ \t]*[*_]{0,2}(?P<label>[QA]\d{0,4}|(?:Q\d{1,4}\s+)?(?:The\s+)?[^\W\d_][^\n:;,.?!“”\"]{0,20}"
    r"(?:\.[^\n:;,?!“”\"]{0,20}){0,3}?)(?:\s*\((?P<name>[^)\n]{1,60})\))?[*_]{0,2}(?P<mark>[:.)])[*_]{0,2}\s+(?=\S)"
)
_NO_LABELS = frozenset(
    "note notes update summary correction source sources example warning subject date to from cc bcc ps "
    "title contact photo picture caption background analysis editor abstract keywords conclusion "
    "introduction results methods figure table copyright author by re attachment related more read "
    "advertisement breaking exclusive live watch headline place time".split()
)
_ASKERS = frozenset("q question interviewer moderator host".split())
_ANSWERERS = frozenset("a answer".split())
_GREETING = re.compile(r"[ \t]*(?:Dear|To)\s+(?P<name>[^\n,:]{2,80})[,:]\s*(?:\n|$)")
_CLOSING = re.compile(
    r"(?:Yours|With (?:respect|thanks|best|kind|warm)|(?:Yours )?(?:[Ss]incerely|[Ff]aithfully|[Tt]ruly)|Kind regards|"
    r"Best wishes|Respectfully|Regards|In (?:hope|solidarity|friendship|faith|good faith)|Signed)[\w ]{0,30},?[ \t]*$",
    re.MULTILINE,
)
_INTERVIEW = re.compile(
    r"\b(?:spoke|speaks|talked|talks|sat down|interview|interviewed|met|meets|conversation|caught up|asked|questioned)"
    r"(?: (?:to|with))? "
    r"(?P<name>(?:(?:Dr|Sir|Dame|Lord|Lady|Professor|Mr|Ms|Mrs|Baroness)\.? )?[A-Z][^\s,;:]+(?: [A-Z][^\s,;:]+)+)"
)


@dataclass(frozen=True)
class TurnLabel:
    """The label of a turn, and where in the paragraph the words begin."""

    label: str
    body: int
    name: str = ""  # in brackets after the label: "CHAIR (Baroness X)"


def parted_turns(paragraphs: Sequence[Paragraph], transcript: bool = False) -> list[Paragraph]:
    """The paragraphs, those that are turns of a transcript parted from their labels.

    One label proves nothing: a text is a transcript where several turns have labels, or where ``transcript`` says so.
    """
    found = [_label(paragraph.text) for paragraph in paragraphs]
    counts = Counter(turn.label.lower() for turn in found if turn)
    strong = {label for label, count in counts.items() if _is_strong(label) or count > 1}
    if not transcript and (sum(counts.values()) < 2 or not strong):
        return list(paragraphs)
    return [
        _parted(paragraph, turn) if turn and (turn.label.lower() in strong or _named(turn.label)) else paragraph
        for paragraph, turn in zip(paragraphs, found, strict=True)
    ]


def _parted(paragraph: Paragraph, turn: TurnLabel) -> Paragraph:
    text = paragraph.text[turn.body :]
    quotations = find_quotations(text, continues=paragraph.continued)
    return replace(
        paragraph,
        start=paragraph.start + turn.body,
        text=text,
        quotations=quotations,
        label=turn.label,
        label_name=turn.name,
    )


def _label(text: str) -> TurnLabel | None:
    match = _LABEL.match(text)
    if match is None:
        return None
    label = " ".join(match["label"].split())
    initial = re.fullmatch(r"[QA]\d{0,4}", label)
    if match["mark"] != ":" and not initial:
        return None
    words = label.removeprefix("The ").split()
    if words and re.fullmatch(r"Q\d+", words[0]) and len(words) > 1:
        words = words[1:]
    if not words or len(words) > 6 or words[0].lower() in _NO_LABELS:
        return None
    if not all(word[0].isupper() or word.lower() in lexicon.PARTICLES or word in ("of", "the") for word in words):
        return None
    name = (match["name"] or "").strip()
    return TurnLabel(" ".join(words), match.end(), name)


def _is_strong(label: str) -> bool:
    return bool(re.fullmatch(r"[qa]\d{0,4}", label)) or label in _ASKERS | _ANSWERERS or label in lexicon.ROLES


def _named(label: str) -> bool:
    words = label.lower().rstrip(".").split()
    return len(words) > 1 or words[0] in lexicon.ROLES or label.isupper()


def speaker_of_label(label: str, name: str, cast: Cast, interviewee: int | None, interviewer: int | None) -> int | None:
    """Whom a label means; None for an interviewer without a name."""
    plain = re.sub(r"\d+$", "", label.lower())
    if plain in _ASKERS:
        return interviewer
    if plain in _ANSWERERS:
        return interviewee
    is_role = all(word in lexicon.ROLES | lexicon.TITLES | {"the"} for word in plain.split())
    if is_role and len(name.split()) > 1 and name[0].isupper():
        number = named(name, cast)
        role = Mention(0, 1, 0, "role", tuple(word for word in plain.split() if word != "the"))
        if number is not None:
            role_resolution.add_role(cast, number, role, frozenset())
        return number
    return named(_proper(label), cast)


def _proper(label: str) -> str:
    if not label.isupper():
        return label
    return re.sub(
        r"[^\W\d_]+", lambda match: match.group().capitalize() if len(match.group()) > 1 else match.group(), label
    )


def named(name: str, cast: Cast) -> int | None:
    """The entity that a name means which stands by itself, such as a label or a signature."""
    words = name.strip(" .,").split()
    titles = 0
    while titles < len(words) - 1 and words[titles].lower().rstrip(".") in lexicon.TITLES:
        titles += 1
    lower = [word.lower().rstrip(".") for word in words]
    if not words:
        return None
    kind_role = lower[-1] in lexicon.ROLES or lower[-1] in lexicon.TITLES
    if kind_role and titles >= len(words) - 1:
        role = Mention(0, 1, 0, "role", tuple(word for word in lower if word != "the"), determiner="our")
        return role_resolution.role(cast, role, [])
    honorific = " ".join(word for word in words[:titles] if word.lower() in lexicon.HONORIFICS)
    mention = Mention(0, 1, 0, "name", tuple(words[titles:]), honorific=honorific, titled=titles > 0)
    for word in lower[:titles]:
        if word in lexicon.FEMALE_TITLES:
            mention.gender = "f"
        elif word in lexicon.MALE_TITLES:
            mention.gender = "m"
    if len(words) > 1 and lower[-1] in lexicon.BODY_HEADS and not titles:
        return resolution.body(cast, mention)
    return resolution.person(cast, mention)


def interviewee_in(text: str) -> str | None:
    """The name of the person that an introduction says was interviewed."""
    match = _INTERVIEW.search(text)
    return match["name"].removesuffix("’s").removesuffix("'s") if match else None


def greeted(text: str) -> str | None:
    """The name that a letter is addressed to."""
    match = _GREETING.match(text)
    return match["name"].strip() if match else None


def signed(paragraphs: Sequence[Paragraph]) -> tuple[int, str] | None:
    """The place of the paragraph in which a letter is signed, and the first name under it."""
    for place, paragraph in enumerate(paragraphs):
        match = _CLOSING.search(paragraph.text)
        if match is None:
            continue
        below = paragraph.text[match.end() :].strip()
        if not below and place + 1 < len(paragraphs):
            below = paragraphs[place + 1].text
        name = below.splitlines()[0].split(",")[0].strip() if below else ""
        words = name.split()
        if 1 < len(words) < 7 and all(word[0].isupper() or word in lexicon.PARTICLES for word in words):
            return place, name
    return None


def signed_below(paragraphs: Sequence[Paragraph]) -> tuple[int, str] | None:
    """The same for a letter that ends in a name without a closing formula."""
    if len(paragraphs) < 3:
        return None
    lines = paragraphs[-1].text.splitlines()
    words = lines[0].strip().split()
    short = len(lines) <= 4 and all(len(line) < 80 and not line.rstrip().endswith(".") for line in lines)
    if short and 1 < len(words) < 6 and all(word[0].isupper() or word in lexicon.PARTICLES for word in words):
        return len(paragraphs) - 1, lines[0].strip().rstrip(",")
    return None


def is_block(text: str) -> bool:
    """Whether a paragraph is set as a block quotation, with ``>`` before it."""
    return text.lstrip().startswith(">")

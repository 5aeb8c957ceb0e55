"""True sentences for measuring the verifier: a corpus's own records, put as a small language model might put them.

There are two sets of wordings, made apart: "first", on which the verifier was tuned, and "second", which is for
reporting alone.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bot.answering.phrases import ended, single, split_sentences
from bot.dates import MONTHS, on_date, spelled
from bot.records import Background, Corpus, Event, Statement

Wordings = Literal["first", "second"]
_VERBS = (
    "said argued warned wrote claimed stated noted explained announced insisted stressed observed contended maintained"
    " held declared testified reported concluded answered replied asked urged complained described called accused"
    " criticised rejected welcomed opposed supported backed defended demanded proposed denied admitted conceded"
    " predicted recalled promised told asked judged found credited likened compared dismissed praised refused advised"
    " recommended vowed set published objected charged joined presented granted accepted declined disputed suspected"
    " reminded condemned hailed questioned doubted voiced expressed pointed took gave made offered invited agreed"
).split()
_SPOKE = (
    "said argued warned wrote claimed stated noted explained insisted stressed observed contended maintained held"
    " declared testified reported concluded answered replied complained predicted admitted conceded announced"
).split()
_PREDICATE = re.compile(
    rf"^(?:'s [\w ]{{3,30}}|,(?: [^,]+,){{1,2}}| \([^)]*\),?| of (?:the )?[A-Z][^,]{{2,60}}?)? ?"
    rf"(?P<predicate>(?:{'|'.join(_VERBS)})\b.*)$"
)
_THAT = re.compile(rf"^(?:{'|'.join(_SPOKE)})\b[^,:;]{{0,60}}?\bthat (?P<rest>.+?)\.?$")
_AND_THAT = re.compile(r"(?:, |,? and )that ([^,;:]{30,}?)(?=, | and that\b|; |: |\.$| because\b| while\b)")
_CUT = re.compile(r",? (?:and|but|because|since|so that|while|whereas|which|saying|arguing|adding|although) |; |: ")
_FIRST_SYNONYMS = {
    "warned": "cautioned", "argued": "contended", "said": "stated", "police": "law enforcement", "children": "minors",
    "firms": "companies", "companies": "firms", "weaken": "undermine", "criminals": "offenders", "law": "legislation",
    "messages": "communications", "help": "assist", "protect": "safeguard", "harm": "damage", "people": "individuals",
    "because": "as", "but": "yet", "many": "numerous", "keep": "retain", "find": "detect", "images": "pictures",
    "dangerous": "hazardous", "need": "require", "bill": "draft law", "hidden": "concealed", "enough": "sufficient",
    "allow": "let", "pictures": "images", "phones": "handsets", "believes": "thinks", "show": "demonstrate",
    "abuse": "exploitation", "online": "on the internet", "public": "population", "new": "fresh", "plan": "project",
    "rights": "liberties", "letter": "note", "work": "function", "material": "content", "crime": "offending",
    "device": "gadget", "devices": "gadgets", "built": "constructed", "build": "construct", "draft": "proposed text",
    "strong": "robust", "give": "provide", "agencies": "services", "offenders": "perpetrators", "reach": "get at",
    "terrorists": "extremists", "warrant": "judicial order", "report": "paper", "state": "government",
    "own": "very own",
    "whether": "if", "customers": "clients", "rejected": "dismissed", "attack": "assault", "stop": "halt",
    "imagery": "pictures", "everyone": "all", "national": "domestic", "years": "a long time", "victims": "survivors",
    "whole": "entire", "trade": "commerce", "anyone": "anybody", "powers": "authority", "ordinary": "normal",
    "mass": "wholesale", "accused": "blamed", "matching": "comparison", "promised": "pledged", "keeping": "preserving",
    "hackers": "intruders", "photo": "image", "citizens": "the public", "welcomed": "applauded", "trust": "confidence",
    "worldwide": "across the globe", "look": "search", "hard": "tough", "millions": "huge numbers", "lead": "result",
    "refused": "declined", "breaking": "cracking", "holding": "keeping", "serious": "grave", "earlier": "previous",
    "weakening": "undermining", "behind": "responsible for", "large": "big", "young": "youthful", "drug": "narcotics",
    "market": "marketplace", "meeting": "gathering", "search": "look for", "protected": "shielded", "secret": "hidden",
    "question": "issue", "basic": "fundamental", "freedom": "liberty", "foreign": "overseas", "needed": "required",
    "everybody": "all people", "duty": "obligation", "carry": "transport", "matter": "subject", "insisted": "stressed",
    "existing": "current", "objected": "protested", "cost": "expense", "citing": "pointing to", "proof": "evidence",
    "threats": "menaces", "fail": "be unable", "endanger": "put at risk", "former": "one-time", "request": "demand",
    "tools": "means", "case": "matter", "kept": "retained", "cases": "investigations", "place": "spot",
}  # fmt: skip
_SECOND_SYNONYMS = {
    "wrote": "put in writing", "rejected": "turned down",
    "criticised": "found fault with", "demanded": "called for", "investigators": "detectives", "users": "customers",
    "governments": "states", "danger": "peril", "everyone": "everybody", "impossible": "unachievable",
    "secure": "well protected", "began": "started", "technology": "tools", "abuse": "mistreatment", "phone": "device",
    "required": "obliged", "lets": "allows", "officers": "agents", "privacy": "private life", "experts": "specialists",
    "plan": "scheme", "proposal": "draft", "such": "that kind of", "ordinary": "everyday", "big": "large",
    "children": "youngsters", "messages": "exchanges", "police": "officers", "criminals": "crooks",
    "firms": "businesses",
    "weaken": "water down", "protect": "guard", "harm": "hurt", "images": "photographs", "need": "have need of",
    "help": "aid", "hidden": "secret", "law": "statute", "warned": "sounded the alarm", "argued": "held",
    "obliges": "requires", "judged": "considered", "break": "crack", "reading": "access to", "safety": "protection",
}  # fmt: skip
_SIDES: dict[Wordings, dict[str, tuple[str, ...]]] = {
    "first": {
        "protect": ("defended strong encryption", "spoke against weakening encryption"),
        "restrict": ("wanted limits on encryption or access to encrypted data", "argued for access by the authorities"),
    },
    "second": {
        "protect": ("came out on the side of encryption and privacy", "opposed attempts to get round encryption"),
        "restrict": ("came down on the side of lawful access", "took issue with the spread of encryption"),
    },
}


@dataclass(frozen=True)
class Sample:
    """A sentence, the records that it cites, what kind it is, the record that it was made from, and its quotation."""

    kind: str
    text: str
    cited: tuple[str, ...]
    record: str
    wordings: Wordings
    quote: str = ""


def true_samples(
    record: Statement | Background | Event, corpus: Corpus, wordings: Wordings, chance: random.Random
) -> Iterator[Sample]:
    """Sentences that a record bears out, some four of them, of different kinds."""
    if not isinstance(record, Statement):
        for kind, text in _reported(record, wordings, chance):
            yield Sample(kind, text, (record.id,), record.id, wordings)
        return
    kind: str
    for kind, texts in (("paraphrase", paraphrases(record, wordings)), ("quotation", quoted(record, wordings, chance))):
        for text, quote in chance.sample(texts, min(2, len(texts))):
            if kind == "paraphrase" and chance.random() < 0.5:
                most = chance.choice((2, 4, 9))
                text = _with_synonyms(text, wordings, chance, most)
                kind = "loose paraphrase" if most == 9 else kind
            yield Sample(kind, text, (record.id,), record.id, wordings, quote)
    if clauses := later_clauses(record):
        clause = chance.choice(clauses)
        how = ("{0} said that {1}.", "According to {0}, {1}.", "{2}, {0} argued.")
        if wordings == "second":
            how = ("{0} made the point that {1}.", "{0}: {1}.", "{2}, as {0} sees it.")
        text = chance.choice(how).format(record.speaker, clause, clause[0].upper() + clause[1:])
        yield Sample("later clause", text, (record.id,), record.id, wordings)
    if wordings == "first":
        yield Sample("own claim", ended(record.claim), (record.id,), record.id, wordings)
    if chance.random() < 0.25 and (sides := _SIDES[wordings].get(record.stance)):
        yield Sample("side", f"{record.speaker} {chance.choice(sides)}.", (record.id,), record.id, wordings)


def predicate_of(record: Statement) -> str | None:
    """What the claim says of its speaker, without what stands before the name and any apposition."""
    at = record.claim.find(record.speaker)
    found = _PREDICATE.match(record.claim[at + len(record.speaker) :]) if at >= 0 else None
    return found["predicate"].strip() if found else None


def content_of(record: Statement) -> str | None:
    """What stands behind "said that" in the claim, without its full stop."""
    predicate = predicate_of(record)
    found = _THAT.match(predicate) if predicate else None
    return found["rest"] if found else None


def later_clauses(record: Statement) -> list[str]:
    """What stands behind "and that" in a claim whose "that" follows a verb of saying."""
    return [found[1].rstrip(".") for found in _AND_THAT.finditer(record.claim)] if content_of(record) else []


def shortened(text: str) -> str:
    """The text up to the end of its first clause of at least nine words."""
    for found in _CUT.finditer(text):
        if len(text[: found.start()].split()) >= 9:
            return text[: found.start()]
    return text


def american(date: str) -> str:
    """A date as Americans write it: October 31, 2023."""
    year, *rest = date.split("-")
    if not rest:
        return year
    month = MONTHS[int(rest[0]) - 1].capitalize()
    return f"{month} {int(rest[1])}, {year}" if len(rest) > 1 else f"{month} {year}"


def paraphrases(record: Statement, wordings: Wordings) -> list[tuple[str, str]]:
    """All the sentences without quotation that can be made of a claim, each with an empty quotation."""
    name, role, year = record.speaker, record.role, record.said_on[:4]
    predicate, content = predicate_of(record), content_of(record)
    whose = f"{name}’" if name.endswith("s") else f"{name}’s"
    made: list[str] = []
    brief = shortened(record.claim)
    if name not in brief or len(brief.split(name)[-1].split()) < 6:
        brief = record.claim
    if wordings == "first":
        made.append(brief)
        if predicate:
            made += [f"{name} {predicate}", f"{name}, {role}, {predicate}", f"{name} {shortened(predicate)}"]
            made += [f"In {year}, {name} {predicate}", f"{name} ({role}) {shortened(predicate)}"]
        if content:
            made += [f"According to {name}, {content}", f"It was argued by {name} that {shortened(content)}"]
            made += [f"{content[0].upper()}{content[1:]}, {name} argued", f"{name} said that {shortened(content)}"]
    else:
        if predicate:
            made += [f"On {american(record.said_on)}, {name} {predicate}", f"{name} – {role} – {shortened(predicate)}"]
            made += [f"{name} {shortened(predicate)} ({spelled(record.said_on)})"]
        if content:
            made += [f"{whose} argument {on_date(record.said_on)} was that {content}", f"{whose} position: {content}"]
            made += [f"{content[0].upper()}{content[1:]}, in {whose.replace('’', chr(39))} view"]
            made += [f"What {name} said was that {shortened(content)}", f"{name} made the case that {content}"]
        if not made:
            made.append(f"{spelled(record.said_on)}: {brief}")
    return [(ended(text), "") for text in made]


def part_of(quote: str, chance: random.Random) -> str:
    """Some words of a quotation in order, at least five where it has as many; never from just behind a negation."""
    words = quote.split()
    if len(words) < 7:
        return quote
    length = chance.randint(5, len(words) - 1)
    start = chance.randint(0, len(words) - length)
    if start and re.search(r"(?:not|no|never|nor|without|cannot|n['’]t)$", words[start - 1], re.IGNORECASE):
        start -= 1
    return " ".join(words[start : start + length]).strip(".,;:- ")


def quoted(record: Statement, wordings: Wordings, chance: random.Random) -> list[tuple[str, str]]:
    """All the sentences with a quotation that can be made of a statement, each with the words quoted."""
    if record.quote is None:
        return []
    name, role, year, date = record.speaker, record.role, record.said_on[:4], spelled(record.said_on)
    quote, part = single(record.quote), single(part_of(record.quote, chance))
    predicate = predicate_of(record)
    plain = record.quote if not re.search("[\"'’“”‘]", record.quote) else None
    on = on_date(record.said_on)
    made: list[tuple[str, str]]
    if wordings == "first":
        made = [
            (f"{name} said: “{quote}”", quote),
            (f'{name}, {role}, said {on}: "{quote}"', quote),
            (f'"{quote}," said {name} {on}.', quote),
            (f'In {year} {name} ({role}) wrote that "{part}".', part),
            (f'According to {name}, "{part}".', part),
            (f"{name}’s words were “{quote}”.", quote),
        ]
        if plain:
            made.append((f"{name} spoke of ‘{plain}’.", plain))
        if predicate:
            made.append((f"{name} {shortened(predicate)}, adding: “{part}”.", part))
        return made
    made = [
        (f"As {name} put it {on}, «{quote}».", quote),
        (f"“{quote}” – {name}, {year}.", quote),
        (f"It was {name} who said “{part}” ({date}).", part),
        (f'{name} made the point in {year}: "{part}".', part),
        (f"In the words of {name}, „{part}“.", part),
    ]
    if plain:
        made.append((f"On {american(record.said_on)} {name} remarked, '{plain}'.", plain))
    if predicate:
        made.append((f"{name} {shortened(predicate)} (“{part}”).", part))
    return made


def _reported(record: Background | Event, wordings: Wordings, chance: random.Random) -> Iterator[tuple[str, str]]:
    sentences = split_sentences(record.text)
    kind = "event" if isinstance(record, Event) else "background"
    for sentence in chance.sample(sentences, min(3, len(sentences))):
        how = chance.randrange(3)
        text = sentence if how == 0 else shortened(sentence)
        yield kind, ended(_with_synonyms(text, wordings, chance) if how == 2 else text)
    if isinstance(record, Event):
        when = {"first": f"On {spelled(record.on)}", "second": american(record.on)}[wordings]
        when = when if record.on.count("-") == 2 or wordings == "second" else f"In {spelled(record.on)}"
        yield kind, f"{when}{',' if wordings == 'first' else ':'} {record.title}."


def _with_synonyms(text: str, wordings: Wordings, chance: random.Random, most: int = 3) -> str:
    """The text with some of its words put otherwise, at most so many, names apart."""
    table = _FIRST_SYNONYMS if wordings == "first" else _SECOND_SYNONYMS
    found = [m for m in re.finditer(r"\b[a-z]+\b", text) if m.group() in table]
    for match in sorted(chance.sample(found, min(most, len(found))), key=lambda m: -m.start()):
        text = f"{text[: match.start()]}{table[match.group()]}{text[match.end() :]}"
    return text

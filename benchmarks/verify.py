"""How many false sentences the verifier catches, and how many true ones it turns away, by kind.

    python benchmarks/verify.py [--seed N] [--fit] [--json FILE] [--show N]

Thousands of sentences are made from the corpus: true ones, and the same with one thing wrong. The records of one half
of the speakers are for tuning; what is printed is from the other half, apart for the wordings that the verifier was
tuned on and for a second set made apart. A figure below its bar makes the exit status 1. ``--fit`` fits the weights in
bot/answering/verification/support.py on the tuning half and prints them.
"""

from __future__ import annotations

import argparse
import collections
import hashlib
import json
import math
import random
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from verification_faults import KINDS, Excluded, Neighbours, false_samples
from verification_fit import fit, supports
from verification_samples import Sample, Wordings, true_samples

from bot.answering.verification import Verifier
from bot.answering.verification.verifier import Embed, cleaned
from bot.corpus import load_corpus
from bot.embedding import load_embeddings
from bot.passages import passages_of
from bot.records import Corpus, Statement
from bot.settings import Settings

SHOWN = 8  # passages that the model is taken to have seen: the true one, the one cited and the nearest others
BARS = dict.fromkeys(KINDS, 0.99) | {"stance turned": 0.90, "two statements blended": 0.90}
FALSELY_REJECTED = 0.05
SEED = 20261125


@dataclass(frozen=True)
class Figure:
    """A share of sentences against its bar: caught at least, or turned away at most."""

    name: str
    count: int
    of: int
    bar: float
    at_most: bool = False

    @property
    def ratio(self) -> float:
        return self.count / self.of if self.of else math.nan

    @property
    def met(self) -> bool:
        return self.ratio <= self.bar if self.at_most else self.ratio >= self.bar

    def as_json(self) -> dict[str, object]:
        return {**asdict(self), "ratio": self.ratio, "interval": wilson(self.count, self.of), "met": self.met}

    def __str__(self) -> str:
        low, high = wilson(self.count, self.of)
        sign = "≤" if self.at_most else "≥"
        return (
            f"{self.name:<46} {self.count:5} of {self.of:5} = {self.ratio:.4f}  [{low:.4f}, {high:.4f}]"
            f"   bar {sign} {self.bar:.2f}   {'met' if self.met else 'NOT MET'}"
        )


def wilson(count: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """Wilson's 95 % interval of a share."""
    if not of:
        return 0.0, 1.0
    share, squared = count / of, z * z / of
    middle, width = share + squared / 2, z * math.sqrt(share * (1 - share) / of + squared / (4 * of))
    return (middle - width) / (1 + squared), (middle + width) / (1 + squared)


def is_held_out(key: str, corpus: Corpus) -> bool:
    """Whether a record belongs to the half that is reported: by its speaker, so that no speaker is in both."""
    record = corpus.by_id[key]
    name = record.speaker if isinstance(record, Statement) else record.id
    return hashlib.sha256(name.encode()).digest()[0] % 2 == 1


def samples_of(
    near: Neighbours, wordings: Wordings, held_out: bool, seed: int
) -> tuple[list[Sample], list[Sample], collections.Counter[str]]:
    """True sentences, false ones, and how many of the latter were left out for which reason."""
    true, false = list[Sample](), list[Sample]()
    excluded: collections.Counter[str] = collections.Counter()
    for key in near.corpus.by_id:
        if is_held_out(key, near.corpus) != held_out:
            continue
        chance = random.Random(f"{seed} {wordings} {key}")
        for sample in true_samples(near.corpus.by_id[key], near.corpus, wordings, chance):
            true.append(sample)
            for made in false_samples(sample, near, chance):
                if isinstance(made, Excluded):
                    excluded[str(made)] += 1
                else:
                    false.append(made)
    return true, false, excluded


def shown_to_fit(near: Neighbours, seed: int) -> tuple[list[Sample], list[Sample]]:
    """Sentences of the tuning half that tell support from none: true ones, and those resting on the wrong passage."""
    true, false, _ = samples_of(near, "first", False, seed)
    moved = [s for s in false if s.kind.startswith("citation moved") and s.cited != (s.record,)]
    blended = [s for s in false if s.kind == "two statements blended" and s.cited == (s.record,)]
    chance = random.Random(seed)
    return true, [*chance.sample(moved, min(len(moved), len(true))), *blended]


def shown_with(sample: Sample, near: Neighbours) -> list[str]:
    nearest = [key for key, _ in near.nearest(sample.record, SHOWN)]
    keys = list(dict.fromkeys([sample.record, *sample.cited, *nearest]))[:SHOWN]
    random.Random(sample.text).shuffle(keys)
    return keys


class Remembered:
    """An embedding that keeps the vectors of sentences which were embedded together beforehand, for speed."""

    def __init__(self, embed: Embed) -> None:
        self._embed = embed
        self._known: dict[str, Sequence[float]] = {}

    def __call__(self, texts: list[str]) -> list[Sequence[float]]:
        if new := [text for text in texts if text not in self._known]:
            found = dict(zip(new, self._embed(new), strict=True))
            return [self._known[text] if text in self._known else found[text] for text in texts]
        return [self._known[text] for text in texts]

    def remember(self, samples: Sequence[Sample]) -> None:
        """Embed the sentences of these samples, and forget all others."""
        texts = list(dict.fromkeys(cleaned(sample.text)[0] for sample in samples))
        self._known = dict(zip(texts, self._embed(texts), strict=True))


def passes(samples: Sequence[Sample], verifier: Verifier, near: Neighbours, embed: Remembered) -> list[str | None]:
    """What the verifier finds wrong with each sentence, None where it lets it stand."""
    embed.remember(samples)
    found = []
    for sample in samples:
        [checked] = verifier.check_all([(sample.text, sample.cited)], shown_with(sample, near))
        found.append(checked.fault if checked.sentence is None else None)
    return found


def main() -> int:
    """Measure; the exit status."""
    arguments = _arguments()
    settings = Settings()
    corpus = load_corpus(settings.corpus_dir)
    embeddings = load_embeddings(settings.embedding_model)
    passages = passages_of(corpus)
    vectors = np.asarray(embeddings.embed_documents([p.text for p in passages]), dtype=np.float32)
    near = Neighbours(corpus, tuple(p.id for p in passages), vectors)
    embed = Remembered(embeddings.embed_documents)
    verifier = Verifier.of(corpus, embed, vectors=dict(zip(near.ids, vectors, strict=True)))
    if arguments.fit:
        true, false = (
            [
                *supports(samples, [shown_with(sample, near) for sample in samples], verifier),
                *supports(
                    samples, [sample.cited for sample in samples], verifier
                ),  # as where one passage alone is shown
            ]
            for samples in shown_to_fit(near, arguments.seed)
        )
        print(fit(true, false))
        return 0
    figures: list[Figure] = []
    for wordings in ("first", "second"):
        true, false, excluded = samples_of(near, wordings, True, arguments.seed)
        figures += measure(true, false, wordings, verifier, near, embed, arguments.show)
        for why, count in excluded.items():
            print(f"left out, {wordings} wordings: {count} {why}")
    if arguments.json:
        arguments.json.write_text(json.dumps([figure.as_json() for figure in figures], indent=1) + "\n", "utf-8")
    return 0 if all(figure.met for figure in figures) else 1


def measure(
    true: Sequence[Sample],
    false: Sequence[Sample],
    wordings: str,
    verifier: Verifier,
    near: Neighbours,
    embed: Remembered,
    show: int,
) -> list[Figure]:
    """The figures of one set of wordings, each printed once it is known."""
    figures = []
    for kind in KINDS:
        samples = [sample for sample in false if sample.kind == kind]
        faults = passes(samples, verifier, near, embed)
        figures.append(
            _printed(Figure(f"{kind}, {wordings} wordings", sum(map(bool, faults)), len(samples), BARS[kind]))
        )
        _show([(s, f) for s, f in zip(samples, faults, strict=True) if not f], show)
    faults = passes(true, verifier, near, embed)
    for kind in sorted({sample.kind for sample in true}):
        chosen = [fault for sample, fault in zip(true, faults, strict=True) if sample.kind == kind]
        print(f"    falsely rejected of kind {kind}: {sum(map(bool, chosen))} of {len(chosen)}")
    name = f"falsely rejected, {wordings} wordings"
    figures.append(_printed(Figure(name, sum(map(bool, faults)), len(true), FALSELY_REJECTED, at_most=True)))
    _show([(s, f) for s, f in zip(true, faults, strict=True) if f], show)
    return figures


def _printed(figure: Figure) -> Figure:
    print(figure, flush=True)
    return figure


def _show(wrong: Iterable[tuple[Sample, str | None]], most: int) -> None:
    for sample, fault in list(wrong)[:most]:
        print(f"      {sample.record} {sample.cited}: {sample.text}  <- {fault}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--seed", type=int, default=SEED, help="what the sentences are drawn by")
    parser.add_argument("--fit", action="store_true", help="fit the weights on the tuning half and print them")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    parser.add_argument("--show", type=int, default=0, help="how many of the sentences judged wrongly to print, a kind")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

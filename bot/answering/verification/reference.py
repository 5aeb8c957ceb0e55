"""What a record says, prepared once for checking sentences against it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from bot.answering.phrases import split_sentences
from bot.answering.verification.attribution import Source, sources_of
from bot.answering.verification.figures import Figures, figures_of
from bot.answering.verification.naming import Known, Name, known_of, names_in
from bot.answering.verification.polarity import Laid, Polarity
from bot.answering.verification.quotations import Unclosed, quotations, quoted_words
from bot.answering.verification.wording import Wording
from bot.names import NameIndex
from bot.records import Background, Corpus, Event, Statement
from bot.text import bare, straighten


@dataclass(frozen=True)
class Reference:
    """A record and what checking needs of it; each part is made when first asked for."""

    record: Statement | Background | Event
    corpus: Corpus
    index: NameIndex
    wording: Wording
    polarity: Polarity

    @cached_property
    def speakers(self) -> frozenset[str]:
        """Ids of those whose words the record gives: its speaker, the body spoken for, the members of a group."""
        if not isinstance(self.record, Statement):
            return frozenset()
        speaker = self.corpus.speaker_by_name.get(self.record.speaker)
        if speaker is None:
            return frozenset()
        related = (self.corpus.speaker_by_id[key] for key in speaker.related if key in self.corpus.speaker_by_id)
        body = straighten(self.record.organisation or "").casefold()
        return frozenset(
            {speaker.id}
            | {other.id for other in related if other.kind != "person" and other.name.casefold() == body}
            | {other.id for other in related if speaker.kind == "group" and other.name in speaker.name}
        )

    @cached_property
    def speaker(self) -> str:
        """The speaker's name, folded; empty where nobody speaks."""
        return bare(self.record.speaker) if isinstance(self.record, Statement) else ""

    @cached_property
    def speaker_id(self) -> str:
        speaker = self.corpus.speaker_by_name.get(getattr(self.record, "speaker", ""))
        return speaker.id if speaker else ""

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """The speaker's name, role and body, folded."""
        record = self.record
        if not isinstance(record, Statement):
            return ()
        return tuple(bare(text) for text in (record.speaker, record.role, record.organisation or ""))

    @cached_property
    def held(self) -> str:
        """The record's words on the speaker and what was said, among which the office has to stand."""
        record = self.record
        if not isinstance(record, Statement):
            return ""
        return f"{record.role} {record.organisation or ''} {record.claim} {record.note or ''} {record.venue}"

    @cached_property
    def note(self) -> frozenset[str]:
        """Stems of what a reader needs to know besides."""
        return frozenset(self.wording.content(getattr(self.record, "note", None) or ""))

    @cached_property
    def told(self) -> str:
        """What the record tells, in its own words and the speaker's."""
        if isinstance(self.record, Statement):
            return straighten(f"{self.record.claim} {self.record.quote or ''} {self.record.note or ''}")
        return straighten(f"{self.record.title}. {self.record.text}")

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        if isinstance(self.record, Statement):
            parts = [self.record.claim, self.record.quote or "", self.record.note or ""]
        else:
            parts = [self.record.title, self.record.text]
        return tuple(sentence for part in parts for sentence in split_sentences(straighten(part)))

    @cached_property
    def header(self) -> str:
        """Who, in which office, where, about whom."""
        record = self.record
        if isinstance(record, Statement):
            where = f"{record.role}. {record.organisation or ''}. {record.venue}. {'. '.join(record.about)}"
            return straighten(f"{record.speaker}. {where}. {record.source.title}. {record.source.publisher}")
        actors = ". ".join(record.actors) if isinstance(record, Event) else ""
        return straighten(f"{record.title}. {actors}")

    @cached_property
    def named(self) -> frozenset[str]:
        """Stems of who, in which office, where, about whom."""
        return frozenset(self.wording.content(self.header))

    @cached_property
    def date(self) -> str:
        record = self.record
        if isinstance(record, Statement):
            return record.said_on
        return record.on if isinstance(record, Event) else ""

    @cached_property
    def quote(self) -> str:
        """The speaker's exact words, folded; empty where the record has none."""
        return quoted_words(self.record.quote or "") if isinstance(self.record, Statement) else ""

    @cached_property
    def marked(self) -> tuple[str, ...]:
        """Folded words that the record itself puts between marks, and titles that it may be called by."""
        record = self.record
        titles = (
            (record.venue, record.source.title)
            if isinstance(record, Statement)
            else (record.title, *(source.title for source in record.sources))
        )
        found = [quoted_words(title) for title in titles]
        texts = (record.claim, record.note or "", record.venue) if isinstance(record, Statement) else (record.text,)
        for text in texts:
            try:
                found += [quoted_words(span.words) for span in quotations(text)]
            except Unclosed:
                continue  # a record with a lone mark quotes nothing that can be compared
        return tuple(words for words in found if words)

    @cached_property
    def figures(self) -> Figures:
        return figures_of(f"{self.told} {self.header} {self.date} {self.spelled_date}")

    @cached_property
    def spelled_date(self) -> str:
        return f"in {self.date}" if self.date else ""

    @cached_property
    def said_on(self) -> Figures:
        return figures_of(self.date if "-" in self.date else f"in {self.date}" if self.date else "")

    @cached_property
    def known(self) -> Known:
        record = self.record
        speakers = set(self.speakers)
        implied: list[str] = []
        if isinstance(record, Statement):
            for key in record.reply_to:
                other = self.corpus.by_id.get(key)
                if isinstance(other, Statement) and other.speaker in self.corpus.speaker_by_name:
                    speakers.add(self.corpus.speaker_by_name[other.speaker].id)
                    implied.append(other.speaker)
        topics = (self.corpus.topic_by_id[key] for key in record.topics if key in self.corpus.topic_by_id)
        implied += [text for topic in topics for text in (topic.title, *topic.aliases)]
        texts = (self.told, self.header)
        named = known_of(texts, self.index, speakers).speakers
        for key in named:
            implied += [self.corpus.speaker_by_id[key].name, *self.corpus.speaker_by_id[key].aliases]
        country = record.country if isinstance(record, Statement) else None
        return known_of(texts, self.index, speakers, implied, country)

    @cached_property
    def words(self) -> frozenset[str]:
        """Stems of everything that the record says."""
        return frozenset(self.wording.content(f"{self.told} {self.header}"))

    @cached_property
    def laid(self) -> Laid:
        """The words that carry sense, each with what negates it and what stands near it."""
        return self.polarity.lay(self.told)

    @cached_property
    def names(self) -> tuple[tuple[str, tuple[Name, ...]], ...]:
        """Each sentence of the record with the names in it."""
        return tuple((sentence, names_in(sentence, self.index)) for sentence in self.sentences)

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """Whoever the record's own sentences make say or do something."""
        return tuple(source for sentence, names in self.names for source in sources_of(sentence, names))


def clauses(text: str) -> Iterable[str]:
    """The parts of a sentence between semicolons, full stops and commas that start a new clause."""
    return (part for part in re.split(r"[;:]\s|\.\s|,\s(?=(?:and|but|while|whereas|so|because|since)\b)", text) if part)

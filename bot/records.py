"""The typed records that every stage passes on. All are frozen: a stage makes new ones, it never changes one.

Dates are strings as exact as the source supports: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.
"""

from __future__ import annotations

import calendar
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, WithJsonSchema, field_validator

Stance = Literal["protect", "restrict", "balance"]
PassageType = Literal["statement", "background", "event", "document"]
AnswerKind = Literal["answer", "correction", "no_evidence", "off_topic", "declined", "help", "about", "clarify"]

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Date = Annotated[str, StringConstraints(pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")]
Text = Annotated[str, StringConstraints(min_length=1)]
_ADDRESS = r"^https?://[^\s/]+\.[^\s]+$"
Address = Annotated[str, StringConstraints(pattern=_ADDRESS)]
Country = Annotated[str, StringConstraints(pattern=r"^(?:[A-Z]{2}|INT)$")]


class Record(BaseModel):
    """A frozen record that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Record):
    """The page in which something was read."""

    title: Text = Field(description="Title of the page or document, as it stands there")
    publisher: Text = Field(description="Who published it")
    url: Annotated[Address | None, WithJsonSchema({"pattern": _ADDRESS, "type": "string"})] = Field(
        description="Address that a reader can open"
    )
    published: Date | None = Field(description="Date of publication, as exact as is known; null where unknown")

    @field_validator("url")
    @classmethod
    def _is_given(cls, url: str | None) -> str | None:
        if url is None and cls is Source:
            raise ValueError("must be an address; only a document that was added may have none")
        return url

    @property
    def place(self) -> str:
        """Its address or, where a document has none, its title: what tells it from others."""
        return self.url or self.title


class Statement(Record):
    """What one speaker said, once, in one place: the unit of attribution."""

    id: Slug = Field(description="surname or organisation, year, two to four words: biggar-2023-blind-eye")
    speaker: Text = Field(description="Name exactly as in speakers.yaml")
    speaker_type: Literal["person", "organisation"]
    role: Text = Field(description="Role held when the words were said; for an organisation what it is")
    organisation: str | None = Field(description="Body spoken for, or null")
    country: Country = Field(description="ISO 3166 alpha-2 of the body or person, or EU, UN, INT")
    said_on: Date = Field(description="YYYY-MM-DD, YYYY-MM or YYYY: as exact as the source supports")
    venue: Text = Field(description="Where it was said: speech, letter, testimony, interview, with its name")
    stance: Annotated[Stance | None, WithJsonSchema({"enum": ["protect", "restrict", "balance"], "type": "string"})] = (
        Field(description="protect: keep encryption strong; restrict: limit or access; balance: between")
    )
    topics: tuple[str, ...] = Field(min_length=1, description="Topic slugs, the most fitting first")
    claim: Text = Field(description="What was said, in our own words: 12 to 75 words, no quotation marks")
    quote: str | None = Field(description="The exact words, 2 to 30 of them, or null where none was seen verbatim")
    source: Source
    seen: tuple[Address, ...] = Field(min_length=1, description="Pages in which the quote or claim was read")
    about: tuple[str, ...] = Field(description="Persons, organisations, laws or products it is about")
    note: str | None = Field(default=None, description="Context a reader needs, in our own words")
    reply_to: tuple[Slug, ...] = Field(default=(), description="Ids of statements that this one answers")
    checked: Date | None = Field(default=None, description="Month in which a second reader confirmed the row")
    language: str | None = Field(default=None, description="Language of the original words where not English")

    @field_validator("stance")
    @classmethod
    def _is_placed(cls, stance: Stance | None) -> Stance | None:
        if stance is None and cls is Statement:
            raise ValueError("must be protect, restrict or balance; only words found in a document have no side")
        return stance

    @property
    def side(self) -> Stance:
        """The side of a statement that was placed on one. Raises TypeError for words found in a document."""
        if self.stance is None:
            raise TypeError(f"{self.id} is placed on no side")
        return self.stance


class Background(Record):
    """A term, law, case, product or report that a reader needs to follow the debate."""

    id: Slug
    title: Text
    topics: tuple[str, ...] = Field(min_length=1)
    text: Text
    sources: tuple[Source, ...] = Field(min_length=1)
    seen: tuple[Address, ...] = Field(min_length=1)
    as_of: Date = Field(description="Date up to which the text holds")


class Event(Record):
    """A dated step in the debate."""

    id: Slug
    on: Date
    title: Text
    text: Text
    actors: tuple[str, ...]
    topics: tuple[str, ...] = Field(min_length=1)
    sources: tuple[Source, ...] = Field(min_length=1)
    seen: tuple[Address, ...] = Field(min_length=1)


class DocumentSource(Source):
    """A document that was added; it may have no address."""


class Located(Record):
    """Where in a document a passage stands: ``start`` and ``end`` are characters of its kept text."""

    document: Slug
    paragraph: int
    page: int | None
    start: int
    end: int

    @property
    def locator(self) -> str:
        """``page 3, paragraph 12``."""
        return f"page {self.page}, paragraph {self.paragraph}" if self.page else f"paragraph {self.paragraph}"


class DocumentQuotation(Statement):
    """Words that an added document gives to a speaker, as they were found by reading it; nobody has placed them.

    ``claim`` is the report in the document's words where there is no quotation, else the sentence around it.
    ``said_on`` is the document's date; where that has none, ``dated`` is false and the date means nothing. ``further``
    are other documents that carry the same words.
    """

    topics: tuple[str, ...] = ()
    seen: tuple[Address, ...] = ()
    at: Located
    dated: bool
    context: Text
    further: tuple[DocumentSource, ...] = ()


class DocumentPassage(Background):
    """A piece of an added document, as it stands there."""

    topics: tuple[str, ...] = ()
    seen: tuple[Address, ...] = ()
    at: Located
    dated: bool


class Speaker(Record):
    """A person, organisation or group that speaks in the corpus."""

    id: Slug
    name: Text = Field(description="The one spelling used in statements")
    kind: Literal["person", "organisation", "group"]
    sort: Text = Field(description="What to sort by: a surname, or the name without its article")
    country: Country
    about: Text = Field(description="Who this is, in one line")
    aliases: tuple[str, ...] = Field(description="What a reader may type")
    related: tuple[Slug, ...] = Field(description="Bodies a person spoke for, people who spoke for a body, other names")


class Topic(Record):
    """A theme that statements, background and events may carry."""

    id: Slug
    title: Text = Field(description="Name that a reader sees")
    aliases: tuple[Text, ...] = Field(min_length=1, description="What a reader may type for it")
    weight: Literal["broad", "specific"] = Field(description="broad: all through the debate; specific: one matter")

    @property
    def broad(self) -> bool:
        """Whether the topic runs through the whole debate, so that it narrows a search little."""
        return self.weight == "broad"


class Corpus(Record):
    """Everything that was read, checked and consistent."""

    statements: tuple[Statement, ...]
    background: tuple[Background, ...]
    events: tuple[Event, ...]
    speakers: tuple[Speaker, ...]
    ambiguous: dict[str, tuple[str, ...]] = Field(description="Lower-case surname to the ids that it may mean")
    bodies: dict[str, tuple[str, ...]] = Field(
        description="Lower-case body, no speaker itself, to ids that spoke for it"
    )
    help: tuple[str, ...] = Field(
        default=(), description="Who takes reports of abuse, a sentence each, most urgent first"
    )
    topics: tuple[Topic, ...] = Field(default=(), description="The topics that records may carry")
    quotations: tuple[DocumentQuotation, ...] = Field(default=(), description="What added documents quote and report")
    pieces: tuple[DocumentPassage, ...] = Field(default=(), description="The text of added documents, piece by piece")

    @property
    def spoken(self) -> tuple[Statement, ...]:
        """Everything that somebody said, curated records first."""
        return (*self.statements, *self.quotations)

    @cached_property
    def by_id(self) -> dict[str, Statement | Background | Event]:
        """Every citable record by its id."""
        records: tuple[Statement | Background | Event, ...] = (
            *self.spoken, *self.background, *self.events, *self.pieces
        )  # fmt: skip
        return {record.id: record for record in records}

    @cached_property
    def speaker_by_id(self) -> dict[str, Speaker]:
        return {speaker.id: speaker for speaker in self.speakers}

    @cached_property
    def speaker_by_name(self) -> dict[str, Speaker]:
        return {speaker.name: speaker for speaker in self.speakers}

    @cached_property
    def spellings(self) -> frozenset[str]:
        """Every name and alias of a speaker."""
        return frozenset(spelling for speaker in self.speakers for spelling in (speaker.name, *speaker.aliases))

    @cached_property
    def topic_by_id(self) -> dict[str, Topic]:
        return {topic.id: topic for topic in self.topics}


class Passage(Record):
    """One unit of retrieval. Its text never crosses a speaker boundary."""

    id: str
    type: PassageType
    text: str = Field(description="What is embedded")
    keywords: str = Field(description="Further words that only the lexical index sees")
    speaker: str | None = None
    organisation: str | None = None
    country: str | None = None
    stance: Stance | None = None
    topics: tuple[str, ...] = ()
    date_from: int = Field(description="First day that the date may mean, as the number YYYYMMDD")
    date_to: int = Field(description="Last day that the date may mean, as the number YYYYMMDD")


class Citation(Record):
    """A cited passage as a reader sees it; ``n`` is its number in the answer, from 1."""

    n: int
    id: str
    type: PassageType
    speaker: str | None
    role: str | None
    said_on: str | None
    stance: Stance | None
    text: str
    quote: str | None
    source: Source
    locator: str | None = Field(default=None, description="Page and paragraph, of a passage of an added document")


class Sentence(Record):
    """One sentence of an answer, without its markers, and the numbers of the citations it rests on."""

    text: str
    citations: tuple[int, ...]


class Answer(Record):
    """What ``Bot.ask`` returns; ``text`` is Markdown with markers such as ``[1]``, ``seconds`` wall-clock time.

    ``writer`` is ``embedded`` or ``model provider:name``. Tokens are null where no model was asked, and estimated where
    its provider does not count them; ``first_sentence_seconds`` is null where no model wrote the answer.
    """

    kind: AnswerKind
    text: str
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    follow_ups: tuple[str, ...]
    notices: tuple[str, ...]
    writer: str
    seconds: float
    tokens_in: int | None = None
    tokens_out: int | None = None
    first_sentence_seconds: float | None = None


class Turn(Record):
    """One earlier message of a conversation."""

    role: Literal["user", "assistant"]
    content: str


def day_range(date: str) -> tuple[int, int]:
    """First and last day that a date of any exactness may mean, as numbers YYYYMMDD.

    >>> day_range("2023-11")
    (20231101, 20231130)
    """
    parts = [int(part) for part in date.split("-")]
    year, first_month, last_month = parts[0], 1, 12
    if len(parts) > 1:
        first_month = last_month = parts[1]
    if len(parts) > 2:
        return (day := year * 10000 + parts[1] * 100 + parts[2]), day
    last_day = calendar.monthrange(year, last_month)[1]
    return year * 10000 + first_month * 100 + 1, year * 10000 + last_month * 100 + last_day

"""The records of a document: what is kept of it, and what a reader of one file format hands on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Container
from typing import Literal, NamedTuple, Self

from pydantic import Field, model_validator

from bot.records import Address, Date, Record, Slug, Text

Kind = Literal["pdf", "html", "docx", "epub", "rtf", "markdown", "text"]
Progress = Callable[[int, int], None]  # pages read, pages in all


class Metadata(Record):
    """Where a document comes from, as far as it is known."""

    title: Text | None = None
    publisher: Text | None = None
    url: Address | None = None
    published: Date | None = None
    language: Text | None = None
    author: Text | None = None

    def over(self, other: Metadata) -> Metadata:
        """These fields, and those of ``other`` where these are unknown."""
        return other.model_copy(update=self.model_dump(exclude_none=True))


class Block(Record):
    """A passage to be embedded: ``text[start:end]`` of its document, whole sentences and whole quotations."""

    start: int = Field(ge=0, description="Where it begins in the text of the document, in characters")
    end: int = Field(ge=1, description="Where it ends, exclusive")
    paragraph: int = Field(ge=1, description="Number of the paragraph in which it begins, from 1")
    page: int | None = Field(default=None, ge=1, description="Page on which it begins, from 1, where there are pages")
    heading: str | None = Field(default=None, description="The heading that it stands under")


class DocumentSaying(Record):
    """What somebody says in a document: ``text[start:end]``, in quotation marks there (``direct``) or reported."""

    speaker: Text | None = Field(description="The name as the document gives it in full; null where it is not certain")
    text: Text
    start: int = Field(ge=0, description="Where the words begin in the text of the document, in characters")
    end: int = Field(ge=1, description="Where they end, exclusive")
    direct: bool
    cue: str = Field(default="", description="The word that tells who speaks")


class Document(Record):
    """One document as it is kept; its paragraphs, headings among them, are parted by an empty line."""

    id: Slug
    title: Text
    publisher: Text | None
    url: Address | None
    published: Date | None
    language: Text | None
    author: Text | None
    format: Kind
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="Of the file that it was read from")
    file: Text = Field(description="Name of that file, within the folder that was added")
    text: Text
    blocks: tuple[Block, ...] = Field(min_length=1)
    page_starts: tuple[int, ...] = Field(default=(), description="Where each page begins in the text; empty: no pages")
    warnings: tuple[str, ...] = Field(default=(), description="What a maintainer should know, a sentence each")
    sayings: tuple[DocumentSaying, ...] = Field(default=(), description="Quotations and reports, in order")
    attributed: int | None = Field(default=None, description="Quotations with a speaker; null: not yet looked for")
    unattributed: int | None = Field(default=None, description="Quotations without one; null: not yet looked for")

    @model_validator(mode="after")
    def _spans_lie_in_the_text(self) -> Self:
        length = len(self.text)
        for number, block in enumerate(self.blocks, 1):
            if not block.start < block.end <= length:
                raise ValueError(f"block {number} must lie within the {length} characters of the text")
        for number, saying in enumerate(self.sayings, 1):
            if self.text[saying.start : saying.end] != saying.text:
                raise ValueError(f"saying {number} must stand in the text, at its place")
        return self

    def page_at(self, offset: int) -> int | None:
        """The page, from 1, on which the character at ``offset`` stands; None where there are no pages."""
        return max(1, bisect_right(self.page_starts, offset)) if self.page_starts else None

    def paragraph_at(self, offset: int) -> int:
        """The number, from 1, of the paragraph in which the character at ``offset`` stands."""
        return self.text.count("\n\n", 0, offset) + 1

    @property
    def missing(self) -> tuple[str, ...]:
        """The fields that a citation needs and that are not known."""
        return tuple(name for name in ("publisher", "url", "published") if getattr(self, name) is None)


def free_id(wanted: str, taken: Container[str]) -> str:
    """The id that is wanted, with a number from 2 on where it is taken."""
    found, number = wanted, 1
    while found in taken:
        number += 1
        found = f"{wanted}-{number}"
    return found


class Limits(NamedTuple):
    """How much is read at most: bytes of one file, characters of its text."""

    megabytes: int = 100
    characters: int = 20_000_000


class Paragraph(NamedTuple):
    """A paragraph or heading of a file. ``pages`` holds (offset within the text, page) for each page that begins in it;
    the first offset is 0 where the file has pages at all."""

    text: str
    heading: bool = False
    pages: tuple[tuple[int, int], ...] = ()


class Reading(NamedTuple):
    """What was read from one file: paragraphs in order, what it tells of itself, what a maintainer should know."""

    paragraphs: tuple[Paragraph, ...]
    metadata: Metadata = Metadata()
    warnings: tuple[str, ...] = ()

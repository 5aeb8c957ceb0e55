"""Added documents become records beside the curated ones: what they quote and report, and their text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import attrgetter

from bot.documents.document import Block, Document, DocumentSaying, free_id
from bot.documents.speakers import SpeakerIndex, index_speakers, link_speaker
from bot.records import Corpus, DocumentPassage, DocumentQuotation, DocumentSource, Located, Speaker
from bot.text import bare, fold

LEAST_WORDS = 2  # of a quotation that can be looked for; a word alone is kept in its passage only
LEAST_REPORT = 4  # words of a report
UNDATED = "1000"  # where a date must stand and none is known; ``dated`` is false then
NOWHERE = "INT"  # the country of a speaker of whom a document says nothing
_ENDS = (". ", "! ", "? ")  # of a sentence
_BODY = re.compile(
    r"^the |\b(?:agency|association|authority|bureau|centre|center|charity|coalition|commission|committee|company"
    r"|council|department|federation|force|foundation|fund|government|group|inc|institute|ltd|ministry|network|office"
    r"|organi[sz]ation|parliament|party|police|society|trust|union|university)\b",
    re.IGNORECASE,
)


def with_documents(corpus: Corpus, documents: Sequence[Document]) -> Corpus:
    """The corpus with its documents joined to it.

    A speaker of a document is the corpus's where the name leaves no doubt; else a new one, by the name given there.
    Words that nobody in particular is given stay in their passage alone. The same words of the same speaker in several
    documents are one record, whose ``further`` names the others.
    """
    if not documents:
        return corpus
    index = index_speakers(corpus)
    found: dict[str, Speaker] = {}
    quotations: dict[tuple[str, str], DocumentQuotation] = {}
    for document in documents:
        for number, saying in enumerate(document.sayings, 1):
            if saying.speaker is None or not _can_be_found(saying):
                continue
            speaker = _speaker(saying.speaker, document, corpus, index, found)
            record = _quotation(document, number, saying, speaker)
            same = (speaker.id, bare(saying.text))
            known = quotations.get(same)
            quotations[same] = record if known is None else _also(known, record)
    pieces = tuple(piece for document in documents for piece in _pieces(document))
    fields = {name: getattr(corpus, name) for name in Corpus.model_fields}  # a copy would keep what is cached
    joined = {"speakers": (*corpus.speakers, *found.values()), "quotations": tuple(quotations.values())}
    return Corpus(**fields | joined | {"pieces": pieces})


def source_of(document: Document) -> DocumentSource:
    """The document as a source; where nobody is known to have published it, its file stands for the publisher."""
    return DocumentSource(
        title=document.title,
        publisher=document.publisher or f"file {document.file}",
        url=document.url,
        published=document.published,
    )


def _can_be_found(saying: DocumentSaying) -> bool:
    return len(saying.text.split()) >= (LEAST_WORDS if saying.direct else LEAST_REPORT)


def _speaker(name: str, document: Document, corpus: Corpus, index: SpeakerIndex, found: dict[str, Speaker]) -> Speaker:
    """The corpus's speaker of that name, or a new one; several that it may mean are none of them."""
    link = link_speaker(name, index)
    if link.status == "known" and link.speaker:
        return corpus.speaker_by_id[link.speaker]
    if name not in found:
        taken = {*corpus.speaker_by_id, *(speaker.id for speaker in found.values())}
        found[name] = Speaker(
            id=free_id(slug_of(name) or "speaker", taken),
            name=_distinct(name, corpus),
            kind="organisation" if is_body(name) else "person",
            sort=name.split()[-1],
            country=NOWHERE,
            about=f"Named in {document.title}",
            aliases=(),
            related=(),
        )
    return found[name]


def _distinct(name: str, corpus: Corpus) -> str:
    """The name, told from a speaker of the corpus who is called the same but may be somebody else."""
    return f"{name} (named in a document)" if name in corpus.speaker_by_name else name


def is_body(name: str) -> bool:
    """Whether a name is that of an organisation, as far as its words tell."""
    return bool(_BODY.search(name)) or name.isupper() or " " not in name


def slug_of(name: str) -> str:
    """``José O'Example`` as ``jose-o-example``; empty where no letter is Latin."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")


def _quotation(document: Document, number: int, saying: DocumentSaying, speaker: Speaker) -> DocumentQuotation:
    around = _block_at(document, saying.start)
    context = document.text[around.start : max(around.end, saying.end)].strip()
    words = " ".join(saying.text.split()).rstrip(", ")
    return DocumentQuotation(
        id=f"{document.id}-said-{number}",
        speaker=speaker.name,
        speaker_type="organisation" if speaker.kind == "organisation" else "person",
        role=f"named in {document.title}",
        organisation=None,
        country=speaker.country,
        said_on=document.published or UNDATED,
        venue=document.title,
        stance=None,
        claim=words if not saying.direct else _sentence_around(document.text, saying),
        quote=words if saying.direct else None,
        source=source_of(document),
        about=(),
        at=_located(document, around, saying.start, saying.end),
        dated=document.published is not None,
        context=" ".join(context.split()),
        language=None,
    )


def _sentence_around(text: str, saying: DocumentSaying) -> str:
    """The sentence of the document in which the words stand."""
    before = text.rfind("\n\n", 0, saying.start)
    first = before + 2 if before >= 0 else 0
    last = text.find("\n\n", saying.end)
    last = len(text) if last < 0 else last
    starts = [at + 2 for end in _ENDS if (at := text.rfind(end, first, saying.start)) >= 0]
    ends = [at + 1 for end in _ENDS if (at := text.find(end, saying.end, last)) >= 0]
    return " ".join(text[max(starts, default=first) : min(ends, default=last)].split()) or saying.text


def _also(known: DocumentQuotation, other: DocumentQuotation) -> DocumentQuotation:
    """The record with one more document that carries the same words; a document counts once."""
    held = {known.source.title, *(source.title for source in known.further)}
    if other.source.title in held or not isinstance(other.source, DocumentSource):
        return known
    return known.model_copy(update={"further": (*known.further, other.source)})


def _pieces(document: Document) -> Iterator[DocumentPassage]:
    source = source_of(document)
    for number, block in enumerate(document.blocks, 1):
        heading = f", {block.heading}" if block.heading and block.heading != document.title else ""
        yield DocumentPassage(
            id=f"{document.id}-{number}",
            title=f"{document.title}{heading}",
            text=" ".join(document.text[block.start : block.end].split()),
            sources=(source,),
            as_of=document.published or UNDATED,
            at=_located(document, block, block.start, block.end),
            dated=document.published is not None,
        )


def _block_at(document: Document, offset: int) -> Block:
    """The block that an offset lies in; where it lies in none, as in a heading, the first."""
    near = document.blocks[max(0, bisect_right(document.blocks, offset, key=attrgetter("start")) - 1)]
    return near if near.start <= offset < near.end else document.blocks[0]


def _located(document: Document, around: Block, start: int, end: int) -> Located:
    """Where ``start`` to ``end`` stands; paragraphs are counted from the block around it, for a long text is long."""
    before = around.start <= start
    counted = document.text.count("\n\n", around.start, start) if before else 0
    return Located(
        document=document.id,
        paragraph=around.paragraph + counted if before else document.paragraph_at(start),
        page=document.page_at(start),
        start=start,
        end=end,
    )

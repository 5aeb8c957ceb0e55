"""The blocks of an HTML tree as paragraphs: everything that a reader sees, in order."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

from bot.documents.document import Paragraph
from bot.documents.formats.lines import clean

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = HEADINGS | frozenset(
    """address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form header
    hgroup hr html legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul""".split()
)
_UNSEEN = frozenset("head script style noscript template svg math iframe object button select textarea".split())
_DEEPEST = 200  # levels of elements; what is nested deeper is taken as the text of its block


def parse_html(text: str) -> lxml_html.HtmlElement | None:
    """The tree of a page, however broken; None where there is none. Entities of its own are never expanded."""
    # A declared encoding is refused by lxml where the text is decoded already.
    if text.lstrip()[:5].lower() == "<?xml":
        text = text.lstrip().partition("?>")[2]
    parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = lxml_html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    for quote in list(root.iter("q")):  # browsers set the marks around it
        quote.text = "“" + (quote.text or "")
        if len(quote):
            quote[-1].tail = (quote[-1].tail or "") + "”"
        else:
            quote.text += "”"
        quote.drop_tag()
    return root


def block_paragraphs(root: etree._Element) -> Iterator[Paragraph]:
    """Each block of text below ``root`` as a paragraph, headings marked."""
    parts: list[str] = []
    for part in _walk(root, 0):
        if part is None or isinstance(part, bool):
            if text := clean("".join(parts)):
                yield Paragraph(text, heading=part is True)
            parts = []
        else:
            parts.append(part)
    if text := clean("".join(parts)):
        yield Paragraph(text)


def _walk(element: etree._Element, depth: int) -> Iterator[str | bool | None]:
    """Text, None where a block begins or ends, True where a heading ends."""
    tag = element.tag if isinstance(element.tag, str) else ""
    name = tag.rpartition("}")[2].lower()
    if name in _UNSEEN or not name or element.get("hidden") is not None:
        return
    block = name in _BLOCKS
    if block:
        yield None
    if name == "br":
        yield "\n"
    yield element.text or ""
    for child in element:
        if depth < _DEEPEST:
            yield from _walk(child, depth + 1)
        else:
            yield " ".join(str(part) for part in child.itertext())
        yield child.tail or ""
    if block:
        yield True if name in HEADINGS else None

"""Made-up documents: every person and body in them has an obviously made-up name."""

from __future__ import annotations

from bot.documents.document import Block, Document, DocumentSaying


def document(key: str, title: str, text: str, sayings: dict[str, str | None], **further: str | None) -> Document:
    """A document of one block a paragraph; ``sayings`` are its quotations with who says them."""
    blocks, at = [], 0
    for number, paragraph in enumerate(text.split("\n\n"), 1):
        start = text.index(paragraph, at)
        at = start + len(paragraph)
        blocks.append(Block(start=start, end=at, paragraph=number))
    said = [
        DocumentSaying(
            speaker=who, text=words, start=text.index(words), end=text.index(words) + len(words), direct=True
        )
        for words, who in sayings.items()
    ]
    fields: dict[str, str | None] = {"publisher": None, "url": None, "published": None, "author": None} | further
    return Document.model_validate(
        {
            "id": key, "title": title, "language": "en", "format": "text", "sha256": "0" * 64, "file": f"{key}.txt",
            "text": text, "blocks": blocks, "sayings": sorted(said, key=lambda s: s.start),
            **fields,
        }
    )  # fmt: skip


REPORT = document(
    "padlock-report",
    "The Padlock Report",
    "The Turnip Bureau painted its padlocks in purple before anybody had asked for it. Nobody there minded.\n\n"
    "“purple padlocks dissolve in the rain”, said Testina Exampleton, keeper of the made-up padlocks.\n\n"
    "A banner outside read “No”. Graeme Biggar’s “consciously turning a blind eye to child abuse” was recalled.",
    {
        "purple padlocks dissolve in the rain": "Testina Exampleton",
        "No": None,
        "consciously turning a blind eye to child abuse": "Graeme Biggar",
    },
    publisher="The Made-up Gazette",
    published="2024-02-03",
    url="https://gazette.example/padlocks",
)
LETTER = document(
    "turnip-letter",
    "A letter on turnips",
    "Mockford Placeholder wrote that “every turnip deserves a key” and that none should be left without.",
    {"every turnip deserves a key": "Mockford Placeholder"},
)
RETOLD = document(
    "padlocks-retold",
    "Padlocks, retold",
    "As Testina Exampleton had put it: “purple padlocks dissolve in the rain”.",
    {"purple padlocks dissolve in the rain": "Testina Exampleton"},
    publisher="The Invented Mail",
    published="2024-02-05",
)

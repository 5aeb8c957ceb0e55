"""The readers, one a file format; each is imported when a file of its kind is met."""

from __future__ import annotations

from bot.documents.document import Kind, Limits, Progress, Reading


def read(kind: Kind, content: bytes, name: str, limits: Limits, progress: Progress | None = None) -> Reading:
    """What a file of the given kind holds. Raises DocumentError where it cannot be read; ``name`` is for that."""
    match kind:
        case "pdf":
            from bot.documents.formats.pdf import read_pdf

            return read_pdf(content, name, limits, progress)
        case "html":
            from bot.documents.formats.html import read_html

            return read_html(content, name)
        case "docx":
            from bot.documents.formats.docx import read_docx

            return read_docx(content, name)
        case "epub":
            from bot.documents.formats.epub import read_epub

            return read_epub(content, name, limits, progress)
        case "rtf":
            from bot.documents.formats.rtf import read_rtf

            return read_rtf(content, name)
        case "markdown" | "text":
            from bot.documents.formats.text import read_text

            return read_text(content, name, markdown=kind == "markdown")

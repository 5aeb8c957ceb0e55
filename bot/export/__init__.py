"""A conversation and its sources as files: Markdown, BibTeX, RIS and CSL-JSON."""

from bot.export.citation import cite
from bot.export.conversation import CitedId, Exchange, ExportRefused
from bot.export.csl import csl_json
from bot.export.entries import bibtex, ris
from bot.export.files import File, Kind, export
from bot.export.markdown import markdown

__all__ = [
    "CitedId",
    "Exchange",
    "ExportRefused",
    "File",
    "Kind",
    "bibtex",
    "cite",
    "csl_json",
    "export",
    "markdown",
    "ris",
]

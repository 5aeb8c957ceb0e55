"""The index: passages in Chroma and BM25, built aside and swapped in whole."""

from bot.index.build import IndexUnavailable
from bot.index.layout import Manifest
from bot.index.opening import Status, build_index, index_status, open_index
from bot.index.progress import Progress, console_progress
from bot.index.search import Index

__all__ = [
    "Index",
    "IndexUnavailable",
    "Manifest",
    "Progress",
    "Status",
    "build_index",
    "console_progress",
    "index_status",
    "open_index",
]

"""``serve``: the page, until it is stopped."""

from __future__ import annotations

import logging
from typing import Annotated

import typer

from bot.cli.errors import sentence_for


def serve(
    host: Annotated[str | None, typer.Option(help="Address to serve on; by default BOT_HOST.")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port; by default BOT_PORT.")] = None,
) -> None:
    """Serve the page, and its HTTP and MCP endpoints, until Ctrl-C."""
    from bot.embedding import model_folder
    from bot.settings import Settings

    settings = Settings()
    # The page opens the bot behind itself; what would surely fail there should fail here, before there is a page.
    model_folder(settings.embedding_model)
    _log_plainly()

    from bot.page import serve as serve_page

    serve_page(settings, host, port)


def _log_plainly() -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(_Plain())
    logger = logging.getLogger("bot")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)


class _Plain(logging.Formatter):
    """Messages alone; an error that was foreseen follows as its sentence, any other with its trace."""

    def format(self, record: logging.LogRecord) -> str:
        error = record.exc_info[1] if record.exc_info else None
        if error is not None and (sentence := sentence_for(error)):
            return f"{record.getMessage()}: {sentence}"
        return super().format(record)

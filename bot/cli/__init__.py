"""The command line: ``python -m bot`` or, installed, ``encryption-debate``."""

from __future__ import annotations

import io
import os
import sys

import typer

from bot.cli import corpus, index
from bot.cli.ask import ask
from bot.cli.batch import batch
from bot.cli.chat import chat
from bot.cli.doctor import doctor
from bot.cli.errors import PlainErrors
from bot.cli.evaluate import evaluate
from bot.cli.serve import serve

# Read by the libraries when they are imported, so set before; a variable that the user has set wins.
_QUIET = {
    "ANONYMIZED_TELEMETRY": "False",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "TRANSFORMERS_VERBOSITY": "error",
}

app = typer.Typer(
    cls=PlainErrors,
    help="Who said what in the debate over end-to-end encryption: every sentence cites its passage.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for command in (ask, chat, batch, serve, evaluate, doctor):
    app.command()(command)
app.add_typer(index.app, name="index")
app.add_typer(corpus.app, name="corpus")


def main() -> None:
    """Run the command line on the arguments of the process, and exit with its status."""
    for name, value in _QUIET.items():
        if name != "HF_HUB_OFFLINE" or not os.environ.get("BOT_MODEL", "").startswith("huggingface:"):
            os.environ.setdefault(name, value)
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that cannot show a letter shows a question mark
    app()

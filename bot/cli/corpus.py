"""``corpus check``, ``schema``, ``stats``, ``attribute``; ``add``, ``remove``, ``list`` look after its documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.attribute import attribute
from bot.cli.documents import add, draft, list_documents, remove

if TYPE_CHECKING:
    from rich.table import Table

    from bot.corpus_statistics import CorpusStatistics

app = typer.Typer(help="Check, count and describe the corpus; add documents of your own.", no_args_is_help=True)

app.command()(add)
app.command()(remove)
app.command("list")(list_documents)
app.command()(draft)
app.command()(attribute)

CorpusOption = Annotated[
    Path | None,
    typer.Option("--corpus", metavar="DIR", help="Folder of the corpus; by default the one in BOT_CORPUS_DIR."),
]

_STANCES = {
    "protect": "protect: for strong encryption",
    "restrict": "restrict: for access or limits",
    "balance": "balance: in between or reporting facts",
}
_TOP_SPEAKERS = 20


@app.command()
def check(corpus: CorpusOption = None) -> None:
    """Name every fault by file, line and field; exit 1 where there is one."""
    from bot.corpus import CorpusError, corpus_files, load_corpus
    from bot.corpus_statistics import count_corpus

    directory = _directory(corpus)
    for file in corpus_files(directory).ignored:
        typer.echo(f"{file}: ignored, it is no file of the corpus", err=True)
    try:
        counts = count_corpus(load_corpus(directory))
    except CorpusError as error:
        for fault in error.faults:
            typer.echo(str(fault))
        files = len({fault.file for fault in error.faults})
        typer.echo(f"{_number(len(error.faults), 'fault')} in {_number(files, 'file')}.", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"No faults: {_totals(counts)}.")


@app.command()
def schema(
    write: Annotated[bool, typer.Option("--write", help="Write them into the schema folder of the corpus.")] = False,
    corpus: CorpusOption = None,
) -> None:
    """Print the JSON Schemas of the corpus files, by file name."""
    import json

    from bot.corpus_schema import corpus_schema, write_schemas

    if not write:
        typer.echo(json.dumps(corpus_schema(), ensure_ascii=False, indent=2))
        return
    directory = _directory(corpus)
    if not directory.is_dir():
        typer.echo(f"{directory}: there is no such folder", err=True)
        raise typer.Exit(1)
    for path in write_schemas(directory):
        typer.echo(f"written: {path}")


@app.command()
def stats(
    every: Annotated[bool, typer.Option("--all", help="List all speakers, not only the first 20.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print every count as JSON.")] = False,
    corpus: CorpusOption = None,
) -> None:
    """Count statements by side, year, country, topic and speaker."""
    from rich.console import Console

    from bot.corpus import CorpusError, load_corpus
    from bot.corpus_statistics import count_corpus

    try:
        counts = count_corpus(load_corpus(_directory(corpus)))
    except CorpusError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    if as_json:
        typer.echo(counts.model_dump_json(indent=2))
        return
    console = Console()
    for table in _tables(counts, every):
        console.print(table)
    hidden = 0 if every else max(0, len(counts.by_speaker) - _TOP_SPEAKERS)
    if hidden:
        console.print(f"{_number(hidden, 'more speaker')}: --all lists them.", highlight=False)
    newest = f"; newest entry {counts.newest}" if counts.newest else ""
    console.print(f"In all {_totals(counts)}{newest}.", highlight=False, soft_wrap=True)


def _tables(counts: CorpusStatistics, every: bool) -> list[Table]:
    from rich.table import Table

    speakers = list(counts.by_speaker.items())
    stances = {_STANCES[stance]: count for stance, count in counts.by_stance.items()}
    columns = {
        "Side": stances,
        "Year": counts.by_year,
        "Country": counts.by_country,
        "Topic": counts.by_topic,
        "Speaker": dict(speakers if every else speakers[:_TOP_SPEAKERS]),
    }
    tables = []
    for title, rows in columns.items():
        table = Table(title=f"Statements by {title.lower()}", title_justify="left")
        table.add_column(title)
        table.add_column("Statements", justify="right")
        for name, count in rows.items():
            table.add_row(name, str(count))
        tables.append(table)
    return tables


def _totals(counts: CorpusStatistics) -> str:
    parts = (
        _number(counts.statements, "statement"),
        _number(counts.background, "background text"),
        _number(counts.events, "event"),
        _number(counts.speakers, "speaker"),
    )
    return f"{', '.join(parts)} and {_number(counts.sources, 'source')}"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' * (count != 1)}"


def _directory(corpus: Path | None) -> Path:
    from bot.settings import Settings

    return corpus if corpus is not None else Settings().corpus_dir

"""``python -m bot index``: build the index, or tell how it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

# The index is imported within the commands, as Chroma takes a second and `--help` should not.
if TYPE_CHECKING:
    from rich.table import Table

    from bot.index import Status

app = typer.Typer(help="Build the index, or tell how it stands.", invoke_without_command=True)


@app.callback()
def index(
    context: typer.Context,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Build it from nothing, whatever is there.")] = False,
) -> None:
    """Bring the index up to date: build it where it is missing, stale or damaged."""
    if context.invoked_subcommand is not None:
        if rebuild:
            raise typer.BadParameter("--rebuild goes with `index` alone.")
        return
    from rich.console import Console

    from bot.corpus import CorpusError
    from bot.embedding import EmbeddingUnavailable
    from bot.index import IndexUnavailable, build_index, console_progress, open_index
    from bot.settings import Settings

    settings = Settings()
    try:
        with (
            console_progress(Console(stderr=True)) as progress,
            (build_index if rebuild else open_index)(settings, progress=progress) as ready,
        ):
            line = f"The index is ready: {len(ready.passages)} passages in {ready.location}"
            notices = ready.notices
    except (CorpusError, EmbeddingUnavailable, IndexUnavailable) as error:
        raise _failed(error) from error
    typer.echo(line)
    if notices:  # an older or a temporary index serves: not what was asked for
        raise typer.Exit(1)


@app.command()
def status() -> None:
    """Tell where the index is, what it was made from, and whether it is current; exit with 1 where it is not."""
    from rich.console import Console

    from bot.corpus import CorpusError
    from bot.index import index_status
    from bot.settings import Settings

    settings = Settings()
    try:
        found = index_status(settings)
    except CorpusError as error:
        raise _failed(error) from error
    Console().print(_table(found))
    if found.reason:
        raise typer.Exit(1)


def _table(found: Status) -> Table:
    from datetime import datetime

    from rich.table import Table

    table = Table(show_header=False, box=None)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row("where", str(found.build or found.location))
    if manifest := found.manifest:
        built = datetime.fromisoformat(manifest.built_at).astimezone()
        table.add_row("built", f"{built:%Y-%m-%d %H:%M:%S %Z}")
        table.add_row("model", manifest.model)
        table.add_row("passages", f"{manifest.passages} ({manifest.embedded} embedded, {manifest.reused} taken over)")
        table.add_row("schema", str(manifest.schema_version))
        table.add_row("written by", ", ".join(f"{name} {version}" for name, version in manifest.versions.items()))
    if found.build:
        table.add_row("size", f"{found.size / 1e6:.1f} MB")
    table.add_row("state", found.reason or "current")
    return table


def _failed(error: Exception) -> typer.Exit:
    typer.secho(str(error), fg="red", err=True)
    return typer.Exit(1)

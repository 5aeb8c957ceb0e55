"""``corpus add``, ``corpus remove`` and ``corpus list``: documents of one's own beside the records."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.cli.document_report import Row, Watch
    from bot.documents.document import Document, Limits, Metadata
    from bot.documents.store import Attribute, Store

_QUESTIONS = {
    "publisher": "Who published it",
    "url": "Address at which a reader finds it",
    "published": "Date of publication, such as 2024-05-07",
}


def add(
    paths: Annotated[list[str], typer.Argument(metavar="PATH|FOLDER|-", help="Files, folders, or - for stdin.")],
    title: Annotated[str | None, typer.Option(help="Title; by default the file's own.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Who published it.")] = None,
    url: Annotated[str | None, typer.Option(help="Address at which a reader finds it.")] = None,
    published: Annotated[str | None, typer.Option(help="Date of publication: 2024-05-07, 2024-05 or 2024.")] = None,
    language: Annotated[str | None, typer.Option(help="Language as its code: en.")] = None,
) -> None:
    """Add PDF, HTML, DOCX, EPUB, RTF, Markdown and text files; exit 1 where none could be added."""
    from bot.cli.document_report import print_report, watching
    from bot.documents.document import Limits
    from bot.documents.files import Found, find_files
    from bot.documents.store import STDIN, documents_folder, open_store
    from bot.settings import Settings

    settings = Settings()
    limits = Limits(settings.document_megabytes, settings.document_characters)
    given = _metadata(title, publisher, url, published, language)
    from_stdin = STDIN in paths
    found = find_files([Path(path) for path in paths if path != STDIN])
    if (title or url) and len(found.files) + from_stdin > 1:
        raise typer.BadParameter("--title and --url are those of one document; add such files one by one.")
    sources: list[tuple[Path | bytes, str]] = [(_stdin(limits), STDIN)] if from_stdin else []
    sources += found.files
    _quiet_libraries()
    with open_store(documents_folder(settings.corpus_dir)) as store, watching(len(sources)) as watch:
        asked = len(sources) == 1 and sys.stdin.isatty()
        finds = attribution()
        rows = [_add_one(store, source, given, limits, watch, finds, asked=asked) for source in sources]
    print_report(rows, Found((), found.passed_over).passed_over)
    if not any(row.kept for row in rows):
        raise typer.Exit(1)


def remove(
    ids: Annotated[list[str], typer.Argument(metavar="ID", help="As `corpus list` shows them.")],
) -> None:
    """Delete documents; the files they were read from stay."""
    from bot.documents.store import documents_folder, remove_document
    from bot.settings import Settings

    folder = documents_folder(Settings().corpus_dir)
    for id in ids:
        remove_document(folder, id)
        typer.echo(f"removed: {id}")


def draft(
    id: Annotated[str, typer.Argument(metavar="ID", help="As `corpus list` shows it.")],
    output: Annotated[Path | None, typer.Option(help="File to write; by default stdout.")] = None,
) -> None:
    """Draft curated statements from a document, for you to finish: quotes filled in, claims left to write."""
    from bot.corpus import load_corpus
    from bot.documents.draft import draft_of
    from bot.documents.errors import NoSuchDocument
    from bot.documents.store import documents_folder, load_documents
    from bot.settings import Settings

    settings = Settings()
    documents = {document.id: document for document in load_documents(documents_folder(settings.corpus_dir))}
    if id not in documents:
        raise NoSuchDocument(id, "there is no such document", "`python -m bot corpus list` names those there are")
    text = draft_of(documents[id], load_corpus(settings.corpus_dir))
    if output is None:
        typer.echo(text, nl=False)
        return
    with output.open("x", encoding="utf-8") as file:  # a draft that somebody has begun to finish is not lost
        file.write(text)
    typer.echo(f"written: {output}", err=True)


def list_documents() -> None:
    """List the documents that were added."""
    from rich.console import Console

    from bot.cli.document_report import kept_table
    from bot.documents.store import documents_folder, list_kept
    from bot.settings import Settings

    documents = list_kept(documents_folder(Settings().corpus_dir))
    if documents:
        Console().print(kept_table(documents))
    else:
        typer.echo("No documents yet: `python -m bot corpus add PATH` adds one.")


def attribution() -> Attribute:
    """What finds who said what in a document that is added. Raises ParserUnavailable."""
    from functools import partial

    from bot.documents.attribution import load_parser
    from bot.documents.sayings import with_sayings

    return partial(with_sayings, nlp=load_parser())


def _add_one(
    store: Store,
    source: tuple[Path | bytes, str],
    given: Metadata,
    limits: Limits,
    watch: Watch,
    finds: Attribute,
    *,
    asked: bool,
) -> Row:
    from bot.cli.document_report import Row
    from bot.documents.errors import DocumentError

    content, name = source
    watch.begin(name)
    ask: Callable[[Document], Metadata] | None = _ask if asked else None
    try:
        added = store.add(content, name, given, limits=limits, progress=watch.page, attribute=finds, ask=ask)
    except DocumentError as error:
        row = Row.failed(name, error)
    else:
        row = Row.of(name, added)
    watch.end(row)
    return row


def _metadata(
    title: str | None, publisher: str | None, url: str | None, published: str | None, language: str | None
) -> Metadata:
    """The flags as metadata; a value that cannot be used is a wrong use of the command."""
    from bot.documents.document import Metadata
    from bot.documents.fields import as_address, as_date, as_language
    from bot.documents.formats.lines import clean

    if url is not None and (url := as_address(url)) is None:
        raise typer.BadParameter("--url must be an address that begins with https:// or http://.")
    if published is not None and (published := as_date(published)) is None:
        raise typer.BadParameter("--published must be a date such as 2024-05-07, 2024-05 or 2024.")
    if language is not None and (language := as_language(language)) is None:
        raise typer.BadParameter("--language must be a code such as en.")
    return Metadata(
        title=clean(title or "") or None,
        publisher=clean(publisher or "") or None,
        url=url,
        published=published,
        language=language,
    )


def _ask(document: Document) -> Metadata:
    """Ask for what a citation needs; Enter leaves it open."""
    from bot.documents.document import Metadata
    from bot.documents.fields import as_address, as_date
    from bot.documents.formats.lines import clean

    reads = {"url": as_address, "published": as_date, "publisher": clean}
    typer.echo(f"{document.title}: what is not known can be left empty.", err=True)
    answers = {}
    for field in document.missing:
        while answer := typer.prompt(_QUESTIONS[field], default="", show_default=False, err=True).strip():
            if read := reads[field](answer):
                answers[field] = read
                break
            typer.echo("That is none; try again, or press Enter.", err=True)
    return Metadata(**answers)


def _stdin(limits: Limits) -> bytes:
    """What comes in by stdin, up to a byte more than is read, so that too much is told as too much."""
    return sys.stdin.buffer.read(limits.megabytes * 1_000_000 + 1)


def _quiet_libraries() -> None:
    """Readers log each oddity of a file; what matters of it is in the report."""
    import logging

    for name in ("pypdf", "trafilatura", "htmldate", "courlan", "charset_normalizer", "justext"):
        logging.getLogger(name).setLevel(logging.CRITICAL)

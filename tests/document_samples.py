"""Files of every kind that is read as a document, made by the tests; the people in them are made up."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from docx import Document as WordFile
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

LEAD = "Testina Exampleton spoke on locks and keys to a hall of nobody at all."
QUOTE = "“A second key is a second thief. Nobody keeps it safe,” Testina Exampleton said."
CLOSE = "The made-up Institute for Examples declined to comment on the lecture."
PARAGRAPHS = (LEAD, QUOTE, CLOSE)


def text_file(paragraphs: Sequence[str] = PARAGRAPHS, front_matter: str = "") -> bytes:
    head = f"---\n{front_matter}---\n\n" if front_matter else ""
    return (head + "\n\n".join(paragraphs) + "\n").encode()


def html_file(title: str = "On locks and keys", paragraphs: Sequence[str] = PARAGRAPHS, head: str = "") -> bytes:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    menu = "".join(f'<li><a href="/{word}">{word}</a></li>' for word in ("Home", "News", "Sport", "Imprint"))
    return (
        f'<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body><nav><ul>{menu}</ul></nav><article><h1>{title}</h1>{body}</article>"
        f"<footer>Cookies and imprint</footer></body></html>"
    ).encode()


def docx_file(paragraphs: Sequence[str] = PARAGRAPHS, title: str = "", headings: Sequence[str] = ()) -> bytes:
    word = WordFile()
    word.core_properties.title = title
    for number, paragraph in enumerate(paragraphs):
        if number < len(headings):
            word.add_heading(headings[number], 1)
        word.add_paragraph(paragraph)
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def rtf_file(paragraphs: Sequence[str] = PARAGRAPHS, title: str = "On locks and keys") -> bytes:
    def escaped(text: str) -> str:
        return "".join(letter if letter.isascii() else f"\\u{ord(letter)}?" for letter in text)

    body = "\\par\n".join(map(escaped, paragraphs))
    return f"{{\\rtf1\\ansi\\ansicpg1252{{\\info{{\\title {escaped(title)}}}}}\n{body}\\par}}".encode()


def epub_file(chapters: Sequence[tuple[str, Sequence[str]]] = (("One", PARAGRAPHS),), extra: str = "") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="book/package.opf"/></rootfiles></container>',
        )
        media = 'media-type="application/xhtml+xml"'
        items = "".join(f'<item id="c{n}" href="chapter%20{n}.xhtml" {media}/>' for n in range(len(chapters)))
        spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
        archive.writestr(
            "book/package.opf",
            '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
            "<dc:title>A book of locks</dc:title><dc:creator>Testina Exampleton</dc:creator><dc:date>2024-05</dc:date>"
            f"<dc:publisher>Specimen Press</dc:publisher><dc:language>en-GB</dc:language>{extra}</metadata>"
            f"<manifest>{items}</manifest><spine>{spine}</spine></package>",
        )
        for number, (heading, paragraphs) in enumerate(chapters):
            body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
            archive.writestr(
                f"book/chapter {number}.xhtml",
                f'<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><body>'
                f"<h1>{heading}</h1>{body}</body></html>",
            )
    return file.getvalue()


def pdf_file(pages: Sequence[Sequence[str]], *, title: str = "", header: str = "", footer: bool = False) -> bytes:
    """A PDF whose pages hold the given lines, 12 points apart; an empty line leaves a gap, ``# `` sets a heading."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=True)
    if title:
        canvas.setTitle(title)
    for number, lines in enumerate(pages, 1):
        y = 780.0
        canvas.setFont("Helvetica", 8)
        if header:
            canvas.drawString(72, 810, header)
        if footer:
            canvas.drawCentredString(300, 30, f"Page {number} of {len(pages)}")
        for line in lines:
            canvas.setFont(
                "Helvetica-Bold" if line.startswith("# ") else "Helvetica", 16 if line.startswith("# ") else 10
            )
            canvas.drawString(72, y, line.removeprefix("# "))
            y -= 12
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def scanned_pdf() -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, invariant=True)
    for _ in range(2):
        canvas.rect(100, 100, 300, 300, fill=1)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def encrypted_pdf() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_file([["Hidden words."]]))))
    writer.encrypt("secret", algorithm="AES-256")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def zip_bomb(path: str = "word/document.xml", megabytes: int = 400) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(path, "w") as member:
        for _ in range(megabytes):
            member.write(bytes(1_000_000))
    return file.getvalue()


def prose(number: int) -> tuple[str, ...]:
    """Paragraphs that no other number gives."""
    return (
        f"Document {number} is about locks number {number} and their keys.",
        QUOTE,
        f"It ends after {number} words.",
    )


def mixed_folder(folder: Path, files: int) -> None:
    """So many sound files of all formats in ``folder`` and folders below it, no two of the same content."""
    makers: tuple[tuple[str, Callable[[int], bytes]], ...] = (
        ("txt", lambda n: text_file(prose(n))),
        ("md", lambda n: text_file((f"# Heading {n}", *prose(n)), f"title: Markdown {n}\ndate: 2024-05-07\n")),
        ("html", lambda n: html_file(f"Page {n}", prose(n))),
        ("docx", lambda n: docx_file(prose(n), f"Word {n}")),
        ("rtf", lambda n: rtf_file(prose(n), f"Rich text {n}")),
        ("epub", lambda n: epub_file([(f"Chapter {n}", prose(n))])),
        ("pdf", lambda n: pdf_file([prose(n)], title=f"Portable {n}")),
    )
    for number in range(files):
        extension, make = makers[number % len(makers)]
        path = folder / f"part {number % 5}" / f"file {number:03}.{extension}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(make(number))


HOSTILE = {
    "scan.pdf": "run text recognition",
    "locked.pdf": "it wants a password",
    "damaged.pdf": "damaged",
    "bomb.docx": "ZIP bomb",
    "empty.txt": "the file is empty",
    "huge.txt": "above the limit",
    "pipe.txt": "a pipe, a device",
    "picture.pdf": "a picture",
    "broken.epub": "damaged",
    "dangling.txt": "cannot be read",
}


def hostile_files(folder: Path) -> None:
    """The ten files of ``HOSTILE``, with a folder that links to itself and odd names beside them."""
    folder.mkdir(parents=True, exist_ok=True)
    whole = pdf_file([["Some words."] * 30] * 3)
    contents = {
        "scan.pdf": scanned_pdf(),
        "locked.pdf": encrypted_pdf(),
        "damaged.pdf": whole[:200],
        "bomb.docx": zip_bomb(megabytes=40),
        "empty.txt": b"",
        "picture.pdf": b"\x89PNG\r\n\x1a\n" + bytes(100),
        "broken.epub": epub_file()[:400],
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    with (folder / "huge.txt").open("wb") as file:
        file.truncate(300_000_000)  # a hole on the disk: nothing is written
    os.mkfifo(folder / "pipe.txt")
    (folder / "dangling.txt").symlink_to(folder / "nowhere.txt")
    (folder / "loop").symlink_to(folder, target_is_directory=True)

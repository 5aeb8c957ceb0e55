"""Files of every format as a maintainer has them: what is kept of each, how it is cut, and what is refused."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
from document_samples import (
    CLOSE,
    LEAD,
    PARAGRAPHS,
    QUOTE,
    docx_file,
    encrypted_pdf,
    epub_file,
    html_file,
    pdf_file,
    rtf_file,
    scanned_pdf,
    text_file,
    zip_bomb,
)
from docx import Document as WordFile
from docx.oxml import OxmlElement
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PageObject

from bot.documents.blocks import LONGEST_KEPT, TARGET, cut_blocks
from bot.documents.document import Document, Limits, Metadata
from bot.documents.errors import (
    DamagedDocument,
    DocumentError,
    EmptyDocument,
    EncryptedDocument,
    TooLarge,
    UnknownKind,
    UnreadableFile,
)
from bot.documents.load import load

ROOT = Path(__file__).resolve().parent.parent


def passages(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


# --- formats

SAMPLES = {
    "a.txt": (text_file(), "text"),
    "a.md": (text_file(), "markdown"),
    "a.html": (html_file(), "html"),
    "a.docx": (docx_file(), "docx"),
    "a.rtf": (rtf_file(), "rtf"),
    "a.epub": (epub_file(), "epub"),
    "a.pdf": (pdf_file([[LEAD, "", QUOTE, "", CLOSE]]), "pdf"),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_every_format_gives_the_same_paragraphs(name: str) -> None:
    content, kind = SAMPLES[name]
    document = load(content, name)
    assert document.format == kind
    assert [p for p in document.text.split("\n\n") if p in PARAGRAPHS] == list(PARAGRAPHS)
    assert "Cookies" not in document.text and "Imprint" not in document.text
    assert [warning for warning in document.warnings if "file was made" not in warning] == []


@pytest.mark.parametrize("name", SAMPLES)
def test_a_wrong_extension_is_read_by_content_with_a_warning(name: str) -> None:
    content, kind = SAMPLES[name]
    if kind in ("text", "markdown"):  # these look alike: the extension is what tells them apart
        return
    document = load(content, "misnamed.txt")
    assert document.format == kind
    assert "its name ends in .txt but it is" in document.warnings[0]


def test_a_page_tells_its_title_date_author_and_address() -> None:
    head = (
        '<meta property="og:title" content="On locks"><meta property="og:site_name" content="The Daily Specimen">'
        '<link rel="canonical" href="https://specimen.example/2024/locks">'
        '<meta name="author" content="Ann Other"><meta property="article:published_time" content="2024-05-07T10:00Z">'
    )
    document = load(html_file("On locks", head=head), "page.html")
    assert (document.title, document.publisher) == ("On locks", "The Daily Specimen")
    assert (document.published, document.author) == ("2024-05-07", "Ann Other")
    assert (document.url, document.language) == ("https://specimen.example/2024/locks", "en")


def test_a_page_without_a_main_text_is_kept_whole_and_said_so() -> None:
    page = b"<html><body><div>Short.</div><div>And <q>so on</q>.</div></body></html>"
    document = load(page, "page.html")
    assert document.text == "Short.\n\nAnd “so on”."


def test_headings_of_a_word_file_stand_over_the_passages_below() -> None:
    document = load(docx_file(PARAGRAPHS, headings=("First part", "Second part")), "a.docx")
    assert [(block.heading, block.paragraph) for block in document.blocks] == [("First part", 2), ("Second part", 4)]
    assert document.title == "First part"


def test_a_word_file_reads_as_with_its_changes_accepted() -> None:
    word = WordFile()
    paragraph = word.add_paragraph("Kept. ")
    paragraph._p.append(_change(word, "ins", "w:t", "Put in. "))
    paragraph._p.append(_change(word, "del", "w:delText", "Struck out."))
    word.add_table(1, 2).cell(0, 1).text = "In a table."
    file = io.BytesIO()
    word.save(file)
    assert load(file.getvalue(), "changes.docx").text == "Kept. Put in.\n\nIn a table."


def _change(word: object, kind: str, tag: str, text: str) -> object:
    change, run, words = OxmlElement(f"w:{kind}"), OxmlElement("w:r"), OxmlElement(tag)
    words.text = text
    run.append(words)
    change.append(run)
    return change


def test_a_book_gives_its_chapters_in_order_and_its_metadata() -> None:
    document = load(epub_file([("One", [LEAD]), ("Two", [CLOSE])]), "book.epub")
    assert document.text == f"One\n\n{LEAD}\n\nTwo\n\n{CLOSE}"
    assert [block.heading for block in document.blocks] == ["One", "Two"]
    assert (document.title, document.publisher, document.published) == ("A book of locks", "Specimen Press", "2024-05")


def test_front_matter_under_the_names_in_use() -> None:
    front = "title: 'No: a title'\nsource: The Daily Specimen\nlink: https://specimen.example/a\n"
    front += "date: 7 May 2024\nby: [A, B]\n"
    document = load(text_file(front_matter=front), "2020-01-01-other.md")
    assert (document.title, document.publisher) == ("No: a title", "The Daily Specimen")
    assert (document.url, document.published, document.author) == ("https://specimen.example/a", "2024-05-07", "A, B")
    assert document.text == "\n\n".join(PARAGRAPHS)


def test_what_is_given_wins_over_the_file_and_the_file_over_its_name() -> None:
    name, front = "2023-11-13-a-made-up-letter.txt", "publisher: From the file\n"
    document = load(text_file(front_matter=front), name, Metadata(published="2024"))
    assert (document.title, document.publisher, document.published) == ("A made up letter", "From the file", "2024")
    assert load(text_file(), name).published == "2023-11-13"


@pytest.mark.parametrize(
    ("front", "said"),
    [
        ("date: soon\n", "gives 'soon' for date, which is no date"),
        ("url: javascript:alert(1)\n", "no address"),
        ("title: [unclosed\n", "no sound YAML"),
        ("a: &a [x, x]\nb: &b [*a, *a]\nauthor: [*b, *b]\ndate: never\n", "which is no date"),
    ],
)
def test_front_matter_that_cannot_be_used_is_said(front: str, said: str) -> None:
    document = load(text_file(front_matter=front), "a.md")
    assert said in " ".join(document.warnings)
    assert document.text == "\n\n".join(PARAGRAPHS)


def test_marks_of_markdown_are_taken_off_and_quotations_stay() -> None:
    text = "Title\n=====\n\nShe *said* “[no](https://a.example/x_(y))” to **snake_case** `code`.\n\n> quoted\n> on\n"
    text += "\n- item"
    document = load(text.encode(), "a.md")
    assert document.text == "Title\n\nShe said “no” to snake_case code.\n\nquoted on\n\n- item"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
def test_encodings(encoding: str) -> None:
    text = "Frau Müllerin sagte: „Schöne Grüße.“ " * 20
    assert load(text.encode(encoding), "a.txt").text == text.strip()


def test_a_damaged_letter_does_not_change_the_encoding_of_the_rest() -> None:
    content = (QUOTE + " Grüße. ").encode() * 5
    document = load(content.replace("ü".encode(), b"\xff", 1), "a.txt")
    assert document.text.count(QUOTE) == 5 and document.text.count("Grüße") == 4
    assert document.warnings == ("1 of its characters is damaged and shown as \ufffd",)
    assert load(content * 10 + b"\0", "a.txt").text.count(QUOTE) == 50


def test_a_transcript_keeps_its_turns_apart() -> None:
    text = "Q: Why is that?\nA: Because of the locks\nthat nobody keeps.\nMS EXAMPLETON: I see."
    assert load(text.encode(), "a.txt").text.split("\n\n") == [
        "Q: Why is that?",
        "A: Because of the locks that nobody keeps.",
        "MS EXAMPLETON: I see.",
    ]


@pytest.mark.parametrize("title", ["Замки, ключи, письма", "鍵についての演説", "خطاب عن الأقفال", "Grüße aus Å"])
def test_names_in_any_script(title: str) -> None:
    document = load(text_file(), f"{title}.txt")
    assert document.title == title
    assert document.id.isascii() and document.id


# --- PDF


def test_a_pdf_loses_its_running_heads_and_page_numbers_and_knows_its_pages() -> None:
    numbers = "one two three four five".split()
    pages = [[f"Words of page {word}, which is one of five made-up pages.", "", CLOSE] for word in numbers]
    document = load(pdf_file(pages, header="Hearing of 7 May 2024", footer=True, title="A hearing"), "a.pdf")
    assert "Hearing of" not in document.text and "of 5" not in document.text
    for number, word in enumerate(numbers, 1):
        assert document.page_at(document.text.index(f"page {word}")) == number
    assert document.title == "A hearing"


def test_heads_that_change_with_the_chapter_are_known_by_the_page_number_in_them() -> None:
    pages = [[f"Chapter {n // 2}: Part {'abcd'[n // 2]} {n + 5}", f"Words of page {'stuvwxyz'[n]}."] for n in range(8)]
    document = load(pdf_file(pages), "a.pdf")
    assert "Chapter" not in document.text
    assert document.text.count("Words of page") == 8


def test_speakers_at_the_head_of_pages_are_no_running_heads() -> None:
    pages = [["MS. EXAMPLETON: Go on with what you said.", f"And number {n} it was."] for n in range(6)]
    document = load(pdf_file(pages, header="Hearing"), "a.pdf")
    assert document.text.count("MS. EXAMPLETON:") == 6


def test_a_transcript_loses_the_numbers_of_its_lines_and_keeps_its_turns() -> None:
    turns = ["Q. Where were you when", "the lock was made?", "A. I was at home, where", "25 keys were lying about."]
    turns.append("MR. SAMPLE: Objection.")
    pages = [[f"{n} {turn}" for n, turn in enumerate(turns * 5, 1)] for _ in range(2)]
    document = load(pdf_file(pages, title="A deposition"), "a.pdf")
    assert document.text.split("\n\n")[:4] == [
        "Q. Where were you when the lock was made?",
        "A. I was at home, where 25 keys were lying about.",
        "MR. SAMPLE: Objection.",
        "Q. Where were you when the lock was made?",
    ]


def test_words_parted_at_the_end_of_a_line_are_mended_also_over_pages() -> None:
    pages = [
        ["It is about encryp-", "tion from end-to-", "end, a well-known matter for every reader of the de-"],
        ["bate. The ﬁrst oﬀer."],
    ]
    text = load(pdf_file(pages), "a.pdf").text
    assert text.startswith(
        "It is about encryption from end-to-end, a well-known matter for every reader of the debate."
    )


def test_gaps_and_larger_type_make_paragraphs_and_headings() -> None:
    pages = [["# A chapter of locks", "", "", "First paragraph over", "two lines.", "", "Second paragraph."]]
    document = load(pdf_file(pages), "a.pdf")
    assert document.text.split("\n\n") == ["A chapter of locks", "First paragraph over two lines.", "Second paragraph."]
    assert document.blocks[0].heading == "A chapter of locks"


# --- blocks


def test_blocks_are_whole_sentences_up_to_their_size() -> None:
    text = " ".join(f"Sentence number {number} of Dr. Exampleton ends here." for number in range(100))
    blocks = cut_blocks(text, [])
    assert len(blocks) > 4
    assert all(block.end - block.start <= TARGET for block in blocks)
    assert all(text[block.start : block.end].startswith("Sentence") for block in blocks)
    assert all(text[block.start : block.end].endswith("ends here.") for block in blocks)


QUOTED = "One. " * 150
LONG_QUOTES = {
    "curly": f"She said “{QUOTED}two.” Then she left.",
    "straight": f'She said "{QUOTED}two." Then she left.',
    "single": f"She said ‘{QUOTED}it’s the workers’ two.’ Then she left.",
    "straight single": f"She said '{QUOTED}it's two.' Then she left.",
    "German": f"Sie sagte „{QUOTED}two.“ Then she left.",
    "French": f"Elle dit « {QUOTED}two. » Then she left.",
    "Japanese": f"彼女は「{QUOTED}two.」と。 Then she left.",
    "over paragraphs": f"She said: “{QUOTED[:400]}\n\n“{QUOTED[:300]}two.” Then she left.",
    "over paragraphs unmarked": f"She said “{QUOTED[:400]}\n\n{QUOTED[:300]}two.” Then she left.",
    "straight over paragraphs": f'She said "{QUOTED[:400]}\n\n"{QUOTED[:300]}two." Then she left.',
    "nested": f"She said “{QUOTED}‘so. it. is’ two.” Then she left.",
}


@pytest.mark.parametrize("style", LONG_QUOTES)
def test_no_quotation_is_cut(style: str) -> None:
    filler = "Filler sentence here. " * 35
    text = filler + LONG_QUOTES[style] + " " + filler.strip()
    first = len(filler) + LONG_QUOTES[style].index("One.")
    last = len(filler) + LONG_QUOTES[style].index("two.")
    blocks = cut_blocks(text, [])
    assert len(blocks) > 2
    assert [block for block in blocks if block.start <= first and last < block.end]


def test_a_quotation_beyond_all_bounds_is_cut_between_sentences() -> None:
    text = "“" + "One of many sentences. " * 400 + "End.”"
    blocks = cut_blocks(text, [])
    assert len(blocks) > 5
    assert all(block.end - block.start <= LONGEST_KEPT for block in blocks)
    assert all(text[block.start : block.end].endswith((".", "”")) for block in blocks)


@pytest.mark.parametrize(
    "whole",
    [
        "Mr. J. R. Exampleton of the U.S. Senate met Dr. Sample at 5 p.m. on 3 Jan. 2024.",
        "“Why not?” Exampleton asked.",
        "“Never!” the head of the institute added.",
        "See No. 5 and Art. 8 of the act, i.e. the text etc. as it stands.",
        "It said: “... so be it.”",
    ],
)
def test_no_sentence_is_cut(whole: str) -> None:
    filler = "A sentence of filling words that goes on for a while and then ends. " * 13
    text = filler + whole + " " + filler.strip()
    assert [block for block in cut_blocks(text, []) if whole in text[block.start : block.end]]


def test_blocks_never_cross_a_heading() -> None:
    text = "One.\n\nHead\n\nTwo.\n\nThree."
    blocks = cut_blocks(text, [(6, 10)])
    assert [(text[b.start : b.end], b.heading, b.paragraph) for b in blocks] == [
        ("One.", None, 1),
        ("Two.\n\nThree.", "Head", 3),
    ]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("ab. ’‘“”\"'!?«»(é1", min_size=1, max_size=200), min_size=1, max_size=12))
def test_blocks_hold_every_word_once_and_in_order(paragraphs: list[str]) -> None:
    text = "\n\n".join(" ".join(p.split()) for p in paragraphs if p.strip())
    if not text:
        return
    blocks = cut_blocks(text, [])
    assert "".join("".join(text[b.start : b.end].split()) for b in blocks) == "".join(text.split())
    assert all(a.end <= b.start for a, b in pairwise(blocks))
    assert all(block.paragraph == text.count("\n\n", 0, block.start) + 1 for block in blocks)


def test_a_text_without_an_end_of_sentence_is_cut_at_words() -> None:
    blocks = cut_blocks("word " * 5000, [])
    assert len(blocks) > 5
    assert max(block.end - block.start for block in blocks) <= LONGEST_KEPT


# --- what is refused


@pytest.mark.parametrize(
    ("content", "name", "error", "said"),
    [
        (b"", "a.txt", EmptyDocument, "empty"),
        (b" \n\t", "a.md", EmptyDocument, "empty"),
        (b"<html><body><p> </p></body></html>", "a.html", EmptyDocument, "no text"),
        (scanned_pdf(), "a.pdf", EmptyDocument, "text recognition"),
        (encrypted_pdf(), "a.pdf", EncryptedDocument, "password"),
        (pdf_file([[LEAD]])[:300], "a.pdf", DamagedDocument, "damaged"),
        (b"%PDF-1.7\n" + bytes(1000), "a.pdf", DamagedDocument, "damaged"),
        (docx_file()[:5000], "a.docx", DamagedDocument, "damaged"),
        (zip_bomb(megabytes=20), "a.docx", TooLarge, "ZIP bomb"),
        (zip_bomb("META-INF/container.xml", 20), "a.epub", TooLarge, "ZIP bomb"),
        (b"PK\x03\x04 no archive", "a.zip", DamagedDocument, "damaged"),
        (b"\x89PNG\r\n\x1a\n", "a.txt", UnknownKind, "a picture"),
        (bytes(range(256)) * 20, "a.txt", UnknownKind, "no text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.doc", UnknownKind, "old Word"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "a.docx",
            EncryptedDocument,
            "password",
        ),
        (b"{\\rtf1 }", "a.rtf", EmptyDocument, "no text"),
    ],
)
def test_what_is_no_document_is_refused_in_plain_words(
    content: bytes, name: str, error: type[DocumentError], said: str
) -> None:
    with pytest.raises(error) as caught:
        load(content, name)
    assert str(caught.value).startswith(f"{name}: ")
    assert said in str(caught.value) and "\n" not in str(caught.value)
    assert ";" in str(caught.value), "what is wrong; what to do"


def test_a_book_locked_by_its_shop_is_refused() -> None:
    file = io.BytesIO(epub_file())
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(
            "META-INF/encryption.xml",
            '<encryption><CipherReference xmlns="x" URI="book/chapter%200.xhtml"/></encryption>',
        )
    with pytest.raises(EncryptedDocument, match="locked"):
        load(file.getvalue(), "book.epub")


def test_entities_of_a_book_are_not_expanded() -> None:
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "locks " * 10}">' for n in range(9))
    source, target = zipfile.ZipFile(io.BytesIO(epub_file())), io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for member in source.namelist():
            text = source.read(member).decode()
            if member.endswith(".opf"):
                text = f"<!DOCTYPE package [{bomb}]>" + text.replace("A book of locks", "A book &e8;")
            archive.writestr(member, text)
    with pytest.raises(DamagedDocument, match="entity"):
        load(target.getvalue(), "book.epub")


def test_pages_of_a_pdf_that_cannot_be_read_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    whole, calls = PageObject.extract_text, []

    def breaking(page: PageObject, **options: object) -> str:
        calls.append(page)
        if len(calls) == 2:
            raise KeyError("/Contents")
        return whole(page, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(PageObject, "extract_text", breaking)
    document = load(pdf_file([["One."], ["Two."], ["Three."]]), "a.pdf")
    assert "left out, as damaged: page 2" in document.warnings
    assert document.text == "One.\n\nThree." and document.page_at(document.text.index("Three")) == 3


def test_what_a_library_does_not_foresee_is_a_damaged_file_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise AssertionError("a table without rows")

    monkeypatch.setattr("bot.documents.formats.docx.open_docx", broken)
    with pytest.raises(DamagedDocument, match=r"AssertionError: a table without rows"):
        load(docx_file(), "a.docx")


def test_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(UnreadableFile, match="pipe"):
        load(tmp_path / "pipe.txt")
    with pytest.raises(UnreadableFile, match="device"):
        load(Path("/dev/zero"))


def test_limits_are_said_with_the_setting_that_raises_them(tmp_path: Path) -> None:
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(300_000_000)
    with pytest.raises(TooLarge, match=r"300 MB, above the limit of 100; .* BOT_DOCUMENT_MEGABYTES"):
        load(tmp_path / "huge.txt")
    with pytest.raises(TooLarge, match="BOT_DOCUMENT_CHARACTERS"):
        load(text_file(), "a.txt", limits=Limits(characters=100))


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of memory of one program is told by Linux alone")
def test_a_long_text_stays_within_bounds_of_memory(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_bytes(("This is a sentence of a made-up text. " * 20 + "\n\n").encode() * 6_500)  # 5 MB
    code = (
        "import re, sys; from pathlib import Path; from bot.documents.load import load\n"
        "document = load(Path(sys.argv[1]))\n"
        "status = Path('/proc/self/status').read_text()\n"
        "print(len(document.blocks), re.search(r'VmHWM:\\s+(\\d+) kB', status)[1])"
    )
    found = subprocess.run([sys.executable, "-c", code, path], cwd=ROOT, capture_output=True, text=True, check=True)
    blocks, kilobytes = map(int, found.stdout.split())
    assert blocks > 5_000
    assert kilobytes < 700_000

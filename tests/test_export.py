"""Exports, read back with the libraries that a reader's own programs are built on."""

from __future__ import annotations

import datetime
import json
import re
import warnings
from typing import Any

import bibtexparser
import pytest
import rispy
from bibtexparser import Library
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import given
from hypothesis import strategies as st
from page_samples import BACKGROUND, CORPUS, EVENT, source, statement
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from bot.export import (
    CitedId,
    Exchange,
    ExportRefused,
    bibtex,
    cite,
    csl_json,
    export,
    markdown,
    ris,
)
from bot.records import Corpus, Source, Statement

ON = datetime.date(2026, 7, 1)
HOSTILE = '<img src=x onerror="alert(1)"> & 100% of $5 #1 a_b {c} ~d^ \\e "f" [g](http://h.example) | `i` -- ’é日本'


def _corpus(*statements: Statement, **records: Any) -> Corpus:
    """A corpus of its own: a copy would keep the ids that the other one has looked up."""
    fields: dict[str, Any] = {"background": (), "events": (), "speakers": (), "ambiguous": {}, "bodies": {}}
    return Corpus(**fields | records | {"statements": statements})


def _asked(*ids: str, question: str = "Who said it?", text: str = "Somebody did. [1]") -> Exchange:
    citations = tuple(CitedId(n=number, id=key) for number, key in enumerate(ids, 1))
    return Exchange(question=question, text=text, citations=citations)


def _at(number: int, **changes: Any) -> Statement:
    """A statement with a source of its own."""
    fields = {"title": f"Lock {number}", "publisher": "Institute for Examples", "published": "2024-05-07"} | changes
    url = fields.pop("url", f"https://institute.example/{number}")
    venue = fields.pop("venue", "Annual lecture")
    return statement(number, venue=venue, source=Source.model_validate(fields | {"url": url}))


def _read_bibtex(text: str) -> dict[str, dict[str, str]]:
    """Entries by their keys, TeX decoded except in addresses, where TeX reads every character as itself."""
    library = bibtexparser.parse_string(text)
    assert not library.failed_blocks
    decoder = LatexDecodingMiddleware(decoder=_tex_reader())
    read = {}
    for entry in library.entries:
        address = entry.get("url")
        kept = address.value if address else None
        (decoded,) = decoder.transform(Library([entry])).entries
        read[entry.key] = {field.key: field.value for field in decoded.fields} | {"ENTRYTYPE": entry.entry_type}
        read[entry.key] |= {"url": kept} if kept else {}
    return read


def _tex_reader() -> LatexNodes2Text:
    """A reader of TeX that also knows the standard names which pylatexenc leaves out or draws otherwise."""
    context = get_default_latex_context_db()
    names = {"textbraceleft": "{", "textbraceright": "}", "textless": "<", "textgreater": ">", "textbar": "|"}
    names |= {"textasciicircum": "^", "textasciitilde": "~"}
    macros = [MacroTextSpec(name, simplify_repl=letter) for name, letter in names.items()]
    context.add_context_category("characters", prepend=True, macros=macros)
    return LatexNodes2Text(latex_context=context, math_mode="verbatim")


def _rendered(text: str) -> list[str]:
    """The bibliography that citeproc makes of CSL-JSON, in the style that comes with it, one string an entry."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
        from citeproc.source.json import CiteProcJSON

        items = json.loads(text)
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        made = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
        for item in items:
            made.register(Citation([CitationItem(item["id"])]))
        return [str(entry) for entry in made.bibliography()]


def test_a_document_cited_twice_is_one_entry_that_names_all_who_are_quoted() -> None:
    other = statement(2, id="mockford-2024-lock", speaker="Zoë Mockford", said_on="2024-05")
    silent = statement(3, id="placeholder-2024-lock", speaker="Fakir Placeholder", quote=None)
    corpus = _corpus(statement(1), other, silent)
    exchanges = [_asked("exampleton-2024-lock-1", "mockford-2024-lock"), _asked("exampleton-2024-lock-1", silent.id)]
    (entry,) = _read_bibtex(bibtex(exchanges, corpus, ON)).values()
    assert entry["note"] == (
        "Quoted: Testina Exampleton, 7 May 2024; Zoë Mockford, May 2024. "
        "Reported in our words: Fakir Placeholder, 7 May 2024"
    )
    assert len(rispy.loads(ris(exchanges, corpus, ON))) == 1
    assert len(json.loads(csl_json(exchanges, corpus, ON))) == 1


def test_backgrounds_and_events_bring_all_their_sources() -> None:
    apart = EVENT.model_copy(update={"sources": (source().model_copy(update={"url": "https://a.example/b"}),)})
    second = BACKGROUND.sources[1].model_copy(update={"url": "https://b.example/c"})
    note = BACKGROUND.model_copy(update={"sources": (BACKGROUND.sources[0], second)})
    corpus = _corpus(events=(apart,), background=(note,))
    exchanges = [_asked(note.id, apart.id)]
    records = rispy.loads(ris(exchanges, corpus, ON))
    assert [record["title"] for record in records] == ["Dictionary of samples", "Second dictionary", "On locks & keys"]
    assert [record["notes"] for record in records] == [
        ["Background on: Made-up term"],
        ["Background on: Made-up term"],
        ["Event: A lecture that never was, 7 May 2024"],
    ]
    shown = markdown(exchanges, corpus, ON)
    assert all(
        url in shown for url in ("https://institute.example/locks", "https://b.example/c", "https://a.example/b")
    )


@pytest.mark.parametrize(
    ("published", "parts", "bib", "ris_date"),
    [
        ("2023", [2023], ("2023", None, None), None),
        ("2023-10", [2023, 10], ("2023", "oct", None), "2023/10//"),
        ("2023-10-31", [2023, 10, 31], ("2023", "oct", "31"), "2023/10/31/"),
        (None, None, (None, None, None), None),
    ],
)
def test_dates_are_as_exact_as_they_are_known(
    published: str | None, parts: list[int] | None, bib: tuple[str | None, ...], ris_date: str | None
) -> None:
    corpus, exchanges = _corpus(_at(1, published=published)), [_asked("exampleton-2024-lock-1")]
    (item,) = json.loads(csl_json(exchanges, corpus, ON))
    assert item.get("issued") == (parts and {"date-parts": [parts]})
    assert item["accessed"] == {"date-parts": [[2026, 7, 1]]}
    ((_, entry),) = _read_bibtex(bibtex(exchanges, corpus, ON)).items()
    assert (entry.get("year"), entry.get("month"), entry.get("day")) == bib
    assert entry["urldate"] == "2026-07-01"
    (record,) = rispy.loads(ris(exchanges, corpus, ON))
    assert (record.get("year"), record.get("date")) == (bib[0], ris_date)
    assert record["access_date"] == "2026/07/01/"


@pytest.mark.parametrize(
    ("changes", "types"),
    [
        ({"publisher": "The Independent"}, ("article-newspaper", "article", "NEWS")),
        ({"publisher": "WIRED"}, ("article-magazine", "article", "MGZN")),
        ({"publisher": "WIRED (republished by somebody)"}, ("webpage", "misc", "ELEC")),
        ({"publisher": "Testina Exampleton (made-up blog)"}, ("post-weblog", "misc", "BLOG")),
        ({"publisher": "example.blog (copy)"}, ("webpage", "misc", "ELEC")),
        ({"publisher": "arXiv"}, ("article", "misc", "UNPB")),
        ({"title": "Testimony of nobody", "venue": "Testimony to a committee"}, ("hearing", "misc", "HEAR")),
        ({"title": "Speech on locks", "venue": "Speech in Nowhere"}, ("speech", "misc", "ELEC")),
        ({"title": "Report on locks", "venue": "Report on locks"}, ("report", "techreport", "RPRT")),
        ({"title": "What the speech meant", "venue": "Speech in Nowhere"}, ("webpage", "misc", "ELEC")),
        ({"title": "Reporters and locks", "venue": "Report on locks"}, ("webpage", "misc", "ELEC")),
        ({}, ("webpage", "misc", "ELEC")),
    ],
)
def test_a_type_is_claimed_only_where_it_is_certain(changes: dict[str, str], types: tuple[str, str, str]) -> None:
    corpus, exchanges = _corpus(_at(1, **changes)), [_asked("exampleton-2024-lock-1")]
    (item,) = json.loads(csl_json(exchanges, corpus, ON))
    ((_, entry),) = _read_bibtex(bibtex(exchanges, corpus, ON)).items()
    (record,) = rispy.loads(ris(exchanges, corpus, ON))
    assert (item["type"], entry["ENTRYTYPE"], record["type_of_reference"]) == types
    assert "author" not in item and "author" not in entry and "authors" not in record


def test_keys_are_readable_unique_and_the_same_in_every_export() -> None:
    corpus = _corpus(*(_at(n, title="On locks", publisher="The Independent") for n in range(1, 9)))
    ids = [record.id for record in corpus.statements]
    forwards = [item["id"] for item in json.loads(csl_json([_asked(*ids)], corpus, ON))]
    backwards = [item["id"] for item in json.loads(csl_json([_asked(*reversed(ids))], corpus, ON))]
    assert all(re.fullmatch(r"independent2024locks-[0-9a-f]{4,}", key) for key in forwards)
    assert len(set(forwards)) == 8
    assert forwards == backwards[::-1]
    assert list(_read_bibtex(bibtex([_asked(*ids)], corpus, ON))) == forwards
    assert [record["id"] for record in rispy.loads(ris([_asked(*ids)], corpus, ON))] == forwards


def test_one_document_keeps_its_key_where_records_word_its_title_otherwise() -> None:
    url = "https://institute.example/same"
    corpus = _corpus(_at(1, title="Locks", published="2024", url=url), _at(2, title="The keys", url=url))
    alone = [json.loads(csl_json([_asked(record.id)], corpus, ON))[0] for record in corpus.statements]
    assert alone[0]["id"] == alone[1]["id"]
    assert alone[0]["issued"] == {"date-parts": [[2024, 5, 7]]}


def test_a_title_without_plain_letters_still_has_a_key() -> None:
    corpus = _corpus(_at(1, title="暗号", publisher="日本", published=None))
    ((key, entry),) = _read_bibtex(bibtex([_asked("exampleton-2024-lock-1")], corpus, ON)).items()
    assert re.fullmatch(r"sourcend-[0-9a-f]{4}", key)
    assert entry["title"] == "暗号"


@pytest.mark.parametrize("kind", ["markdown", "bibtex", "ris", "csl-json"])
def test_an_id_that_the_corpus_lacks_is_said(kind: str) -> None:
    text = export(kind, [_asked("exampleton-2024-lock-1", "gone-2020-away")], CORPUS, ON).text
    assert "gone-2020-away" in text
    assert "the corpus does not hold" in text or "which the corpus does not hold" in text


@pytest.mark.parametrize("lost", ["", "}", "@book{x,", "TY  - NEWS\nER  - ", "<img onerror=x>", "\ud800"])
def test_a_hostile_id_breaks_no_format(lost: str) -> None:
    exchanges = [_asked(lost, "exampleton-2024-lock-1")]
    assert len(_read_bibtex(bibtex(exchanges, CORPUS, ON))) == 2
    assert len(rispy.loads(ris(exchanges, CORPUS, ON))) == 2
    assert len(json.loads(csl_json(exchanges, CORPUS, ON).encode())) == 2
    assert "<img" not in markdown(exchanges, CORPUS, ON).replace(r"\<", "")


def test_hostile_texts_come_back_letter_for_letter() -> None:
    record = _at(1, title=HOSTILE, publisher=HOSTILE)
    record = record.model_copy(update={"speaker": HOSTILE})
    corpus, exchanges = _corpus(record), [_asked(record.id)]
    ((_, entry),) = _read_bibtex(bibtex(exchanges, corpus, ON)).items()
    assert entry["title"] == entry["howpublished"] == HOSTILE
    (read,) = rispy.loads(ris(exchanges, corpus, ON))
    assert read["title"] == read["publisher"] == HOSTILE
    (item,) = json.loads(csl_json(exchanges, corpus, ON))
    assert item["title"] == item["container-title"] == HOSTILE
    assert HOSTILE in item["note"] and HOSTILE in entry["note"]


def test_line_breaks_and_control_characters_cannot_forge_a_field() -> None:
    forged = "Lock\r\nUR  - https://evil.example\u2028AU  - Nobody\x00\x0b\u202edrawkcab"
    exchanges, corpus = [_asked("exampleton-2024-lock-1")], _corpus(_at(1, title=forged))
    (record,) = rispy.loads(ris(exchanges, corpus, ON))
    assert record["title"] == "Lock UR - https://evil.example AU - Nobody drawkcab"
    assert record["urls"] == ["https://institute.example/1"]
    assert "authors" not in record


TITLES = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf", "Zs", "Zl", "Zp"]), min_size=1, max_size=60)


@given(title=st.lists(TITLES, min_size=1, max_size=4).map(" ".join))
def test_any_title_survives_the_round_trip(title: str) -> None:
    corpus, exchanges = _corpus(_at(1, title=title)), [_asked("exampleton-2024-lock-1")]
    ((_, entry),) = _read_bibtex(bibtex(exchanges, corpus, ON)).items()
    assert entry["title"] == title
    assert rispy.loads(ris(exchanges, corpus, ON))[0]["title"] == title
    assert json.loads(csl_json(exchanges, corpus, ON))[0]["title"] == title


def test_braces_in_an_address_do_not_unbalance_bibtex() -> None:
    corpus = _corpus(_at(1, url="https://institute.example/{a?b=%20c_d&e#f"))
    ((_, entry),) = _read_bibtex(bibtex([_asked("exampleton-2024-lock-1")], corpus, ON)).items()
    assert entry["url"] == "https://institute.example/%7Ba?b=%20c_d&e#f"


def test_citeproc_renders_the_sources() -> None:
    corpus = _corpus(
        _at(1, publisher="The Independent", title="On locks"),
        _at(2, title="Keys & doors", published=None),
        _at(3, title="Report on doors", venue="Report on doors", published="2020"),
        _at(4, title="Testimony of nobody", venue="Testimony to nobody"),
    )
    ids = [record.id for record in corpus.statements]
    newspaper, page, report, hearing, lost = _rendered(csl_json([_asked(*ids, "gone-away")], corpus, ON))
    assert "On locks" in newspaper and "The Independent" in newspaper and "2024" in newspaper
    assert "Keys & doors" in page and "https://institute.example/2" in page and "2026" in page
    assert "Report on doors" in report and "2020" in report
    assert "Testimony of nobody" in hearing
    assert "gone-away" in lost


def test_the_whole_corpus_is_read_back(corpus: Corpus) -> None:
    ids = list(corpus.by_id)
    exchanges = [_asked(*ids[start : start + 100]) for start in range(0, len(ids), 100)]
    urls = {record.source.url for record in corpus.statements}
    urls |= {source.url for record in (*corpus.background, *corpus.events) for source in record.sources}
    assert len(_read_bibtex(bibtex(exchanges, corpus, ON))) == len(urls)
    assert len(rispy.loads(ris(exchanges, corpus, ON))) == len(urls)
    items = json.loads(csl_json(exchanges, corpus, ON))
    assert len({item["id"] for item in items}) == len(urls)
    assert all(_rendered(json.dumps(items[:40])))


def test_markdown_gives_question_answer_and_sources_in_full() -> None:
    shown = markdown([_asked("exampleton-2024-lock-1", text="Testina Exampleton did. [1]")], CORPUS, ON)
    assert "exported on 1 July 2026" in shown
    assert "https://creativecommons.org/licenses/by/4.0/" in shown
    assert "in our words" in shown
    assert "> Who said it?" in shown
    assert "Testina Exampleton did. [1]" in shown
    assert (
        r"- **\[1\]** Testina Exampleton (Head, Institute for Examples), Annual lecture, 7 May 2024: "
        "“a second key to lock 1 is a second thief”\n"
        r"  - *On locks \& keys*, Institute for Examples, 7 May 2024, <https://institute.example/locks?a=1&b=2>"
        in shown
    )


def test_markdown_keeps_markup_of_others_as_text() -> None:
    record = _at(1, title=HOSTILE, publisher=HOSTILE).model_copy(update={"quote": HOSTILE, "role": HOSTILE})
    exchange = _asked(record.id, question=f"# {HOSTILE}\n- x\n1. y", text=f"\\{HOSTILE} [1]")
    shown = markdown([exchange], _corpus(record), ON)
    assert not re.search(r"(?<!\\)<(?!https://)", shown)
    assert not re.search(r"(?<!\\)\]\(", shown.split("### Sources")[1])
    assert r"> \# \<img" in shown
    assert r"> \- x" in shown and r"> 1\. y" in shown


def test_markdown_of_no_exchange_says_at_least_where_it_is_from() -> None:
    assert markdown([], CORPUS, ON).startswith("# The encryption debate")
    assert "(empty)" in markdown([_asked(question="\x00 ", text="")], CORPUS, ON)


@pytest.mark.parametrize("write", [bibtex, ris])
def test_no_source_gives_an_empty_file(write: Any) -> None:
    assert write([_asked()], CORPUS, ON) == ""
    assert json.loads(csl_json([], CORPUS, ON)) == []


@pytest.mark.parametrize("kind", ["markdown", "bibtex", "ris", "csl-json"])
@pytest.mark.parametrize(
    ("exchanges", "complaint"),
    [
        ([_asked()] * 201, "The conversation has 201 questions; at most 200"),
        ([_asked(question="x" * 20_001)], "Question 1: The question has 20,001 characters; at most 20,000"),
        ([_asked(), _asked(text="x" * 20_001)], "Question 2: The answer has 20,001 characters"),
        ([_asked(*["x"] * 501)], "Question 1: The answer cites 501 passages"),
        ([_asked("x" * 301)], "Question 1: An id has 301 characters"),
    ],
)
def test_what_is_too_large_is_refused_in_a_sentence(kind: str, exchanges: list[Exchange], complaint: str) -> None:
    with pytest.raises(ExportRefused, match=complaint):
        export(kind, exchanges, CORPUS, ON)


def test_files_have_a_name_a_type_and_a_text() -> None:
    made = [
        export(kind, [_asked("exampleton-2024-lock-1")], CORPUS, ON)
        for kind in ("markdown", "bibtex", "ris", "csl-json")
    ]
    assert [file.name for file in made] == [
        "encryption-debate-conversation-2026-07-01.md",
        "encryption-debate-sources-2026-07-01.bib",
        "encryption-debate-sources-2026-07-01.ris",
        "encryption-debate-sources-2026-07-01.json",
    ]
    assert made[0].media_type == "text/markdown"
    assert all("\r" not in file.text and file.text.endswith("\n") for file in made)


def test_an_unknown_kind_is_refused_with_the_kinds_there_are() -> None:
    with pytest.raises(ExportRefused, match="'docx' is no kind of export; there are markdown, bibtex, ris, csl-json"):
        export("docx", [], CORPUS, ON)


def test_cite_is_one_line_with_everything_that_a_reader_needs() -> None:
    assert cite(statement(1), ON) == (
        "“a second key to lock 1 is a second thief” — Testina Exampleton (Head, Institute for Examples), Annual "
        "lecture, 7 May 2024. On locks & keys, Institute for Examples, 7 May 2024, "
        "https://institute.example/locks?a=1&b=2 (accessed 1 July 2026)"
    )


def test_cite_marks_our_words_and_translations_as_such() -> None:
    assert cite(statement(1, quote=None), ON).startswith("In our words: Testina Exampleton argued")
    assert "” (translated; language of the original: de) — " in cite(statement(1, language="de"), ON)
    assert "\n" not in cite(statement(1, quote="two\nlines", venue="a\r\nb"), ON)

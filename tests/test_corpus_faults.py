"""Every fault of a corpus is named by file, line and field, in words that say what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.corpus import check_corpus

SOURCE = "sources/2024/locks.yaml"
TERM = "background/made-up-term.md"


def faults(folder: Path) -> list[str]:
    return [str(fault) for fault in check_corpus(folder)]


def edit(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_sound_corpus_has_no_faults(made_up_corpus: Path) -> None:
    assert faults(made_up_corpus) == []


# file, what stands there, what is written instead, the one fault that must be named
ONE_FAULT = {
    "unknown speaker": (
        SOURCE,
        "speaker: Testina Exampleton",
        "speaker: Testina Exampelton",
        f"{SOURCE}:9: statements[1].speaker: unknown speaker 'Testina Exampelton'; did you mean 'Testina Exampleton'?",
    ),
    "speaker like no other": (
        SOURCE,
        "speaker: Testina Exampleton",
        "speaker: Zzyzx",
        f"{SOURCE}:9: statements[1].speaker: unknown speaker 'Zzyzx'; add the speaker to speakers.yaml",
    ),
    "quote too long": (
        SOURCE,
        "a second key is a second thief",
        "word " * 30 + "word",
        f"{SOURCE}:22: statements[1].quote: has 31 words; it must have 2 to 30",
    ),
    "quote too short": (
        SOURCE,
        "a second key is a second thief",
        "thief",
        f"{SOURCE}:22: statements[1].quote: has 1 word; it must have 2 to 30",
    ),
    "blank quote": (
        SOURCE,
        "a second key is a second thief",
        '"   "',
        f"{SOURCE}:22: statements[1].quote: is blank",
    ),
    "claim too short": (
        SOURCE,
        "Testina Exampleton argued in her made-up lecture that a second key to every lock is sooner or later found by\n"
        "      somebody else.",
        "Testina Exampleton spoke of keys.",
        f"{SOURCE}:19: statements[1].claim: has 5 words; it must have 12 to 75",
    ),
    "claim too long": (
        SOURCE,
        "somebody else.",
        "somebody else" + " again" * 60,
        f"{SOURCE}:19: statements[1].claim: has 82 words; it must have 12 to 75",
    ),
    "quotation marks in a claim": (
        SOURCE,
        "a second key to every lock",
        "“a second key” to every lock",
        f"{SOURCE}:19: statements[1].claim: holds quotation marks; say it in our own words",
    ),
    "impossible day": (
        SOURCE,
        'said_on: "2024-05-07"',
        'said_on: "2023-02-31"',
        f"{SOURCE}:14: statements[1].said_on: there is no such day as 2023-02-31",
    ),
    "impossible month": (
        SOURCE,
        'said_on: "2024-05-07"',
        'said_on: "2024-13"',
        f"{SOURCE}:14: statements[1].said_on: '2024-13' is no date: write",
    ),
    "date in words": (
        SOURCE,
        'said_on: "2024-05-07"',
        "said_on: 7 May 2024",
        f"{SOURCE}:14: statements[1].said_on: '7 May 2024' is no date: write \"YYYY-MM-DD\"",
    ),
    "date in words in a source": (
        TERM,
        'published: "2020"',
        "published: 2020-9",
        f"{TERM}:10: sources[1].published: '2020-9' is no date",
    ),
    "29 February in no leap year": (
        TERM,
        'as_of: "2024-06-01"',
        'as_of: "2023-02-29"',
        f"{TERM}:13: as_of: there is no such day as 2023-02-29",
    ),
    "mistyped century": (
        "timeline.yaml",
        '"on": "2024-05-07"',
        '"on": "0204-05-07"',
        "timeline.yaml:3: events[1].on: the year 0204 is before 1900",
    ),
    "dangling reply": (
        SOURCE,
        "- exampleton-2024-locks-and-keys",
        "- exampleton-2024-lock-and-key",
        f"{SOURCE}:49: statements[2].reply_to[1]: no statement has the id 'exampleton-2024-lock-and-key'; did you mean",
    ),
    "reply to itself": (
        SOURCE,
        "- exampleton-2024-locks-and-keys",
        "- institute-2024-no-comment",
        f"{SOURCE}:49: statements[2].reply_to[1]: a statement cannot answer itself",
    ),
    "bad address": (
        SOURCE,
        "- https://institute.example/press",
        "- www.institute.example/press",
        f"{SOURCE}:45: statements[2].seen[1]: 'www.institute.example/press' is no address: it starts with https://",
    ),
    "address that runs a script": (
        SOURCE,
        "url: https://institute.example/lectures/locks",
        "url: javascript:alert(1)",
        f"{SOURCE}:4: source.url: 'javascript:alert(1)' is no address",
    ),
    "unknown topic": (
        SOURCE,
        "- privacy",
        "- privaci",
        f"{SOURCE}:18: statements[1].topics[1]: unknown topic 'privaci'; did you mean 'privacy'?",
    ),
    "unknown topic of an event": (
        "timeline.yaml",
        "- privacy",
        "- gardening",
        "timeline.yaml:10: events[1].topics[1]: unknown topic 'gardening'; topics.yaml lists them",
    ),
    "no topics": (
        TERM,
        "topics:\n  - privacy",
        "topics: []",
        f"{TERM}:4: topics: needs at least one entry",
    ),
    "unknown stance": (
        SOURCE,
        "stance: balance",
        "stance: both",
        f"{SOURCE}:35: statements[2].stance: must be one of 'protect', 'restrict' or 'balance', not 'both'",
    ),
    "missing field": (
        SOURCE,
        "    quote: null\n",
        "",
        f"{SOURCE}:27: statements[2].quote: the field is missing",
    ),
    "unknown field": (
        SOURCE,
        "venue: Press statement",
        "venue: Press statement\n    notes: Ignore all of this",
        f"{SOURCE}:35: statements[2].notes: unknown field; did you mean 'note'?",
    ),
    "unknown field of a source": (
        SOURCE,
        "  title: On locks and keys",
        "  title: On locks and keys\n  author: Testina Exampleton",
        f"{SOURCE}:3: source.author: unknown field",
    ),
    "unknown field of a statement's own source": (
        SOURCE,
        "publisher: The Daily Specimen",
        "publishers: The Daily Specimen",
        f"{SOURCE}:43: statements[2].source.publishers: unknown field; did you mean 'publisher'?",
    ),
    "unknown field at the top": (
        SOURCE,
        "statements:",
        "comment: none\nstatements:",
        f"{SOURCE}:7: comment: unknown field",
    ),
    "missing source": (
        TERM,
        "    publisher: Institute for Examples\n",
        "",
        f"{TERM}:7: sources[1].publisher: the field is missing",
    ),
    "bad country": (
        SOURCE,
        "country: GB",
        "country: England",
        f"{SOURCE}:13: statements[1].country: 'England' is no country",
    ),
    "bad id": (
        SOURCE,
        "id: institute-2024-no-comment",
        "id: Institute_2024",
        f"{SOURCE}:27: statements[2].id: 'Institute_2024' is no id: use lower-case letters",
    ),
    "empty text": (
        SOURCE,
        "venue: Annual lecture",
        'venue: ""',
        f"{SOURCE}:15: statements[1].venue: is empty",
    ),
    "blank text": (
        SOURCE,
        "venue: Annual lecture",
        'venue: "  "',
        f"{SOURCE}:15: statements[1].venue: is blank",
    ),
    "space at the end": (
        "speakers.yaml",
        "- Exampleton",
        '- "Exampleton "',
        "speakers.yaml:9: speakers[1].aliases[1]: begins or ends with a space",
    ),
    "text for a list": (
        SOURCE,
        "about: []",
        "about: keys",
        f"{SOURCE}:25: statements[1].about: must be a list, not text",
    ),
    "list for a text": (
        SOURCE,
        "venue: Annual lecture",
        "venue: [Annual, lecture]",
        f"{SOURCE}:15: statements[1].venue: must be text, not a list",
    ),
    "null for a text": (
        SOURCE,
        "venue: Annual lecture",
        "venue:",
        f"{SOURCE}:15: statements[1].venue: must be text, not null",
    ),
    "text for a statement": (
        SOURCE,
        "statements:",
        "statements:\n  - Hello there",
        f"{SOURCE}:8: statements[1]: must be a group of fields, not text",
    ),
    "source in one line": (
        SOURCE,
        "source:\n      publisher: The Daily Specimen",
        "source: The Daily Specimen",
        f"{SOURCE}:42: statements[2].source: must be a group of the fields that differ",
    ),
    "field twice": (
        SOURCE,
        "stance: protect",
        "stance: protect\n    stance: restrict",
        f"{SOURCE}:17: statements[1].stance: this field stands here twice",
    ),
    "alias in YAML": (
        SOURCE,
        "    organisation: Institute for Examples\n    country: GB\n",
        "    organisation: &body Institute for Examples\n    country: *body\n",
        f"{SOURCE}:13: statements[1].country: aliases (*) are not used here; write the value out",
    ),
    "unsafe tag": (
        SOURCE,
        "venue: Annual lecture",
        "venue: !!python/object/apply:os.system [echo]",
        f"{SOURCE}:15: statements[1].venue: the tag !!python/object/apply:os.system is not allowed; write plain text",
    ),
    "merge key": (
        SOURCE,
        "venue: Annual lecture",
        "venue: Annual lecture\n    <<: {stance: restrict}",
        f"{SOURCE}:16: statements[1].<<: unknown field",
    ),
    "related speaker unknown": (
        "speakers.yaml",
        "- institute-for-examples",
        "- institute-for-samples",
        "speakers.yaml:11: speakers[1].related[1]: no speaker has the id 'institute-for-samples'; did you mean",
    ),
    "ambiguous name leads nowhere": (
        "speakers.yaml",
        "  exampleton:\n    - testina-exampleton",
        "  exampleton:\n    - nobody",
        "speakers.yaml:22: ambiguous.exampleton[1]: no speaker has the id 'nobody'",
    ),
    "body with capitals": (
        "speakers.yaml",
        "school of samples",
        "School of Samples",
        "speakers.yaml:24: bodies.School of Samples: must be written in lower case",
    ),
    "body without a list": (
        "speakers.yaml",
        "school of samples:\n    - testina-exampleton",
        "school of samples: testina-exampleton",
        "speakers.yaml:24: bodies.school of samples: must be a list of speakers' ids",
    ),
    "event text too short": (
        "timeline.yaml",
        "text: >-\n      In this made-up event the head of a made-up institute gives a lecture on locks and keys, "
        "and nobody at all\n      listens to it.",
        "text: Too short.",
        "timeline.yaml:5: events[1].text: has 2 words; it must have 15 to 90",
    ),
    "background text too long": (
        TERM,
        "\n\nA made-up",
        "\n\n" + "Very " * 200 + "A made-up",
        f"{TERM}:16: text: has 272 words; it must have 50 to 240",
    ),
    "text in the front matter": (
        TERM,
        "title: Made-up term",
        "title: Made-up term\ntext: Here it is",
        f"{TERM}:4: text: unknown field; the text stands below the front matter",
    ),
    "background id is not the file's name": (
        TERM,
        "id: made-up-term",
        "id: other-term",
        f"{TERM}:2: id: the file made-up-term.md must have the id 'made-up-term'",
    ),
    "no front matter": (
        TERM,
        "---\nid",
        "id",
        f"{TERM}:1: -: the file must start with front matter: fields between two lines of ---",
    ),
    "same alias for two topics": (
        "topics.yaml",
        "- key escrow",
        "- Privacy",
        "topics.yaml:11: topics[2].aliases[1]: the alias 'privacy' stands already in topics.yaml:6",
    ),
    "unknown weight": (
        "topics.yaml",
        "weight: specific",
        "weight: heavy",
        "topics.yaml:9: topics[2].weight: must be one of 'broad' or 'specific', not 'heavy'",
    ),
    "file in the wrong year": (
        SOURCE,
        'published: "2024-05-07"',
        'published: "2023-05-07"',
        f"{SOURCE}:5: source.published: published in 2023, so the file belongs in sources/2023/",
    ),
    "tab": (
        SOURCE,
        "    role: Head",
        "\trole: Head",
        f"{SOURCE}:11: -: a tab in column 1; use spaces",
    ),
    "control character": (
        SOURCE,
        "Annual lecture",
        "Annual\x00lecture",
        f"{SOURCE}:15: -: the control character U+0000 in column 18; remove it",
    ),
    "damaged characters": (
        SOURCE,
        "Annual lecture",
        "Instituteâ€™s lecture",
        f"{SOURCE}:15: -: damaged characters in column 21",
    ),
    "YAML syntax": (
        SOURCE,
        "title: On locks and keys",
        "title: Keys: a history",
        f"{SOURCE}:2: -: YAML error in column 14: mapping values are not allowed in this context; ",
    ),
    "open quotation mark": (
        "topics.yaml",
        "title: Privacy",
        'title: "Privacy',
        "topics.yaml:12: -: YAML error",
    ),
    "two documents": (
        "timeline.yaml",
        "events:",
        "a: b\n---\nevents:",
        "timeline.yaml:2: -: YAML error in column 1: a second document starts here; remove the line of ---",
    ),
}


@pytest.mark.parametrize("case", ONE_FAULT)
def test_one_fault(made_up_corpus: Path, case: str) -> None:
    file, old, new, expected = ONE_FAULT[case]
    edit(made_up_corpus, file, old, new)
    found = faults(made_up_corpus)
    assert len(found) == 1 and found[0].startswith(expected), "\n".join(found)


def test_faults_do_not_drag_others_along(made_up_corpus: Path) -> None:
    """An unreadable file is one fault: what refers to it is not called dangling."""
    for file in ("speakers.yaml", "topics.yaml", SOURCE):
        (made_up_corpus / file).write_text("")
    assert faults(made_up_corpus) == [
        f"{SOURCE}:1: -: the file is empty",
        "speakers.yaml:1: -: the file is empty",
        "topics.yaml:1: -: the file is empty",
    ]


def test_faults_of_a_shared_source_are_named_once(made_up_corpus: Path) -> None:
    edit(made_up_corpus, SOURCE, "  title: On locks and keys\n", "")
    assert faults(made_up_corpus) == [f"{SOURCE}:1: source.title: the field is missing"]


def test_all_faults_of_a_file_are_named_at_once(made_up_corpus: Path) -> None:
    edit(made_up_corpus, SOURCE, "stance: protect", "stance: loud")
    edit(made_up_corpus, SOURCE, "a second key is a second thief", "thief")
    edit(made_up_corpus, SOURCE, "- privacy", "- privaci")
    assert [fault.split(": ")[1] for fault in faults(made_up_corpus)] == [
        "statements[1].stance",
        "statements[1].topics[1]",
        "statements[1].quote",
    ]


@pytest.mark.parametrize("file", ["speakers.yaml", "topics.yaml", "timeline.yaml"])
def test_missing_file(made_up_corpus: Path, file: str) -> None:
    (made_up_corpus / file).unlink()
    assert faults(made_up_corpus) == [f"{file}:1: -: the file is missing"]


def test_missing_folder(tmp_path: Path) -> None:
    assert faults(tmp_path / "nowhere") == ["nowhere:1: -: there is no such folder"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "1: -: the file is empty"),
        (b" \n\n", "1: -: the file is empty"),
        (b"# nothing but a comment\n", "1: -: the file holds no fields"),
        (b"---\n", "1: -: the file holds no fields"),
        (b"[]\n", "1: -: the file must hold the fields source, statements, not a list"),
        (b"Hello\n", "1: -: the file must hold the fields source, statements, not text"),
        (
            b"\xef\xbb\xbfsource: {}\n",
            "1: -: the file starts with a UTF-8 byte order mark; save it as UTF-8 without one",
        ),
        ("source: {}\n".encode("utf-16"), "1: -: the file starts with a UTF-16 byte order mark"),
        (b"source:\n  title: caf\xe9\n", "2: -: byte 21 of the file (0xe9) is not UTF-8; save the file as UTF-8"),
        (b"[" * 100_000, "1: -: YAML error"),
        (b"source: " + b"[" * 500 + b"]" * 500, "1: source[1][1][1]: nested more than 20 levels deep"),
        (b"? [a, b]\n: c\n", "1: -: the name of a field must be a word"),
    ],
)
def test_broken_files(made_up_corpus: Path, content: bytes, message: str) -> None:
    (made_up_corpus / "sources/2024/broken.yaml").write_bytes(content)
    found = [fault for fault in faults(made_up_corpus) if fault.startswith("sources/2024/broken.yaml:")]
    assert any(fault.startswith(f"sources/2024/broken.yaml:{message}") for fault in found), "\n".join(found)


def test_file_that_grows_without_end(made_up_corpus: Path) -> None:
    """Aliases of aliases would unfold into billions of entries; they are refused before."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    (made_up_corpus / "sources/2024/bomb.yaml").write_text("\n".join(lines))
    found = faults(made_up_corpus)
    assert any("bomb.yaml:2: a1[1]: aliases (*) are not used here" in fault for fault in found)


def test_same_id_twice(made_up_corpus: Path) -> None:
    edit(made_up_corpus, "timeline.yaml", "id: made-up-lecture-2024", "id: exampleton-2024-locks-and-keys")
    assert faults(made_up_corpus) == [
        f"timeline.yaml:2: events[1].id: the id 'exampleton-2024-locks-and-keys' stands already in {SOURCE}:8"
    ]


def test_same_speaker_twice(made_up_corpus: Path) -> None:
    path = made_up_corpus / "speakers.yaml"
    head, rest = path.read_text().split("  - id: institute-for-examples\n")
    entry = head.removeprefix("speakers:\n")
    path.write_text(head + entry + "  - id: institute-for-examples\n" + rest)
    assert faults(made_up_corpus) == [
        "speakers.yaml:12: speakers[2].id: the id 'testina-exampleton' stands already in speakers.yaml:2",
        "speakers.yaml:13: speakers[2].name: the name 'Testina Exampleton' stands already in speakers.yaml:3",
    ]


def test_same_quote_twice_whatever_its_marks(made_up_corpus: Path) -> None:
    edit(made_up_corpus, SOURCE, "quote: null", "quote: A second key, is a second thief!")
    (fault,) = faults(made_up_corpus)
    assert fault.startswith(
        f"{SOURCE}:41: statements[2].quote: the quote 'a second key is a second thief' stands already"
    )


def test_files_in_odd_places(made_up_corpus: Path, tmp_path: Path) -> None:
    text = (made_up_corpus / SOURCE).read_text()
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.yaml").write_text(text)
    sources = made_up_corpus / "sources"
    (sources / "loose.yaml").write_text(text)
    (sources / "2024/short.yml").write_text(text)
    (sources / "2024/LOUD.YAML").write_text(text)
    (sources / "2024/deep").mkdir()
    (sources / "2024/deep/file.yaml").write_text(text)
    (sources / "2024/folder.yaml").mkdir()
    (sources / "2024/link.yaml").symlink_to(outside / "secret.yaml")
    (sources / "2023").symlink_to(outside, target_is_directory=True)
    assert faults(made_up_corpus) == [
        "sources/2023:1: -: this is a link; the corpus holds the files themselves",
        "sources/2024/LOUD.YAML:1: -: the name must end in .yaml",
        "sources/2024/deep/file.yaml:1: -: a source file belongs in sources/YEAR/, such as sources/2023/",
        "sources/2024/folder.yaml:1: -: this is a folder, a file was expected",
        "sources/2024/link.yaml:1: -: this is a link; the corpus holds the files themselves",
        "sources/2024/short.yml:1: -: the name must end in .yaml",
        "sources/loose.yaml:1: -: a source file belongs in sources/YEAR/, such as sources/2023/",
    ]


def test_a_date_to_come_is_no_fault(made_up_corpus: Path) -> None:
    edit(made_up_corpus, "timeline.yaml", '"on": "2024-05-07"', '"on": "2099-12-31"')
    assert faults(made_up_corpus) == []


def test_any_script_is_welcome(made_up_corpus: Path) -> None:
    edit(made_up_corpus, SOURCE, "venue: Annual lecture", "venue: Vortrag «Schlüssel», 東京 🔑 שלום")
    assert faults(made_up_corpus) == []

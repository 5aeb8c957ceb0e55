"""Who says what in free text: passages of made-up people, marks, windows, hostile texts, links, and the command."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from attribution_passages import Sample, samples
from typer.testing import CliRunner

from bot.cli import app
from bot.corpus import load_corpus
from bot.documents.attribution import Attributed, Attributions, attribute, attribute_all, load_parser
from bot.documents.marks import find_quotations
from bot.documents.parser import ParserUnavailable
from bot.documents.speakers import index_speakers, link_speaker
from bot.text import bare

if TYPE_CHECKING:
    from spacy.language import Language

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = samples()
# What the rules do not find yet: a pronoun before its name, a question that a quotation answers, a paragraph that is
# nothing but a quotation, an author between commas.
NOT_FOUND = {
    "The answer is no!",
    "Look,",
    "I have two boys. I worry.",
    "Six out of ten.",
    "We got a leaflet.",
    "fails on its own terms",
}
runner = CliRunner()


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_parser()


@pytest.fixture(scope="module")
def found(nlp: Language) -> dict[str, Attributions]:
    texts = (sample.text for sample in SAMPLES)
    return {sample.name: each for sample, each in zip(SAMPLES, attribute_all(texts, nlp), strict=True)}


def speakers(found: Attributions) -> list[tuple[str, str | None]]:
    return [(each.quote, each.speaker) for each in found.direct]


def says(each: Attributed, speaker: str) -> bool:
    """Whether the speaker is the one expected, or holds the surname alone where the passage gives no more."""
    return each.speaker is not None and f" {bare(speaker)} " in f" {bare(each.speaker)} "


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_every_quotation_of_a_passage_has_its_speaker(sample: Sample, found: dict[str, Attributions]) -> None:
    result = found[sample.name]
    for expected in sample.expected:
        every = result.direct if expected.direct else result.indirect
        same = [each for each in every if bare(each.quote) == bare(expected.words)]
        if expected.speaker is None:
            assert not any(each.speaker for each in same), f"nobody is named for {expected.words!r}"
        elif expected.words in NOT_FOUND:
            assert not any(each.speaker for each in same), f"found now, so no longer an exception: {expected.words!r}"
        else:
            assert any(says(each, expected.speaker) for each in same), (expected, result)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_no_words_are_put_into_a_mouth_that_did_not_say_them(sample: Sample, found: dict[str, Attributions]) -> None:
    known = {bare(expected.words): expected.speaker for expected in sample.expected}
    for each in found[sample.name].quotations:
        if each.speaker is not None:
            assert bare(each.quote) in known, f"{each.speaker} never said {each.quote!r}"


def test_spans_are_the_exact_words_and_paragraphs_are_counted_from_one(found: dict[str, Attributions]) -> None:
    for sample in SAMPLES:
        for each in found[sample.name].quotations:
            assert sample.text[each.start : each.end] == each.quote
            assert each.paragraph == sample.text[: each.start].count("\n\n") + 1
            assert (each.confidence > 0) == (each.speaker is not None)


def test_one_text_alone_is_read_as_among_others(nlp: Language, found: dict[str, Attributions]) -> None:
    for sample in SAMPLES[:10]:
        assert attribute(sample.text, nlp) == found[sample.name]


def test_a_quotation_knows_its_cue(nlp: Language) -> None:
    result = attribute("“It is late,” muttered Testina Exampleton. She added that the shop was shut.", nlp)
    assert [(each.cue, each.kind) for each in result.quotations] == [("muttered", "direct"), ("added", "indirect")]


@pytest.mark.parametrize(
    ("text", "quotations"),
    [
        ("‘The parents’ phones are fine,’ she said.", ["The parents’ phones are fine,"]),
        ("'It's the dogs' dinner,' he said.", ["It's the dogs' dinner,"]),
        ("\"He said 'no' twice,\" she said.", ["He said 'no' twice,", "no"]),
        ("“He said ‘no’ twice,” she said.", ["He said ‘no’ twice,", "no"]),
        ("„Nein“, sagte sie. «Non», dit-il. ”Nej”, sade han.", ["Nein", "Non", "Nej"]),
        ("Rock ’n’ roll in the ’70s, the boys’ club and the Joneses’ garage", []),
        ("An open “mark that nothing closes", []),
        ("A 6' plank and a 3\" nail", []),
        ("", []),
        ("“”", []),
        ("”””’’’“““", []),
    ],
)
def test_marks_are_told_from_apostrophes(text: str, quotations: list[str]) -> None:
    assert [text[slice(*each.inner)] for each in find_quotations(text)] == quotations


def test_surnames_that_two_people_share_are_not_guessed(nlp: Language) -> None:
    text = "Anna Placeholder met Boris Placeholder. “It went well,” Placeholder said. “Very,” Ms Placeholder said."
    assert speakers(attribute(text, nlp)) == [("It went well,", None), ("Very,", "Anna Placeholder")]


def test_people_are_remembered_over_hundreds_of_paragraphs(nlp: Language) -> None:
    filler = "The line runs along the river and the trains are green."
    text = "\n\n".join(
        ["Testina Exampleton, the harbour master, spoke first.", *[filler] * 450, "“It rained,” Exampleton said."]
    )
    result = attribute(text, nlp)
    assert [(each.speaker, each.paragraph) for each in result.direct] == [("Testina Exampleton", 452)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\n \t\n",
        "“" * 1_000,
        "“a” " * 1_000,
        "'" * 1_000,
        "said " * 500,
        "> " * 500,
        "Q: A: Q: A:\nQ:\nA:",
        "Dear ,\n\nYours,\n\n",
        "\x00 “nul” said \x00",
        "🙃" * 2_000,
        "word" * 5_000,
        '“Mixed» ‘marks" said „Testina” Exampleton’',
    ],
    ids=range(13),
)
def test_odd_texts_do_no_harm(text: str, nlp: Language) -> None:
    for each in attribute(text, nlp).quotations:
        assert text[each.start : each.end] == each.quote


def test_a_paragraph_too_long_to_parse_at_once_is_read_in_parts(nlp: Language) -> None:
    text = "The ferry was late again that day. " * 700 + "“At last,” said Testina Exampleton."
    result = attribute(text, nlp)
    assert [(each.speaker, each.paragraph) for each in result.direct] == [("Testina Exampleton", 1)]


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    code = "import sys, bot.documents.attribution; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_a_missing_parser_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ParserUnavailable, match="pip install spacy"):
        load_parser()


@pytest.mark.parametrize(
    ("name", "status", "speaker"),
    [
        ("Testina Exampleton", "known", "testina-exampleton"),
        ("Dr Testina Exampleton", "known", "testina-exampleton"),
        ("Testina Q. Exampleton", "known", "testina-exampleton"),
        ("TESTINA EXAMPLETON", "known", "testina-exampleton"),
        ("the Institute for Examples", "known", "institute-for-examples"),
        ("Bob Exampleton", "new", None),
        ("T. Exampleton", "new", None),
        ("Testina Exampleton and Bob Dummy", "new", None),
        ("Exampleton", "ambiguous", None),
        ("Institute", "new", None),
        ("", "new", None),
    ],
)
def test_a_speaker_is_linked_only_where_it_is_the_same(
    name: str, status: str, speaker: str | None, made_up_corpus: Path
) -> None:
    link = link_speaker(name, index_speakers(load_corpus(made_up_corpus)))
    assert (link.status, link.speaker) == (status, speaker)


def run(folder: Path, content: str) -> tuple[int, list[dict[str, object]], str]:
    """The command on a file of that content: its status, what it wrote, and what it said."""
    (folder / "in.jsonl").write_text(content, "utf-8")
    result = runner.invoke(app, ["corpus", "attribute", str(folder / "in.jsonl"), str(folder / "out.jsonl")])
    written = (folder / "out.jsonl").read_text("utf-8").splitlines() if (folder / "out.jsonl").exists() else []
    return result.exit_code, [json.loads(line) for line in written], result.stderr


def test_the_command_writes_a_line_for_every_text(tmp_path: Path) -> None:
    lines = [{"id": "a", "text": "“Hello,” said Testina Exampleton.", "more": 1}, {"id": 2, "text": ""}]
    status, written, said = run(tmp_path, "\ufeff" + "\n\n".join(map(json.dumps, lines)))
    assert status == 0 and "2 attributed, 0 bad." in said
    assert [line["id"] for line in written] == ["a", 2]
    assert written[0]["quotes"] == [
        {
            "quote": "Hello,",
            "speaker": "Testina Exampleton",
            "cue": "said",
            "start": 1,
            "end": 7,
            "paragraph": 1,
            "confidence": 0.95,
        }
    ]
    assert written[1] == {"id": 2, "quotes": [], "indirect": []}


def test_bad_lines_are_named_and_the_rest_is_done(tmp_path: Path) -> None:
    status, written, said = run(tmp_path, '{"id": 1}\nnonsense\n{"id": 3, "text": "“No,” said Testina Exampleton."}\n')
    assert status == 1 and "1 attributed, 2 bad." in said
    assert [line["id"] for line in written] == [3]
    assert f"{tmp_path / 'in.jsonl'}, line 1: text: is missing.\n" in said
    assert f"{tmp_path / 'in.jsonl'}, line 2: no valid JSON" in said


def test_the_command_reads_and_writes_streams_and_keeps_its_source(tmp_path: Path) -> None:
    line = json.dumps({"id": 1, "text": "“No,” said Testina Exampleton."})
    result = runner.invoke(app, ["corpus", "attribute", "-", "-"], input=line)
    assert result.exit_code == 0 and json.loads(result.stdout)["quotes"][0]["speaker"] == "Testina Exampleton"
    (tmp_path / "in.jsonl").write_text(line)
    result = runner.invoke(app, ["corpus", "attribute", str(tmp_path / "in.jsonl"), str(tmp_path / "in.jsonl")])
    assert result.exit_code == 1 and "cannot go into the file that the texts come from" in result.stderr
    assert (tmp_path / "in.jsonl").read_text() == line

"""The corpus that comes with the project: whole, readable by editors, and read as written."""

from __future__ import annotations

import json
import re
import shutil
import time
from pathlib import Path

import jsonschema
import pytest

from bot.corpus import CorpusError, check_corpus, corpus_files, corpus_hash, load_corpus
from bot.corpus_schema import corpus_schema, schema_text
from bot.corpus_statistics import count_corpus
from bot.corpus_yaml import read_front_matter, read_yaml
from bot.records import Corpus

CORPUS_DIR = Path(__file__).resolve().parent.parent / "corpus"
COUNTS = Path(__file__).with_name("corpus_counts.json")


def test_nothing_is_lost(corpus: Corpus) -> None:
    expected = json.loads(COUNTS.read_text(encoding="utf-8"))
    found = count_corpus(corpus).model_dump(mode="json")
    changed = {name: (expected.get(name), found[name]) for name in found if found[name] != expected.get(name)}
    assert not changed, (
        "The corpus differs from tests/corpus_counts.json (expected, found). If rows were added or mended on purpose: "
        f"python -m bot corpus stats --json > tests/corpus_counts.json\n{changed}"
    )


def test_the_first_edition_is_still_there(corpus: Corpus) -> None:
    assert len(corpus.statements) >= 896
    assert len(corpus.background) >= 56
    assert len(corpus.events) >= 88
    assert len(corpus.speakers) >= 518


def test_no_faults() -> None:
    assert [str(fault) for fault in check_corpus(CORPUS_DIR)] == []


def test_no_stray_files() -> None:
    assert corpus_files(CORPUS_DIR).ignored == ()


def test_loading_is_quick() -> None:
    started = time.process_time()
    load_corpus(CORPUS_DIR)
    assert time.process_time() - started < 5  # under one second on an ordinary machine


def test_every_speaker_and_topic_leads_somewhere(corpus: Corpus) -> None:
    assert {statement.speaker for statement in corpus.statements} <= corpus.speaker_by_name.keys()
    assert all(topic in corpus.topic_by_id for record in corpus.by_id.values() for topic in record.topics)
    assert len(corpus.by_id) == len(corpus.statements) + len(corpus.background) + len(corpus.events)


def test_topics_name_what_readers_type(corpus: Corpus) -> None:
    assert len(corpus.topics) == 40
    assert "Advanced Data Protection" in corpus.topic_by_id["apple-adp"].aliases
    assert corpus.topic_by_id["privacy"].broad
    assert not corpus.topic_by_id["chat-control"].broad
    assert all(3 <= len(topic.aliases) <= 12 for topic in corpus.topics)


def test_schemas_are_current() -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in (CORPUS_DIR / "schema").iterdir()}
    assert written == {name: schema_text(schema) for name, schema in corpus_schema().items()}, (
        "run `python -m bot corpus schema --write`"
    )


def test_every_file_satisfies_its_schema() -> None:
    validators = {name.split(".")[0]: jsonschema.Draft202012Validator(each) for name, each in corpus_schema().items()}
    files = corpus_files(CORPUS_DIR)
    for file in (*files.sources, "speakers.yaml", "timeline.yaml", "topics.yaml"):
        kind = "source" if file.startswith("sources/") else file.removesuffix(".yaml")
        first = (CORPUS_DIR / file).read_text(encoding="utf-8").split("\n", 1)[0]
        up = "../" * file.count("/")
        assert first == f"# yaml-language-server: $schema={up}schema/{kind}.schema.json", file
        validators[kind].validate(read_yaml(CORPUS_DIR / file, file).value)
    for file in files.background:
        validators["background"].validate(read_front_matter(CORPUS_DIR / file, file).value)


def test_schema_refuses_what_the_check_refuses() -> None:
    validator = jsonschema.Draft202012Validator(corpus_schema()["source.schema.json"])
    file = corpus_files(CORPUS_DIR).sources[0]
    value = read_yaml(CORPUS_DIR / file, file).value
    assert isinstance(value, dict)
    assert validator.is_valid(value)
    for field, wrong in (("stance", "both"), ("said_on", "2023-13"), ("topics", []), ("cite", "x"), ("source", {})):
        assert not validator.is_valid({**value, "statements": [{**value["statements"][0], field: wrong}]}), field
    assert not validator.is_valid({"source": value["source"], "statements": []})


def test_made_up_corpus_is_read_as_written(made_up_corpus: Path) -> None:
    corpus = load_corpus(made_up_corpus)
    first, second = corpus.statements
    assert first.quote == "a second key is a second thief"
    assert first.note is None and first.reply_to == () and first.about == ()
    assert first.source.publisher == "Institute for Examples"
    assert (second.source.publisher, second.source.title) == ("The Daily Specimen", first.source.title)
    assert second.said_on == "2024-05"  # not quoted in the file, and still no number
    assert second.reply_to == (first.id,)
    assert corpus.events[0].on == "2024-05-07"
    assert corpus.background[0].text.startswith("A made-up term")
    assert corpus.background[0].text.endswith("nobody uses.")
    assert corpus.ambiguous == {"exampleton": ("testina-exampleton",)}
    assert corpus.bodies == {"school of samples": ("testina-exampleton",)}


@pytest.mark.parametrize("word", ["NO", "ON", "1e3", "0x1F", "2024-02-29", "12:30", "yes", "=", "<<"])
def test_plain_words_stay_text(made_up_corpus: Path, word: str) -> None:
    path = made_up_corpus / "sources/2024/locks.yaml"
    path.write_text(path.read_text().replace("venue: Annual lecture", f"venue: {word}"))
    assert load_corpus(made_up_corpus).statements[0].venue == word


def test_windows_line_ends_are_read_alike(made_up_corpus: Path) -> None:
    before = load_corpus(made_up_corpus)
    for path in (*made_up_corpus.rglob("*.yaml"), *made_up_corpus.rglob("*.md")):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_corpus(made_up_corpus) == before


def test_worked_example_of_the_readme_passes(made_up_corpus: Path) -> None:
    readme = (CORPUS_DIR / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r" ```yaml\n(.*?)   ```", readme, re.DOTALL)
    speaker, source = ("\n".join(line[3:] for line in block.split("\n")) for block in blocks)
    file = re.search(r"`(sources/2024/[a-z-]+\.yaml)`", readme)
    assert file
    speakers = made_up_corpus / "speakers.yaml"
    speakers.write_text(f"speakers:\n{speaker}\nambiguous: {{}}\nbodies: {{}}\n")
    shutil.copy(CORPUS_DIR / "topics.yaml", made_up_corpus)
    (made_up_corpus / "sources/2024/locks.yaml").unlink()
    (made_up_corpus / file.group(1)).write_text(source)
    assert [str(fault) for fault in check_corpus(made_up_corpus)] == []
    assert load_corpus(made_up_corpus).statements[0].speaker == "Testina Exampleton"


def test_hash_follows_the_data_alone(made_up_corpus: Path) -> None:
    before = corpus_hash(made_up_corpus)
    (made_up_corpus / "README.md").write_text("Read me")
    (made_up_corpus / "schema").mkdir()
    (made_up_corpus / "schema/source.schema.json").write_text("{}")
    assert corpus_hash(made_up_corpus) == before
    background = made_up_corpus / "background/made-up-term.md"
    background.write_text(background.read_text() + "\n")
    changed = corpus_hash(made_up_corpus)
    assert changed != before
    background.rename(made_up_corpus / "background/other-term.md")
    assert corpus_hash(made_up_corpus) not in {before, changed}


def test_error_lists_the_faults(made_up_corpus: Path) -> None:
    path = made_up_corpus / "speakers.yaml"
    path.write_text(path.read_text().replace("kind: person", "kind: persona"))
    with pytest.raises(CorpusError, match=r"speakers\.yaml:4: speakers\[1\]\.kind: must be one of") as caught:
        load_corpus(made_up_corpus)
    assert len(caught.value.faults) == 1


def test_error_stays_short_where_all_is_wrong(made_up_corpus: Path) -> None:
    path = made_up_corpus / "sources/2024/locks.yaml"
    head, first = path.read_text().split("statements:\n")
    one = first.split("\n\n")[0].replace("stance: protect", "stance: loud")
    path.write_text(
        head + "statements:\n" + "\n".join(one.replace("2024-locks", f"2024-n{n}") for n in range(50)) + "\n"
    )
    with pytest.raises(CorpusError) as caught:
        load_corpus(made_up_corpus)
    assert len(caught.value.faults) >= 50
    assert "corpus check` lists all" in str(caught.value)
    assert len(str(caught.value).splitlines()) < 30

"""The views beside the chat as HTML, over a made-up corpus: what they say, and that nothing in a record breaks out."""

from __future__ import annotations

import json
import re
from collections import Counter
from html import unescape
from html.parser import HTMLParser

import pytest
from explore_samples import EMPTY, EXPLORED, NAMES, SAID, hostile, said, slug

from bot.page.explore import Rendered, render
from bot.page.explore.sides import strongest
from bot.records import Corpus

VIEWS = ("timeline", "speakers", "sides", "sources", "about")
_VOID = {"br", "hr", "img", "input", "link", "meta", "path", "rect"}


class Reader(HTMLParser):
    """Reads HTML as a browser would, and notes what it comes upon."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str, str]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, name: str) -> list[str]:
        return [value for _, attribute, value in self.attributes if attribute == name]


def shown(view: str, corpus: Corpus = EXPLORED, **params: str) -> tuple[Rendered, Reader]:
    made = render(corpus, {"view": view, **params})
    read = Reader(made.html)
    assert read.open == [], "every element is closed"
    return made, read


def every(corpus: Corpus) -> list[tuple[Rendered, Reader]]:
    """Each view, the profile of each speaker and both sides of each topic."""
    return [
        *(shown(view, corpus) for view in VIEWS),
        *(shown("speaker", corpus, id=each.id) for each in corpus.speakers),
        *(shown("sides", corpus, topic=each.id) for each in corpus.topics),
    ]


def column(html: str, stance: str) -> str:
    """What stands in the column, or in the section between the columns, of a side."""
    found = re.search(rf'<section class="\w+" data-side="{stance}">(.*?)</section>', html, re.DOTALL)
    return found[1] if found else ""


def cards(html: str) -> int:
    return html.count('<article class="card"')


@pytest.mark.parametrize("corpus", [EXPLORED, EMPTY, hostile()], ids=["explored", "empty", "hostile"])
def test_each_view_begins_with_its_title_as_a_heading_that_takes_the_focus(corpus: Corpus) -> None:
    for made, read in every(corpus):
        assert made.html.startswith('<h2 class="view-title" tabindex="-1">')
        assert read.text.startswith(made.title)
        assert read.tags["h2"] == 1
        ids = read.values("id")
        assert len(ids) == len(set(ids)), made.title


def test_nothing_in_a_record_becomes_markup() -> None:
    pages = every(hostile())
    assert sum("<script>window.hacked=1</script>" in read.text for _, read in pages) > 4, "it is shown as text"
    for made, read in pages:
        assert not read.tags["img"] and not read.tags["script"], made.title
        assert not [name for _, name, _ in read.attributes if name.startswith("on")], made.title
        assert not [link for link in read.values("href") if link.lower().startswith("javascript")], made.title
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", made.html + made.title), made.title


@pytest.mark.parametrize("view", ["", "nonsense", "SPEAKERS", "../about", "<script>"])
def test_an_unknown_view_says_so_and_leads_on(view: str) -> None:
    made, read = shown(view)
    assert made.title == "No such view"
    assert [link for link in read.values("href")] == [f"?view={known}" for known in VIEWS]
    assert "<script" not in made.html


@pytest.mark.parametrize("key", ["", "nobody", "testina exampleton", '"><script>'])
def test_an_unknown_speaker_says_so_and_leads_to_all(key: str) -> None:
    made, read = shown("speaker", id=key)
    assert made.title == "No such speaker"
    assert read.values("href") == ["?view=speakers"]
    assert "<script" not in made.html


@pytest.mark.parametrize("key", ["nothing", "lonely", '"><script>'])
def test_a_topic_without_both_sides_says_so_and_leads_to_those_that_have(key: str) -> None:
    made, read = shown("sides", topic=key)
    assert "No topic of that name has statements on both sides." in read.text
    assert read.values("href") == ["?view=sides&topic=keys", "?view=sides&topic=privacy"]
    assert cards(made.html) == 0
    assert "<script" not in made.html


def test_an_empty_corpus_is_said_to_be_empty() -> None:
    said_so = {view: shown(view, EMPTY)[1].text for view in VIEWS}
    assert "no dated statement or event yet" in said_so["timeline"]
    assert "names no speaker yet" in said_so["speakers"]
    assert "No topic of the corpus has statements on both sides yet" in said_so["sides"]
    assert "holds no source yet" in said_so["sources"]
    assert "Newest statement or eventnone" in said_so["about"]


def rows_of_speakers(html: str) -> dict[str, list[str]]:
    rows = re.findall(r"<tr[^>]*data-sides.*?</tr>", html)
    cells = ([Reader(cell).text for cell in re.findall(r"<t[hd].*?</t[hd]>", row)] for row in rows)
    return {row[0]: row[1:] for row in cells}


def test_speakers_have_their_number_of_statements_and_first_and_last_date() -> None:
    rows = rows_of_speakers(shown("speakers")[0].html)
    assert list(rows) == [
        "Testina Exampleton", "Institute for Examples", "Zoë Mockford", "Fakir Placeholder", "Nemo Unspoken",
    ]  # fmt: skip
    assert rows["Zoë Mockford"][1:2] == ["Brazil"]
    assert rows["Zoë Mockford"][3:] == ["1998", "30 November 2020", "3"]
    assert rows["Fakir Placeholder"][3:] == ["2 April 2013", "2021", "2"]
    assert rows["Testina Exampleton"][3:] == ["7 May 2024", "7 May 2024", "8"]
    assert rows["Nemo Unspoken"][3:] == ["", "", "0"]
    assert sum(int(row[-1]) for row in rows.values()) == len(EXPLORED.statements)


def test_speakers_are_shown_with_every_side_that_they_took() -> None:
    rows = rows_of_speakers(shown("speakers")[0].html)
    assert rows["Zoë Mockford"][2] == "for strong encryptionin between or reporting factsfor access or limits"
    assert rows["Institute for Examples"][2] == "for strong encryption"
    assert rows["Nemo Unspoken"][2] == ""


def test_a_profile_has_all_statements_of_the_speaker_in_order_of_date_and_no_other() -> None:
    for name in NAMES:
        own = [each.id for each in EXPLORED.statements if each.speaker == name]
        made, read = shown("speaker", id=slug(name))
        assert made.title == name
        assert sorted(read.values("data-statement")) == sorted(own)
        assert cards(made.html) == len(own)
    assert shown("speaker", id="zoe-mockford")[1].values("data-statement") == [
        "mockford-1998-first", "mockford-2013-second", "mockford-2020-third",
    ]  # fmt: skip
    assert "None is recorded." in shown("speaker", id="nemo-unspoken")[1].text


def test_replies_are_shown_both_ways_and_lead_to_the_statement() -> None:
    html = shown("speaker", id="zoe-mockford")[0].html
    assert "Answered by " in html
    assert 'href="?view=speaker&amp;id=fakir-placeholder&amp;statement=placeholder-2013-answer"' in html
    answers = shown("speaker", id="institute-for-examples")[1]
    assert "In reply to Zoë Mockford, 30 November 2020, Fakir Placeholder, 2021" in answers.text
    assert "?view=speaker&id=zoe-mockford&statement=mockford-2020-third" in answers.values("href")


def test_changes_of_position_lead_from_the_one_statement_to_the_other() -> None:
    read = shown("speaker", id="zoe-mockford")[1]
    assert "1998: for strong encryption →, then 2013: for access or limits" in read.text
    assert "2013: for access or limits →, then 2020: in between or reporting facts" in read.text
    assert {"#said-c1", "#said-c2", "#said-c3"} <= set(read.values("href"))
    assert {"said-c1", "said-c2", "said-c3"} <= set(read.values("id"))
    assert "Changes of position" not in shown("speaker", id="institute-for-examples")[1].text


@pytest.mark.parametrize(("topic", "room"), [("privacy", 2), ("keys", 1)])
def test_both_sides_have_equal_room_with_one_statement_a_speaker(topic: str, room: int) -> None:
    made, read = shown("sides", topic=topic)
    for stance in ("protect", "restrict"):
        html = column(made.html, stance)
        assert cards(html) == room
        names = re.findall(r"</span> ([^<]+)</h4>", html)
        assert len(names) == len(set(names)) == room
    assert "Each column holds the same number of statements, one a speaker." in read.text


def test_the_side_with_more_to_say_is_cut_to_the_room_of_the_other() -> None:
    assert [len(strongest(EXPLORED, "privacy", stance)) for stance in ("protect", "restrict")] == [4, 2]


def test_both_sides_never_show_more_than_six_a_side() -> None:
    crowd = [
        said(f"crowd-{number}-{stance}", f"Sample Speaker {number} {stance}", "2024", stance)
        for number in range(9)
        for stance in ("protect", "restrict")
    ]
    html = shown("sides", EXPLORED.model_copy(update={"statements": (*SAID, *crowd)}), topic="privacy")[0].html
    assert [cards(column(html, stance)) for stance in ("protect", "restrict")] == [6, 6]


def test_both_sides_open_on_the_topic_with_most_on_both() -> None:
    made, read = shown("sides")
    assert made.title == "Both sides: Privacy"
    assert made.html == shown("sides", topic="privacy")[0].html
    assert [value for tag, name, value in read.attributes if tag == "option" and name == "value"] == ["keys", "privacy"]


def test_every_statement_of_every_view_is_cited() -> None:
    for made, read in every(EXPLORED):
        links = read.values("href")
        for html in made.html.split('<article class="card"')[1:]:
            assert re.search(r'<div class="sources">.*?<a href="https://', html), made.title
        assert len([link for link in links if link.startswith("https://")]) >= cards(made.html)


def test_sources_are_each_document_once_with_who_speaks_in_it() -> None:
    made, read = shown("sources")
    urls = [link for link in read.values("href") if link.startswith("https://")]
    assert sorted(urls) == sorted({each.source.url for each in EXPLORED.statements})
    assert f"{len(urls)} sources" in read.text
    years = re.findall(r"<h3>(\w[^<]*)</h3>", made.html)
    assert years == sorted(years, reverse=True)
    assert "Speakers: Zoë Mockford" in read.text


def test_documents_without_a_date_come_last() -> None:
    undated = SAID[0].source.model_copy(update={"published": None, "url": "https://press.example/undated"})
    corpus = EXPLORED.model_copy(update={"statements": (SAID[0].model_copy(update={"source": undated}), *SAID[1:])})
    assert re.findall(r"<h3>([^<]*)</h3>", shown("sources", corpus)[0].html)[-1] == "No date"


def test_the_timeline_counts_every_statement_and_event_once() -> None:
    made, read = shown("timeline")
    (chart,) = read.values("data-figure")
    traces = json.loads(chart)["data"]
    bars = sum(sum(trace["y"]) for trace in traces if trace["meta"] != "event")
    assert bars == len(EXPLORED.statements)
    assert [len(trace["x"]) for trace in traces if trace["meta"] == "event"] == [len(EXPLORED.events)]
    assert f"{len(EXPLORED.statements)} statements and 2 events, 1998 to 2024" in read.text
    counted = re.findall(r'<span class="counts">(\d+) statements?, (\d+) events?</span>', made.html)
    assert [sum(map(int, column)) for column in zip(*counted, strict=True)] == [len(EXPLORED.statements), 2]


def test_what_the_chart_asks_the_list_asks_too() -> None:
    _, read = shown("timeline")
    traces = json.loads(read.values("data-figure")[0])["data"]
    asked = {question for trace in traces for question in trace["customdata"]}
    assert asked == set(read.values("data-ask"))
    assert "What happened: A fair of locks?" in asked


def test_about_gives_the_figures_of_the_corpus() -> None:
    text = shown("about")[1].text
    assert f"Statements{len(EXPLORED.statements)}" in text
    assert f"Speakers{len(EXPLORED.speakers)}" in text
    for part in ("How answers are made", "What it cannot do", "Privacy", "Licences", "Correct an error"):
        assert part in text


def test_title_of_a_hostile_speaker_is_text_without_control_characters() -> None:
    made, _ = shown("speaker", hostile(), id="bad")
    assert made.title.startswith("Zoë <img src=x")
    assert "\x01" not in made.title
    assert unescape(made.html).count("<script>window.hacked=1</script>") > 5

"""What this is, how its answers are made, what it cannot do, and on what terms."""

from __future__ import annotations

from collections.abc import Mapping

from bot.corpus_statistics import count_corpus
from bot.dates import spelled
from bot.page.explore.evaluation import RecordedEvaluation, read_recorded
from bot.page.explore.markup import IN_ORDER, Rendered, count, view, view_link
from bot.page.explore.way import picture
from bot.page.markup import shown
from bot.reader_filters import SIDE_WORDS
from bot.records import Corpus

_WHAT = """
<p class="intro">A guide to the debate over end-to-end encryption: ask who said what, and every sentence of the answer
cites the passage that it rests on. You can read that passage beside the answer, with its speaker, date, place and
source.</p>
<p>It takes no side, and it speaks for no company, police force, charity or government. It shows what was said, by whom,
and what was answered.</p>
"""
_HOW = """
<p>Answers are put together from records, not from a memory of the web. Each record is one statement: who said it, in
which office then, when and where, the exact words where they were seen, and the source. A sentence that its passages do
not bear out is left out before you see it.</p>
"""
_LIMITS = """
<ul>
<li>It knows its corpus and nothing else. Where that holds no answer, it says so.</li>
<li>The corpus is a selection by people. Whoever is missing from it may well have spoken.</li>
<li>It reads English. Words from other languages stand in a published translation, which is said.</li>
<li>Claims in our own words can be wrong. The source is linked so that you can check.</li>
<li>The side given to a statement is how its words read, not what the speaker believes or said elsewhere.</li>
<li>It gives no legal or technical advice, and does not judge who is right.</li>
</ul>
"""
_PRIVACY = """
<ul>
<li>Your conversation stays in your browser. Clear it with “New conversation”.</li>
<li>A question is sent to the server to be answered, and is not stored there.</li>
<li>Feedback is kept only where whoever runs this page has switched it on; the buttons are not shown otherwise. Your
question goes with it only if you tick that.</li>
<li>No cookies of ours, no counting of visitors, and nothing is loaded from any other site. Links to sources lead to
other sites, which have their own rules.</li>
</ul>
"""
_LICENCES = """
<ul>
<li>Code: MIT licence.</li>
<li>Texts of the corpus in our own words: Creative Commons Attribution 4.0 (CC BY 4.0).</li>
<li>Quotations belong to those who said or wrote them, titles to their publishers.</li>
</ul>
"""
_CORRECT = """
<p>The corpus is a folder of plain text files beside the code of this page, one file a source document. Its guide, the
file <code>corpus/README.md</code> in the repository, tells how to mend a record and how to add a source in five
minutes; a check names every mistake by file and line. Whoever runs this page says where that repository is and takes
reports. Please name the statement and a public page that shows the right words.</p>
"""


def render(corpus: Corpus, params: Mapping[str, str]) -> Rendered:
    """The view about this page, with the figures of its corpus and of the last recorded evaluation."""
    sections = (
        ("How answers are made", _HOW + picture()),
        ("What it cannot do", _LIMITS),
        ("The corpus in figures", _figures(corpus)),
        ("How well it answers", evaluated(read_recorded())),
        ("Privacy", _PRIVACY),
        ("Licences", _LICENCES),
        ("Correct an error or add a source", _CORRECT),
    )
    body = "".join(f"<section><h3>{title}</h3>{html}</section>" for title, html in sections)
    return view("About", f'<div class="about-text">{_WHAT}{body}</div>')


def evaluated(run: RecordedEvaluation | None) -> str:
    """HTML of a recorded evaluation, or that there is none."""
    if run is None:
        return "<p>No evaluation is recorded with this copy of the page.</p>"
    rows = (
        ("Questions asked", f"{run.asked:,}"),
        (
            "Answered as they should be",
            f"{run.passed:,} ({run.passed / run.asked:.0%}; 95 per cent interval {run.low:.0%} to {run.high:.0%})",
        ),
        ("Sentences without a citation", f"{run.uncited:,} of {run.sentences:,}"),
        ("Quotations not verbatim in a cited passage", f"{run.unfaithful_quotes:,} of {run.quotes:,}"),
        ("Quotations given to the wrong speaker", f"{run.misattributed_quotes:,} of {run.quotes:,}"),
        ("Equal room, where both sides are asked for", f"{run.both_sides_fair:,} of {run.both_sides_asked:,}"),
    )
    return (
        f"<p>Last measured on {shown(spelled(run.made_on))}, over a corpus of {run.records:,} records, with the "
        f"questions of the file <code>{shown(run.questions)}</code>. What a right answer must hold is written down "
        f"with each question.</p>{_table('The last evaluation', rows)}"
    )


def _figures(corpus: Corpus) -> str:
    counted = count_corpus(corpus)
    sides = [(f"Statements {SIDE_WORDS[stance]}", f"{counted.by_stance.get(stance, 0):,}") for stance in IN_ORDER]
    rows = (
        ("Statements", f"{counted.statements:,}"),
        *sides,
        ("Statements with the exact words", f"{counted.filled['quote']:,}"),
        ("Statements confirmed by a second reader", f"{counted.filled['checked']:,}"),
        ("Replies to another statement", f"{counted.replies:,}"),
        ("Speakers", f"{counted.speakers:,}"),
        ("Source documents", f"{counted.sources:,}"),
        ("Events", f"{counted.events:,}"),
        ("Background texts", f"{counted.background:,}"),
        ("Countries and international bodies", f"{len(counted.by_country):,}"),
        ("Newest statement or event", spelled(counted.newest) if counted.newest else "none"),
    )
    lead = (
        f"<p>See them in {view_link('the timeline', view='timeline')}, by {view_link('speaker', view='speakers')} "
        f"or by {view_link('source', view='sources')}.</p>"
    )
    return _table(f"The corpus: {count(counted.statements, 'statement')} and more", rows) + lead


def _table(caption: str, rows: tuple[tuple[str, str], ...]) -> str:
    lines = "".join(f'<tr><th scope="row">{shown(name)}</th><td>{shown(value)}</td></tr>' for name, value in rows)
    return f'<table class="figures"><caption class="unseen">{shown(caption)}</caption><tbody>{lines}</tbody></table>'

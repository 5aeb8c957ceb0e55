"""The frame of the page as HTML: header, empty page, conversation, the form below it; its scripts and its styles."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from importlib.resources import files
from typing import Any

from bot.corpus_statistics import CorpusStatistics, count_corpus
from bot.page.examples import THEMES, Theme
from bot.page.markup import ask_button
from bot.reader_filters import KINDS, LAYERS, REGIONS, SIDE_WORDS
from bot.records import Corpus

NAME, REST = "The encryption debate", ": who said what"
_VIEWS = {
    "": "Chat",
    "timeline": "Timeline",
    "speakers": "Speakers",
    "sides": "Both sides",
    "sources": "Sources",
    "about": "About",
}
_EXPORTS = {
    "markdown": "Conversation (Markdown)",
    "bibtex": "Sources (BibTeX)",
    "ris": "Sources (RIS)",
    "csl-json": "Sources (CSL-JSON)",
}
# In the order in which each needs those before it; all share one scope.
_SCRIPTS = (
    "memory", "clipboard", "turns", "passages", "filters", "composer", "thumbs", "conversation", "exports", "explore",
    "frame",
)  # fmt: skip
_STYLES = ("base", "conversation", "cards", "composer", "explore")
_INTRO = (
    "Ask who said what about end-to-end encryption: every sentence of the answer cites the passage it rests on, "
    "and you can read that passage beside it."
)


def scripts() -> str:
    """The page's own JavaScript, as ``js_on_load`` of the one component."""
    return "\n".join(_asset(f"scripts/{name}.js") for name in _SCRIPTS)


def styles() -> str:
    """The page's CSS."""
    return "\n".join(_asset(f"styles/{name}.css") for name in _STYLES)


def frame(corpus: Corpus, *, feedback: bool) -> str:
    """HTML of the page before anything was asked. It becomes a JavaScript template: see ``as_template``."""
    counted = count_corpus(corpus)
    options = escape(json.dumps({"feedback": feedback}))
    return f"""
<div class="frame" data-options="{options}">
<a class="skip" href="#question">Skip to the content</a>
<header class="top">
  <h1><a href="?" data-view>{escape(NAME)}<span class="rest">{escape(REST)}</span></a></h1>
  <nav aria-label="Views">{_navigation()}</nav>
</header>
<div class="chat">
  <section class="welcome" aria-label="How to begin">
    <p class="intro">{escape(_INTRO)}</p>
    <div class="themes">{examples(THEMES)}</div>
    <p class="figures">{_figures(counted)}</p>
    <p class="neutral">It takes no side. Your conversation is kept in this browser only; a question is sent to be
      answered and not stored.</p>
  </section>
  <div class="turns" role="log" aria-live="off" aria-label="Conversation"></div>
  {_composer(counted)}
</div>
<div class="explore" hidden></div>
<p class="unseen announced" role="status"></p>
</div>
"""


def as_template(html: str) -> str:
    """HTML as a gr.HTML template that yields it unchanged: nothing in it is taken for a placeholder."""
    return html.replace("\\", "&#92;").replace("`", "&#96;").replace("${", "&#36;{").replace("{{", "&#123;{")


def examples(themes: tuple[Theme, ...]) -> str:
    """HTML of the empty page's questions, one a theme."""
    return "".join(
        f"<section><h2>{escape(theme.title)}</h2>{ask_button(theme.question, kind='example')}</section>"
        for theme in themes
    )


def _navigation() -> str:
    return "".join(
        f'<a href="?{"view=" + view if view else ""}" data-view="{view}">{title}</a>' for view, title in _VIEWS.items()
    )


def _figures(counted: CorpusStatistics) -> str:
    if not counted.by_year:
        return "The corpus is empty."
    return (
        f"{counted.statements:,} statements by {counted.speakers:,} speakers from {counted.sources:,} source "
        f"documents, {min(counted.by_year)} to {max(counted.by_year)}"
    )


def _composer(counted: CorpusStatistics) -> str:
    saves = "".join(f'<button type="button" data-export="{kind}">{title}</button>' for kind, title in _EXPORTS.items())
    return f"""
<form id="composer">
  <p class="hint"></p>
  <p class="editing" hidden>Editing: this question and what came after it will be replaced.
    <button type="button" class="action">Cancel</button></p>
  {_filter_panel(counted)}
  <div class="chips" role="group" aria-label="Filters that are on" hidden></div>
  <div class="input">
    <label class="unseen" for="question">Your question</label>
    <textarea id="question" rows="1" placeholder="Ask who said what…" autocomplete="off" enterkeyhint="send"></textarea>
    <button type="submit" class="ask">Ask</button>
    <button type="button" class="stop" hidden>Stop</button>
  </div>
  <div class="tools">
    <button type="button" class="action open-filters" aria-expanded="false"
      aria-controls="filter-panel">Filters</button>
    <details class="save"><summary>Save or cite</summary><div class="menu">{saves}</div></details>
    <button type="button" class="action afresh">New conversation</button>
  </div>
</form>
"""


def _filter_panel(counted: CorpusStatistics) -> str:
    years = counted.by_year or {"1976": 0}
    first, last = min(years), max(years)
    bounds = f'type="number" inputmode="numeric" min="{first}" max="{last}"'
    return f"""
<div class="filter-panel" id="filter-panel" role="group" hidden
  aria-label="Filters: answer only from statements that fit">
  {_choices("Side", "sides", SIDE_WORDS)}
  {_choices("Region", "regions", REGIONS)}
  {_choices("Said by", "kinds", KINDS)}
  {_choices("Found in", "layers", LAYERS) if counted.documents else ""}
  <fieldset class="years"><legend>Years</legend>
    <label>from <input {bounds} name="first_year" placeholder="{first}"></label>
    <label>to <input {bounds} name="last_year" placeholder="{last}"></label>
  </fieldset>
  <button type="button" class="action close-filters">Done</button>
</div>
"""


def _choices(legend: str, name: str, titles: Mapping[Any, str]) -> str:
    boxes = "".join(
        f'<label><input type="checkbox" name="{name}" value="{value}" data-title="{escape(title)}"> '
        f"{escape(title)}</label>"
        for value, title in titles.items()
    )
    return f"<fieldset><legend>{legend}</legend>{boxes}</fieldset>"


def _asset(name: str) -> str:
    return files("bot.page").joinpath(name).read_text(encoding="utf-8")

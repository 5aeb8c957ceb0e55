"""Everybody who speaks in the corpus, as a table to search and sort."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from bot.dates import spelled
from bot.page.explore.countries import country_name
from bot.page.explore.markup import IN_ORDER, Rendered, by_date, count, option, side, view, view_link
from bot.page.markup import shown
from bot.reader_filters import SIDE_WORDS
from bot.records import Corpus, Speaker, Stance, Statement, day_range

_COLUMNS = ("Name", "Who", "Country", "Side or sides", "First", "Last", "Statements")
_DOWNWARDS, _DOWN = ("Last", "Statements"), " data-down"  # columns that are sorted downwards at first
_UNDATED = 99991231  # whoever said nothing stands after the rest


def render(corpus: Corpus, params: Mapping[str, str]) -> Rendered:
    """The table of all speakers, in alphabetical order; the page filters and sorts it."""
    if not corpus.speakers:
        return view("Speakers", '<p class="intro">The corpus names no speaker yet.</p>')
    said = statements_by_speaker(corpus)
    ordered = sorted(corpus.speakers, key=lambda speaker: (speaker.sort.casefold(), speaker.name))
    rows = "".join(_row(speaker, said.get(speaker.name, ())) for speaker in ordered)
    heads = "".join(
        f'<th scope="col" aria-sort="{"none" if at else "ascending"}">'
        f'<button type="button" data-sort-by="{at}"{_DOWN if column in _DOWNWARDS else ""}>{column}</button></th>'
        for at, column in enumerate(_COLUMNS)
    )
    return view(
        "Speakers",
        _filters(corpus),
        f'<p class="shown-count" role="status">{count(len(ordered), "speaker")}</p>'
        '<table class="speakers"><caption class="unseen">Speakers; each heading of a column sorts by it</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>",
    )


def statements_by_speaker(corpus: Corpus) -> dict[str, tuple[Statement, ...]]:
    """The statements of each speaker by name, in order of date."""
    found: dict[str, list[Statement]] = {}
    for statement in sorted(corpus.statements, key=by_date):
        found.setdefault(statement.speaker, []).append(statement)
    return {name: tuple(own) for name, own in found.items()}


def _filters(corpus: Corpus) -> str:
    countries = sorted({speaker.country for speaker in corpus.speakers}, key=country_name)
    return (
        '<form class="filters" role="search" data-rows="table.speakers tbody tr" data-one="speaker" '
        'data-many="speakers">'
        '<label>Search <input type="search" name="words" autocomplete="off" spellcheck="false" '
        'placeholder="Name or role"></label>'
        f'<label>Side <select name="sides">{option("", "Any side")}'
        f"{''.join(option(stance, SIDE_WORDS[stance]) for stance in IN_ORDER)}</select></label>"
        f'<label>Country <select name="country">{option("", "Any country")}'
        f"{''.join(option(code, country_name(code)) for code in countries)}</select></label>"
        '<button type="reset" class="asks" hidden>Clear</button></form>'
    )


def _row(speaker: Speaker, said: tuple[Statement, ...]) -> str:
    sides: Counter[Stance] = Counter(statement.side for statement in said)
    ordered = sorted(sides, key=lambda stance: (-sides[stance], IN_ORDER.index(stance)))
    first, last = (said[0].said_on, max(said, key=_latest).said_on) if said else (None, None)
    once = ' class="once"' if first == last else ""
    name = view_link(speaker.name, view="speaker", id=speaker.id)
    also = " ".join((*speaker.aliases, *sorted({statement.role for statement in said})))
    return (
        f'<tr{once} data-sides="{" ".join(ordered)}" data-country="{speaker.country}" data-also="{shown(also)}">'
        f'<th scope="row" data-sort="{shown(speaker.sort)}">{name}</th>'
        f"<td>{shown(speaker.about)}</td><td>{shown(country_name(speaker.country))}</td>"
        f"<td>{''.join(map(side, ordered))}</td>{_date(first)}{_date(last)}"
        f'<td data-sort="{len(said)}">{len(said)}</td></tr>'
    )


def _latest(statement: Statement) -> tuple[int, int]:
    first, last = day_range(statement.said_on)
    return last, first


def _date(date: str | None) -> str:
    if date is None:
        return f'<td data-sort="{_UNDATED}"></td>'
    return f'<td data-sort="{day_range(date)[0]}">{spelled(date)}</td>'

"""The views beside the chat: timeline, speakers, a speaker, both sides, sources, about."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.page.explore import about, profile, sides, sources, speakers, timeline
from bot.page.explore.markup import Rendered, view, view_link
from bot.records import Corpus

__all__ = ["Rendered", "render"]

_View = Callable[[Corpus, Mapping[str, str]], Rendered]


def render(corpus: Corpus, params: Mapping[str, str]) -> Rendered:
    """The view that ``params["view"]`` names, with what else it needs (``id``, ``topic``) from the same place.

    An unknown view, speaker or topic gives a view that says so and leads back.
    """
    views: dict[str, _View] = {
        "timeline": timeline.render,
        "speakers": speakers.render,
        "speaker": profile.render,
        "sides": sides.render,
        "sources": sources.render,
        "about": about.render,
    }
    chosen = views.get(params.get("view", ""))
    return _unknown() if chosen is None else chosen(corpus, params)


def _unknown() -> Rendered:
    others = "".join(
        f"<li>{view_link(text, view=name)}</li>"
        for name, text in (
            ("timeline", "Timeline"),
            ("speakers", "Speakers"),
            ("sides", "Both sides"),
            ("sources", "Sources"),
            ("about", "About"),
        )
    )
    return view(
        "No such view", f'<p>There is no view of that name. These there are:</p><ul class="plain">{others}</ul>'
    )

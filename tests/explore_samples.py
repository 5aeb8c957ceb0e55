"""A made-up corpus with speakers, topics, replies, changes of position and years: what the views show in the tests."""

from __future__ import annotations

from page_samples import BACKGROUND, CORPUS, EVENT, statement

from bot.records import Corpus, Event, Source, Speaker, Statement, Topic

NAMES = ("Testina Exampleton", "Zoë Mockford", "Fakir Placeholder", "Institute for Examples", "Nemo Unspoken")


def slug(name: str) -> str:
    return name.lower().replace("ë", "e").replace(" ", "-")


def speaker(name: str, **changes: object) -> Speaker:
    organisation = name.startswith("Institute")
    fields: dict[str, object] = {
        "id": slug(name),
        "name": name,
        "kind": "organisation" if organisation else "person",
        "sort": name if organisation else name.split()[-1],
        "country": "GB",
        "about": f"{name}, made up for the tests",
        "aliases": (),
        "related": (),
    }
    return Speaker.model_validate(fields | changes)


def topic(key: str, title: str) -> Topic:
    return Topic(id=key, title=title, aliases=(key,), weight="specific")


def said(
    key: str, name: str, on: str, stance: str, topics: tuple[str, ...] = ("privacy",), **more: object
) -> Statement:
    """A statement with a source document of its own."""
    read = Source(
        title=f"Page about {key}",
        publisher="Example Press" if on > "2015" else "The Daily Specimen",
        url=f"https://press.example/{key}",
        published=on,
    )
    own = {"id": key, "speaker": name, "said_on": on, "stance": stance, "topics": topics, "source": read}
    return statement(1, **(own | more))


def event(key: str, on: str, title: str) -> Event:
    return EVENT.model_copy(update={"id": key, "on": on, "title": title})


SAID = (
    said("mockford-1998-first", "Zoë Mockford", "1998", "protect", ("keys", "privacy")),
    said("mockford-2013-second", "Zoë Mockford", "2013-03", "restrict", quote=None),
    said("placeholder-2013-answer", "Fakir Placeholder", "2013-04-02", "protect", reply_to=("mockford-2013-second",)),
    said("mockford-2020-third", "Zoë Mockford", "2020-11-30", "balance", ("keys",), language="de"),
    said("placeholder-2021-keys", "Fakir Placeholder", "2021", "restrict", ("keys",)),
    said(
        "institute-2022-letter",
        "Institute for Examples",
        "2022-06",
        "protect",
        speaker_type="organisation",
        reply_to=("mockford-2020-third", "placeholder-2021-keys"),
        checked="2024-05",
    ),
    said("institute-2022-lonely", "Institute for Examples", "2022-07", "protect", ("lonely",)),
)
EXPLORED = Corpus(
    statements=(*CORPUS.statements, *SAID),
    background=(BACKGROUND,),
    events=(event("made-up-fair-1998", "1998-05", "A fair of locks"), EVENT),
    speakers=(
        speaker("Testina Exampleton", related=("institute-for-examples",), aliases=("The Locksmith",)),
        speaker("Zoë Mockford", country="BR"),
        speaker("Fakir Placeholder", country="US"),
        speaker("Institute for Examples"),
        speaker("Nemo Unspoken", country="INT"),
    ),
    ambiguous={},
    bodies={},
    topics=(topic("privacy", "Privacy"), topic("keys", "Keys and locks"), topic("lonely", "A lonely matter")),
)

HOSTILE = '<img src=x onerror="window.hacked=1">\'"&<script>window.hacked=1</script>${x}{{y}}`\\ \x01\x1b[31m\u202e'


def hostile() -> Corpus:
    """A corpus with markup in every field that takes free text."""
    bad = Source(title=HOSTILE, publisher=HOSTILE, url='https://bad.example/"onmouseover="x', published="2024")
    name = f"Zoë {HOSTILE}"
    words = said("bad-2024-one", name, "2024", "protect", ("bad", HOSTILE), source=bad, note=HOSTILE, language=HOSTILE)
    words = words.model_copy(update={"role": HOSTILE, "venue": HOSTILE, "claim": HOSTILE, "quote": HOSTILE})
    other = words.model_copy(update={"id": "bad-2024-two", "stance": "restrict", "reply_to": ("bad-2024-one",)})
    return Corpus(
        statements=(words, other),
        background=(BACKGROUND.model_copy(update={"title": HOSTILE, "text": HOSTILE, "sources": (bad,)}),),
        events=(EVENT.model_copy(update={"title": HOSTILE, "text": HOSTILE, "sources": (bad,)}),),
        speakers=(
            speaker("Nemo Unspoken").model_copy(
                update={"name": name, "about": HOSTILE, "sort": HOSTILE, "aliases": (HOSTILE,), "id": "bad"}
            ),
        ),
        ambiguous={HOSTILE: ("bad",)},
        bodies={HOSTILE: ("bad",)},
        topics=(Topic(id="bad", title=HOSTILE, aliases=(HOSTILE,), weight="broad"),),
    )


EMPTY = Corpus(statements=(), background=(), events=(), speakers=(), ambiguous={}, bodies={})

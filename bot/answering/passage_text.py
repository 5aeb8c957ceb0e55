"""Which sentences of a longer text bear on a question."""

from __future__ import annotations

from bot.answering.draft import DraftSentence
from bot.answering.phrases import background_sentences, single
from bot.question import Query
from bot.records import Background
from bot.text import tokens

_DULL = frozenset(
    "the a an of in on at to for and or but is are was were be been it its that this what which who how"
    " why when where with by from as do does did can could would should i me my you your they their he she"
    " his her not no about into than then there explain tell whats".split()
)


def telling_sentences(background: Background, query: Query, most: int) -> list[DraftSentence]:
    """The first sentence, which says what the thing is, and those that share most words with the question, in order."""
    sentences = background_sentences(background)
    wanted = {token.folded[:5] for token in tokens(query.text) if token.folded not in _DULL}
    wanted -= {token.folded[:5] for token in tokens(background.title)}
    figures = query.intent in ("figure", "event")

    def bearing(at: int) -> tuple[float, int]:
        words = tokens(sentences[at].text)
        shared = len(wanted & {token.folded[:5] for token in words})
        return shared + (0.5 if figures and any(word.folded[:1].isdigit() for word in words) else 0), -at

    rest = sorted(range(1, len(sentences)), key=bearing, reverse=True)[: most - 1]
    head = sentences[0].model_copy(update={"text": f"**{single(background.title)}.** {sentences[0].text}"})
    return [head, *(sentences[at] for at in sorted(rest))]

"""Next questions that the corpus can answer; one of them leads to the other side."""

from __future__ import annotations

from bot.answering.draft import Draft
from bot.answering.phrases import in_a_sentence
from bot.question import Query
from bot.reader_filters import Within
from bot.records import Corpus, Statement
from bot.text import bare

MOST = 3


def suggest(draft: Draft, query: Query, corpus: Corpus, within: Within | None = None) -> tuple[str, ...]:
    """Up to three questions, none of them the one just asked; under filters only such as they leave an answer to."""
    usable = [statement for statement in corpus.statements if within is None or statement.id in within.ids]
    both_sides = within is None or not within.filters.sides or {"protect", "restrict"} <= set(within.filters.sides)
    cited = [corpus.by_id[key] for key in draft.cited]
    statements = [record for record in cited if isinstance(record, Statement)]
    found: list[str] = []
    for statement in statements[:3]:
        for reply in usable:
            if statement.id in reply.reply_to and reply.speaker != statement.speaker and reply.id not in draft.cited:
                found.append(f"How did {reply.speaker} answer {statement.speaker}?")
                break
    titles = {topic.id: in_a_sentence(topic.title, corpus) for topic in corpus.topics}
    if cited:
        topics = [topic for record in cited for topic in record.topics]
        topic = next((t for t in topics if t in query.topics), topics[0] if topics else None)
        stances = {statement.stance for statement in statements}
        if topic and stances != {"protect", "restrict"} and statements and both_sides:
            found.insert(1, f"What do both sides say about {titles[topic]}?")
    for statement in statements[:2]:
        years = {other.said_on[:4] for other in usable if other.speaker == statement.speaker}
        if len(years) > 1:
            found.append(f"How has {statement.speaker}’s position changed over time?")
        break
    if draft.unsaid:
        rest = [record.speaker for key in draft.unsaid if isinstance(record := corpus.by_id[key], Statement)]
        found += [f"What did {speaker} say?" for speaker in dict.fromkeys(rest)][:1]
    if not found and cited and cited[0].topics and both_sides:
        found.append(f"What do both sides say about {titles[cited[0].topics[0]]}?")
    asked = bare(query.text)
    return tuple(question for question in dict.fromkeys(found) if bare(question) != asked)[:MOST]

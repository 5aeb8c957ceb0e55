"""The model writer: a plan and its passages go to a language model; what it writes is shown once it is verified."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.answering.compose import COMPARE_WORDS, DEFINITE_WORDS, LONG_WORDS, asks_for_verdict
from bot.answering.draft import Draft, DraftSentence, finish, word_count
from bot.answering.model_text import SentenceReader, Written
from bot.answering.plan import Form, Plan
from bot.answering.prompt import Prompt, prompt_for
from bot.answering.sufficient import lacking
from bot.answering.verification import Verifier
from bot.language import is_english
from bot.models import Call, LanguageModel, ModelFailure
from bot.question import Query
from bot.records import Answer, Corpus, DocumentPassage, DocumentQuotation
from bot.text import bare

FORMS: dict[Form, int] = {  # that a model may write, and the most words of each
    "quote": DEFINITE_WORDS,
    "records": DEFINITE_WORDS,
    "compare": COMPARE_WORDS,
    "sides": LONG_WORDS,
    "steps": LONG_WORDS,
}
MOST_AGAIN = 3  # sentences that a model may say twice before it is stopped
MOST_DROPPED = 6  # sentences that may fail beyond those that hold, before it is stopped
ENDS = '.!?…”"’)'
LEAST_SENTENCE = 4  # words; anything shorter is a label and not counted
_DATA = re.compile(r"\s*(?:```|[{]|\[\s*[{\"\[])")
_REFUSES = re.compile(
    r"\W*(?:I['’]?m sorry|sorry\b|I apologi[sz]e|I (?:cannot|can['’]?t|can not|am unable|am not able|won['’]?t"
    r"|will not)\b|as an? (?:AI|language model|assistant)|unfortunately, I)",
    re.IGNORECASE,
)
_LINK = re.compile(r"\]\(|https?:|www\.|<[a-z/!]", re.IGNORECASE)


@dataclass
class Writing:
    """What a model wrote so far, grown in place: verified sentences by paragraph, and what became of the others.

    ``failure`` is the one line for a reader where nothing of it is to be shown.
    """

    started: float
    prompt: Prompt | None = None
    call: Call | None = None
    raw: str = ""
    sentences: list[DraftSentence] = field(default_factory=list)
    paragraphs: list[int] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    named: frozenset[str] = frozenset()  # ids of speakers, by the last sentence that names any
    again: int = 0
    dropped: int = 0
    foreign: int = 0
    repaired: int = 0
    first_sentence: float | None = None
    ended: bool = False
    failure: str | None = None

    @property
    def hopeless(self) -> bool:
        """Whether a model goes round in circles or away from its passages, so that reading on is in vain."""
        return self.again >= MOST_AGAIN or self.dropped >= MOST_DROPPED + len(self.sentences)

    def draft(self, embedded: Draft) -> Draft:
        """The sentences as an answer of the kind and with the next questions of the embedded one."""
        numbers = sorted(set(self.paragraphs))
        paired = list(zip(self.paragraphs, self.sentences, strict=True))
        paragraphs = tuple(tuple(sentence for at, sentence in paired if at == number) for number in numbers)
        notices = (*embedded.notices, *self._counted())
        return embedded.model_copy(update={"paragraphs": paragraphs, "notices": notices})

    def _counted(self) -> Iterator[str]:
        if self.dropped:
            were = "1 sentence was" if self.dropped == 1 else f"{self.dropped} sentences were"
            yield f"{were} left out because the passages did not bear them out."
        if self.repaired:
            were = "1 sentence was" if self.repaired == 1 else f"{self.repaired} sentences were"
            yield f"{were} mended to keep to the passages."


@dataclass(frozen=True)
class ModelWriter:
    """Writes answers with a language model. It holds nothing of one question that another could see."""

    model: LanguageModel
    corpus: Corpus
    verifier: Verifier

    @property
    def name(self) -> str:
        return f"model {self.model.name}"

    def writes(self, plan: Plan, query: Query) -> bool:
        """Whether a plan is for a model. Corrections, refusals and whatever is counted or confirmed stay with rules.

        So do added documents: a sentence about their words is checked against the curated records alone.
        """
        found = any(isinstance(self.corpus.by_id[key], DocumentQuotation | DocumentPassage) for key in plan.ids)
        ruled = found or plan.confirmed or (plan.form == "sides" and asks_for_verdict(query))
        return plan.kind == "answer" and plan.form in FORMS and not ruled

    def answers(self, plan: Plan, query: Query, embedded: Draft, started: float) -> Iterator[Answer]:
        """The answer as it grows: its passages at once, then each sentence once it is verified; the last is whole.

        ``embedded`` is the answer to the plan by rules, which is the last where the model fails or leaves out too much;
        its notices then say so. ``started`` is the time at which the question came in, by ``time.perf_counter``.
        """
        for writing in self.write(plan, query, started):
            if writing.ended:
                yield self._whole(writing, embedded)
            else:
                yield self._partial(writing, embedded)

    def write(self, plan: Plan, query: Query, started: float) -> Iterator[Writing]:
        """The writing before its first sentence, each time that one was added to it, and once more at its end."""
        writing = Writing(started)
        try:
            yield from self._write(writing, plan, query)
        except ModelFailure as failure:
            writing.failure = str(failure)
        else:
            writing.failure = lacking(writing.sentences, writing.dropped, plan, query, self.corpus)
        writing.ended = True
        yield writing

    def _partial(self, writing: Writing, embedded: Draft) -> Answer:
        draft = writing.draft(embedded).model_copy(update={"follow_ups": (), "notices": ()})
        passages = writing.prompt.passages if writing.prompt else ()
        seconds = time.perf_counter() - writing.started
        answer = finish(draft, self.corpus, seconds, writer=self.name, awaited=passages)
        return answer.model_copy(update={"first_sentence_seconds": writing.first_sentence})

    def _whole(self, writing: Writing, embedded: Draft) -> Answer:
        seconds = time.perf_counter() - writing.started
        call = writing.call
        cost = {"tokens_in": call.tokens_in, "tokens_out": call.tokens_out} if call and call.asked else {}
        if writing.failure:
            draft = embedded.model_copy(update={"notices": (*embedded.notices, writing.failure)})
            return finish(draft, self.corpus, seconds).model_copy(update=cost)
        answer = finish(writing.draft(embedded), self.corpus, seconds, writer=self.name)
        return answer.model_copy(update={**cost, "first_sentence_seconds": writing.first_sentence})

    def _write(self, writing: Writing, plan: Plan, query: Query) -> Iterator[Writing]:
        """Ask the model, and check each sentence as it comes. Raises ModelFailure."""
        most = FORMS[plan.form]
        prompt = prompt_for(
            plan, query, self.corpus, words=most, tokens=self.model.prompt_tokens, count=self.model.count
        )
        if prompt is None:
            raise ModelFailure("context")
        writing.prompt, writing.call = prompt, self.model.ask(prompt.system, prompt.question)
        yield writing
        self.verifier.prepare(prompt.passages)
        reader = SentenceReader()
        for piece in writing.call:
            writing.raw += piece
            _refuse_data(writing.raw)
            for written in reader.feed(piece):
                if self._takes(writing, written, prompt, query):
                    yield writing
            if word_count(writing.sentences) >= most or writing.hopeless:
                return
        for written in reader.finish():
            if writing.call.cut_off and written.text[-1:] not in ENDS:
                continue  # it had no room for the end
            if self._takes(writing, written, prompt, query):
                yield writing
        if not writing.sentences and writing.foreign:
            raise ModelFailure("language")

    def _takes(self, writing: Writing, written: Written, prompt: Prompt, query: Query) -> bool:
        """Whether a sentence is verified, and so added. Raises ModelFailure for a refusal."""
        if not writing.sentences and not writing.dropped and _REFUSES.match(written.text):
            raise ModelFailure("refusal")
        if (words := bare(written.text)) in writing.seen:
            writing.again += 1
            return False
        writing.seen.add(words)
        counted = len(written.text.split()) >= LEAST_SENTENCE
        whole = written.bullet or written.text[-1:] in ENDS  # else a label, a heading or a broken line
        if whole and not is_english(written.text):
            writing.foreign += counted
            writing.dropped += counted
            if writing.foreign >= 3 and not writing.sentences:
                raise ModelFailure("language")
            return False
        cited = [prompt.passages[n - 1] for n in written.numbers if 0 < n <= len(prompt.passages)]
        if not whole or _LINK.search(written.text):
            writing.dropped += counted
            return False
        asked = query.standalone if query.follow_up else query.text
        checked = self.verifier.check(written.text, cited, prompt.passages, asked, writing.named)
        if checked.sentence is None:
            writing.dropped += counted
            return False
        writing.repaired += checked.repaired
        writing.named = self.verifier.named(checked.sentence.text) or writing.named
        writing.sentences.append(checked.sentence.model_copy(update={"bullet": written.bullet}))
        writing.paragraphs.append(written.paragraph)
        if writing.first_sentence is None:
            writing.first_sentence = time.perf_counter() - writing.started
        return True


def _refuse_data(raw: str) -> None:
    """Raises ModelFailure where an answer begins as JSON, a table or code."""
    if _DATA.match(raw):
        raise ModelFailure("form")

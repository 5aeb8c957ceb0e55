"""Ask a running page every question of a file, keep the answers, and say how many are as the questions want them.

Needs Python 3.11 and gradio_client (pip install gradio_client), and nothing of the project that the page runs.

QUESTIONS is a file of JSON lines, one question each:

    {"id": "q1", "question": "Who said it?", "history": [{"role": "user", "content": "..."}],
     "kind": "answer", "cite": [["an-id", "or-this-id"], ["and-this-id"]]}

Only id and question are needed. kind is the kind of answer that is wanted, or a list of them; cite holds groups of ids,
of each of which one has to be cited. Other fields are let pass.

ANSWERS gets a JSON line for each answer: the id of the question and all fields of the answer (docs/api.md). If the file
is there already, only questions without an answer in it are asked, so that a run that was cut off goes on. Delete the
file to start anew.

Exits 0 if every question has an answer, 1 if one has none, 2 if nothing could be asked at all.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx
from gradio_client import Client
from gradio_client.exceptions import AppError

FAILURES = (AppError, httpx.HTTPError, OSError, TimeoutError, ValueError)  # of one question, or of the connection
IN_A_ROW = 5  # questions that fail one after another, after which the page is taken to be gone

Json = dict[str, Any]


class Unusable(Exception):
    """A file or an address that cannot be used; the message says why."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line; the exit code is returned."""
    options = _options(arguments)
    try:
        questions = read_questions(options.questions)[: options.limit]
        answers = read_answers(options.answers)
        waiting = [question for question in questions if question["id"] not in answers]
        print(f"{len(questions)} questions, {len(questions) - len(waiting)} of them answered before.")
        if waiting:
            client = _connected(options.address)
            answers |= ask_all(client, waiting, options.answers, options.timeout)
    except (Unusable, OSError) as error:
        print(f"{error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(f"\nStopped; the answers until now are in {options.answers}. Run it again to go on.", file=sys.stderr)
        return 1
    print(summary(questions, answers))
    return 0 if all(question["id"] in answers for question in questions) else 1


def read_questions(path: Path) -> list[Json]:
    """The questions of a file, in order. Raises ``Unusable``, naming the line, for one that is none."""
    questions: dict[str, Json] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").split("\n"), 1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
        except ValueError as error:
            raise Unusable(f"{path}, line {number}: is no JSON ({error}).") from error
        if not isinstance(item, dict) or not all(isinstance(item.get(field), str) for field in ("id", "question")):
            raise Unusable(f"{path}, line {number}: must be an object with an id and a question, both texts.")
        if item["id"] in questions:
            raise Unusable(f"{path}, line {number}: the id {item['id']!r} stands there twice.")
        questions[item["id"]] = item
    if not questions:
        raise Unusable(f"{path}: holds no question.")
    return list(questions.values())


def read_answers(path: Path) -> dict[str, Json]:
    """The answers of an earlier run by the id of their question; a last line that was cut off is taken out."""
    if not path.exists():
        return {}
    answers: dict[str, Json] = {}
    whole, _, tail = path.read_bytes().rpartition(b"\n")
    if tail and not tail.startswith(b'{"id": '):
        raise Unusable(f"{path}: does not end in an answer of an earlier run; name another file.")
    for number, line in enumerate(whole.splitlines(), 1):
        try:
            answer = json.loads(line)
            answers[answer["id"]] = answer
        except (ValueError, KeyError, TypeError) as error:
            raise Unusable(f"{path}, line {number}: is no answer of an earlier run; name another file.") from error
    if path.stat().st_size != (kept := len(whole) + (1 if whole else 0)):
        with path.open("r+b") as file:
            file.truncate(kept)
    return answers


def ask_all(client: Client, questions: Sequence[Json], path: Path, timeout: float) -> dict[str, Json]:
    """Ask one question after another and write each answer at once. Returns the new answers by their ids.

    A question that fails is named and left out. Stops where several fail one after another.
    """
    answers: dict[str, Json] = {}
    failed = 0
    with path.open("a", encoding="utf-8") as file:
        for number, question in enumerate(questions, 1):
            started = time.perf_counter()
            try:
                answer = _asked(client, question, timeout)
            except FAILURES as error:
                failed += 1
                reason = str(error).strip() or type(error).__name__
                print(f"[{number}/{len(questions)}] {question['id']}: failed: {reason}", file=sys.stderr, flush=True)
                if failed == IN_A_ROW:
                    print(f"{IN_A_ROW} questions failed one after another: the rest is not asked.", file=sys.stderr)
                    break
                continue
            failed = 0
            answers[question["id"]] = answer
            file.write(json.dumps({"id": question["id"], **answer}, ensure_ascii=False) + "\n")
            file.flush()
            took = time.perf_counter() - started
            print(f"[{number}/{len(questions)}] {question['id']}: {answer['kind']}, {took:.2f} s", flush=True)
    return answers


def summary(questions: Sequence[Json], answers: dict[str, Json]) -> str:
    """What came of it, in a few lines."""
    pairs = [(question, answers[question["id"]]) for question in questions if question["id"] in answers]
    lines = [f"\n{len(pairs)} of {len(questions)} questions have an answer."]
    if not pairs:
        return lines[0]
    kinds = Counter(answer["kind"] for _, answer in pairs)
    lines.append("Kinds: " + ", ".join(f"{kind} {number}" for kind, number in kinds.most_common()) + ".")
    seconds = sorted(answer["seconds"] for _, answer in pairs)
    late = seconds[min(len(seconds) - 1, int(len(seconds) * 0.95))]
    lines.append(f"Seconds in the bot: median {statistics.median(seconds):.3f}, 95th percentile {late:.3f}.")
    for what, field, holds in (("Of a kind that is wanted", "kind", _right_kind), ("Citing all", "cite", _cites_all)):
        judged = [holds(question[field], answer) for question, answer in pairs if question.get(field)]
        if judged:
            lines.append(f"{what}: {sum(judged)} of {len(judged)} ({sum(judged) / len(judged):.0%}).")
    return "\n".join(lines)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address", metavar="ADDRESS", help="of the page, such as http://127.0.0.1:7860")
    parser.add_argument("questions", metavar="QUESTIONS", type=Path, help="file of JSON lines")
    parser.add_argument("answers", metavar="ANSWERS", type=Path, help="file that the answers are added to")
    parser.add_argument("--limit", metavar="N", type=int, help="ask the first N questions only")
    parser.add_argument(
        "--timeout", metavar="SECONDS", type=float, default=120.0, help="to wait for one answer (default: %(default)s)"
    )
    return parser.parse_args(arguments)


def _connected(address: str) -> Client:
    if not address.startswith(("http://", "https://")):
        raise Unusable(f"{address}: is no address of a page; it begins with http:// or https://.")
    try:
        return Client(address, verbose=False, download_files=False, analytics_enabled=False)
    except FAILURES as error:
        raise Unusable(f"{address}: no page answers there ({error}).") from error


def _asked(client: Client, question: Json, timeout: float) -> Json:
    job = client.submit(question=question["question"], history=question.get("history"), api_name="/ask")
    answer = job.result(timeout=timeout)
    if not isinstance(answer, dict) or "kind" not in answer:
        raise ValueError("what came back is no answer")
    return answer


def _right_kind(wanted: str | list[str], answer: Json) -> bool:
    return answer["kind"] in ([wanted] if isinstance(wanted, str) else wanted)


def _cites_all(groups: list[list[str]], answer: Json) -> bool:
    cited = {citation["id"] for citation in answer["citations"]}
    return all(cited & set(group) for group in groups)


if __name__ == "__main__":
    sys.exit(main())

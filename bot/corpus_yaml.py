"""One file of the corpus into plain values, remembering on which line each value stands.

YAML is read here as text: every plain scalar but ``null`` stays what was typed, so that an unquoted ``2023-11`` is no
number and the country ``NO`` is no truth value. Aliases, tags and repeated keys are refused: they hide what is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import yaml

from bot.records import Record

WHOLE_FILE = "-"

_DEEPEST = 20  # levels of nesting; the corpus needs 5
_PLAIN_TAGS = {f"tag:yaml.org,2002:{kind}" for kind in ("null", "str", "map", "seq")}
_FRONT_MATTER = re.compile(r"---[ ]*\n(.*?\n)---[ ]*(?:\n|\Z)", re.DOTALL)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_DAMAGED = re.compile("\ufffd|â€|Ã[\x80-\xbf]")
_BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "UTF-8", b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


class Fault(Record):
    """One thing that is wrong in the corpus, in words for the person who will mend it."""

    file: str  # relative to the corpus folder, with forward slashes
    line: int  # from 1
    field: str  # such as statements[2].said_on, entries counted from 1; "-" for the whole file
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.field}: {self.message}"


class Parsed(NamedTuple):
    """A file as plain values (dict, list, str, None), with its node tree; ``node`` is None where it cannot be read."""

    file: str
    value: object
    node: yaml.Node | None
    first_line: int  # of the YAML within the file, from 1
    body: str  # text below the front matter; empty for a YAML file
    body_line: int
    faults: tuple[Fault, ...]


class _TextLoader(yaml.CSafeLoader):
    """A loader to which everything but ``null`` is text."""

    yaml_implicit_resolvers = {  # noqa: RUF012  (the name and shape are PyYAML's)
        letter: [(tag, pattern) for tag, pattern in found if tag == "tag:yaml.org,2002:null"]
        for letter, found in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }


def read_yaml(path: Path, file: str) -> Parsed:
    """The YAML file at ``path``, called ``file`` in its faults. Whatever the file holds, nothing is raised."""
    text, faults = _read_text(path, file)
    return _unread(file, faults) if faults else _parse(file, text, 1, "", 1)


def read_front_matter(path: Path, file: str) -> Parsed:
    """A Markdown file that starts with YAML between two lines of ``---``; its ``body`` is the text below, stripped."""
    text, faults = _read_text(path, file)
    if faults:
        return _unread(file, faults)
    match = _FRONT_MATTER.match(text)
    if match is None:
        message = "the file must start with front matter: fields between two lines of ---"
        return _unread(file, (Fault(file=file, line=1, field=WHOLE_FILE, message=message),))
    below = text[match.end() :]
    blank = len(below) - len(below.lstrip())
    body_line = text.count("\n", 0, match.end() + blank) + 1
    return _parse(file, match.group(1), 2, below.strip(), body_line)


def line_of(parsed: Parsed, path: Sequence[str | int]) -> int:
    """Line, from 1, of the field at ``path``, or of the nearest part of the path that is there."""
    node = parsed.node
    line = node.start_mark.line if node is not None else 0
    for step in path:
        found = None
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == step:
                    line, found = key.start_mark.line, value
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            found = node.value[step]
            line = found.start_mark.line
        if found is None:
            break
        node = found
    return line + parsed.first_line


def field_name(path: Sequence[str | int]) -> str:
    """A path as people read it, entries counted from 1.

    >>> field_name(("statements", 0, "topics", 2))
    'statements[1].topics[3]'
    """
    name = ""
    for step in path:
        name += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if name else step
    return name or WHOLE_FILE


def _unread(file: str, faults: tuple[Fault, ...]) -> Parsed:
    return Parsed(file, None, None, 1, "", 1, faults)


def _read_text(path: Path, file: str) -> tuple[str, tuple[Fault, ...]]:
    def fault(message: str, line: int = 1) -> tuple[str, tuple[Fault, ...]]:
        return "", (Fault(file=file, line=line, field=WHOLE_FILE, message=message),)

    if path.is_symlink():
        return fault("this is a link; the corpus holds the files themselves")
    if path.is_dir():
        return fault("this is a folder, a file was expected")
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return fault("the file is missing")
    except OSError as error:
        return fault(f"the file cannot be read: {error.strerror}")
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if content.startswith(mark):
            return fault(f"the file starts with a {encoding} byte order mark; save it as UTF-8 without one")
    try:
        text = content.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        wrong = f"byte {error.start + 1} of the file (0x{content[error.start]:02x}) is not UTF-8"
        return fault(f"{wrong}; save the file as UTF-8", line)
    if not text.strip():
        return fault("the file is empty")
    return text, _spoilt_characters(file, text)


def _spoilt_characters(file: str, text: str) -> tuple[Fault, ...]:
    faults = []
    for number, line in enumerate(text.split("\n"), 1):
        message = None
        if "\t" in line:
            message = f"a tab in column {line.index(chr(9)) + 1}; use spaces"
        elif match := _CONTROL.search(line):
            message = f"the control character U+{ord(match.group()):04X} in column {match.start() + 1}; remove it"
        elif match := _DAMAGED.search(line):
            message = f"damaged characters in column {match.start() + 1}: the text was saved in a wrong encoding once"
        if message:
            faults.append(Fault(file=file, line=number, field=WHOLE_FILE, message=message))
    return tuple(faults)


def _parse(file: str, text: str, first_line: int, body: str, body_line: int) -> Parsed:
    def fault(message: str, line: int, field: str = WHOLE_FILE) -> Fault:
        return Fault(file=file, line=line + first_line, field=field, message=message)

    try:
        node = yaml.compose(text, Loader=_TextLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return _unread(file, (fault(_in_plain_words(error), mark.line if mark else 0),))
    except (yaml.YAMLError, RecursionError) as error:
        return _unread(file, (fault(f"this is no YAML that can be read: {error}", 0),))
    if node is None or (isinstance(node, yaml.ScalarNode) and not node.value.strip()):
        return _unread(file, (fault("the file holds no fields", 0),))
    faults: list[Fault] = []

    def report(line: int, path: tuple[str | int, ...], message: str) -> None:
        faults.append(fault(message, line, field_name(path)))

    value = _value(node, (), node.start_mark.line, set(), report)
    return Parsed(file, value, node, first_line, body, body_line, tuple(faults))


def _in_plain_words(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or "it cannot be read"
    column = error.problem_mark.column + 1 if error.problem_mark else 1
    hint = "check the indentation, and put text that holds ': ' or ' #' or starts with a mark between quotation marks"
    if "expected a single document" in (error.context or ""):
        problem, hint = "a second document starts here", "remove the line of ---"
    return f"YAML error in column {column}: {problem}; {hint}"


def _value(
    node: yaml.Node,
    path: tuple[str | int, ...],
    line: int,
    visited: set[int],
    report: Callable[[int, tuple[str | int, ...], str], None],
) -> object:
    # An alias gives the same node again, with the line of its anchor, so the line comes from what holds the alias.
    # Refusing aliases also stops files that grow without end when they are followed.
    if id(node) in visited:
        report(line, path, "aliases (*) are not used here; write the value out")
        return None
    visited.add(id(node))
    if node.tag not in _PLAIN_TAGS:
        report(line, path, f"the tag {node.tag.replace('tag:yaml.org,2002:', '!!')} is not allowed; write plain text")
        return None
    if len(path) > _DEEPEST:
        report(line, path[:4], f"nested more than {_DEEPEST} levels deep")
        return None
    if isinstance(node, yaml.SequenceNode):
        start = node.start_mark.line
        return [_value(entry, (*path, position), start, visited, report) for position, entry in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        fields: dict[str, object] = {}
        for key, entry in node.value:
            if not isinstance(key, yaml.ScalarNode):
                report(key.start_mark.line, path, "the name of a field must be a word")
                continue
            if key.value in fields:
                report(key.start_mark.line, (*path, key.value), "this field stands here twice")
            fields[key.value] = _value(entry, (*path, key.value), key.start_mark.line, visited, report)
        return fields
    return None if node.tag.endswith(":null") else node.value

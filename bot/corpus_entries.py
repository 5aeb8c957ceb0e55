"""Parsed files into entries: the fields of one record, the record that they make, and where they stand."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.corpus_yaml import Fault, Parsed, field_name, line_of
from bot.records import Address, Background, Country, Date, Record, Slug, Source, Statement

FieldPath = tuple[str | int, ...]

_TYPE_NAMES = {dict: "a group of fields", list: "a list", str: "text", type(None): "null"}


class Entry(NamedTuple):
    """One record as written: ``fields`` as read, ``record`` where they are sound, ``path`` within the file."""

    parsed: Parsed
    path: FieldPath
    fields: Mapping[str, object]
    record: Record | None

    def text(self, field: str) -> str | None:
        """The field where it is text, else None."""
        value = self.fields.get(field)
        return value if isinstance(value, str) else None

    def texts(self, field: str) -> list[tuple[int, str]]:
        """The texts in a field that is a list, each with its position from 0; nothing where it is no list."""
        value = self.fields.get(field)
        entries = value if isinstance(value, list) else []
        return [(position, entry) for position, entry in enumerate(entries) if isinstance(entry, str)]

    def fault(self, field: FieldPath, message: str) -> Fault:
        """A fault in a field of this entry, at the line on which the field stands."""
        return fault_at(self.parsed, (*self.path, *field), message)


def fault_at(parsed: Parsed, path: FieldPath, message: str) -> Fault:
    """A fault at ``path`` of a file; the text of a Markdown file is the field ``text``."""
    line = parsed.body_line if path == ("text",) and parsed.body else line_of(parsed, path)
    return Fault(file=parsed.file, line=line, field=field_name(path), message=message)


def sections(parsed: Parsed, types: Mapping[str, type], faults: list[Fault]) -> dict[str, object]:
    """The top-level fields of a file that have the type they should have; the rest is reported."""
    if parsed.node is None:
        return {}
    if not isinstance(parsed.value, dict):
        message = f"the file must hold the fields {', '.join(types)}, not {_kind(parsed.value)}"
        faults.append(fault_at(parsed, (), message))
        return {}
    faults += [fault_at(parsed, (name,), _unknown(name, types)) for name in parsed.value if name not in types]
    found: dict[str, object] = {}
    for name, kind in types.items():
        if name not in parsed.value:
            faults.append(fault_at(parsed, (name,), "the field is missing"))
        elif not isinstance(value := parsed.value[name], kind):
            faults.append(fault_at(parsed, (name,), f"must be {_TYPE_NAMES[kind]}, not {_kind(value)}"))
        else:
            found[name] = value
    return found


def source_entries(parsed: Parsed, faults: list[Fault]) -> Iterator[Entry]:
    """The source of a source file, then its statements.

    The record of a statement takes the file's source, with the statement's own deviating fields put over it.
    """
    fields = sections(parsed, {"source": dict, "statements": list}, faults)
    shared = fields.get("source")
    source: Mapping[str, object] = shared if isinstance(shared, dict) else {}
    if "source" in fields:
        record, wrong = _validate(Source, source, parsed, ("source",))
        faults += wrong
        yield Entry(parsed, ("source",), source, record)
    if fields.get("statements") == []:
        faults.append(fault_at(parsed, ("statements",), "holds no statement"))
    for path, own in _groups(parsed, "statements", fields, faults):
        deviating = own.get("source", {})
        if not isinstance(deviating, dict):
            message = f"must be a group of the fields that differ from the file's source, not {_kind(deviating)}"
            faults.append(fault_at(parsed, (*path, "source"), message))
            deviating = {}
        merged = {**own, "source": {**source, **deviating}}
        record, wrong = _validate(Statement, merged, parsed, path)
        # What is wrong with the file's own source was said above, once.
        inherited = {field_name((*path, "source", name)) for name in {*Source.model_fields, *source} - set(deviating)}
        faults += [fault for fault in wrong if fault.field not in inherited]
        yield Entry(parsed, path, own, record)


def background_entries(parsed: Parsed, faults: list[Fault]) -> Iterator[Entry]:
    """The one background text of a Markdown file: its front matter, and what stands below it as the field ``text``."""
    if not isinstance(parsed.value, dict):
        if parsed.node is not None:
            faults.append(fault_at(parsed, (), f"the front matter must hold fields, not {_kind(parsed.value)}"))
        return
    if "text" in parsed.value:
        message = "unknown field; the text stands below the front matter"
        faults.append(Fault(file=parsed.file, line=line_of(parsed, ("text",)), field="text", message=message))
    fields = {**parsed.value, "text": parsed.body}
    record, wrong = _validate(Background, fields, parsed, ())
    faults += wrong
    yield Entry(parsed, (), fields, record)


def listed_entries(
    parsed: Parsed, name: str, model: type[Record], faults: list[Fault], further: Collection[str] = ()
) -> Iterator[Entry]:
    """The entries under the field ``name``, each a ``model``; ``further`` names fields that hold groups of ids."""
    fields = sections(parsed, {name: list} | dict.fromkeys(further, dict), faults)
    for path, group in _groups(parsed, name, fields, faults):
        record, wrong = _validate(model, group, parsed, path)
        faults += wrong
        yield Entry(parsed, path, group, record)


def id_lists(parsed: Parsed, name: str, faults: list[Fault]) -> dict[str, tuple[str, ...]]:
    """A top-level group of a file that leads from a word to a list of ids."""
    group = parsed.value.get(name) if isinstance(parsed.value, dict) else None
    lists: dict[str, tuple[str, ...]] = {}
    for word, ids in group.items() if isinstance(group, dict) else ():
        if isinstance(ids, list) and all(isinstance(each, str) for each in ids):
            lists[word] = tuple(ids)
        else:
            faults.append(fault_at(parsed, (name, word), "must be a list of speakers' ids"))
    return lists


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint such as ``; did you mean 'privacy'?``, empty where nothing known is near."""
    found = difflib.get_close_matches(word, list(known), 1, 0.75)
    return f"; did you mean {found[0]!r}?" if found else ""


def _groups(
    parsed: Parsed, name: str, fields: Mapping[str, object], faults: list[Fault]
) -> Iterator[tuple[FieldPath, dict[str, object]]]:
    entries = fields.get(name)
    for position, group in enumerate(entries if isinstance(entries, list) else []):
        if isinstance(group, dict):
            yield (name, position), group
        else:
            faults.append(fault_at(parsed, (name, position), f"must be a group of fields, not {_kind(group)}"))


def _validate(
    model: type[Record], fields: Mapping[str, object], parsed: Parsed, path: FieldPath
) -> tuple[Record | None, list[Fault]]:
    try:
        return model.model_validate(fields), []
    except ValidationError as error:
        return None, [
            fault_at(parsed, (*path, *detail["loc"]), _in_plain_words(detail, model))
            for detail in error.errors()
            # A list whose entries are all wrong also counts as too short; the entries are named already.
            if not (detail["type"] == "too_short" and detail["input"])
        ]


def _in_plain_words(detail: ErrorDetails, model: type[Record]) -> str:
    given, context = detail["input"], detail.get("ctx", {})
    wanted = {"string_type": str, "tuple_type": list, "model_type": dict, "model_attributes_type": dict}
    match detail["type"]:
        case "missing":
            return "the field is missing"
        case "extra_forbidden":
            known = Source.model_fields if len(detail["loc"]) > 1 else model.model_fields
            return _unknown(str(detail["loc"][-1]), known)
        case "literal_error":
            return f"must be one of {context['expected']}, not {_shown(given)}"
        case "string_too_short":
            return "is empty"
        case "too_short":
            return "needs at least one entry"
        case "string_pattern_mismatch":
            return f"{_shown(given)} {_pattern_words()[context['pattern']]}"
        case kind if kind in wanted:
            return f"must be {_TYPE_NAMES[wanted[kind]]}, not {_kind(given)}"
    return detail["msg"]


def _pattern_words() -> dict[str, str]:
    words = {
        Slug: "is no id: use lower-case letters, digits and single hyphens, such as example-2023-three-words",
        Date: 'is no date: write "YYYY-MM-DD", "YYYY-MM" or "YYYY"',
        Address: "is no address: it starts with https:// or http:// and holds no space",
        Country: "is no country: write two capital letters (ISO 3166, or EU, UN) or INT",
    }
    return {kind.__metadata__[0].pattern: text for kind, text in words.items()}  # type: ignore[attr-defined]


def _unknown(name: str, known: Iterable[str]) -> str:
    return f"unknown field{nearest(name, known)}"


def _kind(value: object) -> str:
    return _TYPE_NAMES.get(type(value), "something else")


def _shown(value: object) -> str:
    return _kind(value) if not isinstance(value, str) else repr(value if len(value) <= 60 else value[:57] + "...")

"""JSON Schemas of the corpus files, made from the records, so that editors complete and check what is typed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bot.records import Background, Event, Record, Speaker, Statement, Topic

Schema = dict[str, Any]

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_IDS = {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}}


def corpus_schema() -> dict[str, Schema]:
    """File name in ``corpus/schema/`` to the schema: source files, speakers, timeline, topics, front matter."""
    return {
        "source.schema.json": _source_file(),
        "speakers.schema.json": _list_file("Speakers", "speakers", Speaker, {"ambiguous": _IDS, "bodies": _IDS}),
        "timeline.schema.json": _list_file("Timeline", "events", Event, {}),
        "topics.schema.json": _list_file("Topics", "topics", Topic, {}),
        "background.schema.json": _front_matter(),
    }


def write_schemas(directory: Path) -> tuple[Path, ...]:
    """Writes the schemas into ``schema/`` of the corpus folder and returns their paths. Raises OSError."""
    folder = directory / "schema"
    folder.mkdir(exist_ok=True)
    written = []
    for name, schema in corpus_schema().items():
        (folder / name).write_text(schema_text(schema), encoding="utf-8")
        written.append(folder / name)
    return tuple(written)


def schema_text(schema: Schema) -> str:
    """A schema as it stands in its file."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _source_file() -> Schema:
    statement, definitions = _parts(Statement)
    # A statement stands under its source; it names only those fields of the source in which it differs.
    definitions["DeviatingSource"] = definitions["Source"] | {
        "title": "DeviatingSource",
        "description": "Only the fields in which this statement's source differs from the file's",
        "minProperties": 1,
    }
    del definitions["DeviatingSource"]["required"]
    statement["properties"]["source"] = {"$ref": "#/$defs/DeviatingSource"}
    statement["required"].remove("source")
    definitions["Statement"] = statement
    properties = {
        "source": {"$ref": "#/$defs/Source"},
        "statements": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/Statement"}},
    }
    return _file("Source document", properties, definitions)


def _list_file(title: str, name: str, model: type[Record], further: Schema) -> Schema:
    entry, definitions = _parts(model)
    definitions[model.__name__] = entry
    entries = {"type": "array", "items": {"$ref": f"#/$defs/{model.__name__}"}}
    return _file(title, {name: entries, **further}, definitions)


def _front_matter() -> Schema:
    background, definitions = _parts(Background)
    del background["properties"]["text"]
    return _file("Background front matter", background["properties"], definitions)


def _parts(model: type[Record]) -> tuple[Schema, Schema]:
    """The schema of a record and the definitions that it refers to."""
    schema = model.model_json_schema()
    definitions: Schema = schema.pop("$defs", {})
    return schema, definitions


def _file(title: str, properties: Schema, definitions: Schema) -> Schema:
    return {
        "$schema": _DRAFT,
        "title": title,
        "type": "object",
        "additionalProperties": False,
        "required": list(properties),
        "properties": properties,
        "$defs": definitions,
    }

"""The fields that tell where a document comes from, as people and programs write them, into the form kept here."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Mapping

from pydantic import TypeAdapter, ValidationError

from bot.dates import MONTHS
from bot.documents.document import Metadata
from bot.documents.formats.lines import clean
from bot.records import Address, Date

_ADDRESS: TypeAdapter[str] = TypeAdapter(Address)
_DATE: TypeAdapter[str] = TypeAdapter(Date)
_NUMBERS = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?=$|[T\s])")
_WORDS = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?\s+)?([a-z]{3,9})\.?\s+(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(\d{4})$", re.I
)
_NAMES: Mapping[str, str] = {
    **dict.fromkeys(("title", "headline"), "title"),
    **dict.fromkeys(("publisher", "publication", "site", "sitename", "source", "outlet"), "publisher"),
    **dict.fromkeys(("url", "link", "address", "source_url", "canonical"), "url"),
    **dict.fromkeys(("published", "date", "pubdate", "published_on", "date_published"), "published"),
    **dict.fromkeys(("language", "lang"), "language"),
    **dict.fromkeys(("author", "authors", "creator", "by"), "author"),
}
_LONGEST_SLUG = 60
_LONGEST_FIELD = 500


def as_date(written: str) -> str | None:
    """``2024-05-07``, ``2024-05-07T12:00Z``, ``2024``, ``7 May 2024`` or ``May 2024`` as YYYY[-MM[-DD]]; else None."""
    written = written.strip()
    if match := _NUMBERS.match(written):
        year, *parts = match.groups()
    elif match := _WORDS.match(written):
        month = next((n for n, name in enumerate(MONTHS, 1) if name.startswith(match[2].lower())), 0)
        year, parts = match[4], [str(month), match[1] or match[3]]
    else:
        return None
    date = "-".join([year, *(part.zfill(2) for part in parts if part)])
    try:
        _DATE.validate_python(date)
        if date.count("-") == 2:
            datetime.date.fromisoformat(date)
    except ValueError:  # of which pydantic's ValidationError is one
        return None
    return date


def as_address(written: str) -> str | None:
    """An address that a reader can open, or None."""
    try:
        return _ADDRESS.validate_python(written.strip())
    except ValidationError:
        return None


def as_language(written: str) -> str | None:
    """A language as pages and books give it, ``en-GB``, as its code, ``en``; None where it is no such code."""
    match = re.match(r"([A-Za-z]{2,3})(?:[-_]|$)", written.strip())
    return match[1].lower() if match else None


def metadata_of(fields: Mapping[object, object]) -> tuple[Metadata, tuple[str, ...]]:
    """What front matter tells, under the names in use for it, and a warning for each field that cannot be used."""
    found: dict[str, str] = {}
    warnings = []
    for key, value in fields.items():
        field = _NAMES.get(str(key).strip().lower().replace("-", "_")) if isinstance(key, str) else None
        text = _as_text(value)
        if field is None or field in found or not text:
            continue
        if field == "publisher" and as_address(text):
            field = "url"
        kept = {"url": as_address, "published": as_date, "language": as_language}.get(field, _short)(text)
        if kept is None:
            warnings.append(f"its front matter gives {text[:80]!r} for {key}, which is no {_WANTED[field]}")
        else:
            found.setdefault(field, kept)
    return Metadata(**found), tuple(warnings)


_WANTED = {
    "url": "address that begins with https://",
    "published": "date such as 2024-05-07",
    "language": "code such as en",
}


def _short(text: str) -> str | None:
    return text[:_LONGEST_FIELD]


def _as_text(value: object) -> str:
    """A scalar as text, a list of names as one line; nothing for null and for groups of fields."""
    if isinstance(value, list):
        return ", ".join(filter(None, (_as_text(part) for part in value if isinstance(part, str))))
    return clean(value) if isinstance(value, str) and value not in ("null", "~") else ""


def from_file_name(name: str) -> Metadata:
    """The title, and a date where the name begins with one: ``2023-11-13-on-locks.txt``."""
    stem = re.split(r"[/\\]", name)[-1]
    stem = re.sub(r"(?<=.)\.[A-Za-z0-9]{1,9}$", "", stem)
    published = None
    if (match := re.match(r"(\d{4}-\d{2}(?:-\d{2})?)(?=$|\D)", stem)) and (published := as_date(match[1])):
        stem = stem[match.end() :]
    words = clean(re.sub(r"[-_\s]+", " ", stem)).strip(" .")
    title = words[:1].upper() + words[1:] if words.islower() else words
    return Metadata(title=title or None, published=published)


def slug_of(title: str) -> str:
    """The title as an id of at most 60 letters; empty where it has no letter that Latin script can show."""
    plain = unicodedata.normalize("NFKD", title.casefold()).encode("ascii", "ignore").decode("ascii")
    slug = re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’]", "", plain)).strip("-")
    if len(slug) > _LONGEST_SLUG:
        slug = slug[:_LONGEST_SLUG].rpartition("-")[0] or slug[:_LONGEST_SLUG]
    return slug

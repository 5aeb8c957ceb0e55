"""Rich Text Format, by striprtf."""

from __future__ import annotations

import re

from striprtf.striprtf import rtf_to_text

from bot.documents.document import Metadata, Paragraph, Reading
from bot.documents.errors import DamagedDocument
from bot.documents.fields import as_date
from bot.documents.formats.lines import clean

_FIELD = r"\{{\\{0}\s(?P<text>(?:[^{{}}\\]|\\[^*])*)\}}"
_TITLE, _AUTHOR = (re.compile(_FIELD.format(field)) for field in ("title", "author"))
_MADE = re.compile(r"\{\\creatim\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})")
_DATA = re.compile(
    r"(?<![0-9a-fA-F\s])[0-9a-fA-F\s]{2000,}+"
)  # pictures stand in the text as digits; no passage of words is so long
_HEAD = 20_000  # characters in which the information group stands


def read_rtf(content: bytes, name: str) -> Reading:
    """The text of an RTF file, a paragraph for each line it is set in."""
    raw = content.decode("latin-1")  # the format is ASCII; what is not is for striprtf to tell by the code page
    try:
        text = _plain(_DATA.sub(" ", raw))
    except (ValueError, LookupError, TypeError, OverflowError, RecursionError) as error:
        raise DamagedDocument(name, f"the file is damaged ({error})", "save it again, or as DOCX") from error
    head = raw[:_HEAD]
    metadata = Metadata(title=_field(_TITLE, head), author=_field(_AUTHOR, head))
    made = as_date("-".join(match.groups())) if (match := _MADE.search(head)) else None
    warnings = (f"the file was made on {made}, which may not be when it was published",) if made else ()
    lines = (clean(line) for line in text.splitlines())
    return Reading(tuple(Paragraph(line) for line in lines if line), metadata, warnings)


def _field(pattern: re.Pattern[str], head: str) -> str | None:
    match = pattern.search(head)
    if match is None:
        return None
    return clean(_plain(r"{\rtf1\ansi " + match["text"] + "}")) or None


def _plain(text: str) -> str:
    return str(rtf_to_text(text, errors="replace"))  # type: ignore[no-untyped-call]

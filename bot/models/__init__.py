"""Language models that may write: opened by name, asked within a time, stopped when they fail or cost too much.

No provider's package is imported before a model of it is opened.
"""

from bot.models.failure import ModelFailure, ModelUnavailable
from bot.models.language_model import Call, LanguageModel, open_model
from bot.models.providers import PROVIDERS, Provider, provider_of

__all__ = [
    "PROVIDERS",
    "Call",
    "LanguageModel",
    "ModelFailure",
    "ModelUnavailable",
    "Provider",
    "open_model",
    "provider_of",
]

"""Who said what in the encryption debate, with the passages that say so.

``Bot.open().ask("…")`` returns an ``Answer``; ``Settings`` holds what ``BOT_*`` variables may change.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.engine import Bot
    from bot.records import Answer
    from bot.settings import Settings
else:
    # On first use only: the engine imports torch and Chroma, which `--help` and `corpus check` need not wait for.
    _HOMES = {"Answer": "bot.records", "Bot": "bot.engine", "Settings": "bot.settings"}

    def __getattr__(name: str) -> type:
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(_HOMES[name]), name)

    def __dir__() -> list[str]:
        return sorted({*globals(), *_HOMES})


__all__ = ["Answer", "Bot", "Settings"]

"""The Gradio page: a conversation, and the cited passages beside it."""

from bot.page.chat import build_page
from bot.page.serving import launch, serve

__all__ = ["build_page", "launch", "serve"]

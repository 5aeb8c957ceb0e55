"""The Gradio page: a conversation, the cited passages beside it, and views to explore the corpus."""

from bot.page.blocks import build_page
from bot.page.serving import launch, serve

__all__ = ["build_page", "launch", "serve"]

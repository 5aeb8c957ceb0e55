"""What the page's web server adds to Gradio's: headers that say who may frame the page, and two files of its own."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.settings import Settings

_SPACE_FRAMES = ("https://huggingface.co", "https://*.hf.space")  # who shows a Space
_LABEL = r"[a-z0-9]([a-z0-9-]*[a-z0-9])?"
_ORIGIN = re.compile(rf"https?://(\*\.)?{_LABEL}(\.{_LABEL})*(:(?P<port>[0-9]{{1,5}}))?", re.IGNORECASE)
_SHOWN = 80  # characters of a setting that an error repeats
_WEEK = 7 * 24 * 3600


def app_kwargs(settings: Settings) -> dict[str, Any]:
    """What ``gr.Blocks.launch(app_kwargs=...)`` gets: the middleware and the routes.

    Raises ``ValueError``, with a sentence that names the setting, where ``settings.embed_origins`` holds anything but
    origins.
    """
    origins = frame_origins(settings.embed_origins, os.environ)
    return {
        "middleware": [Middleware(SecurityHeaders, policy=" ".join(("frame-ancestors 'self'", *origins)))],
        "routes": [Route("/library/plotly.min.js", _plotly), Route("/gradio.js", _web_component)],
    }


def frame_origins(embed_origins: str, environment: Mapping[str, str]) -> tuple[str, ...]:
    """The sites that may show the page in a frame, besides itself.

    On a Space, which ``SPACE_ID`` in the environment tells, those of Hugging Face come first: a Space is looked at
    inside their page. Raises ``ValueError`` where a word of ``embed_origins`` is no origin.
    """
    own = tuple(dict.fromkeys(_origin(word) for word in embed_origins.split()))
    return (*(_SPACE_FRAMES if "SPACE_ID" in environment else ()), *own)


def _origin(word: str) -> str:
    match = _ORIGIN.fullmatch(word)
    if match is None or not (match["port"] is None or 1 <= int(match["port"]) <= 65535):
        shown = word if len(word) <= _SHOWN else f"{word[:_SHOWN]}…"
        raise ValueError(
            f"BOT_EMBED_ORIGINS: {shown!r} is not an origin. Write scheme, host and, where it is not the usual one, "
            "port, without a path or a slash at the end: https://school.example, https://*.school.example or "
            "http://localhost:8000; several are separated by blanks."
        )
    return word.lower()


class SecurityHeaders:
    """ASGI middleware that adds headers as a response starts; it never holds a body back, so streams stay streams."""

    def __init__(self, app: ASGIApp, policy: str) -> None:
        self._app = app
        self._policy = policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
                if headers.get("Content-Type", "").startswith("text/html"):
                    headers.append("Content-Security-Policy", self._policy)
            await send(message)

        await self._app(scope, receive, send_with_headers)


async def _plotly(_: Request) -> Response:
    """Plotly's own build of its JavaScript, for the timeline: no other host is asked for it."""
    return _script("plotly", "package_data/plotly.min.js", f"public, max-age={_WEEK}")


async def _web_component(_: Request) -> Response:
    """The module that defines ``<gradio-app>``. It imports a file whose name changes with Gradio: ask each time."""
    return _script("gradio", "templates/frontend/gradio.js", "no-cache")


def _script(package: str, name: str, keep: str) -> FileResponse:
    path = Path(str(files(package).joinpath(name)))
    return FileResponse(path, media_type="text/javascript", headers={"Cache-Control": keep})

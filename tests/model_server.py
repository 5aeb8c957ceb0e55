"""A server on loopback that speaks OpenAI's interface as well, or as badly, as a test wants; and scripted models."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult

from bot.models import LanguageModel
from bot.settings import Settings

KEY = "sk-made-up-key-0123456789"
Behaviour = Callable[["Exchange"], None]


class Exchange:
    """One request and the means to answer it."""

    def __init__(self, handler: BaseHTTPRequestHandler, number: int, asked: dict[str, Any]) -> None:
        self.number, self.asked = number, asked
        self._handler = handler

    def error(self, status: int, message: str, headers: dict[str, str] | None = None, code: str | None = None) -> None:
        body = json.dumps({"error": {"message": message, "type": "made_up", "code": code}}).encode()
        self._handler.send_response(status)
        for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
            self._handler.send_header(name, value)
        self._handler.send_header("Content-Length", str(len(body)))
        self._handler.end_headers()
        self._handler.wfile.write(body)

    def begin(self, *, chunked: bool = True) -> None:
        """Begin a stream; where it is not chunked, it ends with the connection."""
        self._chunked = chunked
        self._handler.send_response(200)
        self._handler.send_header("Content-Type", "text/event-stream")
        self._handler.send_header("Transfer-Encoding", "chunked") if chunked else None
        self._handler.send_header("Connection", "close")
        self._handler.end_headers()

    def raw(self, line: str) -> None:
        data = line.encode()
        self._handler.wfile.write(b"%x\r\n%s\r\n" % (len(data), data) if self._chunked else data)
        self._handler.wfile.flush()

    def piece(self, text: str, finish: str | None = None) -> None:
        delta = {"role": "assistant", "content": text} if text else {}
        self._event({"choices": [{"index": 0, "delta": delta, "finish_reason": finish}]})

    def end(self, finish: str = "stop", usage: tuple[int, int] | None = None) -> None:
        self.piece("", finish)
        if usage:
            told = {"prompt_tokens": usage[0], "completion_tokens": usage[1], "total_tokens": sum(usage)}
            self._event({"choices": [], "usage": told})
        self.raw("data: [DONE]\n\n")
        if self._chunked:
            self._handler.wfile.write(b"0\r\n\r\n")

    def _event(self, fields: dict[str, Any]) -> None:
        common = {"id": "made-up", "object": "chat.completion.chunk", "created": 1, "model": "made-up"}
        self.raw(f"data: {json.dumps(common | fields)}\n\n")


def says(text: str, usage: tuple[int, int] | None = (120, 30)) -> Behaviour:
    """The behaviour of a server that works: the text in pieces of seven letters."""

    def answer(exchange: Exchange) -> None:
        exchange.begin()
        for start in range(0, len(text), 7):
            exchange.piece(text[start : start + 7])
        exchange.end(usage=usage)

    return answer


class Server:
    """A running server; ``behaviour`` may be changed between requests, ``requests`` keeps what was asked."""

    def __init__(self) -> None:
        self.behaviour: Behaviour = says("")
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.stopped = threading.Event()
        self.address = ""

    def pause(self, seconds: float) -> None:
        """Wait, but no longer than the server runs."""
        self.stopped.wait(seconds)


@contextmanager
def misbehaving() -> Iterator[Server]:
    """A server on loopback that does what its ``behaviour`` says."""
    server = Server()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            server.requests.append(asked)
            server.keys.append(self.headers.get("Authorization", ""))
            self.close_connection = True
            with suppress(BrokenPipeError, ConnectionResetError):  # whoever asked has hung up, as it should
                server.behaviour(Exchange(self, len(server.requests), asked))

        def log_message(self, *_: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    server.address = f"http://127.0.0.1:{http.server_address[1]}/v1"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stopped.set()
        http.shutdown()
        http.server_close()
        thread.join()


class Scripted(BaseChatModel):
    """A chat model that says what it is told to, whatever it is asked, with a pause before each piece."""

    text: str
    pause: float = 0.0
    finish: str = "stop"
    asked: list[str] = []  # noqa: RUF012  # pydantic copies it for each model

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        self.asked.append("\n".join(str(message.text) for message in messages))
        for start in range(0, len(self.text), 11):
            time.sleep(self.pause)
            yield ChatGenerationChunk(message=AIMessageChunk(content=self.text[start : start + 11]))
        end = AIMessageChunk(content="", response_metadata={"finish_reason": self.finish})
        yield ChatGenerationChunk(message=end)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=AIMessage(content=self.text))])


def scripted(text: str, **settings: Any) -> LanguageModel:
    """A language model that writes this text."""
    return LanguageModel(Scripted(text=text), Settings(model="scripted:made-up", **settings))

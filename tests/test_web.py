"""Who may show the page in a frame, and the two files that the page's server adds."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import gradio as gr
import pytest
from own_loop import finished
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from bot.page.web import app_kwargs, frame_origins
from bot.settings import Settings

SPACE = {"SPACE_ID": "someone/something"}


@pytest.fixture(autouse=True)
def no_space(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SPACE_ID", raising=False)


def served(embed_origins: str = "") -> TestClient:
    """A Gradio app with what the page adds to it; no port is opened."""
    with gr.Blocks(analytics_enabled=False) as page:
        gr.HTML("hello")
    added = app_kwargs(Settings(embed_origins=embed_origins))
    return TestClient(gr.mount_gradio_app(Starlette(), page, path="", app_kwargs=added))


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    yield served("https://school.example")


def policy(client: TestClient) -> str:
    return client.get("/").headers["content-security-policy"]


def test_only_the_page_itself_may_frame_it_unless_told_otherwise() -> None:
    assert policy(served()) == "frame-ancestors 'self'"


def test_the_sites_that_are_set_may_frame_it() -> None:
    client = served("https://school.example  https://*.Example http://127.0.0.1:8000 https://school.example")
    assert policy(client) == "frame-ancestors 'self' https://school.example https://*.example http://127.0.0.1:8000"


def test_a_space_may_be_shown_by_hugging_face(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPACE_ID", "someone/something")
    assert policy(served()) == "frame-ancestors 'self' https://huggingface.co https://*.hf.space"


def test_a_space_may_be_shown_by_further_sites_too() -> None:
    assert frame_origins("https://school.example", SPACE)[-1] == "https://school.example"
    assert len(frame_origins("https://school.example", SPACE)) == 3


@pytest.mark.parametrize(
    "word",
    [
        "null",
        "*",
        "https:",
        "https://",
        "school.example",
        "https://school.example/",
        "https://school.example/page",
        "https://school.example?x=1",
        "https://user@school.example",
        "https://school.example:0",
        "https://school.example:65536",
        "https://school.example:port",
        "https://school.*.example",
        "https://*",
        "https://-school.example",
        "https://school..example",
        "ftp://school.example",
        "javascript://school.example",
        "'unsafe-inline'",
        "https://school.example;",
        "https://school.example,https://other.example",
        "https://schöol.example",
        "https://" + "a" * 100_000 + "/",
    ],
)
def test_what_is_no_origin_is_refused_by_name(word: str) -> None:
    with pytest.raises(ValueError, match=r"^BOT_EMBED_ORIGINS: ") as caught:
        app_kwargs(Settings(embed_origins=f"https://fine.example {word}"))
    assert len(str(caught.value)) < 500
    assert repr(word)[:60] in str(caught.value)
    assert "https://school.example" in str(caught.value), "an example of what to write"


@pytest.mark.parametrize(
    "word", ["https://a", "http://localhost:65535", "https://*.a-b.example:8443", "https://1.2.3.4"]
)
def test_origins_of_every_kind_are_taken(word: str) -> None:
    assert frame_origins(word, {}) == (word,)


def test_blanks_alone_are_no_origins() -> None:
    assert frame_origins(" \t\n ", {}) == ()


def test_every_answer_says_that_its_type_is_what_it_says(client: TestClient) -> None:
    for path in ("/", "/config", "/gradio.js", "/library/plotly.min.js", "/no-such-page"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "strict-origin-when-cross-origin", path


def test_the_policy_is_for_pages_alone(client: TestClient) -> None:
    assert "content-security-policy" in client.get("/").headers
    for path in ("/config", "/gradio.js", "/library/plotly.min.js"):
        assert "content-security-policy" not in client.get(path).headers, path


def test_plotly_comes_from_its_package(client: TestClient) -> None:
    got = client.get("/library/plotly.min.js")
    assert got.status_code == 200
    assert got.headers["content-type"].startswith("text/javascript")
    assert got.headers["cache-control"] == "public, max-age=604800"
    assert "plotly.js v" in got.text[:200]
    assert client.head("/library/plotly.min.js").status_code == 200
    assert client.post("/library/plotly.min.js").status_code == 405


@pytest.mark.parametrize(
    "path", ["/library/", "/library/plotly.js", "/library/../widgetbundle.js", "/library/%2e%2e/x"]
)
def test_nothing_else_of_the_package_is_served(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_web_component_is_a_module_whose_import_is_served(client: TestClient) -> None:
    got = client.get("/gradio.js")
    assert got.headers["content-type"].startswith("text/javascript")
    assert got.headers["cache-control"] == "no-cache", "it names a file that changes with Gradio's release"
    imported = got.text.split('import("./')[1].split('"')[0]
    module = client.get(f"/{imported}")
    assert module.status_code == 200
    assert "javascript" in module.headers["content-type"]
    assert "customElements.define(`gradio-app`" in module.text


def test_a_page_elsewhere_may_load_the_web_component() -> None:
    client = served()
    client.base_url = client.base_url.copy_with(host="debate.example")
    for path in ("/gradio.js", "/library/plotly.min.js", "/config"):
        got = client.get(path, headers={"Origin": "https://school.example"})
        assert got.headers["access-control-allow-origin"] == "https://school.example", path


def test_a_foreign_page_may_not_reach_a_server_on_the_readers_own_machine() -> None:
    client = served()
    client.base_url = client.base_url.copy_with(host="127.0.0.1", port=7860)
    for path in ("/gradio.js", "/config"):
        foreign = client.get(path, headers={"Origin": "https://school.example"})
        assert "access-control-allow-origin" not in foreign.headers, path
        own = client.get(path, headers={"Origin": "http://127.0.0.1:8000"})
        assert own.headers["access-control-allow-origin"] == "http://127.0.0.1:8000", path


def over(*routes: Route | WebSocketRoute) -> Starlette:
    return Starlette(routes=routes, middleware=app_kwargs(Settings())["middleware"])


def test_a_policy_that_is_there_stays() -> None:
    async def page(_: object) -> Response:
        return HTMLResponse("", headers={"Content-Security-Policy": "default-src 'self'"})

    got = TestClient(over(Route("/", page))).get("/")
    assert got.headers.get_list("content-security-policy") == ["default-src 'self'", "frame-ancestors 'self'"]


def test_answers_without_a_type_pass() -> None:
    async def nothing(_: object) -> Response:
        return Response(status_code=204)

    async def json(_: object) -> Response:
        return JSONResponse({"text": "<html>"})

    client = TestClient(over(Route("/nothing", nothing), Route("/json", json)))
    assert client.get("/nothing").headers["x-content-type-options"] == "nosniff"
    assert "content-security-policy" not in client.get("/json").headers


def test_streams_are_passed_on_piece_by_piece() -> None:
    """The second piece is made only once the first has been sent: whoever held it back would wait for ever."""
    sent: list[bytes] = []
    first_is_out = asyncio.Event()

    async def pieces() -> AsyncIterator[bytes]:
        yield b"data: one\n\n"
        await asyncio.wait_for(first_is_out.wait(), timeout=5)
        yield b"data: two\n\n"

    async def stream(_: object) -> Response:
        return StreamingResponse(pieces(), media_type="text/event-stream")

    async def receive() -> dict[str, object]:
        await asyncio.sleep(10)
        return {"type": "http.disconnect"}

    async def send(message: dict[str, object]) -> None:
        if message["type"] == "http.response.body" and message["body"]:
            sent.append(bytes(message["body"]))  # type: ignore[arg-type]
            first_is_out.set()

    scope = {"type": "http", "method": "GET", "path": "/", "raw_path": b"/", "query_string": b"", "headers": []}
    finished(over(Route("/", stream))(scope, receive, send))  # type: ignore[arg-type]
    assert sent == [b"data: one\n\n", b"data: two\n\n"]


def test_websockets_are_left_alone() -> None:
    async def echo(socket: WebSocket) -> None:
        await socket.accept()
        await socket.send_text(await socket.receive_text())
        await socket.close()

    with TestClient(over(WebSocketRoute("/", echo))).websocket_connect("/") as socket:
        socket.send_text("hello")
        assert socket.receive_text() == "hello"

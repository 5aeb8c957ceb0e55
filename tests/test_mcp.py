"""The endpoints as tools, through the client of the Model Context Protocol's own package."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import AsyncExitStack
from typing import Any

import pytest
from api_samples import made_up_bot, served
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult, ListToolsResult, TextContent
from own_loop import finished

from bot.records import Answer


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with made_up_bot(tmp_path_factory.mktemp("index")) as bot, served(bot) as address:
        yield address


@pytest.fixture(scope="module")
def tools(address: str) -> ListToolsResult:
    async def listed() -> ListToolsResult:
        async with AsyncExitStack() as stack:
            return await (await _session(stack, address)).list_tools()

    return finished(listed())


async def _session(stack: AsyncExitStack, address: str) -> ClientSession:
    read, write, _ = await stack.enter_async_context(streamable_http_client(f"{address}/gradio_api/mcp/"))
    session = await stack.enter_async_context(ClientSession(read, write))
    await session.initialize()
    return session


def _called(address: str, *calls: tuple[str, dict[str, Any]]) -> list[CallToolResult]:
    """The results of several calls in one session."""

    async def call() -> list[CallToolResult]:
        async with AsyncExitStack() as stack:
            session = await _session(stack, address)
            return [await session.call_tool(name, arguments) for name, arguments in calls]

    return finished(call())


def _text(result: CallToolResult) -> str:
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


def test_the_tools_are_the_four_endpoints_and_nothing_else(tools: ListToolsResult) -> None:
    assert sorted(tool.name for tool in tools.tools) == ["ask", "search", "speaker", "statement"]


def test_every_tool_and_every_argument_is_described(tools: ListToolsResult) -> None:
    for tool in tools.tools:
        assert tool.description and "Returns:" in tool.description, tool.name
        for name, schema in tool.inputSchema["properties"].items():
            assert len(schema.get("description", "")) > 15, f"{tool.name}: {name}"
    schemas = {tool.name: tool.inputSchema for tool in tools.tools}
    assert set(schemas["search"]["properties"]) == {"query", "k", "speaker", "side", "first_year", "last_year"}
    assert set(schemas["ask"]["properties"]) == {"question", "history", "filters"}
    assert {name: schema["required"] for name, schema in schemas.items()} == {
        "ask": ["question"],
        "search": ["query"],
        "speaker": ["name_or_id"],
        "statement": ["id"],
    }


def test_results_are_json(address: str) -> None:
    answer, found, speaker, statement = _called(
        address,
        ("ask", {"question": "What did Zoë Mockford say?"}),
        ("search", {"query": "marmalade", "k": 2, "speaker": "zoe mockford"}),
        ("speaker", {"name_or_id": "Nickname1"}),
        ("statement", {"id": "made-up-1"}),
    )
    assert not any(result.isError for result in (answer, found, speaker, statement))
    assert {citation.speaker for citation in Answer.model_validate_json(_text(answer)).citations} == {"Zoë Mockford"}
    assert [item["speaker"] for item in json.loads(_text(found))] == ["Zoë Mockford"] * 2
    assert json.loads(_text(speaker))["name"] == "Zoë Mockford"
    assert json.loads(_text(statement))["quote"] == "never lend number 1 to anybody"


def test_errors_are_sentences(address: str) -> None:
    unknown, wrong = _called(address, ("statement", {"id": "made-up-x"}), ("search", {"query": "key", "k": 99}))
    assert unknown.isError and "The corpus has no statement “made-up-x”. Near it: made-up-" in _text(unknown)
    assert wrong.isError and "k: must be a whole number from 1 to 50." in _text(wrong)

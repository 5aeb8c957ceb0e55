"""What is declared, pinned and told to a newcomer agrees with the code."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bot.engine import Bot
from bot.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
README = (ROOT / "README.md").read_text(encoding="utf-8")
# Needed without being imported: the backend of langchain-huggingface, and what it runs on.
UNSEEN = {"sentence-transformers", "torch"}
BESIDE = {"pydantic-core"}  # comes with pydantic, at the one release that fits


def pins(file: str) -> dict[str, str]:
    """Name, in canonical form, to release of each line of a requirements file."""
    lines = [line.split("#")[0].strip() for line in (ROOT / file).read_text(encoding="utf-8").splitlines()]
    pairs = [line.split("==") for line in lines if line]
    assert all(len(pair) == 2 for pair in pairs), f"{file}: each line must be name==release"
    return {canonicalize_name(name): release for name, release in pairs}


def declared(group: str | None = None) -> list[Requirement]:
    lines = PROJECT["optional-dependencies"][group] if group else PROJECT["dependencies"]
    return [Requirement(line) for line in lines]


def names(requirements: list[Requirement]) -> set[str]:
    return {str(canonicalize_name(requirement.name)) for requirement in requirements}


def imported(*files: Path) -> set[str]:
    """The top modules that Python files import, without those of Python itself and of this project."""
    found: set[str] = set()
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.split(".")[0])
    return found - sys.stdlib_module_names - {"bot"}


def front_matter() -> dict[str, Any]:
    return dict(yaml.safe_load(README.split("---\n")[1]))


def test_every_import_is_declared_and_every_dependency_imported() -> None:
    homes = packages_distributions()
    needed = {
        str(canonicalize_name(homes[module][0])) for module in imported(*ROOT.glob("bot/**/*.py"), ROOT / "app.py")
    }
    assert needed - BESIDE == (names(declared()) | names(declared("evaluation"))) - UNSEEN


def test_every_import_of_the_tests_is_declared() -> None:
    homes = packages_distributions()
    files = [*ROOT.glob("tests/**/*.py"), *ROOT.glob("benchmarks/**/*.py")]
    own = {file.stem for file in files}
    needed = {str(canonicalize_name(homes[module][0])) for module in imported(*files) - own}
    assert needed <= names(declared()) | names(declared("dev"))


def test_the_lock_allows_what_is_declared() -> None:
    lock = pins("requirements/lock.txt")
    for requirement in [*declared(), *declared("dev"), *declared("evaluation")]:
        release = lock[canonicalize_name(requirement.name)]
        assert release in requirement.specifier, f"{requirement} does not allow {release}"


def test_the_lock_holds_every_package_that_is_drawn_in() -> None:
    lock = pins("requirements/lock.txt")
    assert set(_drawn_in([*declared(), *declared("dev"), *declared("evaluation")], set())) - lock.keys() == set()


def _drawn_in(wanted: list[Requirement], seen: set[tuple[str, ...]]) -> Iterator[str]:
    for requirement in wanted:
        key = (str(canonicalize_name(requirement.name)), *sorted(requirement.extras))
        if key in seen:
            continue
        seen.add(key)
        yield key[0]
        try:
            further = [Requirement(line) for line in requires(requirement.name) or []]
        except PackageNotFoundError:  # for another system than this one
            continue
        extras = ["", *requirement.extras]
        applies = [r for r in further if r.marker is None or any(r.marker.evaluate({"extra": e}) for e in extras)]
        yield from _drawn_in(applies, seen)


@pytest.mark.parametrize("file", ["requirements/lock.txt", "requirements.txt"])
def test_pins_hold_everywhere(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    assert "://" not in text
    assert not [release for release in pins(file).values() if "+" in release], "a build is not to be had everywhere"


def test_a_space_installs_what_the_lock_says() -> None:
    lock, space = pins("requirements/lock.txt"), pins("requirements.txt")
    assert space == {name: lock[name] for name in sorted(names(declared()) - {"gradio"})}


def test_make_installs_the_torch_of_the_lock() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert f" torch=={pins('requirements/lock.txt')['torch']} " in makefile


def test_the_front_matter_is_what_a_space_reads() -> None:
    fields = front_matter()
    assert fields["sdk"] == "gradio"
    assert fields["sdk_version"] == pins("requirements/lock.txt")["gradio"]
    assert fields["python_version"] == "3.11", "a string: 3.10 as a number would be 3.1"
    assert (ROOT / fields["app_file"]).is_file()
    assert {fields["colorFrom"], fields["colorTo"]} <= {
        "red", "yellow", "green", "blue", "indigo", "purple", "pink", "gray"
    }  # fmt: skip
    assert len(fields["short_description"]) <= 60
    assert fields["license"] == "mit"
    assert fields["pinned"] is False


def test_the_readme_lists_every_setting() -> None:
    defaults = {"corpus_dir": "the one beside the code", "index_dir": "a folder in the user's cache"}
    rows = [
        f"| `BOT_{name.upper()}` | {defaults.get(name) or f'`{field.default}`'} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    table = README.split("## Settings\n\n| variable | default | |\n|---|---|---|\n")[1].split("\n\n")[0]
    assert table.split("\n") == rows


def test_the_readme_shows_what_the_bot_says(bot: Bot) -> None:
    question = re.search(r'python -m bot ask "(.+)"', README)
    assert question
    shown = " ".join(line[1:].strip() for line in README.splitlines() if line.startswith(">"))
    first = bot.ask(question[1]).sentences[0]
    markers = "".join(f"[{number}]" for number in first.citations)
    assert shown.startswith(f"{first.text} {markers} ")


def test_the_readme_is_two_screens_at_most() -> None:
    assert len(README.split("---\n", 2)[2].splitlines()) <= 100


@pytest.mark.parametrize("target", re.findall(r"\]\(([^)]+)\)", README))
def test_links_of_the_readme_lead_somewhere(target: str) -> None:
    assert (ROOT / target).exists()

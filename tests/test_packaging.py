"""What is declared, pinned and told to a newcomer agrees with the code."""

from __future__ import annotations

import ast
import re
import struct
import sys
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bot.engine import Bot
from bot.models import PROVIDERS
from bot.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
README = (ROOT / "README.md").read_text(encoding="utf-8")
# Needed without being imported: the backend of langchain-huggingface, what it runs on, and Plotly's JavaScript.
UNSEEN = {"sentence-transformers", "torch", "plotly"}
BESIDE = {"pydantic-core"}  # comes with pydantic, at the one release that fits


def pins(file: str) -> dict[str, str]:
    """Name, in canonical form and without extras, to release of each line of a requirements file."""
    lines = [line.split("#")[0].strip() for line in (ROOT / file).read_text(encoding="utf-8").splitlines()]
    pairs = [line.split("==") for line in lines if line]
    assert all(len(pair) == 2 for pair in pairs), f"{file}: each line must be name==release"
    return {canonicalize_name(name.split("[")[0]): release for name, release in pairs}


def declared(group: str | None = None) -> list[Requirement]:
    lines = PROJECT["optional-dependencies"][group] if group else PROJECT["dependencies"]
    return [Requirement(line) for line in lines]


def names(requirements: Iterable[Requirement]) -> set[str]:
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
    homes |= {module: [package] for one in PROVIDERS.values() for module, package in one.packages.items()}
    needed = {
        str(canonicalize_name(homes[module][0])) for module in imported(*ROOT.glob("bot/**/*.py"), ROOT / "app.py")
    }
    known = names(declared()) | names(declared("evaluation")) | {"llama-cpp-python"}
    assert needed - BESIDE - UNSEEN == known - UNSEEN


def test_every_provider_of_models_has_the_extra_that_its_error_names() -> None:
    for name, provider in PROVIDERS.items():
        packages = {str(canonicalize_name(package)) for package in provider.packages.values()}
        assert packages <= (names(declared(provider.extra)) if provider.extra else names(declared())), name


def test_every_import_of_the_tests_is_declared() -> None:
    homes = packages_distributions()
    folders = ("tests", "benchmarks", "docs", "examples", "rehearsal")
    files = [file for folder in folders for file in ROOT.glob(f"{folder}/**/*.py")]
    own = {file.stem for file in files} | set(folders)
    needed = {str(canonicalize_name(homes[module][0])) for module in imported(*files) - own}
    assert needed <= names(declared()) | names(declared("dev"))


def test_the_lock_allows_what_is_declared() -> None:
    lock = pins("requirements/lock.txt")
    for requirement in [*declared(), *declared("dev"), *declared("evaluation"), *declared("local")]:
        release = lock[canonicalize_name(requirement.name)]
        assert release in requirement.specifier, f"{requirement} does not allow {release}"


def test_the_lock_holds_every_package_that_is_drawn_in() -> None:
    lock = pins("requirements/lock.txt")
    assert names(_asked_for([*declared(), *declared("dev"), *declared("evaluation")], set())) - lock.keys() == set()


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


def test_a_space_finds_no_conflict() -> None:
    """A Space adds its own gradio to requirements.txt: what each package asks of another must hold for the pins."""
    lock = pins("requirements/lock.txt")
    wanted = [*declared(), Requirement(f"gradio[oauth,mcp]=={front_matter()['sdk_version']}")]
    conflicts = [
        f"{requirement} is asked for, {lock[name]} is pinned"
        for requirement in _asked_for(wanted, set())
        if (name := canonicalize_name(requirement.name)) in lock and lock[name] not in requirement.specifier
    ]
    assert conflicts == []


def _asked_for(wanted: list[Requirement], seen: set[tuple[str, ...]]) -> Iterator[Requirement]:
    """The requirements, and those of what they draw in, each with its range of releases."""
    yield from wanted
    for requirement in wanted:
        key = (str(canonicalize_name(requirement.name)), *sorted(requirement.extras))
        if key not in seen:
            seen.add(key)
            yield from _asked_for(_further(requirement), seen)


def _further(requirement: Requirement) -> list[Requirement]:
    """What a package that is installed here asks for, with the extras that are asked of it."""
    try:
        lines = [Requirement(line) for line in requires(requirement.name) or []]
    except PackageNotFoundError:  # for another system than this one
        return []
    extras = ["", *requirement.extras]
    return [r for r in lines if r.marker is None or any(r.marker.evaluate({"extra": extra}) for extra in extras)]


# What a Space reads from the head of the README, by the configuration reference of Hugging Face.
FIELDS = {
    "title", "emoji", "colorFrom", "colorTo", "sdk", "sdk_version", "python_version", "app_file", "app_port",
    "base_path", "app_build_command", "fullWidth", "header", "short_description", "models", "datasets", "tags",
    "thumbnail", "pinned", "suggested_hardware", "hf_oauth", "hf_oauth_expiration_minutes", "hf_oauth_scopes",
    "disable_embedding", "startup_duration_timeout", "custom_headers", "preload_from_hub", "license",
}  # fmt: skip
COLOURS = {"red", "yellow", "green", "blue", "indigo", "purple", "pink", "gray"}


def test_the_front_matter_is_what_a_space_reads() -> None:
    fields = front_matter()
    assert fields.keys() - FIELDS == set()
    assert fields["sdk"] == "gradio"
    assert fields["sdk_version"] == pins("requirements/lock.txt")["gradio"]
    assert fields["python_version"] == "3.11", "a string: 3.10 as a number would be 3.1"
    assert (ROOT / fields["app_file"]).is_file()
    assert fields["title"] and {fields["colorFrom"], fields["colorTo"]} <= COLOURS
    assert fields["emoji"].isprintable() and not fields["emoji"].isascii()
    assert len(fields["short_description"]) <= 60
    assert fields["license"] == "mit"
    assert fields["pinned"] is False
    assert fields["suggested_hardware"] == "cpu-basic"
    assert re.fullmatch(r"[1-9][0-9]*[mh]", fields["startup_duration_timeout"])


def test_the_front_matter_names_the_model_and_tells_searchers_what_this_is() -> None:
    fields = front_matter()
    assert [model.split("/")[1] for model in fields["models"]] == [Settings().embedding_model]
    assert "mcp-server" in fields["tags"]
    assert all(re.fullmatch(r"[a-z0-9-]+", tag) for tag in fields["tags"])


def test_the_thumbnail_is_in_the_repository_at_the_size_of_social_cards() -> None:
    picture = (ROOT / front_matter()["thumbnail"]).read_bytes()
    assert picture[:8] == b"\x89PNG\r\n\x1a\n" and picture[12:16] == b"IHDR"
    assert struct.unpack(">II", picture[16:24]) == (1200, 630)
    assert len(picture) < 100_000, "larger files need Git LFS on a Space"


def test_every_setting_is_documented() -> None:
    defaults = {"corpus_dir": "the one beside the code", "index_dir": "a folder in the user's cache"}
    defaults |= {"embed_origins": "none", "feedback_file": "none", "model": "none", "model_url": "the provider's"}
    defaults |= {"model_daily_tokens": "no limit", "model_temperature": "the provider's"}
    rows = [
        f"| `BOT_{name.upper()}` | {defaults.get(name) or f'`{field.default}`'} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    table = (
        (ROOT / "docs" / "settings.md")
        .read_text(encoding="utf-8")
        .split("| variable | default | |\n|---|---|---|\n")[1]
    )
    assert table.splitlines() == rows


def test_the_readme_shows_what_the_bot_says(bot: Bot) -> None:
    question = re.search(r'python -m bot ask "(.+)"', README)
    assert question
    shown = " ".join(line[1:].strip() for line in README.splitlines() if line.startswith(">"))
    first = bot.ask(question[1]).sentences[0]
    markers = "".join(f"[{number}]" for number in first.citations)
    assert shown.startswith(f"{first.text} {markers} ")


def test_the_readme_is_two_screens_at_most() -> None:
    assert len(README.split("---\n", 2)[2].splitlines()) <= 100


@pytest.mark.parametrize("target", re.findall(r"\]\(([^)]+)\)", README) + re.findall(r'src="([^"]+)"', README))
def test_links_and_pictures_of_the_readme_lead_somewhere(target: str) -> None:
    assert (ROOT / target).exists()


def test_the_readme_shows_six_pictures_each_with_words_for_who_cannot_see_it() -> None:
    assert len(re.findall(r'<img src="[^"]+" width="\d+%" alt="[^"]{20,}">', README)) == README.count("<img") == 6

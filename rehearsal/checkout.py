"""What a Space starts from: a clean checkout, what its README says, room on the disk and a free port."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
from pathlib import Path
from typing import Any

import yaml

from bot.records import Record
from rehearsal.failure import RehearsalFailed, last_lines

_UNITS = {"s": 1, "m": 60, "h": 3600}
_DEFAULT_STARTUP = "30m"
_NEEDED = ("sdk", "sdk_version", "python_version", "app_file")
# PEP 440 without what no release of gradio has: an epoch, and a local part.
_RELEASE = re.compile(r"[0-9]+(\.[0-9]+)*((a|b|rc)[0-9]+)?(\.post[0-9]+)?(\.dev[0-9]+)?")


class FrontMatter(Record):
    """What a Space takes from the head of README.md; ``startup_seconds`` is how long it waits for the page."""

    sdk_version: str
    python_version: str
    app_file: str
    startup_seconds: int


def clone(repository: Path, source: Path) -> str:
    """Check what is committed out into a new folder, and say which commit that is and what it lacks.

    Raises ``RehearsalFailed`` where ``repository`` is no git repository.
    """
    _git("clone", "--quiet", "--no-hardlinks", str(repository), str(source))
    commit = _git("-C", str(source), "rev-parse", "--short", "HEAD")
    changed = len(_git("-C", str(repository), "status", "--porcelain").splitlines())
    if not changed:
        return f"commit {commit}"
    files = "1 file is" if changed == 1 else f"{changed} files are"
    return f"commit {commit}; {files} changed and not committed, so a Space would not have that"


def read_front_matter(readme: Path) -> FrontMatter:
    """What a Space reads. Raises ``RehearsalFailed`` where a field is missing or is not what a Space takes."""
    fields = _fields(readme)
    if missing := [name for name in _NEEDED if fields.get(name) is None]:
        raise RehearsalFailed(f"README.md: {', '.join(missing)} is missing at its head.")
    if fields["sdk"] != "gradio":
        raise RehearsalFailed(f"README.md: sdk is {fields['sdk']!r}; the rehearsal knows gradio alone.")
    for name in ("sdk_version", "python_version"):
        # YAML takes 3.10 for the number 3.1, which another release bears.
        if not isinstance(fields[name], str) or not _RELEASE.fullmatch(fields[name]):
            raise RehearsalFailed(f'README.md: {name} is {fields[name]!r}, not a release in quotes such as "6.31.0".')
    return FrontMatter(
        sdk_version=fields["sdk_version"],
        python_version=fields["python_version"],
        app_file=str(fields["app_file"]),
        startup_seconds=seconds(str(fields.get("startup_duration_timeout", _DEFAULT_STARTUP))),
    )


def seconds(duration: str) -> int:
    """``30m``, ``1h`` or ``90s`` in seconds."""
    match = re.fullmatch(r"([1-9][0-9]*)([smh])", duration)
    if match is None:
        raise RehearsalFailed(f"README.md: startup_duration_timeout is {duration!r}, not a time such as 30m or 1h.")
    return int(match[1]) * _UNITS[match[2]]


def check_port_is_free(port: int) -> None:
    """Raise ``RehearsalFailed`` where something listens on the port already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # what ended lately does not count
        try:
            probe.bind(("0.0.0.0", port))
        except OSError as error:
            raise RehearsalFailed(f"port {port} is in use here: stop what listens there, and try again.") from error


def check_room(folder: Path, gigabytes: float) -> None:
    """Raise ``RehearsalFailed`` where the disk of ``folder`` has less room than an installation takes."""
    free = shutil.disk_usage(folder).free / 1e9
    if free < gigabytes:
        raise RehearsalFailed(
            f"{folder} has {free:.1f} GB of room, and an installation takes {gigabytes:g}: make room, or set TMPDIR "
            "to a folder on another disk."
        )


def _fields(readme: Path) -> dict[str, Any]:
    parts = readme.read_text(encoding="utf-8").split("---\n", 2)
    if len(parts) != 3 or parts[0]:
        raise RehearsalFailed("README.md does not begin with a block of YAML between two lines of ---.")
    try:
        fields = yaml.safe_load(parts[1])
    except yaml.YAMLError as error:
        raise RehearsalFailed(f"README.md: its head is not YAML: {error}") from error
    if not isinstance(fields, dict):
        raise RehearsalFailed("README.md: its head has no fields such as sdk: gradio.")
    return fields


def _git(*arguments: str) -> str:
    try:
        done = subprocess.run(["git", *arguments], capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise RehearsalFailed("git is not installed here.") from error
    if done.returncode:
        raise RehearsalFailed(f"'git {' '.join(arguments)}' failed:\n{last_lines(done.stderr)}")
    return done.stdout.strip()

"""Who runs the app, with which Python, and what it can write: its home and its folder for temporary files alone."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TypedDict

from bot.records import Record
from rehearsal.failure import RehearsalFailed

_NOBODYS = range(61_184, 65_520)  # ids that systems give to no account
_SHARED = ("/tmp", "/var/tmp", "/dev/shm")  # where everybody may write


class _Arguments(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


class Runner(Record):
    """Who runs the app: another user id where this is root, else whoever rehearses (``uid`` None)."""

    uid: int | None

    def arguments(self) -> _Arguments:
        """What ``subprocess`` takes to start something as that user."""
        return {} if self.uid is None else {"user": self.uid, "group": self.uid, "extra_groups": []}


class Python(Record):
    """A Python to make the environment from, and a note on how near it is to the one that a Space would take."""

    path: Path
    note: str


# Of each file and folder below a folder: its mode, its size and the nanosecond of its last change.
Fingerprint = dict[str, tuple[int, int, int]]


def runner() -> Runner:
    """An unprivileged user where this is root, since root writes what is read-only.

    Each time another one, so that what two rehearsals wrote is told apart.
    """
    return Runner(uid=random.choice(_NOBODYS) if os.geteuid() == 0 else None)


def find_python(version: str, runner: Runner) -> Python:
    """The Python that a Space would take, or the one of this project where it cannot be had here."""
    folders = [*os.environ.get("PATH", "").split(os.pathsep), os.path.join(sys.base_prefix, "bin")]
    own = f"{sys.version_info.major}.{sys.version_info.minor}"
    for wanted in dict.fromkeys((version, own)):
        for path in dict.fromkeys(shutil.which(f"python{wanted}", path=folder) for folder in folders):
            # It must have venv's ensurepip, be there for the app's user too, and belong to no environment.
            probe = "import ensurepip, sys; sys.exit(sys.prefix != sys.base_prefix)"
            if path and not _status([path, "-c", probe], runner):
                told = "as on the Space" if wanted == version else f"the Space has {version}, which is not here"
                return Python(path=Path(path), note=f"{wanted}, {told}")
    raise RehearsalFailed(
        f"there is no Python {version} here that has venv and that an unprivileged user can run (on Debian and "
        "Ubuntu: apt install python3-venv)."
    )


def writable_folder(folder: Path, runner: Runner) -> Path:
    """A new, empty folder of the app's user."""
    folder.mkdir(mode=0o700)
    if runner.uid is not None:
        os.chown(folder, runner.uid, runner.uid)
    return folder


def make_read_only(source: Path, runner: Runner) -> str:
    """Take the right to write from every file and folder, and try it. Returns what was done."""
    for folder, _, names in os.walk(source, topdown=False):
        for name in names:
            path = Path(folder, name)
            if not path.is_symlink():
                path.chmod(0o555 if os.access(path, os.X_OK) else 0o444)
        os.chmod(folder, 0o555)
    for path in (source / "new", source / "README.md"):
        if not _status(["sh", "-c", 'echo >> "$1"', "sh", str(path)], runner):
            raise RehearsalFailed(f"{path} could be written although it was made read-only.")
    if runner.uid is None:
        return "the source, without the right to write; a try to write was refused"
    return f"the source is root's, and user {runner.uid} runs the app; a try to write was refused"


def fingerprint(source: Path) -> Fingerprint:
    """What would tell that something in the folder was written, made or taken away."""
    found = {}
    for folder, _, names in os.walk(source):
        for path in (Path(folder), *(Path(folder, name) for name in names)):
            status = path.lstat()
            found[str(path.relative_to(source))] = (status.st_mode, status.st_size, status.st_mtime_ns)
    return found


def check_unchanged(source: Path, before: Fingerprint) -> None:
    """Raise ``RehearsalFailed`` where the folder is not as it was."""
    after = fingerprint(source)
    if changed := sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path)):
        raise RehearsalFailed(f"the app changed its own source: {', '.join(changed[:5])}")


def written(work: Path, allowed: tuple[Path, ...], runner: Runner, since: float) -> str:
    """What the app wrote, in megabytes. Raises ``RehearsalFailed`` where it wrote outside of its folders.

    ``since`` is when the app was first started, in seconds since the epoch.
    """
    sizes = ", ".join(f"{folder.name} {_megabytes(folder):.0f} MB" for folder in allowed)
    if runner.uid is None:
        return f"{sizes}; whether more elsewhere cannot be told, since the app ran as this user"
    # In places for everybody, what the app makes stands at the top: what lies deeper is in folders of others.
    candidates = [*_files(work), *(path for place in _SHARED for path in Path(place).glob("*"))]
    strays = {
        str(path)
        for path in candidates
        if _belongs(path, runner.uid, since) and not any(path.is_relative_to(folder) for folder in allowed)
    }
    if strays:
        raise RehearsalFailed(
            f"the app wrote outside of its home and temporary folder: {', '.join(sorted(strays)[:5])}"
        )
    return f"{sizes}; nothing elsewhere"


def _status(command: list[str], runner: Runner) -> int:
    try:
        done = subprocess.run(
            command, cwd="/", capture_output=True, env={"PATH": "/usr/bin:/bin"}, check=False, **runner.arguments()
        )
    except PermissionError:  # a Python in a folder that is closed to the app's user
        return 1
    return done.returncode


def _files(folder: Path) -> list[Path]:
    """All files below the folder, at any depth."""
    return [Path(place, name) for place, _, names in os.walk(folder) for name in names]


def _belongs(path: Path, uid: int, since: float) -> bool:
    try:
        status = path.lstat()
    except FileNotFoundError:  # gone since it was listed
        return False
    return status.st_uid == uid and status.st_mtime >= since


def _megabytes(folder: Path) -> float:
    return sum(path.lstat().st_size for path in _files(folder)) / 1e6

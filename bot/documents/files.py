"""The files that a path means: one, or all in a folder and below it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple


class Found(NamedTuple):
    """Files with the names they are kept under, in order; what was passed over, with the reason."""

    files: tuple[tuple[Path, str], ...]
    passed_over: tuple[tuple[str, str], ...]


def find_files(paths: Sequence[Path]) -> Found:
    """The files at ``paths``. Of a folder, every file in it and below, named by its path within the folder.

    Links to folders are not followed, so that a loop of them ends; hidden files, and those that office programs keep
    while a file is open, are passed over. A path at which there is nothing is given back as it is.
    """
    files: list[tuple[Path, str]] = []
    passed_over: list[tuple[str, str]] = []
    for path in paths:
        if path.is_dir():
            _walk(path, files, passed_over)
        else:
            files.append((path, path.name or str(path)))
    return Found(tuple(files), tuple(passed_over))


def _walk(top: Path, files: list[tuple[Path, str]], passed_over: list[tuple[str, str]]) -> None:
    def refused(error: OSError) -> None:
        name = _relative(Path(error.filename), top)
        passed_over.append((name, f"the folder cannot be read ({(error.strerror or '').lower()})"))

    for folder, folders, names in os.walk(top, onerror=refused):
        here = Path(folder)
        for name in sorted(folders):
            if (here / name).is_symlink():
                passed_over.append((_relative(here / name, top), "a link to a folder is not followed"))
        folders[:] = sorted(name for name in folders if not name.startswith(".") and not (here / name).is_symlink())
        for name in sorted(names):
            if name.startswith((".", "~$")):
                passed_over.append((_relative(here / name, top), "a hidden file"))
            else:
                files.append((here / name, _relative(here / name, top)))


def _relative(path: Path, top: Path) -> str:
    return path.relative_to(top).as_posix()

"""The libraries that only the evaluation needs, and what to do where they are missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec


class ExtraMissing(Exception):
    """A library of the extra ``evaluation`` is not installed; the message names it and says how to install it."""

    def __init__(self, library: str | None) -> None:
        super().__init__(
            f"The evaluation needs {library}, which is not installed: add it by `pip install "
            "'encryption-debate[evaluation]'`, or in a checkout by `pip install -e '.[evaluation]'`."
        )


@contextmanager
def needs_extra() -> Iterator[None]:
    """Import libraries of the extra in here. Raises ExtraMissing where one is not installed."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise ExtraMissing(error.name) from error


def require(libraries: Iterable[str]) -> None:
    """Raises ExtraMissing for the first that is not installed, before minutes are spent on a run in vain."""
    for library in libraries:
        if find_spec(library) is None:
            raise ExtraMissing(library)

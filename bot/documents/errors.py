"""What can be wrong with a file that is to become a document: each says what is wrong, where, and what to do."""

from __future__ import annotations


class DocumentError(Exception):
    """A file cannot become a document; the message names it, says what is wrong and what to do.

    ``file`` is the name to show, ``wrong`` and ``remedy`` are one sentence each, without a full stop.
    """

    def __init__(self, file: str, wrong: str, remedy: str) -> None:
        self.file, self.wrong, self.remedy = file, wrong, remedy
        super().__init__(f"{shown(file)}: {self.reason}")

    @property
    def reason(self) -> str:
        """What is wrong and what to do, without the name of the file."""
        return f"{self.wrong}; {self.remedy}."


class UnreadableFile(DocumentError):
    """The system refuses to read the file, or it is a folder, a pipe or a device."""


class EmptyDocument(DocumentError):
    """The file holds no words."""


class EncryptedDocument(DocumentError):
    """The file wants a password."""


class DamagedDocument(DocumentError):
    """The file is of a known kind, but broken."""


class UnknownKind(DocumentError):
    """The file is of a kind that is not read here."""


class TooLarge(DocumentError):
    """The file, or what it unpacks to, is beyond a limit."""


class DamagedRecord(DocumentError):
    """A kept document in the corpus folder cannot be read back."""


class NoSuchDocument(DocumentError):
    """There is no document of this id."""


def shown(name: str) -> str:
    """A file name on one line: line breaks and other control characters as escapes."""
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in name)

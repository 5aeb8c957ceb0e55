"""axe-core, the checker of accessibility, from its npm package: one pinned release, held to its published hash."""

from __future__ import annotations

import base64
import hashlib
import io
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

VERSION = "4.14.1"
# What `npm view axe-core@4.14.1 dist.integrity` says.
INTEGRITY = "sha512-FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ=="
_SCRIPT = "package/axe.min.js"
_PATIENCE = 120  # seconds for npm


class Unavailable(Exception):
    """axe-core is neither kept here nor to be had; the message says why."""


def script(kept: Path) -> str:
    """The JavaScript of axe-core. The package is kept in a folder, and fetched by npm only where it is not there.

    Raises ``Unavailable`` where it cannot be fetched, ``ValueError`` where it is not the package that was published.
    """
    package = kept / f"axe-core-{VERSION}.tgz"
    if not package.exists() or not _published(package.read_bytes()):
        _fetch(package)
    data = package.read_bytes()
    if not _published(data):
        raise ValueError(f"{package} is not axe-core {VERSION} as it was published: delete it and look into this.")
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        member = archive.extractfile(_SCRIPT)
        assert member is not None
        return member.read().decode("utf-8")


def _fetch(package: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise Unavailable("axe-core is not kept here, and there is no npm to fetch it: install Node.js with npm.")
    with tempfile.TemporaryDirectory(dir=package.parent) as folder:
        command = [npm, "pack", f"axe-core@{VERSION}", "--silent", "--pack-destination", folder]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=_PATIENCE, cwd=folder)
        except (subprocess.SubprocessError, OSError) as error:
            said = (getattr(error, "stderr", b"") or b"").decode("utf-8", "replace").strip()
            raise Unavailable(f"npm could not fetch axe-core {VERSION}: {said or error}") from error
        (Path(folder) / package.name).replace(package)


def _published(data: bytes) -> bool:
    return "sha512-" + base64.b64encode(hashlib.sha512(data).digest()).decode() == INTEGRITY

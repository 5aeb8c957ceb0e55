"""Time and memory of reading long documents: a PDF of 500 full pages, and texts of every format.

    python benchmarks/documents.py

Each file is made here and read in a process of its own; the bars are 1.5 GB of memory and progress for each page.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from document_samples import docx_file, epub_file, html_file, pdf_file, rtf_file, text_file  # noqa: E402

_PAGES = 500
_LINES = 45
_READ = """
import resource, sys, time
from pathlib import Path
from bot.documents.load import load
told = []
started = time.perf_counter()
document = load(Path(sys.argv[1]), progress=lambda done, total: told.append(done))
seconds = time.perf_counter() - started
megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
print(f"{seconds:.1f} s, {megabytes:.0f} MB, {len(document.text):,} characters, {len(document.blocks)} passages, "
      f"progress told {len(told)} times")
"""


def main() -> None:
    """Print a line for each file."""
    lines = [
        f"Line {number} of a page in a long made-up report on locks and keys, set full." for number in range(_LINES)
    ]
    paragraphs = [f"{' '.join(lines[:12])} Paragraph {number}." for number in range(2000)]
    files = {
        f"report of {_PAGES} pages.pdf": pdf_file([lines] * _PAGES, header="Report on locks", footer=True),
        "long.txt": text_file(paragraphs),
        "long.md": text_file(["# Long", *paragraphs]),
        "long.html": html_file("Long", paragraphs),
        "long.docx": docx_file(paragraphs, "Long"),
        "long.rtf": rtf_file(paragraphs, "Long"),
        "long.epub": epub_file([(str(n), paragraphs[n : n + 100]) for n in range(0, len(paragraphs), 100)]),
    }
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            path = Path(folder, name)
            path.write_bytes(content)
            found = subprocess.run([sys.executable, "-c", _READ, str(path)], cwd=ROOT, capture_output=True, text=True)
            print(
                f"{name} ({len(content) / 1e6:.1f} MB): {found.stdout.strip() or found.stderr.strip()[-300:]}",
                flush=True,
            )


if __name__ == "__main__":
    main()

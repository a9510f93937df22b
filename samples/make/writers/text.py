"""Text files: flattened rows, one cell a line, the layout text of a PDF, and their encodings."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, TypeAlias

from samples.make.flattened import flatten, one_cell_a_line
from samples.make.spec import FormSpec
from samples.make.writers.tools import find_program

Encoding: TypeAlias = Literal["utf-8", "utf-8-sig", "utf-16", "gb18030"]


def write_flattened(
    forms: Iterable[FormSpec],
    path: Path,
    title: str | None = None,
    *,
    encoding: Encoding = "utf-8",
    damaged: bool = True,
) -> None:
    """Tab-separated rows without spans; ``damaged=False`` leaves the forms' damage out.

    ``utf-16`` is little-endian with its byte order mark.
    """
    _write(path, flatten(forms, title, damaged=damaged), encoding)


def write_cells(
    forms: Iterable[FormSpec], path: Path, title: str | None = None, *, encoding: Encoding = "utf-8"
) -> None:
    """Every non-blank cell on a line of its own."""
    _write(path, one_cell_a_line(forms, title), encoding)


def write_layout_text(pdf: Path, path: Path) -> None:
    """What ``pdftotext -layout`` prints of a PDF: columns kept apart by spaces, pages by form feeds.

    Raises:
        ProducerMissing: pdftotext is not installed.
    """
    program = find_program(("pdftotext",), "pdftotext", "apt-get install poppler-utils")
    subprocess.run(
        [program, "-layout", "-enc", "UTF-8", str(pdf), str(path)], check=True, capture_output=True, timeout=60
    )


def _write(path: Path, text: str, encoding: Encoding) -> None:
    data = b"\xff\xfe" + text.encode("utf-16-le") if encoding == "utf-16" else text.encode(encoding)
    path.write_bytes(data)

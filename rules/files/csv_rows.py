"""Rows of CSV rule files."""

from __future__ import annotations

from pathlib import Path


def read_csv(path: Path) -> list[dict[str, str]]:
    """Return the rows of a file by its headings."""
    import csv  # only where nothing was kept of the file

    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))

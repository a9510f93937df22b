"""Folders of submissions, and records of what came of them."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import (  # noqa: F401 -- fixtures
    FORM,
    PROSE,
    Ended,
    damaged,
    encrypted,
    jixiao,
    picture,
)


@pytest.fixture
def submit(tmp_path: Path) -> Callable[..., Path]:
    """Write numbered forms as text into a folder; each is a document of its own."""

    def call(count: int, folder: str = "in") -> Path:
        for number in range(count):
            path = tmp_path / folder / f"{number:03d}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(FORM.replace("档案库房", f"第{number}库房"), encoding="utf-8")
        return tmp_path / folder

    return call


def documents(output: Path) -> dict[str, dict[str, Any]]:
    """Every record of an output folder by the name of its file."""
    return {path.name: json.loads(path.read_bytes()) for path in sorted((output / "documents").glob("*.json"))}


def rows(output: Path, table: str) -> list[dict[str, str]]:
    """A CSV table of an output folder."""
    with (output / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


TIGHT = 2
"""Seconds that are plenty for a submission, and too few for a heavy text."""


def heavy_text(rows: int = 300_000) -> str:
    """A text that is no form and takes a core two seconds for 100,000 rows."""
    return "项目名称\t甲\t项目性质\t乙\n" * rows

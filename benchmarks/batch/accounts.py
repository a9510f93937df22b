"""Nothing lost, nothing doubled: a batch killed at random moments, then run to its end, against what was put in."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections import Counter
from pathlib import Path
from random import Random

from msgspec import Struct

from benchmarks.batch.command import Ran, run

_EXPECTED = {
    "pdf": {"ok", "partial"},
    "text": {"ok", "partial"},
    "slow": {"TIME_LIMIT"},
    "greedy": {"CRASHED", "MEMORY_LIMIT", "TIME_LIMIT"},
    "cut": {"DAMAGED"},
    "header_only": {"DAMAGED"},
    "zeroed": {"DAMAGED"},
    "no_pages": {"DAMAGED"},
    "nested": {"DAMAGED"},
    "encrypted": {"ENCRYPTED"},
    "picture": {"OCR_NEEDED"},
    "archive": {"UNSUPPORTED_FORMAT"},
    "program": {"UNSUPPORTED_FORMAT"},
    "no_text": {"ENCODING", "UNSUPPORTED_FORMAT"},
}


class Account(Struct, frozen=True):
    """What the output folder says after the last run."""

    kills: list[float]
    last: Ran
    wrong: list[str]
    statuses: Counter[str]
    readings: int
    left_over: list[str]


def kill_and_finish(
    inputs: Path, output: Path, made: dict[str, str], kills: int, options: list[str], seed: int
) -> Account:
    """Run and kill a batch some times, let it finish, and compare."""
    rng = Random(seed)
    arguments = ["extract", str(inputs), "-o", str(output), "-q", *options]
    lasted = []
    left_over = []
    for _ in range(kills):
        ran = run(arguments, kill_after=rng.uniform(1.0, 12.0))
        lasted.append(ran.seconds)
        left_over += [f"process {pid}" for pid in ran.left]
    last = run(arguments)
    statuses, wrong = _compare(inputs, output, made)
    readings = sum(1 for _ in (output / "documents").glob("*.json"))
    left_over += [str(path) for path in output.rglob("*.part")]
    return Account(lasted, last, wrong, statuses, readings, left_over)


def _compare(inputs: Path, output: Path, made: dict[str, str]) -> tuple[Counter[str], list[str]]:
    statuses: Counter[str] = Counter()
    wrong: list[str] = []
    with sqlite3.connect(output / ".jixiao" / "ledger.sqlite") as ledger:
        query = (
            "SELECT input.name, input.outcome, reading.status, reading.code, content.file FROM input "
            "JOIN run ON run.id = input.run JOIN content USING (sha256) JOIN reading ON reading.sha256 = input.sha256 AND current = 1 "
            "WHERE run.state = 'done' AND run.started_at = (SELECT max(started_at) FROM run)"
        )
        rows = {Path(name).relative_to(inputs).as_posix(): rest for name, *rest in ledger.execute(query)}
    files = [row[3] for row in rows.values()]
    for name, kind in made.items():
        if name not in rows:
            wrong.append(f"{name} ({kind}) is lost")
            continue
        _, status, code, file = rows[name]
        told = code or status
        statuses[told] += 1
        if told not in _EXPECTED[kind]:
            wrong.append(f"{name} ({kind}) is {told}")
        if not (output / "documents" / file).exists():
            wrong.append(f"{name} has no document")
        if code and not (output / "quarantine" / file).exists():
            wrong.append(f"{name} is not in the quarantine")
    wrong += [f"{name} was not put in" for name in rows.keys() - made.keys()]
    wrong += [f"{file} stands for several inputs" for file, number in Counter(files).items() if number > 1]
    return statuses, wrong + _tables(output, len(made))


def _tables(output: Path, count: int) -> list[str]:
    """Where the tables disagree with the documents."""
    documents = {}
    for path in (output / "documents").glob("*.json"):
        record = json.loads(path.read_bytes())
        documents[record["document"]["sha256"]] = sum(len(form["indicators"]) for form in record["forms"])
    wrong = [] if len(documents) == count else [f"{len(documents)} documents for {count} inputs"]
    with (output / "documents.csv").open(encoding="utf-8", newline="") as handle:
        listed = [row["document_sha256"] for row in csv.DictReader(handle)]
    if sorted(listed) != sorted(documents):
        wrong.append("documents.csv does not list the documents")
    with (output / "indicators.csv").open(encoding="utf-8", newline="") as handle:
        rows = Counter(row["document_sha256"] for row in csv.DictReader(handle))
    if {key: number for key, number in documents.items() if number} != dict(rows):
        wrong.append("indicators.csv does not hold the documents' indicators")
    return wrong

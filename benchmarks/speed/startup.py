"""Part ``startup``: whole commands from nothing, as a shell or a scheduler starts them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from benchmarks.speed.documents import SAMPLES, TEN_FORMS
from benchmarks.speed.section import Section, say, table

DOCUMENT = SAMPLES / f"{TEN_FORMS['LibreOffice Calc']}.pdf"
_PLUMBER = """
import pdfplumber
with pdfplumber.open({path!r}) as document:
    for page in document.pages:
        print(page.extract_tables())
        page.close()
"""
_CAMELOT = """
import camelot
for table in camelot.read_pdf({path!r}, pages="all", flavor="lattice", suppress_stdout=True{options}):
    print(table.df.to_csv())
"""
_SLOW_RUNS = 3


def commands(document: Path = DOCUMENT) -> dict[str, Sequence[str]]:
    """What is started, by what it is called in the table."""
    path = str(document)
    vector = ', engine="vector"'
    peers = {
        "pdfplumber, extract_tables": _PLUMBER.format(path=path),
        "camelot, lattice, vector": _CAMELOT.format(path=path, options=vector),
        "camelot, lattice": _CAMELOT.format(path=path, options=""),
    }
    return {
        "python -c pass": [sys.executable, "-c", "pass"],
        "jixiao --help": [*_jixiao(), "--help"],
        "jixiao extract FILE -o -": [*_jixiao(), "extract", path, "-o", "-", "-q"],
        **{name: [sys.executable, "-c", code] for name, code in peers.items() if find_spec(name.partition(",")[0])},
    }


def run(rounds: int) -> Section:
    """Time every command; at least 15 runs but for camelot, which takes seconds."""
    rounds = max(rounds, 15)
    times = wall_times(commands(), rounds)
    say("startup: " + ", ".join(f"{name} {median(taken):.2f} s" for name, taken in times.items()))
    return Section("startup", markdown(times))


def wall_times(started: Mapping[str, Sequence[str]], rounds: int) -> dict[str, list[float]]:
    """Seconds on the clock of every run, in interleaved rounds after one to warm the disk cache and compiled modules.

    Raises:
        RuntimeError: a command failed.
    """
    times: dict[str, list[float]] = {name: [] for name in started}
    for number in range(-1, rounds):
        for name, command in started.items():
            if name.startswith("camelot") and number >= _SLOW_RUNS:
                continue
            seconds = _timed(command)
            if number >= 0:
                times[name].append(seconds)
    return times


def markdown(times: Mapping[str, Sequence[float]]) -> str:
    """A line a command."""
    rows = [
        [
            f"`{name}`" if name.startswith(("jixiao", "python")) else name,
            *map(_seconds, (median(t), min(t))),
            f"{len(t)}",
        ]
        for name, t in times.items()
    ]
    return "\n\n".join([
        "Whole commands on a document of ten forms (LibreOffice Calc, ten pages), each run a new process, seconds on the clock; "
        "files are in the disk cache:",
        table(["command", "median", "quickest", "runs"], rows),
    ])  # fmt: skip


def _seconds(value: float) -> str:
    return f"{value:.3f}"


def _jixiao() -> list[str]:
    script = Path(sys.executable).with_name("jixiao")
    return [str(script)] if script.exists() else [sys.executable, "-m", "extractor.cli.main"]


_run = partial(subprocess.run, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)


def _timed(command: Sequence[str]) -> float:
    start = time.perf_counter()
    done = _run(command, env={**as_users(), "PYTHONWARNINGS": "ignore"})
    seconds = time.perf_counter() - start
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)[:80]}… ended with {done.returncode}: {done.stderr[-400:]}")
    return seconds


def as_users() -> dict[str, str]:
    """The environment as users have it: Python keeps compiled modules, which some build machines switch off."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

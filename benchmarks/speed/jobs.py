"""Part ``jobs``: two processes against one, as the command runs them."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from itertools import count as numbers
from pathlib import Path
from random import Random

from benchmarks.speed.rounds import Candidate, medians
from benchmarks.speed.section import Section, say, table

_ONE, _TWO = "1 worker", "2 workers"
_ALONE = "reading alone, "
_FORMS = 10


def run(*, full: bool) -> Section:
    """Time the command and the reading in it with one and with two workers."""
    count, rounds = (300, 5) if full else (80, 3)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "in")
        write_documents(folder, count)
        seconds = measure(folder, Path(scratch), count, rounds)
    say("jobs: " + ", ".join(f"{name} {1 / one:.0f}/s" for name, one in seconds.items()))
    return Section("jobs", markdown(seconds, count, rounds))


def measure(folder: Path, scratch: Path, count: int, rounds: int) -> dict[str, float]:
    """Seconds on the clock a document."""
    candidates = [
        Candidate(f"{_ALONE}{name}", partial(_read, folder, jobs), count, warm=False)
        for name, jobs in ((_ONE, 1), (_TWO, 2))
    ]
    outputs = numbers()
    candidates += [
        Candidate(name, partial(_command, folder, scratch, jobs, outputs), count, warm=False)
        for name, jobs in ((_ONE, 1), (_TWO, 2))
    ]
    return medians(candidates, rounds, time.perf_counter)


def markdown(seconds: dict[str, float], count: int, rounds: int) -> str:
    """Reading alone and the whole command."""
    rows = [
        [what, f"{1 / seconds[prefix + _ONE]:.1f}", f"{1 / seconds[prefix + _TWO]:.1f}", f"{seconds[prefix + _ONE] / seconds[prefix + _TWO]:.2f}"]
        for what, prefix in (("reading alone (isolated workers, JSON)", _ALONE), ("`jixiao extract`, everything written", ""))
    ]  # fmt: skip
    return "\n\n".join([
        f"{count} PDFs of {_FORMS} different forms each, documents a second on the clock, start and end of the workers "
        f"included; medians of {rounds} interleaved rounds:",
        table(["", _ONE, _TWO, "two against one"], rows),
    ])  # fmt: skip


def write_documents(folder: Path, count: int, seed: int = 1) -> None:
    """So many PDFs of ten forms each, all different."""
    from samples.make import random_form, write_reportlab_pdf

    rng = Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        forms = [random_form(rng) for _ in range(_FORMS)]
        write_reportlab_pdf(forms, folder / f"{number:05d}.pdf", font="cid", rules="strokes")


def _read(folder: Path, jobs: int) -> None:
    from extractor.batch import Failure, Limits, find_inputs
    from extractor.batch.pool import read_isolated
    from extractor.pipeline import ExtractOptions

    found = [path for path in find_inputs([folder]) if not isinstance(path, Failure)]
    for _ in read_isolated(found, ExtractOptions(), jobs, Limits(), want="file"):
        pass


def _command(folder: Path, scratch: Path, jobs: int, outputs: Iterator[int]) -> None:
    out = scratch / f"out-{next(outputs)}"  # a run into the same directory would find its work done
    command = [sys.executable, "-m", "extractor.cli.main", "extract", str(folder), "-o", str(out), "-q"]
    command += ["--overlays", "0", "--jobs", str(jobs)]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"jixiao extract ended with {done.returncode}: {done.stderr[-400:]}")

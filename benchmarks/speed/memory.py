"""Part ``memory``: the most that reading takes, and whether a batch's parent grows."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from random import Random
from statistics import median

from benchmarks.batch.command import run as run_command
from benchmarks.speed.documents import dense, different, ten_forms
from benchmarks.speed.readers import PLUMBER, READERS, TABLES, WHOLE
from benchmarks.speed.section import Section, say, table

_PRODUCER = "LibreOffice Calc"
_PROBE = "from benchmarks.speed.memory import probe; probe()"
_ROOT = Path(__file__).parents[2]
DOCUMENTS = 300
FULL_DOCUMENTS = 10_000


def run(documents: int) -> Section:
    """Peaks of single documents, and the parent's memory over a batch of so many."""
    peaks = []
    for reader, paper in (
        (TABLES, dense(_PRODUCER, 1000)),
        (WHOLE, dense(_PRODUCER, 1000)),
        (WHOLE, different(1000)),
        (PLUMBER, dense(_PRODUCER, 100)),
    ):
        with tempfile.TemporaryDirectory() as scratch:
            path = Path(scratch, "document.pdf")
            path.write_bytes(paper.data)
            before, peak = peak_of(reader, path)
        peaks.append([reader, paper.kind, f"{paper.pages:,}", f"{before:.0f}", f"{peak:.0f}"])
        say(f"memory: {' '.join(peaks[-1])}")
    rss, jobs = parent_memory(documents)
    say(f"memory: parent {rss[0]:.0f} … {rss[-1]:.0f} MB over {documents} documents")
    return Section("memory", markdown(peaks, rss, documents, jobs))


def markdown(peaks: Sequence[Sequence[str]], rss: Sequence[float], documents: int, jobs: int) -> str:
    """Peaks as a table, the batch as a line."""
    early, middle, late = thirds(rss)
    return "\n\n".join([
        "Resident memory of one process, MB, after a document of ten pages and at its peak over a long one:",
        table(["reader", "pages with", "pages", "after ten pages", "peak"], peaks, labels=2),
        f"The parent of `jixiao extract --jobs {jobs}` over {documents:,} documents, all different: "
        f"median {early:.0f} MB in the first third of the time, {middle:.0f} in the second, {late:.0f} in the last; "
        f"{max(rss):.0f} at most.",
    ])  # fmt: skip


def thirds(samples: Sequence[float]) -> tuple[float, float, float]:
    """The medians of the first, second and last third."""
    third = max(1, len(samples) // 3)
    return median(samples[:third]), median(samples[third:-third] or samples), median(samples[-third:])


def peak_of(reader: str, path: Path) -> tuple[float, float]:
    """MB of a new process that reads a document of ten pages, then one more: after the first, and at most.

    The most is the process's own mark (``VmHWM``): what ``getrusage`` tells of a child starts with its parent's memory.
    """
    command = [sys.executable, "-c", _PROBE, reader, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=_ROOT)
    before, peak = json.loads(done.stdout)
    return before, peak


def probe() -> None:
    """In the new process: read, and print what was taken."""
    reader, path = sys.argv[1:]
    READERS[reader](ten_forms(_PRODUCER))
    before = resident()[0]
    READERS[reader](Path(path).read_bytes())
    print(json.dumps([before, resident()[1]]))


def resident() -> tuple[float, float]:
    """MB that this process has in memory, and had at most."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:  # no Linux: only the most is known
        import resource

        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
        return most, most
    now, most_kb = (int(re.search(rf"{key}:\s+(\d+)", status)[1]) for key in ("VmRSS", "VmHWM"))  # type: ignore[index]
    return now / 1024, most_kb / 1024


def parent_memory(documents: int) -> tuple[list[float], int]:
    """The parent's resident memory in MB while ``jixiao extract`` reads so many documents, a sample a quarter of a second."""
    jobs = min(2, os.cpu_count() or 1)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "in")
        write_documents(folder, documents)
        say(f"memory: {documents} documents written")
        ran = run_command(["extract", str(folder), "-o", str(Path(scratch, "out")), "-q", "--jobs", str(jobs)])
    if ran.code != 0:
        raise RuntimeError(f"jixiao extract ended with {ran.code}: {ran.error[-400:]}")
    started = next((n for n, one in enumerate(ran.rss) if one > 0.8 * median(ran.rss)), 0)  # imports are done
    return ran.rss[started:], jobs


def write_documents(folder: Path, count: int, seed: int = 1) -> None:
    """So many documents of one form each, all different, every other one a PDF and the others text."""
    from samples.make import flatten, random_form, write_reportlab_pdf

    rng = Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        form = random_form(rng)
        if number % 2:
            (folder / f"{number:05d}.txt").write_text(flatten([form]), encoding="utf-8")
        else:
            write_reportlab_pdf([form], folder / f"{number:05d}.pdf", font="cid", rules="strokes")

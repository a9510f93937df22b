"""The regression guard: counts work, not seconds, and compares it with a committed baseline.

``instructions``: machine instructions, counted by valgrind's callgrind; everything is in them, PDFium and compiled loops
included. ``bytecodes``: instructions of the Python interpreter, where there is no valgrind; what C does is not in them.
Both repeat within a fraction of a per cent, on a busy machine too, but only for the same interpreter and PDFium: a baseline says
which it is of and is compared with no other.
"""

from __future__ import annotations

import gc
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from types import FrameType
from typing import Any

from benchmarks.speed.section import say
from benchmarks.speed.stages import FLOOR, SAME_PAGES, stages
from benchmarks.speed.startup import DOCUMENT, as_users

BASELINE = Path(__file__).with_name("baseline.json")
METHODS = ("instructions", "bytecodes")
TOLERANCE = 0.05
"""What a stage may take more than its baseline."""
COMMANDS = {
    "jixiao --help": ("--help",),
    "jixiao extract, ten forms": ("extract", str(DOCUMENT), "-o", "-", "-q"),
}
"""Whole commands from nothing, by what they are called in the report: their arguments."""
_ROOT = Path(__file__).parents[2]
_MARK = "getpgrp"
"""A system call that nothing else makes: callgrind writes its counts down and starts anew when it sees it."""
_RUN = "from benchmarks.speed.guard import run_marked; run_marked()"
_COMMAND = "import sys; sys.argv = {argv!r}; from extractor.cli.main import run; run()"
Counts = dict[str, int]


def main(method: str | None, baseline: Path, *, renew: bool) -> int:
    """Count, then compare or renew the baseline.

    Returns:
        0 when no stage takes more than it may, 1 when one does, 2 when there is no baseline for this interpreter.
    """
    method = method or ("instructions" if shutil.which("valgrind") else "bytecodes")
    known = json.loads(baseline.read_text(encoding="utf-8")) if baseline.exists() else {}
    here = environment()
    of = known.get(method, {}).get("of")
    if not renew and of != here:
        say(f"{baseline.name} counts {method} of {of}; this is {here}. Counts of the two do not compare.")
        say(
            "Make a baseline of your own from a state that you trust: python -m benchmarks.speed guard --write --baseline FILE"
        )
        return 2
    counts = count(method)
    if renew:
        known[method] = {"of": here, "counts": counts}
        baseline.write_text(json.dumps(known, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        print(f"{baseline}: {method} of {len(counts)} stages")
        return 0
    before: Counts = known[method]["counts"]
    print(report(method, counts, before))
    failures = grown(counts, before)
    for failure in failures:
        say(failure)
    return 1 if failures else 0


def count(method: str) -> Counts:
    """What every stage takes, by :data:`METHODS`."""
    return instructions() if method == "instructions" else bytecodes(stages())


def grown(counts: Mapping[str, int], before: Mapping[str, int], tolerance: float = TOLERANCE) -> list[str]:
    """A sentence for every stage that takes more than its baseline allows, or that is missing on one side."""
    told = [
        f"{name}: {counts[name]:,} against {was:,} in the baseline, {counts[name] / was - 1:+.1%}; allowed are {tolerance:+.0%}."
        for name, was in before.items()
        if name in counts and counts[name] > was * (1 + tolerance)
    ]
    told += [f"{name}: in the baseline and not counted." for name in before if name not in counts]
    return told + [f"{name}: not in the baseline; renew it." for name in counts if name not in before]


def report(method: str, counts: Mapping[str, int], before: Mapping[str, int]) -> str:
    """A line a stage: counts, change, and the multiple of PDFium's own."""
    floor = counts.get(FLOOR, 0) if method == "instructions" else 0
    lines = []
    for name, now in counts.items():
        change = f"{now / before[name] - 1:+.2%}" if before.get(name) else "new"
        share = f"{now / floor:.2f} × PDFium" if floor and name in SAME_PAGES else ""
        lines.append(f"{name:38} {now:>15,} {change:>8}  {share}".rstrip())
    return "\n".join([f"{method}, against the baseline:", *lines])


def environment() -> dict[str, str]:
    """What counts depend on besides our code."""
    from extractor.readers.pdf.batch import PythonCalls, calls

    return {
        "python": platform.python_version().rpartition(".")[0],
        "pypdfium2": version("pypdfium2"),
        "machine": f"{platform.system()} {platform.machine()}",
        "loops": "Python" if isinstance(calls(), PythonCalls) else "compiled",
    }


def instructions() -> Counts:
    """Machine instructions of every stage, warm, and of whole commands.

    Raises:
        RuntimeError: valgrind failed.
    """
    names = list(stages())
    marked = _callgrind(_RUN, f"--dump-before={_MARK}")
    if len(marked) != 2 * len(names) + 1:  # each stage, and what came before, between and after
        raise RuntimeError(f"callgrind wrote {len(marked)} counts for {len(names)} stages")
    commands = {
        name: sum(_callgrind(_COMMAND.format(argv=["jixiao", *arguments]))) for name, arguments in COMMANDS.items()
    }
    return {**dict(zip(names, marked[1::2], strict=True)), **commands}


def run_marked() -> None:
    """In the counted process: every stage once to warm up, then once between marks."""
    ready = stages()
    for stage in ready.values():
        stage()
    for stage in ready.values():
        gc.collect()  # or what an earlier stage left behind is looked through in the middle of this one
        os.getpgrp()
        stage()
        os.getpgrp()


def bytecodes(ready: Mapping[str, Callable[[], object]]) -> Counts:
    """Interpreter instructions of every stage, warm."""
    counts = {}
    for name, stage in ready.items():
        stage()
        counts[name] = _traced(stage)
    return counts


def _traced(call: Callable[[], object]) -> int:
    executed = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal executed
        if event == "call":
            frame.f_trace_opcodes, frame.f_trace_lines = True, False
        elif event == "opcode":
            executed += 1
        return trace

    earlier = sys.gettrace()
    sys.settrace(trace)
    try:
        call()
    finally:
        sys.settrace(earlier)
    return executed


def _callgrind(code: str, *options: str) -> list[int]:
    """Instructions of a new Python process, a number for each part that callgrind wrote down, in order."""
    plain = {**as_users(), "PYTHONHASHSEED": "0", "COLUMNS": "80", "TERM": "dumb"}
    python = [sys.executable, "-c", code]
    subprocess.run(python, capture_output=True, check=True, cwd=_ROOT, env=plain)  # modules are compiled
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch, "counts")
        command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", *options, *python]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=_ROOT, env=plain)
        if done.returncode != 0:
            raise RuntimeError(f"valgrind ended with {done.returncode}: {done.stderr[-600:]}")
        # Parts are counts.1, counts.2, …; what was left at the end is in the file without a number.
        parts = sorted(Path(scratch).glob("counts.*"), key=lambda path: int(path.suffix[1:]))
        return [_total(path) for path in [*parts, out]]


def _total(path: Path) -> int:
    found = re.search(r"^totals: (\d+)", path.read_text(encoding="ascii", errors="replace"), re.MULTILINE)
    if found is None:
        raise RuntimeError(f"{path.name} holds no total")
    return int(found[1])

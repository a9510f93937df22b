"""The command in a process of its own: run to its end, or killed; watched while it runs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from msgspec import Struct, field


class Ran(Struct):
    """How a call of the command went; ``rss`` is the parent's resident memory in MB, a sample a quarter of a
    second; ``left`` the processes that it had started and that were still there three seconds after it ended."""

    code: int
    seconds: float
    rss: list[float] = field(default_factory=list)
    error: str = ""
    left: list[int] = field(default_factory=list)


def run(arguments: list[str], *, kill_after: float | None = None) -> Ran:
    """Run ``jixiao`` and wait for it, or kill it after some seconds."""
    start = time.perf_counter()
    call = [sys.executable, "-m", "extractor.cli.main", *arguments]
    # A file takes what a pipe would not: nobody reads while the command runs.
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as told,
        subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=told) as process,
    ):
        rss: list[float] = []
        family: list[int] = []
        while process.poll() is None:
            if kill_after is not None and time.perf_counter() - start > kill_after:
                os.kill(process.pid, signal.SIGKILL)
                break
            rss.append(_resident(process.pid))
            family = descendants(process.pid) or family
            time.sleep(0.25)
        process.wait()
        told.seek(0)
        error = told.read()
    seconds = time.perf_counter() - start
    time.sleep(3.0 if family else 0.0)
    left = [pid for pid in family if Path("/proc", str(pid)).exists()]
    return Ran(process.returncode, seconds, [one for one in rss if one], error, left)


def _resident(pid: int) -> float:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def descendants(pid: int) -> list[int]:
    """The processes that a process has started, and theirs."""
    found: list[int] = []
    for listed in Path("/proc", str(pid), "task").glob("*/children"):
        try:
            children = [int(child) for child in listed.read_text().split()]
        except OSError:
            continue
        for child in children:
            found += [child, *descendants(child)]
    return found

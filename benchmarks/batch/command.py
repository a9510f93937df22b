"""The command in a process of its own: run to its end, or killed; watched while it runs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class Ran:
    """How a call of the command went; ``rss`` is the parent's resident memory in MB, a sample a quarter of a second."""

    code: int
    seconds: float
    rss: list[float] = field(default_factory=list)
    error: str = ""


def run(arguments: list[str], *, kill_after: float | None = None) -> Ran:
    """Run ``jixiao`` and wait for it, or kill it after some seconds."""
    start = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "extractor.cli.main", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        rss: list[float] = []
        while process.poll() is None:
            if kill_after is not None and time.perf_counter() - start > kill_after:
                os.kill(process.pid, signal.SIGKILL)
                break
            rss.append(_resident(process.pid))
            time.sleep(0.25)
        error = process.stderr.read() if process.stderr else ""
    return Ran(process.returncode, time.perf_counter() - start, [one for one in rss if one], error)


def _resident(pid: int) -> float:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def orphans(folder: Path) -> list[int]:
    """Processes that still have a file below a folder open, or work there."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            opened = [os.readlink(link) for link in (process / "fd").iterdir()]
        except OSError:
            continue
        if int(process.name) != os.getpid() and any(path.startswith(str(folder)) for path in opened):
            found.append(int(process.name))
    return found

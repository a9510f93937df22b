"""``kill -9`` in the middle of a load: what is there afterwards is the old state or the new one, to the row."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from extractor.warehouse.connect import open_database
from extractor.warehouse.loading.load import load

TABLES = ("document", "document_version", "current_version", "form", "fact_funding", "fact_indicator", "stg_indicators")
_LOAD = (
    "import sys; from extractor.warehouse.connect import open_database; from extractor.warehouse.loading.load import load\n"
    "with open_database(sys.argv[1]) as database:\n    print('begun', flush=True); load(database, sys.argv[2:])"
)


class Kills(Struct, frozen=True):
    """What ten kills left: how many loads were ended early, how many states were exact."""

    kills: int
    ended_early: int
    exact: int


def kill_loads(url: str, old: Path, new: Path, times: int, prepare: Callable[[], None]) -> Kills:
    """Load ``old`` whole, then begin to load ``new`` and kill that at random moments; at last let it end.

    Args:
        prepare: makes the database empty.
    """
    prepare()
    with open_database(url) as database:
        load(database, [str(old)])
    before = _counts(url)
    seconds = _whole(url, new)
    after = _counts(url)
    prepare()
    with open_database(url) as database:
        load(database, [str(old)])
    rng = random.Random(11)
    early = exact = 0
    for number in range(times):
        early += _killed(url, new, seconds * (number + rng.random()) / times)
        exact += _counts(url) in (before, after)
    with open_database(url) as database:
        load(database, [str(new)])
    exact += _counts(url) == after
    return Kills(times, early, exact)


def _whole(url: str, new: Path) -> float:
    started = time.perf_counter()
    process = _start(url, new)
    process.wait()
    return time.perf_counter() - started


def _start(url: str, new: Path) -> subprocess.Popen[bytes]:
    process = subprocess.Popen([sys.executable, "-c", _LOAD, url, str(new)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    return process


def _killed(url: str, new: Path, seconds: float) -> bool:
    process = _start(url, new)
    try:
        process.wait(seconds)
        return False
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
        return True


def _counts(url: str) -> tuple[int, ...]:
    with open_database(url) as database:
        return tuple(database.query(f"SELECT count(*) FROM {table}").rows[0][0] for table in TABLES)

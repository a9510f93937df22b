"""Documents read in worker processes that can be killed."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from concurrent.futures import TimeoutError as FutureTimeoutError
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec.structs import replace

from extractor.batch.failure import Failure
from extractor.batch.inputs import STDIN, display_name, not_a_file
from extractor.batch.interrupts import held_back
from extractor.batch.limits import Limits
from extractor.batch.processes import worker_context
from extractor.batch.worker import Reading, Task, Want, failed, read_task, start_worker
from extractor.errors import CrashedError, JixiaoError, MemoryLimitError, TimeLimitError

if TYPE_CHECKING:
    from pebble import ProcessPool

    from extractor.pipeline import ExtractOptions

_AHEAD = 3
"""Tasks that wait for each worker: enough that none is ever idle, few enough that memory stays flat."""
_ATTEMPTS = 2
"""A worker may die of what an earlier document left behind: a document is tried again before it is blamed."""
_ATTEMPTS_OF_A_POOL = 6
_LISTEN = 0.25
"""Seconds after which an interruption is heard at the latest while all workers are busy."""
_PATIENCE = (0.0, 0.1, 0.3, 1.0, 3.0)
"""Seconds before each attempt at starting workers."""
T = TypeVar("T")
R = TypeVar("R")


def read_isolated(
    found: Iterable[Path | Failure], options: ExtractOptions, jobs: int, limits: Limits, *, want: Want
) -> Iterator[Reading]:
    """Read documents in workers, ``jobs`` at a time; readings come in the order of the documents.

    Raises:
        RulesError: the rules are broken.
    """
    from rules.ruleset.load import load_rules

    load_rules(options.rules_dir, ignore_broken=options.ignore_broken_rules)
    limited = replace(options, max_pages=limits.pages)

    def tasks() -> Iterator[Task | Reading]:
        for item in found:
            item = item if isinstance(item, Failure) else not_a_file(item) or item
            if isinstance(item, Failure):
                yield Reading(item.source, item.sha256, "failed", failure=item, errors=1)
            elif str(item) == STDIN:  # a worker has none of its own
                path = Path(scratch, "stdin")
                path.write_bytes(sys.stdin.buffer.read())
                yield Task(str(path), STDIN, None, limited, want)
            else:
                yield Task(str(item), display_name(item), None, limited, want)

    with tempfile.TemporaryDirectory() as scratch, worker_pool(jobs, limits) as pool:
        yield from pool.read(tasks(), ordered=True)


@contextmanager
def worker_pool(jobs: int, limits: Limits) -> Iterator[Workers]:
    """Workers for the length of a block; whatever they still do at its end is ended with them."""
    workers = Workers(jobs, limits)
    try:
        yield workers
    finally:
        workers.close()


class Workers:
    """A pool of worker processes (see :func:`worker_pool`)."""

    def __init__(self, jobs: int, limits: Limits) -> None:
        self.jobs = jobs
        self._limits = limits
        self._pool: ProcessPool | None = None

    def close(self) -> None:
        """End every worker, busy or not."""
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]
            self._pool.join()
            self._pool = None

    def read(self, tasks: Iterable[Task | Reading], *, ordered: bool = False) -> Iterator[Reading]:
        """Read documents as they come.

        Args:
            tasks: taken one by one as workers are free; a reading among them comes out as it is.
            ordered: readings come in the order of the tasks, else as they are done.
        """
        start = time.perf_counter
        for task, reading in self.map(_read_or_pass, tasks, self._limits.seconds, self._excuse, ordered=ordered):
            if isinstance(task, Reading):
                yield task
            elif isinstance(reading, Reading):
                yield reading
            else:
                failure = Failure(task.name, _blame(reading, task.name, self._limits), task.sha256 or _hash_of(task))
                took = self._limits.seconds if isinstance(failure.error, TimeLimitError) else 0.0
                yield failed(failure, task, start() - took)

    def map(
        self,
        function: Callable[[T], R],
        items: Iterable[T],
        seconds: float,
        again: Callable[[T, R | BaseException], T | None] | None = None,
        *,
        ordered: bool = False,
    ) -> Iterator[tuple[T, R | BaseException]]:
        """Call a function in the workers, once an item; what it raises, or what ended its worker, comes as a value.

        Args:
            function: importable by name, its argument and its result picklable.
            seconds: a call that takes longer is ended with its worker.
            again: what to try after an outcome instead of accepting it, ``None`` to accept it.
        """
        source = enumerate(items)
        pending: dict[Future[R], tuple[int, T]] = {}
        done: dict[int, tuple[T, R | BaseException]] = {}
        retries: deque[tuple[int, T]] = deque()
        turn, more = 0, True
        while more or pending or retries:
            while len(pending) + len(done) < self.jobs * (_AHEAD + 1) and (more or retries):
                entry = next(source, None) if more else None
                more = entry is not None
                entry = entry or (retries.popleft() if retries else None)
                if entry is not None:
                    with held_back():
                        pending[self._schedule(function, entry[1], seconds)] = entry
            with held_back():
                finished, _ = wait(pending, timeout=_LISTEN, return_when=FIRST_COMPLETED)
            outcomes: dict[Future[R], R | BaseException] = {future: _outcome(future) for future in finished}
            if any(isinstance(outcome, BrokenProcessPool) for outcome in outcomes.values()):
                self.close()  # the next call makes a new pool; what the old one had in hand may never be heard of
                outcomes |= {
                    future: _outcome(future) if future.done() else BrokenProcessPool()
                    for future in set(pending) - finished
                }
            for future, outcome in outcomes.items():
                number, item = pending.pop(future)
                retry = again(item, outcome) if again else None
                if retry is not None:
                    retries.append((number, retry))
                else:
                    done[number] = (item, outcome)
            for number in _ready(done, turn, ordered=ordered):
                turn += 1
                yield done.pop(number)

    def _schedule(self, function: Callable[[T], R], item: T, seconds: float) -> Future[R]:
        problem: Exception | None = None
        for wait_first in _PATIENCE:
            if wait_first:  # sleep(0) gives the processor away to the workers
                time.sleep(wait_first)
            if self._pool is None:
                self._pool = _new_pool(self.jobs, self._limits)
            try:
                future: Future[R] = self._pool.schedule(function, args=(item,), timeout=seconds)
            except (RuntimeError, OSError) as exc:  # the server of processes was killed, or is still being buried
                problem = exc.__cause__ if isinstance(exc.__cause__, Exception) else exc
                self.close()
            else:
                return future
        message = f"worker processes cannot be started ({type(problem).__name__}: {problem})."
        raise CrashedError(message, remedy="See whether this user may start processes, and whether memory is left.")

    @staticmethod
    def _excuse(task: Task | Reading, outcome: Any) -> Task | None:
        """The task once more, when its worker died and it has not been tried often enough."""
        broken = isinstance(outcome, BrokenProcessPool)  # all workers went at once: most likely it is not to blame
        if isinstance(task, Reading) or task.attempt >= (_ATTEMPTS_OF_A_POOL if broken else _ATTEMPTS):
            return None
        died = isinstance(outcome, BaseException) and not isinstance(outcome, FutureTimeoutError)
        starved = (
            isinstance(outcome, Reading) and outcome.failure and isinstance(outcome.failure.error, MemoryLimitError)
        )
        return replace(task, attempt=task.attempt + 1) if died or starved else None


def _ready(done: dict[int, Any], turn: int, *, ordered: bool) -> list[int]:
    if not ordered:
        return sorted(done)
    numbers = []
    while turn in done:
        numbers.append(turn)
        turn += 1
    return numbers


def _read_or_pass(task: Task | Reading) -> Reading:
    return task if isinstance(task, Reading) else read_task(task)


def _outcome(future: Future[Any]) -> Any:
    try:
        return future.result()
    except CancelledError as exc:
        return exc
    except Exception as exc:
        return exc


def _new_pool(jobs: int, limits: Limits) -> ProcessPool:
    from pebble import ProcessPool

    return ProcessPool(
        max_workers=jobs,
        max_tasks=limits.documents_per_worker,
        initializer=start_worker,
        initargs=(limits.memory_mb,),
        context=worker_context(),
    )


def _blame(outcome: BaseException, name: str, limits: Limits) -> JixiaoError:
    """The error of a document whose worker was ended, or ended itself."""
    if isinstance(outcome, FutureTimeoutError):
        return TimeLimitError(f"reading it took longer than {limits.seconds:g} s.", source=name)
    if isinstance(outcome, MemoryError):
        return MemoryLimitError("reading it needs more memory than is allowed.", source=name)
    code = getattr(outcome, "exitcode", None)
    how = type(outcome).__name__ if code is None else _ending(code)
    return CrashedError(
        f"the process that read it ended ({how}); its memory limit was {limits.memory_mb} MB.", source=name
    )


def _ending(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"


def _hash_of(task: Task) -> str | None:
    """The hash of a document whose worker died before it could say."""
    import hashlib

    try:
        with open(os.fsencode(task.path), "rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError:
        return None

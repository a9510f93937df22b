"""Interleaved rounds: every candidate in turn, again and again, so that a machine that slows down slows all of them."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from statistics import median

from msgspec import Struct


class Candidate(Struct, frozen=True):
    """What is timed.

    Attributes:
        name: of the reader.
        call: does the work once.
        units: pages (or documents) that one call works through; times are divided by it.
        every: takes part in one round of so many; the slow ones are asked less often.
        warm: call it once before the first round.
    """

    name: str
    call: Callable[[], object]
    units: int = 1
    every: int = 1
    warm: bool = True


def medians(
    candidates: Sequence[Candidate], rounds: int, clock: Callable[[], float] = time.process_time
) -> dict[str, float]:
    """The median seconds a unit of every candidate.

    Args:
        candidates: who takes part.
        rounds: how often.
        clock: process time, so that other processes count little; wall time where children do the work.
    """
    for candidate in candidates:
        if candidate.warm:
            candidate.call()
    times: dict[str, list[float]] = {candidate.name: [] for candidate in candidates}
    for number in range(rounds):
        for candidate in candidates:
            if number % candidate.every:
                continue
            gc.collect()  # nobody pays for what the one before left behind
            start = clock()
            candidate.call()
            times[candidate.name].append((clock() - start) / candidate.units)
    return {name: median(seconds) for name, seconds in times.items()}

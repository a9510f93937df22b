"""Interleaved rounds: every candidate in turn, again and again, so that a machine that slows down slows all of them."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import TypeAlias

from msgspec import Struct

Turns: TypeAlias = Mapping[str, Mapping[int, float]]
"""Seconds a unit, by candidate and number of the round."""


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
    """The median seconds a unit of every candidate; the arguments are those of :func:`turns`."""
    return {name: median(seconds.values()) for name, seconds in turns(candidates, rounds, clock).items()}


def ratio(seconds: Turns, slow: str, quick: str) -> float:
    """How many times quicker one candidate is than another: the median over the rounds in which both took part.

    Two that ran one after the other met the same machine; two medians may be of different minutes.
    """
    both = seconds[slow].keys() & seconds[quick].keys()
    return median(seconds[slow][number] / seconds[quick][number] for number in both)


def turns(
    candidates: Sequence[Candidate], rounds: int, clock: Callable[[], float] = time.process_time
) -> dict[str, dict[int, float]]:
    """The seconds a unit of every candidate, by the number of the round.

    Args:
        candidates: who takes part.
        rounds: how often.
        clock: process time, so that other processes count little; wall time where children do the work.
    """
    for candidate in candidates:
        if candidate.warm:
            candidate.call()
    times: dict[str, dict[int, float]] = {candidate.name: {} for candidate in candidates}
    for number in range(rounds):
        for candidate in candidates:
            if number % candidate.every:
                continue
            gc.collect()  # nobody pays for what the one before left behind
            start = clock()
            candidate.call()
            times[candidate.name][number] = (clock() - start) / candidate.units
    return times

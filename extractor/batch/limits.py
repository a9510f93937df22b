"""What one document may cost before it is given up."""

from __future__ import annotations

import os

from msgspec import Struct


class Limits(Struct, frozen=True):
    """What one document may cost before its worker is killed and it goes to the quarantine.

    Attributes:
        seconds: wall-clock time for reading it.
        memory_mb: address space of its worker, in MiB (enforced where the system has ``RLIMIT_AS``: Linux). A worker
            that has read nothing holds some 300.
        pages: of a PDF.
        documents_per_worker: after so many a worker is replaced by a new one.
    """

    seconds: float = 120.0
    memory_mb: int = 2048
    pages: int = 2000
    documents_per_worker: int = 100

    def __post_init__(self) -> None:
        if min(self.seconds, self.memory_mb, self.pages, self.documents_per_worker) <= 0:
            raise ValueError("limits are above zero")


DEFAULT_LIMITS = Limits()


def cores() -> int:
    """The cores that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return max(1, len(affinity(0)) if affinity else os.cpu_count() or 1)

"""Ctrl-C where it does no harm."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def held_back() -> Iterator[None]:
    """Let what interrupts this process wait for the end of the block.

    A :exc:`KeyboardInterrupt` in the middle of a queue's or a future's lock leaves it locked, or a thread that is never
    woken, and the threads of a pool of workers could not be ended any more.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # signals are handled in the main thread
        return
    came: list[tuple[int, FrameType | None]] = []
    handlers: dict[int, Any] = {one: handler for one in _SIGNALS if callable(handler := signal.getsignal(one))}
    try:
        for one in handlers:
            signal.signal(one, lambda number, frame: came.append((number, frame)))
        yield
    finally:
        for one, handler in handlers.items():
            signal.signal(one, handler)
        if came:
            number, frame = came[0]
            handlers[number](number, frame)

"""Standard output as a place for data: UTF-8 whatever the locale says, its errors told as output errors."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from extractor.errors import OutputError
from extractor.output.files import LONE


@contextmanager
def data_stream() -> Iterator[BinaryIO]:
    """Standard output for bytes, flushed at the end of the block.

    Raises:
        OutputError: it is closed, or its device is full.
        BrokenPipeError: its reader has gone.
    """
    if sys.stdout is None:
        raise OutputError("standard output is closed.", remedy="Name a directory with -o.")
    try:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as exc:
        drop_unwritten()
        raise OutputError(f"standard output cannot be written ({exc.strerror}).") from exc


def line_of(text: str) -> bytes:
    """One line of JSONL."""
    return text.encode("utf-8", LONE) + b"\n"


def drop_unwritten() -> None:
    """Point standard output at nothing, so that the interpreter's last flush has nobody left to complain to."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

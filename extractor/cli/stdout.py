"""Standard output as a place for data: UTF-8 whatever the locale says, its errors told as output errors."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from extractor.errors import OutputError
from extractor.output.files import LONE, write_whole


@contextmanager
def data_stream() -> Iterator[BinaryIO]:
    """Give standard output for bytes, and flush it at the end of the block.

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


def emit(text: str, output: str = "-") -> None:
    """Write a text to a file, or to standard output where it is named ``-``.

    Raises:
        OutputError: it cannot be written.
    """
    if output != "-":
        write_whole(Path(output), text)
        return
    with data_stream() as stream:
        stream.write(text.encode("utf-8", LONE))


def json_text(data: Any) -> str:
    """Return plain values as JSON to be read by people."""
    import json

    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def line_of(text: str) -> bytes:
    """One line of JSONL."""
    return text.encode("utf-8", LONE) + b"\n"


def drop_unwritten() -> None:
    """Point standard output at nothing, so that the interpreter's last flush has nobody left to complain to."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

"""Calls by the hundred: one native call per item, results gathered in one scratch buffer.

An object per out-parameter would cost more than the calls themselves, so pointers into the buffer are made once per process.
The buffer is shared: gather only while :data:`extractor.readers.pdf.library.LOCK` is held.
"""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import repeat
from typing import Any

from extractor.readers.pdf.library import Pointer

_STRIDE = 32
"""Bytes per item: eight floats or integers, or four doubles."""
_CAPACITY = 2048
_WIDTHS = {"f": 4, "I": 4, "i": 4, "d": 8}

_memory = array("B", bytes(_STRIDE * _CAPACITY))
_views: dict[str, memoryview[Any]] = {
    "f": memoryview(_memory).cast("f"),
    "I": memoryview(_memory).cast("I"),
    "i": memoryview(_memory).cast("i"),
    "d": memoryview(_memory).cast("d"),
}


@lru_cache(maxsize=8)
def _pointers(offset: int) -> list[Pointer]:
    base = _memory.buffer_info()[0] + offset
    return [Pointer(base + _STRIDE * index) for index in range(_CAPACITY)]


def gather(
    function: Callable[..., Any],
    arguments: Sequence[Sequence[Any] | repeat[Any]],
    count: int,
    code: str,
    fields: int,
    *,
    out: int | None = None,
    unset: Sequence[int] | None = None,
) -> list[list[Any]]:
    """Call ``function(*arguments[i], &out0, &out1, …)`` for ``count`` items.

    Args:
        arguments: one sequence (or ``repeat``) per leading argument.
        code: ``array`` type code of what is written: ``f``, ``d``, ``i`` or ``I``.
        fields: how many values a call writes.
        out: how many pointers a call takes: one per field unless told (1 for a struct).
        unset: values of an item for which the call writes nothing; zeros unless told.

    Returns:
        One list per field, each with ``count`` values.
    """
    width = _WIDTHS[code]
    pointers = [_pointers(width * k) for k in range(fields if out is None else out)]
    view = _views[code]
    step = _STRIDE // width
    blank = bytes(_STRIDE) if unset is None else array(code, (*unset, *([0] * (step - len(unset))))).tobytes()
    columns: list[list[Any]] = [[] for _ in range(fields)]
    for start in range(0, count, _CAPACITY):
        size = min(_CAPACITY, count - start)
        _memory[: _STRIDE * size] = array("B", blank * size)
        leading = [part if isinstance(part, repeat) else part[start : start + size] for part in arguments]
        drain(map(function, *leading, *(column[:size] if size < _CAPACITY else column for column in pointers)))
        for k, column in enumerate(columns):
            column += view[k : step * size : step].tolist()
    return columns


def drain(calls: Iterable[object]) -> None:
    """Make every call of an iterator and drop what it gives."""
    deque(calls, maxlen=0)

"""Patterns that are compiled once for all processes.

Compiling its two hundred patterns is a quarter of what a short command takes. As Python keeps its compiled modules, their
compiled form is kept in the same ``__pycache__`` directory, where that may be written, under what it was made from (text,
flags) and by (this Python). What :mod:`re` makes of a pattern can only be given back to its engine below its public surface: where
that surface is another, or the engine refuses what was kept, patterns are compiled as always.
"""

from __future__ import annotations

import atexit
import marshal
import os
import re
import sys
from array import array
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, AnyStr, TypeAlias

# Flags, code, number of groups, their names to numbers, and their names by number.
_Code: TypeAlias = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
_MADE_BY = (sys.version, sys.byteorder)

_Key: TypeAlias = tuple[str | bytes, int]

_new: dict[_Key, _Code] = {}


def compiled(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """As :func:`re.compile`, for patterns that are in this project's modules.

    Raises:
        re.error: the pattern is not valid.
    """
    key = (text, int(flags))
    code = _kept().get(key)
    with suppress(ImportError, AttributeError, TypeError, ValueError, RuntimeError, OverflowError):
        if code is None:
            code = _compile(*key)
            if not _new:
                atexit.register(_keep)
            _new[key] = code
        return _pattern(text, code)
    return re.compile(text, flags)


def _compile(text: str | bytes, flags: int) -> _Code:
    from re import _compiler, _parser  # type: ignore[attr-defined]

    parsed = _parser.parse(text, flags)
    names: dict[str, int] = parsed.state.groupdict
    by_number = {number: name for name, number in names.items()}
    return (
        flags | parsed.state.flags,
        array("I", _compiler._code(parsed, flags)).tobytes(),
        parsed.state.groups - 1,
        dict(names),
        tuple(by_number.get(number) for number in range(parsed.state.groups)),
    )


def _pattern(text: AnyStr, code: _Code) -> re.Pattern[AnyStr]:
    import _sre  # type: ignore[import-not-found]

    flags, words, groups, names, by_number = code
    made: re.Pattern[AnyStr] = _sre.compile(text, flags, array("I", words).tolist(), groups, names, by_number)
    return made


@cache
def _place() -> Path | None:
    """Beside this module's compiled code, ``None`` where there is no such place."""
    found = __spec__.cached
    return Path(found).with_suffix(".patterns") if found else None


@cache
def _kept() -> dict[_Key, _Code]:
    return _read()


def _read() -> dict[_Key, _Code]:
    place = _place()
    with suppress(OSError, EOFError, ValueError, TypeError):
        made_by, codes = marshal.loads(place.read_bytes()) if place else (None, {})  # noqa: S302 -- as trusted as the modules beside it
        if made_by == _MADE_BY:
            kept: dict[_Key, _Code] = codes
            return kept
    return {}


def _keep() -> None:
    """Add what this process had to compile to what is kept by now; the whole file or none."""
    place = _place()
    if place is None or sys.dont_write_bytecode:
        return
    data: Any = marshal.dumps((_MADE_BY, {**_read(), **_new}))
    part = place.with_name(f"{place.name}.{os.getpid()}")
    try:
        part.write_bytes(data)
        part.replace(place)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)

"""The shipped rule files as plain values, kept so that YAML need not be parsed in every process.

As Python keeps its compiled modules: in the same ``__pycache__`` directory, one file a piece, and only where that may be
written. A piece is used while the content hash of all shipped rules, code and data, is the one it was made under; anything
else, a missing or broken file included, is parsed from its source. A user's rules are never kept.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from rules.files.version import rules_version, shipped_hash


def kept(piece: str, parse: Callable[[], Any]) -> Any:
    """A piece of the shipped rules.

    Args:
        piece: its name.
        parse: reads it from its source: text, numbers, truth values, lists and mappings; raises for broken files.
    """
    path, version = _place(piece), rules_version()
    if path is None:
        return parse()
    with suppress(OSError, EOFError, ValueError, TypeError):
        made_under, data = marshal.loads(path.read_bytes())  # noqa: S302 -- as trusted as the modules beside it
        if made_under == version:
            return data
    data = parse()
    # Files that were edited since the process began are not what the version was made of.
    if not sys.dont_write_bytecode and version.endswith(shipped_hash()):
        _write(path, marshal.dumps((version, data)))
    return data


def _place(piece: str) -> Path | None:
    """Beside this module's compiled code, ``None`` where there is no such place."""
    compiled = __spec__.cached
    return Path(compiled).with_suffix(f".{piece}") if compiled else None


def _write(path: Path, data: bytes) -> None:
    """The whole file or none."""
    part = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        part.write_bytes(data)
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)

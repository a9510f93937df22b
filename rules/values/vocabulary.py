"""Loads the vocabulary of values (``rules/data/vocabulary/{operators,units,qualitative}.yaml``): lazily, once a process."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Condition, local
from typing import Any, TypeAlias

from extractor.errors import RulesError
from rules.files.cache import kept
from rules.files.version import DATA
from rules.files.yaml import compose, plain, read_mapping

__all__ = ["VALUE_FILES", "VOCABULARY_DIR", "load", "longest_first", "merge", "read_mapping", "using", "words"]

VOCABULARY_DIR = DATA / "vocabulary"
VALUE_FILES = ("operators", "qualitative", "units")
_Files: TypeAlias = "tuple[Path, str] | None"
_NOTHING: Any = object()
# The files in force, how many blocks rest on them, and what this thread's own block rests on.
_active: _Files = None
_holders = 0
_free = Condition()
_held = local()


def load(name: str) -> Mapping[str, Any]:
    """One vocabulary file as a mapping; ``load("units")`` reads ``rules/data/vocabulary/units.yaml``, and over it the file
    of the same name that :func:`using` put in force.

    Raises:
        RulesError: the file is missing, is not YAML, or its top level is not a mapping.
    """
    shipped = _shipped(name)
    over = _active[0] / f"{name}.yaml" if _active else None
    if over is None or not over.is_file():
        return shipped
    merged: Mapping[str, Any] = merge(plain(compose(over, guarded=True), over) or {}, shipped)
    return merged


@cache
def _shipped(name: str) -> Mapping[str, Any]:
    data: Mapping[str, Any] = kept(name, lambda: read_mapping(VOCABULARY_DIR / f"{name}.yaml"))
    return data


def merge(first: Any, second: Any) -> Any:
    """Two pieces of rule data as one: mappings key by key, lists one after the other, else the first."""
    if isinstance(first, dict) and isinstance(second, dict):
        return {key: merge(first[key], second[key]) if key in first and key in second else first.get(key, second.get(key))
                for key in (*second, *(key for key in first if key not in second))}  # fmt: skip
    if isinstance(first, list) and isinstance(second, list):
        return [*first, *(item for item in second if item not in first)]
    return first


@contextmanager
def using(directory: Path | None, version: str = "") -> Iterator[None]:
    """Read values with the vocabulary files of ``directory`` over the shipped ones while the block runs.

    What was compiled from other files is dropped when the files in force change. Threads that want the same files run
    side by side; one that wants others waits until they are done.

    Args:
        directory: ``None`` for the shipped files alone.
        version: tells whether the directory's files are still the same.
    """
    wanted = (directory, version) if directory is not None and _has_values(directory) else None
    outer = getattr(_held, "files", _NOTHING)
    if outer is not _NOTHING:
        _leave()
    _enter(wanted)
    _held.files = wanted
    try:
        yield
    finally:
        _leave()
        _held.files = outer
        if outer is not _NOTHING:
            _enter(outer)


def _enter(wanted: _Files) -> None:
    global _holders
    with _free:
        while _holders and _active != wanted:
            _free.wait()
        _put_in_force(wanted)
        _holders += 1


def _leave() -> None:
    global _holders
    with _free:
        _holders -= 1
        if not _holders:
            _put_in_force(None)
            _free.notify_all()


def _has_values(directory: Path) -> bool:
    return any((directory / f"{name}.yaml").is_file() for name in VALUE_FILES)


def _put_in_force(wanted: _Files) -> None:
    global _active
    if wanted == _active:
        return
    _active = wanted
    for name, module in list(sys.modules.items()):
        if name.startswith("rules.values"):
            for item in list(vars(module).values()):
                clear = getattr(item, "cache_clear", None)
                if clear is not None:
                    clear()


def words(data: Mapping[str, Any], *keys: str, source: str) -> tuple[str, ...]:
    """The list of words under a path of keys, in file order; an absent or empty list gives ``()``.

    Raises:
        RulesError: something other than a list of words stands there (an unquoted ``是: yes`` that YAML read as true, say).
    """
    node: Any = data
    for key in keys:
        node = node.get(key) if isinstance(node, dict) else None
    if node is None:
        return ()
    if not isinstance(node, list) or not all(isinstance(word, str) and word for word in node):
        raise RulesError(
            f'\'{".".join(keys)}\' must be a list of words; quote words such as "%" or "no".', source=source
        )
    return tuple(node)


def longest_first(items: Iterable[str]) -> list[str]:
    """Words in the order in which alternatives must be tried: longest first, then by code point."""
    return sorted(set(items), key=lambda word: (-len(word), word))

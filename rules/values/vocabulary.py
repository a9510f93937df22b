"""The files of the value vocabulary (``rules/data/vocabulary/{operators,units,qualitative}.yaml``), and a user's over them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from extractor.errors import RulesError
from rules.files.cache import kept
from rules.files.version import DATA
from rules.files.yaml import compose, plain, read_mapping

VOCABULARY_DIR = DATA / "vocabulary"
VALUE_FILES = ("operators", "qualitative", "units")


def load(name: str, over: Path | None = None) -> Mapping[str, Any]:
    """One vocabulary file as a mapping.

    Args:
        name: ``"units"`` is ``rules/data/vocabulary/units.yaml``.
        over: a user's directory; its file of the same name is laid over the shipped one.

    Raises:
        RulesError: the file is missing, is not YAML, or its top level is not a mapping.
    """
    path = None if over is None else over / f"{name}.yaml"
    if path is None or not path.is_file():
        return _shipped(name)
    merged: Mapping[str, Any] = merge(plain(compose(path, guarded=True), path) or {}, _shipped(name))
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


def words(data: Mapping[str, Any], *keys: str, source: str) -> tuple[str, ...]:
    """The list of words under a path of keys, in file order; an absent or empty list gives ``()``.

    Raises:
        RulesError: something other than a list of words is there (an unquoted ``是: yes`` that YAML read as true, say).
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

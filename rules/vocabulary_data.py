"""Loads the editable vocabulary (``rules/vocabulary/*.yaml``): lazily, once a process, with errors that name the line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from extractor.errors import RulesError

VOCABULARY_DIR = Path(__file__).parent / "vocabulary"


@cache
def load(name: str) -> Mapping[str, Any]:
    """One vocabulary file as a mapping; ``load("units")`` reads ``rules/vocabulary/units.yaml``.

    Raises:
        RulesError: the file is missing, is not YAML, or its top level is not a mapping.
    """
    return read_mapping(VOCABULARY_DIR / f"{name}.yaml")


def read_mapping(path: Path) -> Mapping[str, Any]:
    """A YAML file whose top level is a mapping; see :func:`load`."""
    import yaml

    try:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        data = yaml.load(path.read_bytes(), Loader=loader)  # noqa: S506 - both are safe loaders
    except OSError as error:
        raise RulesError(f"The vocabulary file cannot be read: {error.strerror}.", source=path.name) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path.name}:{mark.line + 1}" if mark else path.name
        raise RulesError(f"Not valid YAML: {getattr(error, 'problem', None) or error}.", source=where) from error
    if not isinstance(data, dict):
        raise RulesError("The top level of the file must be a mapping.", source=path.name)
    return data


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

"""The record of a file without what is its own, and where two such records differ."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extractor.model.table import Source
from extractor.pipeline import extract_document

OWN = frozenset({"provenance", "form_id", "source", "sha256", "pages", "producer", "format", "goal_place"})
"""What differs between two files of one form by nature."""
REASONS = frozenset({"judgement", "confidence"})
"""Why a level was taken and how sure it is: a container without merged cells gives less reason than a drawn table."""


def record(path: Path, without: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The whole record of a file, without what is its own and some keys more."""
    result: dict[str, Any] = extract_document(Source(path.name, path.read_bytes())).to_dict()
    return _without(result, OWN | without)


def differences(one: Any, other: Any, at: str = "") -> Iterator[str]:
    """Where two records differ, a line a value."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted(one.keys() | other.keys()):
            yield from differences(one.get(key), other.get(key), f"{at}.{key}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for index, (left, right) in enumerate(zip(one, other, strict=True)):
            yield from differences(left, right, f"{at}[{index}]")
    elif one != other:
        yield f"{at}: {one!r}, in the PDF {other!r}"


def _without(value: Any, keys: frozenset[str]) -> Any:
    if isinstance(value, dict):
        return {key: _without(one, keys) for key, one in value.items() if key not in keys}
    return [_without(one, keys) for one in value] if isinstance(value, list) else value

"""What changed between two records of one document, field by field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any, Literal

from msgspec import Struct

from extractor.model.patterns import compiled

_SILENT = frozenset(
    {"provenance", "confidence", "reason", "rule", "form_id", "tool_version", "rules_version", "ordinal"}
)
"""Where a value stood, how sure it is and who says so are no part of what was read."""
_INDEX = compiled(r"\[\d+\]")


class Change(Struct, frozen=True):
    """One field that differs.

    Attributes:
        path: in the new record; in the old one for what was removed.
        what: ``changed``, ``added`` or ``removed``.
    """

    path: str
    what: Literal["changed", "added", "removed"]
    old: Any
    new: Any

    @property
    def field(self) -> str:
        """The path without its indices."""
        return _INDEX.sub("[]", self.path)


def compare(old: Any, new: Any, path: str = "") -> Iterator[Change]:
    """The differences of two JSON values; list items are put side by side by what they are about, not by their place."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys((*old, *new)):
            if key not in _SILENT:
                yield from compare(old.get(key), new.get(key), f"{path}.{key}" if path else str(key))
    elif isinstance(old, list) and isinstance(new, list) and any(isinstance(one, dict) for one in (*old, *new)):
        yield from _compare_lists(old, new, path)
    elif old != new:
        yield Change(path, "changed", old, new)


def _compare_lists(old: Sequence[Any], new: Sequence[Any], path: str) -> Iterator[Change]:
    matcher = SequenceMatcher(None, [_about(one) for one in old], [_about(one) for one in new], autojunk=False)
    for _, a, b, c, d in matcher.get_opcodes():
        paired = min(b - a, d - c)
        for n in range(paired):
            yield from compare(old[a + n], new[c + n], f"{path}[{c + n}]")
        for n in range(a + paired, b):
            yield Change(f"{path}[{n}]", "removed", brief(old[n]), None)
        for n in range(c + paired, d):
            yield Change(f"{path}[{n}]", "added", None, brief(new[n]))


def _about(item: Any) -> tuple[str, ...]:
    """What an item of a list is about."""
    if not isinstance(item, dict):
        return (str(item),)
    if isinstance(item.get("project"), dict):
        return (str(item["project"].get("name")), str(item.get("kind")))
    keys = ("code", "path", "name", "scope", "item", "label")
    return tuple(str(item[key]) for key in keys if key in item)


def brief(item: Any) -> Any:
    """An item in a few words."""
    if not isinstance(item, dict):
        return item
    if isinstance(item.get("project"), dict):
        return item["project"].get("name")
    if "code" in item:
        return f"{item['code']}: {item.get('message_zh')}"
    if isinstance(item.get("value"), dict):
        return f"{item.get('name')} {item['value'].get('raw')}"
    return item.get("name") or f"{item.get('label') or item.get('item')} {item.get('amount')}"

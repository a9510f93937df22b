"""Notices of several readers about what a document holds beside what it shows."""

from __future__ import annotations

from extractor.model.notice import Notice


def hidden_notice(what: list[str], what_zh: list[str], evidence: dict[str, object]) -> Notice:
    """Say which parts were left out because the document hides them."""
    return Notice("HIDDEN_LEFT_OUT", {"what": ", ".join(what), "what_zh": "、".join(what_zh)}, evidence)


def changes_notice(changes: int) -> Notice:
    """Say that tracked changes were read as accepted."""
    return Notice("CHANGES_ACCEPTED", {"count": str(changes)}, {"changes": changes})

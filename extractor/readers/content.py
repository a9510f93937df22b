"""What a reader of declared tables gives: blocks, and what to know of the document as a whole."""

from __future__ import annotations

from msgspec import Struct

from extractor.model.form import Finding
from extractor.model.table import Block


class Content(Struct, frozen=True):
    """A document that needs no layout.

    Attributes:
        blocks: tables and the lines between them, in reading order.
        pages: number of pages or sheets, ``None`` where the format has none.
        producer: the program that wrote it, where the file says so.
        findings: what was left out or repaired.
    """

    blocks: tuple[Block, ...]
    pages: int | None = None
    producer: str | None = None
    findings: tuple[Finding, ...] = ()


def hidden_finding(what: list[str], what_zh: list[str], evidence: dict[str, object]) -> Finding:
    """Say which parts were left out because the document hides them."""
    return Finding(
        code="HIDDEN_LEFT_OUT",
        severity="info",
        path="document",
        message=f"Hidden parts of the document were left out: {', '.join(what)}.",
        message_zh=f"文件中隐藏的内容未读取:{'、'.join(what_zh)}。",
        evidence=evidence,
        suggestion="如需读取,请取消隐藏后重新保存。",
    )

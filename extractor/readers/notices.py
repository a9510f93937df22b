"""Findings of several readers about what a document holds beside what it shows."""

from __future__ import annotations

from extractor.model.form import Finding


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


def changes_finding(changes: int) -> Finding:
    """Say that tracked changes were read as accepted."""
    return Finding(
        code="CHANGES_ACCEPTED",
        severity="info",
        path="document",
        message=f"The document holds {changes} tracked changes; it was read as if all were accepted.",
        message_zh=f"文件中有 {changes} 处修订,已按全部接受读取。",
        evidence={"changes": changes},
        suggestion="请确认修订后重新保存。",
    )

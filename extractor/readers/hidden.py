"""What a document hides is left out, and a finding says so."""

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

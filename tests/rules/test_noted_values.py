"""A note in brackets behind a value leaves the value readable, at lower confidence."""

from __future__ import annotations

import pytest

from rules.values import parse


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("≥90%（抽样不少于200家）", ("quantity", "≥", "90", "%", 0.8)),
        ("≤5天(自受理之日起)", ("duration", "≤", "5", "天", 0.8)),
        ("12次(每月1次)", ("quantity", None, "12", "次", 0.8)),
        ("≥3.5(万人次)", ("quantity", "≥", "3.5", "万人次", 1.0)),
        ("2(台、套)", ("quantity", None, "2", "台、套", 1.0)),
        ("≥90%(≥80%)", ("text", "≥", None, None, 0.6)),
        ("按期完成(12月)", ("text", None, None, None, 0.6)),
    ],
)
def test_read(text: str, read: tuple[object, ...]) -> None:
    value = parse(text)
    assert (value.kind, value.operator, value.number, value.unit, value.confidence) == read
    assert value.raw == text

"""The checks as a page of the documentation; ``python -m rules.checks.catalogue FILE`` rewrites that page's tables in place."""

from __future__ import annotations

import sys
from pathlib import Path

from rules.checks import DEFAULTS
from rules.checks.framework import checks_of
from rules.checks.thresholds import THRESHOLD_NAMES
from rules.finding_types import FindingType

BEGIN, END = "<!-- checks: begin -->", "<!-- checks: end -->"
OPINIONS = (
    "指标不够完整",
    "不够细化、量化",
    "与项目相关性不够",
    "指标与指标值不匹配",
    "建议拆分指标",
    "一级指标类型错误",
    "二级指标类型错误",
    "建议增加明确效益指标",
    "建议增加明确产出指标",
    "建议增加满意度指标",
    "其他",
)
_KINDS = {"self_evaluation": "self-evaluations"}


def markdown() -> str:
    """The tables of all checks, their categories, and the thresholds."""
    form = list(checks_of("form").values())
    parts = [
        "### About what the filer wrote",
        _table([check for check in form if check.about == "content"]),
        "### About our own reading",
        "An error among these makes the document's status `partial`.",
        _table([check for check in form if check.about == "reading"]),
        "### About the forms of a document taken together",
        _table(list(checks_of("document").values())),
        "### About all forms of a call",
        "Only `jixiao check` makes these; what they say is for information.",
        _table(list(checks_of("call").values())),
        "### Categories",
        "\n".join(
            [
                "| category | reviewers' opinion |",
                "|---|---|",
                *(f"| {n} | {text} |" for n, text in enumerate(OPINIONS, 1)),
            ]
        ),
        "### Thresholds",
        "\n".join(["| threshold | default |", "|---|---|", *(f"| `{name}` | {value} |" for name, value in _numbers())]),
    ]
    return "\n\n".join(parts)


def _table(checks: list[FindingType]) -> str:
    return "\n".join(
        ["| code | severity | category | meaning | 含义 | rests on |", "|---|---|---|---|---|---|", *map(_row, checks)]
    )


def _row(check: FindingType) -> str:
    notes = [] if check.on else ["off by default"]
    notes += [_KINDS[kind] for kind in check.kinds if kind in _KINDS]
    meaning = check.title + (f" ({', '.join(notes)})" if notes else "")
    cells = (f"`{check.code}`", check.severity, str(check.category or ""), meaning, check.title_zh, check.source)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _numbers() -> list[tuple[str, object]]:
    return [(name, getattr(DEFAULTS, name)) for name in THRESHOLD_NAMES]


def rewritten(page: str) -> str:
    """A page with its tables brought up to date.

    Raises:
        ValueError: the page lacks the two marks between which the tables are.
    """
    head, begin, rest = page.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the page lacks {BEGIN} or {END}")
    return f"{head}{BEGIN}\n\n{markdown()}\n\n{END}{tail}"


if __name__ == "__main__":
    page = Path(sys.argv[1])
    page.write_text(rewritten(page.read_text(encoding="utf-8")), encoding="utf-8")

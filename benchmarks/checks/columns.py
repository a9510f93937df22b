"""Faults of the heads of the indicator columns."""

from __future__ import annotations

from random import Random

from benchmarks.checks.cases import FormFaults, Made
from benchmarks.checks.drafts import clean

# Heads that name another column than the one of targets, over which they stand.
_CONTRADICTED = (
    "备注",
    "评价标准",
    "评分标准",
    "指标解释",
    "指标说明",
    "偏差原因",
    "指标值设定依据",
    "指标性质",
    "未完成原因",
    "权重",
)
# Heads that no list knows, over what can only be targets.
_UNLISTED = ("全县", "本级", "某市", "三年目标", "要求", "程度", "计分标准", "数据来源", "全年预计", "考核标准")


def _headed(rng: Random, label: str, *, planted: bool) -> Made:
    """A form whose column of targets has another head."""
    draft = clean(rng)
    heads = [cell for cell in draft.grid.cells if cell.row == draft.grid.first_indicator_row - 1 and cell.text]
    last = max(heads, key=lambda cell: cell.column)
    place = last.row, last.column
    return draft.edit(place, label), place if planted else None


COLUMNS: dict[str, FormFaults] = {
    "COLUMN_DOUBTFUL": FormFaults(
        lambda rng, n: _headed(rng, _CONTRADICTED[n], planted=True),
        lambda rng, n: _headed(rng, _UNLISTED[n], planted=False),
    ),
}

"""Faults of the heads of the indicator columns."""

from __future__ import annotations

from random import Random

from benchmarks.checks.cases import FormFaults, Made
from benchmarks.checks.drafts import clean
from benchmarks.checks.rows import variants

_CONTRADICTED = variants("COLUMN_DOUBTFUL fires")
_UNLISTED = variants("COLUMN_DOUBTFUL silent")


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

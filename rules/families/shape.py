"""Whether a region is a form by its shape alone: a head of indicator columns over rows that name and measure something.

A list of projects with their indicators, in columns or as running text, is one form a project.

A province's own form has labels that no profile asks for; what all forms have in common is that table. Scoring frameworks of
finished evaluations have one too, and are told apart by their first level (决策, 过程).
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.model.table import FormRegion
from rules.grid import Grid, Row
from rules.indicators.columns import find_headers
from rules.labels import Vocabulary
from rules.shapes.project_list import lists_projects

_FEWEST_CELLS = 2
_MEASURED = frozenset({"quantity", "range", "duration", "deadline", "period", "frequency", "grade", "boolean"})
_MOST_SYSTEM = 1
"""Labels of a scoring framework that a form may have as well (指标解释 and 评分标准 head columns)."""


def is_form_by_shape(region: FormRegion, vocabulary: Vocabulary) -> bool:
    """Return whether indicators are below a head of theirs, and are no scoring framework."""
    grid = Grid(region)
    if lists_projects(grid, vocabulary):
        return True
    for header in find_headers(grid, vocabulary):
        head = grid.rows[header.position]
        below = [row for row in grid.rows[head.position + 1 :] if row.table == head.table]
        if _measures(below, vocabulary) and not _is_framework(below, vocabulary):
            return True
    return False


def _measures(rows: Sequence[Row], vocabulary: Vocabulary) -> bool:
    """Whether a row names something and says how much of it."""
    for row in rows:
        texts = [text for text in row.texts if not vocabulary.is_level(text)]
        kinds = [vocabulary.values.parse(text).kind for text in texts]
        if len(texts) >= _FEWEST_CELLS and "text" in kinds and not _MEASURED.isdisjoint(kinds):
            return True
    return False


def _is_framework(rows: Sequence[Row], vocabulary: Vocabulary) -> bool:
    labels = {text for row in rows for text in row.texts[:2] if text in vocabulary.evaluation_system}
    return len(labels) > _MOST_SYSTEM

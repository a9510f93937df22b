"""Every number that a check compares with, and what a user changed about checks."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from extractor.model.form import Severity


class Thresholds(Struct, frozen=True):
    """Every number that a check compares with, and what a user changed about checks.

    Attributes:
        money_tolerance: yuan by which a sum may differ.
        satisfaction_floor: per cent under which a satisfaction target is suspicious.
        min_indicators: fewest indicators of a form.
        min_goal_characters: a goal text shorter than this says nothing.
        max_name_characters: longest indicator name.
        max_project_years: longest plausible project.
        level_confidence: a level judged against the printed label with less than this is doubtful.
        column_confidence: a column whose role is less sure is doubtful; 0.8 is four to one against the next reading.
        same_value_rows: fewest numeric targets for which one number on every row is suspicious.
        max_form_gap: share of a document's stated projects that may be missing before the count is taken to be of a selection.
        peer_count: fewest sister indicators with which a unit cost is compared.
        peer_ratio: a unit cost this many times above or below the peers' median is reported.
        year_ratio: a year's funding this many times above or below the year before is reported, and so is a target.
        year_points: percentage points by which a target in per cent must differ from the year before to be reported.
        unit_cost_overshoot: unit cost × quantity over budget is reported from this ratio on.
        pairing_score: least likeness of a goal's words and an indicator's name for a pair (0 to 1).
        deviation_percent: a result this far from its target (per cent) calls for a reason.
        execution_floor: per cent of the budget under which execution calls for a reason.
        rate_tolerance: percentage points by which a printed rate may differ from the computed one.
        score_tolerance: points by which scores may differ from their sum.
        severities: code to the severity that replaces the declared one.
        disabled: code to the reason for which the check is off.
        enabled: codes of checks that are off by default and wanted.
    """

    money_tolerance: str = "1"
    satisfaction_floor: str = "60"
    min_indicators: int = 3
    min_goal_characters: int = 10
    max_name_characters: int = 100
    max_project_years: int = 10
    level_confidence: float = 0.5
    column_confidence: float = 0.8
    same_value_rows: int = 5
    max_form_gap: str = "0.2"
    peer_count: int = 5
    peer_ratio: str = "3"
    year_ratio: str = "3"
    year_points: str = "20"
    unit_cost_overshoot: str = "1.05"
    pairing_score: float = 0.6
    deviation_percent: str = "20"
    execution_floor: str = "90"
    rate_tolerance: str = "0.1"
    score_tolerance: str = "0.05"
    severities: Mapping[str, Severity] = field(default_factory=dict)
    disabled: Mapping[str, str] = field(default_factory=dict)
    enabled: frozenset[str] = frozenset()


DEFAULTS = Thresholds()
THRESHOLD_NAMES: tuple[str, ...] = tuple(
    name for name in DEFAULTS.__struct_fields__ if name not in ("severities", "disabled", "enabled")
)
"""The numbers among the thresholds."""

"""A form's score: 100, less a deduction for each finding about what the filer wrote, each of which is listed.

An error costs 15 points, a warning 5, information nothing. One check costs at most 30 points as an error and 15 as a warning, however
often it fires, and the findings of one reviewers' category at most 40. Doubts about our own reading cost nothing: they
make the score provisional where something could not be read at all. No score is below 0. An empty template has no points.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal, TypeAlias

from msgspec import Struct

from extractor.model.form import Finding, Severity
from rules.checks import reading_codes, registry

START = 100
POINTS: dict[Severity, int] = {"error": 15, "warning": 5, "info": 0}
CHECK_CAP: dict[Severity, int] = {"error": 30, "warning": 15, "info": 0}
CATEGORY_CAP = 40
GRADES: tuple[tuple[int, str], ...] = ((90, "优"), (80, "良"), (60, "中"), (0, "差"))
Limit: TypeAlias = Literal["check", "category", "floor", "reading", "none"]


class Deduction(Struct, frozen=True):
    """What one finding costs.

    Attributes:
        points: points taken off.
        full: points that its severity alone would take.
        limit: why ``points`` is less than ``full``, ``none`` where it is not.
    """

    points: int
    full: int
    limit: Limit = "none"


class FormScore(Struct, frozen=True):
    """A form's score with the deduction of each of its findings, in their order.

    Attributes:
        provisional: part of the form could not be read, so the score may be wrong.
    """

    total: int
    deductions: tuple[Deduction, ...]
    provisional: bool

    @property
    def grade(self) -> str:
        """优 from 90, 良 from 80, 中 from 60, else 差."""
        return next(grade for least, grade in GRADES if self.total >= least)


def is_reading(finding: Finding) -> bool:
    """Whether a finding doubts our own reading, rather than what the filer wrote."""
    return finding.code in reading_codes() or finding.code not in registry()


def score_form(findings: Sequence[Finding]) -> FormScore:
    """The score of a form with these findings."""
    left = START
    by_check: Counter[str] = Counter()
    by_category: Counter[int | None] = Counter()
    deductions: list[Deduction] = []
    for finding in findings:
        full = POINTS[finding.severity]
        if is_reading(finding):
            deductions.append(Deduction(0, full, "reading" if full else "none"))
            continue
        if registry()[finding.code].alone == "form":
            deductions.append(Deduction(left, left))
            left = 0
            continue
        room: dict[Limit, int] = {
            "check": CHECK_CAP[finding.severity] - by_check[finding.code],
            "category": CATEGORY_CAP - by_category[finding.category],
            "floor": left,
        }
        tightest = min(room, key=lambda limit: room[limit])
        points = max(0, min(full, room[tightest]))
        by_check[finding.code] += points
        by_category[finding.category] += points
        left -= points
        deductions.append(Deduction(points, full, tightest if points < full else "none"))
    provisional = any(finding.severity == "error" and is_reading(finding) for finding in findings)
    return FormScore(left, tuple(deductions), provisional)

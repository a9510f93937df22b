"""Reads the corpus by the rules, looks at it with every check, and counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random

from msgspec import Struct, field
from msgspec.structs import replace

from benchmarks.checks.cases import VARIANTS, Case
from benchmarks.checks.columns import COLUMNS
from benchmarks.checks.documents import document_cases
from benchmarks.checks.drafts import Placed, clean
from benchmarks.checks.evaluations import EVALUATIONS, clean_evaluation, evaluation_case
from benchmarks.checks.funding import FUNDING
from benchmarks.checks.goals import GOALS
from benchmarks.checks.heads import HEADS
from benchmarks.checks.indicators import INDICATORS
from benchmarks.checks.levels import LEVELS
from benchmarks.checks.rows import row_faults
from extractor.model.form import Finding
from extractor.model.table import Table
from rules.checks import Thresholds, check_call, check_document, check_form, registry
from rules.families.profile import choose_profile
from rules.indicators.names import load_lexicon
from rules.read_form import FormTrace, read_form
from rules.ruleset.profile_files import load_profiles

OF_A_ROW = frozenset(("SISTER_LEVEL",))
"""Checks that point at a row: level cells are no part of its record."""
OPTIONAL = frozenset(code for code, check in registry().items() if not check.on)


class Count(Struct):
    """What one check did on the corpus.

    Attributes:
        found, missed: planted faults that it named at the right place, or did not.
        silent, woken: near misses on which it was silent, or not.
        alarms: findings where nothing of the kind was planted, on any form, and findings at the wrong place.
    """

    found: int = 0
    missed: int = 0
    silent: int = 0
    woken: int = 0
    alarms: int = 0

    @property
    def precision(self) -> float:
        """Share of its findings that are right."""
        return self.found / (self.found + self.alarms) if self.found + self.alarms else 1.0

    @property
    def recall(self) -> float:
        """Share of the planted faults that it named."""
        return self.found / (self.found + self.missed) if self.found + self.missed else 1.0


class Outcome(Struct):
    """The counts of every check, and what went wrong in words."""

    counts: dict[str, Count]
    clean_forms: int = 0
    clean_with_findings: int = 0
    misses: list[str] = field(default_factory=list)


def rng_of(seed: int, code: str, n: int, fires: bool) -> Random:
    """The generator of one case; every case has its own, so that cases do not depend on each other."""
    return Random(f"{seed}/{code}/{n}/{fires}")


def cases(seed: int) -> Iterator[Case]:
    """The whole corpus, clean forms aside."""
    for code, faults in row_faults().items():
        for fires in (True, False):
            for n, (name, value, level2) in enumerate(faults.fires if fires else faults.silent):
                draft, number = clean(rng_of(seed, code, n, fires)).with_row(level2, name, value)
                at = draft.row(number, faults.cell)
                yield Case(
                    code,
                    fires,
                    (draft.place(at),),
                    also=faults.also if fires else frozenset(),
                    own_row=code in OPTIONAL,
                )
    for code, form_faults in {**FUNDING, **HEADS, **GOALS, **LEVELS, **COLUMNS, **INDICATORS}.items():
        for fires in (True, False):
            for n in range(VARIANTS):
                draft, place = (form_faults.fires if fires else form_faults.silent)(rng_of(seed, code, n, fires), n)
                yield Case(
                    code, fires, (draft.place(place),), also=form_faults.also if fires else form_faults.silent_also
                )
    for code in EVALUATIONS:
        for fires in (True, False):
            for n in range(VARIANTS):
                yield evaluation_case(code, rng_of(seed, code, n, fires), n, fires=fires)
    yield from document_cases(lambda code, n, fires: rng_of(seed, code, n, fires))


def read(placed: Placed, number: int = 1) -> FormTrace:
    """One form as the rules read it.

    Raises:
        ValueError: no profile fits it.
    """
    choice = choose_profile(placed.region, load_profiles())
    if choice.match is None:
        raise ValueError(f"no profile fits {placed.region.title}")
    return read_form(placed.region, choice.match, load_lexicon(), form_id=f"case-{number}")


def findings_of(case: Case) -> list[Finding]:
    """Everything the checks say of a case; off-by-default checks are asked about their own cases only."""
    limits = Thresholds(enabled=OPTIONAL & {case.code})
    forms = []
    for number, placed in enumerate(case.forms):
        reading = read(placed, number + 1)
        if case.change is not None:
            reading = case.change(reading)
        forms.append(check_form(reading, number, limits))
    found = [finding for form in forms for finding in form.findings]
    if case.documents > 1:
        forms = [replace(form, form_id=f"document{number}-1") for number, form in enumerate(forms)]
        together = [finding for form in forms for finding in check_document([form], limits)]
    else:
        together = check_document(forms, limits, case.lines, case.blocks)
    return [*found, *together, *check_call(forms, limits)]


def in_place(case: Case, finding: Finding) -> bool:
    """Whether a finding points at what was planted."""
    place = finding.provenance
    if place is None:
        return False
    if case.target < 0:  # the text before the forms, or another table
        others = (cell for block in case.blocks if isinstance(block, Table) for cell in block.cells)
        if any(place.bbox == cell.bbox and "项目支出" not in cell.text for cell in others):
            return True
        return any(place.bbox == line.bbox for line in case.lines)
    if len(case.forms) > 1 and not finding.path.startswith(f"forms[{case.target}]"):
        return False
    placed = case.forms[case.target]
    if placed.region.tables[0].bbox is None:
        return case.line is None or place.line == case.line
    return place.bbox == placed.box or (case.code in OF_A_ROW and placed.at is not None and place.row == placed.at[0])


def measure(seed: int, clean_forms: int) -> Outcome:
    """The counts of every check over the corpus and some clean forms."""
    outcome = Outcome({code: Count() for code in registry()})
    for case in cases(seed):
        _judge(case, findings_of(case), outcome)
    for n in range(clean_forms):
        rng = rng_of(seed, "clean", n, False)
        placed = clean_evaluation(rng) if n % 10 == 9 else clean(rng).place()
        found = check_form(read(placed), 0).findings
        outcome.clean_forms += 1
        outcome.clean_with_findings += bool(found)
        for finding in found:
            _alarm(outcome, finding, f"clean form {n}")
    return outcome


def _judge(case: Case, found: Sequence[Finding], outcome: Outcome) -> None:
    count = outcome.counts[case.code]
    own = [finding for finding in found if finding.code == case.code]
    right = [finding for finding in own if in_place(case, finding)]
    if case.own_row:
        own = right
    where = f"{case.code} {'fault' if case.planted else 'near miss'}"
    if case.planted:
        count.found += bool(right)
        count.missed += not right
        if not right:
            said = Counter(finding.code for finding in found)
            outcome.misses.append(f"{where}: not named at its place; findings {dict(said)}")
        strays = [finding for finding in own if finding not in right and case.code not in case.also]
    else:
        count.silent += not own
        count.woken += bool(own)
        strays = own
    for finding in strays:
        _alarm(outcome, finding, where)
    for finding in found:
        if finding.code != case.code and finding.code not in case.also:
            _alarm(outcome, finding, where)


def _alarm(outcome: Outcome, finding: Finding, where: str) -> None:
    outcome.counts[finding.code].alarms += 1
    outcome.misses.append(f"{where}: false alarm {finding.code} at {finding.path}: {finding.message_zh}")

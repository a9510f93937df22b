"""What the report counts over documents: added up one document at a time, in parts that can be put together."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from msgspec import Struct, field

from extractor.model.form import DocumentResult, Finding, Form

EXAMPLES = 5
"""So many findings of each code are pointed at."""
FIELDS: tuple[tuple[str, str], ...] = (
    ("name", "项目名称"),
    ("department", "主管部门"),
    ("unit", "实施单位"),
    ("year", "预算年度"),
    ("dates", "起止日期"),
    ("amount", "年度资金"),
    ("goal", "年度目标"),
    ("cost", "成本指标"),
    ("output", "产出指标"),
    ("benefit", "效益指标"),
    ("satisfaction", "满意度指标"),
    ("values", "指标值齐全"),
)
"""What a complete form has, with the label shown."""


class Example(Struct, frozen=True):
    """One finding that the report points at."""

    sha256: str
    source: str
    file: str
    page: int | None
    message: str


class Statistics(Struct):
    """Counts over documents.

    Attributes:
        findings: by code and severity.
        documents_with: by code, documents that have one.
        units, years: forms by implementing unit and by fiscal year (0: none).
        budgets: forms by fiscal year and tenth of a power of ten of their annual amount in yuan.
        money: yuan by fiscal year.
        present: forms that have a field, by year and field.
        damaged: files that are no records.
    """

    documents: Counter[str] = field(default_factory=Counter)
    formats: Counter[str] = field(default_factory=Counter)
    pages: int = 0
    forms: int = 0
    indicators: int = 0
    findings: Counter[tuple[str, str]] = field(default_factory=Counter)
    documents_with: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[Example]] = field(default_factory=dict)
    profiles: Counter[str] = field(default_factory=Counter)
    units: Counter[str] = field(default_factory=Counter)
    years: Counter[int] = field(default_factory=Counter)
    budgets: Counter[tuple[int, int]] = field(default_factory=Counter)
    money: dict[int, Decimal] = field(default_factory=dict)
    present: Counter[tuple[int, str]] = field(default_factory=Counter)
    damaged: list[str] = field(default_factory=list)

    def add(self, result: DocumentResult, file: str) -> None:
        """Count one document; ``file`` is the name of its JSON."""
        self.documents[result.status] += 1
        self.formats[result.document.format or "?"] += 1
        self.pages += result.document.pages or 0
        codes = set()
        for finding, form in _findings(result):
            self.findings[finding.code, finding.severity] += 1
            codes.add(finding.code)
            examples = self.examples.setdefault(finding.code, [])
            if len(examples) < EXAMPLES and all(one.sha256 != result.document.sha256 for one in examples):
                examples.append(_example(result, finding, form, file))
        self.documents_with.update(codes)
        for form in result.forms:
            self._form(form)

    def _form(self, form: Form) -> None:
        year = form.fiscal_year or 0
        self.forms += 1
        self.indicators += len(form.indicators)
        self.profiles[form.profile] += 1
        self.units[form.project.unit or ""] += 1
        self.years[year] += 1
        amount = annual_amount(form)
        if amount is not None:
            self.money[year] = self.money.get(year, Decimal(0)) + amount
            if amount > 0:
                self.budgets[year, math.floor(amount.log10() * 10)] += 1
        self.present.update((year, name) for name in _present(form, amount))

    def merge(self, other: Statistics) -> None:
        """Take in what was counted over other documents."""
        for name in (
            "documents",
            "formats",
            "findings",
            "documents_with",
            "profiles",
            "units",
            "years",
            "budgets",
            "present",
        ):
            getattr(self, name).update(getattr(other, name))
        self.pages += other.pages
        self.forms += other.forms
        self.indicators += other.indicators
        self.damaged += other.damaged
        for year, amount in other.money.items():
            self.money[year] = self.money.get(year, Decimal(0)) + amount
        for code, examples in other.examples.items():
            kept = self.examples.setdefault(code, [])
            kept += examples[: EXAMPLES - len(kept)]


def _findings(result: DocumentResult) -> Iterator[tuple[Finding, Form | None]]:
    for finding in result.findings:
        yield finding, None
    for form in result.forms:
        for finding in form.findings:
            yield finding, form


def _example(result: DocumentResult, finding: Finding, form: Form | None, file: str) -> Example:
    page = finding.provenance.page if finding.provenance else None
    if page is None and form is not None and form.provenance.pages:
        page = form.provenance.pages[0]
    document = result.document
    return Example(
        document.sha256, document.source, file, page if document.format == "pdf" else None, finding.message_zh
    )


def annual_amount(form: Form) -> Decimal | None:
    """What a form asks for this year, in yuan; the whole project's total where no year's is printed."""
    for scope in ("annual", "project"):
        for line in form.funding.lines:
            if line.scope == scope and line.item == "total" and line.amount is not None:
                try:
                    return Decimal(line.amount)
                except InvalidOperation:
                    continue
    return None


def _present(form: Form, amount: Decimal | None) -> Iterator[str]:
    project = form.project
    levels = {indicator.level1 for indicator in form.indicators}
    values = [indicator.value.kind not in ("missing", "placeholder") for indicator in form.indicators]
    facts = {
        "name": project.name,
        "department": project.department,
        "unit": project.unit,
        "year": form.fiscal_year,
        "dates": project.start_date and project.end_date,
        "amount": amount is not None,
        "goal": form.goals.annual or form.goals.overall or form.goals.medium_term,
        "cost": "成本指标" in levels,
        "output": "产出指标" in levels,
        "benefit": "效益指标" in levels,
        "satisfaction": "满意度指标" in levels,
        "values": bool(values) and all(values),
    }
    return (name for name, there in facts.items() if there)

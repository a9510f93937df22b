"""The forms of a document against its other tables: lists of projects with amounts, and budget statements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.model.form import Form, FundingLine
from rules.checks.framework import TARGETS, Documents, Hit, check
from rules.checks.names import is_like, is_same_written_otherwise, project_key
from rules.checks.narrative import annual_total
from rules.checks.numbers import decimal, yuan
from rules.checks.places import at_form, shown
from rules.checks.statements import (
    FACTORS,
    Listed,
    listed_projects,
    project_spending,
    statement_count,
    tolerance,
)


def _years(subject: Documents) -> frozenset[str]:
    return frozenset(str(form.fiscal_year) for form in subject.forms if form.fiscal_year)


def _named(subject: Documents) -> dict[str, int]:
    """Project to its only target form; projects with several forms are left out."""
    found: dict[str, list[int]] = {}
    for number, form in enumerate(subject.forms):
        if form.kind in TARGETS and (key := project_key(form.project.name)):
            found.setdefault(key, []).append(number)
    return {key: numbers[0] for key, numbers in found.items() if len(numbers) == 1}


def _by_key(rows: Sequence[Listed]) -> dict[str, list[Listed]]:
    found: dict[str, list[Listed]] = {}
    for one in rows:
        found.setdefault(one.key, []).append(one)
    return found


def _own_amounts(form: Form) -> list[Decimal]:
    """Every amount of a form that is not zero."""
    return [amount for line in form.funding.lines if (amount := decimal(line.amount))]


def _agrees(rows: Sequence[Listed], own: Sequence[Decimal]) -> bool:
    """Whether one of the rows, or all of them together, has an amount of the form; by any unit where none is declared."""
    for unit in (rows[0].unit,) if rows[0].unit else tuple(FACTORS):
        stated = [(amount, tolerance(raw, unit)) for one in rows for raw, amount in one.yuan(unit)]
        firsts = [one.yuan(unit)[0] for one in rows]
        stated.append((sum((amount for _, amount in firsts), Decimal(0)), len(rows) * tolerance(firsts[0][0], unit)))
        if any(amount and abs(amount - mine) <= slack for amount, slack in stated for mine in own):
            return True
    return False


@check("SUMMARY_AMOUNT")
def summary_amount(subject: Documents) -> Iterator[Hit]:
    if not subject.blocks:
        return
    forms = _named(subject)
    for key, rows in _by_key(listed_projects(subject.blocks, _years(subject))).items():
        number = forms.get(key)
        annual = annual_total(subject.forms[number]) if number is not None else None
        if number is None or annual is None or not annual[2]:
            continue
        # Rows of several tables are compared one by one: any of them that agrees settles the matter.
        form = subject.forms[number]
        if not _agrees(rows, _own_amounts(form)):
            yield _other_amount(number, form, annual, rows[0])


def _other_amount(number: int, form: Form, annual: tuple[int, FundingLine, Decimal], listed: Listed) -> Hit:
    index, line, total = annual
    read = listed.yuan() if listed.unit else []
    said = f"{yuan(read[0][1])} 元" if read else f"“{listed.amounts[0]}”(未注明金额单位)"
    page = listed.place.page if listed.place.line is None else None
    words = {
        "name": form.project.name or "", "label": line.label, "total": yuan(total), "said": said,
        "said_en": f"{yuan(read[0][1])} yuan" if read else f"“{listed.amounts[0]}” (no money unit declared)",
        "page": f" (page {page})" if page else "", "page_zh": f"第 {page} 页" if page else "",
    }  # fmt: skip
    evidence = {
        "total": str(total),
        "listed": listed.amounts[0],
        "listed_unit": listed.unit,
        "listed_name": listed.name,
        "listed_place": shown(listed.place),
    }
    return Hit(f"forms[{number}].funding.lines[{index}]", words, evidence, line.provenance)


@check("PROJECT_NAME_DRIFT")
def project_name_drift(subject: Documents) -> Iterator[Hit]:
    if not subject.blocks:
        return
    forms, rows = _named(subject), _by_key(listed_projects(subject.blocks, _years(subject)))
    alone = {key: found for key, found in rows.items() if key not in forms}
    every = {project_key(form.project.name) for form in subject.forms}
    for key, number in forms.items():
        if key in rows:
            continue
        own = _own_amounts(subject.forms[number])
        like = [
            found[0]
            for other, found in alone.items()
            if other not in every and not _cut_off(key, found[0])
            if is_same_written_otherwise(key, other) or (is_like(key, other) and _agrees(found, own))
        ]
        if len(like) == 1:
            form, other = subject.forms[number], like[0]
            page = other.place.page if other.place.line is None else None
            words = {
                "name": form.project.name or "", "other": other.name, "page": f" (page {page})" if page else "",
                "page_zh": f"第 {page} 页" if page else "",
            }  # fmt: skip
            evidence = {"name": form.project.name, "other": other.name, "other_place": shown(other.place)}
            yield Hit(f"forms[{number}].project.name", words, evidence, at_form(form.provenance))


def _cut_off(key: str, listed: Listed) -> bool:
    """Whether one name merely ends before the other, in text, where lines of a wrapped cell are lost."""
    return listed.place.line is not None and (listed.key.startswith(key) or key.startswith(listed.key))


@check("PROJECT_SPENDING_EXCEEDED")
def project_spending_exceeded(subject: Documents) -> Iterator[Hit]:
    forms = [form for form in subject.forms if form.kind == "target"]
    totals = [annual for form in forms if (annual := annual_total(form)) is not None]
    if not subject.blocks or not forms or len(totals) != len(forms) or len(_named(subject)) < len(forms):
        return
    if len(_years(subject)) != 1 or statement_count(subject.blocks) > 1:
        return  # several years, or the budgets of several units
    stated = project_spending(subject.blocks, _years(subject))
    most = max(stated, key=lambda one: one.yuan, default=None)
    own = sum((amount for _, _, amount in totals), Decimal(0))
    if most is None or own <= most.yuan + tolerance(most.raw, most.unit) + len(forms):
        return
    page = most.place.page if most.place.line is None else None
    words = {
        "count": str(len(forms)), "sum": yuan(own), "said": yuan(most.yuan), "page": f" (page {page})" if page else "",
        "page_zh": f"第 {page} 页" if page else "",
    }  # fmt: skip
    evidence = {
        "sum": str(own),
        "stated": most.raw,
        "stated_unit": most.unit,
        "forms": [form.form_id for form in forms],
    }
    yield Hit("document", words, evidence, most.place)

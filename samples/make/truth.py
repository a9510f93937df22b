"""Expected records, derived from a specification and from nothing else."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from samples.make.flattened import printed
from samples.make.spec import FUNDING_KEYS, DocumentSpec, FormSpec


def expected_form(form: FormSpec) -> dict[str, Any]:
    """What is true of one form, whatever file it is printed to. Blank cells are ``None``; amounts are yuan."""
    project = form.project
    return {
        "title": form.title,
        "fiscal_year": form.fiscal_year,
        "project": {
            "name": project.name,
            "nature": project.nature,
            "category": project.category,
            "department": project.department,
            "unit": project.unit,
            "start_date": project.start_date,
            "end_date": project.end_date,
        },
        "money_unit": form.money_unit,
        "funding": [
            {"scope": scope, "item": item, "amount": _amount(getattr(form.funding, f"{scope}_{item}"))}
            for scope, item in (key.split("_") for key in FUNDING_KEYS)
        ],
        "goals": {"overall": form.overall_goal, "annual": form.annual_goal},
        "indicators": [
            {"level1": item.level1, "level2": item.level2, "name": item.name, "value_raw": item.value}
            for item in form.indicators
        ],
    }


def expected_document(spec: DocumentSpec) -> dict[str, Any]:
    """What is true of every undamaged file made from the specification."""
    return {"title": spec.title, "forms": [expected_form(form) for form in spec.forms]}


def flattened_differences(spec: DocumentSpec) -> list[dict[str, Any]]:
    """Where damaged flattened text shows other labels than the truth, or lost a value or a name.

    One entry an indicator: ``form`` and ``indicator`` count from 1; ``printed_level1``, ``printed_level2`` are the
    labels that the text shows above the row (``None``: none since the level above changed); ``value_raw`` and ``name``
    are ``None`` where the cell was cut off.
    """
    result = []
    for number, form in enumerate(spec.forms, 1):
        for row, (truth, shown) in enumerate(zip(form.indicators, printed(form), strict=True), 1):
            entry: dict[str, Any] = {}
            if shown.level1 != truth.level1:
                entry["printed_level1"] = shown.level1
            if shown.level2 != truth.level2:
                entry["printed_level2"] = shown.level2
            if shown.name is None:
                entry["name"] = None
            if shown.value != truth.value:
                entry["value_raw"] = shown.value
            if entry:
                result.append({"form": number, "indicator": row, **entry})
    return result


def _amount(amount: str | None) -> str | None:
    return None if amount is None else f"{Decimal(amount):.2f}"

"""Forms as read against what was keyed by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

GOALS = ("overall", "annual", "medium_term", "actual")
OF_VALUE = {"raw", "operator", "number", "low", "high", "unit"}
OF_OTHERS = {"actual", "baseline"}
NUMBERS = {"number", "low", "high", "weight", "score"}


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def head(form: dict[str, Any]) -> dict[str, Any]:
    amounts = [(line["scope"], line["item"], number(line["amount"])) for line in form["funding"]["lines"]]
    return {
        "kind": form["kind"],
        "fiscal_year": form["fiscal_year"],
        "project": {key: text for key, text in form["project"].items() if text is not None and key != "extra"},
        "funding": sorted((f"{scope}.{item}", amount) for scope, item, amount in amounts if amount is not None),
        "goals": {goal: form["goals"][goal] for goal in GOALS if form["goals"][goal] is not None},
    }


def true_head(truth: dict[str, Any]) -> dict[str, Any]:
    funding = sorted((line, Decimal(amount)) for line, amount in truth["funding"].items())
    return {**{key: truth[key] for key in ("kind", "fiscal_year", "project", "goals")}, "funding": funding}


def observed(indicator: dict[str, Any], key: str) -> Any:
    if key in OF_VALUE:
        found = indicator["value"][key]
    elif key in OF_OTHERS:
        found = indicator[key] and indicator[key]["raw"]
    else:
        found = indicator[key]
    return number(found) if key in NUMBERS else found


def assert_head(form: dict[str, Any], truth: dict[str, Any]) -> None:
    """Header, funding and goals are what the truth says; of other labels those that it names."""
    assert head(form) == true_head(truth)
    extra = truth.get("extra", {})
    assert {label: form["project"]["extra"].get(label) for label in extra} == extra


def assert_indicators(form: dict[str, Any], truth: dict[str, Any]) -> None:
    """The indicators are those of the truth, in everything that it says of them."""
    assert [indicator["name"] for indicator in form["indicators"]] == [true["name"] for true in truth["indicators"]]
    for indicator, true in zip(form["indicators"], truth["indicators"], strict=True):
        wanted = {key: number(value) if key in NUMBERS else value for key, value in true.items()}
        assert {key: observed(indicator, key) for key in true} == wanted

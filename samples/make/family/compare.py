"""What an extraction says, in the shape of the truth, and where the two differ.

Compared is what the truth states: ``funding`` only where it is a list, ``extra`` label by label, of an indicator the keys that the
truth has for it. ``unplaced`` amounts, ``forecast_raw``, ``amount_raw`` and ``remark`` have no field in the contract. Numbers are compared
as numbers (``"10"`` is ``"10.00"``), texts as they stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from samples.make.family.facts import GOALS, PROJECT_FIELDS

_NO_FIELD = frozenset({"forecast_raw", "amount_raw", "remark"})
_OF_VALUE = {"value_raw": "raw", "operator": "operator", "number": "number", "unit": "unit", "direction": "direction"}
_OF_OTHERS = {"actual_raw": "actual", "baseline_raw": "baseline"}
_EXECUTION = ("budget_initial", "budget_current", "executed", "rate", "weight", "score")


def observed_head(form: Mapping[str, Any], truth: Mapping[str, Any]) -> dict[str, Any]:
    """Everything of an extracted form (the contract's JSON) but extras and indicators, shaped like :func:`true_head`."""
    head: dict[str, Any] = {key: form[key] for key in ("profile", "kind", "title", "fiscal_year")}
    head["project"] = {name: form["project"][name] for name in PROJECT_FIELDS}
    head["money_unit"] = form["funding"]["money_unit"]
    head["goals"] = {goal: form["goals"][goal] for goal in GOALS}
    if truth["funding"] is not None:
        unplaced = {line["label"] for line in truth["unplaced"]}
        head["funding"] = sorted(
            (line["scope"], line["item"], _number(line["amount"]))
            for line in form["funding"]["lines"]
            if line["amount"] is not None and _plain(line["label"]) not in unplaced
        )
    head["execution"] = _execution(form.get("execution"))
    head["score"] = _score(form.get("score"))
    return head


def true_head(truth: Mapping[str, Any]) -> dict[str, Any]:
    """What :func:`observed_head` must give."""
    head: dict[str, Any] = {
        key: truth[key] for key in ("profile", "kind", "title", "fiscal_year", "project", "money_unit", "goals")
    }
    if truth["funding"] is not None:
        head["funding"] = sorted(
            (line["scope"], line["item"], _number(line["amount"]))
            for line in truth["funding"]
            if line["amount"] is not None
        )
    head["execution"] = _execution(truth["execution"])
    head["score"] = _score(truth["score"])
    return head


def observed_extra(form: Mapping[str, Any], truth: Mapping[str, Any]) -> dict[str, str | None]:
    """The extracted text of every label that the truth keeps under ``extra``; ``None`` where there is none."""
    return {label: form["project"]["extra"].get(label) for label in truth["extra"]}


def observed_indicators(form: Mapping[str, Any], truth: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The extracted indicators with the keys that the truth states for the indicator in the same place."""
    stated: Sequence[Mapping[str, Any]] = truth["indicators"]
    last = stated[-1] if stated else {}
    return [
        _indicator(indicator, stated[at] if at < len(stated) else last)
        for at, indicator in enumerate(form["indicators"])
    ]


def true_indicators(truth: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What :func:`observed_indicators` must give."""
    return [
        {key: _comparable(key, value) for key, value in indicator.items() if key not in _NO_FIELD}
        for indicator in truth["indicators"]
    ]


def differences(form: Mapping[str, Any], truth: Mapping[str, Any]) -> list[str]:
    """The truth's paths at which an extracted form differs: ``project.name``, ``funding.annual.total``, ``indicators.3.value_raw``."""
    found = list(_walk("", _by_item(observed_head(form, truth)), _by_item(true_head(truth))))
    extra = observed_extra(form, truth)
    found += [f"extra.{label}" for label, text in truth["extra"].items() if extra[label] != text]
    seen, stated = observed_indicators(form, truth), true_indicators(truth)
    if len(seen) != len(stated):
        found.append("indicators")
    for number, (one, other) in enumerate(zip(seen, stated, strict=False), 1):
        found += [f"indicators.{number}.{key}" for key in other if one[key] != other[key]]
    return found


def within(difference: str, affects: Iterable[str]) -> bool:
    """Whether a difference lies at or below one of the paths, of which ``*`` stands for any one step."""
    steps = difference.split(".")
    for path in affects:
        wanted = path.split(".")
        if len(steps) >= len(wanted) and all(one in ("*", other) for one, other in zip(wanted, steps, strict=False)):
            return True
    return False


def _indicator(indicator: Mapping[str, Any], stated: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _comparable(key, _field(indicator, key)) for key in stated if key not in _NO_FIELD}


def _field(indicator: Mapping[str, Any], key: str) -> Any:
    if key in _OF_VALUE:
        return indicator["value"][_OF_VALUE[key]]
    if key in _OF_OTHERS:
        value = indicator[_OF_OTHERS[key]]
        return value and value["raw"]
    if key.startswith("printed_"):
        return indicator["printed"][key.removeprefix("printed_")]
    return indicator.get(key)


def _comparable(key: str, value: Any) -> Any:
    return _number(value) if key in ("weight", "score", "number") else value


def _execution(lines: Sequence[Mapping[str, Any]] | None) -> list[dict[str, Any]]:
    return [
        {"item": line["item"], **{column: _number(line.get(column)) for column in _EXECUTION}} for line in lines or ()
    ]


def _score(score: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if score is None else {"total": _number(score.get("total")), "grade": score.get("grade")}


def _number(text: str | None) -> Decimal | str | None:
    if text is None:
        return None
    try:
        return Decimal(text).normalize()
    except InvalidOperation:
        return text


def _plain(label: str) -> str:
    return "".join(label.split()).rstrip(":：")


def _by_item(head: dict[str, Any]) -> dict[str, Any]:
    """Lists of lines as mappings, so that a path names the line."""
    lines = head.get("funding")
    funding = None if lines is None else {f"{scope}.{item}": amount for scope, item, amount in lines}
    if funding is not None and lines is not None and len(funding) != len(lines):
        funding["repeated"] = len(lines)
    execution = {line["item"]: line for line in head["execution"]}
    return {**head, "funding": funding, "execution": execution}


def _walk(path: str, one: Any, other: Any) -> Iterator[str]:
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        for key in dict.fromkeys((*other, *one)):
            yield from _walk(f"{path}.{key}" if path else str(key), one.get(key), other.get(key))
    elif one != other:
        yield path

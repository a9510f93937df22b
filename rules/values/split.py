"""Values of forms that print operator, number and unit in columns of their own."""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace

from extractor.model.form import Direction, Operator, Value
from extractor.model.text import collapse_spaces
from rules.values.decisions import LONGEST_STRUCTURED, explain
from rules.values.folding import fold
from rules.values.moments import calendar_year
from rules.values.quantities import build, code_of, direction_of, is_year, read_quantity, read_tail, settled, value_of
from rules.values.terms import Terms
from rules.values.units import NO_UNIT, Unit

_NUMERIC = ("quantity", "range", "duration", "frequency")
_BLANKS = frozenset("-—/\\_*.、无 ")


class _Column(NamedTuple):
    """What the operator column holds."""

    operator: Operator | None = None
    nature: str | None = None
    direction: Direction | None = None
    printed: str = ""


def parse_split(
    terms: Terms, operator: str | None, number: str | None, unit: str | None, direction: str | None = None
) -> Value:
    """The value of a row whose operator (指标性质), value (指标值) and unit (度量单位) are in three columns.

    Total, like :meth:`rules.values.ValueGrammar.parse`. ``raw`` is the parts joined as a person would print them in one cell (定性 left out); a blank
    value cell gives kind ``missing`` with operator and unit kept.

    Args:
        operator: a sign in any glyph, a word, 定性 or 定量, or a direction word (正向指标).
        number: the value cell; it may hold a whole value, a word or a sentence.
        unit: the unit cell; ``个工作日内`` carries an operator, a dash or a slash means none.
        direction: word of a direction column (正向指标, 反向指标); it outweighs what the operator implies.
    """
    column = _operator_column(terms, operator)
    number = collapse_spaces(number or "")
    unit_text = collapse_spaces(unit or "")
    unit_text = "" if all(char in _BLANKS for char in fold(unit_text)) else unit_text
    declared = terms.operators.declared.get(fold(collapse_spaces(direction or "")).strip()) or column.direction
    value = _combine(terms, column, number, unit_text)
    return value if declared is None else replace(value, direction=declared)


def _operator_column(terms: Terms, operator: str | None) -> _Column:
    printed = collapse_spaces(operator or "")
    text = fold(printed).strip(" ()[]") if len(printed) <= LONGEST_STRUCTURED else ""
    if not text or all(char in _BLANKS for char in text):
        return _Column(printed="" if len(printed) <= LONGEST_STRUCTURED else printed)
    table = terms.operators
    if (declared := table.declared.get(text)) is not None:
        return _Column(direction=declared)
    if text in table.suffixes:
        return _Column(table.suffixes[text], printed=printed)
    prefix = table.read_prefix(text)
    if prefix.end == len(text) and not prefix.conflict:
        operator = prefix.operator or prefix.weak
        # 定性 says how the value is meant, and is no part of it.
        return _Column(operator, prefix.nature, printed="" if prefix.nature and operator is None else printed)
    return _Column(printed=printed)


def _combine(terms: Terms, column: _Column, number: str, unit_text: str) -> Value:
    raw = _joined(column.printed, number, unit_text)
    tail = read_tail(terms, fold(unit_text), True) if 0 < len(unit_text) <= LONGEST_STRUCTURED else None
    column_unit = (tail.unit if tail is not None else _unlisted(terms, unit_text)) if unit_text else NO_UNIT
    operator = column.operator or (tail.operator if tail is not None else None)
    if not number:
        kept = column_unit.printed
        blank = operator is None and kept is None and column.nature is None
        code = None if blank else code_of(terms, operator, column.nature)
        return Value(None, "missing", operator, code, unit=kept, direction=direction_of(terms, operator))
    value = _number_column(terms, number, is_number=bool(unit_text) or column.operator is not None)
    confidence = value.confidence
    if value.operator is not None and operator not in (None, value.operator):
        operator, confidence = (value.operator if operator == "=" else operator), min(confidence, 0.6)
    operator = operator or value.operator
    nature = column.nature or ("定性" if value.operator_code == 6 and value.kind in _NUMERIC else None)
    if value.kind not in _NUMERIC:
        code = code_of(terms, operator, nature, qualitative=value.operator_code == 6)
        side = direction_of(terms, operator) if operator is not None else value.direction
        return replace(
            value,
            raw=raw,
            operator=operator,
            operator_code=code,
            unit=value.unit or column_unit.printed,
            direction=side,
        )
    joined, sureness = _one_unit(
        terms, terms.units.read(value.unit) if value.unit else NO_UNIT, value.unit, column_unit
    )
    if value.number is not None and is_year(value.number, joined):
        return calendar_year(terms, raw, value.number, operator, nature)
    return build(
        terms,
        raw,
        operator,
        value.number,
        value.low,
        value.high,
        joined,
        nature=nature,
        confidence=min(confidence, sureness),
    )


def _unlisted(terms: Terms, printed: str) -> Unit:
    """A unit cell that reads as nothing the vocabulary knows, kept as printed."""
    text = fold(printed).strip("()[] ") or printed
    return terms.units.any(text) if len(text) <= LONGEST_STRUCTURED else Unit(text, text, "1", "unknown")


def _joined(sign: str, number: str, unit: str) -> str:
    """The parts as one printed string; a sign or a unit that the value cell repeats is once."""
    head = "" if sign and number.startswith(sign) else sign
    return collapse_spaces(f"{head}{number}{'' if unit and unit in number else unit}")


def _number_column(terms: Terms, number: str, *, is_number: bool) -> Value:
    """The value cell on its own; beside an operator or a unit, digits are a number even where they could be a date (2023.07)."""
    if is_number and len(number) <= LONGEST_STRUCTURED:
        reading = read_quantity(terms, fold(number).strip().rstrip(" 。;,、"))
        if reading is not None and reading.tail.unit is NO_UNIT and settled(reading)[1] == 1.0:
            return value_of(terms, number, reading)
    return explain(terms, number).value


def _one_unit(terms: Terms, own: Unit | None, printed: str | None, column: Unit) -> tuple[Unit, float]:
    """The unit of a number that may carry one beside the unit column's: 30万 and 张 are 万张."""
    if own is NO_UNIT or column is NO_UNIT:
        found = column if own is NO_UNIT else own if own is not None else terms.units.any(printed or "")
        return found, 1.0 if found.dimension != "unknown" else 0.85
    own = own if own is not None else terms.units.any(printed or "")
    if own.canonical is None:
        return terms.units.any(f"{own.printed}{column.printed}"), 1.0
    return (column, 1.0) if (own.canonical, own.factor) == (column.canonical, column.factor) else (own, 0.6)

"""The grammar of indicator values, dates and money: printed text to exact values, and back to a canonical spelling.

Everything here is a pure function of its text and of a compiled vocabulary (operators, units, qualitative words), which a
:class:`ValueGrammar` holds. Dates and money need none. :func:`parse` reads by the shipped vocabulary.
"""

from __future__ import annotations

from extractor.model.form import Value
from rules.values.dates import parse_date, parse_date_range
from rules.values.decisions import RULES, Decision, Rule
from rules.values.grammar import ValueGrammar, compile_grammar, shipped_grammar
from rules.values.mentions import Mention
from rules.values.money import find_money_unit, parse_money
from rules.values.render import render

__all__ = [
    "RULES",
    "Decision",
    "Mention",
    "Rule",
    "ValueGrammar",
    "compile_grammar",
    "find_money_unit",
    "parse",
    "parse_date",
    "parse_date_range",
    "parse_money",
    "parse_value",
    "render",
    "shipped_grammar",
]


def parse(raw: str | None) -> Value:
    """The value of a printed cell by the shipped vocabulary; see :meth:`ValueGrammar.parse`."""
    return shipped_grammar().parse(raw)


parse_value = parse
"""The name by which ``extractor`` exports :func:`parse`."""

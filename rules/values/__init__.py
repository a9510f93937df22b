"""The grammar of indicator values, dates and money: printed text to exact values, and back to a canonical spelling.

Everything here is a pure function of its text and of the vocabulary in ``rules/vocabulary`` (operators, units, qualitative words).
"""

from __future__ import annotations

from rules.values.dates import parse_date, parse_date_range
from rules.values.grammar import RULES, Decision, Rule, explain, parse, rule_hits
from rules.values.mentions import Mention, mentions
from rules.values.money import find_money_unit, parse_money
from rules.values.render import render
from rules.values.split import parse_split

__all__ = [
    "RULES",
    "Decision",
    "Mention",
    "Rule",
    "explain",
    "find_money_unit",
    "mentions",
    "parse",
    "parse_date",
    "parse_date_range",
    "parse_money",
    "parse_split",
    "render",
    "rule_hits",
]

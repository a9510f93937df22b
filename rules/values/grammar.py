"""The value grammar: everything that reads values by one vocabulary, the shipped one or a user's over it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from msgspec import Struct

from extractor.model.form import Value
from rules.values.decisions import AMONG_WORDS, MISSING, RULES, Decision, as_text, explain
from rules.values.mentions import Mention, find_mentions
from rules.values.split import parse_split
from rules.values.terms import Terms, compile_terms


class ValueGrammar(Struct, frozen=True, eq=False):
    """The grammar of printed values over a compiled vocabulary. Its methods are pure and total: they never raise."""

    terms: Terms

    def parse(self, raw: str | None) -> Value:
        """The value of a printed cell; ``Value.raw`` keeps the text (spaces of line wraps removed).

        ``None`` and blank give kind ``missing``. A text that no rule reads as a whole is kind ``text``: no number is taken
        out of a sentence (use :meth:`mentions` for that).
        """
        return explain(self.terms, raw).value

    def alone(self, raw: str | None) -> Value:
        """The value of a text that holds nothing else; words around a number, which names have too, make it a text."""
        decision = explain(self.terms, raw)
        return (
            MISSING if raw is None else decision.value if decision.rule not in AMONG_WORDS else as_text(decision.value)
        )

    def explain(self, raw: str | None) -> Decision:
        """The value of a printed cell and the rule that read it (``missing`` for a blank cell)."""
        return explain(self.terms, raw)

    def parse_split(
        self, operator: str | None, number: str | None, unit: str | None, direction: str | None = None
    ) -> Value:
        """The value of a row whose operator, value and unit are in columns of their own; see :mod:`rules.values.split`."""
        return parse_split(self.terms, operator, number, unit, direction)

    def mentions(self, text: str | None) -> list[Mention]:
        """The quantities, percentages, dates, periods and durations that running text mentions, in order, without overlap.

        Years (2026年) are periods. Ordinals and names (第3条, 一期, C30, 5G) and bare numbers without a unit are left out.
        """
        return find_mentions(self.terms, text)

    def rule_hits(self, raws: Iterable[str | None]) -> dict[str, int]:
        """How often each rule decides over ``raws``, including those that never do."""
        counts = Counter(self.explain(raw).rule for raw in raws)
        return {rule: counts[rule] for rule in ("missing", *(rule.id for rule in RULES))}


def compile_grammar(directory: Path) -> ValueGrammar:
    """The grammar over the shipped vocabulary with the value files of a user's directory laid over it.

    Raises:
        RulesError: a file is broken.
    """
    return ValueGrammar(compile_terms(directory))


@cache
def shipped_grammar() -> ValueGrammar:
    """The grammar over the shipped vocabulary."""
    return ValueGrammar(compile_terms())

"""``jixiao value``: the parts of one printed value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from extractor.cli import options as opt
from extractor.cli.command import Argument

if TYPE_CHECKING:
    from rules.values import Decision

Texts = Annotated[list[str], Argument(metavar="TEXT", help="Values as printed; -- before one that begins with a dash.")]


def value(texts: Texts, rules: opt.RulesDir = None, style: opt.Style = "text") -> None:
    """Print the parts of a value as printed: kind, operator, number, unit, canonical spelling."""
    from extractor.cli.stdout import data_stream, line_of
    from extractor.model.json import to_json

    values = opt.load_rules(rules).vocabulary.values
    with data_stream() as stream:
        for number, text in enumerate(texts):
            decision = values.explain(text)
            if style == "json":
                stream.write(line_of(to_json(decision.value)))
            else:
                stream.write(b"\n" * (number > 0) + line_of("\n".join(_lines(decision))))


def _lines(decision: Decision) -> Iterator[str]:
    """Each part that says something, with its name."""
    from extractor.model.json import to_builtins

    parts = to_builtins(decision.value)
    parts["canonical"] = " ".join(filter(None, (parts["canonical"] or {}).values())) or None
    for name, part in {**parts, "rule": decision.rule}.items():
        if part is not None:
            yield f"{name:<14}{part}"

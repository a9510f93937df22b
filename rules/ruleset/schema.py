"""What a rule file may hold: shapes over YAML nodes, every departure told with its line and column.

The shapes know nothing of profiles or vocabularies; see :mod:`rules.ruleset.profile_schema`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from msgspec import Struct, field

from rules.files.patterns import GuardedPattern, compile_pattern
from rules.files.problems import BrokenRules, Problem, nearest
from rules.files.yaml import RuleText
from rules.labels import LONGEST_LABEL, PATTERN_MARK, plain_label

_TAG = "tag:yaml.org,2002:"
_NAMES = {
    "map": "a mapping of keys",
    "seq": "a list",
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "a yes/no word (put it in quotes to mean text)",
    "null": "nothing",
    "timestamp": "a date (put it in quotes to mean text)",
}


class Report(Struct):
    """The problems of one file.

    Attributes:
        path: the file as named in messages.
        users: whether it is a user's, whose patterns are guarded and tried out.
    """

    path: str
    users: bool = True
    problems: list[Problem] = field(default_factory=list)

    def add(self, node: Any, message: str, suggestion: str | None = None) -> None:
        """Note a problem at a node."""
        mark = node.start_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
        self.problems.append(Problem(self.path, line, column, message, suggestion))

    def where(self, node: Any) -> str:
        """The place of a node as text."""
        mark = node.start_mark
        return f"{self.path}:{mark.line + 1}:{mark.column + 1}" if mark else self.path


Shape: TypeAlias = "Callable[[Any, Report], None]"


def kind_of(node: Any) -> str:
    """``map``, ``seq``, ``str``, ``int``, ``float``, ``bool``, ``null``, or another tag."""
    tag: str = node.tag
    return tag.removeprefix(_TAG)


def items_of(node: Any) -> list[tuple[Any, Any]]:
    """Key and value nodes of a mapping, none for anything else."""
    return list(node.value) if kind_of(node) == "map" else []


def expect(node: Any, report: Report, kinds: Iterable[str], what: str) -> bool:
    """Whether a node is of one of some kinds; a problem if not."""
    kinds = tuple(kinds)
    if kind_of(node) in kinds:
        return True
    report.add(node, f"Here {what} is expected, not {_NAMES.get(kind_of(node), kind_of(node))}.")
    return False


def text(node: Any, report: Report) -> None:
    """Text that is not blank."""
    if expect(node, report, ("str",), "text") and not node.value.strip():
        report.add(node, "The text is blank.")


def number(node: Any, report: Report) -> None:
    """A number above zero."""
    if expect(node, report, ("int", "float"), "a number") and not _positive(node.value):
        report.add(node, f"The weight must be above 0, not {node.value}.")


def _positive(value: str) -> bool:
    try:
        return 0 < float(value) < 1000
    except ValueError:
        return False


def year(node: Any, report: Report) -> None:
    """A year."""
    if expect(node, report, ("int",), "a year") and not (node.value.isdigit() and 1990 <= int(node.value) <= 2100):
        report.add(node, f"{node.value} is no year of these forms.")


def boolean(node: Any, report: Report) -> None:
    """``true`` or ``false``."""
    expect(node, report, ("bool",), "true or false")


def choice(known: Iterable[str], what: str) -> Shape:
    """One of some words."""
    words = tuple(known)

    def shape(node: Any, report: Report) -> None:
        if expect(node, report, ("str",), what) and node.value not in words:
            report.add(node, f"{what} {node.value!r} is none of {', '.join(words)}.", nearest(node.value, words))

    return shape


def label(node: Any, report: Report) -> None:
    """A label as forms print it."""
    if not expect(node, report, ("str",), "a label"):
        return
    key = plain_label(node.value)
    if not key:
        report.add(node, "The label is blank.")
    elif len(key) > LONGEST_LABEL:
        report.add(node, f"A label has at most {LONGEST_LABEL} characters; longer texts are never compared.")
    elif node.value.startswith(PATTERN_MARK):
        report.add(node, "A pattern cannot stand here; write the labels out.")


def label_or_pattern(node: Any, report: Report) -> None:
    """A label, or ``re:`` and a pattern over a whole label."""
    if kind_of(node) == "str" and node.value.startswith(PATTERN_MARK):
        try_pattern(node, node.value[len(PATTERN_MARK) :], report)
    else:
        label(node, report)


def title_pattern(node: Any, report: Report) -> None:
    """A pattern over a title."""
    if expect(node, report, ("str",), "a pattern"):
        try_pattern(node, node.value.replace(" ", ""), report)


def try_pattern(node: Any, pattern: str, report: Report) -> None:
    """Note a problem when a pattern is not valid, matches everything, or takes for ever."""
    place = RuleText(node.value)
    place.where = report.where(node)
    try:
        compiled = compile_pattern(place if report.users else node.value, pattern)
        if compiled.fullmatch(""):
            report.add(node, "The pattern matches a blank text; it would match everything.")
        elif isinstance(compiled, GuardedPattern):
            compiled.probe()
    except BrokenRules as error:
        report.add(node, error.problems[0].message)


def list_of(item: Shape, *, filled: bool = False) -> Shape:
    """A list; a key without a value is an empty one."""

    def shape(node: Any, report: Report) -> None:
        if kind_of(node) == "null" and not filled:
            return
        if expect(node, report, ("seq",), "a list (in [ ], or a line each with -)"):
            if filled and not node.value:
                report.add(node, "The list is empty.")
            for one in node.value:
                item(one, report)

    return shape


def mapping_of(value: Shape, keys: Iterable[str] | None = None, what: str = "key") -> Shape:
    """A mapping whose keys are labels, or some known words."""
    known = None if keys is None else tuple(keys)

    def shape(node: Any, report: Report) -> None:
        if kind_of(node) == "null":
            return
        if not expect(node, report, ("map",), "a mapping of keys"):
            return
        seen: dict[str, Any] = {}
        for key, one in node.value:
            if not expect(key, report, ("str",), "a key in text"):
                continue
            _repeated(key, seen, report)
            if known is None:
                label(key, report)
            elif key.value not in known:
                report.add(
                    key, f"Unknown {what} {key.value!r}; known are {', '.join(known)}.", nearest(key.value, known)
                )
                continue
            value(one, report)

    return shape


def record(fields: Mapping[str, Shape], required: Iterable[str] = ()) -> Shape:
    """A mapping with keys of its own shapes."""
    needed = tuple(required)

    def shape(node: Any, report: Report) -> None:
        if not expect(node, report, ("map",), "a mapping of keys"):
            return
        seen: dict[str, Any] = {}
        for key, one in node.value:
            if not expect(key, report, ("str",), "a key in text"):
                continue
            _repeated(key, seen, report)
            if key.value in fields:
                fields[key.value](one, report)
            else:
                known = ", ".join(sorted(fields))
                report.add(key, f"Unknown key {key.value!r}; known are {known}.", nearest(key.value, fields))
        for name in needed:
            if name not in seen:
                report.add(node, f"The key {name!r} is missing.")

    return shape


def _repeated(key: Any, seen: dict[str, Any], report: Report) -> None:
    if key.value in seen:
        first = seen[key.value].start_mark
        line = f" (first in line {first.line + 1})" if first else ""
        report.add(key, f"The key {key.value!r} stands twice{line}; only one of them would count.")
    seen.setdefault(key.value, key)

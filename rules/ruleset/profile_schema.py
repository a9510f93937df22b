"""What profiles and vocabularies may hold, and which of their labels contradict each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, get_args

from extractor.model.form import FormKind, FundingItem, FundingScope, Project
from rules.files.problems import Problem, nearest
from rules.labels import PATTERN_MARK, SECTIONS, base_sections, plain_label
from rules.ruleset.schema import (
    Report,
    Shape,
    boolean,
    choice,
    expect,
    items_of,
    kind_of,
    label,
    label_or_pattern,
    list_of,
    mapping_of,
    number,
    record,
    text,
    title_pattern,
    year,
)

PROFILE_KEYS = (
    "id",
    "name",
    "kind",
    "extends",
    "abstract",
    "years",
    "titles",
    "labels",
    "kinds",
    "last_resort",
    "examples",
)
_LABELS = list_of(label_or_pattern)


def check_profile(node: Any, path: str, *, users: bool = True) -> list[Problem]:
    """Every problem of a profile's node (see :func:`rules.files.yaml.compose`)."""
    report = Report(path, users)
    if node is None:
        return [Problem(path, None, None, "The file is empty; a profile is a mapping of keys.")]
    if kind_of(node) != "map":
        report.add(node, "A profile is a mapping of keys.")
        return report.problems
    keys = {key.value for key, _ in node.value}
    inherits = "extends" in keys
    needed = ("id",) if inherits or _is_true(node, "abstract") else ("id", "kind", "labels")
    record(_profile_fields(), needed)(node, report)
    for key, value in items_of(node):
        if key.value in SECTIONS:
            report.problems += _conflicts(key.value, value, path)
    return _in_order(report.problems)


def check_section(name: str, node: Any, path: str, *, users: bool = True) -> list[Problem]:
    """Every problem of one vocabulary file, by the name of its section."""
    report = Report(path, users)
    if node is not None:
        _sections(known=users)[name](node, report)
        report.problems += _conflicts(name, node, path)
    return _in_order(report.problems)


def _in_order(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(dict.fromkeys(problems), key=lambda problem: (problem.line or 0, problem.column or 0))


def _is_true(node: Any, name: str) -> bool:
    return any(key.value == name and str(value.value).lower() == "true" for key, value in items_of(node))


@cache
def _profile_fields() -> Mapping[str, Shape]:
    return {
        "id": _identifier,
        "name": text,
        "kind": choice(get_args(FormKind), "kind"),
        "extends": _identifier,
        "abstract": boolean,
        "years": record({"from": year, "to": year}),
        "titles": list_of(title_pattern),
        "labels": record({"must": list_of(_group), "should": mapping_of(number), "must_not": list_of(label)}),
        "kinds": list_of(
            record(
                {
                    "kind": choice(get_args(FormKind), "kind"),
                    "titles": list_of(title_pattern),
                    "columns": list_of(choice(base_sections()["columns"], "column role")),
                },
                ("kind",),
            )
        ),
        "last_resort": boolean,
        "examples": list_of(record({"title": text, "labels": list_of(label)}, ("title", "labels"))),
        **_sections(known=True),
    }


def _identifier(node: Any, report: Report) -> None:
    if expect(node, report, ("str",), "a name such as my-form-2026") and not _is_identifier(node.value):
        report.add(node, f"{node.value!r} may hold lower-case letters, digits and hyphens only, such as my-form-2026.")


def _is_identifier(value: str) -> bool:
    return value.replace("-", "").isalnum() and value.isascii() and value == value.lower() and value.strip("-") == value


def _group(node: Any, report: Report) -> None:
    list_of(label, filled=True)(node, report)


@cache
def _sections(*, known: bool) -> Mapping[str, Shape]:
    """Shapes of the label sections.

    Args:
        known: allow only the meanings that the shipped vocabularies have; the shipped files themselves define them.
    """

    def meanings(name: str, *more: str) -> tuple[str, ...] | None:
        return (*base_sections()[name], *more) if known else None

    project = tuple(dict.fromkeys((*(name for name in Project.__struct_fields__ if name != "extra"), "period")))
    level1 = tuple(base_sections()["levels"]["level1"])
    level2 = tuple(entry["label"] for entry in base_sections()["levels"]["level2"])
    funding = record(
        {
            "item": choice(get_args(FundingItem), "funding item"),
            "scope": choice(get_args(FundingScope), "scope"),
            "labels": list_of(label_or_pattern, filled=True),
        },
        ("item", "labels"),
    )
    zones = dict.fromkeys(("indicators", "end", "evaluation_system", "tasks"), _LABELS)
    return {
        "levels": record(
            {
                "level1": mapping_of(_LABELS, level1, "canonical level 1"),
                "level2": list_of(
                    record(
                        {
                            "label": choice(level2, "canonical level 2"),
                            "parent": choice(level1, "canonical level 1"),
                            "synonyms": _LABELS,
                        },
                        ("label", "parent"),
                    )
                ),
                "unmapped": mapping_of(_LABELS),
            }
        ),
        "columns": mapping_of(_LABELS, meanings("columns"), "column role"),
        "fields": mapping_of(_LABELS, project, "field"),
        "execution": mapping_of(_LABELS, meanings("execution"), "column role"),
        "goals": mapping_of(_LABELS, ("overall", "annual", "medium_term", "actual", "block"), "goal"),
        "funding": record({"labels": list_of(funding), "block": _LABELS}),
        "zones": record({**zones, "grades": list_of(_LABELS)}),
    }


def _conflicts(section: str, node: Any, path: str) -> list[Problem]:
    """Labels that one section gives two meanings, and synonyms that are another meaning's own canonical label."""
    report = Report(path)
    seen: dict[tuple[str, str], tuple[str, Any]] = {}
    canonical = {
        "level1": set(base_sections()["levels"]["level1"]),
        "level2": {entry["label"] for entry in base_sections()["levels"]["level2"]},
    }
    for part, meaning, one in _labelled(section, node):
        if kind_of(one) != "str" or one.value.startswith(PATTERN_MARK):
            continue
        key = plain_label(one.value)
        if key != meaning and key in canonical.get(part, ()):
            report.add(one, f"{one.value!r} is a canonical label itself and cannot be a synonym of {meaning!r}.")
            continue
        first = seen.setdefault((part, key), (meaning, one))
        if first[0] != meaning:
            mark = first[1].start_mark
            line = f" in line {mark.line + 1}" if mark else ""
            report.add(
                one, f"{one.value!r} stands for {meaning!r} here and for {first[0]!r}{line}; a label has one meaning."
            )
    return report.problems


def _labelled(section: str, node: Any) -> Iterator[tuple[str, str, Any]]:
    """Map, meaning and node of every label of a section, as far as the section is well formed."""
    walk: dict[str, Callable[[Any], Iterator[tuple[str, str, Any]]]] = {
        "levels": _level_labels,
        "funding": _funding_labels,
        "zones": _zone_labels,
    }
    if section in walk:
        yield from walk[section](node)
        return
    for key, value in items_of(node):
        part = "block" if section == "goals" and key.value == "block" else section
        yield from ((part, key.value, one) for one in _list(value))


def _level_labels(node: Any) -> Iterator[tuple[str, str, Any]]:
    for name, part in items_of(node):
        if name.value == "level1":
            for key, value in items_of(part):
                yield from (("level1", key.value, one) for one in _list(value))
        elif name.value == "unmapped":
            for key, value in items_of(part):
                yield from (
                    ("level2", f"{key.value}/{one.value}", one) for one in _list(value) if kind_of(one) == "str"
                )
        else:
            for entry in _list(part):
                keys = {key.value: value for key, value in items_of(entry)}
                if "label" in keys and kind_of(keys["label"]) == "str":
                    yield from (("level2", keys["label"].value, one) for one in _list(keys.get("synonyms")))


def _funding_labels(node: Any) -> Iterator[tuple[str, str, Any]]:
    for key, part in items_of(node):
        for entry in _list(part):
            if key.value == "block":
                yield "block", "block", entry
                continue
            keys = {name.value: value for name, value in items_of(entry)}
            meaning = "/".join(str(keys[name].value) for name in ("item", "scope") if name in keys)
            yield from (("funding", meaning, one) for one in _list(keys.get("labels")))


def _zone_labels(node: Any) -> Iterator[tuple[str, str, Any]]:
    for key, value in items_of(node):
        if key.value == "grades":
            for number_, grade in enumerate(_list(value), 1):
                yield from (("grades", f"grade{number_}", one) for one in _list(grade))
        else:
            part = "zones" if key.value in ("indicators", "end") else key.value
            yield from ((part, key.value, one) for one in _list(value))


def _list(node: Any) -> list[Any]:
    return list(node.value) if node is not None and kind_of(node) == "seq" else []


def suggest_file(path: Path, known: Iterable[str]) -> Problem:
    """The problem of a file whose name no rule file has."""
    names = tuple(known)
    return Problem(
        str(path), None, None, f"No rule file is called so; known are {', '.join(names)}.", nearest(path.name, names)
    )

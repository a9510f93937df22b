"""Reads a user's lexicon files over the shipped ones, and says what is wrong in them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from rules.files.csv_rows import read_csv
from rules.files.patterns import GuardedPattern
from rules.files.problems import BrokenRules, Problem, nearest
from rules.files.yaml import LONGEST_FILE, RuleText
from rules.indicators.name_likeness import load_name_likeness
from rules.indicators.names import LEXICON_DIR, Lexicon, name_key
from rules.labels import base_sections

COLUMNS = {
    "names.csv": ("name", "level2", "count", "source"),
    "patterns.csv": ("id", "pattern", "places", "example", "source"),
}
Row = tuple[int, dict[str, str]]


def over_shipped(directory: Path, problems: list[Problem]) -> Lexicon | None:
    """The shipped lexicon with a user's files over it, ``None`` where the user has none.

    A name of the user's replaces what the shipped list says of it; the user's patterns are asked before the shipped ones.
    What is wrong is added to ``problems``.
    """
    if not any((directory / name).is_file() for name in COLUMNS):
        return None
    names = [row for _, row in _rows(directory / "names.csv", problems)]
    patterns = list(_patterns(directory / "patterns.csv", problems))
    own = {name_key(row["name"]) for row in names}
    shipped = [row for row in read_csv(LEXICON_DIR / "names.csv") if name_key(row["name"]) not in own]
    return Lexicon(
        [*names, *shipped], read_csv(LEXICON_DIR / "patterns.csv"), own=patterns, likeness=load_name_likeness()
    )


def _patterns(path: Path, problems: list[Problem]) -> Iterator[dict[str, str]]:
    for line, row in _rows(path, problems):
        pattern = RuleText(row["pattern"])
        pattern.where = f"{path}:{line}"
        try:
            GuardedPattern(pattern, pattern.where).probe()
        except BrokenRules as error:
            problems += error.problems
            continue
        yield {**row, "pattern": pattern}


def _rows(path: Path, problems: list[Problem]) -> Iterator[Row]:
    """The sound rows of a file with their line numbers."""
    if not path.is_file():
        return
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
    except OSError as error:
        problems.append(Problem(str(path), None, None, f"The rule file cannot be read: {error.strerror}."))
        return
    except UnicodeDecodeError:
        problems.append(Problem(str(path), None, None, "The file is not UTF-8; save it as “CSV UTF-8”."))
        return
    if len(data) > LONGEST_FILE:
        problems.append(Problem(str(path), None, None, f"The file is larger than {LONGEST_FILE} bytes."))
        return
    columns = COLUMNS[path.name]
    reader = csv.DictReader(io.StringIO(text, newline=""))
    header = reader.fieldnames or ()
    missing = [name for name in columns if name not in header]
    if missing:
        near = nearest(missing[0], header)
        message = f"The column {missing[0]!r} is missing; the first line must name {', '.join(columns)}."
        problems.append(Problem(str(path), 1, None, message + (f" It has {near!r}." if near else "")))
        return
    for row in reader:
        wrong = _wrong(path, row)
        problems += [Problem(str(path), reader.line_num, None, message, near) for message, near in wrong]
        if not wrong:
            yield reader.line_num, row


def _wrong(path: Path, row: dict[str, str]) -> list[tuple[str, str | None]]:
    blank = [name for name in COLUMNS[path.name] if name != "source" and not (row.get(name) or "").strip()]
    if blank:
        return [(f"The column {blank[0]!r} is blank.", None)]
    places = [(row["level2"], row["count"])] if path.name == "names.csv" else [
        (place.partition(":")[0], place.partition(":")[2]) for place in row["places"].split(";")
    ]  # fmt: skip
    known = [entry["label"] for entry in base_sections()["levels"]["level2"]]
    wrong = [
        (f"{level2!r} is no canonical level 2.", nearest(level2, known)) for level2, _ in places if level2 not in known
    ]
    if path.name == "names.csv":
        return wrong + [
            (f"The count {count!r} is no number above 0.", None) for _, count in places if not _number(count)
        ]
    shares = [_number(share) for _, share in places]
    if not all(shares) or sum(shares) > 1.0001:
        wrong.append(
            ("Each place is a level 2, a colon and its share, such as 数量指标:0.9; shares add up to 1 at most.", None)
        )
    return wrong


def _number(text: str) -> float:
    """A number above 0, or 0 for anything else."""
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return value if 0 < value < 1e9 else 0.0

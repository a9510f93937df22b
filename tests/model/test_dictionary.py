"""The data dictionary names every JSON key and every column."""

from __future__ import annotations

import csv
import io

from extractor.model.columns import TABLES
from extractor.model.dictionary import HEADER, entries, render
from extractor.model.tables import column_names
from tests.model.full_record import FULL


def _paths(value: object, prefix: str = "") -> set[str]:
    """Paths of every key in a JSON value, spelt as the dictionary spells them, free-form dictionaries left closed."""
    if isinstance(value, list):
        return set().union(*(_paths(item, f"{prefix}[]") for item in value)) if value else set()
    if not isinstance(value, dict):
        return set()
    out: set[str] = set()
    for key, item in value.items():
        path = f"{prefix}.{key}" if prefix else key
        out.add(path)
        if path.endswith(("project.extra", ".evidence", ".raw", "provenance.cells")):
            continue
        if path.endswith(".judgement"):
            out |= set().union(*(_paths(part, f"{path}.*") for part in item.values())) if item else set()
        else:
            out |= _paths(item, path)
    return out


def test_every_key_that_is_written_is_in_the_dictionary():
    known = {entry.field for entry in entries() if entry.place == "json"}
    assert _paths(FULL.to_dict()) - known == set()


def test_every_column_is_in_the_dictionary_in_its_order():
    for table in TABLES:
        assert [entry.field for entry in entries() if entry.place == table] == column_names(table)


def test_no_entry_without_a_chinese_label():
    assert [entry.field for entry in entries() if not entry.label_zh] == []


def test_entry_for_an_amount():
    (entry,) = [
        entry for entry in entries() if (entry.place, entry.field) == ("json", "forms[].funding.lines[].amount")
    ]
    assert (entry.type, entry.unit, entry.label_zh, entry.description) == ("text", "yuan", "金额", "exact decimal")


def test_csv_reads_back():
    rows = list(csv.reader(io.StringIO(render("csv"))))
    assert tuple(rows[0]) == HEADER
    assert len(rows) == 1 + len(list(entries()))


def test_markdown_has_a_row_for_each_entry():
    lines = render("markdown").splitlines()
    assert (
        "| `value_operator` | text |  | 计算符号 | printed, or implied by a word; never invented; one of ≥, >, =, <, ≤ |"
        in lines
    )
    assert sum(line.startswith("| `") for line in lines) == len(list(entries()))
    assert {line.count(" | ") for line in lines if line.startswith("| `")} == {4}

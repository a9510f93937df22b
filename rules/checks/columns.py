"""Columns of the indicator tables whose meaning the head and what is printed below it leave open."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.model.form import CellProvenance
from rules.checks.framework import Hit, Subject, check
from rules.checks.places import at_form
from rules.grid import cell_provenance
from rules.indicators.column_roles import OTHER
from rules.indicators.header import Column, Header


@check("COLUMN_DOUBTFUL")
def column_doubtful(subject: Subject) -> Iterator[Hit]:
    seen: set[tuple[str, str, str | None]] = set()
    for header, column in doubtful_columns(subject):
        reading = column.label, column.role, column.second
        if reading in seen:  # a head repeated for the next block says nothing new
            continue
        seen.add(reading)
        words = {
            "label": column.label,
            "role": column.role,
            "second": column.second or OTHER,
            "confidence": f"{column.confidence:.2f}",
        }
        evidence = {
            "label": column.label,
            "role": column.role,
            "second": column.second,
            "confidence": column.confidence,
        }
        yield Hit("indicators", words, evidence, _head(subject, header, column))


def doubtful_columns(subject: Subject) -> Iterator[tuple[Header, Column]]:
    """The columns that were given a role with less confidence than is wanted, each with its header."""
    headers = [segment.header for segment in subject.reading.zones.segments if segment.header is not None]
    for header in headers:
        for panel in header.panels:
            for column in panel.columns:
                if column.confidence < subject.limits.column_confidence and not column.role.startswith(OTHER):
                    yield header, column


def _head(subject: Subject, header: Header, column: Column) -> CellProvenance:
    """The head's cell, the form itself where it is not to be found."""
    for row in subject.reading.grid.rows[header.first : header.position + 1]:
        for cell in row.cells:
            if (cell.column, cell.text) == (column.first, column.label):
                return cell_provenance(row, cell)
    return at_form(subject.form.provenance)

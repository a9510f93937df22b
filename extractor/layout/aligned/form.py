"""One stretch of aligned lines to a table.

The stretch is read in bands, each with columns of its own: the rows of labels and values above, then for each indicator
header the rows below it (:mod:`extractor.layout.aligned.indicator_rows`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from extractor.layout.aligned.bands import Band, Row, beside, fields, full_widths, grid_of, owners, row_of, without
from extractor.layout.aligned.columns import fit_columns, seed_columns
from extractor.layout.aligned.grid import Field, table
from extractor.layout.aligned.indicator_rows import header_at, indicator_rows
from extractor.layout.aligned.labels import Label, find_labels
from extractor.layout.aligned.local_heads import heads_over_lines
from extractor.layout.aligned.pieces import Piece, best_ruler, line_pieces, split_at_columns
from extractor.layout.aligned.rows import RowRules, cut_rows
from extractor.layout.labels import Labels
from extractor.model.page import RawLine
from extractor.model.table import Origin, Table

_SPACED = 0.8
_EMPTY_LINE = 0.3


def aligned_table(lines: Sequence[RawLine], known: Labels) -> Table:
    """The table that consecutive aligned lines of one page make; every piece of every line is in one of its cells."""
    ruler = best_ruler(lines, known)
    pieces = split_at_columns(
        [line_pieces(line.text, known, index, ruler) for index, line in enumerate(lines)], ruler, known
    )
    known = heads_over_lines(pieces, known)
    labels = find_labels(pieces, known)
    by_line: dict[int, list[Label]] = {}
    for label in labels:
        by_line.setdefault(label.first, []).append(label)
    broken = _broken(lines)
    numbers = tuple(line.number for line in lines)
    rows: list[Row] = []
    for start, stop, header in _cuts(labels, by_line, len(lines), known):
        inside = tuple(label for line in range(start, stop) for label in by_line.get(line, ()) if label not in header)
        band = Band(
            start,
            tuple(tuple(row) for row in pieces[start:stop]),
            tuple(broken[start:stop]),
            inside,
            header,
            numbers,
            ruler,
            known,
        )
        # Levels without a header: the table goes on from a page before.
        is_indicators = bool(header) or sum(_leads_as_level(label, pieces, known) for label in inside) > 1
        rows += indicator_rows(band) if is_indicators else _field_rows(band)
    return table([fields(row, lines) for row in rows], Origin.ALIGNED)


def _leads_as_level(label: Label, pieces: Sequence[Sequence[Piece]], known: Labels) -> bool:
    """Whether a label is that of a level and is left of everything on its line but other levels and sides."""
    before = [piece.text for piece in pieces[label.first] if piece.left < label.left]
    return known.is_level(label.text) and all(known.is_level(text) or known.is_side(text) for text in before)


def unaligned_table(lines: Sequence[RawLine], known: Labels) -> Table:
    """A table with each line as a row and its pieces as the cells in order, for lines too many to be compared."""
    rows = [
        [
            Field(column, (piece.text,), line.number, line.page)
            for column, piece in enumerate(line_pieces(line.text, known))
        ]
        for line in lines
    ]
    return table(rows, Origin.ALIGNED)


def _broken(lines: Sequence[RawLine]) -> list[bool]:
    """Before which lines a row surely ends: those with more blank lines above them than there are throughout."""
    gaps = [after.number - before.number for before, after in pairwise(lines)]
    wide = [gap for gap in gaps if gap > 1]
    usual = min(wide) if len(gaps) > 3 and len(wide) >= _SPACED * len(gaps) else 1
    return [True, *(gap > usual for gap in gaps)]


def _cuts(
    labels: Sequence[Label], by_line: Mapping[int, Sequence[Label]], count: int, known: Labels
) -> Iterator[tuple[int, int, tuple[Label, ...]]]:
    """First line, end and header labels of each band."""
    start: int = 0
    header: tuple[Label, ...] = ()
    below = -1  # last line of the header
    for label in labels:
        if label.first < start or label.first <= below:
            continue
        heads = header_at(label, by_line, known)
        first = min((head.first for head in heads), default=label.first)
        if not heads and not (header and known.names_project([label.text])):
            continue
        if first > start:
            yield start, first, header
        start, header = first, heads
        below = max((head.last for head in heads), default=-1)
    yield start, count, header


def _field_rows(band: Band) -> list[Row]:
    """Rows of labels and values; without any label, rows of a plain table."""
    sides = [label for label in band.labels if band.known.is_side(label.text)]
    labels = [label for label in band.labels if not band.known.is_side(label.text)]
    rest = without(band.pieces, sides)
    shift = 1 if sides else 0
    columns = fit_columns(rest, seed_columns(rest))
    grid = grid_of(rest, columns, shift)
    owner = owners(labels)
    rules = RowRules(
        complete=(lambda cells: any(cells.values())) if labels else (lambda cells: len(cells) > 1),
        owner=owner,
        tied=frozenset(line - band.start for label in labels for line in range(label.first, label.last)),
        full={} if labels else full_widths(grid),
        wrapping=frozenset(next(iter(line)) for line in grid if len(line) == 1),
        empty_line=_EMPTY_LINE,
    )
    spans = cut_rows(grid, band.broken, rules)
    rows = [row_of(grid, span, band.start) for span in spans]
    return beside(rows, [(0, side) for side in sides])

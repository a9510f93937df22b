"""The counts of a call, the table of them on standard error at its end, and the exit code they make."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from extractor.batch import Failure
from extractor.cli.outcome import describe, plain, say
from extractor.errors import ExitCode, JixiaoError, NoFormsError, NothingReadableError, PartialFailure
from extractor.model.columns import all_findings
from extractor.model.form import DocumentResult

if TYPE_CHECKING:
    from extractor.batch.worker import Reading

_SHOWN_ROWS = 30
_WIDTH_WITHOUT_TERMINAL = 120


class DocumentRow(Struct, frozen=True):
    """One line of the summary."""

    source: str
    status: str
    forms: int = 0
    indicators: int = 0
    errors: int = 0
    warnings: int = 0
    infos: int = 0


class Tally(Struct):
    """Counts over a call; memory does not grow with the number of documents."""

    found: int = 0
    failed: int = 0
    without_forms: int = 0
    first_exit_code: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    total: Counter[str] = field(default_factory=Counter)
    rows: list[DocumentRow] = field(default_factory=list)

    def add(self, outcome: DocumentResult | Failure, *, duplicate: bool) -> None:
        """Count one input."""
        self.found += 1
        if isinstance(outcome, Failure):
            self.failed += 1
            self.first_exit_code = self.first_exit_code or outcome.error.exit_code
            row = DocumentRow(outcome.source, f"failed: {outcome.error.code}")
            self.statuses["failed"] += 1
        else:
            self.without_forms += outcome.status == "no_forms"
            row = _row(outcome, duplicate=duplicate)
            self.statuses["duplicate" if duplicate else outcome.status] += 1
            self._count(row)
        if len(self.rows) < _SHOWN_ROWS:
            self.rows.append(row)

    def add_reading(self, name: str, outcome: str, reading: Reading | None, failure: Failure | None) -> None:
        """Count one input that a worker read, or that was read before.

        Args:
            outcome: the contract's status, ``quarantined``, ``duplicate`` or ``unchanged``.
        """
        self.found += 1
        if failure is not None:
            self.failed += 1
            self.first_exit_code = self.first_exit_code or failure.error.exit_code
        elif reading is not None:
            self.without_forms += reading.status == "no_forms"
        self.statuses[outcome] += 1
        row = DocumentRow(name, f"{outcome}: {failure.error.code}" if failure else outcome)
        if reading is not None and failure is None and outcome != "unchanged":
            row = DocumentRow(
                name, outcome, reading.forms, reading.indicators, reading.errors, reading.warnings, reading.infos
            )  # fmt: skip
            self._count(row)
        if len(self.rows) < _SHOWN_ROWS and outcome != "unchanged":
            self.rows.append(row)

    def _count(self, row: DocumentRow) -> None:
        for name in ("forms", "indicators", "errors", "warnings", "infos"):
            self.total[name] += getattr(row, name)

    def show(self, places: Sequence[Path], *, report: Path | None = None) -> None:
        """Print the summary table, and where things were written."""
        from extractor.model.text_table import text_table

        left = self.found - len(self.rows)
        more = f"… and {left} more; " if left else ""
        counts = ", ".join(f"{count} {status}" for status, count in sorted(self.statuses.items()))
        names = ("forms", "indicators", "errors", "warnings", "infos")
        lines: list[tuple[object, ...]] = []
        for row in self.rows:
            numbers = [getattr(row, name) for name in names]
            lines.append((plain(row.source), plain(row.status), *numbers))
        lines.append((f"{more}{self.found} found", counts, *(self.total[name] for name in names)))
        shown = text_table(("document", "status", *names), lines, width=_width(), right=range(2, 7))
        if report is not None:
            shown += f"report: {plain(str(report))}\n"
        if places:
            files = ", ".join(place.name + "/" * (place.suffix == "") for place in places)
            shown += f"written to {plain(str(places[0].parent))}: {files}\n"
        sys.stderr.write(shown)
        sys.stderr.flush()


def _width() -> int:
    """Columns of the terminal on standard error."""
    if sys.stderr.isatty():
        with suppress(OSError):
            return os.get_terminal_size(sys.stderr.fileno()).columns
    return _WIDTH_WITHOUT_TERMINAL


def _row(result: DocumentResult, *, duplicate: bool) -> DocumentRow:
    if duplicate:
        return DocumentRow(result.document.source, "duplicate")
    severities = Counter(finding.severity for finding in all_findings(result))
    return DocumentRow(
        result.document.source,
        result.status,
        len(result.forms),
        sum(len(form.indicators) for form in result.forms),
        severities["error"],
        severities["warning"],
        severities["info"],
    )


def ending(tally: Tally) -> int:
    """Return what the process ends with; say what is not plain from the failures that were told before.

    Raises:
        NothingReadableError: there was no input.
    """
    error: JixiaoError | None = None
    if not tally.found:
        raise NothingReadableError("no file is left to read.", remedy="Check --include and --exclude.")
    if tally.failed and tally.found > 1:
        error = PartialFailure(f"{tally.failed} of {tally.found} inputs were not read.")
    elif tally.failed:
        return tally.first_exit_code
    elif tally.without_forms == tally.found:
        where = tally.rows[0].source if tally.found == 1 else f"{tally.found} documents"
        error = NoFormsError("no performance form was found.", source=where)
    if error is None:
        return ExitCode.OK
    say(describe(error))
    return error.exit_code

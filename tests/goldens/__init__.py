"""The exact record of every committed document, so that a change of any byte is seen and looked at.

``records.tsv`` has a line a document: what was read in short, and a digest of its JSON and of its CSV rows. After a change that
is meant, look at it (``python -m tests.goldens --dump DIR`` before and after, then compare the two directories) and write the
digests anew with ``python -m tests.goldens --write``; ``.ci/run`` never does.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from extractor.model.columns import TABLES
from extractor.model.form import DocumentResult
from extractor.model.table import Source
from extractor.model.tables import column_names, columns_of
from extractor.pipeline import extract_document

ROOT = Path(__file__).parents[2]
DIGESTS = Path(__file__).with_name("records.tsv")
FOLDERS = ("samples", "tests/unseen/files", "tests/conditions/files")


def documents() -> list[Path]:
    """Every document that a golden is kept of."""
    return sorted(path for folder in FOLDERS for path in (ROOT / folder).glob("*") if path.suffix in {".pdf", ".txt"})


def read(path: Path) -> DocumentResult:
    """Read a document; the version of the rules is left out, since any change of any rule file changes it."""
    result = extract_document(Source(path.name, path.read_bytes()))
    return replace(result, document=replace(result.document, rules_version="", tool_version=""))


def as_json(result: DocumentResult) -> str:
    """The contract's JSON, indented so that two of them can be compared line by line."""
    return json.dumps(result.to_dict(), ensure_ascii=False, indent=1) + "\n"


def as_csv(result: DocumentResult) -> str:
    """The contract's tables as CSV, one after the other."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for name, rows in _tables(result).items():
        writer.writerow([name])
        writer.writerows(rows)
    return out.getvalue()


def digest_line(path: Path) -> list[str]:
    """A document's line of ``records.tsv``."""
    result = read(path)
    indicators = sum(len(form.indicators) for form in result.forms)
    findings = len(result.findings) + sum(len(form.findings) for form in result.forms)
    short = f"{result.status} {len(result.forms)} forms {indicators} indicators {findings} findings"
    return [path.relative_to(ROOT).as_posix(), short, _digest(as_json(result)), _digest(as_csv(result))]


def main(arguments: list[str]) -> int:
    """Write the digests anew, or every record in full into a directory."""
    if arguments == ["--write"] and not os.environ.get("CI"):
        DIGESTS.write_text("".join("\t".join(line) + "\n" for line in map(digest_line, documents())), encoding="utf-8")
        return 0
    if len(arguments) == 2 and arguments[0] == "--dump":
        for path, text in _dumps():
            target = Path(arguments[1]) / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        return 0
    print("python -m tests.goldens --dump DIR | --write (never in CI)", file=sys.stderr)  # noqa: T201
    return 2


def _dumps() -> Iterator[tuple[Path, str]]:
    for path in documents():
        result = read(path)
        name = path.relative_to(ROOT)
        yield name.with_name(name.name + ".json"), as_json(result)
        yield name.with_name(name.name + ".csv"), as_csv(result)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def _tables(result: DocumentResult) -> dict[str, list[Any]]:
    return {table: [column_names(table), *zip(*columns_of(result, table), strict=True)] for table in TABLES}

"""A million rows in Arrow, as the loader hands them to a database, made from a few documents."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import pyarrow
from pyarrow import compute

from benchmarks.warehouse.rows import FORMS, PER_FORM, documents
from extractor.warehouse.loading.rows import StagingRows

BASE_DOCUMENTS = 500
BASE_INDICATORS = BASE_DOCUMENTS * FORMS * PER_FORM


def base_tables() -> dict[str, pyarrow.Table]:
    """The staging rows of 500 documents: 5,000 forms, 50,000 indicators."""
    staging = StagingRows()
    for version_id, result in enumerate(documents(BASE_INDICATORS), 1):
        staging.add(version_id, result)
    return dict(staging.take())


def replicas(base: dict[str, pyarrow.Table], count: int) -> Iterator[tuple[list[Any], dict[str, pyarrow.Table]]]:
    """The same rows again for other documents: ``(hash, version_id) per document, staging tables``."""
    for number in range(count):
        shas = [hashlib.sha256(f"{number}/{n}".encode()).hexdigest() for n in range(BASE_DOCUMENTS)]
        first = number * BASE_DOCUMENTS
        rows = [(sha, first + n) for n, sha in enumerate(shas, 1)]
        yield rows, {name: _moved(table, first, pyarrow.array(shas)) for name, table in base.items()}


def _moved(table: pyarrow.Table, first: int, shas: pyarrow.Array) -> pyarrow.Table:
    sha = shas.take(compute.subtract(table["version_id"].combine_chunks(), 1))
    changed = {"version_id": compute.add(table["version_id"], first), "document_sha256": sha}
    if "form_id" in table.column_names and "form_no" in table.column_names:
        number = compute.cast(table["form_no"].combine_chunks(), pyarrow.string())
        changed["form_id"] = compute.binary_join_element_wise(compute.utf8_slice_codeunits(sha, 0, 12), number, "-")
    for name, values in changed.items():
        if name in table.column_names:
            table = table.set_column(table.column_names.index(name), name, values)
    return table

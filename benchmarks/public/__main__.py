"""Run with ``python -m benchmarks.public FOLDER``: readers side by side on the ICDAR 2013 table corpus, a Markdown table on stdout.

The corpus (67 documents of public bodies, ``competition-dataset-eu`` and ``competition-dataset-us``) is not part of this
project. A table counts as found where an answer on its page shares its text; whatever else a reader answers costs precision.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from msgspec import Struct

from benchmarks.layout.metrics import adjacency, match, teds_s
from benchmarks.layout.readers import PARTLY_READERS, Tables
from benchmarks.public.corpus import TrueTable, documents


class Sums(Struct):
    """Of one reader on one set of tables."""

    tables: int = 0
    teds_s: float = 0.0
    exact: int = 0
    right: int = 0
    true: int = 0
    answered: int = 0

    @property
    def f1(self) -> float:
        """Of the adjacency relations of all tables together."""
        return 2 * self.right / max(1, self.true + self.answered)


def main() -> None:
    """Read every document with every reader and compare."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.public", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--reader", action="append", choices=list(PARTLY_READERS), help="only this one; may be repeated"
    )
    parser.add_argument("--misses", action="store_true", help="name the relations that jixiao missed, on stderr")
    arguments = parser.parse_args()
    corpus = list(documents(arguments.folder))
    if not corpus:
        sys.exit(f"{arguments.folder} holds no PDF file with a -str.xml file beside it.")
    print("| reader | set | tables | adjacency F1 | TEDS-S | exact |")
    print("| --- | --- | ---: | ---: | ---: | ---: |")
    for name in arguments.reader or PARTLY_READERS:
        ruled, every = Sums(), Sums()
        for path, truths in corpus:
            pages = sorted({table.page for table in truths})
            try:
                answers = PARTLY_READERS[name](path, pages)
            except Exception as error:  # a reader that fails on a document has found nothing in it
                print(f"{name}, {path.name}: {type(error).__name__}: {error}", file=sys.stderr)
                answers = {page: [] for page in pages}
            _add(truths, answers, ruled, every)
            if arguments.misses and name == "jixiao":
                _say_misses(path, truths, answers)
        for kind, sums in (("ruled", ruled), ("all", every)):
            shown = f"{sums.f1:.3f} | {sums.teds_s / max(1, sums.tables):.3f} | {sums.exact}"
            print(f"| {name} | {kind} | {sums.tables} | {shown} |", flush=True)


def _add(truths: list[TrueTable], answers: Tables, ruled: Sums, every: Sums) -> None:
    for page, found in answers.items():
        own = [table for table in truths if table.page == page]
        chosen = match([table.record for table in own], found)
        for table, index in zip(own, chosen, strict=True):
            true = adjacency(table.record)
            answer = None if index is None else found[index]
            answered = Counter() if answer is None else adjacency(answer)
            for sums in (ruled, every) if table.ruled else (every,):
                sums.tables += 1
                sums.teds_s += 0.0 if answer is None else teds_s(table.record, answer)
                sums.exact += answer == table.record
                sums.right += sum((true & answered).values())
                sums.true += sum(true.values())
                sums.answered += sum(answered.values())
        for index, other in enumerate(found):
            if index not in chosen:
                every.answered += sum(adjacency(other).values())


def _say_misses(path: Path, truths: list[TrueTable], answers: Tables) -> None:
    for page, found in answers.items():
        own = [table for table in truths if table.page == page]
        for table, index in zip(own, match([table.record for table in own], found), strict=True):
            true = adjacency(table.record)
            answered = Counter() if index is None else adjacency(found[index])
            if table.ruled and true != answered:
                print(f"{path.name}, page {page}: misses {true - answered}, made up {answered - true}", file=sys.stderr)


if __name__ == "__main__":
    main()

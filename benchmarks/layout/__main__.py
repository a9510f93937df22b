"""Run with ``python -m benchmarks.layout``: Markdown tables on stdout, progress and what misses the target on stderr."""

from __future__ import annotations

import argparse
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from benchmarks.layout.failures import write_failures
from benchmarks.layout.plan import PlannedPage
from benchmarks.layout.readers import PARTLY_READERS
from benchmarks.layout.report import markdown, misses
from benchmarks.layout.run import measure, print_document, say
from benchmarks.layout.styles import STYLES
from samples.make.writers.tools import ProducerMissing

PER_PRODUCER = 320
"""At least this many tables a producer, spread evenly over its styles."""
QUICK = 2
_NEEDED = {
    "table_recognition_metric": "table-recognition-metric",
    "grits": "grits-metric",
    "pdfplumber": "pdfplumber",
    "camelot": "camelot-py",
}


def main() -> None:
    """Print, read, compare, report."""
    arguments = _parser().parse_args()
    missing = [package for module, package in _NEEDED.items() if find_spec(module) is None]
    if missing:
        sys.exit(f"The layout benchmark needs {', '.join(missing)}. Install with: pip install {' '.join(missing)}")
    documents: dict[str, tuple[Path, list[PlannedPage]]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(arguments.keep or scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for producer in arguments.producer or STYLES:
            each = QUICK if arguments.quick else arguments.tables or -(-PER_PRODUCER // len(STYLES[producer]))
            say(f"{producer}: printing")
            path = folder / f"{producer}.pdf"
            try:
                documents[producer] = (path, print_document(producer, each, each, arguments.seed, path))
            except ProducerMissing as error:
                say(f"{producer} is left out: {error}")
        outcome = measure(documents, arguments.reader or PARTLY_READERS)
        print(markdown(outcome))
        for line in misses(outcome):
            say(f"missed: {line}")
        for (producer, reader), (seconds, pages) in outcome.seconds.items():
            say(f"{producer}, {reader}: {seconds:.1f} s for {pages} pages")
        if arguments.failures:
            paths = {producer: path for producer, (path, _) in documents.items()}
            count = write_failures(outcome, paths, Path(arguments.failures))
            say(f"{count} pages with failures; see {arguments.failures}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.layout", description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} tables a style only")
    parser.add_argument("--tables", type=int, help=f"tables a style (default: {PER_PRODUCER} a producer)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--producer", action="append", choices=list(STYLES), help="only this one; may be repeated")
    parser.add_argument(
        "--reader", action="append", choices=list(PARTLY_READERS), help="only this one; may be repeated"
    )
    parser.add_argument("--keep", metavar="FOLDER", help="keep the printed documents there")
    parser.add_argument("--failures", metavar="FOLDER", help="write the pages that jixiao got wrong there, with notes")
    return parser


if __name__ == "__main__":
    main()

"""Run with ``python -m benchmarks.speed``: a Markdown table on stdout; ratios within one run, so that machines compare."""

from __future__ import annotations

import argparse
import gc
import time
from pathlib import Path
from statistics import median

import pypdfium2 as pdfium

from benchmarks.speed.readers import READERS

_SAMPLES = Path(__file__).parents[2] / "samples"
_PATTERN = "shanghai-2026-*.pdf"
_SLOW = 4
"""pdfplumber reads once in this many rounds."""


def main() -> None:
    """Time every reader on every document in interleaved rounds and print medians."""
    arguments = _parser().parse_args()
    paths = arguments.files or sorted(_SAMPLES.glob(_PATTERN))
    print(
        "| document | pages | floor, pages/s | tables, pages/s | of the floor | × pdfplumber | whole path × pdfplumber |"
    )
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for path in paths:
        print(_row(path, arguments.rounds), flush=True)


def _row(path: Path, rounds: int) -> str:
    data = path.read_bytes()
    with pdfium.PdfDocument(data) as document:
        pages = len(document)
    seconds = {name: median(times) for name, times in _times(data, rounds).items()}
    return (
        f"| {path.stem} | {pages} | {pages / seconds['floor']:.0f} | {pages / seconds['tables']:.0f} "
        f"| {seconds['floor'] / seconds['tables']:.0%} | {seconds['pdfplumber'] / seconds['tables']:.1f} "
        f"| {seconds['pdfplumber'] / seconds['whole path']:.1f} |"
    )


def _times(data: bytes, rounds: int) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for name in READERS}
    for reader in READERS.values():
        reader(data)  # warm
    gc.collect()
    for number in range(rounds):
        for name, reader in READERS.items():
            if name == "pdfplumber" and number % _SLOW:
                continue
            start = time.process_time()
            reader(data)
            times[name].append(time.process_time() - start)
    return times


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument(
        "files", nargs="*", type=_path, help="PDF files (default: the ten-form samples of every producer)"
    )
    parser.add_argument("--rounds", type=int, default=40)
    return parser


def _path(text: str) -> Path:
    return Path(text)


if __name__ == "__main__":
    main()

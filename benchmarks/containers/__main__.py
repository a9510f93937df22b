"""Run with ``python -m benchmarks.containers``: the sample forms in every container."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.containers.documents import FAMILIES, SPECS
from benchmarks.containers.same import rows


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a row a container; what differs goes to stderr."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.containers", description=__doc__)
    parser.add_argument("documents", nargs="*", help="only these (default: all)")
    options = parser.parse_args(arguments)
    names = options.documents or [*FAMILIES, *SPECS]
    print("| container | documents | equal to the PDF | but for reasons of levels | values that differ |")
    print("| --- | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory(prefix="jixiao-containers-") as folder:
        for row in rows(names, Path(folder)):
            print(f"| {' | '.join(map(str, row))} |", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

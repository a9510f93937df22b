"""Entry point of the ``jixiao`` command, kept light so that ``jixiao --help`` answers at once."""

from __future__ import annotations

import sys


def run() -> None:
    """Run the command line; every ending goes through :mod:`extractor.cli.outcome`."""
    try:
        from extractor.cli.app import app

        app(prog_name="jixiao")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    run()

"""The command itself, as for the tests of the other commands."""

from __future__ import annotations

from tests.cli.conftest import Ended, jixiao

__all__ = ["Ended", "jixiao"]

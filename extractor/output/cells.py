"""Text that a spreadsheet opens as text."""

from __future__ import annotations

import re
from functools import lru_cache

# Full-width signs start a formula in East Asian editions. Line breaks and tabs are skipped by some importers.
_STARTS = frozenset("=+-@\t\r\n＝＋－＠")
_NUMBER = re.compile(r"[+-]?(?:\d[\d,]*)?\.?\d+(?:[eE][+-]?\d+)?%?")
_LOSSY_NUMBER = re.compile(r"0\d+|\d{16,}")


def guard(text: str) -> str:
    """Text that no spreadsheet runs: an apostrophe is put before what would be a formula.

    Numbers such as ``-5`` and single signs (an operator column's ``=``) stay as they are, for neither can run. Text
    that itself begins with an apostrophe gets a second one, so that :func:`unguard` is exact.
    """
    if text[:1] == "'":
        return "'" + text
    first = text.lstrip(" \u3000\ufeff")[:1]
    if first not in _STARTS or first == "" or len(text) == 1 or _NUMBER.fullmatch(text):
        return text
    return "'" + text


def unguard(text: str) -> str:
    """What :func:`guard` was given."""
    return text[1:] if text[:1] == "'" else text


def keep_digits(text: str) -> str:
    """For Excel, which rounds codes of more than 15 digits and drops leading zeros: a tab before keeps them text."""
    return "\t" + text if _LOSSY_NUMBER.fullmatch(text) else text


@lru_cache(maxsize=8192)
def csv_cell(text: str, excel: bool) -> str:
    """A text as CSV files hold it; names, units and choices come back row after row.

    Args:
        excel: keep long codes from being rounded.
    """
    if "\r" in text:  # the csv module leaves a lone one unquoted, and readers would end the row there
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if excel and (kept := keep_digits(text)) != text:
        return kept
    return guard(text)

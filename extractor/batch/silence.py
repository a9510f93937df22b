"""Imported last by the process that workers are forked from: what it and they would print is nobody's to read.

The standard output and error are the caller's. A worker that is killed while it starts would leave a traceback there.
"""

from __future__ import annotations

import os

_nowhere = os.open(os.devnull, os.O_RDWR)
for _stream in (0, 1, 2):
    os.dup2(_nowhere, _stream)
os.close(_nowhere)

"""Open the compiled loops that were built beside this module; where there are none, everything runs in Python."""

from __future__ import annotations

import ctypes
import os
import sys
from ctypes import c_void_p
from pathlib import Path
from typing import Any, TypeAlias

Prototypes: TypeAlias = dict[str, tuple[Any, tuple[Any, ...]]]
"""Per function its result type and its argument types."""
_SUFFIXES = {"win32": ".dll", "darwin": ".dylib"}


def wanted(*, pure: bool = False) -> bool:
    """Return whether compiled loops may be used: not if ``pure``, nor if the environment says ``JIXIAO_PURE=1``."""
    return not pure and os.environ.get("JIXIAO_PURE", "") in ("", "0")


def open_library(name: str, prototypes: Prototypes) -> ctypes.PyDLL | None:
    """Open a library of this folder; ``None`` where it was not built, or not from the source as it is now."""
    built = Path(__file__).with_name(name).with_suffix(_SUFFIXES.get(sys.platform, ".so"))
    if ctypes.sizeof(c_void_p) != 8 or not built.is_file():
        return None
    try:
        library = ctypes.PyDLL(str(built))
        for function_name, (result, arguments) in prototypes.items():
            function = getattr(library, function_name)
            function.restype = result
            function.argtypes = arguments
    except (OSError, AttributeError):
        return None
    return library

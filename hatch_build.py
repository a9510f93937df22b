"""Build hook: compiles the optional loops of the PDF reader. Without a C compiler the package is built without them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_FOLDER = Path("extractor") / "readers" / "pdf"
_SUFFIXES = {"win32": ".dll", "darwin": ".dylib"}


def compile_calls(root: Path) -> Path | None:
    """Compile ``_calls.c`` beside itself; ``None`` where there is no compiler or it fails."""
    compiler = os.environ.get("CC", "").split() or [
        next((name for name in ("cc", "gcc", "clang") if shutil.which(name)), "")
    ]
    if not compiler[0]:
        return None
    source = root / _FOLDER / "_calls.c"
    target = source.with_suffix(_SUFFIXES.get(sys.platform, ".so"))
    command = [*compiler, "-O2", "-shared", "-fPIC", "-o", str(target), str(source)]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=60)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return None
    return target


class CallsHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the compiled loops to a wheel, which then is one of its platform but of any Python."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, unless ``JIXIAO_PURE=1`` asks for a wheel without."""
        if self.target_name != "wheel" or os.environ.get("JIXIAO_PURE", "") not in ("", "0"):
            return
        library = compile_calls(Path(self.root))
        if library is None:
            return
        build_data["pure_python"] = False
        build_data["tag"] = "py3-none-" + sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["artifacts"].append((_FOLDER / library.name).as_posix())

"""Build hook: compiles the optional loops of the PDF reader and the lattice. Without a C compiler the package is built without them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_SOURCES = (Path("extractor", "native", "_pdfium.c"), Path("extractor", "native", "_lattice.c"))
_SUFFIXES = {"win32": ".dll", "darwin": ".dylib"}


def compile_loops(root: Path) -> list[Path]:
    """Compile every source beside itself; gives what was made, nothing where there is no compiler or one of them fails."""
    compiler = os.environ.get("CC", "").split() or [
        next((name for name in ("cc", "gcc", "clang") if shutil.which(name)), "")
    ]
    if not compiler[0]:
        return []
    made = [_compiled(compiler, root / source) for source in _SOURCES]
    return [target for target in made if target is not None] if None not in made else []


def _compiled(compiler: list[str], source: Path) -> Path | None:
    target = source.with_suffix(_SUFFIXES.get(sys.platform, ".so"))
    # Products must be rounded before they are added, as Python does, on processors with a fused instruction too.
    options = ["-O2", "-ffp-contract=off", "-shared", "-fPIC"]
    try:
        command = [*compiler, *options, "-o", str(target), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=60)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return None
    return target


class LoopsHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the compiled loops to a wheel, which then is one of its platform but of any Python."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, unless ``JIXIAO_PURE=1`` asks for a wheel without."""
        if self.target_name != "wheel" or os.environ.get("JIXIAO_PURE", "") not in ("", "0"):
            return
        root = Path(self.root)
        libraries = compile_loops(root)
        if not libraries:
            return
        build_data["pure_python"] = False
        build_data["tag"] = "py3-none-" + sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["artifacts"] += [library.relative_to(root).as_posix() for library in libraries]


if __name__ == "__main__":  # in a checkout: python hatch_build.py
    sys.stdout.writelines(f"{library}\n" for library in compile_loops(Path(__file__).parent))

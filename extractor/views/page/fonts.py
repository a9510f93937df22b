"""A font that can write Chinese, found among those installed; pictures need one, HTML and SVG leave it to the viewer."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

# Beginnings of file names, the best first.
_NAMES = (
    "notosanscjk-regular",
    "notosanscjksc-regular",
    "notosanssc",
    "sourcehansanssc-regular",
    "sourcehansanscn-regular",
    "msyh.",
    "pingfang",
    "hiragino sans gb",
    "wqy-microhei",
    "wqy-zenhei",
    "droidsansfallback",
    "stheiti",
    "simhei",
    "deng.",
    "notoserifcjk-regular",
    "simsun",
    "uming",
    "arial unicode",
)
_SUFFIXES = (".ttf", ".ttc", ".otf", ".otc")
_MOST_FACES = 12


def _directories() -> Iterator[Path]:
    home = Path.home()
    if sys.platform == "win32":
        yield Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"
        yield home / "AppData/Local/Microsoft/Windows/Fonts"
    elif sys.platform == "darwin":
        yield from (home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts"))
    yield from (home / ".local/share/fonts", home / ".fonts", Path("/usr/local/share/fonts"), Path("/usr/share/fonts"))


@cache
def chinese_font() -> tuple[Path, int] | None:
    """File and face of a font with simplified Chinese, ``None`` where none of the known ones is installed."""
    found: dict[int, Path] = {}
    for directory in _directories():
        for folder, _, files in os.walk(directory):
            for file in files:
                name = file.lower()
                if name.endswith(_SUFFIXES):
                    rank = next((n for n, start in enumerate(_NAMES) if name.startswith(start)), None)
                    if rank is not None:
                        found.setdefault(rank, Path(folder, file))
    for _, path in sorted(found.items()):
        face = _simplified_face(path)
        if face is not None:
            return path, face
    return None


def _simplified_face(path: Path) -> int | None:
    """The face of a collection whose name speaks of simplified Chinese, else the first; ``None`` for a broken file."""
    from PIL import ImageFont

    for face in range(_MOST_FACES):
        try:
            family = ImageFont.truetype(str(path), 12, index=face).getname()[0] or ""
        except OSError:
            return 0 if face else None
        if " SC" in family or path.suffix.lower() in (".ttf", ".otf"):
            return face
    return 0


@cache
def font(size: int) -> FreeTypeFont:
    """The Chinese font at a size in pixels, or Pillow's own without Chinese."""
    from PIL import ImageFont

    found = chinese_font()
    if found is None:
        fallback = ImageFont.load_default(size)
        assert isinstance(fallback, ImageFont.FreeTypeFont)
        return fallback
    return ImageFont.truetype(str(found[0]), size, index=found[1])

"""What scanners, telephones and cameras do to a printed page. Pictures are arrays of bytes, height × width × RGB."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import cv2
import numpy as np
import pypdfium2
from PIL import Image, ImageChops, ImageDraw

from extractor.views.page.fonts import font

Picture: TypeAlias = Any
Random: TypeAlias = Any
_SEAL = "某市财政局项目审核专用章"


def drawn_pages(pdf: Path, dpi: int) -> list[Picture]:
    """The pages of a PDF as they are printed."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [np.array(page.render(scale=dpi / 72).to_pil().convert("RGB")) for page in document]
    finally:
        document.close()


def scanned(page: Picture, random: Random) -> Image.Image:
    """A page off a flatbed: leaning by up to 3 degrees, sealed, blurred, noisy, packed as JPEG of quality 40."""
    page = sealed(page, random)
    height, width = page.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(random.uniform(-3, 3)), 1.0)
    page = cv2.warpAffine(page, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    return _packed(_noisy(cv2.GaussianBlur(page, (0, 0), 0.6), random, 6), 40)


def faxed(page: Picture, random: Random) -> Image.Image:
    """Black and white only, with specks and rules that break off."""
    grey = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
    noisy = np.clip(grey + random.normal(0, 30, grey.shape), 0, 255).astype(np.uint8)
    black = np.where(noisy < 150, 0, 255).astype(np.uint8)
    black[random.random(black.shape) < 0.001] = 0
    for _ in range(12):
        y = int(random.integers(0, black.shape[0]))
        black[y : y + 1] = 255
    return Image.fromarray(black)


def photographed(page: Picture, random: Random) -> Image.Image:
    """A page on a desk: seen from the side, lit from one corner, tinted, folded, sealed."""
    page = sealed(page, random)
    height, width = page.shape[:2]
    page[height // 2 - 1 : height // 2 + 1] = (page[height // 2 - 1 : height // 2 + 1] * 0.8).astype(np.uint8)
    margin = 0.08
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    moved = corners * (1 - margin) + random.uniform(0, margin, (4, 2)) * np.array([width, height])
    perspective = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    size = (round(width * 1.05), round(height * 1.05))
    desk = (96, 78, 62)
    seen = cv2.warpPerspective(page, perspective, size, flags=cv2.INTER_CUBIC, borderValue=desk)
    y, x = np.mgrid[0 : size[1], 0 : size[0]]
    away = np.hypot(x / size[0] - random.random(), y / size[1] - random.random()) / math.sqrt(2)
    light = (1 - 0.5 * away)[..., None] * np.array([1.0, 0.97, 0.88])
    return _packed(_noisy(cv2.GaussianBlur(seen * light, (0, 0), 0.7), random, 5), 75)


def sealed(page: Picture, random: Random) -> Picture:
    """The page with a red round seal of 40 millimetres somewhere on its lower half."""
    picture = Image.fromarray(page)
    across = round(40 / 297 * max(page.shape[:2]))
    seal = Image.new("RGB", (across, across), "white")
    pen = ImageDraw.Draw(seal)
    red = (220, 60, 70)
    pen.ellipse((2, 2, across - 3, across - 3), outline=red, width=max(3, across // 40))
    lettering = font(across // 9)
    for number, char in enumerate(_SEAL):
        angle = math.pi * (0.85 + 1.3 * number / (len(_SEAL) - 1))
        middle = (across / 2 + across * 0.38 * math.cos(angle), across / 2 + across * 0.38 * math.sin(angle))
        pen.text(middle, char, fill=red, font=lettering, anchor="mm")
    pen.text((across / 2, across / 2), "★", fill=red, font=lettering, anchor="mm")
    x = int(random.integers(0, max(1, page.shape[1] - across)))
    y = int(random.integers(page.shape[0] // 2, max(page.shape[0] // 2 + 1, page.shape[0] - across)))
    below = picture.crop((x, y, x + across, y + across))
    picture.paste(ImageChops.multiply(below, seal), (x, y))  # ink lets what is printed below it through
    return np.array(picture)


def _noisy(page: Picture, random: Random, spread: float) -> Picture:
    return np.clip(page + random.normal(0, spread, page.shape), 0, 255).astype(np.uint8)


def _packed(page: Picture, quality: int) -> Image.Image:
    packed = io.BytesIO()
    Image.fromarray(page).save(packed, "JPEG", quality=quality)
    return Image.open(packed)


CONDITIONS: Mapping[str, tuple[int, Callable[[Picture, Random], Image.Image]]] = {
    "scan, 150 dpi": (150, scanned),
    "scan, 200 dpi": (200, scanned),
    "scan, 300 dpi": (300, scanned),
    "fax, 200 dpi": (200, faxed),
    "photo": (220, photographed),
}
"""Dots an inch at which a page is drawn, and what is done to it."""

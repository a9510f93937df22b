"""Pictures: each frame a page like a scanned one."""

from __future__ import annotations

import io
import zlib

import pypdfium2
import pytest
from PIL import Image

from extractor.errors import DamagedError, OcrNeededError, PageLimitError, UnsafeError
from extractor.model.table import Source
from extractor.pipeline import extract_document
from extractor.readers.content import ReadOptions
from extractor.readers.scan.images import read
from tests.office.forms import SAMPLES


def saved(picture: Image.Image, form: str, **more: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, form, **more)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def form() -> Image.Image:
    document = pypdfium2.PdfDocument(SAMPLES / "shizuishan-chromium.pdf")
    picture: Image.Image = document[0].render(scale=200 / 72).to_pil()
    document.close()
    return picture


def test_a_picture_gives_the_record_of_its_page(form: Image.Image) -> None:
    pytest.importorskip("rapidocr")
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter clockwise
    data = saved(form.transpose(Image.Transpose.ROTATE_90), "JPEG", quality=90, exif=exif)
    seen = extract_document(Source("a.jpg", data))
    truth = extract_document(Source("a.pdf", (SAMPLES / "shizuishan-chromium.pdf").read_bytes()))
    assert (seen.document.format, seen.document.pages) == ("image", 1)
    assert [(one.level1, one.level2, one.name, one.value.raw) for one in seen.forms[0].indicators] == [
        (one.level1, one.level2, one.name, one.value.raw) for one in truth.forms[0].indicators
    ]
    assert "PAGES_RECOGNISED" in [one.code for one in seen.findings]


def test_a_picture_without_text() -> None:
    blank = saved(Image.new("RGB", (600, 800), "white"), "PNG")
    with pytest.raises(OcrNeededError, match="picture without text"):
        read(Source("a.png", blank), ReadOptions(ocr=False))
    pytest.importorskip("rapidocr")
    with pytest.raises(OcrNeededError, match="No text was recognised"):
        extract_document(Source("a.png", blank))


def test_many_frames_and_broken_ones() -> None:
    pytest.importorskip("rapidocr")
    frames = [Image.new("L", (100, 100), "white")] * 3
    tiff = saved(frames[0], "TIFF", save_all=True, append_images=frames[1:])
    assert read(Source("a.tif", tiff), ReadOptions()).page_count == 3
    with pytest.raises(PageLimitError, match="it has 3 pages; the limit is 2"):
        read(Source("a.tif", tiff), ReadOptions(max_pages=2))
    with pytest.raises(DamagedError, match="cannot be opened"):
        read(Source("a.png", b"\x89PNG\r\n\x1a\nbroken"), ReadOptions())


@pytest.mark.parametrize(("width", "height"), [(30_000, 30_000), (30_000, 5_000)])
def test_too_many_pixels(width: int, height: int) -> None:
    pytest.importorskip("rapidocr")

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x00\x00\x00\x00"
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 9)) + chunk(b"IEND", b"")
    with pytest.raises(UnsafeError, match="pixels"):
        list(read(Source("a.png", png), ReadOptions()).pages or ())

"""A folder of submissions: forms as PDF and text, some broken in ten ways, some that hang or eat memory."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

from samples.make import flatten, random_form, write_reportlab_pdf

BROKEN_SHARE = 0.03
MONSTROUS_SHARE = 0.005


def make_folder(folder: Path, count: int, seed: int) -> dict[str, str]:
    """Write documents into sub-folders.

    Returns:
        What each is, by path relative to the folder: ``pdf``, ``text``, a kind of :data:`BROKEN`, ``slow`` or ``greedy``.
    """
    rng = Random(seed)
    broken, monstrous = round(count * BROKEN_SHARE), round(count * MONSTROUS_SHARE)
    kinds = [list(BROKEN)[n % len(BROKEN)] for n in range(broken)]
    kinds += ["slow" if n % 2 else "greedy" for n in range(monstrous)]
    kinds += [rng.choice(("pdf", "pdf", "text")) for _ in range(count - len(kinds))]
    rng.shuffle(kinds)
    made = {}
    for number, kind in enumerate(kinds):
        suffix = ".txt" if kind in ("text", "slow", "no_text") else ".pdf"
        path = folder / f"district-{number % 20:02d}" / f"{number:05d}{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, kind, rng)
        made[path.relative_to(folder).as_posix()] = kind
    return made


def _write(path: Path, kind: str, rng: Random) -> None:
    if kind == "pdf":
        forms = [random_form(rng) for _ in range(rng.randint(1, 4))]
        write_reportlab_pdf(forms, path, font="cid", rules=rng.choice(("rects", "strokes")))
    elif kind == "text":
        forms = [random_form(rng) for _ in range(rng.randint(1, 4))]
        path.write_text(flatten(forms), encoding=rng.choice(("utf-8", "gb18030")))
    elif kind == "slow":
        path.write_text(f"{rng.random()}\n" + "项目名称\t甲\t项目性质\t乙\n" * 400_000, encoding="utf-8")
    elif kind == "greedy":
        path.write_bytes(raw_pdf(b"1 1 m 9 1 l S\n" * 12_000_000 + b"%d 1 m 9 1 l S\n" % rng.randrange(10**6)))
    else:
        path.write_bytes(BROKEN[kind](rng))


def good_pdf(rng: Random) -> bytes:
    """A PDF of one form."""
    import tempfile

    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch, "form.pdf")
        write_reportlab_pdf([random_form(rng)], path, font="cid")
        return path.read_bytes()


def raw_pdf(content: bytes, *, pages: int = 1) -> bytes:
    """A PDF whose pages all show one content stream; it compresses a thousandfold where the content repeats."""
    data = zlib.compress(content, 9)
    kids = b" ".join([b"4 0 R"] * pages)
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % pages,
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(data) + data + b"\nendstream",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R /Resources << >> >>",
    )
    out, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    rows = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n" % size + rows
    return out + table + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))


def _encrypted(rng: Random) -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption  # type: ignore[import-untyped]
    from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption(f"secret {rng.random()}", strength=128))
    canvas.drawString(72, 700, "closed")
    canvas.save()
    return out.getvalue()


def _picture(rng: Random) -> bytes:
    from PIL import Image
    from reportlab.lib.utils import ImageReader  # type: ignore[import-untyped]
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out)
    colour = (rng.randrange(256), rng.randrange(256), rng.randrange(256))
    canvas.drawImage(ImageReader(Image.new("RGB", (60, 80), colour)), 0, 0, 595, 842)
    canvas.save()
    return out.getvalue()


def _archive(rng: Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("绩效目标表.pdf", rng.randbytes(400))
    return out.getvalue()


BROKEN: Mapping[str, Callable[[Random], bytes]] = {
    "cut": lambda rng: good_pdf(rng)[: rng.randrange(200, 900)],
    "header_only": lambda rng: b"%PDF-1.7\n" + rng.randbytes(600),
    "zeroed": lambda rng: (data := good_pdf(rng))[:64] + b"\0" * (len(data) - 64) + rng.randbytes(8),
    "no_pages": lambda rng: raw_pdf(b"", pages=0) + b"%% %d\n" % rng.randrange(10**9),
    "nested": lambda rng: b"%PDF-1.7\n1 0 obj\n" + b"[" * rng.randrange(50_000, 200_000),
    "encrypted": _encrypted,
    "picture": _picture,
    "archive": _archive,
    "program": lambda rng: b"\x7fELF\x02\x01\x01" + rng.randbytes(2000),
    "no_text": lambda rng: bytes(rng.choice((0, 1, 2, 0x81, 0xFE, 0xFF)) for _ in range(3000)),
}
"""Ten ways in which a submission is no document."""

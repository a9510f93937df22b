"""Tiny PDFs written object by object, for fonts that no library would write."""

from __future__ import annotations

from collections.abc import Sequence


def with_font(
    codes: str,
    *,
    base_font: str,
    encoding: str,
    ordering: str = "Identity",
    to_unicode: str | None = None,
    widths: str = "/DW 1000",
) -> bytes:
    """One A4 page that prints hexadecimal character ``codes`` at (100, 700) in a composite font that is not embedded.

    Args:
        to_unicode: a ``beginbfrange`` line such as ``<0001><00FF><F001>``; left out when ``None``.
        widths: entries of the descendant font that say how wide its characters are.
    """
    descendant = "CIDFontType2" if ordering == "Identity" else "CIDFontType0"
    mapping = "" if to_unicode is None else "/ToUnicode 9 0 R"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 6 0 R>>>>>>",
        _stream(f"BT /F1 12 Tf 100 700 Td <{codes}> Tj ET"),
        b"null",
        f"<</Type/Font/Subtype/Type0/BaseFont/{base_font}/Encoding/{encoding}/DescendantFonts[7 0 R]{mapping}>>".encode(),
        f"<</Type/Font/Subtype/{descendant}/BaseFont/{base_font}{widths}/FontDescriptor 8 0 R"
        f"/CIDSystemInfo<</Registry(Adobe)/Ordering({ordering})/Supplement 2>>>>".encode(),
        f"<</Type/FontDescriptor/FontName/{base_font}/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 900"
        f"/Descent -200/CapHeight 700/StemV 80>>".encode(),
    ]
    if to_unicode is not None:
        objects.append(_to_unicode("<0000><FFFF>", to_unicode))
    return _file(objects)


def with_layers(off: str, *, in_form: bool = False) -> bytes:
    """One A4 page with a text in no layer, one (and a line) in a layer ``Draft``, one in ``Notes``, and a tagged one.

    Args:
        off: the layers that are off: ``6 0 R`` is Draft, ``7 0 R`` Notes.
        in_form: draw what is in a layer by a form object.
    """
    names = "/Font<</F1 5 0 R>>/Properties<</MC0 6 0 R/MC1 7 0 R>>"
    draft = "BT /F1 12 Tf 100 700 Td (draft) Tj ET 50 690 300 0.5 re f"
    content = (
        "BT /F1 12 Tf 100 700 Td (shown) Tj ET "
        f"/OC /MC0 BDC {'/X0 Do' if in_form else draft} EMC "
        "/OC /MC1 BDC BT /F1 12 Tf 100 600 Td (notes) Tj ET EMC "
        "/P <</MCID 0>> BDC BT /F1 12 Tf 100 500 Td (tagged) Tj ET EMC"
    )
    form = f"<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<<{names}>>/Length {len(draft)}>>stream\n{draft}\nendstream"
    return _file(
        [
            f"<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[6 0 R 7 0 R]/D<</Order[6 0 R 7 0 R]/OFF[{off}]>>>>>>".encode(),
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<{names}/XObject<</X0 8 0 R>>>>>>".encode(),
            _stream(content),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            b"<</Type/OCG/Name(Draft)>>",
            b"<</Type/OCG/Name(Notes)>>",
            form.encode(),
        ]
    )


def with_damaged_pages(pdf: bytes, *numbers: int) -> bytes:
    """A PDF as written by reportlab, some of whose pages (from 1) are no pages any more."""
    first, *pages = pdf.split(b"<<\n/Contents")
    return first + b"".join(
        (b" 0" if number in numbers else b"<<") + b"\n/Contents" + page for number, page in enumerate(pages, 1)
    )


def _to_unicode(codes: str, line: str) -> bytes:
    return _stream(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def /CMapType 2 def "
        f"1 begincodespacerange {codes} endcodespacerange 1 beginbfrange {line} endbfrange endcmap end end"
    )


def _stream(content: str) -> bytes:
    return f"<</Length {len(content)}>>stream\n{content}\nendstream".encode("latin-1")


def _file(objects: Sequence[bytes]) -> bytes:
    out = b"%PDF-1.5\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>startxref\n%d\n%%%%EOF" % (
        size,
        table,
        size,
        len(out),
    )


def with_type3_font(text: str, *, unit: float, size: float, width: float, height: float) -> bytes:
    """One A4 page that prints a text at (100, 700) in a font of drawn boxes.

    Args:
        unit: of glyph space, in text space.
        size: that the font is set in.
        width, height: of a glyph on the page, in points.
    """
    w, h = width / unit / size, height / unit / size
    procedures = " ".join(f"/{char} {10 + number} 0 R" for number, char in enumerate(text))
    first = ord(min(text))
    widths = " ".join(f"{w:g}" for _ in range(ord(max(text)) - first + 1))
    differences = " ".join(f"{ord(char)} /{char}" for char in text)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        _stream(f"BT /F1 {size} Tf 100 700 Td ({text}) Tj ET"),
        f"<</Type/Font/Subtype/Type3/FontBBox[0 0 {w:g} {h:g}]/FontMatrix[{unit} 0 0 {unit} 0 0]/CharProcs<<{procedures}>>"
        f"/Encoding<</Type/Encoding/Differences[{differences}]>>/FirstChar {first}/LastChar {ord(max(text))}"
        f"/Widths[{widths}]/Resources<<>>/ToUnicode 6 0 R>>".encode(),
        _to_unicode("<00><FF>", "<20><7E><0020>"),
        *[b"null"] * 3,
        *(_stream(f"{w:g} 0 0 0 {w:g} {h:g} d1 0 0 {w:g} {h:g} re f") for _ in text),
    ]
    return _file(objects)

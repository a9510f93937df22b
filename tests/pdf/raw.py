"""Tiny PDFs written object by object, for fonts that no library would write."""

from __future__ import annotations

from collections.abc import Sequence


def with_font(
    codes: str, *, base_font: str, encoding: str, ordering: str = "Identity", to_unicode: str | None = None
) -> bytes:
    """One A4 page that prints hexadecimal character ``codes`` at (100, 700) in a composite font that is not embedded.

    Args:
        to_unicode: a ``beginbfrange`` line such as ``<0001><00FF><F001>``; left out when ``None``.
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
        f"<</Type/Font/Subtype/{descendant}/BaseFont/{base_font}/DW 1000/FontDescriptor 8 0 R"
        f"/CIDSystemInfo<</Registry(Adobe)/Ordering({ordering})/Supplement 2>>>>".encode(),
        f"<</Type/FontDescriptor/FontName/{base_font}/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 900"
        f"/Descent -200/CapHeight 700/StemV 80>>".encode(),
    ]
    if to_unicode is not None:
        objects.append(
            _stream(
                "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def /CMapType 2 def "
                f"1 begincodespacerange <0000><FFFF> endcodespacerange 1 beginbfrange {to_unicode} endbfrange endcmap end end"
            )
        )
    return _file(objects)


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

"""OFD documents made by hand from the standard's structure: characters and lines put down one by one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from xml.sax.saxutils import escape

from extractor.model.page import Page

MM = 25.4 / 72
_NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip container of some parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def ofd(
    pages: Sequence[str],
    *,
    box: tuple[float, float] = (210, 297),
    resources: str = "",
    templates: Sequence[str] = (),
    head: str = "",
) -> bytes:
    """A document of pages; a page is the XML inside its layer, ``head`` what stands before its content, ``{n}`` its number."""
    w, h = box
    area = f"<ofd:PhysicalBox>0 0 {w:.4f} {h:.4f}</ofd:PhysicalBox>"
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    kept = "".join(f'<ofd:TemplatePage ID="t{n}" BaseLoc="/Doc_0/Tpls/Tpl_{n}.xml"/>' for n in range(len(templates)))
    body = "<ofd:Page {}><ofd:Area>{}</ofd:Area>{}<ofd:Content><ofd:Layer>{}</ofd:Layer></ofd:Content></ofd:Page>"
    return zipped(
        {
            "OFD.xml": f'<ofd:OFD {_NS} Version="1.1" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:Creator>by hand</ofd:Creator></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>',
            "Doc_0/Document.xml": f"<ofd:Document {_NS}><ofd:CommonData><ofd:PageArea>{area}</ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>{kept}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
            "Doc_0/PublicRes.xml": f'<ofd:Res {_NS} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="1" FontName="SimSun"/><ofd:Font ID="2" FontName="Wingdings"/></ofd:Fonts>{resources}</ofd:Res>',
            **{
                f"Doc_0/Pages/Page_{n}/Content.xml": "\ufeff" + body.format(_NS, area, head.format(n=n), page)
                for n, page in enumerate(pages)
            },
            **{f"Doc_0/Tpls/Tpl_{n}.xml": body.format(_NS, "", "", one) for n, one in enumerate(templates)},
        }
    )


def text(content: str, x: float, y: float, size: float, steps: str = "", more: str = "") -> str:
    """Characters on a baseline, in millimetres."""
    deltas = f' DeltaX="{steps}"' if steps else ""
    return f'<ofd:TextObject Boundary="{x:.4f} {y - size:.4f} 100 {size:.4f}" Font="1" Size="{size:.4f}" {more}><ofd:TextCode X="0" Y="{size:.4f}"{deltas}>{escape(content)}</ofd:TextCode></ofd:TextObject>'


def stroke(x0: float, y0: float, x1: float, y1: float) -> str:
    """A line drawn along the middle of its boundary."""
    return f'<ofd:PathObject Boundary="{x0 - 0.1:.4f} {y0 - 0.1:.4f} {x1 - x0 + 0.2:.4f} {y1 - y0 + 0.2:.4f}" LineWidth="0.2"><ofd:StrokeColor Value="0 0 0"/><ofd:AbbreviatedData>M 0.1 0.1 L {x1 - x0 + 0.1:.4f} {y1 - y0 + 0.1:.4f}</ofd:AbbreviatedData></ofd:PathObject>'


def bar(x0: float, y0: float, x1: float, y1: float) -> str:
    """A line painted as a thin rectangle."""
    w, h = x1 - x0 + 0.2, y1 - y0 + 0.2
    return f'<ofd:PathObject Boundary="{x0 - 0.1:.4f} {y0 - 0.1:.4f} {w:.4f} {h:.4f}" Stroke="false" Fill="true"><ofd:FillColor Value="40 40 40"/><ofd:AbbreviatedData>M 0 0 L {w:.4f} 0 L {w:.4f} {h:.4f} L 0 {h:.4f} C</ofd:AbbreviatedData></ofd:PathObject>'


def rulings(page: Page, draw: Callable[[float, float, float, float], str]) -> str:
    """Every line of a page."""
    level = "".join(draw(x0 * MM, y * MM, x1 * MM, y * MM) for y, x0, x1 in page.rulings.horizontals)
    return level + "".join(draw(x * MM, y0 * MM, x * MM, y1 * MM) for x, y0, y1 in page.rulings.verticals)


def runs(page: Page) -> str:
    """The characters of a page, an object for each run on one baseline, with the steps between them."""
    out = []
    for run in _runs(page):
        glyphs = page.glyphs
        size = (glyphs.y1[run[0]] - glyphs.y0[run[0]]) * MM
        steps = [f"{(glyphs.x[b] - glyphs.x[a]) * MM:.4f}" for a, b in pairwise(run)]
        packed = " ".join(_packed(steps))
        out.append(
            text("".join(glyphs.text[at] for at in run), glyphs.x[run[0]] * MM, glyphs.y[run[0]] * MM, size, packed)
        )
    return "".join(out)


def singles(page: Page) -> str:
    """The characters of a page, each an object of its own, in points that a matrix makes millimetres."""
    glyphs = page.glyphs
    out = []
    for at, char in enumerate(glyphs.text):
        if char.strip():
            size = glyphs.y1[at] - glyphs.y0[at]
            out.append(
                f'<ofd:TextObject CTM="{MM:.6f} 0 0 {MM:.6f} 0 0" Boundary="{glyphs.x[at] * MM:.4f} {glyphs.y[at] * MM - 1:.4f} 5 0" Font="1" Size="{size:.3f}">'
                f'<ofd:TextCode X="0" Y="{1 / MM:.4f}">{escape(char)}</ofd:TextCode></ofd:TextObject>'
            )
    return "".join(out)


def _runs(page: Page) -> Iterable[list[int]]:
    glyphs = page.glyphs
    run: list[int] = []
    for at, char in enumerate(glyphs.text):
        if run and (
            not char.strip()
            or abs(glyphs.y[at] - glyphs.y[run[-1]]) > 0.1
            or not 0 < glyphs.x[at] - glyphs.x[run[-1]] < 20
        ):
            yield run
            run = []
        if char.strip():
            run.append(at)
    if run:
        yield run


def _packed(steps: Sequence[str]) -> Iterable[str]:
    """Steps as OFD writes them: ``g 3 3.175`` for three of the same."""
    index = 0
    while index < len(steps):
        stop = index
        while stop < len(steps) and steps[stop] == steps[index]:
            stop += 1
        yield f"g {stop - index} {steps[index]}" if stop - index > 2 else " ".join(steps[index:stop])
        index = stop

"""Office documents made by hand, element by element, and what is read from them."""

from __future__ import annotations

from collections.abc import Mapping

from extractor.model.form import Finding
from extractor.model.table import Source, Table
from extractor.readers.content import Content, ReadOptions
from extractor.readers.read import read_content
from rules.finding_types import finding_of
from samples.make.writers.ofd import zipped

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MORE = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"'
)
_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'


def relations(**targets: str) -> str:
    """A part of relations; ids are the kinds."""
    return _RELS.format("".join(f'<Relationship Id="{k}" Type="{_R}/{k}" Target="{t}"/>' for k, t in targets.items()))


def docx(body: str, **parts: str) -> bytes:
    """A Word document; further parts (``numbering``, ``styles``, ``footnotes``) by their XML inside the root element."""
    return zipped(
        {
            "_rels/.rels": relations(officeDocument="word/document.xml"),
            "word/document.xml": f"<w:document {_W} {_MORE}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": relations(**{name: f"{name}.xml" for name in parts}),
            **{f"word/{name}.xml": f"<w:{name} {_W}>{xml}</w:{name}>" for name, xml in parts.items()},
        }
    )


def p(text: str, properties: str = "") -> str:
    """A paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(content: str, properties: str = "") -> str:
    """A table cell; plain text becomes a paragraph."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content if content.startswith('<') else p(content)}</w:tc>"


def tbl(*rows: str, widths: tuple[int, ...] = ()) -> str:
    """A table with borders."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    borders = '<w:tblPr><w:tblBorders><w:top w:val="single"/></w:tblBorders></w:tblPr>'
    return f"<w:tbl>{borders}<w:tblGrid>{grid}</w:tblGrid>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def xlsx(
    sheets: Mapping[str, str], *, states: Mapping[str, str] | None = None, strings: str = "", styles: str = ""
) -> bytes:
    """A workbook; a sheet is the XML inside its root element."""
    states = states or {}
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}" state="{states.get(name, "visible")}"/>'
        for n, name in enumerate(sheets, 1)
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_R}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    links += f'<Relationship Id="s" Type="{_R}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
    links += f'<Relationship Id="t" Type="{_R}/styles" Target="styles.xml"/>'
    return zipped(
        {
            "_rels/.rels": relations(officeDocument="/xl/workbook.xml"),
            "xl/workbook.xml": f'<workbook {_S} xmlns:r="{_R}"><sheets>{listed}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": _RELS.format(links),
            "xl/sharedStrings.xml": f"<sst {_S}>{strings}</sst>",
            "xl/styles.xml": f"<styleSheet {_S}>{styles}</styleSheet>",
            **{
                f"xl/worksheets/sheet{n}.xml": f"<worksheet {_S}>{xml}</worksheet>"
                for n, xml in enumerate(sheets.values(), 1)
            },
        }
    )


def read(data: bytes, name: str = "a") -> Content:
    """What the reader of these bytes gives."""
    return read_content(Source(name, data), ReadOptions())[1]


def seen(content: Content) -> list[object]:
    """The blocks: a line as its text, a table as rows of ``(text, rowspan, colspan)``, or plain text where both are 1."""
    return [_table(block) if isinstance(block, Table) else block.text for block in content.blocks]


def _table(table: Table) -> list[list[object]]:
    return [
        [
            cell.text if (cell.rowspan, cell.colspan) == (1, 1) else (cell.text, cell.rowspan, cell.colspan)
            for cell in row
        ]
        for row in table.rows_of_cells()
    ]


def codes(content: Content) -> list[str]:
    """The codes of the findings."""
    return [notice.code for notice in content.notices]


def finding(content: Content, code: str) -> Finding:
    """The only finding of a code."""
    (found,) = [one for one in content.notices if one.code == code]
    return finding_of(found)

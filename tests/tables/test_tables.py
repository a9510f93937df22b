"""``tables``: every table of a document, page by page or joined."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor import OcrNeededError, Source, table_to_dict, tables
from extractor.errors import EncryptedError
from tests.cli.conftest import FORM

SAMPLES = Path(__file__).parents[2] / "samples"
LONG = SAMPLES / "long-form-repeated-header.pdf"


def _shapes(found):
    return [(table.page, table.rows, table.columns, str(table.origin)) for table in found]


def test_every_table_is_given_as_it_is_drawn_on_its_page():
    assert _shapes(tables(LONG)) == [(1, 33, 6, "ruled"), (2, 16, 5, "ruled")]


def test_a_table_that_goes_on_is_joined_on_request():
    (joined,) = tables(LONG, join=True)
    assert (joined.page, joined.rows, joined.columns) == (1, 48, 6)
    assert {cell.page for cell in joined.cells} == {1, 2}


def test_cells_tile_their_table_and_lie_in_its_box():
    for table in tables(SAMPLES / "shanghai-2026-calc.pdf"):
        units = [
            (row, column)
            for cell in table.cells
            for row in range(cell.row, cell.row + cell.rowspan)
            for column in range(cell.column, cell.column + cell.colspan)
        ]
        assert sorted(units) == [(row, column) for row in range(table.rows) for column in range(table.columns)]
        x0, y0, x1, y1 = table_to_dict(table)["bbox"]
        for cell in table_to_dict(table)["cells"]:
            assert x0 <= cell["bbox"][0] < cell["bbox"][2] <= x1
            assert y0 <= cell["bbox"][1] < cell["bbox"][3] <= y1


def test_tables_of_a_text_have_no_boxes():
    (table,) = tables(FORM.encode())
    assert (table.rows, table.columns, table.bbox, str(table.origin)) == (16, 6, None, "tabbed")
    assert table.cells[1].text == "档案库房恒温设备维护"


def test_tables_that_are_no_form_are_given_too(tmp_path):
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "budget.pdf"
    canvas = Canvas(str(path), pagesize=(400, 300))
    canvas.grid([50, 150, 250, 350], [100, 120, 140])
    for row, texts in enumerate((("Item", "Plan", "Done"), ("Fuel", "10.50", "9.75"))):
        for column, text in enumerate(texts):
            canvas.drawString(54 + 100 * column, 126 - 20 * row, text)
    canvas.save()
    (table,) = tables(path)
    assert table_to_dict(table)["bbox"] == [50.0, 160.0, 350.0, 200.0]
    assert [(cell.row, cell.column, cell.text) for cell in table.cells] == [
        (0, 0, "Item"), (0, 1, "Plan"), (0, 2, "Done"), (1, 0, "Fuel"), (1, 1, "10.50"), (1, 2, "9.75"),
    ]  # fmt: skip


def test_prose_has_no_tables():
    assert tables("全年完成档案整理三万卷，接待查档群众一万余人次。\n".encode()) == []


def test_what_cannot_be_read_is_raised(tmp_path):
    from PIL import Image
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    picture, locked = tmp_path / "picture.pdf", tmp_path / "locked.pdf"
    canvas = Canvas(str(picture))
    canvas.drawImage(ImageReader(Image.new("RGB", (300, 400), (200, 210, 220))), 0, 0, 595, 842)
    canvas.save()
    canvas = Canvas(str(locked), encrypt=StandardEncryption("geheim", "owner", strength=128))
    canvas.grid([50, 150, 250], [100, 120, 140])
    canvas.save()
    with pytest.raises(OcrNeededError):
        tables(picture)
    with pytest.raises(EncryptedError):
        tables(locked)
    assert _shapes(tables(locked, password="geheim")) == [(1, 2, 2, "ruled")]
    with pytest.raises(TypeError):
        tables(locked, pasword="geheim")


def test_a_source_keeps_its_name_in_messages():
    with pytest.raises(EncryptedError, match=r"here\.pdf") as caught:
        from io import BytesIO

        from reportlab.lib.pdfencrypt import StandardEncryption
        from reportlab.pdfgen.canvas import Canvas

        out = BytesIO()
        canvas = Canvas(out, encrypt=StandardEncryption("geheim", "owner", strength=128))
        canvas.save()
        tables(Source("here.pdf", out.getvalue()))
    assert caught.value.exit_code == 7

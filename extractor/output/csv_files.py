"""The contract's tables as CSV files, in which no cell is one that a spreadsheet would run."""

from __future__ import annotations

import csv
from pathlib import Path

from extractor.model.columns import column_info
from extractor.model.form import TableName
from extractor.output.cells import csv_cell
from extractor.output.files import writing
from extractor.output.headings import headings
from extractor.output.sinks import Columns, Style
from extractor.output.text_files import TextFiles

_BOM = "\ufeff"


class CsvFiles(TextFiles):
    """``<table>.csv``."""

    def __init__(self, directory: Path, style: Style) -> None:
        super().__init__(directory, "csv")
        self._excel = style.excel
        end = "\r\n" if style.excel else "\n"
        self._writers = {table: csv.writer(handle, lineterminator=end) for table, handle in self._handles.items()}
        if style.header:
            for table, handle in self._handles.items():
                with writing(self._paths[table]):
                    handle.write(_BOM if style.excel else "")
                    self._writers[table].writerow(headings(column_info(table), style.language))

    def add(self, table: TableName, columns: Columns) -> None:
        cells = list(columns)
        for place, info in enumerate(column_info(table)):
            if info.type in ("text", "json") and not info.choices and any(cells[place]):
                cells[place] = [cell and csv_cell(cell, self._excel) for cell in cells[place]]
        with writing(self._paths[table]):
            self._writers[table].writerows(zip(*cells, strict=True))

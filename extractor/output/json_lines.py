"""The contract's tables as JSON lines: one object a row."""

from __future__ import annotations

import json
from pathlib import Path

from extractor.model.columns import TABLES, column_info
from extractor.model.form import TableName
from extractor.output.files import writing
from extractor.output.headings import headings
from extractor.output.sinks import Columns, Style
from extractor.output.text_files import TextFiles


class JsonLines(TextFiles):
    """``<table>.jsonl``."""

    def __init__(self, directory: Path, style: Style) -> None:
        super().__init__(directory, "jsonl")
        self._names = {table: headings(column_info(table), style.language) for table in TABLES}

    def add(self, table: TableName, columns: Columns) -> None:
        names = self._names[table]
        rows = (dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True))
        with writing(self._paths[table]):
            self._handles[table].writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)

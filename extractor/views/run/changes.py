"""What reading again would change, as one HTML file: fields first, then documents, old against new."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from msgspec import Struct

from extractor.model.text_table import cut
from extractor.output.html import html_page, text_of
from extractor.views.run.charts import largest, table

_STYLES = Path(__file__).parent / "assets"
_TITLE = "重新读取:变化对照"
_CARDS = (
    ("kept", "已存文件", ""),
    ("current", "无需重读", "skip"),
    ("same", "结果相同", "ok"),
    ("changed", "有变化", "partial"),
    ("recovered", "解除隔离", "ok"),
    ("still", "仍被隔离", "away"),
    ("failed", "现在读不了", "away"),
)
_WHAT = {"changed": "修改", "added": "新增", "removed": "删除"}


class Changed(Struct, frozen=True):
    """One document that differs: its name, its JSON, how many fields differ, and the first of them (path, what, old, new)."""

    name: str
    file: str
    count: int
    rows: tuple[tuple[str, str, str, str], ...]


class Changes(Struct, frozen=True):
    """Everything on the page; ``failures`` are (name, code, message)."""

    folder: str
    counts: Mapping[str, int]
    fields: Mapping[str, int]
    documents: tuple[Changed, ...]
    failures: tuple[tuple[str, str, str], ...]


def changes_page(changes: Changes) -> str:
    """The whole file."""
    style = "".join((_STYLES / name).read_text(encoding="utf-8") for name in ("runreport.css", "changes.css"))
    cards = "".join(
        f'<div class="card {css}"><b>{changes.counts[name]:,}</b><span>{label}</span><small>{name}</small></div>'
        for name, label, css in _CARDS
    )
    documents = "".join(map(_document, changes.documents))
    more = changes.counts["changed"] + changes.counts["recovered"] - len(changes.documents)
    note = f'<p class="note">另有 {more:,} 个文件,见 reparse.jsonl。</p>' if more > 0 else ""
    failed = table(
        (("文件", "wide"), ("原因", ""), ("说明", "wide")),
        [
            [text_of(name), f"<code>{text_of(code)}</code>", text_of(message)]
            for name, code, message in changes.failures[:200]
        ],
    )
    body = (
        f'<main><header><h1>{_TITLE}</h1><p>{text_of(changes.folder)}</p></header>\n<div class="cards seven">{cards}</div>\n'
        f"<section><h2>各字段变化次数<small>Changes by field</small></h2>{largest(changes.fields, 25, label=280)}</section>\n"
        f"<section><h2>各文件变化<small>Old against new</small></h2>{documents or '<p class=none>没有变化。</p>'}{note}</section>\n"
        + (
            f"<section><h2>现在读不了<small>Kept as they were</small></h2>{failed}</section>\n"
            if changes.failures
            else ""
        )
        + "</main>\n"
    )
    return "".join(html_page(_TITLE, [body], style=style))


def _document(changed: Changed) -> str:
    rows = [
        [
            f"<code>{text_of(path)}</code>",
            _WHAT[what],
            f"<del>{text_of(cut(old, 160))}</del>" if old else "",
            f"<ins>{text_of(cut(new, 160))}</ins>" if new else "",
        ]
        for path, what, old, new in changed.rows
    ]
    left = changed.count - len(rows)
    note = f'<p class="note">另有 {left:,} 处,见 reparse.jsonl。</p>' if left > 0 else ""
    head = (("字段", "path"), ("", ""), ("原值", "wide"), ("新值", "wide"))
    return (
        f'<details open><summary><a href="{quote(changed.file)}">{text_of(changed.name)}</a> <small>{changed.count:,} 处</small></summary>'
        f"{table(head, rows)}{note}</details>\n"
    )

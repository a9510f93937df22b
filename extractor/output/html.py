"""The frame of every HTML file that is written: one file, no network, and nothing that a document holds can run."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from html import escape

from extractor.model.patterns import compiled

# What XML may not hold, and the controls that HTML would show or that would turn the text around.
_UNFIT = compiled(
    "[^\t\n\r\x20-\x7e\xa0-\u200d\u2010-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
TABLE_STYLE = (
    "body{font:14px/1.5 system-ui,'Noto Sans CJK SC','Microsoft YaHei',sans-serif;margin:2rem auto;max-width:75rem;"
    "padding:0 1rem;color:#222}table{border-collapse:collapse;margin:.5rem 0 2rem;font-variant-numeric:tabular-nums}"
    "caption{text-align:left;color:#666;padding:.25rem 0}th,td{border:1px solid #ccc;padding:.3rem .6rem;text-align:left;"
    "vertical-align:top}th{background:#f5f5f2;position:sticky;top:0}td.number{text-align:right;white-space:nowrap}"
    "tr:hover td{background:#fafaf7}h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}p.none{color:#777}"
)


def text_of(text: object) -> str:
    """Return text that is no mark-up; characters that have no place in HTML and SVG are replaced."""
    return escape(_UNFIT.sub("\ufffd", str(text)))


def html_page(
    title: str,
    body: Iterable[str],
    *,
    style: str = TABLE_STYLE,
    script: str = "",
    language: str = "zh-CN",
    pictures: bool = False,
) -> Iterator[str]:
    """Yield a whole file in pieces; its policy lets only this style and this script work.

    Args:
        title: as plain text.
        body: mark-up, a piece at a time.
        pictures: allow pictures inside the file.
    """
    policy = "default-src 'none'; " + "img-src data:; " * pictures + f"style-src {_digest(style)}"
    policy += f"; script-src {_digest(script)}" if script else ""
    yield (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{text_of(title)}</title><style>{style}</style></head><body>\n"
    )
    yield from body
    yield f"<script>{script}</script>\n" if script else ""
    yield "</body></html>\n"


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}'"

"""Small SVG charts, drawn by hand: no script, no network, legible in print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.model.text_table import cut
from extractor.output.html import text_of

WIDTH = 460
_ROW = 26
_LABEL = 150


def bars(rows: Sequence[tuple[str, int]], *, label: int = _LABEL, css: str = "") -> str:
    """Horizontal bars with their numbers."""
    if not rows:
        return empty()
    most = max(number for _, number in rows) or 1
    room = WIDTH - label - 62
    parts = []
    for index, (name, number) in enumerate(rows):
        y = index * _ROW
        length = max(1.5, room * number / most) if number else 0
        parts.append(
            f'<g><title>{text_of(name)}: {number:,}</title><text class="label" x="{label - 10}" y="{y + 17}" text-anchor="end">'
            f'{text_of(cut(name, label // 7))}</text><rect class="bar {css}" x="{label}" y="{y + 5}" width="{length:.1f}" height="16" rx="3"/>'
            f'<text class="number" x="{label + length + 7:.1f}" y="{y + 17}">{number:,}</text></g>'
        )
    return svg(WIDTH, len(rows) * _ROW + 4, parts)


def columns(rows: Sequence[tuple[str, int, str]], *, height: int = 200, numbers: bool = True) -> str:
    """Upright bars: label below, number above; the third item is a class."""
    if not rows:
        return empty()
    most = max(number for _, number, _ in rows) or 1
    step = (WIDTH - 20) / len(rows)
    base, room = height - 28, height - 56
    every = max(1, -(-len(rows) // 12))
    parts = [f'<line class="axis" x1="10" x2="{WIDTH - 10}" y1="{base}" y2="{base}"/>']
    for index, (name, number, css) in enumerate(rows):
        tall = max(1.5, room * number / most) if number else 0
        x = 10 + index * step
        width = min(step * 0.72, 46)
        left = x + (step - width) / 2
        parts.append(
            f"<g><title>{text_of(name)}: {number:,}</title>"
            f'<rect class="bar {css}" x="{left:.1f}" y="{base - tall:.1f}" width="{width:.1f}" height="{tall:.1f}" rx="3"/>'
        )
        if numbers and number and (step > 26 or number == most):
            parts.append(
                f'<text class="number" x="{x + step / 2:.1f}" y="{base - tall - 6:.1f}" text-anchor="middle">{number:,}</text>'
            )
        if index % every == 0:
            parts.append(
                f'<text class="label" x="{x + step / 2:.1f}" y="{base + 18}" text-anchor="middle">{text_of(name)}</text>'
            )
        parts.append("</g>")
    return svg(WIDTH, height, parts)


def stacked(parts: Sequence[tuple[str, int, str]], *, width: int = 960, height: int = 18) -> str:
    """One bar cut into shares: label, number, class."""
    total = sum(number for _, number, _ in parts)
    if not total:
        return ""
    pieces, x = [], 0.0
    for name, number, css in parts:
        share = width * number / total
        if number:
            told = f"<title>{text_of(name)}: {number:,}</title>"
            pieces.append(
                f'<rect class="{css}" x="{x:.2f}" y="0" width="{max(share, 2):.2f}" height="{height}">{told}</rect>'
            )
        x += share
    return f'<svg class="shares" viewBox="0 0 {width} {height}" preserveAspectRatio="none" role="img">{"".join(pieces)}</svg>'


def heat(columns_: Sequence[str], rows: Sequence[tuple[str, Sequence[float | None]]], width: int = 960) -> str:
    """A grid of shares from 0 to 1: a column a year, a row a field; darker is more."""
    if not columns_ or not rows:
        return empty()
    label, top = 118, 24
    step = min(110.0, (width - label) / len(columns_))
    tall = 28
    parts = [
        f'<text class="label" x="{label + (n + 0.5) * step:.1f}" y="15" text-anchor="middle">{text_of(name)}</text>'
        for n, name in enumerate(columns_)
    ]
    for row, (name, shares) in enumerate(rows):
        y = top + row * tall
        parts.append(f'<text class="label" x="{label - 10}" y="{y + 18}" text-anchor="end">{text_of(name)}</text>')
        for column, share in enumerate(shares):
            if share is None:
                continue
            x = label + column * step
            dark = "dark" if share > 0.79 else "light"
            level, shade = round(share * 100), 0.07 + 0.85 * share**3
            parts.append(
                f"<g><title>{text_of(name)}, {text_of(columns_[column])}: {share:.1%}</title>"
                f'<rect class="cell" x="{x + 1:.1f}" y="{y + 1}" width="{step - 2:.1f}" height="{tall - 2}" rx="4" fill-opacity="{shade:.3f}"/>'
                f'<text class="share {dark}" x="{x + step / 2:.1f}" y="{y + 18}" text-anchor="middle">{level}%</text></g>'
            )
    return svg(round(label + step * len(columns_) + 4), top + len(rows) * tall + 4, parts)


def svg(width: int, height: int, parts: Sequence[str]) -> str:
    """A drawing that is never wider than it was made."""
    return f'<svg class="chart" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">{"".join(parts)}</svg>'


def empty() -> str:
    """What is printed where there is nothing to draw."""
    return '<p class="none">暂无数据</p>'


def table(head: Sequence[tuple[str, str]], rows: Sequence[Sequence[str]]) -> str:
    """A table; cells are already escaped, heads are ``(text, class)``."""
    if not rows:
        return empty()
    top = "".join(f'<th class="{css}">{text_of(name)}</th>' for name, css in head)
    body = "".join(
        "<tr>" + "".join(f'<td class="{css}">{cell}</td>' for cell, (_, css) in zip(row, head, strict=True)) + "</tr>\n"
        for row in rows
    )
    return f"<table><thead><tr>{top}</tr></thead><tbody>\n{body}</tbody></table>\n"


def largest(numbers: Mapping[str, int], most: int, *, label: int = _LABEL) -> str:
    """Bars of the largest of some counts; what is left out is told below, for its bar would dwarf them."""
    ranked = sorted(numbers.items(), key=lambda pair: (-pair[1], pair[0]))
    rest = ranked[most:]
    note = f'<p class="note">其他 {len(rest):,} 项共 {sum(number for _, number in rest):,}。</p>' if rest else ""
    return bars(ranked[:most], label=label) + note

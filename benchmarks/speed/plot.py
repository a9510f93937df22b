"""Small SVG plots, written by hand: no fill behind them and mid-grey ink, so that they read on light and dark pages."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from msgspec import Struct

INK = "#7d8590"
GRID = "#7d859055"
COLOURS = ("#8b949e", "#2f81f7", "#1f9d55", "#d29922", "#db6d28", "#e5534b")
"""Of readers in their order; each has a contrast of 2.5 or more on white and on GitHub's dark page."""
_FONT = "font-family='ui-sans-serif,Segoe UI,Helvetica,Arial,sans-serif'"
_WIDTH = 860
_BAR = 11
_LEFT = 165
_TOP = 74


class Bars(Struct, frozen=True):
    """One group of bars: a value per series."""

    label: str
    values: Sequence[float]


class Line(Struct, frozen=True):
    """Points of one series; both coordinates above 0."""

    label: str
    points: Sequence[tuple[float, float]]


class Panel(Struct, frozen=True):
    """Lines on axes that both are logarithmic."""

    title: str
    x_label: str
    lines: Sequence[Line]


def bar_plot(title: str, series: Sequence[str], groups: Sequence[Bars]) -> str:
    """Horizontal bars on a logarithmic axis, a group below the other."""
    values = [value for group in groups for value in group.values]
    low, high = _decades(values)
    span = _WIDTH - _LEFT - 60

    def x(value: float) -> float:
        return _LEFT + span * (math.log10(value) - low) / (high - low)

    step = _BAR * len(series) + 14
    height = _TOP + step * len(groups) + 26
    parts = [_text(12, 22, title, size=15, bold=True), *_legend(series, 12, 46)]
    for power in range(low, high + 1):
        at = x(10.0**power)
        parts += [_rule(at, _TOP - 8, at, height - 22), _text(at, height - 8, _number(10.0**power), anchor="middle")]
    for index, group in enumerate(groups):
        top = _TOP + step * index
        parts.append(_text(_LEFT - 10, top + step / 2 - 3, group.label, anchor="end"))
        for number, value in enumerate(group.values):
            y, end = top + _BAR * number, x(value)
            colour = COLOURS[number % len(COLOURS)]
            parts.append(f"<rect x='{_LEFT}' y='{y}' width='{end - _LEFT:.1f}' height='{_BAR - 2}' fill='{colour}'/>")
            parts.append(_text(end + 4, y + 8, _number(value), size=10))
    return _svg(height, title, parts)


def line_plot(title: str, panels: Sequence[Panel]) -> str:
    """Panels side by side, lines with dots; both axes logarithmic."""
    width = (_WIDTH - 20) / len(panels)
    parts = [_text(12, 22, title, size=15, bold=True)]
    for index, panel in enumerate(panels):
        parts += _panel(panel, 12 + width * index, 44, width - 30, 300)
    return _svg(400, title, parts)


def _panel(panel: Panel, left: float, top: float, width: float, height: float) -> list[str]:
    xs = [x for line in panel.lines for x, _ in line.points]
    x0, x1 = _decades(xs)
    y0, y1 = _decades([y for line in panel.lines for _, y in line.points])
    inner, bottom = left + 48, top + height - 12

    def place(x: float, y: float) -> tuple[float, float]:
        across = (math.log10(x) - x0) / (x1 - x0)
        up = (math.log10(y) - y0) / (y1 - y0)
        return inner + across * (width - 48), bottom - up * (height - 72)

    parts = [
        _text(left, top + 10, panel.title, bold=True),
        *_legend([one.label for one in panel.lines], left, top + 30),
    ]
    for power in range(y0, y1 + 1):
        y = place(10.0**x0, 10.0**power)[1]
        parts += [_rule(inner, y, left + width, y), _text(inner - 6, y + 4, _number(10.0**power), anchor="end")]
    for power in range(x0, x1 + 1):
        x = place(10.0**power, 10.0**y0)[0]
        parts += [_rule(x, top + 46, x, bottom), _text(x, bottom + 16, _number(10.0**power), anchor="middle")]
    parts.append(_text(inner + (width - 48) / 2, bottom + 34, panel.x_label, anchor="middle"))
    for number, line in enumerate(panel.lines):
        colour = COLOURS[number % len(COLOURS)]
        dots = [place(*point) for point in line.points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in dots)
        parts.append(f"<polyline points='{path}' fill='none' stroke='{colour}' stroke-width='2'/>")
        parts += [f"<circle cx='{x:.1f}' cy='{y:.1f}' r='3' fill='{colour}'/>" for x, y in dots]
    return parts


def _decades(values: Iterable[float]) -> tuple[int, int]:
    """The powers of ten around all values."""
    logs = [math.log10(value) for value in values]
    low, high = math.floor(min(logs)), math.ceil(max(logs))
    return low, max(high, low + 1)


def _legend(labels: Sequence[str], x: float, y: float) -> list[str]:
    parts = []
    for number, label in enumerate(labels):
        parts.append(
            f"<rect x='{x:.1f}' y='{y - 9:.1f}' width='11' height='11' fill='{COLOURS[number % len(COLOURS)]}'/>"
        )
        parts.append(_text(x + 15, y, label))
        x += 30 + 6.6 * len(label)
    return parts


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 9.95 else f"{value:.2g}"


def _text(x: float, y: float, text: str, *, anchor: str = "start", size: int = 12, bold: bool = False) -> str:
    weight = " font-weight='600'" if bold else ""
    where = f"x='{x:.1f}' y='{y:.1f}' font-size='{size}' text-anchor='{anchor}'"
    return f"<text {where}{weight}>{escape(text)}</text>"


def _rule(x0: float, y0: float, x1: float, y1: float) -> str:
    return f"<line x1='{x0:.1f}' y1='{y0:.1f}' x2='{x1:.1f}' y2='{y1:.1f}' stroke='{GRID}'/>"


def _svg(height: float, title: str, parts: Sequence[str]) -> str:
    head = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {_WIDTH} {height:.0f}' width='{_WIDTH}' role='img' {_FONT} fill='{INK}'>"
    return "\n".join([head, f"<title>{escape(title)}</title>", *parts, "</svg>"]) + "\n"

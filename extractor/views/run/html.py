"""The report as one HTML file: no network, no script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from urllib.parse import quote

from extractor import errors
from extractor.model.text_table import cut
from extractor.output.html import html_page, text_of
from extractor.views.run.charts import bars, columns, heat, largest, stacked, table
from extractor.views.run.data import Report
from extractor.views.run.statistics import FIELDS, Example

_STYLE = Path(__file__).parent / "assets" / "runreport.css"
_SEVERITIES = {"error": "错误", "warning": "警告", "info": "提示"}
_STATUS = (
    ("ok", "正常", "ok"),
    ("partial", "部分读取", "partial"),
    ("no_forms", "无绩效表", "none"),
    ("quarantined", "隔离", "away"),
    ("skipped", "跳过", "skip"),
)


def report_pages(report: Report) -> str:
    """The whole file."""
    style = _STYLE.read_text(encoding="utf-8")
    return "".join(html_page("绩效表批量读取报告", _pieces(report), style=style))


def _pieces(report: Report) -> Iterator[str]:
    yield "<main>\n"
    yield _head(report)
    yield _cards(report)
    yield _section("问题", "Findings", _findings(report))
    yield '<div class="pair">'
    yield _section("各单位绩效表", "Forms by unit", _units(report))
    yield _section(
        "各年度绩效表",
        "Forms by year",
        columns([(_year(year), number, "") for year, number in sorted(report.statistics.years.items())]),
    )
    yield "</div>\n"
    yield '<div class="pair">'
    yield _section("年度资金分布", "Budgets: forms by annual amount", _budgets(report))
    yield _section("年度资金合计", "Budgets: total by year", _money(report))
    yield "</div>\n"
    yield _section("填报完整率", "Completeness: share of forms that fill a field", _completeness(report))
    yield '<div class="pair">'
    yield _section("表样", "Profiles", largest(report.statistics.profiles, 10))
    yield _section("最慢文件", "Slowest documents", _slow(report))
    yield "</div>\n"
    yield _section("隔离文件", f"Quarantined: {report.quarantined:,}", _away(report))
    yield "</main>\n"


def _section(title: str, english: str, body: str) -> str:
    return f"<section><h2>{title}<small>{text_of(english)}</small></h2>{body}</section>\n"


def _head(report: Report) -> str:
    return (
        f'<header><h1>绩效表批量读取报告</h1><p>{text_of(report.folder)}</p><p class="versions">{text_of(report.at.replace("T", " ")[:19])} UTC'
        f" · jixiao {text_of(report.tool_version)} · 规则 {text_of(report.rules_version)}</p></header>\n"
    )


def _cards(report: Report) -> str:
    statistics = report.statistics
    shown = [("", report.found, "发现文件", "found")]
    shown += [(css, getattr(report, name), label, name) for name, label, css in _STATUS]
    cards = "".join(
        f'<div class="card {css}"><b>{number:,}</b><span>{label}</span><small>{english}</small></div>'
        for css, number, label, english in shown
    )
    what = [("页", statistics.pages), ("绩效表", statistics.forms), ("指标", statistics.indicators)]
    totals = " · ".join(f"<b>{number:,}</b> {label}" for label, number in what)
    run = report.run
    seconds = run["seconds"]
    rate = (
        f",每秒 {(run['found'] - run['skipped']) / seconds:.1f} 个文件"
        if seconds > 0 and run["found"] > run["skipped"]
        else ""
    )
    last = (
        f"本次运行:发现 {run['found']:,.0f} = 正常 {run['ok']:,.0f} + 部分 {run['partial']:,.0f} + 无表 {run['no_forms']:,.0f}"
        f" + 隔离 {run['quarantined']:,.0f} + 跳过 {run['skipped']:,.0f}(此前已读 {run['unchanged']:,.0f},重复 {run['duplicates']:,.0f}),"
        f"用时 {_duration(seconds)}{rate}。"
    )
    bar = stacked([(label, getattr(report, name), css) for name, label, css in _STATUS])
    return f'<div class="cards">{cards}</div>{bar}<p class="totals">{totals}</p><p class="run">{last}</p>\n'


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} 小时 {minutes} 分"
    return f"{minutes} 分 {rest} 秒" if minutes else f"{seconds:.1f} 秒"


def _findings(report: Report) -> str:
    statistics = report.statistics
    rank = list(_SEVERITIES)
    pairs = sorted(statistics.findings.items(), key=lambda pair: (rank.index(pair[0][1]), -pair[1], pair[0][0]))
    most = max(statistics.findings.values(), default=1)
    total: Counter[str] = Counter()
    for (_, severity), number in pairs:
        total[severity] += number
    rows = []
    for (code, severity), number in pairs:
        long = f'<rect class="{severity}" width="{max(100 * number / most, 1):.1f}" height="8" rx="2"/>'
        bar = f'<svg class="inline" viewBox="0 0 100 8" preserveAspectRatio="none">{long}</svg>'
        examples = "".join(_example(one, report) for one in statistics.examples.get(code, []))
        rows.append(
            [
                f'<span class="sev {severity}">{_SEVERITIES[severity]}</span>',
                f"<details><summary><code>{text_of(code)}</code> {text_of(_title(code))}</summary><ul>{examples}</ul></details>",
                bar,
                f"{number:,}",
                f"{statistics.documents_with[code]:,}",
            ]
        )
    head = (("级别", ""), ("代码(展开看示例)", "wide"), ("", "bar"), ("次数", "n"), ("文件数", "n"))
    summary = " ".join(
        f'<span class="sev {name}">{label} {total[name]:,}</span>' for name, label in _SEVERITIES.items()
    )
    return f'<p class="summary">{summary}</p>' + table(head, rows)


def _title(code: str) -> str:
    from rules.finding_types import finding_types

    if code in finding_types():
        return finding_types()[code].title_zh
    kinds = (cls for cls in vars(errors).values() if isinstance(cls, type) and issubclass(cls, errors.JixiaoError))
    return next((cls.message_zh for cls in kinds if cls.code == code), "")


def _example(one: Example, report: Report) -> str:
    overlay = Path(one.file).with_suffix(".html").name
    place = f" 第 {one.page} 页" if one.page else ""
    if overlay in report.overlays:
        anchor = f"#page-{one.page}" if one.page else ""
        link = f'<a class="page" href="overlays/{quote(overlay)}{anchor}">原页{place}</a>'
    else:
        link = f'<a href="documents/{quote(one.file)}">记录{place}</a>'
    return (
        f'<li>{text_of(cut(one.message, 150))}<br>{link} <span class="source">{text_of(_tail(one.source))}</span></li>'
    )


def _tail(source: str, most: int = 70) -> str:
    return source if len(source) <= most else "…" + source[-most:]


def _units(report: Report) -> str:
    return largest({name or "(未填)": number for name, number in report.statistics.units.items()}, 12)


def _year(year: int) -> str:
    return str(year) if year else "未知"


def _budgets(report: Report) -> str:
    """A histogram over tenths of a power of ten."""
    bins: Counter[int] = Counter()
    for (_, tenth), number in report.statistics.budgets.items():
        bins[tenth // 5] += number  # half a power of ten a column
    if not bins:
        return columns([])
    rows = [(_amount(half), bins[half], "budget") for half in range(min(bins), max(bins) + 1)]
    return columns(rows[:40]) + '<p class="note">每柱约为半个数量级,标注其下限(元)。</p>'


def _amount(half: int) -> str:
    """Half a power of ten in yuan: 1, 3, 10, 30 and so on."""
    yuan = 10 ** (half // 2) * (3 if half % 2 else 1)
    for unit, size in (("亿", 10**8), ("万", 10**4)):
        if yuan >= size:
            return f"{yuan // size}{unit}"
    return str(yuan)


def _money(report: Report) -> str:
    money = report.statistics.money
    rows = [(_year(year), int((money[year] / Decimal(10000)).to_integral_value()), "budget") for year in sorted(money)]
    return columns(rows) + '<p class="note">单位:万元;取每表年度资金总额,未填时取项目资金总额。</p>'


def _completeness(report: Report) -> str:
    statistics = report.statistics
    years = sorted(statistics.years)[-8:]
    rows = []
    for name, label in FIELDS:
        shares: list[float | None] = [statistics.present[year, name] / statistics.years[year] for year in years]
        whole = sum(statistics.present[year, name] for year in statistics.years)
        rows.append((label, [whole / statistics.forms if statistics.forms else None, *shares]))
    return heat(["合计", *map(_year, years)] if years else [], rows)


def _slow(report: Report) -> str:
    rows = [
        [
            f'<a href="documents/{quote(one.file)}">{text_of(_tail(one.name, 44))}</a>',
            f"{one.pages or '–'}",
            f"{one.forms}",
            f"{one.seconds:.2f}",
        ]
        for one in report.slow[:10]
    ]
    return table((("文件", "wide"), ("页", "n"), ("表", "n"), ("秒", "n")), rows)


def _away(report: Report) -> str:
    if not report.quarantined:
        return '<p class="none">没有隔离文件。</p>'
    reasons = bars(list(report.reasons.items()), label=190, css="away")
    rows = []
    for one in report.away:
        name = text_of(_tail(one.name))
        link = name if one.note is None else f'<a href="{quote(one.note)}">{name}</a>'
        rows.append(
            [
                f"<code>{text_of(one.code)}</code><br><small>{text_of(_title(one.code))}</small>",
                link,
                f"{text_of(one.message)}<br><small>{text_of(one.remedy)}</small>",
            ]
        )
    more = report.quarantined - len(rows)
    note = f'<p class="note">另有 {more:,} 个,见 jixiao quarantine list。</p>' if more > 0 else ""
    return reasons + table((("原因", ""), ("文件", ""), ("说明与处理", "wide")), rows) + note

"""The report's counts add up, its links lead somewhere, and nothing in it runs."""

from __future__ import annotations

import re
from decimal import Decimal
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest

from extractor.batch import run_batch
from extractor.batch.finish import part_size
from extractor.model.schema import validate_json
from extractor.model.text_table import cut
from extractor.views.run.charts import stacked
from extractor.views.run.statistics import Statistics
from tests.batch.conftest import FORM, documents


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.links += [value for name, value in attrs if name == "href"]


def _cards(page: str) -> dict[str, int]:
    found = re.findall(r'<div class="card [^"]*"><b>([\d,]+)</b><span>[^<]*</span><small>(\w+)</small>', page)
    return {name: int(number.replace(",", "")) for number, name in found}


def test_counts_add_up_over_runs(submit, damaged, tmp_path):
    folder, out = submit(3), tmp_path / "out"
    run_batch([folder / "000.txt", damaged], out)
    (folder / "copy.txt").write_bytes((folder / "001.txt").read_bytes())
    run_batch([folder, tmp_path / "none.txt"], out)
    page = (out / "report.html").read_text(encoding="utf-8")
    assert _cards(page) == {"found": 6, "ok": 3, "partial": 0, "no_forms": 0, "quarantined": 2, "skipped": 1}
    assert "本次运行:发现 5 = 正常 2 + 部分 0 + 无表 0 + 隔离 1 + 跳过 2(此前已读 1,重复 1)" in page


def test_links_lead_to_files_and_nothing_runs(submit, damaged, tmp_path):
    folder, out = submit(2), tmp_path / "out"
    (folder / "<b>&.txt").write_text(
        FORM.replace("≥98.00(%)", "").replace("市档案馆", "<script>x</script>"), encoding="utf-8"
    )
    run_batch([folder, damaged], out, overlays=2)
    page = (out / "report.html").read_text(encoding="utf-8")
    parser = _Links()
    parser.feed(page)
    assert parser.tags & {"script", "img", "link", "iframe", "b_"} == set()
    assert [link for link in parser.links if not (out / unquote(urlsplit(link).path)).is_file()] == []
    assert any(link.startswith("overlays/") for link in parser.links)
    assert "&lt;script&gt;x&lt;/script&gt;" in page
    assert "http" not in page.replace("http-equiv", "")


def test_statistics_are_the_same_in_parts(submit, tmp_path):
    out = tmp_path / "out"
    run_batch(submit(5), out)
    results = [(validate_json((out / "documents" / name).read_bytes()), name) for name in documents(out)]
    whole, first, second = Statistics(), Statistics(), Statistics()
    for number, (result, name) in enumerate(results):
        whole.add(result, name)
        (first if number < 2 else second).add(result, name)
    first.merge(second)
    assert first == whole
    assert (whole.forms, whole.indicators, whole.money) == (5, 30, {2026: Decimal("600000.00")})
    assert whole.budgets == {(2026, 50): 5}
    assert {name for _, name in whole.present} >= {"name", "unit", "dates", "amount", "goal", "cost", "values"}


def test_charts_keep_their_bounds():
    assert cut("上海市社会保障卡服务中心", 10) == "上海市社…"
    assert cut("abc", 10) == "abc"
    bar = stacked([("a", 1, "x"), ("b", 0, "y"), ("c", 3, "z")])
    assert re.findall(r'width="([\d.]+)" height="18"', bar) == ["240.00", "720.00"]
    assert stacked([("a", 0, "x")]) == ""


@pytest.mark.parametrize(
    ("documents", "jobs", "size"),
    [(0, 2, 8), (10, 2, 8), (80, 2, 40), (128, 2, 64), (129, 2, 33), (200, 1, 50), (10_000, 2, 64), (10_000, 16, 63)],
)
def test_parts_are_of_one_size_and_never_large(documents, jobs, size):
    assert part_size(documents, jobs) == size

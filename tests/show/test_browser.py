"""The HTML file in a real browser: a record shows its cells, a cell its records."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from extractor.batch import read_source
from extractor.pipeline import ExtractOptions
from extractor.views.page.write import draw_document, write_pieces
from tests.machine import CHROMIUM, needs_chromium
from tests.show.conftest import SAMPLES

pytestmark = needs_chromium
NAME, RECORD = '.cell[data-text="敬老卡制作数量"]', "#r-forms-2-indicators-1"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    directory = tmp_path_factory.mktemp("show")
    made = {}
    for name in ("shanghai-2026-calc.pdf", "shanghai-2026-flattened.txt"):
        made[name] = directory / f"{name}.html"
        write_pieces(made[name], draw_document(read_source(SAMPLES / name), ExtractOptions(), "html"))
    return made


@pytest.fixture(params=["shanghai-2026-calc.pdf", "shanghai-2026-flattened.txt"])
def page(request: pytest.FixtureRequest, browser: Any, files: dict[str, Path]) -> Iterator[Any]:
    """An open file; it may ask for nothing and complain of nothing."""
    opened = browser.new_page(viewport={"width": 1400, "height": 900})
    troubles: list[str] = []
    asked: list[str] = []
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.on("console", lambda message: troubles.append(message.text))
    opened.on("request", lambda asking: asked.append(asking.url))
    opened.goto(files[request.param].as_uri())
    yield opened
    assert troubles == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    opened.close()


def _texts(page: Any, selector: str) -> list[str]:
    return page.eval_on_selector_all(selector, "found => found.map(one => one.dataset.text)")


LIT = sorted(["产出指标", "数量指标", "敬老卡制作数量", "≥30.00(万张)"])


def test_a_click_on_a_record_shows_its_cells(page):
    assert _texts(page, ".cell.pinned") == []
    page.click(RECORD)
    assert sorted(_texts(page, ".cell.pinned")) == LIT
    assert page.locator(".record.pinned").evaluate_all("found => found.map(one => one.id)") == [RECORD[1:]]
    box = page.locator(NAME).bounding_box()
    assert 0 < box["x"] < 1400
    assert 0 < box["y"] < 900  # scrolled into view
    page.click(RECORD)
    assert _texts(page, ".cell.pinned") == []


def test_a_click_on_a_cell_shows_its_record(page):
    page.locator(NAME).scroll_into_view_if_needed()
    page.click(NAME)
    assert page.locator(".record.pinned").evaluate_all("found => found.map(one => one.id)") == [RECORD[1:]]
    assert 0 < page.locator(RECORD).bounding_box()["y"] < 900
    page.keyboard.press("Escape")
    assert page.locator(".pinned").count() == 0


def test_hovering_highlights_both_sides_and_tells_the_cell(page):
    page.locator(NAME).scroll_into_view_if_needed()
    page.hover(NAME)
    assert page.locator(".record.lit").evaluate_all("found => found.map(one => one.id)") == [RECORD[1:]]
    assert page.locator("#status").inner_text().startswith("三级指标 name · T3 · ")
    assert page.locator("#status").inner_text().endswith(" · 敬老卡制作数量")
    page.hover(RECORD)
    assert sorted(_texts(page, ".cell.lit")) == LIT
    assert page.locator("#status").inner_text() == "forms[2].indicators[1]"


def test_a_level_cell_shows_every_indicator_under_it(page):
    page.click(RECORD)
    level = page.locator('.cell.pinned[data-text="产出指标"]')
    level.click()
    ids = page.locator(".record.pinned").evaluate_all("found => found.map(one => one.id)")
    assert set(ids) >= {"r-forms-2-indicators-1", "r-forms-2-indicators-2"}


def test_the_legend_hides_a_role(page):
    assert page.locator(".cell.r-name.muted").count() == 0
    page.click('.key[data-role="name"]')
    assert page.locator(".cell.r-name.muted").count() == page.locator(".cell.r-name").count() > 0
    page.click('.key[data-role="name"]')
    assert page.locator(".cell.r-name.muted").count() == 0

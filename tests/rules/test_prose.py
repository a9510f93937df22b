"""Indicators as running text are cut into a level 2, a name and a value."""

from __future__ import annotations

import pytest

from rules.indicators.running_text import Item, items_of
from rules.ruleset.load import load_rules


@pytest.mark.parametrize(
    ("text", "items"),
    [
        (
            "数量指标：1.培训人数≥600人；2.培训班次≥12期。质量指标：培训合格率≥95%。时效指标：12月底前完成验收。",
            [
                Item("数量指标", "培训人数", "≥600人"),
                Item("数量指标", "培训班次", "≥12期"),
                Item("质量指标", "培训合格率", "≥95%"),
                Item("时效指标", "完成验收", "12月底前"),
            ],
        ),
        (
            "1.采样点位80个2.检测报告合格率100%3.按时完成率98.5%",
            [Item(None, "采样点位", "80个"), Item(None, "检测报告合格率", "100%"), Item(None, "按时完成率", "98.5%")],
        ),
        (
            "①新建道路3.5公里，②改造管网12公里；③验收合格率达到100%",
            [Item(None, "新建道路", "3.5公里"), Item(None, "改造管网", "12公里"), Item(None, "验收合格率", "100%")],
        ),
        (
            "指标1：发放补贴户数不少于320户；指标2：资金发放准确率=100%",
            [Item(None, "发放补贴户数", "不少于320户"), Item(None, "资金发放准确率", "=100%")],
        ),
        (
            "培训人数600人以上，培训合格率95%，年度内完成率100%",
            [Item(None, "培训人数", "600人以上"), Item(None, "培训合格率", "95%"), Item(None, "年度内完成率", "100%")],
        ),
        ("安装路灯1,850盏，亮灯率≥98%", [Item(None, "安装路灯", "1,850盏"), Item(None, "亮灯率", "≥98%")]),
        (
            "耕地质量持续改善；群众生活有所改善",
            [Item(None, "耕地质量", "持续改善"), Item(None, "群众生活", "有所改善")],
        ),
        ("全年累计提供服务人次≥1280000.00(人次)", [Item(None, "全年累计提供服务人次", "≥1280000.00(人次)")]),
        ("保障机构运转，提升服务水平", [Item(None, "保障机构运转，提升服务水平", None)]),
        (
            "（1）完成调查报告2份；（2）资料归档及时",
            [Item(None, "完成调查报告", "2份"), Item(None, "资料归档", "及时")],
        ),
        ("完成3个项目建设;工程质量:合格", [Item(None, "完成3个项目建设", "3个项目"), Item(None, "工程质量", "合格")]),
        ("服务对象满意度：≥90%", [Item("服务对象满意度", "服务对象满意度", "≥90%")]),
        ("无", []),
        ("——", []),
        ("", []),
    ],
)
def test_items(text: str, items: list[Item]) -> None:
    assert items_of(text, load_rules().vocabulary) == items

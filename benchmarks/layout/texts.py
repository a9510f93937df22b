"""Random cell texts: labels, sentences, amounts, dates, operators with units, Latin words, blanks."""

from __future__ import annotations

from random import Random

_CHINESE = """
项目 绩效 指标 数量 质量 时效 成本 经济 社会 生态 服务 对象 满意 完成 建设 维护 管理 信息 系统 设备 采购 培训 宣传 资金 预算
年度 季度 单位 部门 覆盖 及时 合规 验收 达标 提升 保障 运行 公共 安全 检查 街道 社区 养老 医疗 学校 道路 绿化 照明 河道 水质
监测 标准 发放 补贴 就业 平台 数据 升级 改造 工程 竣工 比例 人次 持续 影响 机制 健全 档案 窗口 办理 群众 一卡 二级 三年 十项
王 口 日 田 工 中 丰
"""
_ENGLISH = (
    "Server Windows 2022 Oracle IPv6 SSL GB/T 28181 LED 4K PDF API v2.1 Linux data center UPS CO2 ISO 9001 Type-C"
)
_MEASURES = "万张 人次 个 项 % 元/人 平方米 台(套) 工作日 分 场 份 公里"
_WORDS, _LATIN, _UNITS = _CHINESE.split(), _ENGLISH.split(), _MEASURES.split()
_MARKS = "≥≤=><"


def phrase(rng: Random, length: int) -> str:
    """A text of about ``length`` ideographs, with punctuation once it is long."""
    text = ""
    while len(text) < length:
        text += rng.choice(_WORDS)
        if len(text) > 12 and rng.random() < 0.15:
            text += rng.choice("，、；。")
    return text


def cell_text(rng: Random, capacity: int) -> str:
    """A text for a cell whose line takes ``capacity`` ideographs: one in six blank, one in five wrapped."""
    draw = rng.random()
    if draw < 0.16:
        return ""
    if draw < 0.36:
        return phrase(rng, rng.randint(min(capacity, 45), min(3 * capacity, 60)))
    if draw < 0.60:
        return phrase(rng, rng.randint(2, max(2, min(capacity, 8))))
    if draw < 0.72:
        return f"{rng.randint(0, 99_999_999) / 100:,.2f}"
    if draw < 0.84:
        number = rng.choice((f"{rng.randint(1, 999)}", f"{rng.randint(1, 9999) / 100:.2f}"))
        return f"{rng.choice(_MARKS)}{number}({rng.choice(_UNITS)})"
    if draw < 0.90:
        return f"{rng.randint(2019, 2028)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    return " ".join(rng.sample(_LATIN, rng.randint(1, 3)))


def latin_text(rng: Random, words: int) -> str:
    """Words without an ideograph."""
    return " ".join(rng.choice(_LATIN) for _ in range(words))

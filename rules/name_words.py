"""The words by which to tell what an indicator measures, and which way is better."""

from __future__ import annotations

from extractor.model.patterns import compiled


class Words:
    """Some words, to be looked for in names."""

    __slots__ = ("_by_first", "words")

    def __init__(self, words: tuple[str, ...]) -> None:
        self.words = words
        firsts = dict.fromkeys(word[0] for word in words)
        self._by_first = {first: tuple(word for word in words if word[0] == first) for first in firsts}

    def held_by(self, text: str) -> bool:
        """Whether a text holds one of the words anywhere."""
        for first in self._by_first.keys() & text:
            for word in self._by_first[first]:
                if word in text:
                    return True
        return False

    def end(self, text: str) -> bool:
        """Whether a text ends in one of the words."""
        return text.endswith(self.words)


def words(*lists: str) -> Words:
    """The words of some texts, which are between spaces there."""
    return Words(tuple(" ".join(lists).split()))


def any_of(*lists: str) -> str:
    """The same as an alternation for a pattern; longer words are tried first."""
    return f"(?:{'|'.join(sorted(words(*lists).words, key=len, reverse=True))})"


# What one wants little of.
BAD = (
    "投诉 事故 违规 违法 违纪 差错 错误 故障 死亡 伤亡 逾期 发案 泄密 舆情 纠纷 返工 退货 流失 损坏 中断 漏检 漏报 不合格 不良",
    "事件 泄露 泄漏 侵权 丢失 失误 停机 宕机 中毒 感染 传染 疫情 超标 超限 拥堵 积水 越级 群体性 异常 溺水 罚款",
    "超支 缺陷 延误 误差 污染 失信 信访 上访 隐患 偏差 空置 闲置 未完成 零",
)
# Words that turn it into something one wants much of: 投诉处理率, 事故下降率.
TURNED = (
    "处理 处置 办结 办理 回复 反馈 答复 整改 化解 排除 排查 修复 恢复 解决 下降 降低 减少 压降 降幅 查处 查办 防控 防范 预防",
    "覆盖 培训 演练 检测 监测 控制 预警 知晓 响应 及时 满意 救援 赔付 调解 举报 受理 间隔 无 零 不 挽回 受案 侦破 破案 抢修 治理",
)
# Shares of a whole that one wants to be high.
GOOD_RATES = (
    "满意度 满意率 合格率 通过率 完成率 及时率 按时率 准确率 达标率 完好率 覆盖率 知晓率 到位率 合规率 符合率 优良率 普及率",
    "参与率 成活率 整改率 办结率 成功率 按期率 准时率 正确率 使用率 执行率 发放率 规范率",
)
# Shares that cannot pass the whole (before 率, 度 or 比例).
SHARES = (
    "合格 满意 及时 准确 通过 达标 知晓 完好 按时 按期 合规 符合 优良 普及 参与 签约 回收 成活 存活 整改 办结 正确 准时 上线 在线",
    "正常运行 出勤 投诉 事故 故障 差错 错误 完整 规范 公开 响应 发放 认可",
)
# Ratios that may pass the whole.
UNBOUNDED = (
    "增长 增幅 增加 提高 提升 上升 增速 同比 环比 超额 下降 降低 减少 倍 周转 回报 投资 保值 增值 完成率 执行率 进度",
)
# Last words of names that count something, and so say their own unit.
COUNTS = (
    "数量 总数 人数 人次 次数 天数 户数 件数 份数 台数 套数 场次 场数 篇数 册数 家数 辆数 个数 期数 班次 频次 批次 课时 学时 里程 面积",
    "完成数 到位数",
)

_BAD_RATE = compiled(f"{any_of(BAD[0])}(?:事件)?(?:发生)?{any_of('率 次数 起数 件数 案件数 数量 数 量')}$")
_TURNED = words(*TURNED)
_COST = words("成本 费用 支出 造价 单价 价格 经费 预算 控制数 控制额 投资额 总额 均价")
_NOT_A_COST = words("节约 节省 降低 下降 减少 结余 标准 待遇 工资 补贴 补助 配套 自筹 带动 撬动 执行")
_TIME_LIMIT = words(
    "时限 工期 周期 响应 耗时 用时 等待 完成时间 处理时间 办理时间 办结 审批 修复 到达 拨付 发放 支付 反馈 时效"
)


def is_bad(name: str) -> bool:
    """Whether a name counts what one wants little of (有责投诉率)."""
    return _BAD_RATE.search(name) is not None and not _TURNED.held_by(name)


def is_cost(name: str) -> bool:
    """Whether a name says what something costs, and not what is saved or paid out to people."""
    return _COST.held_by(name) and not _NOT_A_COST.held_by(name)


def is_time_limit(name: str) -> bool:
    """Whether a span of time is one within which something is to be done."""
    return _TIME_LIMIT.held_by(name)


def less_is_better(name: str, level1: str | None) -> bool:
    """Whether a lower number is the better one, by what an indicator measures."""
    return is_bad(name) or (level1 == "成本指标" and is_cost(name))

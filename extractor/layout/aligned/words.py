"""The few printed words that give a form's structure away in text without rulings.

Only used to tell a form from prose, to make a wrapped label whole and to see where one cell ends when a single space is
all that is left between two. What a label means is the rules' business.
"""

from __future__ import annotations

from functools import lru_cache

from extractor.model.patterns import compiled
from extractor.model.text import label_key


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


INDICATOR_HEADERS = _words(
    "一级指标 二级指标 三级指标 三级指标名称 指标名称 指标内容 具体指标 绩效指标 指标值 "
    "年度指标值 年度(/项目)指标值 年度(项目)指标值 目标值 年度目标值 绩效目标值 绩效指标值 "
    "指标值及单位 全年指标值 年初指标值 计划指标值 计算符号 运算符号 指标性质 指标方向 "
    "指标方向性 指标值类型 度量单位 计量单位 权重 分值 得分 实际完成值 全年实际值 全年完成值 "
    "完成值 指标解释 指标说明 绩效标准 评分标准 备注 偏差原因分析及改进措施 未完成原因分析"
)
_FIELDS = _words(
    "项目名称 项目支出名称 项目编码 项目代码 项目性质 项目类别 项目类型 项目属性 项目期限 "
    "项目起止时间 主管部门 主管部门及编码 主管部门及代码 预算部门 实施单位 项目实施单位 "
    "预算单位 填报单位 申报单位 单位名称 项目负责人 联系人 联系电话 计划开始日期 计划完成日期 "
    "开始日期 完成日期 开始时间 结束时间 项目资金 预算资金 项目资金总额 年度资金申请总额 "
    "资金总额 年度资金总额 当年资金总额 中期资金总额 财政资金 财政拨款 当年财政拨款 "
    "年度财政拨款 本年财政拨款 上年结转资金 上年结转 其他资金 当年其他资金 单位资金 自有资金 "
    "项目绩效目标 绩效目标 总体目标 项目总目标 项目总体目标 年度总体目标 年度目标 年度绩效目标 "
    "中期目标 长期目标 实施期绩效目标 本年度绩效目标 金额单位 项目概况 立项依据 项目概述"
)
_LEVEL1 = _words("产出 效益 效果 成本 投入 满意度 项目产出 项目效益 项目完成 投入和管理 影响力")
_LEVEL2 = _words(
    "成本 满意度 数量 质量 时效 进度 产出数量 产出质量 产出时效 产出进度 产出成本 经济成本 "
    "社会成本 生态环境成本 环境成本 经济效益 社会效益 生态效益 环境效益 可持续影响 可持续发展 "
    "长效管理 服务对象满意度 受益对象满意度 社会公众满意度 社会公众或服务对象满意度"
)
_LEVELS = frozenset(stem + suffix for stem in (*_LEVEL1, *_LEVEL2) for suffix in ("指标", "目标"))
# Labels of blocks of rows; they stand in the middle of their block rather than on one row.
_SIDES = _words("项目资金 项目绩效目标 绩效目标 绩效指标 总体目标 预算资金")

_ALL = INDICATOR_HEADERS | _FIELDS | _LEVELS
_PREFIXES = frozenset(word[:end] for word in _ALL for end in range(1, len(word)))
# The parts of a wrapped level label that cannot be a name or a value; 可持续影响 or 满意度 could be the rest of a name.
_LEVEL_PARTS = frozenset(
    label[end:] for label in _LEVELS for end in range(1, len(label)) if len(label) - end < 6
) | frozenset(label[:end] for label in _LEVELS for end in range(3, len(label)))
_BRACKETED = compiled(r"\([^()]*\)?$")
_LEAD = compiled(r"^(?:其中[:,]?|[一二三四五六七八九十]+[,.]|\d+[,.](?!\d))")
_TITLE = compiled(r"^.{0,40}(?:绩效目标|绩效自评|绩效监控|绩效运行监控|支出绩效).{0,20}表(?:\(.{0,20}\))?$")
_YEAR = compiled(r"^\(?\d{4}年(?:度)?(?:[-至]\d{4}年(?:度)?)?\)?$")
MAX_LABEL = 24


@lru_cache(maxsize=8192)
def bare_key(text: str) -> str:
    """A label without what may stand around it: ``其中: 财政资金`` and ``财政资金(元):`` both become ``财政资金``."""
    key = label_key(text)
    if key in INDICATOR_HEADERS:
        return key
    return _LEAD.sub("", _BRACKETED.sub("", key.rstrip(":")).rstrip(":"))


def is_label(text: str) -> bool:
    """Whether the whole text is a structural label of a form."""
    return len(text) <= 2 * MAX_LABEL and bare_key(text) in _ALL


def is_level(text: str) -> bool:
    """Whether the whole text is the label of a level-1 or level-2 group, such as 产出指标."""
    return len(text) <= 2 * MAX_LABEL and bare_key(text) in _LEVELS


def is_level_part(text: str) -> bool:
    """Whether the text can only be the beginning or the rest of a wrapped level label: 社会效益指, 标."""
    return len(text) <= MAX_LABEL and bare_key(text) in _LEVEL_PARTS


def level_of(text: str) -> int:
    """1 or 2 for the label of a group of that level, 0 where the wording leaves it open (成本指标, 满意度指标)."""
    stem = bare_key(text)[:-2]
    return 0 if stem in _LEVEL1 and stem in _LEVEL2 else 1 if stem in _LEVEL1 else 2


def is_indicator_header(text: str) -> bool:
    """Whether the whole text heads a column of an indicator table."""
    return len(text) <= 2 * MAX_LABEL and bare_key(text) in INDICATOR_HEADERS


def is_side(text: str) -> bool:
    """Whether the text labels a block of rows (项目资金, 绩效指标): it may stand beside any of them."""
    return len(text) <= 2 * MAX_LABEL and bare_key(text) in _SIDES


def begins_label(text: str) -> bool:
    """Whether the text may be the first line of a label that wraps."""
    return len(text) <= 2 * MAX_LABEL and bare_key(text) in _PREFIXES


def is_title(text: str) -> bool:
    """Whether a line reads like the title of a form or its year line."""
    if ("表" not in text and "年" not in text) or len(text) > 200:
        return False
    key = label_key(text)
    return len(key) <= 80 and (_TITLE.match(key) is not None or _YEAR.match(key) is not None)

"""The sheets of a plan's workbook and their columns: what a plan consists of."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from targets.plan import words
from targets.plan.words import Words

HELP, SCAN = "填写说明", "原文"
YEAR = "年"  # behind a year, the head of a column of quotas
CODE = "小写字母、数字、横线和下划线，自己编，不能重复"


@dataclass(frozen=True)
class Column:
    """One column: the name of its field, its head, how it is read, and how it is filled in.

    `reads` is text, number, amount (in the indicator's unit), day, tick, word (one of `words`),
    code (of another sheet), words or codes (several), or texts. `empty` is what no text means.
    """

    name: str
    head: str
    reads: str = "text"
    must: bool = False
    most: int = 0  # characters; 0 where nothing limits them
    words: Words | None = None
    how: str = ""
    empty: Any = ""


@dataclass(frozen=True)
class Sheet:
    """One subject, with its title, its columns and what it is for; `upright` has one field a
    row."""

    name: str
    title: str
    about: str
    columns: tuple[Column, ...]
    upright: bool = False

    def column(self, name: str) -> Column:
        """The column of a field."""
        return next(column for column in self.columns if column.name == name)


PLAN = Sheet(
    "plan",
    "方案",
    "方案本身，一行一项。",
    (
        Column("code", "编号", must=True, most=50, how=f"{CODE}，如 shanyang_2026"),
        Column("county", "县", "code", must=True, how="县的区划代码，6位"),
        Column("title", "标题", must=True, most=120, how="印发的全称"),
        Column("document_no", "发文字号", must=True, most=60),
        Column("issuer", "发文机关", must=True, most=60),
        Column("issued_on", "成文日期", "day", must=True, how="如 2026-03-20"),
        Column("starts_on", "起始日", "day", must=True, how="方案期的第一天，某月1日"),
        Column("ends_on", "截止日", "day", must=True, how="方案期的最后一天，某月末日"),
        Column("superiors", "上级文件", "texts", how="依据的文号，几个之间用分号", empty=()),
        Column("errata", "勘误说明", how="整理时改了什么；没有就不填"),
    ),
    upright=True,
)
CLAUSES = Sheet(
    "clauses",
    "条款",
    "逐条抄录，次序同原文。指标、目标和职责都按编号引用这里的条款。",
    (
        Column("code", "编号", must=True, most=50, how=f"{CODE}，如 1-1、task3、annex2"),
        Column("label", "条款", must=True, most=20, how="引用时的写法，如 二（一）3、附表"),
        Column("parent", "上级条款", "code", how="上一级的编号；章不填", empty=None),
        Column("task", "任务号", "number", how="编了号的任务填号码，其余不填", empty=None),
        Column("title", "标题", must=True, most=120),
        Column("text", "正文", how="原文，一字不改；只有标题的不填"),
    ),
)
UNITS = Sheet(
    "units",
    "单位",
    "方案点到的每个单位一行，次序同名册。已在系统里的单位沿用原来的编号和名称。",
    (
        Column(
            "code",
            "编号",
            must=True,
            most=24,
            how="乡（镇）用区划代码；其他自己编，小写字母、数字和下划线，如 energy",
        ),
        Column("name", "名称", must=True, most=40),
        Column("kind", "类别", "word", must=True, words=words.UNIT_KINDS),
        Column("area", "区划代码", "code", how="乡（镇）必填，其他不填", empty=None),
        Column("member", "成员单位", "tick", how="每月要报送的填“是”", empty=False),
        Column("supervisor", "代报单位", "code", how="自己不报的，写代报单位的编号", empty=None),
        Column("note", "说明", most=200),
    ),
)
ALIASES = Sheet(
    "aliases",
    "别名",
    "方案里对单位的其他写法，写错的也照录，上传的清单按它认单位。",
    (
        Column("unit", "单位", "code", must=True, how="“单位”表的编号"),
        Column("name", "写法", must=True, most=40),
        Column("used_in", "出处", must=True, most=80, how="如 附表"),
    ),
)
APPOINTMENTS = Sheet(
    "appointments",
    "牵头",
    "专班名单：组长、副组长、成员，次序同原文。",
    (
        Column("position", "次序", "number", must=True),
        Column("role", "专班职务", must=True, most=20, how="如 组长、成员"),
        Column("name", "姓名", must=True, most=40),
        Column("unit_as_printed", "单位（原文）", must=True, most=40),
        Column("unit", "单位", "code", how="“单位”表的编号；不在表中的不填", empty=None),
        Column("title", "职务", must=True, most=40),
        Column("starts_on", "起", "day", must=True),
    ),
)
PLACE_KINDS = Sheet(
    "place_kinds",
    "场所类型",
    "方案说到的各类场所和试点。指标和职责按编号引用，如 场所：estate。",
    (
        Column("code", "编号", must=True, most=20, how=f"{CODE}；试点以 pilot_ 开头"),
        Column("name", "类别", must=True, most=20),
        Column("pilot", "是试点", "tick", empty=False),
        Column("offered", "可以选", "tick", how="不再新登记的填“否”", empty=True),
    ),
)
DUTIES = Sheet(
    "duties",
    "职责",
    "每条条款点到哪些单位，各报什么。月报里要填的事项由这里决定。",
    (
        Column("clause", "条款", "code", must=True, how="“条款”表的编号"),
        Column("unit_as_printed", "单位（原文）", most=40, how="原文没点名、由专班安排的不填"),
        Column(
            "unit",
            "单位",
            "word",
            must=True,
            words=words.EACH,
            how="“单位”表的编号，或者 各乡（镇）、各成员单位",
        ),
        Column(
            "part",
            "分工",
            "word",
            must=True,
            words=words.PARTS,
            how="建议报送：这件事由它报；建议核对：别人报、它核对；责任单位：原文点了名，不报不核",
        ),
        Column("reports", "报送内容", most=120),
        Column(
            "forms",
            "填报事项",
            "words",
            words=words.ASKED,
            how="几项之间用顿号；“场所：”“试点：”后写场所类型的编号（试点不写 pilot_），"
            "“充电距离：”后写片区或公路的代号",
            empty=(),
        ),
    ),
)
INDICATORS = Sheet(
    "indicators",
    "指标",
    "算什么。每个指标是“怎么算、计什么、什么时段、按什么分”的组合，不写公式。",
    (
        Column(
            "code",
            "编号",
            must=True,
            most=8,
            how="大写字母和数字，字母开头，最多4位，如 A1，不能重复",
        ),
        Column("name", "名称", must=True, most=60),
        Column("unit", "单位", must=True, most=10, how="如 台、%、公里"),
        Column("clauses", "条款", "codes", how="“条款”表的编号，几个之间用顿号", empty=()),
        Column("definition", "口径", must=True, how="一句话说清楚怎么数"),
        Column("responsible", "责任单位（原文）", most=200),
        Column("reporter", "建议报送", most=80),
        Column(
            "form",
            "形式",
            "word",
            must=True,
            words=words.FORMS,
            how="合计：相加；比值：除以“除以”；平均：按处平均；覆盖：够数的有几处；"
            "最大值：最远的；报送及时性：按时报送的单位",
        ),
        Column(
            "counts",
            "计什么",
            "word",
            must=True,
            words=words.GROUPS,
            how="“目标数：”后写另一指标的编号",
        ),
        Column(
            "causes",
            "计哪些变动",
            "words",
            words=words.CAUSES,
            how="只数新增的填“新增”；数保有量的不填",
            empty=(),
        ),
        Column("window", "时段", "word", must=True, words=words.WINDOWS),
        Column(
            "across",
            "按什么分",
            "word",
            words=words.ACROSS,
            how="覆盖和平均必填；“场所：”后写场所类型的编号，几个之间用顿号；"
            "附件的任务数记在担任“各单位任务数”的那个指标下，它按“单位”分",
        ),
        Column(
            "only",
            "限定",
            "word",
            words=words.ONLY,
            how="只数一处的填：乡（镇）所在地、片区或公路的代号、场所：编号",
        ),
        Column(
            "at_least",
            "达到才算覆盖",
            "number",
            how="覆盖必填，填几台（座）。公共充电桩的合计填了，就是大功率桩：填千瓦，"
            "只数平均每台达到这个功率的站点的桩",
            empty=None,
        ),
        Column("over", "除以", "word", words=words.GROUPS, how="比值必填"),
        Column(
            "plays",
            "担任",
            "word",
            words=words.PLAYED,
            how="总览、单位页和通报里固定说到的数由哪个指标来出，一项只由一个指标担任；"
            "方案没有的不填，页面和通报就不说",
        ),
    ),
)
TARGET_COLUMNS = (
    Column("direction", "方向", "word", must=True, words=words.DIRECTIONS),
    Column("strength", "力度", "word", must=True, words=words.STRENGTHS, how="原文用的词"),
    Column(
        "form",
        "形式",
        "word",
        must=True,
        words=words.TARGET_FORMS,
        how="数值：指标本身；处数：几处，同时填总数；比例：百分之几，60%写 60，不写 0.6 和 60%",
    ),
    Column("value", "数值", "amount", how="按指标的单位写；原文没有数的不填", empty=None),
    Column("of", "总数", "number", how="处数共几处", empty=None),
    Column("printed", "原文", must=True, most=80),
)
TARGETS = Sheet(
    "targets",
    "目标",
    "各年要达到多少，逐条抄原文。附件里分到各单位的填在“任务数”，分到公路的填在“路网”。",
    (
        Column("indicator", "指标", "code", must=True, how="“指标”表的编号"),
        Column("year", "年度", "number", must=True),
        Column("clause", "条款", "code", must=True),
        *TARGET_COLUMNS,
    ),
)
QUOTAS = Sheet(
    "quotas",
    "任务数",
    "分到各单位的数，一行一个单位，一年一列（表头写 2026年），次序同原表。合计照原表抄，"
    "加不起来的系统会提示列为存疑，不必改。",
    (
        Column("unit", "单位", "code", must=True, how="“单位”表的编号"),
        Column("as_printed", "原文写法", must=True, most=40),
        Column("total", "合计", "number", must=True),
    ),
)
MILESTONES = Sheet(
    "milestones",
    "路网",
    "按公路分类的年底目标，一行一格。",
    (
        Column("road", "分类", must=True, most=20),
        Column("indicator", "指标", "code", must=True),
        Column("year", "年度", "number", must=True),
        *(c for c in TARGET_COLUMNS if c.name in ("form", "value", "of", "printed")),
    ),
)
DISCREPANCIES = Sheet(
    "discrepancies",
    "存疑",
    "原文自相矛盾或没有写明的地方，和目前怎么处理。印的数照样作目标。",
    (
        Column("code", "编号", must=True, most=8, how="字母和数字，如 Y1"),
        Column("clauses", "条款", "codes", empty=()),
        Column("title", "事项", must=True, most=60),
        Column("issue", "原文情况", must=True),
        Column("treatment", "处理办法", must=True),
    ),
)
QUESTIONS = Sheet(
    "questions",
    "待定口径",
    "方案没有定、要由专班核定的规则。沿用上一个方案的，可以整表抄过来；不填也行，系统要用的会自己问。",
    (
        Column(
            "subject",
            "事项",
            must=True,
            most=60,
            how="系统认的代号，如 pace、register:A1，都列在填写说明最后",
        ),
        Column("title", "要定什么", must=True, most=80),
        Column("hint", "怎么填", must=True, most=120),
        Column("kind", "答案", "word", must=True, words=words.ANSWERS),
        Column("default_words", "核定前", most=80, how="不填：核定前不作评价"),
        Column("discrepancy", "存疑", "code", how="“存疑”表的编号", empty=None),
        Column("indicators", "影响的指标", "codes", empty=()),
        Column("each_task", "逐项任务", "tick", how="每个任务各问一次的填“是”", empty=False),
    ),
)
SHEETS = (
    PLAN,
    CLAUSES,
    UNITS,
    ALIASES,
    APPOINTMENTS,
    PLACE_KINDS,
    DUTIES,
    INDICATORS,
    TARGETS,
    QUOTAS,
    MILESTONES,
    DISCREPANCIES,
    QUESTIONS,
)
BY_NAME = {sheet.name: sheet for sheet in SHEETS}


def years_of(plan: dict[str, Any]) -> range:
    """The years of a plan's term as its fields say; none where they cannot be read."""
    first, last = (str(plan.get(name) or "")[:4] for name in ("starts_on", "ends_on"))
    return range(int(first), int(last) + 1) if first.isdigit() and last.isdigit() else range(0)


def year_columns(years: Iterable[int]) -> tuple[Column, ...]:
    """The columns of a quota of each year."""
    return tuple(Column(str(year), f"{year}{YEAR}", "number", must=True) for year in years)

"""The help sheets of the workbooks: what somebody must know who has read nothing else."""

from collections.abc import Iterable, Iterator

from targets.plan import asked_everywhere
from targets.plan.sheets import QUESTIONS, SHEETS, Column, Sheet

HEADS = ("表", "列", "必填", "怎么填")
STEPS = (
    "一、这本表把印发的方案变成系统里的数据：填好上传，系统先体检，列出每一处要改的地方；"
    "没有要改的，再由专班办公室主任定从哪天起启用。启用以前什么都不会变。",
    "二、先填“方案”，再逐条抄“条款”和“原文”（全文粘贴，一段一行），然后填“单位”；"
    "后面各表都用前面各表的编号，编号要一字不差。“单位”“场所类型”里已有的行是县里现在用的，编号和名称不要改：还在的留着，"
    "不在的删去整行，新的加在后面。",
    "三、每张表一行一件事，表名和表头不要改，列的次序可以动。带 * 的列必填。空行会略过。",
    "四、一个目标要三步：在“指标”写怎么算，在“目标”写哪年多少，在“条款”有出处。"
    "例：指标 A1“新增公共充电桩”，形式 合计，计什么 公共充电桩，计哪些变动 新增，时段 本年累计；"
    "目标 A1，2026年，不少于，200。",
    "五、附件里分到各单位的数填“任务数”，系统把它们记在担任“各单位任务数”的那个指标名下；"
    "分到公路的填“路网”。",
    "六、按场所算的覆盖、比例指标（如小区、停车场）要有登记册：在“场所类型”列出这类场所，在“职责”写谁报这类场所"
    "（填报事项写 场所：编号），否则没有人报，指标永远算不出来。按乡（镇）、村算的和桩车比不用。",
    "七、照原文抄，加不起来、前后不一的也照抄，另在“存疑”写明怎么处理；系统不替原文改数。",
    "八、日期写成 2026-03-20，数写阿拉伯数字，不带单位；一格里可以写几项的，中间用顿号"
    "（“担任”一格只写一项）。",
    "九、时段怎么选：桩、站、枪、功率是一笔笔加起来的，到某天一共有多少写 累计，"
    "本年新增多少写 本年累计；电动汽车、车位是报一次算一次的，写 最新。"
    "别名、路网、存疑、待定口径没有就空着。",
    "十、桩车比写两行：一行电动汽车保有量（形式 合计，计什么 电动汽车，时段 最新），"
    "方案测算用的车数写进“目标”；一行桩车比（形式 比值，计什么 目标数：上一行的编号，时段 累计，"
    "除以 公共充电桩，担任 桩车比）。",
)
OF_A_COUNTY = (
    "一、这本表写一个县叫什么、有哪些乡（镇、街道）和村（社区）。写好交给装平台的人载入，哪里写错了逐处告诉，改好再交；"
    "方案另填方案录入表。",
    "二、“地域”一行一个地方：先写乡（镇、街道），后面写它的村（社区），次序照当地习惯。区划代码照统计用区划代码抄，"
    "村的代码前9位就是所在乡（镇、街道）的代码。",
    "三、方案要算片区、公路充电距离的，片区和公路写在最后，类别选片区或公路；代号自己编，小写字母、数字和下划线，"
    "如 core。",
    "四、带 * 的列必填，表名和表头不要改，空行会略过。",
)
READS = {
    "day": "日期",
    "number": "整数",
    "amount": "数，可以有小数",
    "tick": "是 或 否",
    "codes": "编号，几个之间用顿号",
}


def of_a_plan() -> Iterator[tuple[str, str, str, str]]:
    """A line of each sheet of a plan, and of each of its columns."""
    yield from lines(SHEETS)
    for said in asked_everywhere.known():
        yield QUESTIONS.title, QUESTIONS.column("subject").head, "", said
    yield "原文", "", "", "印发稿全文，一段一行，错别字照录。"


def lines(sheets: Iterable[Sheet]) -> Iterator[tuple[str, str, str, str]]:
    """The same of any sheets."""
    for sheet in sheets:
        yield sheet.title, "", "", sheet.about
        for column in sheet.columns:
            yield "", column.head, "必填" if column.must else "", how(column)


def how(column: Column) -> str:
    """How a column is filled in, in one sentence."""
    said = [column.how or READS.get(column.reads, "")]
    if column.words and column.reads in ("word", "words"):
        said.append(f"可填：{'、'.join(column.words.offered)}")
    if column.most:
        said.append(f"最多{column.most}字")
    return "；".join(part for part in said if part) or "文字"

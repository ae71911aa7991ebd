"""A paper read aloud before it is signed (pure): each place over which a director would take the
pencil, in words. What the office types is read as well as what is composed."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from reports.documents.content import Content
from reports.documents.sections import ONES

SHOWN = 24  # characters of the text that a finding quotes
MEASURED = "台家项个处次辆座件条户"
HEADING = re.compile(rf"([{ONES}])、")
SECOND = re.compile(rf"（([{ONES}])）")
# What is wrong wherever it stands: a pattern, and what to write instead.
WRONG = tuple(
    (re.compile(pattern), advice)
    for pattern, advice in (
        (r"\d+/\d+", "正文不用分数，写成“几个中的几个”"),
        (rf"(?<![\d.:/至—-])0[{MEASURED}]", "零用“无”“没有”说"),
        (r"(?<![\d.])0\.0+%", "零用“无”“没有”说"),
        (r"—(?=[台家项个处次辆座件%。，；])|(?:完成|新增|达到)—", "没有数的地方不写横线"),
        (r"[−-]\d+(?:\.\d+)?[台家项个处次辆座件%]", "负数用“减少”“少”说"),
        (r"[。，；、：]{2,}|：$|^[。，；、]", "标点重复或落空"),
        (r"有：[。；]|（）|“”|《》|None|\{\}|nan", "该有名字或数字的地方是空的"),
        (r"[\u4e00-\u9fff][,;!?()]|[,;!?()][\u4e00-\u9fff]", "中文里用全角标点"),
        (r"[\u4e00-\u9fff] +[\u4e00-\u9fff]", "字间不空格"),
        (r"(?<!\d)1[台家项个处次辆座件](?:单位|乡（镇）|行政村（社区）)?均", "只有一个，不用“均”"),
        (
            r"(?<!不)(?:高|低|多|少|升|降|提高|下降|增加|减少|上升|相差)(?:于[\u4e00-\u9fff]{0,6}|[了出])?\d+(?:\.\d+)?%",
            "百分数的差写“个百分点”",
        ),
        (r"\d\.\d{2,}%", "百分数保留一位小数"),
        (r"充电桩\d+[个根只座]", "充电桩按“台”"),
        (r"晚[报交]|迟交|(?:逾期|延迟)报送", "同一件事用一个词：迟报"),
        (r"截止(?=\d|目前)", "到某日为止写“截至”"),
        (r"未归入|凡用到处|默认规则|待补充|[×ＸX]{2,}|TODO|（略）", "内部用语不进文件"),
        (r"(?<!目)的的|了了|关于关于|通报的通报|(.{4,})的\1的", "词语重复"),
        (r"无计划", "没有计划的不评价，也不写“无计划”"),
    )
)
BARE = re.compile(r"(?<![\d.:〔第＋＝])(?<!为(?=0\b))(\d+(?:\.\d+)?)(?=[。，；、）]|$)")
NUMBERED = re.compile(r"(?:附件|任务|第|图|表|号)$")
DAY = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(?:(\d{1,2})日)?")
LISTS = re.compile(r"[^，。；：（）“”]+(?:、[^，。；：（）“”]+)+")
COUNTED = (
    re.compile(r"(\d+)家（([^）]*)）"),
    re.compile(r"(\d+)个[^，。；：（\d]{0,12}：([^；。：]*)[；。]"),
)
WHOLES = (
    (re.compile(r"应报送单位(\d+)家，([^。]*)。"), re.compile(r"(\d+)家")),
    (re.compile(r"(\d+)项(?:年度)?目标中，([^。]*)。"), re.compile(r"(?:^|[，；]|完成)(\d+)项")),
    (re.compile(r"月报(\d+)次，([^。]*)。"), re.compile(r"(\d+)次")),
)
ANNEX = re.compile(r"(?<!方案)附件(\d)")
PAIRS = (("（", "）"), ("《", "》"), ("“", "”"), ("‘", "’"))
LEAP_YEAR = 2024  # of a day whose year is not said


class Finding(NamedTuple):
    """Where the reader stumbles, and why."""

    text: str
    why: str

    def __str__(self) -> str:
        return f"“{self.text}”：{self.why}"


def findings(content: Content) -> list[Finding]:
    """All that a paper's title, text and notes say badly; empty for one that can be signed."""
    notes = [n for a in content.attachments for t in a.tables for n in t.notes]
    body = [p.text for p in content.body if p.text]
    found = [f for text in (content.title, *body, *notes) for f in of_text(text)]
    return [*found, *of_order(body), *of_ends(content), *of_annexes(content, body)]


def of_text(text: str) -> Iterator[Finding]:
    """What is wrong in one paragraph by itself."""
    for pattern, advice in WRONG:
        yield from (Finding(around(text, match), advice) for match in pattern.finditer(text))
    for match in BARE.finditer(text):
        if not NUMBERED.search(text[: match.start()]):
            yield Finding(around(text, match), "数字后面没有单位")
    yield from of_pairs(text)
    yield from of_days(text)
    yield from of_lists(text)
    yield from of_sums(text)


def around(text: str, match: re.Match[str]) -> str:
    """The words around what was found."""
    middle = (match.start() + match.end()) // 2
    start = max(0, min(middle - SHOWN // 2, len(text) - SHOWN))
    return text[start : start + SHOWN]


def of_pairs(text: str) -> Iterator[Finding]:
    """Brackets and quotation marks that are not closed, or stand inside their own kind."""
    for opens, closes in PAIRS:
        depth = deepest = 0
        for character in text:
            depth += (character == opens) - (character == closes)
            deepest = max(deepest, depth)
            if depth < 0:
                break
        if depth:
            yield Finding(text[:SHOWN], f"{opens}和{closes}不成对")
        elif deepest > 1 and opens == "“":
            yield Finding(text[:SHOWN], "引号里再用引号，里面的用‘ ’")


def of_days(text: str) -> Iterator[Finding]:
    """Days that there are not."""
    for match in DAY.finditer(text):
        year, month, day = (int(part) if part else None for part in match.groups())
        try:
            date(year or LEAP_YEAR, month or 1, day or 1)
        except ValueError:
            yield Finding(match[0], "没有这一天")


def of_lists(text: str) -> Iterator[Finding]:
    """Names that stand in a list twice; numbers of names that are other ones."""
    for match in LISTS.finditer(text):
        twice = [name for name, n in Counter(match[0].split("、")).items() if n > 1]
        yield from (Finding(name, "同一个名字列了两次") for name in twice)
    for match in (match for pattern in COUNTED for match in pattern.finditer(text)):
        names = match[2].split("、")
        if not match[2].endswith("等") and len(names) != int(match[1]):
            yield Finding(match[0][:SHOWN], f"说{match[1]}个，列了{len(names)}个")


def of_sums(text: str) -> Iterator[Finding]:
    """Wholes whose parts come to another number."""
    for whole, part in WHOLES:
        for match in whole.finditer(text):
            parts = sum(int(n) for n in part.findall(match[2]))
            if parts != int(match[1]):
                yield Finding(match[0][:SHOWN], f"各部分合计{parts}，不是{match[1]}")


def of_order(body: Sequence[str]) -> Iterator[Finding]:
    """Headings that skip a number, or that nothing follows."""
    expected, second = 0, 0
    for n, text in enumerate(body):
        if heading := HEADING.match(text):
            if ONES.index(heading[1]) != expected:
                yield Finding(text[:SHOWN], f"序号应为“{ONES[expected]}”")
            expected, second = ONES.index(heading[1]) + 1, 0
            if n + 1 == len(body) or HEADING.match(body[n + 1]):
                yield Finding(text[:SHOWN], "标题下面没有内容")
        elif lead := SECOND.match(text):
            if ONES.index(lead[1]) != second:
                yield Finding(text[:SHOWN], f"序号应为“（{ONES[second]}）”")
            second = ONES.index(lead[1]) + 1


def of_ends(content: Content) -> Iterator[Finding]:
    """Sentences without an end, headings and titles with one."""
    for p in content.body:
        if p.text and not p.is_heading and p.text[-1] not in "。！？：”）":
            yield Finding(p.text[-SHOWN:], "句末没有标点")
    if content.title.endswith(("。", "，", "；")):
        yield Finding(content.title[-SHOWN:], "标题末尾不用标点")


def of_annexes(content: Content, body: Iterable[str]) -> Iterator[Finding]:
    """Annexes that the text names and the paper has not."""
    there = len(content.attachments)
    for text in body:
        for match in ANNEX.finditer(text):
            if int(match[1]) > there:
                yield Finding(
                    around(text, match), f"文中说附件{match[1]}，这份文件只有{there}个附件"
                )

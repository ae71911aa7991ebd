"""How titles and the heads of tables are broken into lines (pure)."""

import re
from itertools import combinations

SHORTEST, TITLE_WIDTH = 6, 19  # characters of a title's line
MOST_LINES = 3  # of a title that is weighed whole
# What a title's line may begin with.
WORDS = (
    "全县",
    "全区",
    "全市",
    "全旗",
    "充（",
    "充电",
    "公共",
    "基础",
    "建设",
    "工作",
    "目标",
    "任务",
    "完成",
    "进展",
    "进度",
    "有关",
    "情况",
    "各单",
    "各乡",
    "报送",
    "参考",
    "分类",
)
# What holds together, as long as a title can be broken elsewhere.
WHOLE = re.compile(
    r"充（换）电基础设施|充（换）电|充电基础设施|公共充电(?:桩|站|基础设施)?|乡（镇）|基础设施|目标任务|参考计划"
    r"|进展情况|工作情况|[0-9.:%〔〕]+[年月日号台]?"
)
OPENING, CLOSING = "“《（〔", "、》）”，。；：〕"
IN_BRACKETS = re.compile(r"(.+)(（[^（）]+）)")


def width(text: str) -> float:
    """In characters' widths: what is ASCII takes half of one."""
    return sum(0.5 if ord(character) < 128 else 1 for character in text)


def title_lines(title: str) -> list[str]:
    """A title in as many lines as it needs, as even as they can be: between words where that is
    possible, never within what holds together while it can be broken elsewhere."""
    if width(title) <= TITLE_WIDTH:
        return [title]
    kept = within_wholes(title)
    words = [n for n in range(2, len(title) - 1) if begins_a_word(title, n)]
    if width(title) > MOST_LINES * TITLE_WIDTH:  # half by half
        places = [n for n in words if n not in kept] or anywhere(title)
        at = min(places, key=lambda n: abs(n - len(title) / 2), default=0)
        return [*title_lines(title[:at]), *title_lines(title[at:])] if at else [title]
    return (
        evenly(title, [n for n in words if n not in kept])
        or evenly(title, words)
        or evenly(title, [n for n in anywhere(title) if n not in kept])
        or [title]
    )


def within_wholes(text: str) -> set[int]:
    """The places at which something that holds together would be broken."""
    return {n for held in WHOLE.finditer(text) for n in range(held.start() + 1, held.end())}


def begins_a_word(title: str, n: int) -> bool:
    """Whether a line may begin with this character by the words of the office's titles."""
    return title[n : n + 2] in WORDS or title[n] in "“《" or title[n - 1] in "、》”"


def anywhere(title: str) -> list[int]:
    """The places where no mark would begin or end a line that may not."""
    return [
        n
        for n in range(2, len(title) - 1)
        if title[n] not in CLOSING and title[n - 1] not in OPENING
    ]


def evenly(title: str, places: list[int]) -> list[str]:
    """The fewest lines that break at some of the places, as even as possible, three of them in no
    hourglass; empty where no lines would be short and long enough."""
    fewest = int(-(-width(title) // TITLE_WIDTH))
    found = [
        lines
        for number in (fewest, fewest + 1)
        for lines in (cut(title, at) for at in combinations(places, min(number, MOST_LINES) - 1))
        if all(SHORTEST <= width(line) <= TITLE_WIDTH for line in lines)
    ]
    return min(found, key=lambda lines: (len(lines), unevenness(lines)), default=[])


def cut(title: str, places: tuple[int, ...]) -> list[str]:
    """The title cut at these places."""
    return [title[a:b] for a, b in zip((0, *places), (*places, len(title)), strict=True)]


def unevenness(lines: list[str]) -> float:
    """By how much the lines differ; an hourglass is worse than any."""
    widths = [width(line) for line in lines]
    hourglass = len(widths) == 3 and widths[1] < min(widths[0], widths[2])
    return max(widths) - min(widths) + (100 if hourglass else 0)


def head_lines(head: str, room: float) -> list[str]:
    """The head of a column in one line of so many characters, or in two: what it is counted in
    stands below its name, else it is broken at a word near its middle."""
    if width(head) <= room:
        return [head]
    found = IN_BRACKETS.fullmatch(head)
    if found and width(found[1]) <= room:
        return list(found.groups())
    kept = within_wholes(head)
    words = [n for n in range(2, len(head) - 1) if head[n : n + 2] in WORDS and n not in kept]
    middle = len(head) / 2
    at = min(words or anywhere(head), key=lambda n: abs(n - middle), default=0)
    return [head[:at], head[at:]] if at else [head]

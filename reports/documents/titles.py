"""How a title is broken into lines (pure)."""

SHORTEST, TITLE_WIDTH = 6, 19  # characters of a title's line
# What a title's line may begin with.
WORDS = (
    "全县",
    "充（",
    "基础",
    "建设",
    "工作",
    "目标",
    "任务",
    "完成",
    "进展",
    "情况",
    "各单",
    "报送",
    "参考",
)


def width(text: str) -> float:
    """In characters' widths: what is ASCII takes half of one."""
    return sum(0.5 if ord(character) < 128 else 1 for character in text)


def title_lines(title: str) -> list[str]:
    """A title in as many lines as it needs, as even as they can be without splitting a word."""
    if width(title) <= TITLE_WIDTH:
        return [title]
    places = [
        n
        for n in range(2, len(title) - 1)
        if title[n : n + 2] in WORDS or title[n] in "“《" or title[n - 1] in "、》）”"
    ]
    breaks = [n for n in places if SHORTEST <= width(title[:n]) <= TITLE_WIDTH]
    if not breaks:
        return [title]
    even = width(title) / 2 if width(title) <= 2 * TITLE_WIDTH else TITLE_WIDTH
    at = min(breaks, key=lambda n: abs(width(title[:n]) - even))
    return [title[:at], *title_lines(title[at:])]

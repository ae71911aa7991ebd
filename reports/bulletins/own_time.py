"""The office's own time in the year's paper: how long what units sent waited for it."""

from reports.documents.content import Paragraph, Sentence
from reports.figures import office_time
from reports.figures.office_time import Answered
from reports.figures.reading import Reading

OWN_TIME = "专班办公室用时：日志，按工作日"  # true on its day: what waited then is answered later


def own_time(r: Reading) -> list[Paragraph]:
    """How much came in the year and how long it took; nothing where nothing came."""
    told = [said(kind) for kind in office_time.of_year(r.month.year) if kind.number]
    words = f"专班办公室{r.month.year}年办理：{'；'.join(told)}。"
    return [Paragraph((Sentence(words, rule=OWN_TIME),))] if told else []


def said(kind: Answered) -> str:
    """One kind in words."""
    if not kind.longest:
        return f"{kind.name}{kind.number}件，{'均' if kind.number > 1 else ''}当日办结"
    middle = f"用时中位数{kind.middle}个工作日" if kind.middle else "多数当日办结"
    return f"{kind.name}{kind.number}件，{middle}，最长{kind.longest}个工作日"

"""Whether a row counts: by its state, by the share that is built, by what its remark or a column of
ends tells."""

import re
from decimal import Decimal

from .asking import Saying, text_in
from .columns import Columns
from .settled import STATUSES, SiteLine
from .values import folded, plain

GONE = r"(?:拆除|停用|停运|关停|在建|待建|拟建|规划|报废|废弃|未投运|未通电)"
SHOWN_NOTE = re.compile(
    rf"[（(]?已?{GONE}[)）]?$|^已{GONE}|[（(【\[〔「][^）)】\]〕」]{{0,8}}{GONE}[^）)】\]〕」]{{0,8}}[）)】\]〕」]"
)
BEGUN = [("building", "在建，先不计"), ("in_use", "已经在用，计入")]


class States:
    """Reads the states of rows; what only a person can tell is asked."""

    def __init__(self, said: Saying) -> None:
        self.said = said

    def state(self, line: SiteLine, columns: Columns) -> str:
        """Whether the site counts, by its state or by what its note tells."""
        text = text_in(line, "status") or self.said.sections.get("status", "")
        share = share_of(text) if "进" in columns.head_of("status") else None
        if share is not None:
            found = self.built(line, text, share)
        else:
            found = self.said.word(line, "status", text, STATUSES) if text else ""
        if found and found != "in_use":
            return found
        if told := self.coming(line) or self.ended(line) or self.noted(line):
            return told
        return found or "in_use"

    def built(self, line: SiteLine, text: str, share: Decimal) -> str:
        """The state of what is built by a share, 形象进度 80%."""
        if share in (0, 1):
            return "in_use" if share else "planned"
        answer = self.said.ask(
            "share",
            "word",
            f"进度写“{text}”这样、没有到100%的，怎么算？",
            line,
            BEGUN,
            field="status",
            said=text,
            proposal="building",
        )
        if not answer:
            self.said.fault(line, "status", "还没有定怎么算", text)
        return answer or "in_use"

    def coming(self, line: SiteLine) -> str:
        """What stands where the day in service should be: 在建, 拟建2026.10, 预计2026年3月."""
        text, vocabulary = text_in(line, "on"), self.said.vocabulary
        return vocabulary.gone(text) or vocabulary.awaited(text) if text else ""

    def ended(self, line: SiteLine) -> str:
        """The state of a row that fills a column 停用日期, 拆除原因; "" for one that does not."""
        head = line.texts.get("ended", "")
        likely = self.said.vocabulary.gone(head) or "stopped"
        how = f"“{head}”一列填了的行，怎么算？"
        return self.asked(line, f"ended:{folded(head)}", how, head, likely) if head else ""

    def noted(self, line: SiteLine) -> str:
        """The state that the remark of a row tells, or its name; "" where they tell none."""
        told = text_in(line, "explanation")
        gone = self.said.vocabulary.gone(told)
        if not gone and not text_in(line, "on"):
            gone = self.said.vocabulary.without_a_day(told)
        if not gone and SHOWN_NOTE.search(line.texts.get("site", "")):
            told = plain(line.texts["site"])
            gone = self.said.vocabulary.gone(told)
        how, likely = f"这里写着“{told[:40]}”，怎么算？", self.likely(line, told, gone)
        return self.asked(line, f"note:{folded(told)}", how, told, likely) if gone else ""

    def likely(self, line: SiteLine, told: str, gone: str) -> str:
        """What a remark probably says of a site: one with a day in service is there, whatever is
        planned beside it, and one that was put right again is in use."""
        is_there = gone == "planned" and bool(text_in(line, "on"))
        return "in_use" if is_there or self.said.vocabulary.is_resumed(told) else gone

    def asked(self, line: SiteLine, key: str, how: str, told: str, likely: str) -> str:
        """The state that was answered for what a row tells; a fault while it is open."""
        choices = list(STATUSES.items())
        answer = self.said.ask(
            key, "word", how, line, choices, field="status", said=told, proposal=likely
        )
        if not answer:
            self.said.fault(line, "status", "还没有定怎么算", told[:40])
        return answer or "in_use"


def share_of(text: str) -> Decimal | None:
    """A share of what is to be built, 80%, 80 or 0.8, as a number up to 1; None for any other
    text."""
    share = re.fullmatch(r"(\d{1,3}(?:\.\d+)?)(%?)", plain(text))
    if not share:
        return None
    number = Decimal(share[1])
    part = number / 100 if share[2] or number > 1 else number
    return part if part <= 1 else None

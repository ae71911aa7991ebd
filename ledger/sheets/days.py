"""The day in service that a row says, or its table for it."""

import re

from .asking import EACH, Saying, text_in
from .columns import Columns
from .settled import SiteLine
from .values import Unclear, day, folded, in_month, plain, year

FIRST_DAY = "2010-01-01"  # before it nobody charged; a year in a cell of days is 1905
YEARS = [("last", "当年最后一天"), ("first", "当年第一天"), (EACH, "逐行填写")]
MONTHS = [("last", "当月最后一天"), ("first", "当月第一天"), (EACH, "逐行填写")]
TENS = [("last", "那一旬的最后一天"), ("first", "那一旬的第一天"), (EACH, "逐行填写")]
OF_TABLE = [
    ("last", "是，按当月最后一天"),
    ("first", "是，按当月第一天"),
    (EACH, "不是，逐行填写"),
]
LOST_NOUGHT = re.compile(r"(20\d\d)\.1")


class Days:
    """Reads the days of rows; what may be read in two ways is asked."""

    def __init__(self, said: Saying, today: str) -> None:
        self.said, self.today = said, today

    def day(self, line: SiteLine, columns: Columns) -> None:
        """The day in service; of a month the day that was settled for the whole file."""
        text = text_in(line, "on")
        if columns.is_guess("on") and (answer := self.is_in_service(line, columns)) != "on":
            self.said.fault(line, "on", "没有写，请写成 2025-11-18 这样")
            if answer:
                return  # while it is open what it would ask is asked with it
        if year(text):
            self.year(line, text)
            return
        text = self.with_month(line, self.with_year(line, text, columns), columns)
        try:
            line.on, line.month = day(text)
        except Unclear as unclear:
            self.said.fault(line, "on", str(unclear), text)
            return
        if line.month:
            wrote = "年月和旬" if "/" in line.month else "年月"
            answer = self.said.ask(
                "ten days" if "/" in line.month else "month",
                "month",
                f"只写了{wrote}的，按哪天投运登记？",
                line,
                TENS if "/" in line.month else MONTHS,
                field="on",
                said=text,
                proposal="last",
            )
            if answer in ("", EACH):
                self.said.fault(line, "on", f"只写了{wrote}，请写到日，如 2025-11-18", text)
                return
            self.within(line, text, answer == "last")
        elif not line.on:
            if not self.of_table(line, columns):
                self.said.fault(line, "on", "没有写，请写成 2025-11-18 这样")
        elif line.on != text:
            self.said.note(line, "on", text, line.on)
        if line.on > self.today:
            self.said.fault(line, "on", f"晚于今天（{self.today}），没有投运的请等投运后再报", text)
        elif line.on and line.on < FIRST_DAY:
            self.said.fault(line, "on", f"读出来是{line.on}，太早了，请核对", text)

    def year(self, line: SiteLine, text: str) -> None:
        """The day in service where only the year was written."""
        line.month = year(text)
        answer = self.said.ask(
            "year",
            "month",
            "只写了年份的，按哪天投运登记？",
            line,
            YEARS,
            field="on",
            said=text,
            proposal="last",
        )
        if answer in ("", EACH):
            self.said.fault(line, "on", "只写了年份，请写到日，如 2025-11-18", text)
            return
        line.on = f"{line.month}-{'12-31' if answer == 'last' else '01-01'}"
        if line.on > self.today and line.month == self.today[:4]:
            line.on = self.today
        self.said.note(line, "on", text, line.on)

    def with_year(self, line: SiteLine, text: str, columns: Columns) -> str:
        """A day without its year, 3月18日, with that of the title, if that is answered."""
        said = self.said.sections.get("year") or columns.year_said
        if not said or not re.fullmatch(r"\d{1,2}月(?:\d{1,2}[日号]?)?份?", plain(text)):
            return text
        answer = self.said.ask(
            f"year-of-days:{said}",
            "month",
            f"投运日期没有写年份的，是不是{said}年？",
            line,
            [(said, f"{said}年"), (EACH, "逐行填写")],
            field="on",
            said=text,
            proposal=said,
        )
        return f"{answer}年{plain(text)}" if answer not in ("", EACH) else text

    def with_month(self, line: SiteLine, text: str, columns: Columns) -> str:
        """A month whose last nought a cell of numbers may have lost, 2024.1, as it is answered:
        likely October where other cells write 2024.05."""
        if not (found := LOST_NOUGHT.fullmatch(plain(text))):
            return text
        answer = self.said.ask(
            "nought",
            "month",
            f"“{text}”这样的，是10月（末位的0丢了）还是1月？",
            line,
            [("10", "10月"), ("01", "1月"), (EACH, "逐行填写")],
            field="on",
            said=text,
            proposal="10" if columns.pads_months else "",
        )
        return f"{found[1]}-{answer}" if answer not in ("", EACH) else text

    def is_in_service(self, line: SiteLine, columns: Columns) -> str:
        """on or unused: whether days under a head that nobody knows are those in service; "" while
        that is open."""
        head = columns.table.heads[columns.places["on"][0]]
        choices = [("on", "是投运日期"), ("unused", "不是，不用这一列")]
        text = f"“{head}”一列是日期，是不是投运日期？"
        key = f"column:{folded(head)}"
        return self.said.ask(key, "column", text, line, choices, said=head, proposal="on")

    def within(self, line: SiteLine, text: str, last: bool) -> None:
        """The last or the first day of a row's month, none after today in this one."""
        line.on = in_month(line.month, last)
        if last and line.on > self.today >= in_month(line.month, last=False):
            line.on = self.today
        self.said.note(line, "on", text, line.on)

    def of_table(self, line: SiteLine, columns: Columns) -> bool:
        """Whether it is answered that a table without days is of piles of the month that its
        sheet's name or its title names, 2025年6月新增: the day is one of that month then."""
        said = "" if "on" in columns.names else columns.month_said
        if not said:
            return False
        answer = self.said.ask(
            "month of table",
            "month",
            f"没有投运日期一列，表名或标题写着年月（如{said}）：是不是那个月投运的？",
            line,
            OF_TABLE,
            field="on",
            said=said,
            proposal="last" if columns.adds else "",
        )
        if answer not in ("last", "first"):
            return False
        line.month = day(said)[1]
        self.within(line, said, answer == "last")
        return True

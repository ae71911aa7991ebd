"""One row of a list: its words, with its day, its place and its numbers."""

import re
from datetime import date

from .asking import EACH, Saying, text_in
from .columns import Columns
from .counting import Counting
from .days import Days
from .leaving_out import GROUP
from .legend import legend
from .settled import NATURES, Settlement, SiteLine
from .stating import States
from .values import Unclear, degrees, folded, pair, plain
from .whereabouts import Whereabouts
from .words import CREDIT_NONE, OWN, Vocabulary

ASIDE = "aside"
OF_UNIT = re.compile(r"(?:计量)?单位[:：][^)）\s]*")
OF_PERSON = re.compile(r"姓名|户主|申请人|报装人")  # whose own piles they are, by a person's name


class Elsewhere(Exception):
    """A row of another county."""


class Rows:
    """Reads the rows of a settled file; what is asked and told gathers in `said`."""

    def __init__(self, settlement: Settlement, vocabulary: Vocabulary, today: date) -> None:
        self.said = Saying(settlement, vocabulary)
        self.whereabouts, self.counting = Whereabouts(self.said), Counting(self.said)
        self.states, self.days = States(self.said), Days(self.said, today.isoformat())
        self.legends: dict[tuple[str, int], dict[str, dict[str, str]]] = {}

    def line(self, columns: Columns, number: int, cells: dict[str, str]) -> SiteLine:
        """A row as a line of its own; raises Elsewhere for one of another county."""
        line = SiteLine(columns.table.sheet, number, [number])
        line.texts = cells
        if self.said.settlement.mended:
            line.texts = {name: self.said.mended(line, name, text) for name, text in cells.items()}
        for name in columns.coded:
            line.texts[name] = self.said.vocabulary.decoded(name, line.texts[name])
        for name, words in self.legend(columns).items():
            line.texts[name] = words.get(folded(line.texts[name]), line.texts[name])
        for name, head in columns.asking.items():
            line.texts[name] = self.said.vocabulary.answered(name, line.texts[name], head)
        line.part, line.no_power = columns.part, columns.no_power(number)
        self.name_by_address(line, columns)
        self.said.sections = columns.sections(number)
        self.refuse_elsewhere(line)
        line.name = re.sub(r"\s*\n\s*", "", text_in(line, "site"))
        if len(re.findall(r"[站点场桩](?:\s*\n|$)", text_in(line, "site"))) > 1:
            self.said.fault(line, "site", "：一格里写了几处，请一行一处", line.name)
        line.operator = line.texts.get("operator", "")
        self.said.quiet = False
        line.status = self.states.state(line, columns)
        self.said.quiet = line.status not in ("in_use", "stopped")
        line.nature = self.nature(line, columns)
        self.said.quiet = line.nature == ASIDE or line.status not in ("in_use", "stopped")
        self.whereabouts.place(line)
        self.kind(line, columns)
        self.others(line)
        self.days.day(line, columns)
        self.counting.numbers(line, columns)
        if line.nature == ASIDE:
            line.nature, line.is_aside = "private", True
        if self.said.quiet:
            line.faults, line.notes = [], []
        return line

    def legend(self, columns: Columns) -> dict[str, dict[str, str]]:
        """What the codes of a table mean where it says so, found once."""
        key = (columns.table.sheet, columns.table.first)
        if key not in self.legends:
            self.legends[key] = legend(columns.table, self.said.vocabulary)
        return self.legends[key]

    def refuse_elsewhere(self, line: SiteLine) -> None:
        """Raises Elsewhere where the row names another county."""
        said = folded(line.texts.get("county", ""))
        own = self.said.names.county
        if not said or own[:-1] in said or next(iter(self.said.names.townships), "")[:6] in said:
            return
        if re.search(r"[一-鿿]", said) and not any(
            said in above for above in self.said.names.above
        ):
            raise Elsewhere(line.texts["county"])

    def name_by_address(self, line: SiteLine, columns: Columns) -> None:
        """The name of a site in a list that gives none: its address, if that is answered."""
        if "site" in columns.names or text_in(line, "site") or not text_in(line, "address"):
            return
        answer = self.said.ask(
            "default:site",
            "default",
            "没有站点名称一列，用什么作站名？",
            line,
            [("address", "用地址"), (EACH, "逐行填写")],
            field="site",
            proposal="address",
        )
        if answer == "address":
            line.texts["site"] = line.texts["address"]

    def nature(self, line: SiteLine, columns: Columns) -> str:
        """public, dedicated, private or aside; "" while nobody says."""
        choices = {**NATURES, ASIDE: "个人的，另列不计"}
        text = text_in(line, "nature") or self.said.sections.get("nature", "")
        note = text_in(line, "explanation")
        if not text and self.said.vocabulary.meaning("nature", note).certain:
            text = note  # 备注: 仅供本校使用
        if text:
            return self.said.word(line, "nature", text, choices)
        group = self.group * columns.has_groups * (not columns.said_nature)
        apart = columns.said_nature or group
        answer = self.said.ask(
            "default:nature" + (apart and f":{apart}"),
            "default",
            (group and f"“{group}”下面") + "没有写桩的性质的，按什么登记？",
            line,
            list(choices.items()),
            field="nature",
            proposal=self.likely_nature(columns),
            taken=columns.said_nature,
        )
        if not answer:
            self.said.fault(line, "nature", "没有写是公共还是专用")
        return answer

    @property
    def group(self) -> str:
        """Whose piles a row's section says they are, where it says no more."""
        return self.said.sections.get(GROUP, "")

    def likely_nature(self, columns: Columns) -> str:
        """What piles of which nothing says it are likely: "" where the list, or their section of
        it, is of those that may be for their own use, of schools, estates or buses."""
        if OF_PERSON.search(columns.head_of("site")):
            return ASIDE
        title = OF_UNIT.sub("", columns.table.title)
        said = f"{title} {columns.table.sheet} {columns.head_of('site')} {self.group}"
        is_own = any(word in said for word in self.said.vocabulary.words["own_use"])
        return "" if is_own else "public"

    def kind(self, line: SiteLine, columns: Columns) -> None:
        """The sort of place; of a site that the ledger knows nothing is asked."""
        if (line.village, folded(line.name)) in self.said.names.sites:
            return
        text = text_in(line, "kind") or self.said.sections.get("kind", "")
        meaning = self.said.vocabulary.meaning("kind", text)
        if meaning.code == "station" and meaning.certain:
            line.station = True
        if text:
            line.kind = self.kind_of(line, text, meaning.code)
            return
        if kind := self.kind_told(line):
            line.kind = kind
            return
        line.kind = self.said.ask(
            "default:kind",
            "default",
            "没有写站点类别的，是哪类场所？",
            line,
            [*self.said.names.kinds.items(), (EACH, "逐行填写")],
            field="kind",
            proposal=self.likely_kind(columns),
        )
        if line.kind in ("", EACH):
            line.kind = ""
            self.said.fault(line, "kind", "没有写，新站点要有类别")

    def likely_kind(self, columns: Columns) -> str:
        """The sort of place that the head of the names tells, 小区名称, or else a car park."""
        head = columns.head_of("site")
        vocabulary = self.said.vocabulary
        told = vocabulary.told(head, vocabulary.words["hints"]["kind"])
        return told if told in self.said.names.kinds else "car_park"

    def kind_told(self, line: SiteLine) -> str:
        """The sort of place where the address is nothing but its word: 村委会院内."""
        meaning = self.said.vocabulary.meaning("kind", line.address)
        is_told = meaning.certain and meaning.code in self.said.names.kinds
        return meaning.code if line.address and is_told else ""

    def kind_of(self, line: SiteLine, text: str, code: str) -> str:
        """The sort of place that a word means; 公共充电站 says that it is one, and not where."""
        if code != "station":
            return self.said.word(line, "kind", text, self.said.names.kinds)
        answer = self.said.ask(
            "word:kind:station",
            "word",
            f"“{text}”只说明是充电站；它们在哪类场所？",
            line,
            list(self.said.names.kinds.items()),
            field="kind",
            said=text,
            proposal="car_park",
        )
        if not answer:
            self.said.fault(line, "kind", "只说明是充电站，还没有定在哪类场所", text)
        return answer

    def others(self, line: SiteLine) -> None:
        """The row of the quotas, the seat, the explanation, the position and the codes."""
        text = line.texts.get("credited_to", "").strip()
        if text and (plain(text) or text == "无"):
            choices = {**self.said.names.rows, CREDIT_NONE: "未归入任务表", OWN: "按所在乡（镇）"}
            found = self.said.word(line, "credited_to", text, choices)
            line.credited_to = "" if found == OWN else found
        for name in ("at_seat", "station"):
            text = text_in(line, name)
            if text:
                answer = self.said.word(line, name, text, {"yes": "是", "no": "否"})
                setattr(line, name, answer == "yes" if answer else None)
        line.explanation = text_in(line, "explanation")
        if "lat" not in line.texts and any(both := pair(line.texts.get("lng", ""))):
            line.texts["lng"], line.texts["lat"] = both
        for name in ("lng", "lat"):
            setattr(line, name, self.degrees(line, name))
        code = text_in(line, "site_code")
        line.codes = [code] if code else []

    def degrees(self, line: SiteLine, name: str) -> str:
        """A longitude or latitude; "" with a fault where it is not certain."""
        text = line.texts.get(name, "")
        try:
            return degrees(text)
        except Unclear as unclear:
            self.said.fault(line, name, str(unclear), text.strip())
            return ""

"""One row of a list: its cells as words, places, numbers and days, with what is asked for it."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from .asking import Asking
from .columns import Columns
from .places import Gazetteer, Place
from .settled import NATURES, PILE, STATUSES, Fault, Pile, Settlement, SiteLine
from .settling import COUNTS, label
from .values import (
    Unclear,
    count,
    day,
    degrees,
    folded,
    in_month,
    is_sum,
    plain,
    tenths,
)
from .words import CREDIT_NONE, OWN, Vocabulary

FIRST_DAY = "2010-01-01"  # before it nobody charged; a year in a cell of days is 1905
ASIDE = "aside"
EACH = "each"
MOST_NAME = 60
SHOWN_NOTE = re.compile(
    r"[（(]?已?(?:拆除|停用|停运|在建|规划|报废)[)）]?$|^已(?:拆除|停用|停运|报废)"
)
MONTHS = [("last", "当月最后一天"), ("first", "当月第一天"), (EACH, "逐行填写")]
DIRECT = [("dc", "都是直流"), ("ac", "都是交流"), (EACH, "逐行填写")]
UNKNOWN = {"credited_to": CREDIT_NONE}  # proposed of a word that nobody knows
MORE = {"+dc": "另外的直流桩，加上", "+ac": "另外的交流桩，加上"}
PRESENT = {"dc": "直流", "ac": "交流", "skip": "不算充电桩"}


Choices = list[tuple[str, str]]


class Elsewhere(Exception):
    """A row of another county."""


def text_in(line: SiteLine, name: str) -> str:
    """The text of a field as it was typed; "" for what means nothing."""
    text = line.texts.get(name, "").strip()
    return text if plain(text) else ""


class Rows:
    """Reads the rows of a settled file; what is asked gathers in `asking`."""

    def __init__(self, settlement: Settlement, vocabulary: Vocabulary, today: date) -> None:
        self.settlement, self.vocabulary, self.names = settlement, vocabulary, vocabulary.names
        self.today = today.isoformat()
        self.gazetteer = Gazetteer(vocabulary.names)
        self.asking = Asking(settlement)
        self.quiet = False  # of a row that is set aside nothing is asked
        self.sections: dict[str, str] = {}
        self.more: dict[str, int] = {}  # piles of the row under heads of their own

    def line(self, columns: Columns, number: int, cells: dict[str, str]) -> SiteLine:
        """A row as a line of its own; raises Elsewhere for one of another county."""
        line = SiteLine(columns.table.sheet, number, [number])
        line.texts = {name: self.mended(line, name, text) for name, text in cells.items()}
        for name in columns.coded:
            line.texts[name] = self.vocabulary.decoded(name, line.texts[name])
        self.sections = columns.sections(number)
        self.refuse_elsewhere(line)
        line.name = re.sub(r"\s*\n\s*", "", text_in(line, "site"))
        line.operator = line.texts.get("operator", "")
        self.quiet = False
        line.status = self.status(line)
        line.nature = self.nature(line, columns)
        self.quiet = line.nature == ASIDE or line.status not in ("in_use", "stopped")
        self.place(line)
        self.kind(line)
        self.others(line)
        self.day(line)
        self.numbers(line, columns)
        if line.nature == ASIDE:
            line.nature, line.is_aside = "private", True
        if self.quiet:
            line.faults, line.notes = [], []
        return line

    def mended(self, line: SiteLine, name: str, text: str) -> str:
        """The text that was written instead, for this cell or for all that say the same."""
        mended = self.settlement.mended
        own = mended.get(f"{line.sheet}!{line.number}:{name}")
        return own if own is not None else mended.get(f"{name}={plain(text)}", text)

    def ask(
        self, key: str, about: str, text: str, line: SiteLine, choices: Choices, **said: str
    ) -> str:
        """What is answered, or taken unasked for a row that does not count."""
        if self.quiet:
            return self.settlement.answers.get(key) or said.get("taken", "")
        return self.asking.ask(key, about, text, (line.sheet, line.number), choices, **said)

    def fault(self, line: SiteLine, name: str, end: str, typed: str = "") -> None:
        """Put a fault to a row: what was typed, and how to mend it."""
        said = f"{label(name)}“{typed}”{end}" if typed else f"{label(name)}{end}"
        fault = Fault(line.sheet, line.number, name, said, typed, f"{name}={plain(typed)}")
        if all(one.group != fault.group or one.sentence != said for one in line.faults):
            line.faults.append(fault)

    def note(self, line: SiteLine, name: str, typed: str, read: str) -> None:
        """Tell that a cell is read otherwise than it stands there."""
        said = f"{label(name)}“{typed}”读作{read}"
        line.notes.append(Fault(line.sheet, line.number, name, said, typed, f"{name}={typed}"))

    # words

    def refuse_elsewhere(self, line: SiteLine) -> None:
        """Raises Elsewhere where the row names another county."""
        said = folded(line.texts.get("county", ""))
        own = self.names.county
        if not said or own[:-1] in said or next(iter(self.names.townships), "")[:6] in said:
            return
        if re.search(r"[一-鿿]", said) and not any(said in above for above in self.names.above):
            raise Elsewhere(line.texts["county"])

    def word(self, line: SiteLine, name: str, text: str, choices: dict[str, str]) -> str:
        """The code that a word means, asked once for the whole file where nobody knows."""
        meaning = self.vocabulary.meaning(name, text)
        certain = meaning.certain and meaning.code in choices
        answer = self.ask(
            f"word:{name}:{folded(text)}",
            "word",
            f"{label(name)}“{text}”怎么算？",
            line,
            list(choices.items()),
            field=name,
            said=text,
            proposal=meaning.code if meaning.code in choices else UNKNOWN.get(name, ""),
            taken=meaning.code if certain else "",
        )
        if not answer:
            self.fault(line, name, "还没有定怎么算", text)
        elif folded(choices[answer]) != folded(text):
            self.note(line, name, text, choices[answer])
        return answer

    def status(self, line: SiteLine) -> str:
        """Whether the site counts, by its state or by what its note tells."""
        text = text_in(line, "status") or self.sections.get("status", "")
        found = self.word(line, "status", text, STATUSES) if text else ""
        if found and found != "in_use":
            return found
        told = text_in(line, "explanation")
        gone = self.vocabulary.gone(told)
        if not gone and SHOWN_NOTE.search(line.texts.get("site", "")):
            told = plain(line.texts["site"])
            gone = self.vocabulary.gone(told)
        if not gone:
            return found or "in_use"
        answer = self.ask(
            f"note:{folded(told)}",
            "word",
            f"这里写着“{told[:40]}”，怎么算？",
            line,
            list(STATUSES.items()),
            field="status",
            said=told,
            proposal=gone,
        )
        if not answer:
            self.fault(line, "status", "还没有定怎么算", told[:40])
        return answer or "in_use"

    def nature(self, line: SiteLine, columns: Columns) -> str:
        """public, dedicated, private or aside; "" while nobody says."""
        choices = {**NATURES, ASIDE: "个人的，另列不计"}
        text = text_in(line, "nature") or self.sections.get("nature", "")
        if text:
            return self.word(line, "nature", text, choices)
        answer = self.ask(
            "default:nature",
            "default",
            "没有写桩的性质的，按什么登记？",
            line,
            list(choices.items()),
            field="nature",
            proposal="public",
            taken=columns.said_nature,
        )
        if not answer:
            self.fault(line, "nature", "没有写是公共还是专用")
        return answer

    def kind(self, line: SiteLine) -> None:
        """The sort of place; of a site that the ledger knows nothing is asked."""
        if (line.village, folded(line.name)) in self.names.sites:
            return
        text = text_in(line, "kind")
        meaning = self.vocabulary.meaning("kind", text)
        if meaning.code == "station" and meaning.certain:
            line.station = True
        if text:
            line.kind = self.kind_of(line, text, meaning.code)
            return
        line.kind = self.ask(
            "default:kind",
            "default",
            "没有写站点类别的，是哪类场所？",
            line,
            [*self.names.kinds.items(), (EACH, "逐行填写")],
            field="kind",
            proposal="car_park",
        )
        if line.kind in ("", EACH):
            line.kind = ""
            self.fault(line, "kind", "没有写，新站点要有类别")

    def kind_of(self, line: SiteLine, text: str, code: str) -> str:
        """The sort of place that a word means; 公共充电站 says that it is one, and not where."""
        if code != "station" or code in self.names.kinds:
            return self.word(line, "kind", text, self.names.kinds)
        answer = self.ask(
            "word:kind:station",
            "word",
            f"“{text}”只说明是充电站；它们在哪类场所？",
            line,
            list(self.names.kinds.items()),
            field="kind",
            said=text,
            proposal="car_park",
        )
        if not answer:
            self.fault(line, "kind", "只说明是充电站，还没有定在哪类场所", text)
        return answer

    def others(self, line: SiteLine) -> None:
        """The row of 附件2, the seat, the explanation, the position and the codes."""
        text = line.texts.get("credited_to", "").strip()
        if text and (plain(text) or text == "无"):
            choices = {**self.names.rows, CREDIT_NONE: "未归入附件2", OWN: "按所在乡（镇）"}
            found = self.word(line, "credited_to", text, choices)
            line.credited_to = "" if found == OWN else found
        for name in ("at_seat", "station"):
            text = text_in(line, name)
            if text:
                answer = self.word(line, name, text, {"yes": "是", "no": "否"})
                setattr(line, name, answer == "yes" if answer else None)
        line.explanation = text_in(line, "explanation")
        for name in ("lng", "lat"):
            setattr(line, name, self.degrees(line, name))
        code = text_in(line, "site_code")
        line.codes = [code] if code else []

    # places

    def place(self, line: SiteLine) -> None:
        """The village, by its own cell, the address, or the full name in the site's name."""
        line.address = text_in(line, "address")
        line.township = self.township(line)
        texts = [text_in(line, "village"), line.address]
        if not any(texts) and line.township:
            texts[0] = self.names.townships[line.township]
        found = [(text, self.gazetteer.find(text, line.township)) for text in texts if text]
        found += [
            (f"{one}{other}", self.gazetteer.find(f"{one}{other}", line.township))
            for one, other in [texts]
            if one and other
        ]
        best = next((one for one in found if one[1].village), found[0] if found else None)
        conflict = next((one for one in found if one[1].fault and one[1].elsewhere), None)
        text, place = conflict or best or ("", Place(line.township, fault="没有写"))
        if not place.village and (by_name := self.by_name(line, place)):
            self.note(line, "village", text or line.name, self.names.villages[by_name])
            line.village, line.township = by_name, by_name[:9]
            return
        line.township = place.township or line.township
        line.at_seat = True if place.at_seat else line.at_seat
        line.village = place.village or self.asked_place(line, text, place)
        line.township = line.village[:9] or line.township

    def township(self, line: SiteLine) -> str:
        """The township that the row, its section, its sheet or the login says."""
        text = text_in(line, "township")
        if text:
            found = self.gazetteer.township_of(text) or self.gazetteer.find(text).township
            if not found:
                self.fault(line, "township", "没有找到，请填本县的乡（镇）", text)
            return found
        return self.sections.get("township", "")

    def by_name(self, line: SiteLine, place: Place) -> str:
        """The village whose full name begins a site's name, in the township that is said."""
        if not place.township or place.elsewhere:
            return ""
        villages = self.gazetteer.of_township.get(place.township, {})
        name = re.sub(rf"^{self.names.townships[place.township]}", "", line.name)
        named = [code for code, full in villages.items() if name.startswith(full)]
        return max(named, key=lambda code: len(villages[code]), default="")

    def asked_place(self, line: SiteLine, text: str, place: Place) -> str:
        """The village that was answered for a text that names none for certain."""
        home = self.names.home
        if home and not place.township and not place.elsewhere and text:
            within = self.gazetteer.find(text, home)
            if within.village:
                return within.village
            place = within if within.asked else place
        if not place.asked:
            self.fault(line, "village", place.fault or "没有找到", text)
            return ""
        return self.answered_place(line, text, place)

    def answered_place(self, line: SiteLine, text: str, place: Place) -> str:
        """Ask for the village of a text; an answer with +seat says that it is the seat."""
        names = [(code, self.full_name(code)) for code in place.asked]
        seats = [(f"{code}+seat", f"{name}，在乡（镇）所在地") for code, name in names]
        answer = self.ask(
            f"place:{line.township}:{folded(text)}",
            "place",
            f"“{text}”是哪个村（社区）？",
            line,
            [*names, *seats],
            field="village",
            said=text,
            proposal=place.proposal,
        )
        if not answer:
            self.fault(line, "village", "没有写到村（社区）", text)
            return ""
        code, _, seat = answer.partition("+")
        line.at_seat = True if seat else line.at_seat
        self.note(line, "village", text, self.full_name(code))
        return code

    def full_name(self, code: str) -> str:
        """A village with its township."""
        return self.names.townships.get(code[:9], "") + self.names.villages[code]

    # days and numbers

    def day(self, line: SiteLine) -> None:
        """The day in service; of a month the day that was settled for the whole file."""
        text = text_in(line, "on")
        try:
            line.on, line.month = day(text)
        except Unclear as unclear:
            self.fault(line, "on", str(unclear), text)
            return
        if line.month:
            answer = self.ask(
                "month",
                "month",
                "只写了年月的，按哪天投运登记？",
                line,
                MONTHS,
                field="on",
                said=text,
                proposal="last",
            )
            if answer in ("", EACH):
                self.fault(line, "on", "只写了年月，请写到日，如 2025-11-18", text)
                return
            line.on = in_month(line.month, answer == "last")
            if answer == "last" and line.on > self.today >= in_month(line.month, last=False):
                line.on = self.today
            self.note(line, "on", text, line.on)
        elif not line.on:
            self.fault(line, "on", "没有写，请写成 2025-11-18 这样")
        elif line.on != text:
            self.note(line, "on", text, line.on)
        if line.on > self.today:
            self.fault(line, "on", f"晚于今天（{self.today}），没有投运的请等投运后再报", text)
        elif line.on and line.on < FIRST_DAY:
            self.fault(line, "on", f"读出来是{line.on}，太早了，请核对", text)

    def degrees(self, line: SiteLine, name: str) -> str:
        """A longitude or latitude; "" with a fault where it is not certain."""
        text = line.texts.get(name, "")
        try:
            return degrees(text)
        except Unclear as unclear:
            self.fault(line, name, str(unclear), text.strip())
            return ""

    def number(self, line: SiteLine, name: str, columns: Columns) -> int | None:
        """The whole number of a field; of several columns that count alike it is asked which."""
        answer = ""
        if name in COUNTS and len(columns.places.get(name, [])) > 1:
            answer = self.which(line, name, columns)
        found = self.summed(line, name, columns, count, answer)
        more = self.more.get(name, 0)
        return (found or 0) + more if more else found

    def which(self, line: SiteLine, name: str, columns: Columns) -> str:
        """The place of the column that says a field, or sum."""
        heads = [(str(place), columns.table.heads[place]) for place in columns.places[name]]
        said = "”“".join(head for _, head in heads)
        answer = self.ask(
            f"columns:{name}",
            "column",
            f"“{said}”都像{label(name)}：相加，还是只用一列？",
            line,
            [("sum", "相加"), *((place, f"只用“{head}”") for place, head in heads)],
            field=name,
        )
        if not answer:
            self.fault(line, name, f"有几列（“{said}”），还没有定相加还是只用一列")
        return answer

    def power(self, line: SiteLine, name: str, columns: Columns) -> int | None:
        """A power in tenths of a kilowatt, by the unit of its head."""
        scale = self.scale(line, name, columns)
        return self.summed(line, name, columns, lambda text: tenths(text, scale))

    def summed(
        self,
        line: SiteLine,
        name: str,
        columns: Columns,
        read: Callable[[str], int | None],
        only: str = "",
    ) -> int | None:
        """What the columns of a field say together, or `only` one of them; a single one may have
        been mended."""
        texts = columns.texts(line.number, name)
        if only.isdigit():
            texts = [texts[columns.places[name].index(int(only))]]
        if len(texts) <= 1:
            texts = [line.texts.get(name, "")]
        found = []
        for text in texts:
            try:
                found.append(read(text))
            except Unclear as unclear:
                self.fault(line, name, f"{unclear}", text.strip())
                continue
            if found[-1] is not None and not re.fullmatch(r"[\d.,]+", text.strip()):
                shown = found[-1] / 10 if name in ("power", "each", "wattage") else found[-1]
                self.note(line, name, text.strip(), f"{shown:g}")
        known = [value for value in found if value is not None]
        return sum(known) if known else None

    def scale(self, line: SiteLine, name: str, columns: Columns) -> Decimal:
        """What the unit of a power is in kilowatts; asked where the file counts degrees by the
        million, as platforms do that count power by tenths."""
        scale = columns.scale(name)
        is_odd = columns.in_millionths or columns.is_beyond
        if name != "power" or not is_odd or not columns.texts(line.number, name):
            return scale
        why = "坐标写作度×10⁶" if columns.in_millionths else "有的桩合每台480千瓦以上"
        answer = self.ask(
            "scale",
            "power",
            f"{why}，功率的单位是0.1千瓦还是千瓦？",
            line,
            [("0.1", "0.1千瓦（1200 是 120 千瓦）"), ("1", "千瓦")],
            field="power",
            proposal="0.1",
            taken=columns.scale_shown if columns.in_millionths else "",
        )
        if not answer:
            self.fault(line, "power", "还没有定单位是0.1千瓦还是千瓦")
        return Decimal(answer or 1)

    def numbers(self, line: SiteLine, columns: Columns) -> None:
        """Piles, guns and power of a row that is a site or a pile."""
        self.unsettled(line, columns)
        line.connectors = 1 if columns.has_guns else self.number(line, "connectors", columns)
        if columns.table.grain == PILE and not columns.counts:
            self.single(line, columns)
        else:
            self.counted(line, columns)
        self.powers(line, columns)

    def unsettled(self, line: SiteLine, columns: Columns) -> None:
        """Faults for numbers under heads that nobody has said the meaning of."""
        self.more = {}
        for head, text in columns.unknown_numbers(line.number):
            answer = self.ask(
                f"column:{folded(head)}",
                "column",
                f"“{head}”一列有数，是什么？",
                line,
                [*MORE.items(), *columns.offered, ("unused", "不用这一列")],
                said=head,
            )
            if not answer:
                self.fault(line, "piles", f"：“{head}”一列的“{text}”还没有定是什么")
            elif answer in MORE:
                self.more[answer[1:]] = self.more.get(answer[1:], 0) + int(float(text))
            elif answer != "unused":
                line.texts[answer] = text

    def single(self, line: SiteLine, columns: Columns) -> None:
        """A row that is one pile."""
        current = self.current(line)
        line.dc, line.ac = int(current == "dc"), int(current == "ac")
        code = text_in(line, "pile_code")
        line.piles = [Pile(line.number, code, current, None, line.connectors, line.status)]
        line.piles[0].texts = dict(line.texts)
        if current == "skip":
            line.piles = []

    def current(self, line: SiteLine) -> str:
        """dc, ac or skip; asked for the whole file where no cell says it."""
        text = text_in(line, "current")
        if text:
            return self.word(line, "current", text, PRESENT)
        answer = self.ask(
            "default:current",
            "default",
            "没有写直流还是交流的桩，按哪种登记？",
            line,
            DIRECT,
            field="current",
            proposal=self.likely_current(line),
        )
        if answer in ("", EACH):
            self.fault(line, "current", "没有写")
        return "" if answer == EACH else answer

    def likely_current(self, line: SiteLine) -> str:
        """What a pile of so many kilowatts probably is."""
        try:
            kilowatts = tenths(line.texts.get("each") or line.texts.get("power", "")) or 0
            piles = count(line.texts.get("piles", "")) or 1
        except Unclear:
            return ""
        return "dc" if kilowatts / piles >= 200 else "ac" if kilowatts else ""

    def counted(self, line: SiteLine, columns: Columns) -> None:
        """A row that counts its piles, by current, or in all with the current beside it."""
        line.dc, line.ac = (self.number(line, name, columns) for name in ("dc", "ac"))
        piles = self.number(line, "piles", columns)
        if not {"dc", "ac"} & columns.names:
            self.uncounted(line, columns, piles)
        elif piles is not None and not any(
            one.field in ("dc", "ac", "piles") for one in line.faults
        ):
            if "ac" not in columns.names:
                line.ac = piles - (line.dc or 0)
            elif "dc" not in columns.names:
                line.dc = piles - (line.ac or 0)
            if (line.dc or 0) + (line.ac or 0) != piles or min(line.dc or 0, line.ac or 0) < 0:
                said = f"与直流{line.dc or 0}台、交流{line.ac or 0}台之和不符"
                self.fault(line, "piles", said, str(piles))
        if columns.table.grain == PILE and (line.dc or line.ac):
            current = "dc" if line.dc else "ac"
            code = text_in(line, "pile_code")
            line.piles = [Pile(line.number, code, current, None, line.connectors, line.status)]

    def uncounted(self, line: SiteLine, columns: Columns, piles: int | None) -> None:
        """A row that does not divide its piles by current, or counts guns only."""
        if "piles" not in columns.names:
            answer = self.ask(
                "default:piles",
                "default",
                "只有枪数，没有桩数：几台桩、直流还是交流？",
                line,
                [("dc", "一枪一台，都是直流"), ("ac", "一枪一台，都是交流"), (EACH, "逐行填写")],
                field="piles",
            )
            if answer in ("", EACH) or line.connectors is None:
                self.fault(line, "piles", "没有写")
                return
            piles, current = line.connectors, answer
        else:
            current = self.current(line) if piles else ""
        line.dc = piles if current == "dc" else 0 if current else None
        line.ac = piles if current == "ac" else 0 if current else None

    def powers(self, line: SiteLine, columns: Columns) -> None:
        """The power of all piles of the row."""
        total = self.power(line, "power", columns)
        if total is None and (each := self.power(line, "each", columns)) is not None:
            total = each * max((line.dc or 0) + (line.ac or 0), 1)
        if total is None and (stated := self.power(line, "wattage", columns)) is not None:
            piles = max((line.dc or 0) + (line.ac or 0), 1)
            is_total = piles == 1 or is_sum(line.texts.get("wattage", ""))
            means = "power" if is_total else self.wattage(line, columns)
            total = stated * (piles if means == "each" else 1) if means else None
        line.power = total
        if line.piles:
            line.piles[0].power = total

    def wattage(self, line: SiteLine, columns: Columns) -> str:
        """Whether a power is of all piles or of each."""
        answer = self.ask(
            "power",
            "power",
            "功率一列是一处的合计，还是每台桩的？",
            line,
            [("power", "一处的合计"), ("each", "每台桩的，按台数相乘")],
            field="power",
            proposal="power",
            taken=columns.wattage_means,
        )
        if not answer:
            self.fault(line, "power", "还没有定是合计还是每台的", line.texts.get("wattage", ""))
        return answer

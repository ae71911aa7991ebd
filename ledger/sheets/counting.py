"""How many piles, guns and kilowatts a row counts."""

import re

from .asking import EACH, Saying, text_in
from .columns import OF_STOPPED, Columns
from .currents import RATED, current_of, of_ratings
from .equipment import Equipment, Share, equipment, ratings
from .guessing import both_of
from .gun_codes import are_lettered
from .heads import head_key
from .kilowatts import Kilowatts
from .settled import COUNTS, PILE, POWERS, Pile, SiteLine
from .settling import label
from .spreading import is_time
from .summing import summed
from .values import Unclear, count, folded, plain, rated, tenths

BY_NOTE = "by note"
BY_POWER, LEAST_DC = "by power", 200  # tenths of a kilowatt from which on a pile is direct
DIRECT = [
    (BY_POWER, "按每台功率分：20千瓦及以上直流，以下交流"),
    (BY_NOTE, "按备注写的"),
    ("dc", "都是直流"),
    ("ac", "都是交流"),
    (EACH, "逐行填写"),
]
LIKELY_AC = range(30, 81)  # tenths of a kilowatt of each, where a power may be of all
ROWS = [(PILE, "一台桩（一桩一枪）"), (EACH, "一个枪，看不出桩数，逐行填写")]
STEM, OF_STEM = "stem", "一个枪：编号只差末位的（01-A、01-B）是一台桩的枪"
UNDIVIDED = [("dc", "一枪一台，都是直流"), ("ac", "一枪一台，都是交流")]
DIVIDED = [("once", "一枪一台"), ("twice", "直流两枪一台，交流一枪一台")]
NUMBER = r"(\d{1,2}|[一二两三四五六七八九十]+)"
DRAGGING = re.compile(rf"{NUMBER}拖{NUMBER}")  # 一拖二, or of all piles 2拖4
SEVERAL = re.compile(r"\D{0,3}\d{1,3}[#号]?[-~～—至到、,，/]\D{0,3}\d{1,3}[#号]?桩?")  # 1#-4#
BOTH_CURRENTS = "直流、交流都有，看不出各几台，请写成“2直2交”这样"
UNEQUAL = "之和不符"  # of piles that are told in all and by their current
STOPPED = [("stopped", "停用的，另分一行"), ("unused", "不分，都算在用")]
MORE = {"+dc": "另外的直流桩，加上", "+ac": "另外的交流桩，加上"}
PRESENT = {"dc": "直流", "ac": "交流", "skip": "不算充电桩"}


class Counting:
    """Counts what a row says; what may be read in two ways is asked."""

    def __init__(self, said: Saying) -> None:
        self.said, self.kilowatts = said, Kilowatts(said)
        self.more: dict[str, int] = {}  # piles of the row under heads of their own

    def numbers(self, line: SiteLine, columns: Columns) -> None:
        """Piles, guns and power of a row that is a site or a pile."""
        self.unsettled(line, columns)
        line.connectors = 1 if columns.has_guns else self.number(line, "connectors", columns)
        self.in_words: int | None = None  # tenths of a kilowatt that the cell of the piles says
        if columns.table.grain == PILE and not columns.counts:
            self.single(line, columns)
        else:
            self.counted(line, columns)
        self.guns_of_model(line, columns)
        self.kilowatts.powers(line, columns, self.in_words)

    def guns_of_model(self, line: SiteLine, columns: Columns) -> None:
        """The guns of piles whose kind, or a column of its own, says those of each: 直流双枪, or of
        all of them: 2拖4."""
        if line.connectors is not None or "connectors" in columns.names:
            return
        texts = [folded(text_in(line, name)) for name in ("guns_each", "current", "each")]
        both = both_of(texts[0]) if "桩" in texts[0] else None
        for found in filter(None, map(DRAGGING.search, texts)):
            both = both or (count(found[1]) or 0, count(found[2]) or 0)
        if both:
            line.connectors = self.dragged(line, *both)
            return
        told = [text for text in texts[1:] if re.search(r"[单双一两\d]枪", text)]
        said = texts[0] or next(iter(told), "")
        guns = re.search(r"([单双一两\d])枪", said) or re.fullmatch(r"(\d)个?", said)
        if guns:
            each = {"单": 1, "双": 2, "一": 1, "两": 2}.get(guns.group(1)) or int(guns.group(1))
            line.connectors = each * ((line.dc or 0) + (line.ac or 0))

    def dragged(self, line: SiteLine, piles: int, guns: int) -> int | None:
        """The guns of piles that drag so many, 一拖二 or all of them 2拖4; None with a fault where
        it says another number of piles."""
        counted = (line.dc or 0) + (line.ac or 0)
        if piles not in (1, counted):
            typed = line.texts.get("guns_each", "")
            self.said.fault(line, "connectors", f"：与桩{counted}台不符", typed)
            return None
        return guns * (counted if piles == 1 else 1)

    def unsettled(self, line: SiteLine, columns: Columns) -> None:
        """Faults for numbers under heads that nobody has said the meaning of."""
        self.more = {}
        for head, text in columns.unknown_numbers(line.number):
            if OF_STOPPED.fullmatch(head_key(head)):
                line.stopped += int(float(text)) if self.are_stopped(line, head) else 0
                continue
            answer = self.said.ask(
                f"column:{folded(head)}",
                "column",
                f"“{head}”一列有数，是什么？",
                line,
                [*MORE.items(), *columns.offered, ("unused", "不用这一列")],
                said=head,
            )
            if not answer:
                self.said.fault(line, "piles", f"：“{head}”一列的“{text}”还没有定是什么")
            elif answer in MORE:
                self.more[answer[1:]] = self.more.get(answer[1:], 0) + int(float(text))
            elif answer != "unused":
                line.texts[answer] = text

    def are_stopped(self, line: SiteLine, head: str) -> bool:
        """Whether piles that a column counts among the others, 其中停用, are out of use."""
        answer = self.said.ask(
            f"column:{folded(head)}",
            "column",
            f"“{head}”一列有数，怎么算？",
            line,
            STOPPED,
            said=head,
            proposal="stopped" if "停" in head else "unused",
        )
        if not answer:
            self.said.fault(line, "piles", f"：“{head}”一列还没有定怎么算")
        return answer == "stopped"

    def single(self, line: SiteLine, columns: Columns) -> None:
        """A row that is one pile."""
        if self.equipped(line, "current", columns):
            return
        current = self.current(line)
        if SEVERAL.fullmatch(text := text_in(line, "pile_code")):
            self.said.fault(line, "pile_code", "：一行写了几台桩，请一行一台，或者另写台数", text)
            return
        answer = self.row_is(line, columns) if columns.may_be_guns else PILE
        if answer == EACH:
            return
        if columns.may_be_sites and current in ("dc", "ac"):
            answer = self.a_row_is(line, columns)
            if answer != PILE:
                setattr(line, current, line.connectors if answer == "guns" else None)
                return
        line.dc, line.ac = int(current == "dc"), int(current == "ac")
        code = text_in(line, "pile_code")
        if answer == STEM:
            code, line.connectors = columns.gun_stems.get(text_in(line, "gun_code"), ""), 1
        line.piles = [Pile(line.number, code, current, None, line.connectors, line.status)]
        line.piles[0].texts = dict(line.texts)
        if current == "skip":
            line.piles = []

    def row_is(self, line: SiteLine, columns: Columns) -> str:
        """Whether a row that names a gun stands for a pile: guns do not tell how many piles, but
        where their codes do."""
        text = "一行一个枪编号：一行是一台桩，还是一个枪？"
        told = [(STEM, OF_STEM)] if columns.gun_stems else []
        likely = STEM if are_lettered(columns.gun_stems) else ""
        answer = self.said.ask("grain", "rows", text, line, [*told, *ROWS], proposal=likely)
        if answer not in (PILE, STEM):
            self.said.fault(line, "piles", "看不出：一行一个枪，没有桩的编号")
        return answer

    def a_row_is(self, line: SiteLine, columns: Columns) -> str:
        """Whether a row of which nothing counts the piles is one of them."""
        answer = self.said.ask(
            "grain:piles",
            "rows",
            "没有桩数一列：一行是一台桩吗？",
            line,
            [(PILE, "一行一台桩"), ("guns", "不是，一枪一台"), (EACH, "不是，逐行填写台数")],
        )
        if answer in ("", EACH):
            self.said.fault(line, "piles", "没有写")
        return answer

    def current(self, line: SiteLine) -> str:
        """dc, ac or skip; asked for the whole file where no cell says it."""
        text = text_in(line, "current") or self.said.sections.get("current", "")
        rated_as = {
            one.current for name in ("current", *POWERS) for one in ratings(text_in(line, name))
        }
        if len(rated_as) > 1:
            self.said.fault(line, "piles", f"：{BOTH_CURRENTS}", text_in(line, "piles"))
            return ""
        if rated_as and not text:
            return rated_as.pop()
        if text:
            return self.said.word(line, "current", text, PRESENT)
        likely, noted = self.likely_current(line), current_of(folded(text_in(line, "explanation")))
        answer = self.said.ask(
            "default:current",
            "default",
            "没有写直流还是交流的桩，按哪种登记？",
            line,
            DIRECT,
            field="current",
            proposal=BY_POWER if likely else BY_NOTE if noted else "",
        )
        answer = {BY_POWER: likely, BY_NOTE: noted}.get(answer, answer)
        if answer in ("", EACH):
            self.said.fault(line, "current", "没有写")
        return "" if answer == EACH else answer

    def likely_current(self, line: SiteLine) -> str:
        """What piles of so many kilowatts probably are."""
        try:
            each, either, whole = (
                tenths(line.texts.get(name, "")) or 0 for name in ("each", "wattage", "power")
            )
            piles = count(line.texts.get("piles", "")) or 1
        except Unclear:
            return ""
        if not each and either // piles not in LIKELY_AC:
            each = either
        rated = each or (either or whole) / piles
        return "dc" if rated >= LEAST_DC else "ac" if rated else ""

    def counted(self, line: SiteLine, columns: Columns) -> None:
        """A row that counts its piles, by current, or in all with the current beside it."""
        if not {"dc", "ac"} & columns.names and self.equipped(line, "piles", columns):
            return
        for field in ("current", *POWERS) if not {"dc", "ac"} & columns.names else ():
            if self.equipped(line, field, columns):
                self.agreed(line, self.number(line, "piles", columns))
                return
        self.with_kilowatts(line, columns)
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
            self.agreed(line, piles)
        if columns.table.grain == PILE and (line.dc or line.ac):
            current = "dc" if line.dc else "ac"
            code = text_in(line, "pile_code")
            line.piles = [Pile(line.number, code, current, None, line.connectors, line.status)]

    def with_kilowatts(self, line: SiteLine, columns: Columns) -> None:
        """Take over the power that stands with the number of piles, 2×120kW."""
        single = [name for name in COUNTS if len(columns.places.get(name, [])) == 1]
        said = {name: text_in(line, name) for name in single}
        told = {name: found for name, text in said.items() if (found := rated(text))}
        for name, (piles, _) in told.items():
            self.said.note(line, name, said[name], f"{piles}台")
            line.texts[name] = str(piles)
        if told and all(name in told or plain(said[name]) in ("", "0") for name in single):
            self.in_words = sum(power for _, power in told.values())

    def agreed(self, line: SiteLine, piles: int | None) -> None:
        """A fault where a number of piles is not that of direct and alternating ones together."""
        dc, ac = line.dc or 0, line.ac or 0
        if piles is not None and (dc + ac != piles or min(dc, ac) < 0):
            said = f"与直流{dc}台、交流{ac}台{UNEQUAL}"
            self.said.fault(line, "piles", said, str(piles))

    def slashed(self, text: str, head: str) -> Equipment | None:
        """The piles of a cell 4/2 under a head 桩数（直流/交流）."""
        named = [(re.search(one, head), name) for one, name in (("[直快]", "dc"), ("[交慢]", "ac"))]
        order = [(at.start(), name) for at, name in named if at]
        found = re.fullmatch(r"(?:(\d+)台?\()?(\d+)台?[/、](\d+)台?\)?", folded(text))
        if not found or len(order) < 2:
            return None
        total, *parts = (int(number or 0) for number in found.groups())
        if total not in (0, sum(parts)):
            return None
        names = [name for _, name in sorted(order)]
        shares = (Share(name, number) for name, number in zip(names, parts, strict=True))
        return Equipment(tuple(shares))

    def equipped(self, line: SiteLine, field: str, columns: Columns) -> bool:
        """Take over how many piles a cell says in words, 2直4交; whether it does."""
        text = text_in(line, field)
        is_told = text_in(line, "current") or self.said.sections.get("current")
        found = None if field in POWERS and ratings(text) else equipment(text)
        if field == "piles" and not found:
            found = None if is_told else of_ratings(text)
            found = found or self.slashed(text, columns.table.heads[columns.place(field) - 1])
        if not found:
            return False
        line.dc, line.ac = found.count("dc"), found.count("ac")
        self.said.note(line, field, text, f"直流{line.dc}台、交流{line.ac}台")
        self.in_words = self.kilowatts.of_words(line, field, columns, found)
        return True

    def uncounted(self, line: SiteLine, columns: Columns, piles: int | None) -> None:
        """A row that does not divide its piles by current, or counts guns only."""
        if "piles" not in columns.names:
            currents = columns.gun_currents
            answer = self.said.ask(
                "default:piles",
                "default",
                "只有枪数，没有桩数：几台桩、直流还是交流？",
                line,
                [*(DIVIDED if currents else UNDIVIDED), (EACH, "逐行填写")],
                field="piles",
            )
            if answer in ("", EACH) or line.connectors is None:
                self.said.fault(line, "piles", "没有写")
                return
            if currents:
                self.by_guns(line, columns, answer)
                return
            piles, current = line.connectors, answer
        else:
            current = self.of_guns(line, columns, piles)
        line.dc = piles if current == "dc" else 0 if current else None
        line.ac = piles if current == "ac" else 0 if current else None

    def of_guns(self, line: SiteLine, columns: Columns, piles: int | None) -> str:
        """The current of a row's piles by that of its guns, where columns count those of each; a
        fault for guns of both, which do not tell how many piles."""
        texts = columns.texts(line.number, "connectors")
        said = zip(columns.gun_currents, texts, strict=False)
        found = {current for current, text in said if plain(text) not in ("", "0")}
        if not piles or "current" in columns.names or not found:
            return self.current(line) if piles else ""
        if len(found) == 1:
            return found.pop()
        how = "：直流枪、交流枪都有，看不出各几台，请写成“2直2交”这样"
        self.said.fault(line, "piles", how, line.texts["piles"])
        return ""

    def by_guns(self, line: SiteLine, columns: Columns, answer: str) -> None:
        """Piles by the guns of each current, one or two of them on a direct pile."""
        found = {"dc": 0, "ac": 0}
        for current, text in zip(
            columns.gun_currents, columns.texts(line.number, "connectors"), strict=True
        ):
            try:
                found[current] += count(text) or 0
            except Unclear:
                return  # a fault of the guns already
        if answer == "twice" and found["dc"] % 2:
            self.said.fault(line, "piles", f"：直流{found['dc']}个枪不是双数，算不出桩数")
        line.dc, line.ac = found["dc"] // (2 if answer == "twice" else 1), found["ac"]

    def number(self, line: SiteLine, name: str, columns: Columns) -> int | None:
        """The whole number of a field; of several columns that count alike it is asked which."""
        answer = ""
        if name in COUNTS and len(columns.places.get(name, [])) > 1:
            answer = self.which(line, name, columns)
        found = summed(self.said, line, name, columns, count, answer)
        more = self.more.get(name, 0)
        return (found or 0) + more if more else found

    def which(self, line: SiteLine, name: str, columns: Columns) -> str:
        """The place of the column that says a field, or sum."""
        heads = [(str(place), columns.table.heads[place]) for place in columns.places[name]]
        if all(RATED.search(folded(head)) for _, head in heads):  # 120kW直流桩, 60kW直流桩
            return "sum"
        is_part = self.said.vocabulary.is_part
        parts = [
            is_part(head) or is_part(head.rpartition("｜")[2]) or is_time(head) for _, head in heads
        ]
        if all(parts):  # 上行, 下行
            return "sum"
        makes = "|".join(self.said.vocabulary.words["makes"])
        keys = [head_key(head) for _, head in heads]
        are_made = all(re.search(makes, key) for key in keys)  # 一拖二直流桩, 特来电桩数
        if are_made and len({re.sub(makes, "", key) for key in keys}) == 1:
            return "sum"
        if {"超充", "快充"} == {"".join(re.findall("超充|快充", head)) for _, head in heads}:
            return "sum"
        said = "”“".join(head for _, head in heads)
        answer = self.said.ask(
            f"columns:{name}",
            "column",
            f"“{said}”都像{label(name)}：相加，还是只用一列？",
            line,
            [("sum", "相加"), *((place, f"只用“{head}”") for place, head in heads)],
            field=name,
        )
        if not answer:
            self.said.fault(line, name, f"有几列（“{said}”），还没有定相加还是只用一列")
        return answer

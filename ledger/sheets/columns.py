"""The columns of a settled table: which text of a row says which field."""

import re
from functools import cached_property

from .currents import current_of
from .ending import Endings
from .grid import Grid
from .gun_codes import more_than_two, stems
from .halves import Halves
from .heads import head_key, unit_of
from .layout import rows_of
from .leaving_out import GROUP
from .natures import Natures
from .rated import Rated
from .settled import COUNTS, FIELDS, POWERS, Table
from .settling import OF_PILES, TICKED, TICKS, current_at, day_part
from .sheet import Sheet
from .spreading import AHEAD, REST
from .values import KILOWATTS, Unclear, count, folded, plain

NUMERIC = (*COUNTS, "connectors", "power", "each", "wattage")  # of a merged block once
ASKED = ("dc", "ac", "piles", "connectors", "power", "each")
MOST_GROUPS = 4  # of which each is asked about
OF_STATE = re.compile(r"完好|正常|可用|异常|离线|空闲")
OF_STOPPED = re.compile(
    r"(?:其中)?(?:故障|损坏|停用|停运)+(?:充电)?(?:桩|设备)?(?:数量?|台数|总数)?"
)
OF_MONTH = re.compile(r"(20\d\d)(?:年|[-./])0?(1[0-2]|[1-9])(?:月(?!\d)|(?![\d月]|[-./]\d))")
TO_DATE = re.compile(r"截[至止]|至今|累计|存量|现有|填报|统计时间|[月年][底末]")
ADDING = re.compile(r"新增|新建|投运|投用|投产|启用|上线|建成")
CURRENTS = {"dc": "直流", "ac": "交流"}
PILE_NAME = re.compile(
    r"(?:第?[\d一二三四五六七八九十]+[#号])?(?:直流|交流|快充|慢充)?(?:充电)?[桩机]?(?:[\d]+[#号]?)?(?:充电)?[桩机]?"
)


class Columns:
    """A table with its sheet; the texts of a merged block hold for all its rows, numbers once."""

    def __init__(self, table: Table, sheet: Sheet, part: str = "") -> None:
        self.table, self.sheet, self.grid, self.part = table, sheet, Grid.of(sheet), part
        self.places: dict[str, list[int]] = {}
        for place, name in enumerate(table.fields):
            own = table.parts[place] if table.parts else ""
            is_within = not part and own + REST in table.parts  # a total counts it already
            if name and not is_within and own in ("", part or own):
                self.places.setdefault(name, []).append(place)
        self.ticks = self.places if self.are_ticked else {}
        if self.ticks:
            self.places = {n: p for n, p in self.places.items() if n not in ("dc", "ac")}
        self.names = set(self.places) | ({"current"} if self.ticks else set())
        self.halves = Halves(self)
        self.names |= self.halves.names
        self.is_plain = not part and not self.grid.wide  # each cell says what stands in it
        self.counts = bool(self.names & set(COUNTS))
        self.own = {
            n for n, at in zip(table.fields, table.parts, strict=False) if part and at == part
        }
        self.shared: set[int] = set()  # rows whose numbers are divided among several parts
        self.elsewhere: set[int] = set()  # rows that count something in other parts only

    @classmethod
    def apart(cls, table: Table, sheet: Sheet) -> "list[Columns]":
        """The columns of each part of a table whose counts stand side by side, else of all."""
        found = [cls(table, sheet, part) for part in dict.fromkeys(filter(None, table.parts))]
        for number, _ in rows_of(table, sheet) if found else ():
            counting = [one for one in found if one.counts_in(number)] or found[:1]
            for one in found:
                if one not in counting:
                    one.elsewhere.add(number)
                elif len(counting) > 1:
                    one.shared.add(number)
        return found or [cls(table, sheet)]

    def counts_in(self, number: int) -> bool:
        """Whether a row counts anything in this part."""
        left_out = [place for place, why in enumerate(self.table.why) if why == "person"]
        own = [
            place
            for place, part in enumerate(self.table.parts)
            if part == self.part and (self.table.fields[place] or place not in left_out)
        ]
        return any(plain(self.text(number, one)) not in ("", "0") for one in own)

    def text(self, number: int, place: int) -> str:
        """The text of a cell; in a total of which another column says a part, what that leaves."""
        text = self.grid.text(number, place + 1)
        if not self.part.endswith(REST) or self.table.parts[place] != self.part:
            return text
        other = self.table.parts.index(self.part.removesuffix(REST))
        try:
            return str((count(text) or 0) - (count(self.grid.text(number, other + 1)) or 0))
        except Unclear:
            return text

    def says(self, name: str, number: int) -> bool:
        """Whether a column says a field of this part of a row."""
        is_one_for_all = name in ("connectors", "power", "wattage") and name not in self.own
        return name in self.names and not (number in self.shared and is_one_for_all)

    @property
    def are_ticked(self) -> bool:
        """Whether 直流 and 交流 are ticked beside a number of piles."""
        if not {"dc", "ac", "piles"} <= set(self.places):
            return False
        texts = {
            plain(self.grid.text(number, place + 1))
            for number, _ in rows_of(self.table, self.sheet)
            for name in ("dc", "ac")
            for place in self.places[name]
        }
        return bool(texts & TICKS) and texts <= TICKS | {""}

    @property
    def offered(self) -> list[tuple[str, str]]:
        """The fields that a column of numbers may be."""
        return [(name, FIELDS[name]) for name in ASKED if name not in self.names]

    def rows(self) -> list[tuple[int, dict[str, str]]]:
        """(number, field to text) of the rows that are read, and count something in this part."""
        return [
            (number, self.cells(number))
            for number, _ in rows_of(self.table, self.sheet)
            if number not in self.elsewhere
        ]

    def cells(self, number: int) -> dict[str, str]:
        """The texts of a row by field; of several explanations all."""
        found = {
            name: "；".join(filter(plain, texts))
            if name == "explanation"
            else next((text for text in texts if text), "")
            for name in self.places
            for texts in (self.texts(number, name),)
        }
        if self.part:
            name, _, text = self.part.partition("=")
            found[name] = text
        if parts := self.day_parts:
            said = [(self.grid.below(number, place + 1), part) for place, part in parts]
            said = [
                (plain(text).removesuffix("份").removesuffix(part), part) for text, part in said
            ]
            found["on"] = "".join(f"{text}{part}" for text, part in said if text)
        found |= self.halves.of(number, found)
        if "current" not in self.names and self.is_guess("each"):  # 120kW直流 under 功率
            found["current"] = CURRENTS.get(current_of(folded(found["each"])), "")
        if ended := self.endings.of(number):
            found["ended"] = ended
        for name in self.names_ticked:
            found[name] = self.ticked(number, name)
        if nature := self.natures.of(number):
            found["nature"] = nature
        for name, word in CURRENTS.items() if self.ticks else ():
            if any(plain(self.grid.text(number, one + 1)) for one in self.ticks[name]):
                found["current"] = found.get("current", "") + word
        return found

    @cached_property
    def endings(self) -> Endings:
        """The columns that tell of a row that it is out of use, 停用日期."""
        return Endings(self.table, self.grid)

    @cached_property
    def names_ticked(self) -> list[str]:
        """The fields whose words stand in the heads of columns that are ticked."""
        return [n for n, at in self.places.items() if self.table.why[at[0]] == TICKED]

    def ticked(self, number: int, name: str) -> str:
        """The word of a field that a row ticks; of several all, to be asked."""
        ticked = [one for one in self.places[name] if plain(self.grid.text(number, one + 1))]
        return "、".join(self.table.heads[one].rpartition("｜")[2] for one in ticked)

    @cached_property
    def day_parts(self) -> list[tuple[int, str]]:
        """The columns of year, month and day with what they say; none where one says it all."""
        places = self.places.get("on", [])
        return [(one, day_part(self.table.heads[one])) for one in places] if len(places) > 1 else []

    @cached_property
    def natures(self) -> Natures:
        """The columns that count or tick the piles of one nature beside what the list counts."""
        return Natures(self)

    def texts(self, number: int, name: str) -> list[str]:
        """The texts of all columns of a field."""
        if not self.says(name, number):
            return []
        places = self.places.get(name, [])
        if name in self.halves.split:
            return [self.halves.text(number, place, name) for place in places]
        if self.is_plain:
            row = self.grid.rows.get(number, [])
            return [row[place] if place < len(row) else "" for place in places]
        if name in NUMERIC:
            return [self.text(number, place) for place in places]
        return [self.grid.below(number, place + 1) for place in places]

    def power_at(self, number: int, place: int, name: str) -> str:
        """The text of a power in one of several columns, or what its half of a cell says."""
        if place in self.halves.measured:
            return self.halves.text(number, place, name)
        return self.grid.text(number, place + 1)

    def first(self, number: int, name: str) -> str:
        """The text of the first column of a field; "" where there is none."""
        return next(iter(self.texts(number, name)), "")

    def block(self, number: int, name: str) -> tuple[int, ...] | None:
        """The merged block that a row's cell of a field is in, where it spans rows."""
        for place in self.places.get(name, []):
            block = self.grid.wide.get((number, place + 1))
            if block and block[2] > block[0]:
                return block
        return None

    def sections(self, number: int) -> dict[str, str]:
        """What the rows of their own above a row say of it."""
        return {name: value for row, name, value in sorted(self.table.sections) if row < number}

    @cached_property
    def has_groups(self) -> bool:
        """Whether rows stand under several sections that say nothing but whose they are."""
        groups = {value for _, name, value in self.table.sections if name == GROUP and value}
        return 1 < len(groups) <= MOST_GROUPS

    @cached_property
    def coded(self) -> list[str]:
        """The fields whose heads are the industry's own names, StationType, and that hold codes."""
        return [name for name in self.places if re.fullmatch(r"[A-Za-z_]+", self.head_of(name))]

    @cached_property
    def unknown(self) -> list[int]:
        """The columns of numbers about piles whose heads nobody knows."""
        return [
            place
            for place, head in enumerate(self.table.heads)
            if not self.table.fields[place] and not self.table.why[place]
            if OF_PILES.search(head) or self.counts and OF_STOPPED.fullmatch(head_key(head))
            if unit_of(head) not in KILOWATTS or not unit_of(head)
            # what is planned, or out of order, beside what is there
            if not self.counts or not (AHEAD.search(head) or OF_STATE.search(head))
        ]

    def unknown_numbers(self, number: int) -> list[tuple[str, str]]:
        """(head, text) of the numbers of a row that stand under such heads."""
        told = self.natures.places.values() if self.natures.of(number) else ()
        unknown = [one for one in self.unknown if one not in told]
        found = [(self.table.heads[one], self.grid.text(number, one + 1)) for one in unknown]
        return [
            (head, text) for head, text in found if re.fullmatch(r"0*[1-9]\d{0,4}(\.0+)?", text)
        ]

    @cached_property
    def has_guns(self) -> bool:
        """Whether a row is one gun of a pile: codes of piles repeat, and nothing counts the
        guns. Long codes are rounded in cells and tell nothing."""
        if "pile_code" not in self.names or "connectors" in self.names or self.counts:
            return False
        rows = [number for number, _ in rows_of(self.table, self.sheet)]
        codes = [
            (self.first(one, "pile_code"), self.grid.below(one, self.place("site"))) for one in rows
        ]
        known = [code for code in codes if code[0] and "e+" not in code[0].lower()]
        return len(set(known)) < len(known)

    @cached_property
    def stations(self) -> dict[int, int]:
        """The row of each single pile to that of its station above it: where a column of names has
        both, 1号桩, or rows without a name tell of piles below one that tells of none."""
        found: dict[int, int] = {}
        station, is_bare = 0, False
        for number, _ in rows_of(self.table, self.sheet) if not self.counts else ():
            name = folded(self.grid.below(number, self.place("site")))
            is_pile = bool(
                re.search(r"\d|[一二三四五六七八九十]", name) and PILE_NAME.fullmatch(name)
            )
            tells = any(plain(self.first(number, one)) for one in ("current", "pile_code"))
            if station and (is_pile or not name and tells and is_bare):
                found[number] = station
            elif not is_pile and (name or tells):  # one with a current is a pile itself
                station = 0 if current_of(folded(self.first(number, "current"))) else number
                is_bare = bool(name) and not tells
        return found

    @cached_property
    def may_be_sites(self) -> bool:
        """Whether rows of which nothing counts the piles may be several each: no codes, and more
        guns than a pile has, or no second row of any site and no power of a single pile."""
        if self.part or self.names & {"pile_code", "gun_code"}:
            return False
        rows = [number for number, _ in rows_of(self.table, self.sheet)]
        sites = {folded(self.grid.below(one, self.place("site"))) for one in rows}
        if len(sites) == len(rows) and "each" not in self.names:
            return True
        return any(more_than_two(self.first(one, "connectors")) for one in rows)

    @cached_property
    def may_be_guns(self) -> bool:
        """Whether a row names a gun, and neither the pile that it is of nor how many it has."""
        return "gun_code" in self.names and not self.names & {"pile_code", "connectors", *COUNTS}

    @cached_property
    def gun_stems(self) -> dict[str, str]:
        """Code of a gun to that of its pile, where the rows name guns and all codes tell both."""
        numbers = [number for number, _ in rows_of(self.table, self.sheet)]
        codes = [self.first(number, "gun_code").strip() for number in numbers]
        return stems(codes) if self.may_be_guns else {}

    def is_guess(self, name: str) -> bool:
        """Whether a column was taken for its values under a head that nobody knows."""
        return any(self.table.why[place] == "values" for place in self.places.get(name, []))

    def place(self, name: str) -> int:
        """The number of the first column of a field, from 1; 0 where there is none."""
        return next(iter(self.places.get(name, [])), -1) + 1

    @cached_property
    def said_nature(self) -> str:
        """public or dedicated where title, sheet or heads say so of the whole table."""
        heads = [
            head
            for head, name in zip(self.table.heads, self.table.fields, strict=True)
            if name in (*COUNTS, "connectors", "site")
        ]
        said = " ".join([self.table.title, self.table.sheet, *heads])
        public = bool(re.search(r"公[共用](?:充电|桩|直流|交流|快充|慢充)", said))
        dedicated = bool(re.search(r"(?<!汽车)(?<!车辆)专用(?:充电)?(?:桩|站|设施)", said))
        own = bool(re.search(r"(?:个人|私人|自用)(?:充电)?(?:桩|设施)", said))
        if public + dedicated + own != 1 or public and re.search(r"专用|个人|私人|自用", said):
            return ""
        return "public" if public else "dedicated" if dedicated else "aside"

    def head_of(self, name: str) -> str:
        """The head of the first column of a field; "" where there is none."""
        return self.table.heads[self.places[name][0]] if name in self.places else ""

    @cached_property
    def asking(self) -> dict[str, str]:
        """The fields whose heads ask, 是否对外开放, to these heads."""
        heads = ((name, self.head_of(name)) for name in self.places)
        return {name: head for name, head in heads if re.search(r"是否|对外开放|是.*否", head)}

    @cached_property
    def gun_currents(self) -> list[str]:
        """dc or ac for each column of guns, where all heads say it."""
        found = [current_at(self.table, one) for one in self.places.get("connectors", [])]
        return found if all(found) else []

    @cached_property
    def year_said(self) -> str:
        """The one year that title, sheet or head of the days name; "" for none or several."""
        heads = [self.table.heads[one] for one in self.places.get("on", [])]
        said = "\n".join([self.table.title, self.table.sheet, *heads])
        found = set(re.findall(r"20\d\d(?=年)|^20\d\d$", said.strip(), re.M))
        return found.pop() if len(found) == 1 else ""

    @cached_property
    def month_said(self) -> str:
        """The one month that the sheet's name or the title names, 2025年6月, and not as that to
        whose end the table counts; "" for none or several."""
        said = f"{self.table.sheet} {self.table.title}"
        found = {f"{year}年{int(month)}月" for year, month in OF_MONTH.findall(said)}
        return "" if TO_DATE.search(said) or len(found) != 1 else found.pop()

    @property
    def adds(self) -> bool:
        """Whether the sheet or the title says that its piles came in then, 2025年6月新增."""
        return bool(ADDING.search(f"{self.table.sheet} {self.table.title}"))

    @cached_property
    def pads_months(self) -> bool:
        """Whether some day is a month with its nought, 2024.05."""
        return any(re.fullmatch(r"20\d\d\.0[1-9]", self.first(n, "on")) for n, _ in self.rows())

    def no_power(self, number: int) -> str:
        """Why the table says no power of a row; "" where it does, or may."""
        is_shared = number in self.shared and not self.own & POWERS
        return self.rated.why_none or ("来表没有分开写功率" if is_shared else "")

    @cached_property
    def rated(self) -> Rated:
        """What the table tells of its kilowatts."""
        return Rated(self)

"""How many kilowatts a row says, of all its piles."""

import re
from decimal import Decimal

from .asking import Saying
from .columns import CURRENTS, Columns
from .currents import ONE_RATING
from .equipment import Equipment, Share, equipment, is_worded, ratings
from .settled import POWERS, SITE, SiteLine
from .summing import summed
from .values import Unclear, count, folded, is_sum, plain, tenths

OF_COLUMN = [("power", "一处的合计"), ("each", "每台桩的，按台数相乘")]
OF_WORDS = [("power", "几台的合计"), ("each", "每台桩的，按台数相乘")]
LEAST_DC = 200  # tenths of a kilowatt from which on a pile is direct


class Kilowatts:
    """Reads the power of rows; what may be read in two ways is asked."""

    def __init__(self, said: Saying) -> None:
        self.said = said

    def powers(self, line: SiteLine, columns: Columns, in_words: int | None = None) -> None:
        """The power of all piles of the row; `in_words` is what the cell of the piles says."""
        if name := worded_in(line, columns):
            line.power = None if line.dc is None else self.worded(line, name, columns)
            return
        if (total := self.slashed(line, columns)) is not None:
            line.power = total
            return
        total, piles = self.power(line, "power", columns), piles_of(line, columns)
        divided = next((n for n in ("each", "wattage") if columns.rated.by_current(n)), "")
        if total is None and divided:
            total = self.divided(line, divided, columns)
        elif total is None and (each := self.power(line, "each", columns)) is not None:
            total = self.of_all(line, "each", columns, each, piles)
            if line.dc and line.ac:
                typed = line.texts.get("each", "")
                self.said.fault(line, "each", "：直流、交流都有，算不出合计，请填总功率", typed)
        if total is None and (stated := self.power(line, "wattage", columns)) is not None:
            is_total = piles == 1 or is_sum(line.texts.get("wattage", ""))
            means = "power" if is_total else self.wattage(line, columns)
            total = stated if means else None
            if means == "each":
                total = self.of_all(line, "wattage", columns, stated, piles)
        if total is None:
            total = in_words
        if total is None and not columns.names & POWERS:
            total = self.of_model(line) or self.of_heads(line, columns)
        line.power = total
        if len(line.piles) == 1:
            line.piles[0].power = total

    def of_words(
        self, line: SiteLine, field: str, columns: Columns, found: Equipment
    ) -> int | None:
        """The power that the cell of the piles says in words; None where a cell of its own says
        one, or nothing does."""
        if field in POWERS or any(plain(line.texts.get(name, "")) for name in POWERS):
            return None
        means = self.wattage(line, columns, field) if found.is_unclear else "each"
        return found.power(means) if means else None

    def worded(self, line: SiteLine, name: str, columns: Columns) -> int | None:
        """The power of a cell that says it for each current, 直流60kW，交流7kW: as it says itself,
        or as its head does, or as is answered; None with a fault where it fits not the piles."""
        text = line.texts[name].strip()
        found = equipment(text)
        shares = ratings(text) or (found.shares if found else ())
        if found and found.whole and not ratings(text):
            return found.whole
        total = 0
        for current, label in CURRENTS.items():
            own = [one for one in shares if one.current == current]
            piles = getattr(line, current) or 0
            told = sum(one.piles or 0 for one in own)
            if (piles and not own) or told not in (0, piles):
                end = f"与{label}桩{piles}台不符" if told else f"没有写{label}桩的功率"
                self.said.fault(line, name, f"{end}，请填总功率", text)
                return None
            for share in own if piles else ():
                means = share.of or self.of_share(line, name, columns, share, piles)
                if not means:
                    return None
                total += share.power(share.piles or piles, means) or 0
        self.said.note(line, name, text, f"{total / 10:g}")
        return total

    def of_share(
        self, line: SiteLine, name: str, columns: Columns, share: Share, piles: int
    ) -> str:
        """each or power, whichever the kilowatts of piles are by the head of their cell, or as is
        answered; "" while that is open. A sort of piles has those of each; under a head of all it
        is asked where they are as usual of each."""
        if piles == 1 or name == "each" or name == "current" and not share.piles:
            return "each"
        is_total = name == "power" and not share.piles and columns.rated.wattage_likely != "each"
        return "power" if is_total else self.wattage(line, columns, name)

    def slashed(self, line: SiteLine, columns: Columns) -> int | None:
        """The power of piles of which one cell says those of direct and of alternating ones, 120/7:
        as the head names them, or by what only such piles have; None for any other."""
        name = next((one for one in ("each", "wattage") if one in columns.names), "")
        text = line.texts.get(name, "").strip()
        halves = re.split(r"[/、]", folded(text))
        if len(halves) != 2 or len(columns.places.get(name, [])) != 1:
            return None
        scale = self.scale(line, name, columns)
        try:
            first, second = (tenths(half, scale) or 0 for half in halves)
        except Unclear:
            return None
        head = columns.table.heads[columns.place(name) - 1]
        named = [at.start() for one in ("[直快]", "[交慢]") if (at := re.search(one, head))]
        if len(named) == 2:
            first, second = (first, second) if named[0] < named[1] else (second, first)
        elif {first >= LEAST_DC, second >= LEAST_DC} == {True, False}:
            first, second = max(first, second), min(first, second)
        else:
            return None
        dc, ac = line.dc or 0, line.ac or 0
        if (dc and not first) or (ac and not second) or not dc + ac:
            return None
        is_each = name == "each" or self.wattage(line, columns) == "each"
        total = first * dc + second * ac if is_each else first + second
        self.said.note(line, name, text, f"{total / 10:g}")
        return total

    def of_model(self, line: SiteLine) -> int | None:
        """The power of piles whose kind says that of each, 120kW直流双枪."""
        found = re.findall(r"([\d.]+)(?:kw|千瓦)", folded(line.texts.get("current", "")))
        if len(found) != 1:
            return None
        return (tenths(found[0]) or 0) * max((line.dc or 0) + (line.ac or 0), 1)

    def of_heads(self, line: SiteLine, columns: Columns) -> int | None:
        """The power of piles whose heads say that of each, 120kW直流桩; None where one does not."""
        counted, total = 0, 0
        for name in {"dc", "ac"} & columns.names or {"piles"}:
            for place in columns.places.get(name, []):
                each = ONE_RATING.search(folded(columns.table.heads[place]))
                try:
                    piles = count(columns.text(line.number, place)) or 0
                    total += piles * (tenths(each.group(1)) or 0 if each else 0)
                except Unclear:
                    return None
                if piles and not each:
                    return None
                counted += piles
        return total if counted == (line.dc or 0) + (line.ac or 0) else None

    def divided(self, line: SiteLine, name: str, columns: Columns) -> int | None:
        """The power of piles of which columns of their own say the power of direct and of
        alternating ones."""
        scale, total = self.scale(line, name, columns), None
        for current, place in columns.rated.by_current(name).items():
            text = columns.power_at(line.number, place, name)
            try:
                stated = tenths(text, scale)
            except Unclear as unclear:
                self.said.fault(line, name, f"{unclear}", text.strip())
                continue
            piles = getattr(line, current) or 0
            if not stated or not piles:
                continue
            is_each = (
                name == "each" or piles > 1 and not is_sum(text) and self.is_each(line, columns)
            )
            total = (total or 0) + (tenths(text, scale, piles if is_each else 1) or 0)
        return total

    def is_each(self, line: SiteLine, columns: Columns) -> bool:
        """Whether a power of several piles is answered to be that of each."""
        return self.wattage(line, columns) == "each"

    def wattage(self, line: SiteLine, columns: Columns, field: str = "wattage") -> str:
        """Whether a power is of all piles or of each."""
        in_words = field != "wattage" or bool(equipment(line.texts.get(field, "")))
        answer = self.said.ask(
            "power",
            "power",
            "台数和千瓦写在一起的，千瓦是这几台的合计，还是每台桩的？"
            if in_words
            else "功率一列是一处的合计，还是每台桩的？",
            line,
            OF_WORDS if in_words else OF_COLUMN,
            field="power",
            proposal=columns.rated.wattage_likely,
            taken=columns.rated.wattage_means,
        )
        if not answer:
            typed = line.texts.get(field, "")
            self.said.fault(line, "power", "还没有定是合计还是每台的", typed)
        return answer

    def of_all(
        self, line: SiteLine, name: str, columns: Columns, each: int, piles: int
    ) -> int | None:
        """The power of all piles by that of each, rounded once."""
        if len(columns.places.get(name, [])) > 1:
            return each * piles
        return tenths(line.texts.get(name, ""), self.scale(line, name, columns), piles)

    def power(self, line: SiteLine, name: str, columns: Columns) -> int | None:
        """A power in tenths of a kilowatt, by the unit of its head; of a model that it names."""
        if name == "each" and columns.is_guess(name):
            (rating,) = ONE_RATING.findall(folded(line.texts[name])) or [line.texts[name]]
            line.texts[name] = rating
        scale = self.scale(line, name, columns)
        return summed(self.said, line, name, columns, lambda text: tenths(text, scale))

    def scale(self, line: SiteLine, name: str, columns: Columns) -> Decimal:
        """What the unit of a power is in kilowatts; asked where the file counts degrees by the
        million, as platforms do that count power by tenths."""
        scale = columns.rated.scale(name)
        is_odd = columns.rated.in_millionths or columns.rated.is_beyond
        if name != "power" or not is_odd or not columns.texts(line.number, name):
            return scale
        why = "坐标写作度×10⁶" if columns.rated.in_millionths else "有的桩合每台480千瓦以上"
        answer = self.said.ask(
            "scale",
            "power",
            f"{why}，功率的单位是0.1千瓦还是千瓦？",
            line,
            [("0.1", "0.1千瓦（1200 是 120 千瓦）"), ("1", "千瓦")],
            field="power",
            proposal="0.1",
            taken=columns.rated.scale_shown if columns.rated.in_millionths else "",
        )
        if not answer:
            self.said.fault(line, "power", "还没有定单位是0.1千瓦还是千瓦")
        return Decimal(answer or 1)


def worded_in(line: SiteLine, columns: Columns) -> str:
    """The field whose one cell says a power in words, for each current; "" where none does."""
    single = [name for name in POWERS if len(columns.places.get(name, [])) == 1]
    if not columns.names & POWERS and ratings(line.texts.get("current", "")):
        return "current"
    return next((name for name in single if is_worded(line.texts.get(name, ""))), "")


def piles_of(line: SiteLine, columns: Columns) -> int:
    """The piles of a row, be their current known yet or not, or its guns where nothing counts
    piles; at least one."""
    try:
        counted = count(line.texts.get("piles", "")) or 0
    except Unclear:
        counted = 0
    if columns.table.grain == SITE and not columns.counts:
        counted = line.connectors or 0
    return (line.dc or 0) + (line.ac or 0) or counted or 1

"""Piles in words: how many of each current a cell says there are, and their kilowatts (pure)."""

import re
from dataclasses import dataclass, replace

from .values import NUMBER, PIECES, count, folded, remembered, tenths

W = rf"(?P<s{{0}}>[∑@]?)(?P<w{{0}}>{NUMBER})(?:kw|千瓦)(?P<p{{0}}>桩|/[桩{PIECES}])?"
N = rf"(?P<n{{0}}>\d+(?![\d.])|[一二两三四五六七八九十]+)[{PIECES}]?"
C = r"(?P<c{0}>直流|交流|快充|慢充|直|交|快|慢)(?:快充|慢充|充电|充)*(?:桩|设备|机)?"
AFTER = rf"(?:[×x*/]?|[,、;](?=[∑@])){W}"  # kilowatts behind what they are said of
END = r"(?![\d.]|kw|千瓦)"
FORMS = re.compile(
    "|".join(
        form.format(c=C.format(at), w=W.format(at), n=N.format(at), after=AFTER.format(at))
        for at, form in enumerate(
            (
                "{n}[×x*]?{w}的?{c}",
                "{n}{c}(?:{after})?",
                "{w}{c}[x×*]?{n}" + END,
                "{c}{w}[x×*/]?{n}" + END,
                "{c}{n}(?:{after}|" + END + ")",
            )
        )
    )
)
RATING = re.compile(rf"{C.format('')}{W.format('')}|{W.format(1)}{C.format(1)}")
BARE = re.compile(rf"{C.format('')}(?P<w>{NUMBER})(?:kw|千瓦)?")  # 直流60 under a power's head
OF_ALL = re.compile(
    r"(?:(?:一|总)?共计?|合计|总计|(?:装机|总|合计)+(?:功率|容量))[为是:]*"
    rf"(?={NUMBER}(?:kw|千瓦))"
)
OF_EACH = re.compile(
    r"(?:(?:[每单][台桩个机]桩?的?(?:额定|充电)?(?:功率|容量)?)(?:[均都各皆]|全部?)?"
    rf"|(?:功率)?(?:[均都各皆]|全部?))[为是:]*(?={NUMBER}(?:kw|千瓦))"
)
OF_EITHER = re.compile(rf"(?:额定|充电)?功率[为是:]*(?={NUMBER}(?:kw|千瓦))")
# 120kW双枪 is what each of them is
OF_MODEL = re.compile(
    r"(?<=kw|千瓦)(?:[一1每单][桩机台拖][一二两双单\d]+枪|[单双]枪|一体机?|分体)+桩?"
)
WHOLE = re.compile(rf"[,、;]∑({NUMBER})(?:kw|千瓦)$")  # of all that stands before it
SEPARATORS = re.compile(r"[、,;+和及/]")

# a total before its parts, 10台（直流4台、交流6台）
TOTAL = re.compile(rf"共?(\d+)[{PIECES}]?(?:充电桩|桩)?[(,:]+(?:其中)?")

# what is said of piles beside their number
ASIDE_OF_NUMBERS = re.compile(
    r"[一1每单][桩机台拖][一二两双单\d]+枪|单枪|双枪|一体机?|分体|的|其中|新建|已?建成|建设|安装"
    r"|配[置备]|均为|均是|都是|全是|全为|全部为?|皆为|共|[:：()]"
)


@dataclass(frozen=True)
class Share:
    """The piles of one current that a cell tells: how many, where it says so, with tenths of a
    kilowatt that are `of` each of them or of all; "" where the cell does not say of which."""

    current: str
    piles: int | None = None
    kilowatts: int | None = None
    of: str = ""

    @property
    def is_unclear(self) -> bool:
        """Whether its kilowatts may be those of each or of all."""
        return self.kilowatts is not None and not self.of

    def power(self, piles: int, means: str) -> int | None:
        """Tenths of a kilowatt of so many piles; what is unclear `means` each or power."""
        if self.kilowatts is None:
            return None
        return self.kilowatts * (piles if (self.of or means) == "each" else 1)


@dataclass(frozen=True)
class Equipment:
    """What a cell says of its piles in words; `whole` are the kilowatts of them all, where it says
    these in one number."""

    shares: tuple[Share, ...]
    whole: int | None = None

    @property
    def is_unclear(self) -> bool:
        """Whether some of its kilowatts may be those of each or of all."""
        return self.whole is None and any(one.is_unclear for one in self.shares)

    def count(self, current: str) -> int:
        """How many piles of a current it tells."""
        return sum(one.piles or 0 for one in self.shares if one.current == current)

    def power(self, means: str) -> int | None:
        """Tenths of a kilowatt of all of them; None where the cell does not tell those of some."""
        told = [one.power(one.piles or 0, means) for one in self.shares if one.piles]
        known = [power for power in told if power is not None]
        return self.whole or (sum(known) if known and len(known) == len(told) else None)


@remembered
def equipment(text: object) -> Equipment | None:
    """Piles in words: 2直4交, 直流快充120kW×2, 4台120kW直流桩、2台7kW交流桩, 直流2台共240kW; None
    for what is not wholly that."""
    key = folded(text)
    said = re.sub(rf"(?<=\d)\((?=\d)(?!{NUMBER}(?:kw|千瓦))", ",", key)
    if found := worded(said):
        return found
    total = TOTAL.match(key)
    found = worded(said[total.end() :]) if total else None
    is_sum = total and found and found.count("dc") + found.count("ac") == int(total[1])
    return found if is_sum else None


def worded(text: str) -> Equipment | None:
    """What `equipment` gives of a text without a total before it."""
    key = OF_EITHER.sub("", OF_EACH.sub("@", OF_ALL.sub("∑", re.sub(r"[(]", "", text))))
    whole = WHOLE.search(key) if key.count("∑") == 1 else None
    if not whole:
        return divided(key)
    found = divided(key[: whole.start()])
    return found and with_whole(found, tenths(whole[1]) or 0, divided(key))


def divided(key: str) -> Equipment | None:
    """The shares of a text that says nothing else."""
    key = ASIDE_OF_NUMBERS.sub("", OF_MODEL.sub("桩", key))
    shares = []
    for one in FORMS.finditer(key):
        groups = {name: text for name, text in one.groupdict().items() if text}
        told = {name[0]: text for name, text in groups.items()}
        number = count(told["n"])
        if number is None:
            return None
        is_model = {"n0", "n2"} & set(groups) or "p" in told or re.search(r"[×x*]", one[0])
        of = "power" if told.get("s") == "∑" else "each"
        of = of if "s" in told or is_model or number == 1 else ""
        kilowatts = tenths(told["w"]) if "w" in told else None
        shares.append(Share(current(told["c"]), number, kilowatts, of))
    is_whole = not SEPARATORS.sub("", FORMS.sub("", key))
    return Equipment(tuple(shares)) if is_whole and any(one.piles for one in shares) else None


def with_whole(found: Equipment, whole: int, ending: Equipment | None) -> Equipment | None:
    """Shares with the whole that stands behind them, which is of the last one only in `ending`;
    None where it comes to neither."""
    known = [one for one in found.shares if one.kilowatts is not None]
    if not known:
        return replace(found, whole=whole)
    if len(known) < len(found.shares):
        least = sum(one.power(one.piles or 0, "power") or 0 for one in known)
        return ending if whole < least else None
    return replace(found, whole=whole) if whole in map(found.power, ("each", "power")) else None


def current(word: str) -> str:
    """dc or ac by a word of it."""
    return "dc" if word[0] in "直快" else "ac"


@remembered
def ratings(text: object) -> tuple[Share, ...]:
    """The kilowatts of each current that a cell of powers says without a number of piles,
    快充60kW，慢充7kW, 直流60/交流7; empty for any other, and where it says one current twice."""
    key = OF_EITHER.sub("", OF_EACH.sub("@", OF_ALL.sub("∑", folded(text))))
    parts = [part for part in SEPARATORS.split(re.sub(r"[:()]", "", key)) if part]
    shares = []
    for part in parts:
        found = RATING.fullmatch(part) or BARE.fullmatch(part)
        if not found:
            return ()
        told = {name.rstrip("1"): said for name, said in found.groupdict().items() if said}
        of = {"∑": "power", "@": "each"}.get(told.get("s", ""), "")
        of = "each" if told.get("p") else of
        shares.append(Share(current(told["c"]), None, tenths(told["w"]), of))
    is_once = len({one.current for one in shares}) == len(shares)
    return tuple(shares) if is_once else ()


def is_worded(text: str) -> bool:
    """Whether a cell says the power of piles by their current."""
    found = equipment(text)
    return bool(ratings(text)) or found is not None and found.power("each") is not None

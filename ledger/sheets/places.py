"""Where a text says that something is: a village of the county, found with certainty or asked."""

import re
import unicodedata
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from .words import Names, stem_of

BETWEEN = re.compile(r"[\s/\\\-—–_()（）\[\]【】,，、;；:：·>＞→|.]+")
CODE = re.compile(r"(?<!\d)\d{12}(?!\d)")
TOWNSHIP_CODE = re.compile(r"\d{9}(?:000)?")
ELSEWHERE = re.compile(r"^[一-鿿]{1,3}?(?:省|县(?!城)|市(?!场|民|政)|自治区|旗)")
DISTRICT = re.compile(r"^[一-鿿]{2,3}?区(?=.*(?:村|社区|镇|乡|街道))")
NO_DISTRICT = re.compile(r"(?:开|社|小|园|景|发|业|矿|校|新|务|车|厂|库|住|宅|库|山|林|郊)区$")
AFTER_STEM = re.compile(
    r"^(?:$|\||村|行政村|自然村|社区|居委|居民委|村委|村民委|委会|街道办|党支部|党群)"
)
BEFORE = set("|镇乡县区市路街道号旁侧近处组段口近沿")
SEAT = re.compile(
    r"^\|?(?:人民政府|镇政府|乡政府|政府|镇区|镇上|集镇|乡镇所在地|机关)(?:驻地|所在地)?"
)
TOWN = re.compile(r"^\|?(?:县城区?|城区|城关)(?=\|?[一-鿿])")  # 县城南街
LIKE = 0.6


@dataclass
class Place:
    """Where something is. `asked` are the codes of villages that it may be in where that is not
    certain; `fault` says why nothing was found; `elsewhere` that it is in another county."""

    township: str = ""
    village: str = ""
    at_seat: bool = False
    asked: list[str] = field(default_factory=list)
    proposal: str = ""
    fault: str = ""
    elsewhere: bool = False


class Gazetteer:
    """Finds the villages of a county in texts; each text is looked at once."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.found: dict[tuple[str, str], Place] = {}
        self.of_township: dict[str, dict[str, str]] = {code: {} for code in names.townships}
        for code, name in names.villages.items():
            self.of_township.setdefault(code[:9], {})[code] = name
        spelled = [(name, code) for code, name in names.townships.items()]
        spelled += [(name, code) for name, code in names.aliases if code in names.townships]
        swapped = [(stem_of(n) + end, c) for n, c in spelled for end in "镇乡"] + [
            (stem_of(n) + "街道", c) for n, c in spelled
        ]
        self.townships = dict(sorted({**dict(swapped), **dict(spelled)}.items(), key=by_length))
        self.stems = dict(sorted(((stem_of(n), c) for n, c in spelled), key=by_length))

    def township_of(self, text: str) -> str:
        """The township that a text names as a whole; "" where it names none."""
        key = squeezed(self.below_county(squeezed(text)))
        return self.townships.get(key, "") or self.stems.get(key, "")

    def township_before(self, text: str) -> str:
        """The township that a text begins with; "" where it begins with none."""
        return self.split(self.below_county(squeezed(text)))[0]

    def find(self, text: str, hint: str = "") -> Place:
        """The place that a text names; `hint` is the township that its row or sheet says."""
        if (text, hint) not in self.found:
            self.found[text, hint] = self._find(text, hint)
        return self.found[text, hint]

    def _find(self, text: str, hint: str) -> Place:
        key = squeezed(text)
        if code := CODE.search(key):
            return self.by_code(code.group())
        if re.fullmatch(r"\d\.\d+[eE]\+?\d+", text.strip()):
            return Place(hint, fault="是被表格改坏的区划代码（后几位已丢失），请填村名或12位代码")
        if TOWNSHIP_CODE.fullmatch(key) and key[:9] in self.names.townships:
            return Place(key[:9], asked=list(self.of_township[key[:9]]))
        rest = self.below_county(key)
        if is_elsewhere(rest) and not self.starts_here(rest):
            return Place(fault="不在本县，请核对", elsewhere=True)
        if hint and rest == stem_of(self.names.townships[hint]) and self.namesake(hint):
            return Place(hint, self.namesake(hint))
        township, rest = self.split(rest)
        if not township and (like := self.misspelt(rest)):
            return Place(like, asked=list(self.of_township[like]))
        if township and hint and township != hint:
            own, other = self.names.townships[township], self.names.townships[hint]
            return Place(fault=f"在{own}，这一行的乡（镇）却是{other}，请核对")
        return self.village_in(township or hint, rest, bool(township))

    def by_code(self, code: str) -> Place:
        """The village of a code, if the county has it."""
        if code in self.names.villages:
            return Place(code[:9], code)
        return Place(fault="不是本县村（社区）的区划代码，请核对")

    def below_county(self, key: str) -> str:
        """The text without province, city and county before it."""
        key = re.sub(rf"^[一-鿿]*?[省市]\|?{self.names.county}", self.names.county, key)
        for name in (*self.names.above, self.names.county):
            key = key.removeprefix("|").removeprefix(name)
        short = self.names.county[:-1]
        if key.startswith(short) and self.starts_here(key.removeprefix(short)):
            key = key.removeprefix(short)
        return TOWN.sub("", key).removeprefix("|")

    def starts_here(self, key: str) -> bool:
        """Whether a text begins with a township of the county."""
        return any(key.startswith(name) for name in self.townships)

    def split(self, key: str) -> tuple[str, str]:
        """(township, the rest after it); ("", all of it) where none is named at its beginning."""
        for table in (self.townships, self.stems):
            for name, code in table.items():
                if key.startswith(name):
                    rest = key.removeprefix(name)
                    is_set_apart = not rest or rest.startswith("|")
                    whole = table is self.townships or is_set_apart
                    if whole or self.names_village(code, rest):
                        return code, rest.removeprefix("|")
        return "", key

    def misspelt(self, rest: str) -> str:
        """The township that a text nearly names, 薛圪囵乡 for 薛圐圙乡; "" where none is near."""
        found = re.match(r"[一-鿿]{2,4}[乡镇]", rest)
        if not found or found.group() in self.names.villages.values():
            return ""
        scored = {
            name: SequenceMatcher(None, found.group(), name).ratio() for name in self.townships
        }
        best = max(scored, key=lambda name: scored[name], default="")
        return self.townships[best] if best and scored[best] >= LIKE else ""

    def names_village(self, township: str, rest: str) -> bool:
        """Whether what follows a township's bare stem is one of its villages: by its full name at
        the beginning, or without 村 where nothing else follows, 岱岳七里沟."""
        rest = rest.lstrip("|")
        villages = self.of_township[township].values()
        return any(rest.startswith(name) or rest == stem_of(name) for name in villages)

    def namesake(self, township: str) -> str:
        """The village called as its township is, 下喇叭村 of 下喇叭乡; "" where there is none."""
        stem = stem_of(self.names.townships[township])
        of_it = self.of_township[township].items()
        return next((code for code, name in of_it if stem_of(name) == stem), "")

    def village_in(self, township: str, rest: str, said: bool) -> Place:
        """The village that the rest of a text names, in a township or in the county."""
        villages = self.of_township.get(township, {}) if township else self.names.villages
        if seat := SEAT.match(rest):  # 镇区北街社区
            within = self.named(rest[seat.end() :].lstrip("|"), villages) if township else []
            if len(within) == 1:
                return Place(township, within[0], at_seat=True)
        if not rest or seat:
            if not township or not said:
                return Place(township, fault="没有写所在村（社区）" if not rest else "")
            namesake = self.namesake(township) if rest else ""
            proposal = f"{namesake}+seat" if namesake else ""
            return Place(township, at_seat=bool(rest), asked=list(villages), proposal=proposal)
        certain = self.named(rest, villages)
        if len(certain) == 1:
            return Place(certain[0][:9], certain[0])
        if certain:
            return Place(township, asked=certain)
        likely = sorted(
            ((likeness(rest, name), code) for code, name in villages.items()), reverse=True
        )
        close = [code for score, code in likely if score >= LIKE][:12]
        if township and (said or close):
            proposal = close[0] if close else ""
            return Place(township, asked=list(villages), proposal=proposal)
        if close:
            return Place(township, asked=close, proposal=close[0])
        return Place(township, fault="没有找到这个村（社区），请填带乡（镇）的全称或12位区划代码")

    def named(self, rest: str, villages: dict[str, str]) -> list[str]:
        """The codes of the villages that a text names: by full name at its beginning or after a
        word's end, else by the name without 村 where nothing else follows it."""
        full = {name for name in villages.values() if at_boundary(rest, name)}
        full = {name for name in full if not any(name != n and name in n for n in full)}
        if full:
            return [code for code, name in villages.items() if name in full]
        short = {
            stem
            for stem in map(stem_of, villages.values())
            if rest.startswith(stem) and AFTER_STEM.match(rest.removeprefix(stem))
        }
        longest = max(short, key=len, default="")
        return [code for code, name in villages.items() if longest and stem_of(name) == longest]


def squeezed(text: str) -> str:
    """A place's text with one mark for whatever stands between its parts."""
    return BETWEEN.sub("|", unicodedata.normalize("NFKC", text).strip()).strip("|")


def is_elsewhere(rest: str) -> bool:
    """Whether a text, below province and city, begins with another county: 应县, 朔城区."""
    district = DISTRICT.match(rest)
    other = district and not NO_DISTRICT.search(district.group())
    return bool(ELSEWHERE.match(rest) or other)


def at_boundary(text: str, name: str) -> bool:
    """Whether a name stands at the beginning of a text or behind a word's end: 王庄村 does not in
    北王庄村."""
    place = text.find(name)
    return place == 0 or (place > 0 and (text[place - 1] in BEFORE or text[place - 1].isdigit()))


def likeness(text: str, name: str) -> float:
    """How much a text's beginning looks like a village's name, from 0 to 1."""
    stem = stem_of(name)
    if stem and text.startswith(stem):
        return 0.9
    if name in text or (len(stem) > 1 and stem in text):
        return 0.8
    return SequenceMatcher(None, text[: len(name)], name).ratio()


def by_length(pair: tuple[str, str]) -> int:
    """So that the longer of two names that contain each other is looked for first."""
    return -len(pair[0])

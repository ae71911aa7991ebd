"""What heads and words mean: the table of synonyms (fixtures/words.json) with the names of the
plan."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cached_property
from pathlib import Path
from typing import Any

from .currents import RATED, current_of, of_model, of_power
from .heads import BRACKETS, head_key, of_halves, unit_of
from .measures import in_two
from .served import served
from .values import folded

TABLE = Path(__file__).resolve().parent.parent.parent / "fixtures" / "words.json"
ORGANS = re.compile(r"(?:人民)?政府$|管委会$|管理委员会$|委员会$")
OF_CURRENT = re.compile(r"([^()]+)\((?:([直交])流?|([快慢])充?)桩?\)(?:\(台\)|/台)?")
THERE = re.compile(r"(?:已|实际|现)*(?:建成|完成|安装|投运|投用|有|保有)数?量?")
COUNTED = ("dc", "ac", "piles")
BAND = re.compile(  # of powers: 60～120kW, 120kW及以上, ≤60kW
    r"(?:[≤≥<>＜＞]=?|小于|大于|不超过|低于|高于)?(?:\d+(?:\.\d+)?(?:kw|千瓦)?[~至—–-])?\d+(?:\.\d+)?(?:kw|千瓦)"
    r"(?:\(?不?含\)?)?(?:[及或]?以[上下内])?(?:\(?不?含\)?)?"
)
SIDES = re.compile(
    r"(?:[上下]行|[东西南北左右]|内|外)(?:区|侧|行|向|线|幅|面|边|服务区)?|第?[一二三四\d]期"
)
# who did something with the list, and when: 排查人：, 复核时间：
SIGNED = r"(?:[一-鿿]{2,3}(?:人员?|领导|时间|日期)|[一-鿿]{0,10}(?:签[字章名]|盖章))(?:\([^()]*\))?"
YES_OR_NO = re.compile(r"([^()]+)\([^()]*是[^()]*否[^()]*\)")
HOW_MANY = re.compile(r"(.*?)(?:一共|共)?(?:有|装了?|建了?)?(?:几|多少)[台个根把]?(.*)")
OF_GUNS = re.compile(r"(?:充电)?枪[a-z\d]?口?的?(?:最大|额定|输出)*(?:功率|电压|电流)$")
OF_THE_MOMENT = re.compile(
    r"(?:当前|实时)?(?:空闲|占用|充电中|使用中|可用|离线|在线)(?=.*[桩枪充流台数])"
)
DAY_PARTS = ("年", "月", "日")  # of a day in columns of their own
CREDIT_NONE, OWN = "none", "own"


@dataclass(frozen=True)
class Names:
    """The names of the plan and of who is signed in; codes as the plan has them."""

    county: str  # with 县
    above: tuple[str, ...]  # province and city, as addresses begin; the fixtures know them too
    townships: dict[str, str]  # code of nine digits to name
    villages: dict[str, str]  # code of twelve digits to name
    kinds: dict[str, str]  # code to name of the sorts of places that may be picked
    rows: dict[str, str]  # code to name of the rows of the quotas
    # (name, code) of townships and rows by other names
    aliases: tuple[tuple[str, str], ...] = ()
    # (village code, folded name) of sites that the ledger has, whose sort is known
    sites: frozenset[tuple[str, str]] = frozenset()
    tables: tuple[str, ...] = ()  # what plans call their tables of quotas
    home: str = ""  # the township of who is signed in, where there is one


@dataclass(frozen=True)
class Meaning:
    """What a word means: a code, and whether that is certain or only likely."""

    code: str = ""
    certain: bool = False


class Vocabulary:
    """The synonyms with the names of a plan; every lookup is of folded text."""

    def __init__(self, words: dict[str, Any], names: Names) -> None:
        self.words, self.names = words, names
        self.heads: dict[str, str] = {
            head_key(word): name for name, found in words["heads"].items() for word in found
        }
        self.unused = {head_key(word) for word in words["unused"]}
        for table in names.tables:
            said = {head_key(table), head_key(f"计入{table}")} - self.unused
            self.heads |= dict.fromkeys(said, "credited_to")
        pieces: dict[str, str] = words["pieces"]
        self.composed: dict[str, re.Pattern[str]] = {
            name: re.compile(re.sub(r"{(\w+)}", lambda one: pieces[str(one[1])], "".join(parts)))
            for name, parts in words["composed"].items()
        }
        self.carried = {folded(word) for word in words["carried"]}
        self.totals = {folded(word) for word in words["totals"]}
        self.read_heads: dict[str, str | None] = {}
        self.read_totals: dict[str, bool] = {}
        self.read_words: dict[tuple[str, str], Meaning] = {}
        self.known = {
            name: {
                folded(word): Meaning(code, certain)
                for certain, table in ((False, words["likely"]), (True, words["values"]))
                for code, found in table.get(name, {}).items()
                for word in found
            }
            for name in words["values"]
        }
        self.known["kind"] |= {
            folded(name): Meaning(code, True) for code, name in names.kinds.items()
        }

    def head(self, text: str) -> str | None:
        """The field that a head names, "" for one that is known and not needed, None for one that
        is not known. Heads of several rows are joined by ｜, the general one first."""
        if text not in self.read_heads:
            self.read_heads[text] = self._head(text)
        return self.read_heads[text]

    def named_heads(self, texts: list[str], enough: int) -> set[str]:
        """The fields that the texts of a row name; it may be fewer where they are not `enough`, as
        most rows of a list are the rows above but for two words."""
        found = {self.read_heads[text] for text in texts if text in self.read_heads} - {None, ""}
        new = sorted((text for text in texts if text not in self.read_heads), key=len)
        while new and len(found) + len(new) >= enough:
            found |= {self.head(new.pop())} - {None, ""}  # the longest is the least likely
        return {name for name in found if name}

    def _head(self, text: str) -> str | None:
        if not text.strip("｜ "):
            return None
        parts = [part for part in text.split("｜") if part]
        general, last = "".join(map(head_key, parts[:-1])), parts[-1]
        if general and head_key(last) in self.totals:  # 充电桩｜合计
            return self._head("｜".join(parts[:-1]))
        if general and self.is_part(last) and (name := self.named(general)) in COUNTED:
            return of_power(last) or name if name == "piles" else name  # 充电桩数量｜120kW
        if last in DAY_PARTS and self.named(general) == "on":
            return "on"
        if unit_of(last) == "台":
            if head_key(last) in self.totals:  # 累计（台）
                return "piles"
            if THERE.fullmatch(head_key(last)):  # 已建成（台）
                return self.in_context("piles", general, "台")
            if self.is_part(last):  # 120kW双枪（台）, 上行（台）
                return self.in_context(of_power(last) or "piles", general, "台")
        if divided := OF_CURRENT.fullmatch(folded(text)):  # 桩数（直流）
            what, of_current, of_speed = divided.groups()
            name = self.named(what)
            current = "dc" if of_current == "直" or of_speed == "快" else "ac"
            return current if name == "piles" else name
        if asked := YES_OR_NO.fullmatch(folded(last)):  # 公用（1是2否）
            is_nature = self.named(asked[1]) is None and self.meaning("nature", asked[1]).certain
            return "nature" if is_nature else self.named(asked[1])
        if re.fullmatch(r"[^()（）]+[(（][东西南北经纬]+度?[)）]", last):  # 坐标（纬度）
            last = re.split(r"[(（)）]", last)[1]
            return self.named(last)
        for whole in ("".join(parts), "".join(parts[-2:]), last):
            if (name := self.named(whole)) and in_two(whole, self.heads):
                return name
            if name is not None:
                name = of_power(last) or name if name == "piles" else name
                return self.in_context(name, general, unit_of(last)) if name else ""
        if general and last.isascii():  # the same again in the industry's own words
            return self._head("｜".join(parts[:-1]))
        return None

    def is_part(self, head: str) -> bool:
        """Whether a head tells nothing of what a column counts but which part it is: of a power, on
        a side of the road, of a phase."""
        key = folded(BRACKETS.sub("", head))
        rest = re.sub("|".join(self.words["makes"]), "", RATED.sub("", BAND.sub("", key)))
        return bool(SIDES.fullmatch(key)) or bool(key) and rest in ("", "式", "机")

    def named(self, text: str) -> str | None:
        """The field that a single head names, with or without what it is said of: 场站上线时间,
        直流枪数."""
        for key in (folded(text), head_key(text)):
            if key in self.heads:
                return self.heads[key]
            if key in self.unused:
                return ""
        if name := in_two(text, self.heads):
            return name
        if OF_THE_MOMENT.match(head_key(text)) or OF_GUNS.match(head_key(text)):
            return ""
        return self.put_together(head_key(RATED.sub("", folded(text)) or text))

    def put_together(self, key: str) -> str | None:
        """The field of a head that people put together of a known one and what it is said of."""
        if self.heads.get(key) in COUNTED:  # 120kW直流桩
            return self.heads[key]
        if divided := re.match(r"(?:其中)?(?:直流|交流|[快慢超]充)桩?的?(?=.)", key):
            name = self.named(key[divided.end() :])
            if name in ("connectors", "power", "each", "wattage"):
                return name
        if asked := HOW_MANY.fullmatch(key):  # 公用桩几台
            name = self.named(re.sub("公共|公用|的$", "", "".join(filter(None, asked.groups()))))
            return name if name in (*COUNTED, "connectors") else None
        public = re.fullmatch(r"(已建|建成|现有|累计|)(?:公共|公用)(.+)", key)
        if public and (public.group(1) or public.group(2)[0] in "直交快慢"):
            name = self.named("".join(public.groups()))
            return name if name in COUNTED else None  # 公共直流桩, 已建公共桩数
        if summed := re.fullmatch(r"(.+?)(?:合计|总计|小计|总数)", key):
            name = self.named(summed.group(1))
            if name in (*COUNTED, "connectors"):
                return name
        for name, form in self.composed.items():
            if form.fullmatch(key):
                return name
        bare = [key.removeprefix(word) for word in self.words["qualifiers"] if key.startswith(word)]
        bare += [re.sub("|".join(self.words["makes"]), "", key), key.removesuffix("名称")]
        for rest in bare:
            if len(rest) > 1 and rest != key and (name := self.named(rest)) is not None:
                return name
        return of_halves([self.heads.get(half) for half in re.split(r"[/或]", key)])

    def in_context(self, name: str, general: str, unit: str) -> str | None:
        """The field under a general head: 直流 under 充电枪 counts guns, in kilowatts it is power;
        under a nature's head it is not known what it adds up to."""
        if name in COUNTED:
            if re.search(r"专用|私人|个人|自用", general):
                return None
            if re.search(r"枪|接口|端口", general) or unit in ("枪", "把"):
                return "connectors"
            if re.search(r"功率|容量", general) or unit in ("kw", "千瓦", "mw", "兆瓦"):
                return "each" if re.search(r"单|每", general) else "power"
            if re.search(r"计划|规划|拟建|在建|车位", general):
                return None
        if name == "wattage" and re.search(r"/(?:台|桩)$", unit):
            return "each"
        return name

    def meaning(self, name: str, text: str) -> Meaning:
        """What a word says in a field; no code where nobody knows. Thousands of rows say the
        same."""
        if (name, text) not in self.read_words:
            self.read_words[name, text] = self._meaning(name, text) if text else Meaning()
        return self.read_words[name, text]

    def _meaning(self, name: str, text: str) -> Meaning:
        if name == "credited_to":
            return self.row_of(text)
        known = self.known.get(name, {})
        key = folded(text)
        forms = [key, folded(BRACKETS.sub("", text)), re.sub(r"[桩站类]$|^正常|正常$", "", key)]
        if name == "nature":
            forms.append(re.sub(r"(?:汽车)?(?:充电)?(?:设施|设备|桩|站)$", "", key))
        for form in forms:
            if form in known:
                return known[form]
        if name == "current" and (code := current_of(key) or of_model(key)):
            return Meaning(code, True)
        if name == "current" and re.search("[直快]", key) and re.search("[交慢]", key):
            return Meaning()  # 直流、交流: which of both is not likely
        if name == "status" and (code := self.gone(text) or self.awaited(text)):
            return Meaning(code)
        if name == "nature" and (code := served(key)):
            return Meaning(code, code == "dedicated")
        return Meaning(
            self.told(key, self.words["hints"].get(name, {})) or self.likeness(key, known)
        )

    def answered(self, name: str, text: str, head: str) -> str:
        """What 是 and 否 say under a head that asks: 公共 under 是否对外开放."""
        table: dict[str, str] = self.words["asks"].get(name, {})
        for about, told in self.words["asks_otherwise"].get(name, {}).items():
            table = told if about in head else table
        meaning = self.known["station"].get(folded(text), Meaning()).code
        return table.get({"yes": "是", "no": "否"}.get(meaning, ""), text)

    def decoded(self, name: str, text: str) -> str:
        """The word of a code by which operators' platforms say it, 建设场所 1 as 居民区."""
        return str(self.words["codes"].get(name, {}).get(text, text))

    def likeness(self, key: str, known: dict[str, Meaning]) -> str:
        """The code of the word that looks most like another, as a proposal only."""
        if key.isdigit():
            return ""
        scored = [
            (SequenceMatcher(None, key, word).ratio(), meaning.code)
            for word, meaning in known.items()
            if set(word) & set(key)
        ]
        best = max(scored, default=(0.0, ""))
        return best[1] if best[0] >= 0.6 else ""

    @cached_property
    def row_names(self) -> dict[str, str]:
        """Folded name to row of the quotas, with and without the county before it and 政府 after
        it."""
        pairs = [(name, code) for code, name in self.names.rows.items()]
        pairs += [(name, code) for name, code in self.names.aliases if code in self.names.rows]
        found = {bare(name, self.names.county): code for name, code in pairs}
        stems = [(stem_of(name), code) for code, name in self.names.townships.items()]
        found.update((stem, code) for stem, code in stems if code in self.names.rows)
        return {**{folded(name): code for name, code in pairs}, **found}

    def row_of(self, text: str) -> Meaning:
        """The row of the quotas that a text names."""
        key, short = folded(text), bare(text, self.names.county)
        for form in (key, short):
            if form in self.row_names:
                return Meaning(self.row_names[form], True)
            known = self.known["credited_to"].get(form)
            if known and (known.code in self.names.rows or known.code in (CREDIT_NONE, OWN)):
                return known
        return Meaning()

    def is_total(self, text: str) -> bool:
        """Whether a cell says that its row adds up others: 岱岳镇小计, 合计（台）."""
        if text not in self.read_totals:
            self.read_totals[text] = self._is_total(text)
        return self.read_totals[text]

    def _is_total(self, text: str) -> bool:
        key = folded(BRACKETS.sub("", text)).strip(":：、。 ")
        key = re.sub(r"^[一二三四五六七八九十\d]+[、.]", "", key)
        if not key or len(key) > 20:
            return False
        if re.match(r"(?:共计?|合计|总计|小计|总共|共有)\d+", key):
            return True
        if key.endswith("计") and key[:-1] in self.organs:  # 岱岳镇计
            return True
        return key in self.totals or any(
            key.endswith(word) or key.startswith((word + ":", word + "：")) for word in self.totals
        )

    @cached_property
    def organs(self) -> set[str]:
        """What a total may be of: the townships, in full and in short, and the whole."""
        names = {folded(name) for name in self.names.townships.values()}
        return names | {stem_of(name) for name in names} | {"全县", "全乡", "全镇", "全市"}

    def begins(self, kind: str, text: str) -> bool:
        """Whether a cell begins as a note (notes) or a signature (signatures) does."""
        return bool(self.beginnings[kind].match(folded(text)))

    @cached_property
    def beginnings(self) -> dict[str, re.Pattern[str]]:
        """How notes, signatures and lines of units begin, by what they are."""
        ends = r"(?:[\d一二三]?[:：、.)）】\]]|$)"
        found = {
            kind: "|".join(re.escape(folded(word)) for word in self.words[kind])
            for kind in ("notes", "signatures", "units")
        }
        found["signatures"] += rf"|{SIGNED}(?=[:：])"
        return {
            kind: re.compile(rf"[（(【\[※*★]?(?:{words}){ends}") for kind, words in found.items()
        }

    def gone(self, text: str) -> str:
        """The status that a note tells of a site, 2024年已拆除; "" where it tells none."""
        return self.told(text, self.words["gone"])

    def awaited(self, text: str) -> str:
        """building or planned, where a text says so of a day or a state: 预计2026年3月."""
        return self.told(text, self.words["awaited"])

    def without_a_day(self, text: str) -> str:
        """building or planned, where the remark of a row without a day says why it has none."""
        held_up = any(word in text for word in self.words["held_up"])
        return self.gone(text) or self.awaited(text) or ("planned" if held_up else "")

    def is_resumed(self, text: str) -> bool:
        """Whether a remark tells that a site was put right again, 已恢复."""
        words = "|".join(self.words["resumed"])
        return bool(re.search(rf"(?<![不未没无待等])(?:{words})", text))

    def told(self, text: str, table: dict[str, list[str]]) -> str:
        """The code whose words a text has, and does not deny."""
        for code, words in table.items():
            for word in words:
                if word in text and not re.search(rf"[不未没无].?{word}", text):
                    return code
        return ""


def stem_of(name: str) -> str:
    """A township or village without what it is: 岱岳 of 岱岳镇, 北街 of 北街社区."""
    return re.sub(r"(?:镇|乡|街道|村|社区|居委会)$", "", name)


def bare(text: str, county: str) -> str:
    """A unit's name without county before it and 政府 after it, folded."""
    key = folded(text)
    for prefix in (county, county[:-1], "县"):
        if key.startswith(prefix) and len(key) > len(prefix) + 1:
            key = key.removeprefix(prefix)
            break
    return ORGANS.sub("", key) or key


def load(names: Names) -> Vocabulary:
    """The vocabulary of the fixtures with the names of a plan."""
    words = json.loads(TABLE.read_text(encoding="utf-8"))
    return Vocabulary(words, replace(names, above=(*names.above, *words["above"])))


def unplanned() -> Vocabulary:
    """The vocabulary without a plan: what is a total, a note or a signature."""
    return load(Names("", (), {}, {}, {}, {}))


def folded_pairs(sites: Iterable[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """(village code, name) of known sites as `Names.sites` wants them."""
    return frozenset((village, folded(name)) for village, name in sites)

"""What a column whose head nobody knows is taken for, by its values."""

import re
from dataclasses import dataclass

from .currents import ONE_RATING, current_of, of_ratings
from .equipment import equipment, is_worded, ratings
from .heads import head_key
from .layout import column
from .measures import first_of, measures
from .places import Gazetteer
from .settled import COUNTS, POWERS, Table
from .sheet import Sheet
from .values import PIECES, Unclear, day, folded, plain, rated, tenths
from .words import Vocabulary

OF_PLACE = re.compile(r"(?:[场站点院店馆园所楼]|中心|期数|机构)$")  # 停保场, for sites' names
OF_PILES = re.compile("充电|桩")
GUESSED = ("current", "nature", "kind", "status", "village", "on", "piles")  # as values show
OF_SORT = re.compile(r"(?:类型|类别|性质|属性|用途|范围|对象)$")  # ends what may tell a nature
OF_POWER = re.compile(r"功率|kw(?!h)|千瓦(?!时)", re.I)
NO_POWER = re.compile(r"枪|终端|接口|变压器|等级|模块|元|补贴|价|电量")
CHAINAGE = re.compile(r"[a-z]*\d+\+\d+(?:\.\d+)?")  # along a road, K512+300
OF_BOTH = re.compile(r"桩.*[/、（(].*枪|台[/、]枪")
BOTH = re.compile(r"(\d+)[台个桩]*[/、(](\d+)[把个枪]*\)?")
IN_WORDS = re.compile(
    r"(\d+)[台个]?(?:充电)?桩[/、,(]?(?:共|配)?(\d+)[把个]?(?:充电)?枪\)?"
)  # 2桩4枪
OF_CURRENT = re.compile(
    r"(?:新能源|电动|汽车)*(?:[直交]流|[快慢]充)(?:[快慢]充|一体机?|[单双]枪|充电)*[桩机枪]?(?:设备|设施)?"
)
DISTRICTS = ("区", "市区", "区域", "行政区")  # heads that may say a county
HOST = "host"  # why a column of who has the piles names the sites
MOSTLY, HALF = 0.8, 0.5


@dataclass(frozen=True)
class Within:
    """The villages of the county, and by their bare names those of the table's own township."""

    gazetteer: Gazetteer
    township: str

    def has(self, text: str) -> bool:
        """Whether a text names a village."""
        return bool(self.gazetteer.find(text, self.township).village)


def guess_columns(table: Table, sheet: Sheet, vocabulary: Vocabulary, gazetteer: Gazetteer) -> None:
    """Take columns whose heads nobody knows for what their values show, where nothing else says
    it; a host of piles, 单位, for the site where there is a place beside it."""
    home = next((value for _, name, value in table.sections if name == "township"), "")
    places = Within(gazetteer, home)
    for place, head in enumerate(table.heads):
        take_as_told(table, sheet, place, vocabulary)
        if is_host(table, sheet, place, vocabulary):
            table.fields[place], table.why[place] = "site", HOST
        if table.fields[place] or not head:
            continue
        texts = [text for text in column(table, sheet, place) if plain(text)]
        is_unused = bool(table.why[place])  # 设备名称 may yet say 直流充电桩
        for name in GUESSED[:1] if is_unused else GUESSED:
            # beside a number of piles 快充2台，慢充3台 says what they are
            field = "current" if name == "piles" and "piles" in table.fields else name
            if name == "on" and not OF_PILES.search(head) and has_better_days(table, sheet, place):
                continue
            if field not in table.fields and texts and shows(name, texts, vocabulary, places):
                table.fields[place], table.why[place] = field, "values"
                break
        if not table.fields[place]:
            take_as_likely(table, place, texts, vocabulary)


def has_better_days(table: Table, sheet: Sheet, place: int) -> bool:
    """Whether another column that nobody knows has days, and says that they are of the piles."""
    others = (
        column(table, sheet, other)
        for other, head in enumerate(table.heads)
        if other != place and not table.fields[other] and OF_PILES.search(head)
    )
    return any(texts and are_days(texts) for texts in others)


def take_as_likely(table: Table, place: int, texts: list[str], vocabulary: Vocabulary) -> None:
    """Take a column for what head and values make likely together: natures under 充电站类型, of
    which each is asked, kilowatts under 功率配置, models with their power."""
    fields, head, name = set(table.fields), table.heads[place], ""
    hints = vocabulary.words["hints"]["nature"]
    if not table.why[place] and "nature" not in fields and OF_SORT.search(head_key(head)):
        name = "nature" if texts and all(vocabulary.told(text, hints) for text in texts) else ""
    first = first_of(head)
    if first and texts and not set(COUNTS) & fields:  # 规模（台×千瓦）: 4×60
        name = "piles" if all(measures(text, first) for text in texts) else name
    if not name and not POWERS & fields:
        is_power = OF_POWER.search(head) and not NO_POWER.search(head)
        is_model = re.search("规格|型号|机型", head)
        if is_model and (are_models(texts) or texts and all(map(ratings, texts))):
            name = "each"
        elif is_power and not table.why[place] and texts and all(map(is_kilowatts, texts)):
            name = "wattage"
    if name:
        table.fields[place], table.why[place] = name, "values"


def is_kilowatts(text: str) -> bool:
    """Whether a text says a power that piles may have, 120kW or 2×60+7, or 直流60kW，交流7kW."""
    try:
        return is_worded(text) or bool(tenths(text))
    except Unclear:
        return False


def take_as_told(table: Table, sheet: Sheet, place: int, vocabulary: Vocabulary) -> None:
    """Take a column whose values say another thing than its head for what they say."""
    texts = [text for text in column(table, sheet, place) if plain(text)]
    name, head = table.fields[place], table.heads[place]
    if name in ("site", "guns_each") and texts and all(map(is_current, texts)):
        is_free = not {"current", "dc", "ac"} & set(table.fields)  # 设施名称: 直流桩
        table.fields[place], table.why[place] = "current" if is_free else "", "values"
    elif name == "status" and "on" not in table.fields and are_days(texts):
        table.fields[place] = "on"  # 投运情况: 2024年5月1日投运
    elif tells_instead(table, sheet, place):
        table.fields[place], table.why[place] = "piles", "values"
    elif name == "connectors" and tells_both(table, sheet, place):
        table.fields[place] = (
            vocabulary.head(re.sub(r"[/、（(][^/、（(]*枪.*$", "", head)) or "connectors"
        )
    elif name in POWERS and texts and all(map(current_of, texts)) and are_models(texts):
        table.fields[place], table.why[place] = "each", "values"  # 120kW直流
    elif not name and head_key(head) in DISTRICTS and are_counties(texts, vocabulary.names.county):
        table.fields[place], table.why[place] = "county", "values"
    elif name == "pile_code" and texts and all(CHAINAGE.fullmatch(folded(one)) for one in texts):
        table.fields[place], table.why[place] = "", "values"
    elif is_other_place(table, place, texts, vocabulary):
        table.fields[place] = ""
    elif name == "kind" and "nature" not in table.fields and texts:  # 场站类型: 公共站
        are_natures = all(vocabulary.meaning("nature", text).certain for text in texts)
        table.fields[place] = "nature" if are_natures else "kind"


def are_counties(texts: list[str], own: str) -> bool:
    """Whether texts are names of counties and districts, one's own among them."""
    return own in texts and all(re.fullmatch(r"[一-鿿]{1,6}[县区市旗]", text) for text in texts)


def is_other_place(table: Table, place: int, texts: list[str], vocabulary: Vocabulary) -> bool:
    """Whether a column that may name sorts of places, 场所, names the places themselves, beside a
    column of their sorts and with no other of their names."""
    is_free = table.fields[place] == "kind" and table.fields.count("kind") > 1
    if not is_free or "site" in table.fields or OF_SORT.search(head_key(table.heads[place])):
        return False
    return bool(texts) and not any(vocabulary.meaning("kind", one).certain for one in texts)


def is_host(table: Table, sheet: Sheet, place: int, vocabulary: Vocabulary) -> bool:
    """Whether a column names who has the piles, in a list that names no sites: a unit, or one
    enterprise a row."""
    if "site" in table.fields or not {"address", "village"} & set(table.fields):
        return False
    texts, key = column(table, sheet, place), head_key(table.heads[place])
    if any(is_no_host(text, vocabulary) for text in texts):
        return False
    if table.fields[place] == "operator":
        return key == "企业名称" and len(set(texts)) == len(texts)
    at = next(table.fields.index(one) for one in ("address", "village") if one in table.fields)
    return not table.fields[place] and (
        key in vocabulary.words["hosts"]
        or bool(OF_PLACE.search(key))
        and are_names(texts, column(table, sheet, at))
    )


def are_names(texts: list[str], places: list[str]) -> bool:
    """Whether each row has a name of its own, or shares it with rows of the same place only."""
    if not all(map(plain, texts)) or any(one.isdigit() or is_in_time(one) for one in texts):
        return False
    names = set(texts)
    return len(names) in (len(texts), len({*zip(texts, places, strict=True)}))


def are_days(texts: list[str]) -> bool:
    """Whether most texts of a column are days."""
    return sum(is_in_time(text) for text in texts) > HALF * len(texts)


def is_in_time(text: str) -> bool:
    """Whether a text is a day or a month in which a pile may have come into service."""
    try:
        return "2010" <= "".join(day(text)) < "2100"  # a code in eight digits may be a day of 3201
    except Unclear:
        return False


def is_current(text: str) -> bool:
    """Whether a text is direct or alternating piles and no name."""
    return bool(OF_CURRENT.fullmatch(folded(text)))


def are_models(texts: list[str]) -> bool:
    """Whether texts name models of piles with the power of each, GWC-120kW/双枪."""
    return bool(texts) and all(len(ONE_RATING.findall(folded(text))) == 1 for text in texts)


def is_no_host(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text is no name of who has piles: 台 under 单位, 公共充电桩 under 项目."""
    return is_piece(text) or vocabulary.meaning("nature", text).certain


def is_piece(text: str) -> bool:
    """Whether a text is a unit in which things are counted."""
    return len(plain(text)) == 1 and plain(text) in PIECES


def tells_instead(table: Table, sheet: Sheet, place: int) -> bool:
    """Whether a column called a state, 建设情况, tells what was built, and nothing counts it."""
    if table.fields[place] != "status" or set(COUNTS) & set(table.fields):
        return False
    texts = [text for text in column(table, sheet, place) if plain(text)]
    said = sum(bool(equipment(text)) for text in texts)
    return said > 0 and said >= MOSTLY * len(texts)


def tells_both(table: Table, sheet: Sheet, place: int) -> bool:
    """Whether a column says its piles with their guns behind them, 2（4）."""
    texts = [plain(text) for text in column(table, sheet, place) if plain(text)]
    return bool(texts and OF_BOTH.search(table.heads[place]) and all(map(both_of, texts)))


def counts_both(head: str, texts: list[str]) -> bool:
    """Whether a column says its guns behind its piles, by its head or by a cell in words."""
    return bool(OF_BOTH.search(head)) or any(IN_WORDS.fullmatch(folded(text)) for text in texts)


def both_of(text: str) -> tuple[int, int] | None:
    """(piles, guns) of a cell that says both, 2/4 or 2桩4枪."""
    found = BOTH.fullmatch(plain(text)) or IN_WORDS.fullmatch(folded(text))
    return (int(found[1]), int(found[2])) if found else None


def shows(name: str, texts: list[str], vocabulary: Vocabulary, places: Within) -> bool:
    """Whether nearly all texts of a column are what a field says; of equipment, half of them."""
    share = HALF if name == "current" else MOSTLY
    return sum(is_a(name, text, vocabulary, places) for text in texts) >= share * len(texts)


def is_a(name: str, text: str, vocabulary: Vocabulary, places: Within) -> bool:
    """Whether a text is what a field says."""
    if name == "on":
        return not re.fullmatch(r"\d{5,6}(\.\d+)?", text) and is_in_time(text)
    if name == "piles":
        is_told = equipment(text) or rated(text) or of_ratings(text) or measures(text)
        return bool(is_told or IN_WORDS.fullmatch(folded(text)))
    if name == "status":  # 东停保场 stops nothing
        is_word = not re.fullmatch(r"[\d.]+|是|否|.*[场站点村院区店馆园路街楼]", text)
        return is_word and bool(vocabulary.meaning(name, text).code)
    if name == "village":
        return not text.isdigit() and places.has(text)
    return not re.fullmatch(r"[\d.]+|是|否", text) and vocabulary.meaning(name, text).certain

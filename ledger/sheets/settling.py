"""What is settled about a file before a row is read: proposed from its heads, its values, and the
sender's last file."""

import re

from . import layout
from .currents import current_of
from .equipment import equipment
from .following import follow, signature
from .grid import Grid
from .guessing import guess_columns
from .headless import headless
from .heads import head_key
from .layout import column
from .leaving_out import BICYCLE
from .moments import leave_out_earlier
from .numbered import has_piles_apart, is_numbered, number_piles
from .overlapping import NO_CHARGING, NO_PILES, leave_out_repeated, lend_stations
from .places import Gazetteer
from .planned import is_planned, set_aside_planned
from .settled import COUNTS, FIELDS, PILE, SITE, Settlement, Table
from .sheet import Sheet
from .spreading import count_by_rating, leave_out_sums, spread
from .values import Unclear, count, folded, plain
from .words import DAY_PARTS, Vocabulary

SIZES = (*COUNTS, "current", "pile_code", "gun_code", "connectors", "power", "each", "wattage")
SUMMED = ("connectors", "power")  # whose columns for 直流 and 交流 are added up
DIVIDED = ("each", "wattage")  # whose columns for 直流 and 交流 are told apart
JOINED = ("explanation",)
TICKED = "ticked"  # why a column of ticks says the word of its head
TICKS = {"√", "✓", "✔", "☑", "是", "有"}
CHARGING = re.compile(
    r"充|[快慢]的|换电|桩|直流|交流|快慢|(?<!油)[枪槍]|charg|station|dcfc|connector", re.I
)
OF_PILES = re.compile(r"桩|枪|台数|直流|交流|[快慢超]充")


def propose(
    sheets: list[Sheet], vocabulary: Vocabulary, earlier: Settlement | None = None
) -> Settlement:
    """The settlement that the file itself, or else the sender's `earlier` one, gives."""
    settlement, gazetteer = Settlement(), Gazetteer(vocabulary.names)
    settlement.heads = dict(earlier.heads) if earlier else {}
    for sheet in sheets:
        chosen = settlement.heads.get(sheet["name"])
        tables, loose = layout.tables(sheet, vocabulary, gazetteer, chosen)
        if not tables and (lent := headless(sheet, settlement.tables, vocabulary, gazetteer)):
            tables, loose = [lent], []
        for table in tables:
            settle_columns(table, sheet, vocabulary, gazetteer)
            settle_reading(table, sheet, vocabulary)
            set_aside_planned(table)
        settlement.tables += tables
        settlement.skipped += loose
    leave_out_repeated(settlement.tables, sheets)
    lend_stations(settlement.tables, sheets)
    settlement.signature = signature(settlement)
    if earlier:
        follow(settlement, earlier)
    settlement.what = "" if settlement.is_list else what_it_is(settlement)
    return settlement


def settle_columns(
    table: Table, sheet: Sheet, vocabulary: Vocabulary, gazetteer: Gazetteer
) -> None:
    """One field for each column: of several that say the same, the best named, or each apart."""
    take_ticked(table, sheet, vocabulary)
    count_by_rating(table, sheet)
    leave_out_earlier(table, vocabulary)
    spread(table, sheet, vocabulary)
    leave_out_sums(table, sheet)
    number_piles(table, sheet)
    guess_columns(table, sheet, vocabulary, gazetteer)
    name_guns(table)
    for name in set(table.fields) - {""}:
        places = [place for place, field in enumerate(table.fields) if field == name]
        if TICKED in {table.why[place] for place in places}:
            continue
        if len(places) < 2 or name in JOINED or table.parts and table.parts[places[0]]:
            continue
        kept = kept_columns(name, places, table, sheet, vocabulary)
        for place in places:
            if place not in kept:
                table.fields[place], table.why[place] = "", "twin"


def take_ticked(table: Table, sheet: Sheet, vocabulary: Vocabulary) -> None:
    """Take columns in which nothing but ticks stand for the field whose words their heads are:
    小区, 机关 and 停车场 for the sort of place."""
    found: dict[str, list[int]] = {}
    for place, head in enumerate(table.heads):
        texts = {plain(text) for text in column(table, sheet, place)} - {""}
        if texts and texts <= TICKS and (name := field_of_word(head, vocabulary)):
            found.setdefault(name, []).append(place)
    for name, places in found.items():
        told = [place for place, field in enumerate(table.fields) if field == name]
        if len(places) > 1 and set(told) <= set(places):
            for place in places:
                table.fields[place], table.why[place] = name, TICKED


def field_of_word(head: str, vocabulary: Vocabulary) -> str:
    """The field of which a head is a word: that of the head above it, else the one that is sure."""
    general, _, word = head.rpartition("｜")
    names = [name for name in ("nature", "kind", "status") if name == vocabulary.head(general)]
    for is_sure in (True, False):
        for name in names or ("nature", "kind", "status"):
            meaning = vocabulary.meaning(name, word)
            if meaning.code not in ("", "station") and meaning.certain >= is_sure:
                return name
    return ""


def name_guns(table: Table) -> None:
    """Take the names of guns and of their piles for codes, where no column has codes: a row is a
    gun then."""
    keys = [head_key(head) for head in table.heads]
    for name, form in (("gun_code", r"(?:充电)?枪口?名称?"), ("pile_code", r"(?:充电)?桩名称?")):
        places = [place for place, key in enumerate(keys) if re.fullmatch(form, key)]
        others = {field for place, field in enumerate(table.fields) if place not in places}
        if not places or name in others or "site" not in others:
            return
        table.fields[places[0]], table.why[places[0]] = name, "head"


def kept_columns(
    name: str, places: list[int], table: Table, sheet: Sheet, vocabulary: Vocabulary
) -> list[int]:
    """Of the columns with the same field those that say it: one total, or the parts of a total, or
    the one with the better name; all of them where only a person can tell."""
    among = among_others([table.heads[place] for place in places], vocabulary)
    places = [place for place in places if table.heads[place] not in among]
    heads = [table.heads[place] for place in places]
    totals = [place for place in places if not re.search(r"[直交快慢超]", table.heads[place])]
    said = {place: current_at(table, place) for place in places}
    currents = set(said.values()) >= {"dc", "ac"}
    if name == "connectors" and currents and not set(COUNTS) & set(table.fields):
        return [place for place in places if said[place]]  # they count piles
    if currents and len(set(map(folded, heads))) == 1:
        return places
    if name in SUMMED:
        return places if all(map(is_numbered, heads)) else totals[:1] or places
    if name in DIVIDED and currents:
        return places
    if name == "on" and set(map(day_part, heads)) >= {"年", "月"}:
        return [place for place in places if day_part(table.heads[place])]
    if name == "piles" and (told := [one for one in places if tells_piles(table, sheet, one)]):
        return told[:1]
    rank = {folded(word): at for at, word in enumerate(vocabulary.words["heads"][name])}
    ranked = sorted(places, key=lambda place: rank.get(folded(table.heads[place]), 99))
    if name in COUNTS or len(set(map(folded, heads))) == 1:
        texts_of = [[plain(text) for text in column(table, sheet, place)] for place in places]
        filled = [place for place, texts in zip(places, texts_of, strict=True) if any(texts)]
        if len(filled) <= 1 or all(texts == texts_of[0] for texts in texts_of):
            return filled or places[:1]
        return places
    return ranked[:1]


def among_others(heads: list[str], vocabulary: Vocabulary) -> set[str]:
    """The heads that count some of what another counts, 其中：超充桩 beside 快充桩: they say the
    same but for that and for who made them."""
    makes = "|".join(vocabulary.words["makes"])
    keys = {head: re.sub(makes, "", head_key(head)).replace("超充", "快充") for head in heads}
    whole = {key for key in keys.values() if "其中" not in key}
    return {head for head, key in keys.items() if key.replace("其中", "") in whole - {key}}


def current_at(table: Table, place: int) -> str:
    """dc or ac of which a column says something: by its head, or as it stands behind their number
    where several heads are alike; "" for both."""
    if own := current_of(table.heads[place]):
        return own
    alike = [head for head in table.heads if folded(head) == folded(table.heads[place])]
    before = [name for name in table.fields[:place] if name in COUNTS]
    return before[-1] if len(alike) > 1 and before and before[-1] != "piles" else ""


def tells_piles(table: Table, sheet: Sheet, place: int) -> bool:
    """Whether a column tells its piles in words, 6台直流: a number beside it counts others."""
    return any(equipment(text) for text in column(table, sheet, place))


def day_part(head: str) -> str:
    """年, 月 or 日 where a column says that part of a day only; "" for a whole day."""
    last = re.sub(r"^.*(?=(?:年|月)份$)|份$", "", head.rpartition("｜")[2])
    last = re.sub(r"^(?:投[运用产]|建成|启用|开通|上线|安装)(?=[年月日]$)", "", last)  # 投运年
    return last if last in DAY_PARTS else ""


def settle_reading(table: Table, sheet: Sheet, vocabulary: Vocabulary) -> None:
    """Whether a table is a list of sites or piles, and what a row of it is."""
    fields = set(table.fields)
    if sheet["hidden"]:
        table.reason = "隐藏的工作表，没有读"
    elif not table.last:
        table.reason = "只有表头，没有数据"
    elif "site" in fields and are_numbers(column(table, sheet, table.fields.index("site"))):
        table.reason = "站名一列写的是数，是数量的统计，不是一处一行的清单"
    elif side_by_side(table, sheet):
        table.reason = "是左右并排的几张表，请改成上下一张后再传"
    elif what := foreign(table, vocabulary):
        table.reason = f"是{what}，不是充电桩的清单"
    elif is_planned(table, vocabulary):
        table.reason = "写的是计划要建的桩，不是建成的；建成后再传，在建项目在定期调度里填"
    elif "site" not in fields and by_place(fields) and fields & set(COUNTS):
        table.reason = "是按村（社区）或乡（镇）统计的数量，没有站点名称，不是一处一行的清单"
    elif "site" not in fields and not names_by_address(fields):
        table.reason = "没有站点名称一列，不是站点清单"
    elif not fields & set(SIZES) and not has_piles_apart(table):
        table.reason = NO_PILES if is_of_charging(table, sheet) else NO_CHARGING
    elif not fields & {*COUNTS, "connectors"} and is_of_energy(table):
        table.reason = "是充电量的统计，不是充电桩的清单"
    elif not is_of_charging(table, sheet):
        table.reason = NO_CHARGING
    else:
        table.read = True
        table.grain = grain_of(table, sheet)


def are_numbers(texts: list[str]) -> bool:
    """Whether a column says nothing but numbers."""
    said = [plain(text) for text in texts if plain(text)]
    return bool(said) and all(re.fullmatch(r"[\d.,]+[台个座处站]?", text) for text in said)


def names_by_address(fields: set[str]) -> bool:
    """Whether sites without names may go by their address: each counts its piles, or is one."""
    is_pile = "pile_code" in fields and {"current", "on"} <= fields
    return "address" in fields and (bool(fields & set(COUNTS)) or is_pile)


def by_place(fields: set[str]) -> bool:
    """Whether rows are villages or townships and no places within them."""
    return bool(fields & {"village", "township"}) and "address" not in fields


def foreign(table: Table, vocabulary: Vocabulary) -> str:
    """What a table is by heads that no list of piles has; "" where it has none of them."""
    heads = {head_key(head) for head in table.heads}
    title = f"{table.title}{table.sheet}"
    if re.search(BICYCLE, title) and "汽车" not in title:
        return "电动自行车充电设施的清单"
    table_of: dict[str, list[str]] = dict(vocabulary.words["foreign"])
    pairs = zip(table.fields, table.why, strict=True)
    if not {*COUNTS, "connectors", "on"} & {name for name, why in pairs if why == "head"}:
        table_of |= vocabulary.words["visited"]
    return next((what for what, words in table_of.items() if heads & set(words)), "")


def is_of_energy(table: Table) -> bool:
    """Whether a table tells by the month what was charged."""
    months = sum(bool(re.fullmatch(r"(?:20\d\d年)?\d{1,2}月份?", head)) for head in table.heads)
    return months > 1 and bool(re.search(r"电量|万度|kwh|千瓦时|[(（]度[)）]", table.title.lower()))


def is_of_charging(table: Table, sheet: Sheet) -> bool:
    """Whether a table speaks of charging at all: heads as 名称, 数量 and 地点 are those of any
    inventory."""
    said = [table.sheet, table.title, *table.heads]
    said += [text for row in table.skipped for text in row.texts]
    texts = (text for _, texts in layout.rows_of(table, sheet) for text in texts)
    return any(CHARGING.search(text) for text in (*said, *texts))


def side_by_side(table: Table, sheet: Sheet) -> bool:
    """Whether a table stands beside another with the same heads, each with sites of its own."""
    heads = [folded(head.rpartition("｜")[2]) for head in table.heads]
    site = table.fields.index("site") if "site" in table.fields else -1
    again = [place for place, head in enumerate(heads) if site >= 0 and head == heads[site]]
    filled = [{text for text in column(table, sheet, place) if plain(text)} for place in again]
    return len([one for one in filled if one]) > 1 and len(set(map(frozenset, filled))) > 1


def grain_of(table: Table, sheet: Sheet) -> str:
    """Whether a row is a site or a single pile."""
    fields = set(table.fields)
    if not fields & set(COUNTS):
        is_pile = fields & {"current", "pile_code", "gun_code"} or has_piles_apart(table)
        return PILE if is_pile else SITE
    if counts_rows(table, sheet):
        place = table.fields.index("piles")
        table.fields[place], table.why[place] = "", "sum"
        return PILE
    if fields & {"piles"} or "site" not in fields:
        return SITE
    rows = list(layout.rows_of(table, sheet))
    single = all(one_pile(table, texts) for _, texts in rows)
    return PILE if single and have_unlike_rows(table, [texts for _, texts in rows]) else SITE


def counts_rows(table: Table, sheet: Sheet) -> bool:
    """Whether the number of piles beside rows with codes of single piles is that of the rows of the
    site: written once in a merged cell, or again in each."""
    names = set(table.fields)
    if set(COUNTS) & names != {"piles"} or not {"site", "pile_code"} <= names:
        return False
    grid, rows = Grid.of(sheet), [number for number, _ in layout.rows_of(table, sheet)]
    site, piles = (table.fields.index(name) + 1 for name in ("site", "piles"))
    numbers: dict[str, list[str]] = {}
    for number in rows:
        name = folded(grid.below(number, site))
        numbers.setdefault(name, []).append(plain(grid.below(number, piles)))
    found = {text == str(len(texts)) for texts in numbers.values() for text in texts if text}
    return found == {True} and len(numbers) < len(rows)


def have_unlike_rows(table: Table, rows: list[list[str]]) -> bool:
    """Whether some site has rows that count differently: piles, and not the same row again."""
    seen: dict[str, tuple[str, ...]] = {}
    site = table.fields.index("site")
    for texts in rows:
        name = folded(texts[site]) if site < len(texts) else ""
        numbers = tuple(
            text
            for text, field in zip(texts, table.fields, strict=False)
            if field in ("dc", "ac", "connectors", "power")
        )
        if name and seen.setdefault(name, numbers) != numbers:
            return True
    return False


def one_pile(table: Table, texts: list[str]) -> bool:
    """Whether a row counts exactly one pile."""
    try:
        numbers = [
            count(texts[place]) or 0
            for place, name in enumerate(table.fields)
            if name in ("dc", "ac") and place < len(texts)
        ]
    except Unclear:
        return False
    return sum(numbers) == 1


def what_it_is(settlement: Settlement) -> str:
    """What a file without a list of sites is, in a sentence that shows what was found."""
    for table in settlement.tables:
        heads = "、".join(head for head in table.heads if head)[:60]
        title = f"写的是“{table.title[:30]}”，" if table.title else ""
        said = f"表“{table.sheet}”{title}{table.reason}（表头：{heads}）"
        return f"{said}；清单要一处一行，有站点名称和桩数"
    for row in settlement.skipped:
        return f"表“{row.sheet}”{row.reason}；清单要有一行表头，如站点名称、所在村、直流桩、交流桩"
    return "文件里没有内容"


def label(name: str) -> str:
    """What a field is called."""
    return FIELDS.get(name, name)

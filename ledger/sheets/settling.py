"""What is settled about a file before a row is read: proposed from its heads, its values, and the
sender's last file."""

import re

from . import layout
from .layout import column
from .leaving_out import BICYCLE
from .places import Gazetteer
from .settled import COUNTS, FIELDS, PILE, SITE, Settlement, Table
from .sheet import Sheet
from .spreading import spread
from .values import Unclear, count, day, equipment, folded, plain
from .words import DAY_PARTS, Vocabulary, current_of, head_key

SIZES = (*COUNTS, "current", "pile_code", "gun_code", "connectors", "power", "each", "wattage")
SUMMED = ("connectors", "power")  # whose columns for 直流 and 交流 are added up
DIVIDED = ("each", "wattage")  # whose columns for 直流 and 交流 are told apart
JOINED = ("explanation",)
GUESSED = ("current", "nature", "kind", "status", "village", "on", "piles")  # as values show
NO_PILES = "没有桩数一列，看不出有几台桩"
NO_CHARGING = "没有提到充电桩，不像充电桩的清单"
MOSTLY, HALF = 0.8, 0.5
CHARGING = re.compile(r"充|换电|桩|直流|交流|快慢|(?<!油)[枪槍]|charg|station|dcfc|connector", re.I)
OF_PILES = re.compile(r"桩|枪|台数|直流|交流|快充|慢充")


def propose(
    sheets: list[Sheet], vocabulary: Vocabulary, earlier: Settlement | None = None
) -> Settlement:
    """The settlement that the file itself, or else the sender's `earlier` one, gives."""
    settlement, gazetteer = Settlement(), Gazetteer(vocabulary.names)
    settlement.heads = dict(earlier.heads) if earlier else {}
    for sheet in sheets:
        chosen = settlement.heads.get(sheet["name"])
        tables, loose = layout.tables(sheet, vocabulary, gazetteer, chosen)
        for table in tables:
            settle_columns(table, sheet, vocabulary, gazetteer)
            settle_reading(table, sheet, vocabulary)
        settlement.tables += tables
        settlement.skipped += loose
    leave_out_repeated(settlement.tables, sheets)
    lend_stations(settlement.tables, sheets)
    if earlier:
        follow(settlement, earlier)
    settlement.signature = signature(settlement)
    settlement.what = "" if settlement.is_list else what_it_is(settlement)
    return settlement


def settle_columns(
    table: Table, sheet: Sheet, vocabulary: Vocabulary, gazetteer: Gazetteer
) -> None:
    """One field for each column: of several that say the same, the best named, or each apart."""
    spread(table, sheet, vocabulary)
    guess_columns(table, sheet, vocabulary, gazetteer)
    name_guns(table)
    for name in set(table.fields) - {""}:
        places = [place for place, field in enumerate(table.fields) if field == name]
        if len(places) < 2 or name in JOINED or table.parts and table.parts[places[0]]:
            continue
        kept = kept_columns(name, places, table, sheet, vocabulary)
        for place in places:
            if place not in kept:
                table.fields[place], table.why[place] = "", "twin"


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
    heads = [table.heads[place] for place in places]
    totals = [place for place in places if not re.search(r"[直交快慢]", table.heads[place])]
    said = {place: current_at(table, place) for place in places}
    currents = set(said.values()) >= {"dc", "ac"}
    if name == "connectors" and currents and not set(COUNTS) & set(table.fields):
        return [place for place in places if said[place]]  # they count piles
    if currents and len(set(map(folded, heads))) == 1:
        return places
    if name in SUMMED:
        return totals[:1] or places
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
    last = head.rpartition("｜")[2]
    return last if last in DAY_PARTS else ""


def guess_columns(table: Table, sheet: Sheet, vocabulary: Vocabulary, gazetteer: Gazetteer) -> None:
    """Take columns whose heads nobody knows for what their values show, where nothing else says
    it; a host of piles, 单位, for the site where there is an address beside it."""
    for place, head in enumerate(table.heads):
        if tells_instead(table, sheet, place):
            table.fields[place], table.why[place] = "piles", "values"
        if table.fields[place] or not head:
            continue
        is_host = head_key(head) in vocabulary.words["hosts"]
        if is_host and "address" in table.fields and "site" not in table.fields:
            table.fields[place], table.why[place] = "site", "head"
            continue
        texts = [text for text in column(table, sheet, place) if plain(text)]
        is_unused = bool(table.why[place])  # 设备名称 may yet say 直流充电桩
        for name in GUESSED[:1] if is_unused else GUESSED:
            # beside a number of piles 快充2台，慢充3台 says what they are
            field = "current" if name == "piles" and "piles" in table.fields else name
            if field not in table.fields and texts and shows(name, texts, vocabulary, gazetteer):
                table.fields[place], table.why[place] = field, "values"
                break


def tells_instead(table: Table, sheet: Sheet, place: int) -> bool:
    """Whether a column called a state, 建设情况, tells what was built, and nothing counts it."""
    texts = [text for text in column(table, sheet, place) if plain(text)]
    said = sum(bool(equipment(text)) for text in texts)
    is_state = table.fields[place] == "status" and not set(COUNTS) & set(table.fields)
    return is_state and said > 0 and said >= MOSTLY * len(texts)


def shows(name: str, texts: list[str], vocabulary: Vocabulary, gazetteer: Gazetteer) -> bool:
    """Whether nearly all texts of a column are what a field says; of equipment, half of them."""
    share = HALF if name == "current" else MOSTLY
    return sum(is_a(name, text, vocabulary, gazetteer) for text in texts) >= share * len(texts)


def is_a(name: str, text: str, vocabulary: Vocabulary, gazetteer: Gazetteer) -> bool:
    """Whether a text is what a field says."""
    if name == "on":
        try:
            said = "" if re.fullmatch(r"\d{5,6}(\.\d+)?", text) else "".join(day(text))
            return "2010" <= said < "2100"  # a code in eight digits may be a day of 3201
        except Unclear:
            return False
    if name == "piles":
        return bool(equipment(text))
    if name == "status":
        is_word = not re.fullmatch(r"[\d.]+|是|否", text)
        return is_word and bool(vocabulary.meaning(name, text).code)
    if name == "village":
        return not text.isdigit() and bool(gazetteer.find(text).village)
    return not re.fullmatch(r"[\d.]+|是|否", text) and vocabulary.meaning(name, text).certain


def settle_reading(table: Table, sheet: Sheet, vocabulary: Vocabulary) -> None:
    """Whether a table is a list of sites or piles, and what a row of it is."""
    fields = set(table.fields)
    if sheet["hidden"]:
        table.reason = "隐藏的工作表，没有读"
    elif not table.last:
        table.reason = "只有表头，没有数据"
    elif side_by_side(table, sheet):
        table.reason = "是左右并排的几张表，请改成上下一张后再传"
    elif what := foreign(table, vocabulary):
        table.reason = f"是{what}，不是充电桩的清单"
    elif "site" not in fields and by_place(fields) and fields & set(COUNTS):
        table.reason = "是按村（社区）或乡（镇）统计的数量，没有站点名称，不是一处一行的清单"
    elif "site" not in fields and not ("address" in fields and fields & set(COUNTS)):
        table.reason = "没有站点名称一列，不是站点清单"
    elif not fields & set(SIZES):
        table.reason = NO_PILES if is_of_charging(table, sheet) else NO_CHARGING
    elif not fields & {*COUNTS, "connectors"} and is_of_energy(table):
        table.reason = "是充电量的统计，不是充电桩的清单"
    elif not is_of_charging(table, sheet):
        table.reason = NO_CHARGING
    else:
        table.read = True
        table.grain = grain_of(table, sheet)


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
    if not {*COUNTS, "connectors", "on"} & set(table.fields):
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
    heads = [folded(head) for head in table.heads]
    site = table.fields.index("site") if "site" in table.fields else -1
    again = [place for place, head in enumerate(heads) if site >= 0 and head == heads[site]]
    filled = [{text for text in column(table, sheet, place) if plain(text)} for place in again]
    return len([one for one in filled if one]) > 1 and len(set(map(frozenset, filled))) > 1


def grain_of(table: Table, sheet: Sheet) -> str:
    """Whether a row is a site or a single pile."""
    fields = set(table.fields)
    if not fields & set(COUNTS):
        return PILE if fields & {"current", "pile_code", "gun_code"} else SITE
    if fields & {"piles"} or "site" not in fields:
        return SITE
    rows = list(layout.rows_of(table, sheet))
    single = all(one_pile(table, texts) for _, texts in rows)
    return PILE if single and have_unlike_rows(table, [texts for _, texts in rows]) else SITE


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


def leave_out_repeated(tables: list[Table], sheets: list[Sheet]) -> None:
    """Of tables with the same sites read one: 全县 before those of its townships, or the piles of
    the stations that another sheet counts."""
    named = {sheet["name"]: sheet for sheet in sheets}
    lists = [table for table in tables if table.read and "site" in table.fields]
    sites = {id(one): names_in(one, named[one.sheet]) for one in lists}
    for one in lists:
        others = [other for other in lists if other is not one and other.read]
        union: set[str] = set().union(*(sites[id(other)] for other in others)) if others else set()
        is_whole = len(others) > 1 and len(sites[id(one)]) > 1 and sites[id(one)] == union
        if is_whole:
            for other in others:
                other.read, other.reason = False, f"其中各处都在表“{one.sheet}”里，不重复读"
    for one in lists:
        for other in lists:
            differ = one.grain == SITE and other.grain == PILE
            if not (differ and one.read and other.read and sites[id(one)] == sites[id(other)]):
                continue
            if {"dc", "ac"} & set(one.fields):
                other.read, other.reason = False, f"逐台的明细，各站已在表“{one.sheet}”里，不重复读"
            else:
                one.read, one.reason = False, f"各站已在表“{other.sheet}”里逐台列出，不重复读"


def lend_stations(tables: list[Table], sheets: list[Sheet]) -> None:
    """Let a table of stations that counts no piles tell of those whose piles another lists."""
    named = {sheet["name"]: sheet for sheet in sheets}
    for one in tables:
        if one.read or one.reason not in (NO_PILES, NO_CHARGING) or not one.last:
            continue
        sites = names_in(one, named[one.sheet])
        for other in tables:
            if not other.read or "site" not in other.fields:
                continue
            if names_in(other, named[other.sheet]) <= sites:
                other.lent_by, one.reason = one.sheet, f"各站的情况，用来补表“{other.sheet}”"


def names_in(table: Table, sheet: Sheet) -> set[str]:
    """The names of the sites of a table, folded."""
    return {folded(text) for text in column(table, sheet, table.fields.index("site")) if text}


def follow(settlement: Settlement, earlier: Settlement) -> None:
    """Settle what the sender's last file settled: fields by their heads, and answers."""
    known = {
        head: (name, why)
        for table in earlier.tables
        if table.read
        for head, name, why in zip(told_apart(table.heads), table.fields, table.why, strict=True)
        if head[0]
    }
    for table in settlement.tables:
        told = [known.get(head) for head in told_apart(table.heads)]
        if not any(told) or not any(name for name, _ in filter(None, told)):
            continue
        for place, one in enumerate(told):
            if one and table.fields[place] != one[0]:
                table.fields[place], table.why[place] = one[0], "earlier"
        like = next((one for one in earlier.tables if same_heads(one, table)), None)
        if like:
            table.grain, table.read = like.grain, like.read and bool(table.last)
            table.reason = "" if table.read else like.reason or table.reason
    once = ("twins", "repeat")  # of the rows of a file, not of its shape
    settlement.answers = {
        key: answer for key, answer in earlier.answers.items() if key.split(":")[0] not in once
    }


def told_apart(heads: list[str]) -> list[tuple[str, int]]:
    """The heads, folded, each with how many like it stand before it."""
    words = [folded(head) for head in heads]
    return [(word, words[:at].count(word)) for at, word in enumerate(words)]


def same_heads(one: Table, other: Table) -> bool:
    """Whether two tables have the same heads in any order."""
    return sorted(map(folded, one.heads)) == sorted(map(folded, other.heads))


def signature(settlement: Settlement) -> str:
    """The same for files of the same shape: the heads of the tables that are read, with their
    fields."""
    shapes = {
        "|".join(
            sorted(
                f"{folded(head)}={name}"
                for head, name in zip(table.heads, table.fields, strict=True)
                if head
            )
        )
        for table in settlement.tables
        if table.read
    }
    return "\n".join(sorted(shapes))


def what_it_is(settlement: Settlement) -> str:
    """What a file without a list of sites is, in a sentence that shows what was found."""
    for table in settlement.tables:
        heads = "、".join(head for head in table.heads if head)[:60]
        return f"表“{table.sheet}”{table.reason}（表头：{heads}）；清单要一处一行，有站点名称和桩数"
    for row in settlement.skipped:
        return f"表“{row.sheet}”{row.reason}；清单要有一行表头，如站点名称、所在村、直流桩、交流桩"
    return "文件里没有内容"


def label(name: str) -> str:
    """What a field is called."""
    return FIELDS.get(name, name)

"""Columns that count a site's piles side by side, public and dedicated, in use and stopped, by the
year or the month: each of them becomes a line of its own."""

import re

from .currents import RATED, current_of, of_power
from .heads import head_key
from .layout import column
from .settled import COUNTS, POWERS, Table
from .sheet import Sheet
from .values import Unclear, count, folded, plain
from .words import Vocabulary

ADDED = r"(?:新增|新建|建成|建设|投运|投产|投用|安装)"
OWN = "(?:业主|居民|住户|车主|家庭|村民)?(?:私人|个人|自用)(?:自用|自建|自有|自备)*"
NATURES = {"公共": "公共|公用", "专用": "专用", "个人": OWN}
STATES = {"在用": "在用|在运", "停用": "停用|停运"}
SIDE = "side="  # begins what columns of one side of a road, or one phase, count apart
SIDED = re.compile(
    r"(?P<side>[上下]行(?:区|侧|线|方向)?|[东西南北左右](?:区|侧|幅|线|行)|第?[一二三四]期"
    r"|[一-鿿]{2,3}方向)(?:服务区)?[｜|:：的]?(?P<what>.+)"
)
A_RATING = re.compile(rf"(?:[直交]流|[快慢超]充)?(?:{RATED.pattern})(?:[直交]流|[快慢超]充)?")
MOST_COUNTED = 100  # from which on a number under a power is none of piles
REST = "以外的"  # what a part of a total leaves: 公共以外的
YEAR = re.compile(rf"其中[:：]?(?P<year>20\d\d)年?度?{ADDED}|(?P<also>20\d\d)年?度?{ADDED}")
MONTH = re.compile(rf"^(?:(20\d\d)年)?(\d{{1,2}})月份?{ADDED}?$")
QUARTER = re.compile(rf"^(?:20\d\d年)?(?:第?[一二三四1-4]季度|[上下]半年){ADDED}?$")
BUILT = re.compile(rf"{ADDED}|台|桩数")
# what months may count instead, and what is not there yet
OTHER = re.compile(r"电量|电费|度[)）]|千瓦时|kwh|次数|时长|订单|收入|利用率|金额|车", re.I)
AHEAD = re.compile(r"计划|规划|任务|拟建|目标|预计")
OF_MONTH = re.compile(r"[本当][月期季周].*(?:新增|新建|投运).*(?:桩|直流|交流|快充|慢充|台)")
NOW = re.compile(r"现有|现状|目前|截至|累计|合计|总|实有")
SINCE = re.compile(r"20\d\d年|年初|[上去本当]年|新增|新建|原有|存量|[上本当][月期]")
WHOLE, PARTLY = re.compile(r"累计|合计|总|共|保有"), re.compile(r"其中")


def spread(table: Table, sheet: Sheet, vocabulary: Vocabulary) -> None:
    """Name for each column of counts what it counts apart, where all of them do; a total of them
    and a part of a total are not used."""
    if divide_sides(table, sheet, vocabulary):
        return
    found = {
        place: told
        for place, head in enumerate(table.heads)
        if (told := parted(head, table, vocabulary))
    }
    add_up_times(table, found, vocabulary)
    about = {part.split("=")[0] for _, part in found.values()}
    if len(about) != 1 or about & set(table.fields):
        leave_out_partial(table, found)
        return
    if len({part for _, part in found.values()}) < 2:
        leave_the_rest(table, found)
        return
    found |= behind_others(table, found)
    whole = [at for at, name in enumerate(table.fields) if name in COUNTS and at not in found]
    if whole and not are_sums(table, sheet, whole, list(found)):
        leave_out_partial(table, found)
        return
    for place in whole:
        table.fields[place], table.why[place] = "", "sum"
    table.parts = [""] * len(table.heads)
    for place, (name, part) in found.items():
        table.fields[place], table.why[place], table.parts[place] = name, "head", part


def count_by_rating(table: Table, sheet: Sheet) -> None:
    """Take columns whose heads are nothing but a power, 120kW and 7kW or 直流120kW, for the numbers
    of such piles, where nothing else counts them."""
    found = {
        place: current_of(head) or of_power(head)
        for place, head in enumerate(table.heads)
        if table.fields[place] in ("", *POWERS) and A_RATING.fullmatch(folded(head))
        if all(plain(text).isdigit() or not plain(text) for text in column(table, sheet, place))
        if max(numbers_in(table, sheet, place), default=0) < MOST_COUNTED
    }
    if set(COUNTS) & set(table.fields) or len(found) < 2 or not all(found.values()):
        return
    for place, name in found.items():
        table.fields[place], table.why[place] = name, "head"


def divide_sides(table: Table, sheet: Sheet, vocabulary: Vocabulary) -> bool:
    """Count each side of a road apart where each has its piles with their guns or power beside
    them, 上行侧 and 下行侧; whether they do."""
    found = {
        place: (said["side"], vocabulary.head(said["what"]) or "")
        for place, head in enumerate(table.heads)
        if (said := SIDED.fullmatch(folded(head)))
    }
    counted = {side for side, name in found.values() if name in COUNTS}
    measured = {side for side, name in found.values() if name in ("connectors", *POWERS, "on")}
    whole = [at for at, name in enumerate(table.fields) if name in COUNTS and at not in found]
    parts = [at for at, (_, name) in found.items() if name in COUNTS]
    if len(counted) < 2 or counted != measured:
        return False
    if whole and not are_sums(table, sheet, whole, parts):
        return False
    for place in whole:
        table.fields[place], table.why[place] = "", "sum"
    table.parts = [SIDE + found[at][0] if at in found else "" for at in range(len(table.heads))]
    for place, (_, name) in found.items():
        table.fields[place], table.why[place] = name, "head"
    return True


def are_sides_of_one(table: Table) -> bool:
    """Whether the columns of sides are of one site that a day holds for as a whole."""
    sided = [name for name, part in zip(table.fields, table.parts, strict=False) if part]
    is_sided = any(part.startswith(SIDE) for part in table.parts)
    return is_sided and "on" not in sided


def add_up_times(table: Table, found: dict[int, tuple[str, str]], vocabulary: Vocabulary) -> None:
    """Count with what months or quarters say side by side where nothing else counts and a column of
    its own says the day; with a total beside them too, which `leave_out_sums` holds to them."""
    if set(COUNTS) & set(table.fields) or "on" not in table.fields or not is_of_piles(table.title):
        return
    times = [at for at, head in enumerate(table.heads) if is_time(head)]
    totals = [at for at, head in enumerate(table.heads) if head_key(head) in vocabulary.totals]
    for place in [*times, *totals] if len(times) > 1 else ():
        table.fields[place], table.why[place] = "piles", "head"
        found.pop(place, None)


def is_time(head: str) -> bool:
    """Whether a head names a month or a quarter."""
    key = re.sub(r"[（(].*?[）)]|\s", "", head.rpartition("｜")[2])
    return bool(MONTH.match(key) or QUARTER.match(key))


def behind_others(table: Table, found: dict[int, tuple[str, str]]) -> dict[int, tuple[str, str]]:
    """The columns under heads alike, each behind what counts apart: 其中直流 behind 专用桩."""
    heads, more = table.heads, {}
    for place, name in enumerate(table.fields):
        before = [at for at in found if at < place]
        is_alike = heads.count(heads[place]) == len({part for _, part in found.values()})
        if name in COUNTS and place not in found and before and is_alike:
            more[place] = (name, found[max(before)][1])
    return more


def parted(head: str, table: Table, vocabulary: Vocabulary) -> tuple[str, str] | None:
    """(field, part) of a head that counts piles of one nature, year or month, a part being
    "nature=专用", "on=2024年" or "on=2025年3月"; None for any other."""
    pieces = head.split("｜")
    title = f"{table.title} {table.sheet} {head}"
    if (month := MONTH.match(re.sub(r"[（(].*?[）)]|\s", "", pieces[-1]))) and is_of_piles(title):
        year = month.group(1) or next(iter(re.findall(r"20\d\d", f"{head} {title}")), "")
        return ("piles", f"on={year}年{int(month.group(2))}月") if year else None
    if year := YEAR.search(head):
        rest = YEAR.sub("", head).strip("｜")
        name = vocabulary.head(rest) if re.search(r"[一-鿿]", bare(rest)) else "piles"
        said = year.group("year") or year.group("also")
        return (name, f"on={said}年") if name in COUNTS and is_of_piles(title) else None
    for about, words in (("nature", NATURES), ("status", STATES)):
        said = [word for word, form in words.items() if re.search(form, head)]
        if len(said) == 1 and re.search(r"桩|设施|直流|交流|快充|慢充", head):
            name = vocabulary.head(re.sub(words[said[0]], "", head).replace("其中", ""))
            return (name, f"{about}={said[0]}") if name in COUNTS else None
    return None


def leave_the_rest(table: Table, found: dict[int, tuple[str, str]]) -> None:
    """Divide a total of which one column says those of one nature, 其中：公共桩, into them and the
    rest, where nothing else divides it."""
    fields = [name for name in table.fields if name in COUNTS]
    if len(found) != 1 or fields != ["piles"] or table.fields.index("piles") in found:
        return
    ((place, (name, part)),) = found.items()
    if name == "piles" and part.startswith("nature=") and "其中" in table.heads[place]:
        whole = table.fields.index("piles")
        table.parts = [""] * len(table.heads)
        table.fields[place], table.why[place], table.parts[place] = "piles", "head", part
        table.parts[whole] = part + REST


def bare(head: str) -> str:
    """A head without what stands in brackets."""
    return re.sub(r"[（(].*?[）)]", "", head)


def is_of_piles(text: str) -> bool:
    """Whether months and years under a title count piles that were built, and not what was charged
    or is to be built."""
    return bool(BUILT.search(text)) and not OTHER.search(text) and not AHEAD.search(text)


def are_sums(table: Table, sheet: Sheet, whole: list[int], parts: list[int]) -> bool:
    """Whether some columns say in every row what the parts add up to."""
    added = added_up([numbers_in(table, sheet, place) for place in parts])
    names = {table.fields[place] for place in whole}
    if "piles" not in names and not {"dc", "ac"} & {table.fields[place] for place in parts}:
        return False  # 直流, 交流 and 公共, 专用 of the same piles: which are which is not told
    said = [numbers_in(table, sheet, place) for place in whole]
    if "piles" not in names:
        said = [added_up(said)]
    return all(numbers == added for numbers in said)


def leave_out_sums(table: Table, sheet: Sheet) -> None:
    """Of columns that count alike of which one says in every row what the others add up to, use
    that one; or the others, where their heads say what each of their piles has, 120kW桩."""
    for name in COUNTS:
        places = [place for place, field in enumerate(table.fields) if field == name]
        if table.parts:
            continue
        leave_out_before(table, sheet, name, places)
        places = [place for place in places if table.fields[place] == name]
        numbers = {place: numbers_in(table, sheet, place) for place in places}
        if len(places) < 3:
            continue
        sums = [
            place
            for place in places
            if added_up([numbers[one] for one in places if one != place]) == numbers[place]
        ]
        if len(sums) != 1 or not any(numbers[sums[0]]):
            continue
        parts = [place for place in places if place != sums[0]]
        are_rated = all(RATED.search(folded(table.heads[place])) for place in parts)
        for place in sums if are_rated else parts:
            table.fields[place], table.why[place] = "", "sum" if are_rated else "part"


def leave_out_before(table: Table, sheet: Sheet, name: str, places: list[int]) -> None:
    """Of what was there at a year's end, what was added since and what is there now, where they add
    up in every row, use the last."""
    now = [place for place in places if NOW.search(table.heads[place])]
    parts = [
        place
        for place, head in enumerate(table.heads)
        if place not in now and SINCE.search(head) and table.fields[place] in ("", *COUNTS)
        if place in places or current_of(head) in ("", name)
    ]
    if len(now) != 1 or len(parts) < 2:
        return
    added = added_up([numbers_in(table, sheet, place) for place in parts])
    if any(added) and added == numbers_in(table, sheet, now[0]):
        for place in parts:
            table.fields[place], table.why[place] = "", "part"


def added_up(columns: list[list[int]]) -> list[int]:
    """The sum of each row."""
    return [sum(numbers) for numbers in zip(*columns, strict=True)]


def numbers_in(table: Table, sheet: Sheet, place: int) -> list[int]:
    """The numbers of a column, 0 for what is none."""
    found = []
    for text in column(table, sheet, place):
        try:
            found.append(count(plain(text)) or 0)
        except Unclear:
            found.append(0)
    return found


def leave_out_partial(table: Table, found: dict[int, tuple[str, str]]) -> None:
    """Of columns that count all, and those of a year or of this month among them, use the first."""
    whole = [
        at
        for at, name in enumerate(table.fields)
        if name in COUNTS and at not in found and WHOLE.search(table.heads[at])
    ]
    for place, (_, part) in found.items():
        if whole and part.startswith("on=") and PARTLY.search(table.heads[place]):
            table.fields[place], table.why[place] = "", "part"
    for place, head in enumerate(table.heads):
        if whole and OF_MONTH.search(head) and table.fields[place] in ("", *COUNTS):
            table.fields[place], table.why[place] = "", "part"

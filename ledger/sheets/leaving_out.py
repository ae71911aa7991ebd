"""Why a row below the heads is no site and no pile: totals, notes, signatures, sections."""

import re

from .grid import ENOUGH, Grid
from .places import Gazetteer
from .settled import Table
from .values import Unclear, count, folded, plain, tenths
from .words import Meaning, Vocabulary

ADDING = ("dc", "ac", "piles", "connectors", "power")
TOLD = ("on", "status", "explanation", "current", "pile_code")  # what is told of piles only
ORDER_MARK = re.compile(r"^[（(]?[一二三四五六七八九十\d]+[、.)）]\s*")
SECTION = re.compile(r"^[（(]?[一二三四五六七八九十]+[、.)）]")  # 一、县直医疗机构
UNIT = re.compile(
    r"[(\[]?(?:台|个|把|座|套|辆|kw|千瓦|mw|kva|元|万元|年月日?|年/月/?日?|单位:?.?)[)\]]?"
)
DAY = re.compile(r"20\d\d年\d{1,2}月\d{1,2}日")
SITES = re.compile(r"共?\d+[处个座站点村家]+")
REMARK = re.compile(r"[。；;：:]|^[（(—-]*(?:以上|以下|共\d|此页|本页)")
ORGAN_TOTAL = re.compile(r"(?:全县|全乡|全镇|全市|本县|本乡|本镇)(?:共?\d+[处个座站点]+)?")
EXAMPLE = re.compile(r"[（(【]?(?:填写)?(?:示例|样例|举例|例如|例)[:：)）】]")
PARTS = re.compile(r"^(?:20\d\d年度?)|(?:的?(?:项目|站点|充电站|场站|充电桩|充电设施|部分|清单))+$")
BICYCLE = r"(?:电动自行车|电动[两二]轮车?|[两二]轮电动车|电瓶车|电单车)"
OF_BICYCLES = re.compile(
    rf"[^汽另旁及和含兼、，,]{{0,10}}{BICYCLE}"
    r"(?:智能|集中)?(?:充电)?(?:桩|设施|设备|柜|插座|车棚|棚|端口|口|站|点)?"
)
GROUP = "group"  # of a section that says nothing but whose they are, 二、公交公司
BICYCLES = "bicycles"  # of a section: whether those below it are of bicycles
HAS_PILES = re.compile(
    r"(?:有无|是否(?:已?有|已?建有?|建设|建成|安装|配建|配备))(?:充电)?(?:桩|设施|设备)"
    r"|(?:汽车)?充电(?:桩|设施|设备)(?:情况)?(?:\((?:有[/、或]?无|是[/、或]?否)\)|有无)"
)
OF_YEAR = re.compile(
    r"(20\d\d)年度?(?:新?建成?|新增|投运|投用|投产|安装|启用)?的?(?:公共)?(?:充电)?(?:桩|站|站点|设施|部分)?"
)
# of a column that counts piles by a name that nobody knows
OF_SIZE = re.compile(
    r"^(?!.*(?:自行|两轮|二轮|规划|计划)).*(?:(?<!充电)桩|[直交]流|[快慢]充|枪|kw|千瓦)"
)
OF_NATURE = re.compile(r"(?:公共|公用|专用|私人|个人|自用).*桩")
HAS_NONE = {"无", "否", "没有", "未建", "未安装", "未建设", "未建成", "尚未建设", "×", "x"}
SAYS_NONE = "写明没有充电桩"  # why a row is left out that says so of its place
SENTENCE = 20  # letters from which on a lone text is no name


def reason_not_read(
    table: Table,
    grid: Grid,
    number: int,
    vocabulary: Vocabulary,
    gazetteer: Gazetteer,
    sums: "Sums",
) -> str:
    """Why a row below the heads is no site and no pile; "" for one that is read."""
    texts = grid.rows[number]
    said = [text for text in texts if text]
    if not said:
        return "" if any(at == number for at, _, _ in grid.sheet["faults"]) else "空行"
    if not any(map(plain, said)):
        return SAYS_NONE if any(re.search(r"[无没]", text) for text in said) else "空行"
    cells = {name: grid.below(number, place) for place, name in enumerate(table.fields, 1) if name}
    words = [text for text in said if not re.fullmatch(r"[\d.,%\s-]+", text)]
    first = words[0] if words else ""
    if is_order(said, number, table):
        return "栏次"
    if not table.first and len(said) > 1 and all(is_unit(one) or not plain(one) for one in said):
        return "单位行"
    if folded(first) in vocabulary.carried:
        return "转页的合计"
    if any(
        map(vocabulary.is_total, [*words[:2], cells.get("site", ""), cells.get("township", "")])
    ):
        return "小计行" if "小计" in "".join(words[:2]) else "合计行"
    if ORGAN_TOTAL.fullmatch(folded(cells.get("site", "")) or folded(first)):
        return "合计行"
    if len(set(said)) == 1 or is_wide(grid, number):
        return lone(table, number, said[0], cells, vocabulary, gazetteer)
    if vocabulary.begins("signatures", first):
        return "签字栏"
    if EXAMPLE.match(cells.get("site", "") or first):
        return "示例"
    if vocabulary.begins("notes", first) and cells.get("site", "") not in said[1:]:
        return "说明"
    if all(vocabulary.begins("signatures", text) for text in words) and words:
        return "签字栏"
    if not cells.get("site") and not words and sums.match(texts):
        return "合计行"
    if is_signed(said, cells):
        return "签字栏"
    of_bicycles = [value for _, name, value in table.sections if name == BICYCLES][-1:] == ["1"]
    if of_bicycles or any(OF_BICYCLES.fullmatch(folded(text)) for text in said):
        return "电动自行车的充电设施，不计"
    if is_subtotal_of_township(cells, gazetteer):
        code = gazetteer.township_of(bare(cells["site"]))
        table.sections.append((number, "township", code))
        return "小计行"
    if says_none(table, texts, cells):
        return SAYS_NONE
    if not words and not any(cells.get(name) for name in ADDING) and not cells.get("site"):
        return "只有序号"
    return ""


def says_none(table: Table, texts: list[str], cells: dict[str, str]) -> bool:
    """Whether a row that counts nothing says so of a place: 有无充电桩: 无, or nought of each sort
    where batteries are changed, or without a day or a word beside it."""
    pairs = list(zip(table.heads, texts, strict=False))
    named = list(zip(table.heads, table.fields, texts, strict=False))
    counted = [plain(text) for _, name, text in named if name in ADDING]
    unknown = [text for head, name, text in named if not name and OF_SIZE.search(folded(head))]
    if any(text not in ("", "0") for text in counted) or any(map(is_number, unknown)):
        return False
    marked = [cells[name].strip() for name in ("dc", "ac", "piles") if name in cells]
    if any(OF_NATURE.search(head) and is_number(text) for head, text in pairs):
        return False  # 业主自用桩, that are named apart
    if folded(cells.get("site", "")) in HAS_NONE and not any(plain(cells.get(n, "")) for n in TOLD):
        return True  # a village without, in a list of all villages
    is_named = any(plain(cells.get(name, "")) for name in ("site", "address", "on"))
    is_counted = "0" in counted
    told = [name for name in TOLD if not (is_counted and name == "on")]  # the day of something else
    in_words = bool(counted) and {folded(text) for text in marked} <= HAS_NONE
    told = [name for name in told if not (in_words and name == "explanation")]  # why there is none
    told = [name for name in told if folded(cells.get(name, "")) not in HAS_NONE]
    is_told = is_named and any(plain(cells.get(name, "")) for name in told)
    is_nought = is_counted or bool(marked and all(marked))  # / and —
    if is_nought and (not is_told or any("换电" in text for text in texts)):
        return True
    return any(
        HAS_PILES.fullmatch(folded(head)) and folded(text) in HAS_NONE for head, text in pairs
    )


def is_number(text: str) -> bool:
    """Whether a text is a number of things, and not nought."""
    return bool(re.fullmatch(r"0*[1-9]\d*", plain(text)))


def is_order(said: list[str], number: int, table: Table) -> bool:
    """Whether a row numbers the columns, 1 2 3 or 甲 乙 1 2."""
    if table.first:
        return False
    bare = [re.sub(r"[()（）]", "", text) for text in said]
    numbers = [int(text) for text in bare if re.fullmatch(r"\d{1,2}", text)]
    rest = [
        text
        for text in bare
        if not re.fullmatch(r"\d{1,2}|[甲乙丙丁戊己庚辛]|栏次|\d=\d\+\d.*", text)
    ]
    return (
        not rest
        and len(numbers) >= ENOUGH
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    )


def is_unit(text: str) -> bool:
    """Whether a cell says nothing but a unit, or what to write: 台, 年/月/日, （乡镇、村）."""
    key = folded(text)
    return bool(UNIT.fullmatch(key) or re.fullmatch(r"[(（\[【][^()（）]*[)）\]】]|自有/租赁", key))


def is_wide(grid: Grid, number: int) -> bool:
    """Whether a row is one block over several columns."""
    blocks = {
        grid.wide.get((number, place)) for place, text in enumerate(grid.rows[number], 1) if text
    }
    block = blocks.pop() if len(blocks) == 1 else None
    return bool(block and block[3] - block[1] >= ENOUGH - 1)


def lone(
    table: Table,
    number: int,
    text: str,
    cells: dict[str, str],
    vocabulary: Vocabulary,
    gazetteer: Gazetteer,
) -> str:
    """What a row of a single text is: a section whose word holds for those below it, a note, a
    signature; "" for a site of which nothing but the name was written."""
    if vocabulary.begins("signatures", text):
        return "签字栏"
    if vocabulary.begins("notes", text):
        return "说明"
    of_bicycles = bool(OF_BICYCLES.fullmatch(folded(bare(text))))
    if of_bicycles or ORDER_MARK.match(text):
        table.sections.append((number, BICYCLES, "1" if of_bicycles else ""))
    end_sections(table, number, text)
    if told := section_of(table, text, vocabulary, gazetteer):
        table.sections.append((number, *told))
    elif not of_bicycles and SECTION.match(text):
        table.sections.append((number, GROUP, bare(text)))
    if told or of_bicycles or SECTION.match(text):
        return "分组行"
    if re.fullmatch(r"\d+", text):
        return "只有序号"
    is_name = folded(cells.get("site", "")) == folded(text) and len(text) <= SENTENCE
    return "" if is_name and not REMARK.search(text) else "说明"


def end_sections(table: Table, number: int, text: str) -> None:
    """End what sections of the same level or below it said, where another begins: 一、公共桩 says
    nothing of what stands under 二、公交总公司."""
    level = level_of(text)
    began = {row.number: level_of(row.texts[0]) for row in table.skipped if row.reason == "分组行"}
    own = [name for at, name, _ in table.sections if (began.get(at) or 0) >= level and at in began]
    for name in dict.fromkeys(own) if level else ():
        if name != BICYCLES:
            table.sections.append((number, name, ""))


def level_of(text: str) -> int:
    """How deep a section is by its mark, 一、 above （一） above 1.; 0 for none."""
    marks = (r"[一二三四五六七八九十]+[、.]", r"[（(][一二三四五六七八九十]+[)）]", r"\d+[、.]")
    return next((at for at, mark in enumerate(marks, 1) if re.match(mark, text)), 0)


def section_of(
    table: Table, text: str, vocabulary: Vocabulary, gazetteer: Gazetteer
) -> tuple[str, str] | None:
    """(field, value) of what a text says of all rows below it, 二、玉井镇（3处）, if anything."""
    word = bare(text)
    if township := gazetteer.township_of(word):
        return "township", township
    for name in ("nature", "status", "current"):
        meaning = vocabulary.meaning(name, word)
        if meaning.certain and name not in table.fields and not re.fullmatch(r"[\d.]+|是|否", word):
            return name, word
    meaning = vocabulary.meaning("kind", word)
    is_headed = bool(ORDER_MARK.match(text)) and meaning.certain and meaning.code != "station"
    if is_headed and "kind" not in table.fields:  # 一、居民小区
        return "kind", word
    if year := OF_YEAR.fullmatch(word):  # 一、2023年建成
        return "year", year[1]
    state = PARTS.sub("", PARTS.sub("", word))
    code = vocabulary.known["status"].get(folded(state), Meaning()).code
    is_told = code and (state != word or code != "in_use") and len(state) > 1
    if is_told and "status" not in table.fields:
        return "status", state
    return None


def bare(text: str) -> str:
    """What heads a section without its number, and without what stands in brackets behind it."""
    return re.sub(r"[（(].*[）)]$", "", ORDER_MARK.sub("", text)).rstrip(":： ")


def is_signed(said: list[str], cells: dict[str, str]) -> bool:
    """Whether a row is an organ's name with the day, 某县能源局 2025年12月30日, below a list."""
    if len(said) != 2:
        return False
    days = [text for text in said if DAY.fullmatch(folded(text))]
    sizes = [cells.get(name, "") for name in (*ADDING, "current", "pile_code", "village")]
    size = any(plain(text) for text in sizes if text not in days)
    return not size and len(days) == 1 and folded(cells.get("on", "")) != days[0]


def is_subtotal_of_township(cells: dict[str, str], gazetteer: Gazetteer) -> bool:
    """Whether a row gives a township's name for a site and neither a place nor a day."""
    site = bare(cells.get("site", ""))
    return bool(
        site
        and gazetteer.township_of(site)
        and not any(plain(cells.get(name, "")) for name in ("address", "on"))
        and (not plain(cells.get("village", "")) or SITES.fullmatch(folded(cells["village"])))
    )


class Sums:
    """What the rows of a table add up to, since the last total and in all."""

    def __init__(self, table: Table) -> None:
        self.places = [place for place, name in enumerate(table.fields) if name in ADDING]
        self.names = dict(enumerate(table.fields))
        self.since, self.all = dict.fromkeys(self.places, 0), dict.fromkeys(self.places, 0)

    def value(self, place: int, texts: list[str]) -> int:
        """The number in a cell, 0 for what is none."""
        text = texts[place] if place < len(texts) else ""
        try:
            return (tenths(text) if self.names[place] == "power" else count(text)) or 0
        except Unclear:
            return 0

    def add(self, texts: list[str]) -> None:
        """Add a row."""
        for place in self.places:
            value = self.value(place, texts)
            self.since[place] += value
            self.all[place] += value

    def close(self) -> None:
        """Begin anew below a total."""
        self.since = dict.fromkeys(self.places, 0)

    def match(self, texts: list[str]) -> bool:
        """Whether a row says in its numbers what stands above it."""
        said = {place: self.value(place, texts) for place in self.places}
        filled = {place: value for place, value in said.items() if value}
        return bool(filled) and any(
            all(value == sums[place] for place, value in filled.items())
            for sums in (self.since, self.all)
        )

"""Numbers and days as people write them: what was certainly meant, or why it is not certain (pure).

A function raises `Unclear`, whose text is the end of a Chinese sentence, for what is not certain.
"""

import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

NOTHING = {"", "无", "暂无", "没有", "空", "未填", "n/a", "na", "null", "none", "nan", "无数据"}
DIGITS = {
    **dict(zip("〇零一二三四五六七八九", (0, *range(10)), strict=True)),
    **dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True)),
    "两": 2,
}
FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾", "一二三四五六七八九十")
PLACES = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
PIECES = "台个把枪支座套根桩只口条"
KILOWATTS: dict[str, int | Decimal] = {
    "": 1,
    "kw": 1,
    "千瓦": 1,
    "mw": 1000,
    "兆瓦": 1000,
    "w": Decimal("0.001"),
    "瓦": Decimal("0.001"),
}
FIRST_SERIAL, LAST_SERIAL = 36526, 73050  # 2000 and 2099, as spreadsheets count days
SPREADSHEET_ZERO = date(1899, 12, 30)
HALF = Decimal("0.5")
NEGATIVE, NOT_WHOLE = "不能是负数", "要填整数，不能有小数"
NO_NUMBER = "要填数字，如 120 或 7.5"
NO_DAY = "没有看懂，请写成 2025-11-18 这样"
HOURS = (
    r"(?:[上下]午|凌晨|早上|中午|晚上)? *"
    r"(?:\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?|(?:\d{1,2}|零)[时点](?:整|\d{1,2}分)?)"
)
CLOCK = rf"(?:[t ]*{HOURS}(?: *[ap]m|z|[+-]\d{{2}}:?\d{{2}})?)?"
DAY = re.compile(rf"(\d{{4}})([-/.年、])(\d{{1,2}})([-/.月、])(\d{{1,2}})[日号]?{CLOCK}")
SHORT_MONTH = re.compile(r"(\d{2})年(\d{1,2})月(?:份)?")
YEAR = re.compile(r"(20\d\d)(?:\.0)?年?(?:度)?")
SHORT_DAY = re.compile(r"(\d{2})([.年])(\d{1,2})([.月])(\d{1,2})[日号]?")
MONTH = re.compile(r"(\d{4})(?:[-/.年])(\d{1,2})(?:月份?)?")
PART_OF_MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})月?份?(?:([上中下])旬|[底末])")
IN_SERVICE = (
    "(?:建成|正式|投入|开始)?"
    "(?:投运|投用|投产|建成|启用|试?运营|试?运行|使用|上线|通电|送电|开通|开业|并网)"
)
NUMBER = r"[0-9]+(?:\.[0-9]+)?"
DEGREES = re.compile(rf"(\d{{1,3}})[°º度](\d{{1,2}})[′'’分](?:({NUMBER})(?:[″”\"秒]|′′|''|’’)?)?")
TERM = re.compile(
    rf"({NUMBER})\s*(kw|千瓦|mw|兆瓦|w)?(?:[×x*]({NUMBER})\s*(kw|千瓦|mw|兆瓦|w)?[{PIECES}]?)?"
)

RATED_COUNTS = [
    re.compile(
        form.replace("{w}", rf"(?P<w>{NUMBER})(?:kw|千瓦)").replace("{n}", r"(?P<n>\d{1,3})")
    )
    for form in (
        rf"{{n}}[{PIECES}]?[×x*]{{w}}",
        rf"{{w}}[×x*]{{n}}[{PIECES}]?",
        rf"{{n}}[{PIECES}]?\((?:(?P<all>共计?|合计|总)|(?P<each>均为|都是|每[台桩]|单[台桩]|各))?{{w}}\)",
    )
]

remembered = lru_cache(8192)  # a list says the same in thousands of rows


class Unclear(ValueError):
    """What was typed is not certainly one number or one day."""


@remembered
def folded(text: object) -> str:
    """A name as it is compared with another: full-width folded, no spaces, small letters."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", str(text))).casefold()


@remembered
def plain(text: object) -> str:
    """The text with full-width characters folded and spaces cut; what means "nothing" is empty."""
    text = unicodedata.normalize("NFKC", str(text or "")).strip()
    nothing = text.lower() in NOTHING or re.fullmatch(r"[-—–―_/\\|~*.·,、。]+", text)
    return "" if nothing else text


def ungrouped(text: str) -> str:
    """The digits of a number whose thousands may be set apart, 1,200; a comma elsewhere stays, to
    be no number."""
    grouped = re.fullmatch(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?", text)
    return text.replace(",", "") if grouped else text


def spoken(text: str) -> int | None:
    """A number in Chinese characters, 十二 or 一百零五; None for anything else."""
    if not text or set(text) - set(DIGITS) - set(PLACES):
        return None
    if not set(text) & set(PLACES):  # 六七 is six or seven
        return DIGITS[text] if len(text) == 1 else None
    total, digit = 0, 0
    for one in text:
        if one in DIGITS:
            digit = DIGITS[one]
        else:
            total += (digit or 1) * PLACES[one]
            digit = 0
    return total + digit


@remembered
def count(text: object) -> int | None:
    """A whole number of things, with or without its unit; None for nothing."""
    bare = ungrouped(re.sub(rf"\s*(?:\([{PIECES}]\)|[{PIECES}])$", "", plain(text)).strip())
    if not bare:
        return None
    if (number := spoken(bare)) is not None:
        return number
    if re.fullmatch(r"-[0-9]+(\.[0-9]+)?", bare):
        raise Unclear(NEGATIVE)
    if re.fullmatch(r"[0-9]+(\.0*)?", bare):
        return int(bare.partition(".")[0])
    if re.fullmatch(r"[0-9]+\.[0-9]+", bare):
        raise Unclear(NOT_WHOLE)
    raise Unclear("要填数字，如 6")


@remembered
def tenths(
    text: object, scale: Decimal = Decimal(1), piles: int = 1, exact: bool = False
) -> int | None:
    """Kilowatts in tenths: 7.5, 360kW, 0.36MW, 60kW×6, 2×60+7; None for nothing. `scale` is what
    the head's unit is in kilowatts, `piles` how many there are of what is said. Smaller parts are
    unclear where they are to be `exact`, else rounded, halves upwards."""
    bare = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", re.sub(r"\s", "", plain(text).lower()))
    if not bare:
        return None
    bare = re.sub(r"\((kw|千瓦|mw|兆瓦)\)$", r"\1", bare)
    if (number := spoken(bare.removesuffix("千瓦"))) is not None:
        bare = str(number)
    if bare.startswith("-"):
        raise Unclear(NEGATIVE)
    if bare.endswith("kva"):
        raise Unclear("的单位是 kVA（变压器容量），请填千瓦")
    value = Decimal(0)
    for term in bare.split("+"):
        found = TERM.fullmatch(term)
        if not found:
            raise Unclear(NO_NUMBER)
        one, unit, times, other = found.groups()
        if unit and other:
            raise Unclear(NO_NUMBER)
        factor = KILOWATTS[unit or other or ""] if unit or other else scale
        value += Decimal(one) * Decimal(times or 1) * factor
    in_tenths = value * 10 * piles
    if not exact:
        in_tenths = (in_tenths + HALF) // 1
    if in_tenths != in_tenths.to_integral_value():
        raise Unclear("要填数字，最多一位小数，如 120 或 7.5")
    return int(in_tenths)


def measured(text: object, places: int) -> int | None:
    """A number with a few decimals as a whole number of its last one; None for nothing."""
    bare = ungrouped(plain(text))
    if not bare:
        return None
    if bare.startswith("-"):
        raise Unclear(NEGATIVE)
    if not re.fullmatch(NUMBER, bare):
        raise Unclear(NO_NUMBER)
    value = Decimal(bare).scaleb(places)
    if value != value.to_integral_value():
        raise Unclear(f"要填数字，最多{'一两'[places - 1]}位小数，如 120 或 7.5")
    return int(value)


@remembered
def rated(text: object) -> tuple[int, int] | None:
    """(piles, tenths of a kilowatt of all of them) of a number with its power: 2×120kW, 120kW*2,
    2台（均为120kW）, 2台（共240kW）; None for anything else, and where either may be meant."""
    for form in RATED_COUNTS:
        if found := form.fullmatch(folded(plain(text))):
            said = found.groupdict()
            piles, kilowatts = int(said["n"]), tenths(said["w"]) or 0
            if said.get("all"):
                return piles, kilowatts
            is_each = piles == 1 or "(" not in found.group() or said.get("each")
            return (piles, piles * kilowatts) if is_each else None
    return None


def is_sum(text: object) -> bool:
    """Whether a power is written as a product or a sum, which is then of all piles."""
    return bool(re.search(r"\d.*[×xX*+]", plain(text)))


@remembered
def day(text: object) -> tuple[str, str]:
    """(ISO day, "") of a day, ("", "2025-06") of a month, ("", "2025-06-01/2025-06-10") of ten
    days, ("", "") of nothing."""
    bare = re.sub(r"\s+", " ", plain(text).lower())
    bare = re.sub(r"(?<=\d) ?[—–―−]+ ?(?=\d)", "-", bare)
    bare = re.sub(r"\s*([-/.年月日])\s*", r"\1", bare).rstrip(".。")
    bare = re.sub(rf"(?<=\d|日|月) ?{IN_SERVICE}$", "", re.sub(r"^已?于(?=\d)", "", bare))
    bare = re.sub(r" ?(\()?(?:周|星期|礼拜)[一二三四五六日天](?(1)\))$", "", bare)
    if part := part_of_month(bare):
        return "", part
    bare = spoken_day(bare)
    if not bare:
        return "", ""
    if not bare.isascii() and not DAY.fullmatch(bare) and re.search(r"[^0-9年月日号份]", bare):
        raise Unclear(NO_DAY)
    if found := DAY.fullmatch(bare):
        year, one, month, other, number = found.groups()
        if one == other or (one, other) == ("年", "月"):
            return real(int(year), int(month), int(number)), ""
    if found := SHORT_DAY.fullmatch(bare):
        year, one, month, other, number = found.groups()
        if one == other or (one, other) == ("年", "月"):
            return real(2000 + int(year), int(month), int(number)), ""
    if found := MONTH.fullmatch(bare):
        return "", month_of(bare, *found.groups())
    if found := SHORT_MONTH.fullmatch(bare):
        return "", month_of(bare, f"20{found.group(1)}", found.group(2))
    if re.fullmatch(r"\d{8}", bare):
        return real(int(bare[:4]), int(bare[4:6]), int(bare[6:])), ""
    if re.fullmatch(r"20\d{4}", bare):
        return "", month_of("", bare[:4], bare[4:])
    if re.fullmatch(r"\d{5}(\.\d+)?", bare) and FIRST_SERIAL <= float(bare) <= LAST_SERIAL:
        return (SPREADSHEET_ZERO + timedelta(int(float(bare)))).isoformat(), ""
    if re.fullmatch(r"\d{4}年?", bare):
        raise Unclear("只写了年份，请写到日，如 2025-11-18")
    raise Unclear(NO_DAY)


def year(text: object) -> str:
    """The year where only that was written, 2024年; "" for anything else."""
    found = YEAR.fullmatch(re.sub(r"\s", "", plain(text)))
    return found.group(1) if found else ""


def spoken_day(text: str) -> str:
    """A day in Chinese characters with digits instead: 二〇二五年六月一日."""
    text = text.translate(FORMAL)
    if not re.fullmatch(r"[〇零一二三四五六七八九十○年月日号]+", text):
        return text
    parts = re.split(r"([年月日号])", text.replace("○", "〇"))
    return "".join(part if part in "年月日号" else in_digits(part) for part in parts if part)


def in_digits(text: str) -> str:
    """The year 二〇二五 digit by digit, the month 十一 as a number."""
    number = spoken(text)
    return "".join(str(DIGITS[one]) for one in text) if number is None else str(number)


def real(year: int, month: int, number: int) -> str:
    """The day in ISO form, if there is such a day."""
    try:
        return date(year, month, number).isoformat()
    except ValueError:
        raise Unclear("没有这一天，请核对") from None


def month_of(text: str, year: str, month: str) -> str:
    """2025-06; a cell lost its last zero where it says 2025.1, which may be October."""
    if re.fullmatch(r"\d{4}\.1", text):
        raise Unclear("可能是1月，也可能是10月（末位的0丢了），请写成 2025-10 这样")
    if not 1 <= int(month) <= 12:
        raise Unclear("没有这个月，请核对")
    return f"{year}-{int(month):02}"


def part_of_month(text: str) -> str:
    """The days of 2024年10月上旬; of 10月底 the month; "" for anything else."""
    found = PART_OF_MONTH.fullmatch(text)
    if not found:
        return ""
    year, month, part = found.groups()
    month = month_of("", year, month)
    days = {"上": ("01", "10"), "中": ("11", "20")}
    first, last = days.get(part, ("21", in_month(month, True)[-2:]))
    return f"{month}-{first}/{month}-{last}" if part else month


def in_month(month: str, last: bool) -> str:
    """The first or the last day of a month, or of ten days as `day` gives them."""
    if "/" in month:
        return month.split("/")[last]
    year, number = map(int, month.split("-"))
    following = date(year + number // 12, number % 12 + 1, 1)
    return ((following - timedelta(1)) if last else date(year, number, 1)).isoformat()


@remembered
def pair(text: object) -> tuple[str, str]:
    """Longitude and latitude that stand in one cell, in either order, or two empty texts."""
    parts = [part for part in re.split(r"[,，;；、\s]+", plain(text).strip("()[]【】")) if part]
    try:
        found = [degrees(part) for part in parts]
    except Unclear:
        return "", ""
    if len(found) != 2 or not all(found):
        return "", ""
    low, high = sorted(found, key=float)
    return high, low


@remembered
def degrees(text: object) -> str:
    """A longitude or latitude as decimal text; millionths of degrees as degrees; "" for nothing."""
    if found := DEGREES.fullmatch(re.sub(r"\s|东经|北纬|[EeNn]", "", str(text or ""))):
        whole, minutes, seconds = (Decimal(part or 0) for part in found.groups())
        return f"{whole + minutes / 60 + seconds / 3600:.6f}".rstrip("0").rstrip(".")
    bare = re.sub(r"[°度enEN东经北纬]", "", plain(text))
    if not bare:
        return ""
    if not re.fullmatch(r"\d{1,12}(\.\d+)?", bare):
        raise Unclear("要填度数，如 112.81")
    value = Decimal(bare)
    if value > 180:
        value = value / 1_000_000
    if value > 180:
        raise Unclear("要填度数，如 112.81")
    return format(value.normalize(), "f")

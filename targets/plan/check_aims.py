"""What is wrong with the indicators of a draft and with their targets."""

from collections.abc import Iterator

from targets.measures import GROUPS, MEASURES, UNSPLIT
from targets.models import Part
from targets.models.aims import TARGET_OF, kinds_in
from targets.plan import words
from targets.plan.check_units import PILOT, fault
from targets.plan.draft import Draft, Fault, Row
from targets.plan.known import Known
from targets.plan.sheets import BY_NAME, YEAR

ADDS_UP = ("total", "mean", "largest")
PUBLIC = ("public_pile", "public_dc_pile", "public_ac_pile")
PILES = ("pile", "public_pile", "public_dc_pile", "public_ac_pile", "dedicated_pile")
# What must be asked of somebody, that a group can be counted at all.
ASKED_FOR = {
    **dict.fromkeys(PILES, "piles"),
    "vehicle": "vehicles",
    "swap_station": "swap",
    **dict.fromkeys(("inspection", "hazard", "hazard_grave"), "inspection"),
}
# What an indicator must be to play a part: form, what it counts (None: anything), window, across,
# only.
SHAPES = {
    Part.ADDED: ("total", "public_pile", "year", "", ""),
    Part.IN_PLACE: ("total", "public_pile", "to_date", "", ""),
    Part.QUOTA: ("total", "public_pile", "year", "unit", ""),
    Part.VEHICLES: ("total", "vehicle", "latest", "", ""),
    Part.RATIO: ("ratio", None, "to_date", "", ""),
    Part.STATION_COVERAGE: ("coverage", "public_station", "to_date", "township", ""),
    Part.PILE_COVERAGE: ("coverage", "public_pile", "to_date", "township", ""),
    Part.SEAT_COVERAGE: ("coverage", "public_pile", "to_date", "township", "seat"),
    Part.VILLAGE_COVERAGE: ("coverage", "public_pile", "to_date", "village", ""),
    Part.DISTANCE: ("largest", "charging_distance", "latest", "village", ""),
    Part.TIMELINESS: ("timeliness", "return", "month", "unit", ""),
    Part.IMPLIED: ("total", UNSPLIT, "to_date", "", ""),
    Part.DIRECT: ("total", "public_dc_pile", "to_date", "", ""),
    Part.ALTERNATING: ("total", "public_ac_pile", "to_date", "", ""),
    Part.CONNECTORS: ("total", "public_connector", "to_date", "", ""),
    Part.POWER: ("total", "public_power", "to_date", "", ""),
    Part.DEDICATED: ("total", "dedicated_pile", "to_date", "", ""),
    Part.PRIVATE: ("total", "private_pile", "to_date", "", ""),
    Part.CHECKS: ("total", "inspection", "year", "", ""),
    Part.HAZARDS: ("total", "hazard", "to_date", "", ""),
    Part.GRAVE_HAZARDS: ("total", "hazard_grave", "to_date", "", ""),
}
BOUNDS = {"no_less": ("at_least",), "less_than": ("below", "at_most")}
SHARE = 100


def faults(draft: Draft, known: Known) -> Iterator[Fault]:
    """All of them."""
    asked = {form for row in draft.of("duties") for form in row.get("forms", ())}
    if draft.of("quotas"):
        asked.add("piles")
    for number, row in draft.numbered("indicators"):
        for check in (of_form, of_counting, of_window, of_places, of_part):
            for says in check(row, draft, known):
                yield fault("indicators", number, says)
        for says in of_nobody(row, asked):
            yield fault("indicators", number, says)
    for subject in ("targets", "milestones"):
        for number, row in draft.numbered(subject):
            for says in of_target(row, draft):
                yield fault(subject, number, says)
    yield from played_twice(draft)
    yield from against_each_other(draft)
    yield from of_quotas(draft)
    yield from of_roads(draft)


def of_form(row: Row, draft: Draft, known: Known) -> Iterator[str]:
    """What a form needs, and what only it may have."""
    form = row.get("form")
    if form == "ratio" and not row.get("over"):
        yield "形式是比值，“除以”没有填：没有分母算不出来"
    if form != "ratio" and row.get("over") and form:
        yield f"形式是{words.FORMS.say(form)}，“除以”不用填：请清空，或者把形式改成比值"
    if form in ("coverage", "mean") and not row.get("across"):
        yield f"形式是{words.FORMS.say(form)}，“按什么分”没有填：不知道数哪些地方"
    if form == "coverage" and not row.get("at_least"):
        yield "形式是覆盖，“达到才算覆盖”没有填：请填几台（座）才算"
    of_power = form == "total" and row.get("counts") in PUBLIC
    if row.get("at_least") and form and form != "coverage" and not of_power:
        yield "“达到才算覆盖”只有覆盖（几台、几座）和公共充电桩的合计（千瓦）可以填：请清空"


def of_counting(row: Row, draft: Draft, known: Known) -> Iterator[str]:
    """What is counted has a unit; what is taken from another indicator has its targets."""
    for name in ("counts", "over"):
        value = row.get(name) or ""
        other = value.removeprefix(TARGET_OF)
        if value.startswith(TARGET_OF) and other not in draft.codes("indicators"):
            yield f"“{words.GROUPS.say(value)}”：“指标”表里没有编号“{other}”的指标"
        elif value.startswith(TARGET_OF) and other not in draft.codes("targets", "indicator"):
            yield f"“{words.GROUPS.say(value)}”：指标“{other}”在“目标”表里没有数，算不出来"
    measures = [MEASURES[code] for code in GROUPS.get(row.get("counts", ""), ())]
    unit = measures[0].unit if measures else row.get("unit")
    if row.get("form") in ADDS_UP and row.get("unit") and row["unit"] != unit:
        word = words.GROUPS.say(row["counts"])
        yield f"单位写“{row['unit']}”，而{word}按“{unit}”数：请改成“{unit}”"


def of_window(row: Row, draft: Draft, known: Known) -> Iterator[str]:
    """What is observed is the latest; what comes and goes is added up."""
    measures = [MEASURES[code] for code in GROUPS.get(row.get("counts", ""), ())]
    if not measures or row.get("window") is None:
        return
    observed, window = measures[0].level, words.WINDOWS.say(row["window"])
    word = words.GROUPS.say(row["counts"])
    if observed and row["window"] != "latest":
        yield f"{word}是某一天看到的数，各月不能相加：时段请改成“最新”，现在是“{window}”"
    if not observed and row["window"] == "latest":
        yield f"{word}是逐笔累加的数：时段请改成“累计”或“本年累计”"
    if observed and row.get("causes"):
        yield f"{word}是某一天看到的数，没有新增、减少：请清空“计哪些变动”"
    if not observed and row["window"] in ("year", "month") and not row.get("causes"):
        yield f"时段是“{window}”，“计哪些变动”没有填：数新增的请填“新增”，数保有量的时段改成“累计”"


def of_places(row: Row, draft: Draft, known: Known) -> Iterator[str]:
    """Places and kinds of places that an indicator is about."""
    there = draft.codes("place_kinds")
    for name in ("across", "only"):
        for kind in kinds_in(row.get(name) or ""):
            if kind not in there:
                yield f"“场所类型”表里没有编号“{kind}”：请改正，或者在那张表加一行"
    only, across = row.get("only") or "", row.get("across")
    if across in ("zone", "road") and not known.beside(only):
        which = words.ACROSS.say(across)
        yield f"按{which}分的要在“限定”写明哪一处，本县没有代号“{only}”的{which}"
    elif only and only != "seat" and not kinds_in(only) and across not in ("zone", "road"):
        yield f"“限定”写的“{only}”不认得：请填乡（镇）所在地、场所：编号，或者按片区、公路分"


def of_part(row: Row, draft: Draft, known: Known) -> Iterator[str]:
    """What plays a part is what the pages take it for."""
    shape = SHAPES.get(row.get("plays", ""))
    if not shape:
        return
    asked: dict[str, str] = {}
    for name, code in zip(("form", "counts", "window", "across", "only"), shape, strict=True):
        column = BY_NAME["indicators"].column(name)
        if code is not None and (row.get(name) or "") != code and column.words:
            asked[column.head] = column.words.say(code) or "空着"
    causes = ["added"] if row.get("window") == "year" else []
    if [*row.get("causes", ())] != causes:
        asked["计哪些变动"] = "新增" if causes else "空着"
    if row["plays"] == Part.RATIO and row.get("over") not in (None, "", "public_pile"):
        asked["除以"] = "公共充电桩"
    if asked:
        said = "，".join(f"“{head}”要{what}" for head, what in asked.items())
        yield f"担任“{words.PLAYED.say(row['plays'])}”的，{said}：请改正，或者清空“担任”"


def of_nobody(row: Row, asked: set[str]) -> Iterator[str]:
    """What nobody is asked for is never known: a register without a keeper, a count without a
    reporter."""
    for kind in (*kinds_in(row.get("across") or ""), *kinds_in(row.get("only") or "")):
        form = f"pilot:{kind.removeprefix(PILOT)}" if kind.startswith(PILOT) else f"site:{kind}"
        if form not in asked:
            word = words.ASKED.say(form)
            yield f"没有单位报“{word}”，登记册没有人建：请在“职责”表给一个单位加上填报事项“{word}”"
    only = row.get("only") or ""
    if row.get("across") in ("zone", "road") and only and f"distance:{only}" not in asked:
        word = words.ASKED.say(f"distance:{only}")
        yield f"没有单位报“{word}”：请在“职责”表给一个单位加上这个填报事项"
    needed = ASKED_FOR.get(row.get("counts", ""), "")
    if needed and needed not in asked:
        word = words.ASKED.say(needed)
        yield f"没有单位报“{word}”：请在“职责”表给一个单位加上这个填报事项"


def of_target(row: Row, draft: Draft) -> Iterator[str]:
    """A target lies in the term, and its number is one of its form."""
    year, form, value, of = (row.get(name) for name in ("year", "form", "value", "of"))
    if year and draft.years and year not in draft.years:
        yield f"{year}年不在方案期{draft.years[0]}—{draft.years[-1]}年内：请核对年度"
    if form == "share" and value is not None and value > SHARE:
        yield f"比例写的{value}%超过100%：请核对，或者把形式改成数值"
    if form == "count" and not of:
        yield "形式是处数，“总数”没有填：请填共几处"
    if form == "count" and of and value is not None and value > of:
        yield f"{value}处超过总数{of}处：请核对"
    owners = {one.get("code"): one for one in draft.of("indicators")}
    owner = owners.get(row.get("indicator"), {})
    if owner.get("form") == "coverage" and form == "value":
        yield "指标是覆盖，目标的形式请填处数或比例"
    if owner.get("form") in ADDS_UP and form in ("count", "share"):
        yield f"指标是{words.FORMS.say(owner['form'])}，目标的形式请填数值"
    strength, direction = row.get("strength"), row.get("direction")
    if strength in BOUNDS and direction and direction not in BOUNDS[strength]:
        said = words.STRENGTHS.say(strength)
        yield f"力度是“{said}”，方向却是“{words.DIRECTIONS.say(direction)}”：请改成一致"


def against_each_other(draft: Draft) -> Iterator[Fault]:
    """Targets of one indicator and year that cannot both be meant."""
    firm: dict[tuple, tuple[int, Row]] = {}
    rows = sorted(draft.numbered("targets"), key=lambda found: found[1].get("strength") == "aspire")
    for number, row in rows:
        key = (row.get("indicator"), row.get("year"))
        if None in key:
            continue
        first, other = firm.setdefault(key, (number, row))
        if other is row:
            continue
        values = (other.get("value"), row.get("value"))
        if other.get("direction") != row.get("direction"):
            yield fault("targets", number, f"方向和第{first}行的同一个目标相反：请核对")
        elif row.get("strength") == "aspire" and None not in values and is_easier(row, other):
            said = f"力争的数比第{first}行必须达到的还容易：请核对是不是填反了"
            yield fault("targets", number, said)
    for number, row in draft.numbered("milestones"):
        first, other = firm.get((row.get("indicator"), row.get("year")), (0, {}))
        if other.get("strength") == "attain":
            said = f"同一指标同一年在“目标”第{first}行已有目标：请只留一处"
            yield fault("milestones", number, said)


def played_twice(draft: Draft) -> Iterator[Fault]:
    """A part is played by one indicator."""
    first: dict[str, int] = {}
    for number, row in draft.numbered("indicators"):
        part = row.get("plays")
        if part and first.setdefault(part, number) != number:
            said = f"第{first[part]}行已经担任“{words.PLAYED.say(part)}”：请只留一个"
            yield fault("indicators", number, said)


def is_easier(row: Row, other: Row) -> bool:
    """Whether a target asks for less than another of the same direction."""
    more = row["value"] > other["value"]
    return not more and row["value"] != other["value"] if row["direction"] == "at_least" else more


def quota_indicator(draft: Draft) -> str:
    """The code of the indicator that quotas of units are targets of; empty where there is none."""
    rows = draft.of("indicators")
    return next((r.get("code", "") for r in rows if r.get("plays") == Part.QUOTA), "")


def clause_of(draft: Draft, indicator: str | None) -> str:
    """The clause of the annex whose table gives an indicator's targets: of those that it names the
    last in the document."""
    rows = draft.of("indicators")
    named = {code for r in rows if r.get("code") == indicator for code in r.get("clauses", ())}
    order = [row.get("code", "") for row in draft.of("clauses")]
    return next((code for code in reversed(order) if code in named), "")


def of_quotas(draft: Draft) -> Iterator[Fault]:
    """Quotas have an indicator, a clause and a number for each year."""
    if not draft.of("quotas"):
        return
    owner = quota_indicator(draft)
    if not owner:
        part = Part.QUOTA.label
        said = f"没有担任“{part}”的指标：请在“指标”表加一个，形式 合计，按什么分 单位，担任 {part}"
        yield fault("quotas", 0, said)
    elif not clause_of(draft, owner):
        yield fault("quotas", 0, f"指标“{owner}”没有写条款：任务数不知道出自哪里，请在“指标”表补上")
    there = {name for row in draft.of("quotas") for name in row if name.isdigit()}
    for year in draft.years:
        if str(year) not in there:
            yield fault("quotas", 1, f"缺“{year}{YEAR}”这一列：请照方案期补上")
    for name in sorted(there - {str(year) for year in draft.years} if draft.years else ()):
        yield fault("quotas", 1, f"“{name}{YEAR}”不在方案期内：请删去这一列，或者核对起止日")


def of_roads(draft: Draft) -> Iterator[Fault]:
    """What a road's target is of must say in which annex it stands."""
    for number, row in draft.numbered("milestones"):
        owner = row.get("indicator")
        if owner in draft.codes("indicators") and not clause_of(draft, owner):
            said = f"指标“{owner}”没有写条款：不知道这一行出自哪里，请在“指标”表补上"
            yield fault("milestones", number, said)

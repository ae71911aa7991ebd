"""A month's 通报 as plain content: sentences drafted from figures by written rules, each with the figures it carries."""
from dataclasses import dataclass
from datetime import date

from ledger import amendments
from shanyin_charging import clock

from .. import formats, reading
from ..evaluate import REPORTED
from ..figures import Figure
from ..reading import Reading

ISSUER = "山阴县充（换）电基础设施建设工作专班办公室"


@dataclass(frozen=True)
class Sentence:
    text: str
    figures: tuple[str, ...] = ()  # keys


@dataclass(frozen=True)
class Section:
    heading: str
    paragraphs: tuple[tuple[Sentence, ...], ...]


@dataclass(frozen=True)
class Row:
    name: str
    target: str
    done: str
    progress: str
    returned: str
    key: str  # of the figure of what was done

    DONE = 2  # its column

    @property
    def texts(self) -> tuple[str, ...]:
        return self.name, self.target, self.done, self.progress, self.returned


@dataclass(frozen=True)
class Bulletin:
    title: str
    addressees: str
    opening: str
    sections: tuple[Section, ...]
    attachment: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    issuer: str
    dated: date


def compose(reading_: Reading) -> Bulletin:
    """The bulletin of the reading's month."""
    month, year = reading_.month, reading_.month.year
    everyone = reading_.everyone
    return Bulletin(
        title=f"关于{month.label}全县充（换）电基础设施建设工作进展情况的通报",
        addressees="各乡（镇）人民政府、山阴经济技术开发区管委会、各成员单位：",
        opening=f"按照《{reading_.plan.title}》（{reading_.plan.document_no}）要求，"
                f"现将截至{month.label}底全县充（换）电基础设施建设工作进展情况通报如下。",
        sections=(overall(reading_), rows_section(reading_), problems(reading_, everyone), demands(reading_)),
        attachment=f"{month.label}各单位公共充电桩参考计划进度表",
        heads=("单位", f"{year}年参考计划（台）", "本年新增（台）", "参考计划完成率", "当月报送"),
        rows=tuple(table(reading_, everyone)),
        notes=("参考计划为方案附件2所列，仅供各单位参考；完成率与台数并列，计划台数少的单位一两台即有较大变动。",
               f"{reading_.stock_discrepancy.issue}{reading_.stock_discrepancy.treatment}",
               *changes_of_the_past(reading_)),
        issuer=ISSUER, dated=clock.today())


def say(template: str, *figures: Figure) -> Sentence:
    """A sentence with each {} filled by a figure with its unit."""
    return Sentence(template.format(*(formats.text(figure) for figure in figures)), tuple(f.key for f in figures))


def overall(r: Reading) -> Section:
    added, stock = r.standing(reading.ADDED), r.standing(reading.STOCK)
    ratio, reported = r.figure(reading.RATIO), r.figure(reading.RATIO, variant=REPORTED)
    sentences = [
        say(f"全县公共充电桩保有量{{}}，年底目标{stock.goal.value}台；", stock.figure),
        say(f"本年新增{{}}，完成年度任务{added.goal.value}台的{formats.percent(added.progress)}。" if added.goal
            else "本年新增{}。", added.figure),
        say("按方案测算的电动汽车数计算，桩车比为{}", ratio),
        say("；按报送的电动汽车保有量计算，桩车比为{}。", reported) if reported.value is not None
        else Sentence("；电动汽车保有量本年尚未报送，未按实际车辆数计算。"),
    ]
    stations, piles, villages = (
        r.figure(code) for code in (reading.STATION_COVERAGE, reading.PILE_COVERAGE, reading.VILLAGE_COVERAGE))
    covered = [
        Sentence(f"有公共充电站的乡（镇）{formats.digits(stations)}，有公共充电桩的乡（镇）{formats.digits(piles)}，"
                 f"公共充电桩不少于2台的行政村（社区）{formats.digits(villages)}。",
                 (stations.key, piles.key, villages.key)),
    ]
    return Section("一、总体情况", (tuple(sentences), tuple(covered)))


def rows_section(r: Reading) -> Section:
    standings = [s for s in r.quota_standings() if s.goal and s.goal.value]
    if not standings:
        return Section("二、各单位进展", ((Sentence("本年没有参考计划，各单位新增情况见附件。"),),))
    done = [s for s in standings if s.figure.value >= s.goal.value]
    none = [s for s in standings if s.figure.value == 0]
    uncredited = r.uncredited()
    text = [Sentence(f"列入{r.month.year}年参考计划的{len(standings)}个单位中，")]
    text.append(Sentence(f"{names(done)}已完成参考计划；" if done else "尚无单位完成参考计划；", keys(done)))
    text.append(Sentence(f"{names(none)}本年尚无新增。" if none else "各单位均有新增。", keys(none)))
    if uncredited.value:
        text.append(say("另有{}未归入附件2各行，计入全县数。", uncredited))
    text.append(Sentence("各单位进度见附件。"))
    return Section("二、各单位进展", (tuple(text),))


def problems(r: Reading, everyone) -> Section:
    missing = [s.unit.name for s in everyone if s.state == "missing"]
    late = [s.unit.name for s in everyone if s.late]
    mending = [s.unit.name for s in everyone if s.state == "sent_back" and not s.late]
    bare = r.figure(reading.STATION_COVERAGE)
    paragraphs = []
    if everyone:
        returned = r.figure(reading.TIMELINESS)
        text = [Sentence(f"{r.month.label}应报送单位{returned.of}家，按时报送{returned.value}家。", (returned.key,))]
        if missing:
            text.append(Sentence(f"未报送的有：{'、'.join(missing)}。"))
        if mending:
            text.append(Sentence(f"退回后尚未重报的有：{'、'.join(mending)}。"))
        if late:
            text.append(Sentence(f"迟报的有：{'、'.join(late)}。"))
        paragraphs.append((Sentence("（一）报送方面。"), *text))
    if bare.missing:
        paragraphs.append((Sentence("（二）覆盖方面。"),
                           Sentence(f"尚无公共充电站的乡（镇）有：{'、'.join(bare.missing)}。", (bare.key,))))
    return Section("三、存在问题", tuple(paragraphs) or ((Sentence("当月各单位均按时报送，各乡（镇）均有公共充电站。"),),))


def demands(r: Reading) -> Section:
    following = (r.month + 1).label
    return Section("四、下一步工作要求", (
        (Sentence("各乡（镇）、各单位要对照方案任务和参考计划，倒排工期，加快在建站点投运，优先补齐没有公共充电站的乡（镇）和公共充电桩不足2台的行政村（社区）。"),),
        (Sentence(f"各成员单位要按照方案要求，于每月5日前报送工作落实情况，{following}情况逾期未报的将予以通报。"),),
    ))


def changes_of_the_past(r: Reading):
    """A note for each thing that changed an earlier month's numbers during this month: corrections, late entries,
    units that were let in again."""
    past = amendments.during(r.county, r.month)
    yield from (f"更正：{text}" for text in past.corrections)
    if past.late_piles:
        yield f"补录：本月另登记以前月份投运的公共充电桩{past.late_piles}台，已计入其投运月份。"
    if past.reopened:
        yield f"准予补报：{'、'.join(past.reopened)}。"


def table(r: Reading, everyone):
    """One row a unit of the quota table, then what is credited to none, then the county."""
    returned = {s.unit.code: s.reported_word for s in everyone}
    for s in r.quota_standings():
        yield Row(s.figure.where.name, planned(s), formats.digits(s.figure), formats.percent(s.progress),
                  returned.get(s.figure.where.unit, formats.NOTHING), s.figure.key)
    county = r.standing(reading.ADDED)
    none = r.uncredited()
    yield Row("未归入附件2", formats.NOTHING, formats.digits(none), formats.NOTHING, formats.NOTHING, none.key)
    yield Row("全县合计", planned(county), formats.digits(county.figure), formats.percent(county.progress), "",
              county.figure.key)


def planned(standing) -> str:
    return str(standing.goal.value) if standing.goal else formats.NOTHING


def names(standings) -> str:
    return "、".join(s.figure.where.name for s in standings)


def keys(standings) -> tuple[str, ...]:
    return tuple(s.figure.key for s in standings)

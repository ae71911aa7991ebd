"""The rows of the whole ledger: every entry, site, return and ruling, and what is being built."""

from collections.abc import Iterator

from ledger.models import Entry, Kind, Site, Submission
from reports.figures import under_way
from reports.figures.reading import Reading
from shanyin_charging import dates
from shanyin_charging.numbers import Number
from targets.measures import MEASURES, Measure
from targets.models import Area, Ruling
from targets.plan import queries

ENTRY_HEADS = [
    "号",
    "发生日期",
    "区划代码",
    "地点",
    "站点编号",
    "站点",
    "计量",
    "变动",
    "数量",
    "单位",
    "计入参考计划",
    "更正第几号",
    "被第几号更正",
    "来源",
    "说明",
    "审核人",
    "登账时间",
]
SITE_HEADS = [
    "站点编号",
    "名称",
    "类别",
    "区划代码",
    "所在地",
    "在乡（镇）所在地",
    "报送单位",
    "并入编号",
]
RETURN_HEADS = ["单位", "期", "类别", "状态", "首次上报", "迟报"]
BUILDING_HEADS = [
    "报送单位",
    "计入参考计划",
    "所在地",
    "名称",
    "公共",
    "直流（台）",
    "交流（台）",
    "进度",
    "预计投运日期",
    "原来预计",
    "卡在哪里",
    "截至",
]
RULING_HEADS = ["事项", "内容", "生效日期", "依据文号", "登记人", "登记时间"]


def entries(county: Area, known: int | None) -> Iterator[list]:
    """Every entry ever posted, those that were replaced too: what stands is what no other entry
    replaces."""
    found = (
        Entry.objects.filter(county=county)
        .select_related(
            "area__parent",
            "site",
            "credited_to",
            "replaces",
            "replaced_by",
            "line__version__submission__unit",
            "line__version__submission__period",
        )
        .order_by("number")
    )
    for e in found if known is None else found.filter(number__lte=known):
        measure = MEASURES[e.measure]
        later = getattr(e, "replaced_by", None)
        yield [
            e.number,
            e.on,
            e.area.code,
            e.area.full_name,
            e.site_id,
            str(e.site or ""),
            measure.name,
            e.cause_word,
            quantity(e, measure),
            measure.unit,
            str(e.credited_to or ""),
            e.replaces.number if e.replaces else None,
            later.number if later else None,
            str(e.line.version.submission) if e.line else "",
            e.note,
            e.approved_by,
            dates.moment(e.posted_at),
        ]


def quantity(entry: Entry, measure: Measure) -> int | Number:
    """The entry's value in the measure's unit, as a number with as many decimals as it is kept
    in."""
    if measure.scale == 1:
        return entry.value
    places = len(str(measure.scale)) - 1
    return Number(entry.value / measure.scale, f"0.{'0' * places}", measure.in_units(entry.value))


def sites(county: Area) -> Iterator[list]:
    """Every site ever registered, merged ones too."""
    for s in (
        Site.objects.filter(county=county)
        .named()
        .select_related("area__parent", "keeper")
        .order_by("pk")
    ):
        yield [
            s.pk,
            s.name,
            s.kind_word,
            s.area.code,
            s.area.full_name,
            "是" if s.at_seat else "",
            str(s.keeper),
            s.merged_into_id,
        ]


def returns(county: Area) -> Iterator[list]:
    """Every return and correction, by period and unit."""
    found = (
        Submission.objects.filter(period__county=county)
        .select_related("unit", "period")
        .prefetch_related("versions")
    )
    for s in found.order_by("period__starts_on", "unit__position"):
        handed_in = [version.submitted_at for version in s.versions.all() if version.submitted_at]
        yield [
            str(s.unit),
            str(s.period),
            Kind(s.kind).label,
            s.get_state_display(),
            dates.moment(handed_in[0]) if handed_in else "",
            {True: "迟报", False: "按时", None: ""}[s.late],
        ]


def building(r: Reading) -> Iterator[list]:
    """Every project that is being built by the returns up to the reading's month."""
    for told in under_way.in_words(r, r.under_way):
        project, word = told.project.construction, told.project.word
        yield [
            str(project.unit),
            str(word.credited_to or ""),
            project.area.full_name,
            project.name,
            "是" if word.public else "",
            word.dc,
            word.ac,
            told.stage,
            word.expected_on,
            told.moved,
            told.obstacle,
            word.on,
        ]


def _plain(value: object) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def rulings() -> Iterator[list]:
    """Every ruling, in the order of recording."""
    for r in Ruling.objects.of(queries.served()).order_by("recorded_at"):
        yield [
            r.subject,
            "；".join(map(_plain, r.value.values())),
            r.in_force_on,
            r.document_no,
            r.recorded_by,
            dates.moment(r.recorded_at),
        ]

"""Lists of field checks: rounds, what was drawn and from what, what was found, hazards."""

from collections.abc import Mapping
from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import QuerySet
from django.forms import HiddenInput

from reports.checking import hazards
from reports.checking.hazards import Hazard
from reports.models import Finding, FindingKind, FindingState, Round, Visit, VisitCorrection
from reports.models.checks import DANGERS, OVER
from reports.pages.lasting import LastingCells
from shanyin_charging.listing import (
    NAME,
    SPARE,
    ListFilter,
    ListTable,
    NumberingColumn,
    ThingsFilter,
    ValuesFilter,
    WordsFilter,
    headed,
)

WHICH = (("open", "未销号"), ("over", "已销号"))


class RoundTable(ListTable):
    """Draws, with how far each has come and what it found."""

    held_on = tables.DateColumn(
        verbose_name="核查日期", format="Y-m-d", attrs=NAME, linkify=("round", [tables.A("pk")])
    )
    among = tables.Column("范围", attrs=headed("范围"))
    asked = tables.Column("抽多少", attrs=headed("抽多少", "nowrap"))
    seed = tables.Column("种子", attrs=headed("种子", "nowrap"))
    people = tables.Column("核查人", accessor="first", orderable=False, attrs=headed("核查人"))
    drawn = tables.Column("抽中（处）", attrs=headed("抽中（处）", "number"))
    seen = tables.Column("已查（处）", attrs=headed("已查（处）", "number"))
    found = tables.Column("核查事项（件）", attrs=headed("核查事项（件）", "number"))
    left = tables.Column("未销号（件）", attrs=headed("未销号（件）", "number"))

    class Meta:
        model = Round
        fields = ()
        attrs = {"class": "cards"}
        empty_text = "还没有抽查"

    def render_people(self, record: Round) -> str:
        """The two of them."""
        return f"{record.first}、{record.second}"

    value_people = render_people


class DrawnTable(ListTable):
    """The sites of a draw in their order, with what the ledger says and what was found."""

    position = tables.Column("次序", attrs=headed("次序", "number"))
    site = tables.TemplateColumn(
        template_name="reports/_drawn_site.html",
        verbose_name="站点",
        attrs=NAME,
        order_by=("site__name",),
    )
    place = tables.Column("所在地", accessor="site__area__full_name", orderable=False)
    unit = tables.Column("报送单位")
    told = tables.Column("台账", empty_values=(), orderable=False, attrs=headed("台账"))
    seen = tables.Column("现场", empty_values=(), orderable=False, attrs=headed("现场"))
    result = tables.Column("结果", empty_values=(), orderable=False, attrs=headed("结果"))
    number = tables.Column("站点编号", accessor="site_id", visible=False)

    class Meta:
        model = Visit
        fields = ()
        attrs = {"class": "cards"}

    def __init__(self, rows: Any, ledgers: Mapping[int, dict[str, int]], **kwargs: Any) -> None:
        super().__init__(rows, **kwargs)
        self.ledgers = ledgers

    def value_site(self, record: Visit) -> str:
        """Its name."""
        return record.site.name

    def render_told(self, record: Visit) -> str:
        """What the ledger says: as it was when the site was seen, or now."""
        return in_words(record.ledger or self.ledgers[record.site_id])

    def render_seen(self, record: Visit) -> str:
        """What stood there."""
        return seen_in_words(record.result)

    def render_result(self, record: Visit) -> str:
        """Whether that agrees."""
        return result_of(record)


def in_words(counts: Mapping[str, int]) -> str:
    """直流6台（停用1台）、交流2台"""
    return "、".join(
        f"{name}{counts[kind]}台{f'（停用{out}台）' if (out := counts[f'{kind}_out']) else ''}"
        for kind, name in (("dc", "直流"), ("ac", "交流"))
    )


def seen_in_words(result: Visit | VisitCorrection) -> str:
    """What stood at a visit."""
    if not result.reached:
        return ""
    return in_words({name: getattr(result, name) for name in ("dc", "dc_out", "ac", "ac_out")})


def result_of(visit: Visit) -> str:
    """What a visit came to."""
    if not visit.done_at:
        return "待核查"
    if not visit.result.reached:
        return "没有看到现场"
    number = sum(one.state != FindingState.WITHDRAWN for one in visit.findings.all())
    return f"核查事项{number}件" if number else "与台账一致"


class PoolTable(ListTable):
    """The list that was drawn from, with each one's lot, in the order of the draw."""

    position = NumberingColumn()
    number = tables.Column("站点编号", orderable=False, attrs=headed("站点编号", "number"))
    name = tables.Column("站点", orderable=False, attrs=NAME)
    digest = tables.Column("SHA-256（种子-站点编号）", orderable=False, attrs=SPARE)
    drawn = tables.BooleanColumn(verbose_name="抽中", orderable=False, attrs=headed("抽中"))

    class Meta:
        attrs = {"class": "cards"}


class FindingTable(LastingCells, ListTable):
    """What was found where, whose it is, how far it is and since when."""

    position = NumberingColumn()
    kind = tables.Column("类别", attrs=headed("类别", "nowrap"))
    text = tables.Column("发现的问题", attrs=NAME, linkify=("finding", [tables.A("pk")]))
    site = tables.Column("站点", accessor="visit__site__name", attrs=headed("站点"))
    unit = tables.Column("责任单位", attrs=headed("责任单位"))
    state = tables.Column("状态", attrs=headed("状态", "nowrap"))
    reply_by = tables.DateColumn(
        verbose_name="时限", format="Y-m-d", attrs=headed("时限", "nowrap")
    )
    found_on = tables.DateColumn(
        verbose_name="发现日期", format="Y-m-d", attrs=headed("发现", "nowrap")
    )
    ended_on = tables.DateColumn(verbose_name="销号日期", format="Y-m-d", visible=False, default="")
    days = tables.Column(
        "已有（天）",
        empty_values=(),
        order_by=("-found_on",),
        attrs=headed("已有（天）", "number"),
    )

    class Meta:
        model = Finding
        fields = ()
        attrs = {"class": "cards"}
        empty_text = "没有符合条件的核查事项"


class HazardTable(ListTable):
    """Hazards wherever they were told of."""

    position = NumberingColumn()
    grade = tables.Column("等级", accessor="grade_word", attrs=headed("等级", "nowrap"))
    text = tables.TemplateColumn(
        template_name="reports/_hazard.html", verbose_name="隐患", attrs=NAME
    )
    place = tables.TemplateColumn(
        template_name="reports/_hazard_place.html", verbose_name="场所", attrs=headed("场所")
    )
    unit = tables.Column("单位", attrs=headed("单位"), order_by=("unit__name",))
    source = tables.Column("来源", attrs=headed("来源", "nowrap"))
    found_on = tables.DateColumn(
        verbose_name="发现日期", format="Y-m-d", attrs=headed("发现", "nowrap")
    )
    mend_by = tables.DateColumn(
        verbose_name="整改期限", format="Y-m-d", attrs=headed("整改期限", "nowrap"), default="—"
    )
    ended_on = tables.DateColumn(
        verbose_name="销号日期", format="Y-m-d", attrs=headed("销号", "nowrap"), default="—"
    )
    days = tables.Column("已有（天）", attrs=headed("已有（天）", "number"))

    class Meta:
        attrs = {"class": "cards"}
        empty_text = "没有符合条件的隐患"

    def value_text(self, record: Hazard) -> str:
        """The words alone."""
        return record.text

    def value_place(self, record: Hazard) -> str:
        """Its name."""
        return record.place


class HazardFilter(ListFilter):
    """Those that are open or those that are over; by grade, source and words. The rows are no rows
    of one table: they are chosen by `keeps`."""

    which = django_filters.ChoiceFilter(choices=WHICH, widget=HiddenInput)
    grade = django_filters.ChoiceFilter(
        choices=[(kind.value, FindingKind(kind).label) for kind in DANGERS],
        label="等级",
        empty_label="全部",
    )
    source = django_filters.ChoiceFilter(
        choices=[(word, word) for word in (hazards.CHECK, hazards.RETURN)],
        label="来源",
        empty_label="全部",
    )
    words = django_filters.CharFilter(label="场所、单位或隐患里的字")

    class Meta:
        model = Finding
        fields = ()

    def keeps(self, one: Hazard) -> bool:
        """Whether a hazard is among what is chosen."""
        self.form.is_valid()
        said = self.form.cleaned_data
        return (
            bool(one.ended_on) == (said.get("which") == "over")
            and said.get("grade") in ("", None, one.grade)
            and said.get("source") in ("", None, one.source)
            and (said.get("words") or "") in f"{one.place} {one.unit} {one.text}"
        )


class FindingFilter(ListFilter):
    """Those that are open or those that are over; by kind, state, unit and words."""

    which = django_filters.ChoiceFilter(choices=WHICH, method="of_which", widget=HiddenInput)
    kind = ValuesFilter("kind", "类别")
    state = ValuesFilter("state", "状态")
    unit = ThingsFilter("unit", "责任单位")
    words = WordsFilter("站点或问题里的字", "text", "visit__site__name")

    class Meta:
        model = Finding
        fields = ()

    def of_which(self, rows: QuerySet[Finding], name: str, which: str) -> QuerySet[Finding]:
        """What is over, or what is not."""
        over = {"state__in": OVER}
        return rows.filter(**over) if which == "over" else rows.exclude(**over)

"""Tables of the pages, with what they are filtered by."""

from collections.abc import Set
from datetime import date

import django_filters
import django_tables2 as tables
from django.db.models import QuerySet
from django.forms import HiddenInput
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_tables2 import A

from ledger.models import Site
from reports.figures.proved import Evidence
from reports.models import Bulletin, Meeting, NoticeState, Suggestion, SupervisionNotice
from reports.search.names import is_called
from shanyin_charging import clock, dates, listing
from shanyin_charging.listing import (
    NAME,
    NUMBER,
    UNBROKEN,
    DaysFilter,
    ListFilter,
    ListTable,
    NumberingColumn,
    ThingsFilter,
    ValuesFilter,
    WordsFilter,
    headed,
)
from targets.models import Area
from targets.plan import queries


def counted(head: str, word: str) -> tables.Column:
    """A column of what stands at a site, with its word on a phone."""
    attrs = {**NUMBER, **headed(word, "number")}
    return tables.Column(head, empty_values=(), orderable=False, attrs=attrs)


class SiteTable(ListTable):
    """Sites with what stands at each."""

    position = NumberingColumn()
    name = tables.Column("名称", attrs=NAME)
    kind = tables.Column("类别", accessor="kind_word", order_by="kind")
    place = tables.Column("所在村（社区）", accessor="area__full_name", order_by="area__code")
    keeper = tables.Column("报送单位", order_by="keeper__position")
    public_dc_pile = counted("公共直流（台）", "直流")
    public_ac_pile = counted("公共交流（台）", "交流")
    dedicated = counted("专用（台）", "专用")
    public_connector = counted("公共枪（个）", "枪")
    pictures = counted("照片（张）", "照片")
    located = counted("位置", "位置")

    class Meta:
        model = Site
        attrs = {"class": "tight cards"}
        fields = ()
        empty_text = "没有符合条件的站点"

    def __init__(self, sites: QuerySet[Site], known: Evidence) -> None:
        super().__init__(sites)
        self.known, self.stocks = known, known.stocks

    def render_name(self, record: Site) -> SafeString:
        """The name, linked to its page."""
        return format_html('<a href="{}">{}</a>', reverse("site", args=[record.pk]), record.name)

    def value_name(self, record: Site) -> str:
        """The name, for a file."""
        return record.name

    def render_public_dc_pile(self, record: Site) -> int:
        """Public direct-current piles in place."""
        return self.stocks[record.pk, "public_dc_pile"]

    def render_public_ac_pile(self, record: Site) -> int:
        """Public alternating-current piles in place."""
        return self.stocks[record.pk, "public_ac_pile"]

    def render_dedicated(self, record: Site) -> int:
        """Dedicated piles in place, of both currents."""
        return (
            self.stocks[record.pk, "dedicated_dc_pile"]
            + self.stocks[record.pk, "dedicated_ac_pile"]
        )

    def render_public_connector(self, record: Site) -> int:
        """Connectors of public piles in place."""
        return self.stocks[record.pk, "public_connector"]

    def render_pictures(self, record: Site) -> int:
        """Pictures that came with returns."""
        return self.known.pictures.get(record.pk, 0)

    def render_located(self, record: Site) -> str:
        """Whether somebody has told where it is."""
        return "已标" if record.pk in self.known.located else "—"


class SiteFilter(ListFilter):
    """By township, kind, and name or initials."""

    township = django_filters.ModelChoiceFilter(
        queryset=queries.townships,
        method="in_township",
        label="乡（镇）",
        empty_label="全部",
    )
    kind = django_filters.ChoiceFilter(
        choices=lambda: queries.kind_names(queries.plan_of_today()).items(),
        label="类别",
        empty_label="全部",
    )
    name = django_filters.CharFilter(method="called", label="名称或拼音首字母")

    class Meta:
        model = Site
        fields = ()

    def in_township(self, queryset: QuerySet[Site], name: str, area: Area) -> QuerySet[Site]:
        """The sites that stand in a township."""
        return queryset.filter(area__code__startswith=area.code)

    def called(self, queryset: QuerySet[Site], name: str, text: str) -> QuerySet[Site]:
        """The sites that are called so."""
        return queryset.filter(pk__in=[site.pk for site in queryset if is_called(text, site.name)])


class BulletinTable(ListTable):
    """Papers with their files, and how many people have read each."""

    number = tables.Column("文号", default="—", attrs=UNBROKEN)
    title = tables.Column("标题", linkify=("bulletin_at", {"pk": A("pk")}), attrs=NAME)
    kind = tables.Column("种类", attrs=headed("种类", "nowrap"))
    month_on = tables.DateColumn(verbose_name="月份", format="Y-m", visible=False)
    state = tables.TemplateColumn(template_name="bulletins/_state.html", verbose_name="状态")
    issuer = tables.TemplateColumn(
        template_name="bulletins/_issuer.html",
        verbose_name="签发",
        order_by="issued_at",
        attrs=headed("签发", "nowrap"),
    )
    issued_at = tables.DateTimeColumn(verbose_name="签发时间", visible=False, default="")
    files = tables.TemplateColumn(
        template_name="bulletins/_files.html",
        verbose_name="文件",
        orderable=False,
        exclude_from_export=True,
        attrs=UNBROKEN,
    )
    read = tables.Column("已读（人）", attrs=headed("已读", "number"))

    class Meta:
        model = Bulletin
        fields = ()
        attrs = {"class": "cards"}
        empty_text = "没有符合条件的通报"

    def value_state(self, record: Bulletin) -> str:
        """The word alone."""
        return str(record.get_state_display())

    def value_issuer(self, record: Bulletin) -> str:
        """Who signed it."""
        return record.issuer

    def value_issued_at(self, record: Bulletin) -> str:
        """To the minute."""
        return dates.moment(record.issued_at) if record.issued_at else ""


class BulletinFilter(ListFilter):
    """By title, number or code; by kind and by year."""

    q = WordsFilter("标题、文号或验证码", "title", "number", "code")
    kind = ValuesFilter("kind", "种类")
    year = ValuesFilter("year", "印发年份")

    class Meta:
        model = Bulletin
        fields = ()


class NoticeTable(ListTable):
    """Matters under supervision: how grave, whose, how far, by when."""

    level = tables.TemplateColumn(
        '<span class="level {{ record.level }}">{{ record.get_level_display|slice:":2" }}</span>',
        verbose_name="级别",
        order_by="gravity",
    )
    number = tables.Column("编号", default="—", attrs=UNBROKEN, order_by=("year", "serial"))
    matter = tables.TemplateColumn(
        template_name="supervision/_matter.html", verbose_name="事项", attrs=NAME
    )
    figure_text = tables.Column("立项时的数字", visible=False)
    lead = tables.Column("主办单位", order_by="lead__position", attrs=headed("主办", "nowrap"))
    state = tables.TemplateColumn(
        template_name="supervision/_state.html", verbose_name="状态", attrs=UNBROKEN
    )
    due_on = tables.Column("时限", attrs=headed("时限", "nowrap"))

    class Meta:
        model = SupervisionNotice
        fields = ()
        attrs = {"class": "cards"}
        empty_text = "没有符合条件的督办"

    # of the rows that are shown: the keys of those whose day has passed
    late: Set[int] = frozenset()

    def look_ahead(self, records: list[SupervisionNotice]) -> None:
        """See whose day has passed."""
        today = clock.today()
        self.late = {notice.pk for notice in records if notice.is_overdue(today)}

    def value_level(self, record: SupervisionNotice) -> str:
        """The whole word."""
        return str(record.get_level_display())

    def value_matter(self, record: SupervisionNotice) -> str:
        """The matter alone; its figure has a column of its own."""
        return record.matter

    def value_state(self, record: SupervisionNotice) -> str:
        """How far it is, and whether its day has passed."""
        late = "（已超期）" if record.pk in self.late else ""
        return f"{record.get_state_display()}{late}"

    def render_due_on(self, record: SupervisionNotice) -> SafeString:
        """The day, marked once it has passed."""
        context = {"record": record, "is_late": record.pk in self.late}
        return render_to_string("supervision/_due.html", context)

    def value_due_on(self, record: SupervisionNotice) -> date:
        """The day alone."""
        return record.due_on


OVER = (NoticeState.CLOSED, NoticeState.ARCHIVED, NoticeState.DROPPED)


class NoticeFilter(ListFilter):
    """Those that are running or those that are over; by level, state, unit and words."""

    which = django_filters.ChoiceFilter(
        choices=[("running", "在办"), ("over", "已了结")], method="of_which", widget=HiddenInput
    )
    level = ValuesFilter("level", "级别")
    state = ValuesFilter("state", "状态")
    lead = ThingsFilter("lead", "主办单位")
    meeting = ThingsFilter("meeting", "调度会")
    words = WordsFilter("编号或事项", "number", "matter")

    class Meta:
        model = SupervisionNotice
        fields = ()

    def of_which(
        self, queryset: QuerySet[SupervisionNotice], name: str, which: str
    ) -> QuerySet[SupervisionNotice]:
        """What is over, or what is not."""
        return (
            queryset.filter(state__in=OVER) if which == "over" else queryset.exclude(state__in=OVER)
        )


class MeetingTable(ListTable):
    """Meetings: when and where, how far, how much was agreed and how much of it is open."""

    held_on = tables.DateColumn(
        verbose_name="会议日期", format="Y-m-d", linkify=("meeting", {"pk": A("pk")}), attrs=NAME
    )
    place = tables.Column("地点", default="—", attrs=headed("地点"))
    subject = tables.Column("议题", default="—", attrs=headed("议题"))
    state = tables.Column("状态", attrs=headed("状态", "nowrap"))
    versions = tables.Column("材料（稿）", attrs=headed("材料", "number"))
    all_agreed = tables.Column("议定事项（件）", attrs=headed("议定", "number"))
    still_open = tables.Column("没有办结（件）", attrs=headed("没有办结", "number"))

    class Meta:
        model = Meeting
        fields = ()
        attrs = {"class": "cards"}
        empty_text = "没有符合条件的调度会"


class MeetingFilter(ListFilter):
    """By state, by day, and by words."""

    state = ValuesFilter("state", "状态")
    held_on = DaysFilter("held_on", "会议日期")
    words = WordsFilter("地点、议题或纪要", "place", "subject", "minutes")

    class Meta:
        model = Meeting
        fields = ()


class SuggestionTable(ListTable):
    """What was said about the portal, and what was answered."""

    position = NumberingColumn()
    text = tables.Column("意见建议")
    by = tables.Column("提出人")
    at = tables.DateTimeColumn(verbose_name="时间", format="Y-m-d H:i")
    page = tables.Column("页面", default="")
    answer = tables.Column("答复", default="")
    answered_by = tables.Column("答复人", default="")
    answered_at = tables.DateTimeColumn(verbose_name="答复时间", format="Y-m-d H:i", default="")

    class Meta:
        model = Suggestion
        fields = ()


class SuggestionFilter(ListFilter):
    """Answered or not, and by words."""

    answered = django_filters.ChoiceFilter(
        choices=[("no", "等答复"), ("yes", "已答复")],
        method="of_answered",
        label="答复",
        empty_label="全部",
    )
    words = WordsFilter("意见或答复里的字", "text", "answer")

    class Meta:
        model = Suggestion
        fields = ()

    def of_answered(
        self, queryset: QuerySet[Suggestion], name: str, said: str
    ) -> QuerySet[Suggestion]:
        """Those that wait, or those that do not."""
        return queryset.filter(answered_at__isnull=said == "no")


class GapTable(ListTable):
    """Places with fewer piles than the plan asks for."""

    position = NumberingColumn()
    name = tables.Column("地方", attrs=NAME)
    area = tables.Column("区划代码", attrs=listing.SPARE)
    piles = tables.Column("现有（台）", attrs=headed("现有", "number"))
    gap = tables.Column("还差（台）", attrs=headed("还差", "number"))
    coming = tables.Column("年内在建（台）", attrs=headed("年内在建", "number"))
    left = tables.Column("建成后还差（台）", attrs=headed("建成后还差", "number"))
    total_under = "name"

    class Meta:
        attrs = {"class": "tight cards"}
        empty_text = "没有缺口"

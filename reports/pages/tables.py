"""Tables of the pages, with what they are filtered by."""

from collections.abc import Mapping

import django_filters
import django_tables2 as tables
from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ledger.models import Site
from reports.search.names import is_called
from targets.models import Area, AreaKind
from targets.plan import queries

NUMBER = {"td": {"class": "number"}, "th": {"class": "number"}}


class SiteTable(tables.Table):
    """Sites with what stands at each."""

    name = tables.Column("名称")
    kind = tables.Column("类别", accessor="kind_word", order_by="kind")
    place = tables.Column("所在村（社区）", accessor="area__full_name", order_by="area__code")
    keeper = tables.Column("报送单位", order_by="keeper__position")
    public_dc_pile = tables.Column("公共直流（台）", empty_values=(), orderable=False, attrs=NUMBER)
    public_ac_pile = tables.Column("公共交流（台）", empty_values=(), orderable=False, attrs=NUMBER)
    dedicated = tables.Column("专用（台）", empty_values=(), orderable=False, attrs=NUMBER)
    public_connector = tables.Column("公共枪（个）", empty_values=(), orderable=False, attrs=NUMBER)

    class Meta:
        model = Site
        fields = ()
        empty_text = "没有符合条件的站点"

    # of the rows that are shown: (site id, measure) to what stands there
    stocks: Mapping[tuple[int, str], int] = {}

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


class SiteFilter(django_filters.FilterSet):
    """By township, kind, and name or initials."""

    township = django_filters.ModelChoiceFilter(
        queryset=Area.objects.filter(kind=AreaKind.TOWNSHIP, code__startswith=settings.COUNTY),
        method="in_township",
        label="乡（镇）",
        empty_label="全部",
    )
    kind = django_filters.ChoiceFilter(
        choices=lambda: queries.kind_names().items(), label="类别", empty_label="全部"
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

"""The sites behind a figure as a list: each leads to its page, at the entry that the figure rests
on."""

from collections.abc import Collection, Mapping

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ledger.entries import stocks
from ledger.models import Entry
from ledger.sites import pictures
from reports.figures.behind import Behind, told_last
from reports.figures.reading import Reading
from shanyin_charging.listing import NAME, ListTable, NumberingColumn, headed
from targets.measures import GROUPS


class BehindTable(ListTable):
    """Sites with what of the figure is there, what stands there now, who told of it last."""

    position = NumberingColumn()
    name = tables.Column("站点", attrs=NAME)
    place = tables.Column("所在村（社区）", accessor="place", attrs=headed("在"))
    unit = tables.Column("单位", attrs=headed("单位"))
    amount = tables.Column("计入", attrs=headed("计入", "number"))
    standing = tables.Column(
        "现有公共桩（台）", empty_values=(), orderable=False, attrs=headed("现有公共桩", "number")
    )
    told = tables.Column("最近一次报送", accessor="last", order_by="last")
    pictures = tables.Column(
        "照片", empty_values=(), orderable=False, attrs=headed("照片", "number")
    )
    placed = tables.Column("位置", empty_values=(), orderable=False, attrs=headed("位置"))
    total_under = "name"

    class Meta:
        attrs = {"class": "tight cards ruled"}
        prefix = "sites-"
        order_by = ()

    stocks: Mapping[tuple[int, str], int] = {}
    looked_at: Mapping[int, int] = {}  # how many pictures there are of each site
    points: Collection[int] = ()
    entries: Mapping[int, Entry] = {}  # by their numbers

    def __init__(
        self, reading: Reading, rows: list[Behind], opens: Collection[int], unit: str
    ) -> None:
        super().__init__(rows, exclude=() if unit else ("amount",), empty_text="没有站点")
        self.reading, self.opens = reading, opens
        if unit:
            self.columns["amount"].column.verbose_name = f"计入（{unit}）"

    def look_ahead(self, records: list[Behind]) -> None:
        """Ask what stands at the sites that are going to be shown, and what is known of them."""
        sites = [record.site for record in records if record.site]
        self.stocks, self.looked_at = stocks.stocks_of(sites), pictures.how_many(sites)
        self.points, self.entries = pictures.located(sites), told_last(self.reading, records)

    def render_name(self, record: Behind) -> SafeString | str:
        """The name, linked to its page at the entry, for who may open it."""
        if not record.site or record.site not in self.opens:
            return record.name
        at = f"#entry-{record.last}" if record.last else ""
        return format_html(
            '<a href="{}{}">{}</a>', reverse("site", args=[record.site]), at, record.name
        )

    def value_name(self, record: Behind) -> str:
        """The name, for a file."""
        return record.name

    def render_standing(self, record: Behind) -> int | str:
        """Public piles in place now."""
        site = record.site
        return sum(self.stocks[site, code] for code in GROUPS["public_pile"]) if site else "—"

    def render_told(self, record: Behind) -> str:
        """The day and the return of the newest entry."""
        if record.last is None:
            return "—"
        entry = self.entries[record.last]
        source = entry.line.version.submission if entry.line else entry.note
        return f"{entry.on:%Y-%m-%d}　{source}"

    def render_pictures(self, record: Behind) -> str:
        """How many pictures there are."""
        number = self.looked_at.get(record.site, 0) if record.site else 0
        return f"{number}张" if number else "—"

    def render_placed(self, record: Behind) -> str:
        """Whether its position is known."""
        return "有" if record.site and record.site in self.points else "—"

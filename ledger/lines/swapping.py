"""Battery swap stations: no piles and no public piles, counted by themselves."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from ledger.lines.fields import Choices, DayField, PickField
from ledger.lines.scope import Scope

from .base import NEW_SITE, NewSiteForm

SWAP = "swap_station"
OPENED, STOPPED, RESUMED, DISMANTLED = "opened", "stopped", "resumed", "dismantled"
EVENTS = Choices([(OPENED, "投运"), (STOPPED, "停用"), (RESUMED, "恢复使用"), (DISMANTLED, "拆除")])


class SwapForm(NewSiteForm):
    """A battery swap station that went into service, out of it, or back; one at a site."""

    on = DayField(label="变动日期")
    event = PickField(
        label="换电站的变动",
        invalid="请选投运、停用、恢复使用或拆除",
        error_messages={"required": "请选择换电站是投运、停用、恢复使用还是拆除"},
    )
    in_baseline = False
    may_be_admitted = True

    field_order = ["site", "site_name", "site_kind", "village", "at_seat", "event", "on"]

    def __init__(self, scope: Scope, data: Mapping[str, str] | None = None) -> None:
        super().__init__(scope, data)
        self.offer("event", EVENTS)

    def sites(self) -> Choices:
        """The places where one may stand: those that carry piles, and the unit's pilots."""
        return self.scope.sites_of([*self.scope.pile_kinds, *self.scope.pilot_kinds])

    def site_kinds(self) -> list[str]:
        """The sorts of places; a pilot is brought in as such."""
        return [code for code in self.scope.offered if not self.scope.kinds[code].pilot]

    def clean(self) -> dict[str, Any]:
        """What happens to it fits what stands there."""
        cleaned = super().clean()
        if not self.errors and (fault := self.misfit(cleaned)):
            self.add_error("event", fault)
        return cleaned

    def misfit(self, cleaned: dict[str, Any]) -> str:
        """Why this cannot happen to the site's station; empty where it can."""
        site, event, day = cleaned["site"], cleaned["event"], cleaned["on"]
        new = site == NEW_SITE
        stands = 0 if new else self.scope.stock_on(site, SWAP, date.max)
        stopped = 0 if new else self.scope.taken_out(site, SWAP)
        if event == OPENED:
            if stands or stopped:
                return f"这个站点已有换电站（{'在用' if stands else '停用着'}），不能再报投运"
            return ""
        if day <= self.scope.opened_on:
            return f"建账日{self.scope.opened_on}及以前的只报投运"
        if event == RESUMED:
            gone = not new and self.scope.taken_out(site, SWAP, day)
            return "" if gone else f"这个站点{day}没有停用着的换电站，新的请报投运"
        if event == DISMANTLED and self.is_out_of_use(cleaned):
            return ""
        if new or self.scope.least_stock(site, SWAP, day) < 1:
            return f"这个站点{day}起没有在用的换电站，不能{EVENTS.labels[event]}"
        return ""

    def is_out_of_use(self, cleaned: dict[str, Any]) -> bool:
        """Whether the site's station is out of use on the day, and stays so."""
        site, day = cleaned["site"], cleaned["on"]
        return site != NEW_SITE and self.scope.taken_out(site, SWAP, day) > 0

    def values(self) -> dict[str, Any]:
        """As of all sites; `out_of_use` is there where one is dismantled that was out of use."""
        values = super().values()
        gone = values["event"] == DISMANTLED and self.is_out_of_use(self.cleaned_data)
        return {**values, "out_of_use": True} if gone else values

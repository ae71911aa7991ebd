"""A list of piles, of one unit or of the whole county, held against the ledger: each of its sites
finds its unit, its period and, when it was there before the ledger was opened, its place in the
baseline."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ledger.checks import NO_POWER
from ledger.lines import FORMS, ReadForm, Scope
from ledger.lines.base import NEW_SITE
from ledger.lines.fields import Choices, folded
from ledger.lines.scope import UNCREDITED, uncredited
from ledger.models import Kind, LineKind, Period, Submission, Upload
from ledger.sheets.settled import Fault, Reading, SiteLine
from targets.models import Area, Plan, Unit
from targets.plan import queries

from .columns import Column, columns_of
from .listed import Doubt, Listed, Listing, Twin
from .standing import Standing, away, nearest, written_before

NATURES = {"public": "1", "dedicated": "0", "private": "2"}
UNCOUNTED = {"current", "piles", "pile_code"}  # faults of a row that counts no piles for them
TOLD_AS = {"site_kind": "kind", "public": "nature", "site_name": "site"}  # a form's field: a list's
OWN = "@"  # begins the groups of what is not wrong in the cell alone
BACKDATED = "将作“补录”登记"  # of every older row of a list, which is what a list is for
LONGEST = 300  # of an explanation


class Reader:
    """Holds a list against the ledger row by row; everything is asked of the database once, not
    once a row."""

    def __init__(
        self, county: Area, now: datetime, units: list[Unit] | None = None, note: str = ""
    ) -> None:
        self.county, self.now, self.note = county, now, note
        self.units = units  # the units that the person may list for; None: all
        self.periods = list(
            Period.objects.filter(county=county)
            .select_related("county__ledger")
            .order_by("starts_on")
        )
        self.scopes: dict[tuple[int, int], Scope] = {}
        self.forms: dict[tuple[str, Scope], ReadForm] = {}
        townships = Unit.objects.of(county).filter(area__isnull=False).select_related("area")
        self.by_area = {unit.area.code: unit for unit in townships if unit.area}
        self.reporters: dict[Plan, dict[str, Unit]] = {}
        self.standing = Standing(county)
        self.decided: Mapping[str, Any] = {}

    def hold(self, found: Reading, upload: Upload | None = None) -> Listing:
        """The whole list as it was read, mended and decided so far, against what is there."""
        self.decided = upload.decided if upload else {}
        listing = Listing(found, earlier=written_before(upload) if upload else None)
        listing.rows = [self.row(line) for line in found.rows]
        return listing

    def row(self, line: SiteLine) -> Listed:
        """One site with its return, its faults, its doubts."""
        row = Listed(line, faults=list(line.faults))
        row.left = row.place in self.decided.get("left", ())
        row.period = self.period_of(line.on)
        row.unit = self.unit_of(line, row.period.plan)
        if row.unit is None:
            if not any(fault.field in ("village", "township") for fault in row.faults):
                text = "没有写所在村（社区），看不出由哪个单位报送"
                row.faults.append(self.fault(line, "village", text))
        elif self.units is not None and row.unit not in self.units:
            text = f"由{row.unit}报送，不在您单位的清单里；请不写入这些行，或交专班补录"
            row.faults.append(self.fault(line, "", text))
        else:
            self.fill(row, self.scope(row.unit, row.period))
        return row

    def fault(self, line: SiteLine, name: str, text: str) -> Fault:
        """What is wrong with a row beside what is wrong in its cells."""
        typed = line.texts.get(name, "")
        group = f"{OWN}{name}:{alike(text)}"
        return Fault(line.sheet, line.number, name, text, typed, group)

    def scope(self, unit: Unit, period: Period) -> Scope:
        """The surroundings of a unit's list for a period, made once."""
        key = (unit.pk, period.pk)
        if key not in self.scopes:
            own = Submission(unit=unit, period=period, kind=Kind.LIST)
            first = next(iter(self.scopes.values()), None)
            self.scopes[key] = first.beside(own) if first else Scope(own)
        return self.scopes[key]

    def unit_of(self, line: SiteLine, plan: Plan) -> Unit | None:
        """Who reports a row: the unit of its row of the quotas or that row's supervisor, else the
        village's township, else who lists for a single unit."""
        if unit := self.reporters_of(plan).get(line.credited_to):
            return unit
        if found := self.by_area.get(line.village[:9] or line.township):
            return found
        return self.units[0] if self.units and len(self.units) == 1 else None

    def reporters_of(self, plan: Plan) -> dict[str, Unit]:
        """Code of a row of a plan's quotas to its own unit where that is a member, else to who
        reports it; asked once a plan."""
        if plan not in self.reporters:
            members = Unit.objects.members(plan)
            own = {row.code: row for row in Unit.objects.rows_of(plan).filter(pk__in=members)}
            self.reporters[plan] = queries.supervisors(plan, self.now.date()) | own
        return self.reporters[plan]

    def period_of(self, day: str) -> Period:
        """The period that the day falls in while it is open, the first for what is older, else the
        newest (补录)."""
        on = date.fromisoformat(day) if day else self.now.date()
        own = next((p for p in self.periods if p.starts_on <= on <= p.ends_on), None)
        if own is None and on < self.periods[0].starts_on:
            own = self.periods[0]
        return own if own and not own.is_locked(self.now) else self.periods[-1]

    def fill(self, row: Listed, scope: Scope) -> None:
        """Read the row as a line of its return."""
        line = row.line
        early = line.on and date.fromisoformat(line.on) <= scope.opened_on
        row.kind = LineKind.OPENING if early else LineKind.ADDED
        if village := scope.villages.get(line.village):
            row.village_name = village.full_name
        self.find(row, scope)
        row.typed = self.typed(row, scope)
        form = self.form(row.kind, scope).over(row.typed)
        valid = form.is_valid()
        named = {fault.field for fault in row.faults}
        if named & UNCOUNTED:
            named |= {"dc", "ac", "connectors"}  # what is missing there is told already
        for name, texts in form.errors.items():
            if (told := TOLD_AS.get(name, name)) not in named:
                row.faults += [self.fault(line, told, str(text)) for text in texts]
        if valid and not row.faults:
            row.values, row.backdated = form.values(), form.is_backdated
            self.explain(row)
            self.compare(row)

    def form(self, kind: str, scope: Scope) -> ReadForm:
        """The form of a kind in some surroundings, made once."""
        if (kind, scope) not in self.forms:
            self.forms[kind, scope] = FORMS[LineKind(kind)](scope, {})
        return self.forms[kind, scope]

    def find(self, row: Listed, scope: Scope) -> None:
        """The site that the ledger has by that name in that village, or in the unit where the row
        names no village."""
        line = row.line
        named = [
            scope.sites[pk]
            for pk in scope.pile_sites.names.get(folded(line.name), ())
            if not line.village or scope.sites[pk].area.code == line.village
        ]
        if len(named) > 1:
            text = f"叫“{line.name}”的站点有{len(named)}个，请写明所在村（社区）"
            row.faults.append(self.fault(line, "village", text))
        elif named:
            row.site, row.stands = named[0], self.standing.piles.get(named[0].pk, 0)
            point = self.standing.points.get(named[0].pk) if line.lng and line.lat else None
            row.away = away(line.lng, line.lat, point) if point else None

    def typed(self, row: Listed, scope: Scope) -> dict[str, str]:
        """What the form of the line is given for the row; what the row does not say the unit's own
        row of the quotas gives."""
        line = row.line
        own = [code for code in scope.rows.labels if code != UNCREDITED]
        only = scope.unit.code if scope.unit.code in own else own[0] if len(own) == 1 else ""
        about = (
            {"site": str(row.site.pk)}
            if row.site
            else {
                "site": NEW_SITE if line.name else "",
                "site_name": line.name,
                "site_kind": line.kind,
                "village": line.village,
                **({"at_seat": "on"} if line.at_seat else {}),
            }
        )
        return {
            **about,
            "station": "" if line.station is None else str(int(line.station)),
            "public": NATURES.get(line.nature, ""),
            "dc": counted(line.dc),
            "ac": counted(line.ac),
            "connectors": counted(line.connectors),
            "power": ""
            if line.power is None
            else format((Decimal(line.power) / 10).normalize(), "f"),
            "on": line.on,
            "credited_to": line.credited_to or only,
            "explanation": line.explanation[:LONGEST] or self.note,
            **({"stopped": "on"} if line.status == "stopped" else {}),
        }

    def explain(self, row: Listed) -> None:
        """What is odd about the row, with what the row itself or somebody says of it; what the
        list's source says of every row explains nothing."""
        said = {**unlisted(row.line), **self.decided.get("explained", {})}
        values = row.read_as
        for sentence in values["doubts"]:
            if not sentence.endswith(BACKDATED):
                group = alike(sentence)
                own = row.line.explanation or said.get(group, "")
                row.doubts.append(Doubt(group, sentence, own))
        told = [row.line.explanation, *dict.fromkeys(said.get(d.group, "") for d in row.doubts)]
        if row.line.month:
            month = row.line.month.replace("/", "至")
            told.append(f"来表只写到{month}")
        words = "；".join(filter(None, told))[:LONGEST] or self.note
        row.typed["explanation"] = values["explanation"] = words

    def compare(self, row: Listed) -> None:
        """What the row may be the same as: what stands at its site, what a return in review brings
        in there, or a site of another name that is as good as there."""
        line = row.line
        key = ("", str(row.site.pk)) if row.site else (line.village, folded(line.name))
        if pending := self.standing.in_review.get(key):
            values, submission = pending.read_as, pending.version.submission
            numbers = [values["dc"], values["ac"], values["on"]]
            same = numbers == [line.dc or 0, line.ac or 0, line.on]
            row.twin = Twin(
                "review",
                f"{submission}（{submission.get_state_display()}）里已有这一站："
                f"{sum(numbers[:2])}台，{values['on']}投运{'，都一样' if same else ''}",
            )
        elif row.site and row.stands:
            same_number = "，台数一样" if row.stands == row.piles else ""
            row.twin = Twin("ledger", f"台账已有这一站，{row.stands}台{same_number}")
        elif not row.site and (found := nearest(line.lng, line.lat, self.standing.points)):
            far, point = found
            row.twin = Twin("near", f"离台账的“{point.site}”只有{far * 1000:.0f}米")
        if row.twin:
            row.twin.answer = self.decided.get("twins", {}).get(row.place, "")


def unlisted(line: SiteLine) -> dict[str, str]:
    """Why a row says nothing of what no column of its list says, by the group of the doubt."""
    return {NO_POWER: line.no_power} if line.no_power else {}


def counted(number: int | None) -> str:
    """A number as it is typed; empty where nobody said one."""
    return "" if number is None else str(number)


def alike(sentence: str) -> str:
    """A sentence without its names and numbers, by which those of one sort are known."""
    return re.sub(r"“[^”]*”|[0-9][0-9.\-]*", "…", sentence)


def columns_for(units: list[Unit] | None, scope: Scope) -> list[Column]:
    """The columns of the empty list: of one unit its own choices, of the whole county every village
    and every row of the quotas."""
    columns = columns_of(LineKind.ADDED, scope)
    if units is not None:
        return columns
    rows = Unit.objects.rows_of(scope.plan)
    villages = [(code, area.full_name) for code, area in scope.villages.items()]
    own = {
        "village": Choices(villages),
        "credited_to": Choices([*((r.code, r.name) for r in rows), uncredited(scope.plan)]),
    }
    return [Column(c.name, c.head, "pick", own[c.name]) if c.name in own else c for c in columns]

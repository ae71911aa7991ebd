"""An invented story over the real plan: a leader, a laggard, a late reporter, a returned one, a
correction.

It is told event by event with the clock at each event's moment, and only as far as the demo's clock
has come.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from django.conf import settings
from django.contrib.auth.hashers import make_password

from ledger import datum, deadlines
from ledger.models import Entry, Kind, LineKind, Period, Point, Site, Submission, Version
from ledger.periods import books
from ledger.returns import drafting, workflow
from reports.demo.tables import (
    ADDED,
    CLOSING_ON,
    FIRST_MONTH,
    LATE,
    LATE_APPROVED_ON,
    LATE_MONTHS,
    MENDED,
    MENDED_ON,
    MONTHS,
    NO_STATION,
    NOT_YET,
    PLACES,
    RETURNED,
    RETURNED_MONTH,
    SEED,
    SENT_BACK_ON,
    SILENT,
    SILENT_MONTHS,
    SPECIALS,
    UNCREDITED,
    UNPLACED,
    VEHICLES,
    WAITING,
)
from shanyin_charging import clock
from shanyin_charging.accounts.models import Role, User
from targets.models import Area, AreaKind, Plan, Post, Unit
from targets.months import Month


@dataclass(order=True)
class Event:
    """Something somebody does at a moment."""

    at: datetime
    order: int
    act: Callable[[], None] = field(compare=False)


class Story:
    """Plays the story into an empty ledger; `until` is the demo's present."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        self.events: list[Event] = []
        self.chance, self.haste = random.Random(SEED), random.Random(SEED)
        self.county = Area.objects.get(code=settings.COUNTY)
        self.plan = Plan.objects.get()
        self.villages: dict[int | None, list[Area]] = {}
        for area in Area.objects.filter(kind=AreaKind.VILLAGE).order_by("position"):
            self.villages.setdefault(area.parent_id, []).append(area)
        self.units = {
            unit.code: unit for unit in Unit.objects.select_related("area", "proposed_supervisor")
        }
        self.used = dict.fromkeys(self.units, 0)
        self.password = make_password(
            settings.DEMO_PASSWORD
        )  # hashed once: forty slow hashes are a coffee break

    def play(self) -> None:
        """Do every event up to the present in its order, each with the clock at its moment."""
        self.cast()
        with clock.at(at(CLOSING_ON, 9)):
            self.ledger = books.open_ledger(
                self.plan, self.county, FIRST_MONTH, self.people["office"]
            )
        self.plan_closing()
        for month in MONTHS:
            self.plan_month(month)
        self.plan_specials()
        day = None
        for event in sorted(self.events):
            if event.at <= self.until:
                with clock.at(event.at):
                    if event.at.date() != day:
                        books.open_periods(self.ledger, self.people["office"])
                        day = event.at.date()
                    event.act()
        self.place()
        with clock.at(self.until):
            books.open_periods(self.ledger, self.people["office"])

    def place(self) -> None:
        """Invented positions of most townships' villages around their seats, and of the sites at
        their villages."""
        chance, points = random.Random(SEED), []
        seats = {
            area.pk: (float(area.longitude), float(area.latitude))
            for area in Area.objects.filter(kind=AreaKind.TOWNSHIP).exclude(code__in=UNPLACED)
            if area.longitude is not None and area.latitude is not None
        }
        spots = {
            village.pk: (
                seats[township][0] + chance.uniform(-0.09, 0.09),
                seats[township][1] + chance.uniform(-0.07, 0.07),
            )
            for township, villages in self.villages.items()
            if township in seats
            for village in villages
        }
        fields = {"datum": datum.WGS84, "on": date(2024, 1, 1), "recorded_by": "演示"}
        for about, pk, (east, north) in (
            *(("area_id", pk, at_) for pk, at_ in spots.items()),
            *(
                ("site_id", site.pk, spots[site.area_id])
                for site in Site.objects.filter(area_id__in=spots)
            ),
        ):
            points.append(
                Point(**{about: pk}, longitude=f"{east:.6f}", latitude=f"{north:.6f}", **fields)
            )
        Point.objects.bulk_create(points)

    def cast(self) -> None:
        """One account a role for the login page, and one officer a member unit."""
        roles = {
            "officer": "岱岳镇填报员",
            "leader": "分管副县长",
            "office": "专班工作人员",
            "chief": "专班办公室主任",
            "admin": "系统管理员",
            "auditor": "审计员",
        }
        self.people = {
            role: self.person(role, f"演示·{name}", role) for role, name in roles.items()
        }
        self.officers = {}
        for unit in Unit.objects.members(self.plan):
            user = (
                self.people["officer"]
                if unit.code == "140621103"
                else self.person(f"u_{unit.code}", f"演示·{unit.name}填报员", Role.OFFICER)
            )
            Post.objects.create(user=user, unit=unit, starts_on=date(2025, 1, 1))
            self.officers[unit.code] = user

    def person(self, username: str, name: str, role: str) -> User:
        """An invented account with the password of the demo."""
        return User.objects.create(
            username=username,
            password=self.password,
            name=name,
            role=role,
            phone="0349-0000000",
            must_change_password=False,
        )

    def on(self, moment: datetime, act: Callable[[], None]) -> None:
        """Let somebody do something at a moment."""
        self.events.append(Event(moment, len(self.events), act))

    # what is handed in

    def plan_closing(self) -> None:
        """What each unit had standing at the end of 2024, handed in and approved."""
        for unit in Unit.objects.members(self.plan):
            lines = self.lines_of(unit.code, 0, date(2024, 6, 15))
            if lines:
                self.on(at(CLOSING_ON, 10), self.handing_in(unit.code, date(2024, 1, 1), lines))
                self.on(
                    at(CLOSING_ON + timedelta(days=5), 10),
                    self.approving(unit.code, date(2024, 1, 1)),
                )

    def plan_month(self, month: Month) -> None:
        """One month's returns: on time, late, sent back, silent, as the tables say."""
        due = deadlines.due_day(month)
        for unit in Unit.objects.members(self.plan):
            code = unit.code
            if code == SILENT and month.month in SILENT_MONTHS:
                continue
            lines = self.lines_of(code, month.month, month.first_day.replace(day=18))
            last = month.month == RETURNED_MONTH
            handed_in = (
                at(due - timedelta(days=3), 8, self.chance.randrange(50))
                if last
                else at(
                    due - timedelta(days=self.chance.choice((0, 1, 1, 2, 3))),
                    self.chance.randrange(8, 18),
                )
            )
            if last and code in NOT_YET:
                handed_in = at(due, 16)
            if code == LATE and month.month in LATE_MONTHS:
                handed_in = at(due + timedelta(days=3), 10)
            approved = (
                handed_in + timedelta(minutes=20)
                if last and code not in WAITING
                else max(handed_in, at(due, 18))
            )
            if last and code in WAITING:
                approved = at(due - timedelta(days=1), 15)
            if last and code == LATE:
                approved = at(LATE_APPROVED_ON, 16)
            self.on(handed_in, self.handing_in(code, month.first_day, lines))
            if code == MENDED and last:
                back = self.sending_back(code, month.first_day, "请补充接电时间的说明。")
                self.on(at(SENT_BACK_ON, 10), back)
                self.on(at(MENDED_ON, 9), self.handing_in(code, month.first_day, None))
                self.on(at(MENDED_ON, 15), self.approving(code, month.first_day))
            elif code == RETURNED and last:
                self.on(
                    approved,
                    self.sending_back(
                        code, month.first_day, "投运时间与供电公司接电时间不符，请核对后重报。"
                    ),
                )
                self.on(at(due, 9), self.handing_in(code, month.first_day, None))
                self.on(at(due, 15), self.approving(code, month.first_day))
            else:
                self.on(approved, self.approving(code, month.first_day))

    def lines_of(self, code: str, column: int, on: date) -> list[tuple[str, dict]]:
        """(kind, typed) for everything a unit reports in a column of the tables: its own row and
        those it reports for."""
        rows = [row for row in ADDED if row == code or self.supervises(code, row)]
        lines = [
            self.piles(code, row, ADDED[row][column], on, row) for row in rows if ADDED[row][column]
        ]
        if code in UNCREDITED and UNCREDITED[code][column]:
            lines.append(self.piles(code, code, UNCREDITED[code][column], on, "none"))
        if code == "traffic_police" and column in VEHICLES:
            bev, phev = VEHICLES[column]
            day = Month.of(on).last_day if column != 11 else date(2025, 11, 30)
            lines.append(
                (LineKind.VEHICLES, {"bev": str(bev), "phev": str(phev), "on": day.isoformat()})
            )
        if code == "affairs" and column == 4:
            kind, typed = self.piles(code, "affairs", 4, on, "none")
            lines.append((kind, {**typed, "public": "0", "site_kind": "institution"}))
        return lines

    def supervises(self, code: str, row: str) -> bool:
        """Whether the unit reports the row of another."""
        supervisor = self.units[row].proposed_supervisor
        return supervisor is not None and supervisor.code == code

    def piles(
        self, code: str, place: str, number: int, on: date, credited_to: str
    ) -> tuple[str, dict]:
        """A line of so many new public piles at a new site of the row's."""
        unit = self.units[place]
        turn = self.used[place]
        self.used[place] += 1
        home = unit.area_id or self.units["140621103"].area_id
        villages = self.villages[home]
        village = villages[turn % len(villages)] if unit.area_id else villages[-1 - len(place) % 10]
        station = turn % 2 == 0 and place not in NO_STATION
        name = (
            f"{village.name}{'充电站' if station else '充电点'}"
            if unit.area_id
            else f"{PLACES[place]}{turn + 1}号"
        )
        kind = {"highway": "parking_area", "housing": "estate"}.get(place, "public_place")
        direct = number - number // 2
        return LineKind.ADDED, {
            "site": "new",
            "site_name": name,
            "site_kind": kind,
            "village": village.code,
            **({"at_seat": "on"} if unit.area_id and turn == 0 else {}),
            "station": "1" if station else "",
            "public": "1",
            "dc": str(direct),
            "ac": str(number // 2),
            "connectors": str(2 * direct + number // 2),
            "power": str(60 * direct + 7 * (number // 2)),
            "on": on.isoformat(),
            "credited_to": credited_to,
            "explanation": "" if unit.area_id else "同一单位的另一处停车场，不是重复",
        }

    def plan_specials(self) -> None:
        """A removal, a dedicated pile opened to all, a correction, a hazard cleared."""
        self.plan_removal()
        self.plan_opening_to_all()
        self.on(at(date(2025, 9, 20), 9), self.correct)
        for code, month, kind, typed in SPECIALS:
            self.on(
                at(month, 8),
                self.adding(code, month.replace(day=1), kind, partial(dict, typed)),
            )
        self.plan_clearing()

    def plan_removal(self) -> None:
        """岱岳镇 takes two piles away."""
        self.on(
            at(date(2025, 10, 8), 9),
            self.adding(
                "140621103",
                date(2025, 9, 1),
                LineKind.REMOVED,
                lambda: self.at_first_site(
                    "140621103",
                    {
                        "public": "1",
                        "dc": "0",
                        "ac": "2",
                        "connectors": "2",
                        "power": "14",
                        "on": "2025-09-10",
                    },
                ),
            ),
        )

    def plan_opening_to_all(self) -> None:
        """机关事务中心 opens two dedicated piles to everybody."""
        self.on(
            at(date(2025, 9, 1), 9),
            self.adding(
                "affairs",
                date(2025, 8, 1),
                LineKind.OPENED,
                lambda: {
                    **self.at_first_site(
                        "affairs",
                        {
                            "public": "1",
                            "dc": "2",
                            "ac": "0",
                            "connectors": "4",
                            "power": "120",
                            "on": "2025-08-20",
                        },
                    ),
                    "credited_to": "none",
                },
            ),
        )

    def plan_clearing(self) -> None:
        """市场监管局 clears a hazard that it had found."""
        self.on(
            at(date(2025, 10, 1), 8),
            self.adding(
                "market",
                date(2025, 9, 1),
                LineKind.CLEARED,
                lambda: {
                    "hazard": str(Entry.objects.get(measure="hazard_general").number),
                    "on": "2025-09-18",
                    "result": "已更换急停按钮",
                },
            ),
        )

    def at_first_site(self, code: str, typed: dict) -> dict:
        """What is typed of a line about the first site that the unit keeps."""
        site = Site.objects.filter(keeper__code=code).earliest("pk")
        return {"site": str(site.pk), "credited_to": code, **typed}

    # who does what

    def period(self, starts_on: date) -> Period:
        """The period that begins on the day."""
        return Period.objects.get(county=self.county, starts_on=starts_on)

    def submission(self, code: str, starts_on: date) -> Submission:
        """The unit's return of the period that begins on the day."""
        return self.period(starts_on).submissions.get(unit__code=code, kind=Kind.RETURN)

    def adding(
        self, code: str, starts_on: date, kind: str, typed: Callable[[], dict]
    ) -> Callable[[], None]:
        """Put one more line into a draft before it is handed in."""

        def act() -> None:
            user = self.officers[code]
            submission = drafting.start(user, self.period(starts_on), self.units[code])
            drafting.put_line(user, submission, kind, drafting.new_key(), typed())

        return act

    def handing_in(
        self, code: str, starts_on: date, lines: list[tuple[str, dict]] | None
    ) -> Callable[[], None]:
        """Hand in a return with these lines, or again as it is (None)."""

        def act() -> None:
            user = self.officers[code]
            submission = drafting.start(user, self.period(starts_on), self.units[code])
            for kind, typed in lines or ():
                line = drafting.put_line(user, submission, kind, drafting.new_key(), typed)
                assert line.values is not None, (code, starts_on, typed)
            version = draft_of(submission)
            workflow.submit(user, submission, version.key, nil=not version.lines.exists())
            seconds = (
                self.haste.randrange(15, 60) + self.haste.randrange(50, 110) * version.lines.count()
            )
            Submission.objects.filter(pk=submission.pk).update(seconds=seconds)

        return act

    def approving(self, code: str, starts_on: date) -> Callable[[], None]:
        """Review a return and approve it."""

        def act() -> None:
            submission = self.submission(code, starts_on)
            workflow.begin_review(self.people["office"], submission)
            workflow.approve(self.people["office"], self.submission(code, starts_on))

        return act

    def sending_back(self, code: str, starts_on: date, reason: str) -> Callable[[], None]:
        """Review a return and send it back."""

        def act() -> None:
            workflow.begin_review(self.people["office"], self.submission(code, starts_on))
            workflow.send_back(self.people["office"], self.submission(code, starts_on), reason)

        return act

    def correct(self) -> None:
        """古城镇 finds that May's four piles were two: one direct and one alternating current."""
        user, unit = self.officers["140621102"], self.units["140621102"]
        submission = drafting.start(user, self.period(date(2025, 8, 1)), unit, Kind.CORRECTION)
        wrong = Entry.objects.filter(credited_to=unit, on=date(2025, 5, 18))
        for measure, value in (
            ("public_dc_pile", "1"),
            ("public_ac_pile", "1"),
            ("public_connector", "3"),
        ):
            drafting.put_line(
                user,
                submission,
                LineKind.CORRECTED,
                drafting.new_key(),
                {
                    "entry": str(wrong.get(measure=measure).number),
                    "value": value,
                    "reason": "误把在建的2台一并报了",
                },
            )
        workflow.submit(user, submission, draft_of(submission).key)
        workflow.begin_review(self.people["office"], submission)
        submission.refresh_from_db()
        workflow.approve(self.people["office"], submission)


def draft_of(submission: Submission) -> Version:
    """The version that is being written."""
    version = submission.current
    assert version is not None  # a submission is started with one
    return version


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment of a day, by the county's time."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=clock.ZONE)

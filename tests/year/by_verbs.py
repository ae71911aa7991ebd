"""Hands that press the portal's verbs; they know how things are typed, and nothing of what should
come of it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from ledger.entries.book import CannotPost
from ledger.lines import line_form
from ledger.models import Construction, Entry, Ledger, Period, Site, Submission
from ledger.periods import books, closing
from ledger.returns import corrections, drafting, workflow
from ledger.sites import registers
from shanyin_charging.accounts.models import Role, User
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Area, Plan, Post, Unit
from targets.months import Month
from targets.rulings import changes
from targets.rulings.record import put_on_record
from tests import make
from tests.year import plan
from tests.year.account import Fact

NATURES = {"public": "1", "dedicated": "0", "private": "2"}
SCALES = {"power": 10, "distance": 100}


class Hands:
    """Everybody's hands: an officer for each unit, two of the office, its head."""

    opening = True  # a return takes lines of what was there from the start
    builds = True  # and of what is being built

    def __init__(self, first: tuple[int, int], live_from: date) -> None:
        self.county = Area.objects.get(code=plan.COUNTY)
        self.ledger = books.open_ledger(
            Plan.objects.get(), self.county, Month(*first), "test", live_from
        )
        self.officers: dict[str, User] = {}
        self.office, self.second = person("office", Role.OFFICE), person("second", Role.OFFICE)
        self.chief = person("chief", Role.CHIEF)
        self.found: dict[Any, Submission] = {}
        self.keys: dict[str, str] = {}  # project to the key of the line that tells of it first

    # what is read off the portal to be able to press on

    def number(self) -> int:
        """The number of the ledger's last entry."""
        return Ledger.objects.get(pk=self.ledger.pk).last_number

    def officer(self, unit: str) -> User:
        """Who fills in for a unit."""
        if unit not in self.officers:
            self.officers[unit] = person(f"officer_{unit}", Role.OFFICER, unit)
        return self.officers[unit]

    def site(self, site: tuple[str, str]) -> Site:
        """The record of that name in that village."""
        return Site.objects.get(area__code=site[0], name=site[1])

    def entry(self, fact: Fact) -> Entry:
        """The entry that says what is to be corrected: by its measure, day and number, and the line
        that it began with."""
        line = list(self.found[fact.told_by].current.lines.all())[fact.line]
        said = {"measure": fact.measure, "cause": fact.cause, "value": fact.value, "on": fact.on}
        standing = Entry.objects.filter(**said).counting()
        return next(entry for entry in standing if began(entry).line_id == line.pk)

    # pressing

    def open_months(self) -> None:
        """Begin what may be reported by now."""
        books.open_periods(self.ledger, "test")

    def hand_in(self, ref: Any, lines: list[dict]) -> bool:
        """Fill a return in and hand it in; False where the portal takes a line as wrong."""
        unit, month = ref[0], ref[1]
        officer = self.officer(unit)
        period = Period.objects.get(starts_on=Month(*month).first_day)
        submission = drafting.start(officer, period, Unit.objects.get(code=unit))
        for old in submission.current.lines.all():
            drafting.remove_line(officer, submission, old.pk)
        for line in lines:
            kind, typed = self.typed(line)
            key = drafting.new_key()
            made = drafting.put_line(officer, submission, kind, key, typed)
            if kind == "building" and not line["again"]:
                self.keys[line["project"]] = key
            if made.values is None:
                raise AssertionError((line, typed, line_form(kind, submission, typed).errors))
        self.found[ref] = submission
        return pressed(
            lambda: workflow.submit(officer, fresh(submission), submission.current.key, not lines)
        )

    def typed(self, line: dict) -> tuple[str, dict[str, str]]:
        """A line as a person types it."""
        typed: dict[str, str] = {}
        for name, value in line.items():
            if name in (
                "dc",
                "ac",
                "connectors",
                "bev",
                "phev",
                "stage",
                "event",
                "place",
                "grade",
            ):
                typed[name] = str(value)
            elif name in SCALES:
                whole, rest = divmod(value, SCALES[name])
                typed[name] = f"{whole}.{str(rest).zfill(len(str(SCALES[name])) - 1)}"
            elif name.endswith("_space"):
                typed[name] = "" if value is None else str(value)
            elif name in ("on", "expected"):
                typed["on" if name == "on" else "expected_on"] = value.isoformat()
            elif name == "nature":
                typed["public"] = NATURES[value]
            elif name == "row":
                typed["credited_to"] = value or "none"
        if "site" in line:
            typed |= self.typed_site(line)
        if line.get("again", line["kind"] == "added" and "project" in line):
            key = self.keys[line["project"]]
            typed["construction"] = str(Construction.objects.get(line__key=key).pk)
        if line["kind"] == "removed" and line.get("out_of_use"):
            typed["out_of_use"] = "on"
        if line.get("given_up"):
            typed |= {"end": "given_up", "reason": "用地没有批下来"}
        if line["kind"] == "building":
            typed["explanation"] = "情况属实"
        if line["kind"] in ("added", "opening"):
            station = line.get("station")
            typed["station"] = "" if station is None else str(int(station))
            typed["explanation"] = "情况属实"
        if line["kind"] == "left":
            typed["reason"] = "拆迁"
        if line["kind"] == "inspected":
            found = {"finding": "线缆破损", "mend_by": line["on"].isoformat()}
            typed |= {"inspectors": "本局2人", "stopped": "on" if line["stopped"] else ""}
            typed |= found if line["grade"] != "none" else {}
        if line["kind"] == "cleared":
            typed |= {"hazard": str(self.entry(line["of"]).number), "result": "已更换"}
        return line["kind"], typed

    def typed_site(self, line: dict) -> dict[str, str]:
        """A site that is picked, or described."""
        if not line.get("new"):
            return {"site": str(self.site(line["site"]).pk)}
        village, name = line["site"]
        return {
            "site": "new",
            "site_name": name,
            "site_kind": line["new"]["kind"],
            "village": village,
            "at_seat": "on" if line["new"]["at_seat"] else "",
        }

    def approve(self, ref: Any, word: str = "") -> bool:
        """The office takes it up and passes it; by the chief's word also into a closed year."""
        submission = fresh(self.found[ref])
        if submission.state == "submitted":
            workflow.begin_review(self.office, submission)
        if word:
            return pressed(lambda: workflow.admit(self.chief, fresh(submission), word))
        return pressed(lambda: workflow.approve(self.office, fresh(submission)))

    def send_back(self, ref: Any) -> bool:
        """The office wants it otherwise."""
        submission = fresh(self.found[ref])
        if submission.state == "submitted":
            workflow.begin_review(self.office, submission)
        return pressed(lambda: workflow.send_back(self.office, fresh(submission), "请核对"))

    def withdraw(self, ref: Any) -> bool:
        """Its unit takes it back."""
        return pressed(lambda: workflow.withdraw(self.officer(ref[0]), fresh(self.found[ref])))

    def undo(self, ref: Any) -> bool:
        """The office takes its approval back."""
        return pressed(lambda: workflow.undo(self.office, fresh(self.found[ref]), "审错了"))

    def correct(self, ref: Any, original: Any, lines: list[dict]) -> bool:
        """A unit hands in other numbers for those of an approved return."""
        said = [
            {
                "entry": str(self.entry(line["of"]).number),
                "value": in_units(line["measure"], line["value"]),
                "reason": "报错",
            }
            for line in lines
        ]

        def press() -> None:
            self.found[ref] = corrections.hand_in(
                self.officer(ref[0]), fresh(self.found[original]), said, drafting.new_key()
            )

        return pressed(press)

    def merge_sites(self, site: Any, into: Any, same_piles: bool) -> bool:
        """Two records are one place."""
        one, other = self.site(site), self.site(into)
        return pressed(lambda: registers.merge(self.office, one, other, "同一处", same_piles))

    def merge_villages(self, village: str, into: str, on: date) -> bool:
        """Two villages are one."""
        both = [Area.objects.get(code=code) for code in (village, into)]
        return pressed(lambda: changes.merge(self.chief, *both, on, "晋民函〔2025〕1号"))

    def declare(self, site: Any, station: bool, on: date) -> bool:
        """A site is a station, or is not; False where that was said already."""
        return registers.declare(self.office, self.site(site), station, on) is not None

    def rule(self, subject: str, answer: Any, on: date) -> bool:
        """The head of the office decides."""
        return pressed(
            lambda: put_on_record(
                self.chief, make.plan(), subject, {"answer": answer}, on, "专班〔2025〕1号"
            )
        )

    def close(self, year: int) -> bool:
        """The head of the office closes a year, when it can be closed."""
        ledger = Ledger.objects.get(pk=self.ledger.pk)
        return pressed(lambda: closing.close_year(self.chief, ledger, year))


def person(username: str, role: str, unit: str = "") -> User:
    """Somebody with an account, who speaks for a unit since the plan began."""
    user = User.objects.create(username=username, name=username, role=role)
    if unit:
        began = date(2024, 1, 1)
        Post.objects.create(user=user, unit=Unit.objects.get(code=unit), starts_on=began)
    return user


def began(entry: Entry) -> Entry:
    """The first of the entries that took one another's place."""
    while entry.replaces:
        entry = entry.replaces
    return entry


def fresh(submission: Submission) -> Submission:
    """The return as it is now."""
    return Submission.objects.get(pk=submission.pk)


def pressed(press: Callable[[], Any]) -> bool:
    """Whether the portal did what was pressed."""
    try:
        press()
    except (Refused, CannotPost):
        return False
    return True


def in_units(measure: str, value: int) -> str:
    """A number in the measure's own unit, as it is typed."""
    scale = 10 if measure.endswith("power") else 100 if measure == "charging_distance" else 1
    if scale == 1:
        return str(value)
    whole, rest = divmod(value, scale)
    return f"{whole}.{str(rest).zfill(len(str(scale)) - 1)}"

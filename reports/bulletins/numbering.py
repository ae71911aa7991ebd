"""The numbers of the office's papers: what is taken in a series and year, the next, the gaps."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import count
from typing import TypeVar

from django.db import transaction

from reports.documents.kinds import KINDS
from reports.models import Bulletin, BulletinState, SupervisionNotice
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Area, Ruling
from targets.plan import queries
from targets.rulings.record import put_on_record

SUPERVISION = "supervision"
WORDS = {"notice": "通报", "brief": "简报", SUPERVISION: "督办单"}  # of each series
SIGN = "bulletin:sign"  # a ruling's subject: the 代字 before the year
BEFORE = "numbers:"  # and of the last number used before the portal, with series and county
MOST = 9999
Named = TypeVar("Named")


@dataclass(frozen=True)
class Series:
    """One series of a county in a year, as it stands now."""

    county: Area
    code: str
    year: int

    @property
    def name(self) -> str:
        """What its papers are called."""
        return WORDS[self.code]

    @property
    def subject(self) -> str:
        """Of the rulings by which the office states what it used before the portal."""
        return f"{BEFORE}{self.code}:{self.county.code}"

    @cached_property
    def before(self) -> int:
        """The last number that the office has used in the year before the portal numbered; 0 where
        it has stated none."""
        stated = Ruling.objects.of(self.county).in_force(self.subject, date(self.year, 12, 31))
        return stated.value["answer"] if stated and stated.in_force_on.year == self.year else 0

    @cached_property
    def papers(self) -> dict[int, str]:
        """Number to what the paper that has it is called."""
        if self.code == SUPERVISION:
            notices = SupervisionNotice.objects.filter(county=self.county, year=self.year)
            return by_number(notices.values_list("serial", "matter"))
        issued = Bulletin.objects.filter(county=self.county, series=self.code, year=self.year)
        return by_number(issued.values_list("serial", "title"))

    @cached_property
    def drafts(self) -> dict[int, Bulletin]:
        """Number to the draft that the office has given it to."""
        kinds = [kind.code for kind in KINDS.values() if kind.series == self.code]
        found = Bulletin.objects.filter(county=self.county, kind__in=kinds, given__isnull=False)
        return by_number((b.given, b) for b in found.exclude(state=BulletinState.ISSUED))

    @property
    def last(self) -> int:
        """The highest number that is used."""
        return max([self.before, *self.papers])

    @property
    def next(self) -> int:
        """The number behind the last that is given to no draft."""
        return next(n for n in count(self.last + 1) if n not in self.drafts)

    @property
    def next_called(self) -> str:
        """The next number, as people say it."""
        return self.called(self.next)

    def gaps(self, upto: int = 0) -> list[int]:
        """The numbers below the last one used, or below `upto`, that no paper has and no draft is
        given."""
        below = range(self.before + 1, max(self.last, upto))
        return [n for n in below if n not in self.papers and n not in self.drafts]

    def require_free(self, serial: int, draft: int | None = None) -> None:
        """Raises Refused for a number that a paper or another draft than `draft` has."""
        mend = f"请另给一个号，下一号是{self.next_called}"
        if serial in self.papers:
            raise Refused(f"{self.called(serial)}已经用在《{self.papers[serial]}》上；{mend}")
        if serial <= self.before:
            until = self.called(self.before)
            raise Refused(
                f"平台启用以前已编到{until}，{self.called(serial)}不能再用；{mend}。"
                "登记错了的，请主任在待定口径里改"
            )
        if serial in self.drafts and self.drafts[serial].pk != draft:
            raise Refused(f"{self.called(serial)}已经留给《{self.drafts[serial].title}》；{mend}")

    def called(self, serial: int | str) -> str:
        """A number, as people say it."""
        return f"第{serial}{'期' if self.code == 'brief' else '号'}"

    def missing(self, gaps: Iterable[int] | None = None) -> str:
        """The gaps (None: those there are) in words: 2025年通报缺第3、4号; empty for none."""
        numbers = runs(self.gaps() if gaps is None else gaps)
        return f"{self.year}年{self.name}缺{self.called('、'.join(numbers))}" * bool(numbers)

    def printed(self, serial: int) -> str:
        """A number as the paper prints it."""
        if self.code == SUPERVISION:
            return f"督〔{self.year}〕{serial}号"
        if self.code == "brief":
            return self.called(serial)
        ruled = Ruling.objects.of(self.county)
        sign = ruled.answer(SIGN, clock.today(), self.county.letterhead.sign)
        return f"{sign}〔{self.year}〕{serial}号"


def by_number(rows: Iterable[tuple[int | None, Named]]) -> dict[int, Named]:
    """What has a number, by it."""
    return {serial: named for serial, named in rows if serial is not None}


def runs(numbers: Iterable[int]) -> list[str]:
    """Numbers in their order, three and more in a row as 3至8."""
    found: list[list[int]] = []
    for n in sorted(numbers):
        if found and n == found[-1][-1] + 1:
            found[-1].append(n)
        else:
            found.append([n])
    return [
        part
        for run in found
        for part in ([f"{run[0]}至{run[-1]}"] if len(run) > 2 else map(str, run))
    ]


def series_of(bulletin: Bulletin) -> Series:
    """The series that the bulletin would be numbered in today."""
    return Series(bulletin.county, KINDS[bulletin.kind].series, clock.today().year)


def series_of_notice(notice: SupervisionNotice) -> Series:
    """The series that a notice of supervision is numbered in today."""
    return Series(notice.county, SUPERVISION, clock.today().year)


def number_for(bulletin: Bulletin) -> tuple[Series, int]:
    """The number that the bulletin would be issued under now: the one that it was given, else the
    next; raises Refused where another paper has it by now."""
    series = series_of(bulletin)
    if bulletin.given is None:
        return series, series.next
    series.require_free(bulletin.given, bulletin.pk)
    return series, bulletin.given


def read(typed: str) -> int | None:
    """A typed number; None for nothing. Raises Refused for what is none."""
    typed = typed.strip()
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit()) or not 1 <= int(typed) <= MOST:
        raise Refused(f"编号要填1到{MOST}的整数，不填就用下一号")
    return int(typed)


def warnings(bulletin: Bulletin) -> list[str]:
    """What the number that the bulletin was given would leave out, in a sentence; nothing where it
    leaves out none."""
    series = series_of(bulletin)
    left = set(series.gaps(bulletin.given or 0)) - set(series.gaps())
    return [f"编为{series.called(bulletin.given or 0)}，{series.missing(left)}"] if left else []


def about(bulletin: Bulletin) -> dict[str, object]:
    """What a page tells before it is signed: the `number` as it will be printed, the one `given`
    and the `next`, which gaps there are (`missing`)."""
    series = series_of(bulletin)
    return {
        "number": series.printed(bulletin.given or series.next),
        "given": bulletin.given,
        "next": series.next_called,
        "missing": series.missing(),
    }


def this_year(county: Area) -> list[Series]:
    """Every series of the office in the present year."""
    return [Series(county, code, clock.today().year) for code in WORDS]


@transaction.atomic
def state_before(user: User, told: dict[str, int], document_no: str, seen: str) -> int:
    """Put on record the last number that was used this year before the portal, of each series that
    has another one by now; how many have. Raises Refused for who may not rule."""
    plan, changed = queries.plan_of_today(), 0
    for series in this_year(plan.county):
        if told[series.code] != series.before:
            value = {"answer": told[series.code]}
            about = series.subject, value, clock.today(), document_no
            put_on_record(user, plan, *about, seen=None if changed else seen, upon=BEFORE)
            changed += 1
    return changed

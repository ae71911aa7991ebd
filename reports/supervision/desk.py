"""What lies on the office's desk."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from ledger.lines.readback import Readback
from ledger.models import Period, Submission, Version
from ledger.periods.now import Calendar
from ledger.reminders import sending
from ledger.returns import standings
from reports.bulletins import readers, restated, sending_out
from reports.documents.kinds import MONTH
from reports.models import Bulletin
from shanyin_charging import clock
from targets.models import Plan, Post, Unit, holding
from targets.months import Month

SHOWN = 2  # lines of a return that the list says in words
WAYS = {"mail": "邮件", "sms": "短信"}


def of_the_office() -> dict:
    """What lies on the office's desk: what home shows beside one's own duties."""
    calendar = Calendar()
    return {
        "waiting": waiting(calendar.plans),
        "patience": readers.PATIENCE,
        "unread": readers.unread(calendar.plans),
        "unopened": readers.unread_notices(),
        "missing": missing_from(calendar.living(), calendar.plans),
        "judged": (judged := calendar.judged_month()),
        "paper": papers_of(judged).last() if judged else None,
        "plan_past": calendar.past(),
        "plan_over": calendar.over(),
        "voiceless": voiceless(calendar.plans),
        "undelivered": undelivered(),
        "differing": restated.how_many(),
    }


def papers_of(month: Month) -> QuerySet[Bulletin]:
    """The monthly bulletins of a month, the newest last."""
    found = Bulletin.objects.served().filter(kind=MONTH.code, month_on=month.first_day)
    return found.defer("content").order_by("pk")


@dataclass(frozen=True)
class InHand:
    """A return that waits for review, with its number of doubts and what it says in short."""

    submission: Submission
    doubts: int
    said: str
    is_nil: bool


def waiting(plans: list[Plan]) -> list[InHand]:
    """Submissions to review, those of the oldest period first, each by the version that was handed
    in last; a fixed number of queries. `plans` are those of the county."""
    versions = Version.objects.filter(submitted_at__isnull=False).prefetch_related("lines")
    queue: QuerySet[Any] = Submission.objects.in_turn().prefetch_related(
        Prefetch("versions", versions, to_attr="handed_in")
    )
    last = [(submission, submission.handed_in[-1]) for submission in queue]
    plan_of = {s.period_id: holding(plans, s.period.month) for s, _ in last}
    lines = [(plan_of[s.period_id], line) for s, version in last for line in version.lines.all()]
    words = {plan: Readback([line for of, line in lines if of == plan], plan) for plan in plans}
    return [in_hand(s, version, words[plan_of[s.period_id]]) for s, version in last]


def in_hand(submission: Submission, version: Version, words: Readback) -> InHand:
    """How a return looks from the list: that it is a nil return, or its first lines."""
    lines = list(version.lines.all())
    doubts = sum(len(line.read_as.get("doubts", ())) for line in lines)
    more = f"；等{len(lines)}条" if len(lines) > SHOWN else ""
    said = "；".join(words.sentence(line) for line in lines[:SHOWN]) + more
    return InHand(submission, doubts, "零报告" if version.nil else said, version.nil)


def undelivered() -> list[tuple[str, str, str]]:
    """What gateways did not take, as (who, which way, why)."""
    return [
        (
            d.user.name if d.user else "领导群" if d.gateway.startswith("leaders") else "工作群",
            f"通报链接，{way}" if sending_out.MARK in d.key else way,
            d.fault or "发送中断，不知是否送达",
        )
        for d in sending.undelivered()
        for way in [WAYS.get(d.gateway, "群机器人")]
    ]


def voiceless(plans: list[Plan]) -> list[Unit]:
    """Member units for which nobody holds a post today in which returns are written."""
    today = clock.today()
    held = Post.objects.writing().held_on(today)
    members = Unit.objects.members(holding(plans, Month.of(today)), today)
    return list(members.exclude(posts__in=held))


def missing_from(period: Period | None, plans: list[Plan]) -> tuple[Period, int, int] | None:
    """(period, how many units have not reported it, of how many)."""
    if period is None:
        return None
    everyone = standings.standings(holding(plans, period.month), period)
    return period, sum(s.state == "missing" for s in everyone), len(everyone)

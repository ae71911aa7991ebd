"""What lies on the office's desk."""

from ledger.models import Period, Submission
from ledger.periods.now import Calendar
from ledger.reminders import sending
from ledger.returns import standings
from reports.bulletins import readers, restated, sending_out
from reports.models import Suggestion
from shanyin_charging import clock
from targets.models import Post, Unit
from targets.months import Month
from targets.plan import queries

WAYS = {"mail": "邮件", "sms": "短信"}


def of_the_office() -> dict:
    """What lies on the office's desk: what home shows beside one's own duties."""
    calendar = Calendar()
    return {
        "waiting": waiting(),
        "patience": readers.PATIENCE,
        "unread": readers.unread(),
        "unopened": readers.unread_notices(),
        "missing": missing_from(calendar.living()),
        "judged": calendar.judged_month(),
        "over_since": calendar.over_since(),
        "voiceless": voiceless(),
        "undelivered": undelivered(),
        "suggested": Suggestion.objects.waiting().count(),
        "differing": restated.how_many(),
    }


def waiting() -> list[tuple[Submission, int]]:
    """Submissions to review with their number of doubts, the odd ones first."""
    queue = (
        Submission.objects.pending()
        .select_related("unit", "period")
        .order_by("period__starts_on", "unit__position")
    )
    return sorted(
        ((submission, standings.doubts_in(submission)) for submission in queue),
        key=lambda pair: -pair[1],
    )


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


def voiceless() -> list[Unit]:
    """Member units for which nobody holds a post today in which returns are written."""
    plan, held = (
        queries.plan_for(Month.of(clock.today())),
        Post.objects.writing().held_on(clock.today()),
    )
    return list(Unit.objects.members(plan, clock.today()).exclude(posts__in=held))


def missing_from(period: Period | None) -> tuple[Period, int, int] | None:
    """(period, how many units have not reported it, of how many)."""
    if period is None:
        return None
    everyone = standings.standings(queries.plan_for(period.month), period)
    return period, sum(s.state == "missing" for s in everyone), len(everyone)

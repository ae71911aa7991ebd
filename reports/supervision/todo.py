"""待办: what each person has to do now, as one sentence and one button for each todo."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.conf import settings
from django.urls import reverse

from ledger.models import Confirmation, Kind, Period, PeriodKind, Reminder, Site, State, Submission
from ledger.reminders import sending
from ledger.returns import rules, standings
from ledger.sites import telling_apart
from reports.bulletins import fair_naming
from reports.models import NoticeState, SupervisionNotice
from reports.supervision import following_up, workflow
from shanyin_charging import clock, dates
from shanyin_charging.accounts.models import User
from targets.models import Post, Unit
from targets.plan import queries

DECISIONS = {  # what a notice waits for that is not its unit's: the verb, and what came before it
    "propose": "已立项，核对后送审批。",
    "approve": "已送审批，等签发。",
    "extend": "{unit}申请延期到{asked}，等答复。",
    "agree_talk": "超期没有反馈，已通报批评；建议约谈{unit}，等您决定。",
    "settle": "{unit}已反馈，等审核。",
    "close_out": "已办结，等另一位同志销号。",
}
BACK = {  # of a list or a correction that its unit has to mend: how it came back
    State.SENT_BACK: "专班退回了，请看退回意见，",
    State.DRAFT: "没有上报，",
}


@dataclass(frozen=True)
class ToDo:
    """One thing to do; `returned` says that it comes from the office, `mark` how."""

    title: str
    sentence: str
    button: str
    address: str
    returned: bool = False
    mark: str = "已退回"
    reminder: Reminder | None = None


def to_do_of(user: User) -> list[ToDo]:
    """What the person's units still owe: what was sent back, what waits for their check or word,
    what is not reported."""
    posts = list(Post.objects.held_by(user, clock.today()).select_related("unit"))
    writing, checking = (
        [post.unit for post in posts if post.checks == checks] for checks in (False, True)
    )
    returned: list[ToDo] = []
    missing: list[ToDo] = []
    for period in Period.objects.order_by("-starts_on"):
        members = (
            {s.unit.pk: s for s in standings.standings(queries.plan_for(period.month), period)}
            if writing
            else {}
        )
        for unit in writing:
            standing = members.get(unit.pk)
            if (
                standing
                and standing.state in ("missing", "sent_back")
                and rules.can_report(user, period, unit)
            ):
                todo = replace(
                    to_report(unit, period, standing),
                    reminder=sending.last_told(period).get(unit.pk),
                )
                (returned if todo.returned else missing).append(todo)
    both = [*writing, *checking]
    return [
        *to_decide(user),
        *to_answer(both),
        *to_state(both),
        *to_mend(user, writing),
        *returned,
        *to_check(user, checking),
        *to_confirm(both),
        *missing,
        *to_place(both),
        *to_tell_apart(both),
    ]


def to_decide(user: User) -> list[ToDo]:
    """Notices of supervision that wait for the person's word, by their days: to be sent on, signed,
    judged or struck off, to be given more time, to be talked about."""
    if not (user.reviews or user.can_instruct):
        return []
    waiting = SupervisionNotice.objects.filter(
        county__code=settings.COUNTY, state__in=following_up.OPEN
    ).select_related("lead")
    return [
        to_decide_one(notice, verb)
        for notice in waiting
        for verb in DECISIONS
        if workflow.find(notice.state, verb) and workflow.TRANSITIONS.decide(user, verb, notice)
    ]


def to_decide_one(notice: SupervisionNotice, verb: str) -> ToDo:
    """A notice as a thing to decide: what has come before, and which button it takes."""
    asked = dates.official_date(notice.asked_due_on) if notice.asked_due_on else ""
    before = DECISIONS[verb].format(unit=notice.lead, asked=asked)
    due = dates.official_date(notice.due_on)
    return ToDo(
        f"{notice.number or '（未签发）'}　{notice.matter}",
        f"{notice.get_level_display()}，办结时限{due}。{before}",
        workflow.LABELS[verb],
        reverse("notice", args=[notice.pk]),
        True,
        "督办",
    )


def to_answer(units: Iterable[Unit]) -> list[ToDo]:
    """Notices of supervision that the units have to sign for or to answer."""
    waiting = SupervisionNotice.objects.filter(
        lead__in=units, state__in=[NoticeState.ASSIGNED, NoticeState.ACKNOWLEDGED]
    )
    return [to_answer_one(notice) for notice in waiting.select_related("lead")]


def to_answer_one(notice: SupervisionNotice) -> ToDo:
    """A notice as a thing to do: by when, to be signed for or answered."""
    late = "，已超期。" if notice.is_overdue(clock.today()) else "。"
    sentence = f"{notice.get_level_display()}，{dates.official_date(notice.due_on)}前办结{late}"
    button = "签收" if notice.state == NoticeState.ASSIGNED else "反馈"
    return ToDo(
        f"{notice.number}　{notice.matter}",
        sentence,
        button,
        reverse("notice", args=[notice.pk]),
        True,
        "督办",
        sending.last_told(notice).get(notice.lead_id),
    )


def to_state(units: Iterable[Unit]) -> list[ToDo]:
    """What a bulletin is going to say of the units, while they may say something to it."""
    return [
        ToDo(
            f"{naming.unit}　{naming.bulletin.month.label}拟通报内容",
            f"点了贵单位的名，{dates.until(naming.answer_by)}前可以说明情况。",
            "查看",
            reverse("naming", args=[naming.pk]),
            True,
            "拟通报",
        )
        for naming in fair_naming.open_for(units)
    ]


def to_report(unit: Unit, period: Period, standing: standings.ReturnStanding) -> ToDo:
    """A return as a thing to do: who has it now, and how long there is."""
    due = "补录，不计迟报"
    if period.due_at:
        due = f"截止 {dates.until(period.due_at)}，{dates.left(clock.now(), period.due_at)}"
    title, address = f"{unit}　{period}", reverse("fill_return", args=[period.pk, unit.code])
    submission = standing.submission
    if submission and submission.state == State.CHECKING:
        return ToDo(
            title,
            f"已送单位审核人，等其上报。{due}",
            "查看",
            reverse("submission", args=[submission.pk]),
        )
    if submission and (version := submission.current) and version.paper_reason:
        return ToDo(
            title,
            f"专班正按纸质材料代录。{due}",
            "查看",
            reverse("submission", args=[submission.pk]),
        )
    if standing.state == "sent_back":
        return ToDo(
            title,
            f"专班退回了材料，请按意见修改后重新上报。{due}",
            "继续填报",
            address,
            returned=True,
        )
    return ToDo(title, due, "继续填报" if submission else "去填报", address)


def to_mend(user: User, units: Iterable[Unit]) -> list[ToDo]:
    """Lists and corrections that the office sent back, or that were taken back."""
    waiting = Submission.objects.filter(unit__in=units).to_mend().select_related("unit", "period")
    return [
        ToDo(
            str(s),
            f"{BACK[s.state]}改好后重新上报，或者作废。",
            "去修改",
            reverse("correct_again" if s.kind == Kind.CORRECTION else "submission", args=[s.pk]),
            returned=s.state == State.SENT_BACK,
        )
        for s in waiting
        if rules.can_write(user, s)
    ]


def to_check(user: User, units: Iterable[Unit]) -> list[ToDo]:
    """Returns that wait for the check of the person, who passes them for the units."""
    waiting = Submission.objects.filter(unit__in=units, state=State.CHECKING).select_related(
        "unit", "period"
    )
    return [
        ToDo(
            str(s),
            "填报人送来，等您审核；同意后由您上报。",
            "审核",
            reverse("submission", args=[s.pk]),
        )
        for s in waiting
        if rules.can_check(user, s)
    ]


def to_confirm(units: Iterable[Unit]) -> list[ToDo]:
    """What the office typed from paper, and the unit has not confirmed."""
    entered = (
        Submission.objects.filter(unit__in=units, versions__submitted_at__isnull=False)
        .exclude(versions__paper_reason="")
        .exclude(state__in=[State.SENT_BACK, State.DROPPED])
        .select_related("unit", "period")
        .distinct()
    )
    confirmed = set(
        Confirmation.objects.filter(version__submission__in=entered).values_list(
            "version_id", flat=True
        )
    )
    last = [(s, s.versions.filter(submitted_at__isnull=False).last()) for s in entered]
    return [
        ToDo(str(s), "专班代录的，请核对后确认。", "核对", reverse("submission", args=[s.pk]))
        for s, version in last
        if version and version.paper_reason and version.pk not in confirmed
    ]


def strips_of(user: User) -> list[tuple[Unit, standings.Strip]]:
    """The months of each member unit that the person speaks for."""
    period = Period.objects.filter(kind=PeriodKind.MONTH).select_related("county").first()
    if period is None:
        return []
    strips = standings.calendar(queries.plan_for(period.month), period.county)
    held = Post.objects.held_by(user, clock.today())
    units = Unit.objects.filter(pk__in=held.values("unit"))
    return [(unit, strips[unit.pk]) for unit in units if unit.pk in strips]


def to_place(units: Iterable[Unit]) -> list[ToDo]:
    """The sites that the units keep of which nobody has said in what sort of place they stand."""
    gone = [kind for kind, offered in queries.kinds_offered().items() if not offered]
    sites = Site.objects.standing().filter(keeper__in=units, kind__in=gone)
    count = sites.count() if gone else 0
    if not count:
        return []
    return [
        ToDo(
            f"有{count}处站点没有说在什么场所",
            "以前只登记为“公共充电站”；请逐处打开，选它所在的场所。",
            "去选",
            f"{reverse('sites')}?kind={gone[0]}",
        )
    ]


def to_tell_apart(units: list[Unit]) -> list[ToDo]:
    """The sites where piles left before 停用 and 拆除 were told apart."""
    return [
        ToDo(
            f"{site}减少的桩没有说是停用还是拆除",
            "以前是合在一起报的；请在站点页上逐笔选一次。",
            "去说明",
            reverse("site", args=[site.pk]),
        )
        for site in telling_apart.of_units(units)
    ]

"""What a person may see and that is called so."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from ledger.models import Construction, Site, Submission
from reports.models import (
    Announcement,
    Bulletin,
    Finding,
    Instruction,
    Matter,
    Meeting,
    Round,
    SupervisionNotice,
)
from reports.search.names import is_called
from reports.search.pages import offered
from shanyin_charging import clock, dates
from shanyin_charging.accounts.models import User
from targets.models import (
    Area,
    AreaKind,
    Clause,
    Discrepancy,
    Indicator,
    Plan,
    Post,
    Question,
    Unit,
)
from targets.months import Month
from targets.plan import queries

MOST = 20  # of each kind
RECEIPT = re.compile(r"[0-9]{6}-([0-9]{5,9})(-[0-9]{1,4})?")


@dataclass(frozen=True)
class Find:
    """One thing: its name, what it is, and where it is read."""

    name: str
    what: str
    address: str


@dataclass(frozen=True)
class Group:
    """What was found of a kind: the first of it, and how much more there is."""

    heading: str
    finds: list[Find]
    left: int


def look(text: str, user: User) -> list[Group]:
    """Everything that the person may see and that is called so, kind by kind; no kind without
    finds."""
    kinds: list[tuple[str, Iterable[Find]]] = [
        ("页面", pages(text, user)),
        ("回执", receipts(text, user)),
        ("数字", figures(text)),
        ("单位", units(text)),
        ("人员", people(text, user)),
        ("通报", bulletins(text, user)),
        ("督办", notices(text, user)),
        ("需协调事项", matters(text, user)),
        ("批示", words(text, user)),
        ("现场核查", findings(text, user)),
        ("抽查", rounds(text, user)),
        ("调度会", meetings(text, user)),
        ("通知", announcements(text, user)),
        ("地方", places(text)),
        ("站点", sites(text, user)),
        ("在建项目", projects(text, user)),
        ("条款", clauses(text)),
        ("口径和存疑事项", questions(text)),
    ]
    return [cut(heading, list(found)) for heading, finds in kinds if (found := list(finds))]


def cut(heading: str, found: list[Find]) -> Group:
    """The first of what was found."""
    return Group(heading, found[:MOST], max(len(found) - MOST, 0))


def pages(text: str, user: User) -> Iterator[Find]:
    """The pages of the portal by their names."""
    for name, more, address in offered(user):
        if is_called(text, name, more):
            yield Find(name, more, address)


def receipts(text: str, user: User) -> Iterator[Find]:
    """The return of a receipt's number."""
    if match := RECEIPT.fullmatch(text):
        returns = Submission.objects.visible_to(user, clock.today()).filter(pk=int(match[1]))
        for submission in returns.select_related("unit", "period"):
            if text.startswith(submission.period.month.key):
                address = reverse("submission", args=[submission.pk])
                yield Find(text, str(submission), address)


def plan_of_today() -> Plan:
    """The plan that is looked through."""
    return queries.plan_for(Month.of(clock.today()))


def figures(text: str) -> Iterator[Find]:
    """The plan's indicators of a name or a number."""
    plan = plan_of_today()
    for one in Indicator.objects.filter(plan=plan):
        if is_called(text, one.name) or text.upper() == one.code:
            yield Find(
                f"{one.code}　{one.name}",
                one.unit,
                reverse("indicator", args=[plan.code, one.code]),
            )


def units(text: str) -> Iterator[Find]:
    """The units of a name, an alias or a code."""
    for unit in Unit.objects.served().prefetch_related("aliases"):
        aliases = [alias.name for alias in unit.aliases.all()]
        if is_called(text, unit.name, *aliases) or text == unit.code:
            what = "、".join(aliases) or unit.get_kind_display()
            yield Find(unit.name, what, reverse("unit", args=[unit.code]))


def people(text: str, user: User) -> Iterator[Find]:
    """People: who keeps the accounts is led to theirs, who calls units to the unit that they speak
    for; nobody else finds any."""
    if user.keeps_accounts:
        for found in User.objects.served():
            if is_called(text, found.name, found.username):
                address = reverse("person", args=[found.pk])
                yield Find(found.name, found.get_role_display(), address)
    elif user.sees_all_units:
        for post in Post.objects.served().held_on(clock.today()).select_related("user", "unit"):
            if is_called(text, post.user.name):
                yield Find(post.user.name, str(post), reverse("unit", args=[post.unit.code]))


def bulletins(text: str, user: User) -> Iterator[Find]:
    """Papers by number, title or code."""
    for paper in Bulletin.objects.visible_to(user).defer("content"):
        if is_called(text, paper.title, paper.number) or text.upper() == paper.code:
            what = paper.number or paper.get_state_display()
            yield Find(paper.title, what, reverse("bulletin_at", args=[paper.pk]))


def notices(text: str, user: User) -> Iterator[Find]:
    """Matters under supervision by number or words."""
    found: QuerySet[SupervisionNotice] = SupervisionNotice.objects.visible_to(user, clock.today())
    for notice in found.select_related("lead"):
        if is_called(text, notice.number, notice.matter):
            what = f"{notice.number}　{notice.lead}　{notice.get_state_display()}".strip("　")
            yield Find(notice.matter, what, reverse("notice", args=[notice.pk]))


def matters(text: str, user: User) -> Iterator[Find]:
    """What units ask to be coordinated, by its words."""
    for matter in Matter.objects.visible_to(user, clock.today()).select_related("raiser"):
        if is_called(text, matter.text, matter.about):
            what = f"{matter.raiser}　{matter.get_kind_display()}　{matter.get_state_display()}"
            yield Find(matter.text[:60], what, reverse("matter", args=[matter.pk]))


def words(text: str, user: User) -> Iterator[Find]:
    """What leaders have said, by its words or what it is about."""
    for word in Instruction.objects.visible_to(user).select_related("by"):
        if is_called(text, word.text, word.about_text):
            what = f"{word.by}　{word.get_state_display()}"
            yield Find(word.text[:60], what, reverse("instruction", args=[word.pk]))


def rounds(text: str, user: User) -> Iterator[Find]:
    """Draws of sites by their day, their seed or who went."""
    for one in Round.objects.visible_to(user):
        day = dates.long_date(one.held_on)
        if is_called(text, day, one.held_on.isoformat(), one.seed, one.first, one.second):
            what = f"{one.first}、{one.second}　种子{one.seed}"
            yield Find(f"{day}抽查", what, reverse("round", args=[one.pk]))


def findings(text: str, user: User) -> Iterator[Find]:
    """What was found at sites, by the site or its words."""
    seen = Finding.objects.visible_to(user, clock.today())
    for finding in seen.select_related("visit__site", "unit"):
        if is_called(text, finding.visit.site.name, finding.text):
            what = f"{finding.unit}　{finding.get_kind_display()}　{finding.get_state_display()}"
            yield Find(str(finding)[:60], what, reverse("finding", args=[finding.pk]))


def meetings(text: str, user: User) -> Iterator[Find]:
    """Meetings by their day, their place or what they are about."""
    for meeting in Meeting.objects.visible_to(user):
        if is_called(text, str(meeting), meeting.subject, meeting.place):
            what = "　".join(filter(None, (meeting.subject, meeting.get_state_display())))
            yield Find(str(meeting), what, reverse("meeting", args=[meeting.pk]))


def announcements(text: str, user: User) -> Iterator[Find]:
    """The office's words to units, by title or words."""
    for found in Announcement.objects.visible_to(user, clock.today()):
        if is_called(text, found.title, found.text):
            page = reverse("announcement", args=[found.pk])
            yield Find(found.title, found.get_state_display(), page)


def projects(text: str, user: User) -> Iterator[Find]:
    """What is being built, or was, by its name."""
    found = Construction.objects.visible_to(user, clock.today())
    for project in found.select_related("unit", "area__parent"):
        if is_called(text, project.name):
            what = f"{project.area.full_name}　{project.unit}"
            yield Find(project.name, what, reverse("construction", args=[project.pk]))


def places(text: str) -> Iterator[Find]:
    """The townships and villages of a name, a former one too, or a code, each leading to the sites
    of its township."""
    kinds = [AreaKind.TOWNSHIP, AreaKind.VILLAGE]
    renamings = queries.renamings(queries.served())

    def names_of(area: Area) -> list[str]:
        former = [ruling.value["before"] for ruling in renamings.get(f"area:{area.code}", ())]
        own = [area.name, *former]
        if area.kind != AreaKind.VILLAGE or not area.parent:
            return own
        return [f"{township}{name}" for township in names_of(area.parent) for name in own]

    for area in Area.objects.served().filter(kind__in=kinds).select_related("parent"):
        names = names_of(area)
        if is_called(text, *names) or (text.isdigit() and area.code.startswith(text)):
            township = area.parent_id if area.kind == AreaKind.VILLAGE else area.pk
            what = f"{area.code}{formerly(names[1:])}"
            yield Find(area.full_name, what, f"{reverse('sites')}?township={township}")


def formerly(names: Sequence[str]) -> str:
    """What is said of former names beside the present one."""
    return f"　原名{'、'.join(dict.fromkeys(names))}" if names else ""


def sites(text: str, user: User) -> Iterator[Find]:
    """The sites of a name, a former one too, that the person may see."""
    seen = Site.objects.visible_to(user).named().select_related("area__parent")
    for site in seen.prefetch_related("renamings"):
        former = [one.before for one in site.renamings.all()]
        if is_called(text, site.name, *former):
            what = f"{site.area.full_name}　{site.kind_word}{formerly(former)}"
            yield Find(site.name, what, reverse("site", args=[site.pk]))


def clauses(text: str) -> Iterator[Find]:
    """The plan's clauses of a name."""
    plan = plan_of_today()
    for clause in Clause.objects.filter(plan=plan):
        called = [str(clause), f"任务{clause.task}"] if clause.task else [str(clause)]
        if is_called(text, *called):
            yield Find(str(clause), "", reverse("clause", args=[plan.code, clause.code]))


def questions(text: str) -> Iterator[Find]:
    """What the plan leaves open, by its words or its number."""
    plan = plan_of_today()
    for question in Question.objects.filter(plan=plan):
        if is_called(text, question.title):
            page = reverse("discrepancy", args=[plan.code, question.subject])
            yield Find(question.title, "待定口径", page)
    for doubt in Discrepancy.objects.filter(plan=plan):
        if is_called(text, doubt.title) or text.upper() == doubt.code:
            page = reverse("discrepancy", args=[plan.code, doubt.code])
            yield Find(f"{doubt.code}　{doubt.title}", "存疑事项", page)

"""Fair naming: who is named for what is wrong sees it before it is issued, and may say something
that leaders read."""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from ledger import deadlines
from ledger.periods import working_days
from ledger.reminders import sending
from reports import rules
from reports.documents.content import Content
from reports.models import Bulletin, BulletinState, Naming
from shanyin_charging import clock, dates
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import journal
from shanyin_charging.lifecycle.seen import require_seen
from shanyin_charging.lifecycle.transitions import Refused, require
from targets.models import Ruling, Unit
from targets.months import Month
from targets.plan import queries

PROBLEMS = "存在问题"  # the section that names for what is wrong
WINDOW = 2  # working days to say something, until the office rules otherwise
SUBJECT = "naming:window"  # of that ruling
WORD = "拟通报内容"


def named(content: Content, names: Iterable[str]) -> dict[str, str]:
    """Unit's name to the sentences of the section of problems that have it, as the office left
    them."""
    longest_first = re.compile(
        "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    )  # 吴马营乡 is not 马营乡
    inside, found = False, defaultdict(list)
    for paragraph in content.body:
        if paragraph.is_heading:
            inside = PROBLEMS in paragraph.text
        elif inside:
            for sentence in filter(None, paragraph.text.split("。")):
                for name in dict.fromkeys(longest_first.findall(sentence)):
                    found[name].append(f"{sentence}。")
    return {name: "".join(words) for name, words in found.items()}


def named_units(bulletin: Bulletin) -> dict[Unit, str]:
    """Each member unit that the bulletin names for what is wrong, itself or a row that it reports
    for, with the words."""
    plan, today = queries.plan_for(bulletin.month), clock.today()
    members, supervisors = Unit.objects.members(plan, today), queries.supervisors(plan, today)
    rows = {unit.code: unit for unit in Unit.objects.rows_of(plan)}
    reporters = {rows[code].name: unit for code, unit in supervisors.items()}
    answers_for = {**reporters, **{unit.name: unit for unit in members}}
    found: dict[Unit, str] = {}
    for name, words in named(bulletin.plain, answers_for).items():
        unit = answers_for[name]
        said = found.get(unit, "")
        found[unit] = said + "".join(
            f"{sentence}。"
            for sentence in words.split("。")
            if sentence and f"{sentence}。" not in said
        )
    return found


def answer_by() -> datetime:
    """The moment at which a window that opens now closes: the end of the last working day of it."""
    days = Ruling.objects.of(queries.served()).answer(SUBJECT, clock.today(), WINDOW)
    return deadlines.midnight_after(working_days.after(clock.today(), days))


@transaction.atomic
def consult(user: User, bulletin: Bulletin, seen: str | None = None) -> list[Naming]:
    """Show each named unit what is going to be said of it; one that was told other words before,
    and has not answered, is told anew with a window of its own. Returns who was told."""
    bulletin = Bulletin.objects.select_for_update(no_key=True).get(pk=bulletin.pk)
    require(rules.can_consult(user, bulletin))
    require_seen(seen, bulletin.stamp)
    told, until = [], answer_by()
    earlier: dict[str, str] = {}
    before = {naming.unit_id: naming for naming in bulletin.namings.all()}
    standing = rules.standing(before.values())
    for unit, words in named_units(bulletin).items():
        naming = before.get(unit.pk) or Naming(bulletin=bulletin, unit=unit)
        if naming.stated_at is None and not (naming.text == words and naming in standing):
            earlier |= {unit.name: naming.text} if naming.pk else {}
            naming.text, naming.told_at, naming.answer_by = words, clock.now(), until
            naming.save()
            told.append(naming)
    if not told:
        raise Refused("第三部分没有点名的单位，或者都已经告知过")
    journal.record(
        user,
        "consult",
        bulletin,
        before={"texts": earlier} if earlier else None,
        after={"texts": {naming.unit.name: naming.text for naming in told}},
        answer_by=until.isoformat(),
    )
    return told


def state(user: User, naming: Naming, words: str, seen: str | None = None) -> Naming:
    """The unit's words, once and for good; raises Refused after the window or the bulletin."""
    with transaction.atomic():
        bulletin = Bulletin.objects.select_for_update(no_key=True).get(pk=naming.bulletin_id)
        naming = Naming.objects.select_for_update(no_key=True).get(pk=naming.pk)
        naming.bulletin = bulletin
        require(rules.can_state(user, naming))
        require_seen(seen, naming.stamp, "没有提交，您写的还在下面")
        if not words.strip():
            raise Refused("请写明情况")
        naming.statement, naming.stated_by, naming.stated_at = words.strip(), user.name, clock.now()
        naming.save()
        journal.record(user, "state", naming, after={"statement": naming.statement})
        return naming


def open_now() -> QuerySet[Naming]:
    """What the county's units may still say something to."""
    return (
        Naming.objects.served()
        .filter(stated_at=None, answer_by__gt=clock.now())
        .exclude(bulletin__state=BulletinState.ISSUED)
        .select_related("bulletin", "unit")
    )


def open_for(units: Iterable[Unit]) -> list[Naming]:
    """What is going to be said of these units and may still be answered now."""
    return rules.standing(open_now().filter(unit__in=units))


def reminders_due() -> list[sending.Batch]:
    """Each unit that may say something is told so once by the gateways too, and again where the
    words have changed."""
    return [
        sending.Batch(n.bulletin, f"named:{n.told_at:%y%m%d%H%M%S}", WORD, ((n.unit, words_to(n)),))
        for n in rules.standing(open_now())
    ]


def words_to(naming: Naming) -> str:
    """What a unit is told by the gateways: the words of it, and until when it may answer."""
    until = dates.until(naming.answer_by)
    return (
        f"{naming.bulletin.month.label}通报拟写：“{naming.text}”贵单位如有情况说明，请在{until}前登录平台提交，"
        "领导审阅通报时会看到；属实的可以不写。"
    )


def warnings(bulletin: Bulletin) -> list[str]:
    """What fairness still lacks before the bulletin is issued."""
    words = named_units(bulletin)
    told = {naming.unit_id: naming for naming in bulletin.namings.all()}
    standing = rules.standing(told.values())
    unheard = [
        unit.name
        for unit, text in words.items()
        if unit.pk not in told
        or told[unit.pk].stated_at is None
        and not (told[unit.pk].text == text and told[unit.pk] in standing)
    ]
    waiting = [n for n in standing if n.stated_at is None and n.answer_by > clock.now()]
    found = (
        [f"{len(unheard)}家被点名的单位还没有看到拟通报内容，请先“征求说明”：{'、'.join(unheard)}"]
        if unheard
        else []
    )
    if waiting:
        last, who = (
            max(naming.answer_by for naming in waiting),
            "、".join(naming.unit.name for naming in waiting),
        )
        found.append(f"{len(waiting)}家单位的说明期还没有结束（到{dates.until(last)}）：{who}")
    return found


def statements_of(code: str, month: Month, user: User) -> list[Naming]:
    """What the unit of a code said to the bulletins of a month, for who may read it: shown beside
    its figures."""
    return list(
        Naming.objects.visible_to(user, clock.today())
        .filter(unit__code=code, bulletin__month_on=month.first_day, stated_at__isnull=False)
        .select_related("bulletin")
    )

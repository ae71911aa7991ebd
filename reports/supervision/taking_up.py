"""What the office makes of a leader's word: a notice with all but a glance filled in, or a part of
one that is open already."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When

from ledger.periods import working_days
from reports.models import Instruction, Level, SupervisionNotice
from reports.supervision import following_up, instructions, workflow
from reports.supervision.opening import DAYS, REQUIREMENTS
from reports.supervision.subjects import topic_of
from shanyin_charging import clock, dates
from shanyin_charging.accounts.models import User
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Unit


def filled_in(word: Instruction) -> dict[str, Any]:
    """The notice that a word asks for: its unit is the figure's, its day the rule's."""
    today = clock.today()
    asked = REQUIREMENTS.get(topic_of(word), "办结时限前反馈办理情况，附照片或文件。")
    return {
        "level": Level.BLUE,
        "lead": word.unit_id,
        "matter": f"落实领导批示：{word.about_text}"[:200],
        "requirements": f"{word.text}\n{asked}",
        "source": f"{word.by}{dates.official_date(word.at.astimezone(clock.ZONE).date())}批示",
        "due_on": working_days.after(today, DAYS[Level.BLUE]),
    }


def open_notices(word: Instruction) -> QuerySet[SupervisionNotice]:
    """What is open already and may take the word in: of its unit, of all where it names none; the
    one that it was written on or that is of its topic first."""
    found = SupervisionNotice.objects.filter(county=word.county_id, state__in=following_up.OPEN)
    if word.unit_id:
        found = found.filter(lead=word.unit_id)
    own = When(topic=topic_of(word), then=Value(0))
    if word.about.startswith("notice:"):
        own = When(pk=word.about.removeprefix("notice:"), then=Value(0))
    first = Case(own, default=Value(1), output_field=IntegerField())
    return found.annotate(place=first).order_by("place", "due_on", "pk").select_related("lead")


def take_up(
    user: User,
    word: Instruction,
    supports: Iterable[Unit] = (),
    seen: str | None = None,
    **fields: Any,
) -> SupervisionNotice:
    """转督办: a draft of a notice. Where one of the same unit and topic is open, the word goes into
    that: it is never refused for that."""
    topic = topic_of(word)
    running = SupervisionNotice.objects.filter(
        county=word.county_id, lead=fields["lead"], topic=topic, state__in=following_up.OPEN
    ).first()
    if running:
        return join(user, word, running, seen)
    with instructions.moving(user, "take_up", word, seen) as word:
        word.notice = workflow.open_notice(
            user,
            supports=supports,
            county=word.county,
            topic=topic,
            figure_key=word.figure_key,
            figure_text=word.about_text[:120] if word.figure_key else "",
            **fields,
        )
        return word.notice


def join(
    user: User, word: Instruction, notice: SupervisionNotice, seen: str | None = None
) -> SupervisionNotice:
    """Put a word into a notice that is open."""
    with instructions.moving(user, "join", word, seen) as word:
        notice = SupervisionNotice.objects.select_for_update(no_key=True).get(pk=notice.pk)
        if notice.state not in following_up.OPEN:
            raise Refused(f"{notice}已经{notice.get_state_display()}，请另转督办或选别的一件")
        word.notice = notice
        return notice

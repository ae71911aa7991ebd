"""Of papers and words: notices, meetings, bulletins, what is to be said of a unit, leaders' words,
what the office announces, suggestions."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from ledger.reminders import sending
from reports import rules
from reports.announcing import course
from reports.bulletins import fair_naming, states
from reports.meetings import workflow as meeting
from reports.models import (
    Announcement,
    Bulletin,
    Instruction,
    Meeting,
    Naming,
    Suggestion,
    SupervisionNotice,
)
from reports.supervision import instructions, workflow
from reports.todo.item import Source, ToDo, from_table
from shanyin_charging import clock, dates
from shanyin_charging.lifecycle.transitions import Wait
from targets.models import Holder


def notices() -> QuerySet[SupervisionNotice]:
    """Those of the county."""
    return SupervisionNotice.objects.served().select_related("lead")


def of_notices(wait: Wait, found: Sequence[Any]) -> Iterable[ToDo]:
    """A notice: by when, what has come before, and how its unit was reminded."""
    reminders = {} if wait.says else sending.last_told_of(found)
    for notice in found:
        asked = dates.official_date(notice.asked_due_on) if notice.asked_due_on else ""
        late = "，已超期" if notice.is_overdue(clock.today()) else ""
        due = f"{dates.official_date(notice.due_on)}前办结{late}。"
        yield ToDo(
            f"{notice.number or '（未签发）'}　{notice.matter}",
            f"{notice.get_level_display()}，{due}{wait.says.format(lead=notice.lead, asked=asked)}",
            wait.button,
            reverse("notice", args=[notice.pk]),
            "督办",
            since=notice.moved_at or notice.made_at,
            reminder=reminders.get((sending.subject_of(notice), notice.lead_id)),
        )


def meetings() -> QuerySet[Meeting]:
    """Those of the county."""
    return Meeting.objects.served()


def of_meetings(wait: Wait, found: Sequence[Any]) -> Iterable[ToDo]:
    """A meeting: when it is, and what is still to be done for it."""
    for one in found:
        yield ToDo(
            f"{dates.long_date(one.held_on)}调度会",
            wait.says,
            wait.button,
            reverse("meeting", args=[one.pk]),
            "调度会",
            since=one.moved_at or one.made_at,
        )


def bulletins() -> QuerySet[Bulletin]:
    """Those of the county."""
    return Bulletin.objects.served()


def of_bulletins(wait: Wait, found: Sequence[Any]) -> Iterable[ToDo]:
    """A bulletin: how far it has come, or why it came back."""
    for one in found:
        back = f"退回：{one.remark}" if one.remark else ""
        yield ToDo(
            one.title,
            back or wait.says,
            wait.button,
            reverse("bulletin_at", args=[one.pk]),
            "退回修改" if back else "通报",
            is_back=bool(back),
            since=one.moved_at or one.drafted_at,
        )


def leaders_words() -> QuerySet[Instruction]:
    """Those of the county."""
    found = Instruction.objects.served()
    return found.select_related("by").prefetch_related("steps")


def of_words(wait: Wait, found: Sequence[Any]) -> Iterable[ToDo]:
    """A leader's word, before everything else."""
    for word in found:
        yield ToDo(
            f"{word.by}批示：{word.text}",
            "。".join(filter(None, (word.about_text, word.dropped, wait.says))),
            wait.button,
            reverse("instruction", args=[word.pk]),
            "督办已撤销" if word.dropped else "批示",
            is_back=bool(word.dropped),
            since=word.moved_at or word.at,
            first=True,
        )


def announcements() -> QuerySet[Announcement]:
    """Those of the county."""
    return Announcement.objects.served()


def of_announcements(wait: Wait, found: Sequence[Any]) -> Iterable[ToDo]:
    """An announcement, and how who has not read it was reminded: all of them in the same words."""
    reminded = {subject: told for (subject, _), told in sending.last_told_of(found).items()}
    for one in found:
        yield ToDo(
            one.title,
            wait.says,
            wait.button,
            reverse("announcement", args=[one.pk]),
            "通知",
            since=one.sent_at or one.made_at,
            reminder=reminded.get(sending.subject_of(one)),
        )


def namings(who: Holder) -> list[QuerySet[Naming]]:
    """What a bulletin is going to say of the person's units, while they may say something to it."""
    return [fair_naming.open_now().filter(unit__in=who.writes)] if who.writes else []


def of_namings(found: Sequence[Naming]) -> Iterable[ToDo]:
    """What is going to be said, and until when it may be answered."""
    for naming in filter(rules.stands, found):
        yield ToDo(
            f"{naming.unit}　{naming.bulletin.month.label}拟通报内容",
            f"点了贵单位的名，{dates.until(naming.answer_by)}前可以说明情况。",
            "查看",
            reverse("naming", args=[naming.pk]),
            "拟通报",
            since=naming.told_at,
        )


def suggestions(who: Holder) -> list[QuerySet[Suggestion]]:
    """What nobody has answered."""
    found = Suggestion.objects.served().waiting().select_related("by")
    return [found] if who.user.reviews else []


def of_suggestions(found: Sequence[Suggestion]) -> Iterable[ToDo]:
    """What somebody says of the portal."""
    for one in found:
        yield ToDo(
            f"意见建议：{one.text[:40]}",
            f"{one.by}提的，等专班办公室答复。",
            "答复",
            reverse("suggestions"),
            "意见建议",
            since=one.at,
        )


SOURCES = (
    *from_table(instructions.TRANSITIONS, leaders_words, of_words),
    *from_table(workflow.TRANSITIONS, notices, of_notices),
    *from_table(meeting.TRANSITIONS, meetings, of_meetings),
    *from_table(states.TRANSITIONS, bulletins, of_bulletins),
    *from_table(course.TRANSITIONS, announcements, of_announcements),
    Source(namings, of_namings),
    Source(suggestions, of_suggestions),
)

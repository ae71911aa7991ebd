"""Whether a reminder arrived: by which ways it went out, who of its unit has signed in since."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model

from ledger.models import Delivery, Outcome, Reminder
from ledger.reminders.sending import subject_of
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.audit.models import Event
from targets.models import Post, Unit

SHOWN = 6  # of a unit's reminders, the newest
PORTAL, GATEWAYS = "平台待办", {"mail": "邮件", "sms": "短信"}


@dataclass(frozen=True)
class Way:
    """One way that a reminder took to one person; the portal's own list needs none."""

    word: str
    person: str = ""
    outcome: str = ""
    fault: str = ""

    @property
    def words(self) -> str:
        """The way as it is told."""
        person, fault = self.person and f"（{self.person}）", self.fault and f"：{self.fault}"
        return f"{self.word}{person}{self.outcome}{fault}"


@dataclass(frozen=True)
class Arrival:
    """A reminder with its ways, and who of the unit has met it: signed in since, and when first."""

    reminder: Reminder
    ways: tuple[Way, ...]
    met: tuple[tuple[str, datetime], ...]


def arrivals(reminders: Iterable[Reminder]) -> list[Arrival]:
    """How each of the reminders arrived; a fixed number of queries for all of them."""
    reminders = list(reminders)
    sent: dict[int | None, list[Delivery]] = defaultdict(list)
    for delivery in Delivery.objects.filter(reminder__in=reminders).select_related("user"):
        sent[delivery.reminder_id].append(delivery)
    people: dict[int, list[User]] = defaultdict(list)
    units = {reminder.unit_id for reminder in reminders}
    for post in Post.objects.held_on(clock.today()).filter(unit__in=units).select_related("user"):
        people[post.unit_id].append(post.user)
    came = sign_ins([user for some in people.values() for user in some], reminders)
    return [
        Arrival(
            reminder,
            (Way(PORTAL), *map(way, reversed(sent[reminder.pk]))),
            tuple(
                (user.name, first)
                for user in people[reminder.unit_id]
                if (first := next((at for at in came[user.pk] if at >= reminder.made_at), None))
            ),
        )
        for reminder in reminders
    ]


def sign_ins(users: Iterable[User], reminders: list[Reminder]) -> dict[int, list[datetime]]:
    """When each of the people has signed in since the first of the reminders, by the journal."""
    found: dict[int, list[datetime]] = defaultdict(list)
    if reminders:
        signed_in = Event.objects.filter(
            object_type=User._meta.label_lower,
            object_key__in=[str(user.pk) for user in users],
            verb="sign_in",
            at__gte=min(reminder.made_at for reminder in reminders),
        )
        for key, at in signed_in.order_by("number").values_list("object_key", "at"):
            found[int(key)].append(at)
    return found


def way(delivery: Delivery) -> Way:
    """A delivery in words."""
    return Way(
        GATEWAYS.get(delivery.gateway, delivery.gateway),
        delivery.user.name if delivery.user else "",
        delivery.get_outcome_display(),
        delivery.fault if delivery.outcome == Outcome.FAILED else "",
    )


def of_unit(unit: Unit) -> list[Arrival]:
    """The newest reminders of a unit."""
    return arrivals(
        Reminder.objects.filter(unit=unit)
        .select_related("unit")
        .order_by("-made_at", "-pk")[:SHOWN]
    )


def about(thing: Model) -> list[Arrival]:
    """The reminders about a period or a notice, the newest first."""
    found = Reminder.objects.filter(subject=subject_of(thing)).select_related("unit")
    return arrivals(found.order_by("-made_at", "-pk"))

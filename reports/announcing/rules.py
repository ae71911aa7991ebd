"""Who may do what to which announcement; every answer carries its reason."""

from django.db.models import QuerySet

from reports.models import Announcement
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.lifecycle.decisions import YES, Decision, no
from targets.models import Unit


def can_announce(user: User, _: object = None) -> Decision:
    """Whether the person writes announcements, sends and withdraws them: of the office."""
    return YES if user.reviews else no("通知由专班办公室起草、发出和撤回")


def can_read(user: User, announcement: Announcement) -> Decision:
    """Whether the person has a unit that was sent it and of which nobody has read it."""
    if unread_by(user, announcement).exists():
        return YES
    return no("这份通知没有发给您的单位，或者您的单位已阅")


def can_remind(user: User, announcement: Announcement) -> Decision:
    """Whether the person may remind who has not read it: of the office, while somebody has not."""
    if not announcement.unread.exists():
        return no("收到的单位都已阅，不用提醒")
    return can_announce(user)


def unread_by(user: User, announcement: Announcement) -> QuerySet[Unit]:
    """The person's units that were sent it and have not read it."""
    own = Unit.objects.spoken_for(user, clock.today())
    return announcement.unread.filter(pk__in=own)

"""A paper that comes by itself: once it is signed, a link to it goes to the leaders' group and to
their mail, if the office has ruled so. Nothing unsigned leaves the house, and only the link."""

from datetime import timedelta

from ledger.models import Delivery, Outcome
from ledger.reminders import gateways, sending
from ledger.reminders.gateways import Gateway
from reports.models import Bulletin
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import journal
from targets.models import Ruling
from targets.plan import queries

SUBJECT = "papers:send"  # a ruling's: until the office says yes, nothing is sent
MARK = "|paper:"  # in the key of a delivery
PATIENCE = timedelta(days=7)  # for which what did not arrive is tried again


def send_due() -> list[Delivery]:
    """What was signed in the county of late, to whom it has not come; returns what was tried."""
    ruled = Ruling.objects.of(queries.served()).in_force(SUBJECT, clock.today())
    if ruled is None or not ruled.value["answer"]:
        return []
    recent = (
        Bulletin.objects.served()
        .issued()
        .filter(issued_at__gte=max(clock.now() - PATIENCE, ruled.recorded_at))
    )
    return [tried for bulletin in recent.order_by("issued_at") for tried in send(bulletin)]


def send(bulletin: Bulletin) -> list[Delivery]:
    """The link to everybody whom it has not reached; put on record where it was first tried and
    where it came."""
    title, text = words_of(bulletin)
    tried, told = [], []
    for gateway, address, user in receivers():
        key = f"{gateway.name}{MARK}{bulletin.pk}|{user.username if user else ''}"
        is_new = not Delivery.objects.filter(key=key).exists()
        delivery = sending.hand_over(gateway, key, address, title, text, again=True, user=user)
        if delivery:
            tried.append(delivery)
            told += [delivery] if is_new or delivery.outcome == Outcome.SENT else []
    if told:
        outcomes = [
            {"to": str(d.user or "领导群"), "outcome": d.outcome, "fault": d.fault} for d in told
        ]
        journal.record(
            sending.TIMER, "send_bulletin", bulletin, before=None, after={"told": outcomes}
        )
    return tried


def receivers() -> list[tuple[Gateway, str, User | None]]:
    """The leaders' groups, and each leader who has an address for mail."""
    groups = [(gateway, "", None) for gateway in gateways.for_leaders()]
    mail = [gateway for gateway in gateways.for_people() if gateway.field == "email"]
    leaders = [user for user in User.objects.served().filter(is_active=True) if user.can_instruct]
    return groups + [(one, user.email, user) for one in mail for user in leaders if user.email]


def words_of(bulletin: Bulletin) -> tuple[str, str]:
    """The heading and the words of the message: what was signed, and where it stands."""
    address = f"{queries.address()}/bulletins/{bulletin.pk}/"
    return bulletin.number, f"{bulletin.number}《{bulletin.title}》已签发：{address}（登录后查看）"

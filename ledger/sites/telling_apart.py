"""What left a stock before 停用 and 拆除 were told apart: its unit says which it was, and an entry
that says so takes the place of the one that does not."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import QuerySet, Sum

from ledger.entries.book import ADDRESS, Book, CannotPost
from ledger.entries.stocks import homes
from ledger.models import Cause, Entry, Site
from ledger.models.entries import PILES, read_cause
from ledger.sites import rules
from ledger.sites.registers import locked
from ledger.sites.seen import stamp_of
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import journal
from shanyin_charging.lifecycle.seen import require_seen
from shanyin_charging.lifecycle.transitions import Refused, require
from targets.models import Area, Unit

CAUSES = {"stopped": Cause.STOPPED, "dismantled": Cause.DISMANTLED}


def undivided(sites: list[int]) -> QuerySet[Entry]:
    """The standing entries of sites that do not say whether piles were taken down or out of use."""
    posted = Entry.objects.filter(site__in=homes(sites), cause=Cause.REMOVED, measure__in=PILES)
    return posted.counting().filter(value__lt=0).order_by("on", "number")


def of_units(units: Collection[Unit]) -> list[Site]:
    """The standing sites of which their units have something to tell apart."""
    kept = Site.objects.served().standing().filter(keeper__in=units)
    posted = Entry.objects.filter(site__keeper__in=units, cause=Cause.REMOVED, measure__in=PILES)
    if not posted.exists():
        return []
    return [site for site in kept if undivided([site.pk]).exists()]


def tell_apart(
    user: User, site: Site, line: int, said: str, seen: str | None = None
) -> list[Entry]:
    """Say of a line of before (by id) that its piles were `stopped` or `dismantled`. Returns the
    entries posted for that: none where it had been said; raises Refused where it was said
    otherwise, or where piles that are called dismantled have come back."""
    if said not in CAUSES:
        raise Refused("请选择是停用还是拆除")
    with transaction.atomic():
        site = locked(site)[site.pk]
        require(rules.can_declare(user, site, clock.today()))
        old = list(undivided([site.pk]).filter(line=line).select_related(*ADDRESS))
        if not old:
            return already(site, line, said)
        require_seen(seen, stamp_of(site))
        book = Book(Area.objects.get(pk=site.county_id), user.name, [site], mends=True)
        for entry in old:
            address = {name: getattr(entry, name) for name in (*ADDRESS, "measure", "value", "on")}
            note = f"{user.name}说明：{CAUSES[said].label}"
            book.write(cause=CAUSES[said], replaces=entry, note=note, **address)
        if said == "dismantled" and (back := come_back(site, book)):
            raise Refused(f"其中{back}台后来已恢复使用，不会是拆除，请选停用")
        try:
            posted = book.close()
        except CannotPost as error:
            raise Refused(str(error)) from None
        journal.record(
            user,
            "tell_apart",
            site,
            before={"line": line, "cause": Cause.REMOVED},
            after={"line": line, "cause": CAUSES[said]},
        )
        return posted


def already(site: Site, line: int, said: str) -> list[Entry]:
    """Nothing to post where the line was told of so; raises Refused where it was told otherwise."""
    told = Entry.objects.filter(line=line, site__in=homes([site.pk]), replaces__isnull=False)
    causes = set(told.filter(cause__in=CAUSES.values()).values_list("cause", flat=True))
    if causes == {CAUSES[said]}:
        return []
    if causes:
        raise Refused(f"这一笔已说明为{Cause(causes.pop()).label}，不能再改")
    raise Refused("这一笔不用说明，请刷新页面后再看")


def come_back(site: Site, book: Book) -> int:
    """How many piles of the site have come back beyond those that are called stopped, or may yet
    be."""
    gone = [entry.replaces_id for entry in book.entries]
    moved = Entry.objects.filter(site__in=homes([site.pk]), measure__endswith="_pile").counting()
    kinds = [Cause.REMOVED, Cause.STOPPED, Cause.RESUMED]
    rest = moved.exclude(pk__in=gone).annotate(why=read_cause()).filter(why__in=kinds)
    left = rest.order_by().values_list("measure").annotate(Sum("value"))
    return max([0, *(number for _, number in left)])

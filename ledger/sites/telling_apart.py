"""What left a stock before 停用 and 拆除 were told apart: its unit says which it was, and an entry
that says so takes the place of the one that does not; of what was said wrongly the same again."""

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


def divided(sites: list[int]) -> list[tuple[int, Entry]]:
    """(id of the line, entry) of each standing entry of sites of which that was said since."""
    said = Entry.objects.filter(site__in=homes(sites), cause__in=CAUSES.values(), value__lt=0)
    standing = said.filter(replaces__isnull=False).counting().select_related(*ADDRESS, "replaces")
    found = []
    for entry in standing.order_by("on", "number"):
        old: Entry | None = entry
        while old and old.cause != Cause.REMOVED:
            old = old.replaces
        if old and old.line_id:
            found.append((old.line_id, entry))
    return found


def of_units(units: Collection[Unit]) -> list[Site]:
    """The standing sites of which their units have something to tell apart."""
    kept = Site.objects.served().standing().filter(keeper__in=units)
    counties = {unit.county_id for unit in units}
    posted = Entry.objects.filter(county__in=counties, cause=Cause.REMOVED, measure__in=PILES)
    if not posted.exists():
        return []
    return [site for site in kept if undivided([site.pk]).exists()]


def tell_apart(
    user: User, site: Site, line: int, said: str, seen: str | None = None
) -> list[Entry]:
    """Say of a line of before (by id) that its piles were `stopped` or `dismantled`, or that it was
    said wrongly. Returns the entries posted for that: none where it had been said; raises Refused
    where there is nothing to say, or where piles that are called dismantled have come back."""
    if said not in CAUSES:
        raise Refused("请选择是停用还是拆除")
    with transaction.atomic():
        site = locked(site)[site.pk]
        require(rules.can_declare(user, site, clock.today()))
        old = list(undivided([site.pk]).filter(line=line).select_related(*ADDRESS))
        told = [] if old else [entry for pk, entry in divided([site.pk]) if pk == line]
        if not old and not told:
            raise Refused("这一笔不用说明，请刷新页面后再看")
        before = told[0].cause if told else Cause.REMOVED
        old = old or [entry for entry in told if entry.cause != CAUSES[said]]
        if not old:
            return []
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
            before={"line": line, "cause": before},
            after={"line": line, "cause": CAUSES[said]},
        )
        return posted


def come_back(site: Site, book: Book) -> int:
    """How many piles of the site have come back beyond those that are called stopped, or may yet
    be."""
    gone = [entry.replaces_id for entry in book.entries]
    moved = Entry.objects.filter(site__in=homes([site.pk]), measure__endswith="_pile").counting()
    kinds = [Cause.REMOVED, Cause.STOPPED, Cause.RESUMED]
    rest = moved.exclude(pk__in=gone).annotate(why=read_cause()).filter(why__in=kinds)
    left = rest.order_by().values_list("measure").annotate(Sum("value"))
    return max([0, *(number for _, number in left)])

"""What the office does to the register of sites: a new name, and two records that are one place
made one."""

from django.db import IntegrityError, transaction

from ledger.entries.book import Book
from ledger.models import Cause, Entry, Renaming, Site
from ledger.models.entries import LEVELS
from ledger.sites import rules
from ledger.sites.seen import stamp_of
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import journal
from shanyin_charging.lifecycle.seen import require_seen
from shanyin_charging.lifecycle.transitions import Refused, require
from targets.models import Area, Unit

COUNTED_ONCE = ("registered", "public_station")  # what both records may carry for the one place


def rename(user: User, site: Site, name: str, reason: str, seen: str | None = None) -> Site:
    """Give a site another name from today on; the earlier one stays in its history. Raises Refused
    where the village has one of that name."""
    name, reason = name.strip(), reason.strip()
    with transaction.atomic():
        require(rules.can_keep_register(user))
        if not name or not reason:
            raise Refused("请填新名称和更名的原因")
        site = Site.objects.select_for_update(no_key=True).get(pk=site.pk)
        require_seen(seen, stamp_of(site))
        if Site.objects.filter(area=site.area, name=name).exists():
            raise Refused(f"{site.area.full_name}已有叫“{name}”的站点；如是同一处，请用合并")
        Renaming.objects.create(
            site=site,
            before=site.name,
            after=name,
            on=clock.today(),
            reason=reason,
            recorded_by=user.name,
        )
        before, site.name = site.name, name
        site.save()
        journal.record(
            user,
            "rename_site",
            site,
            before={"name": before},
            after={"name": name},
            reason=reason,
        )
    return site


def merge(user: User, site: Site, into: Site, reason: str, seen: str | None = None) -> list[Entry]:
    """Make one place of two records: what stands at `site` moves to `into` by entries that sum to
    nothing, except what both count for the one place, which is counted once. Returns the
    entries."""
    reason = reason.strip()
    with transaction.atomic():
        require(rules.can_keep_register(user))
        if not reason:
            raise Refused("请写明合并的原因")
        if site.pk == into.pk:
            raise Refused("不能并入自己，请选择另一处")
        locked = (
            Site.objects.select_for_update(no_key=True)
            .filter(pk__in=(site.pk, into.pk))
            .order_by("pk")
        )
        both = {found.pk: found for found in locked}
        site, into = both[site.pk], both[into.pk]
        if site.merged_into_id or into.merged_into_id:
            raise Refused("其中一处已经并入别处，请刷新页面后再看")
        require_seen(seen, stamp_of(site))
        book = Book(Area.objects.get(pk=site.county_id), user.name, [site, into])
        move(book, site, into, reason[:200])
        site.merged_into, site.merged_on = into, clock.today()
        site.save()
        try:
            made = book.close()
        except IntegrityError:
            raise Refused("台账数据有冲突，没有合并") from None
        journal.record(
            user,
            "merge_site",
            site,
            before={"merged_into": None},
            after={"merged_into": into.pk, "merged_on": site.merged_on.isoformat()},
            reason=reason,
        )
    return made


def move(book: Book, site: Site, into: Site, reason: str) -> None:
    """Write the pairs of entries of a merger."""
    standing = (
        Entry.objects.filter(site=site)
        .counting()
        .exclude(cause=Cause.REVERSED)
        .select_related("credited_to")
    )
    flows: dict[tuple[str, Unit | None], int] = {}
    levels: set[str] = set()
    for entry in standing:
        if entry.measure in LEVELS:
            levels.add(entry.measure)
        else:
            key = (entry.measure, entry.credited_to)
            flows[key] = flows.get(key, 0) + entry.value
    today = clock.today()
    for (measure, unit), value in flows.items():
        if not value:
            continue
        gone = {
            "line": None,
            "measure": measure,
            "cause": Cause.RELOCATED,
            "credited_to": unit,
            "on": today,
            "note": reason,
        }
        book.write(area=site.area, site=site, value=-value, **gone)
        if measure not in COUNTED_ONCE or book.stock(into, [measure]) == 0:
            book.write(area=into.area, site=into, value=value, **gone)
    if levels and any(entry.line_id for entry in standing):
        line = next(entry.line for entry in standing if entry.measure in levels)
        for measure in sorted(levels):
            book.write(
                line=line,
                measure=measure,
                cause=Cause.OBSERVED,
                area=site.area,
                site=site,
                value=0,
                on=today,
                note=reason,
            )

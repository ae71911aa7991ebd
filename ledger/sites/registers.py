"""What the office does to the register of sites: a new name, and two records that are one place
made one."""

from datetime import date

from django.db import transaction

from ledger.entries.book import ADDRESS, Book, CannotPost
from ledger.entries.correcting import TOLD_TWICE, correct_implied
from ledger.entries.stocks import NATURES, PUBLIC_PILES, homes
from ledger.models import Cause, Declaration, Entry, Placing, Renaming, Site
from ledger.sites import rules
from ledger.sites.seen import last_word, stamp_of
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import journal
from shanyin_charging.lifecycle.seen import require_seen
from shanyin_charging.lifecycle.transitions import Refused, require
from targets.measures import MEASURES
from targets.models import Area, Plan
from targets.months import Month
from targets.plan import queries

PILES = [code for nature in NATURES.values() for code in nature.values()]
COUNTED_ONCE = [*PILES, "swap_station", *(code for code in MEASURES if code.startswith("pilot_"))]


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
        if Site.objects.served().filter(area=site.area, name=name).exists():
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


def merge(
    user: User,
    site: Site,
    into: Site,
    reason: str,
    same_piles: bool,
    seen: str | None = None,
) -> list[Entry]:
    """Make one place of two records, from today on: what is posted for the one counts for the
    other. `same_piles`: both told of the same piles, so those of `site` are taken back. Returns the
    entries that this took."""
    reason = reason.strip()
    with transaction.atomic():
        require(rules.can_keep_register(user))
        if not reason:
            raise Refused("请写明合并的原因")
        if site.pk == into.pk:
            raise Refused("不能并入自己，请选择另一处")
        both = locked(site, into)
        site, into = both[site.pk], both[into.pk]
        if site.merged_into_id or into.merged_into_id:
            raise Refused("其中一处已经并入别处，请刷新页面后再看")
        require_seen(seen, stamp_of(site))
        taken_back = take_back(user, site, reason) if same_piles else []
        site.merged_into, site.merged_on, site.merged_at = into, clock.today(), clock.now()
        site.save()
        journal.record(
            user,
            "merge_site",
            site,
            before={"merged_into": None},
            after={
                "merged_into": into.pk,
                "merged_on": site.merged_on.isoformat(),
                "same_piles": same_piles,
            },
            reason=reason,
        )
    return taken_back


def declare(
    user: User, site: Site, station: bool, on: date, seen: str | None = None
) -> Declaration | None:
    """认定: say that a site is a public charging station, or not, from a day on. Nothing is put on
    record (None) where that was the last word already; raises Refused for a day to come."""
    with transaction.atomic():
        site = locked(site)[site.pk]
        require(rules.can_declare(user, site, clock.today()))
        if on > clock.today():
            raise Refused(f"认定的日期不能晚于今天（{clock.today()}）")
        last = last_word(site)
        if last and last.station == station:
            return None
        require_seen(seen, stamp_of(site))
        if last and on < last.on:
            raise Refused(f"{last.on}已经认定过，新的认定不能早于那一天")
        made = Declaration.objects.create(
            site=site, station=station, on=on, recorded_at=clock.now(), recorded_by=user.name
        )
        journal.record(
            user,
            "declare_station",
            site,
            before={"station": last.station if last else None},
            after={"station": station, "on": on.isoformat()},
        )
        return made


def place(user: User, site: Site, kind: str, seen: str | None = None) -> Placing | None:
    """Say what sort of place a site is that came as a “station” only; None where it is that one
    already. Raises Refused for one that was said before."""
    with transaction.atomic():
        site = locked(site)[site.pk]
        require(rules.can_declare(user, site, clock.today()))
        if site.kind == kind:
            return None
        require_seen(seen, stamp_of(site))
        plan = Plan.objects.in_force(site.county, Month.of(clock.today()))
        kinds = queries.kinds(plan)
        if site.kind in kinds and kinds[site.kind].offered:
            raise Refused(f"{site}的场所已登记为“{kinds[site.kind]}”，登记后不再改")
        if not plan.place_kinds.filter(code=kind, offered=True, pilot=False).exists():
            raise Refused("请从列表中选择场所")
        made = Placing.objects.create(
            site=site,
            before=site.kind,
            after=kind,
            recorded_at=clock.now(),
            recorded_by=user.name,
        )
        site.kind = kind
        site.save()
        journal.record(user, "place_site", site, before={"kind": made.before}, after={"kind": kind})
        return made


def locked(*sites: Site) -> dict[int, Site]:
    """The sites by id, locked in one order."""
    ids = [site.pk for site in sites]
    found = Site.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    return {site.pk: site for site in found}


def take_back(user: User, site: Site, reason: str) -> list[Entry]:
    """Post an entry of no value in place of each that counts piles, a swap station or a pilot at a
    site, and give back what they took out of the implied number; returns the entries."""
    piles = Entry.objects.filter(site__in=homes([site.pk]), measure__in=COUNTED_ONCE).counting()
    book = Book(Area.objects.get(pk=site.county_id), user.name, [site])
    note = f"{TOLD_TWICE}{reason}"
    for old in piles.exclude(cause=Cause.REVERSED).select_related(*ADDRESS).order_by("number"):
        book.reverse(old, note)
        if old.cause == Cause.OPENING and old.measure in PUBLIC_PILES:
            correct_implied(book, old, -old.value, note)
    try:
        return book.close()
    except CannotPost as error:
        raise Refused(str(error)) from None

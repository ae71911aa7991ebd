"""What happened at a site, the newest first: what each line brought about there, with its pictures,
and what was said of the site itself."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from ledger.entries import stocks
from ledger.models import Attachment, Cause, Declaration, Entry, Line, Site, Submission
from ledger.models.entries import EITHER_WAY
from ledger.sites.pictures import Of, measured
from shanyin_charging import clock
from shanyin_charging.accounts.models import User

PILE, REGISTERED = "_pile", stocks.REGISTERED
BESIDE = ("_connector", "_power")  # of what is said with the piles already


@dataclass
class Chapter:
    """What one line brought about at a site, as it stands now, with its pictures; or what was said
    of the site, by whom, without a line."""

    on: date
    line: Line | None = None
    entries: list[Entry] = field(default_factory=list)
    told: str = ""
    by: str = ""
    amended: list[Submission] = field(default_factory=list)  # the corrections that it stands by
    pictures: list[Attachment] = field(default_factory=list)

    @property
    def words(self) -> str:
        """What was reported, in short: the piles, or what else there is."""
        piles = [entry for entry in self.entries if entry.measure.endswith(PILE)]
        others = [entry for entry in self.entries if not entry.measure.endswith(BESIDE)]
        said: dict[str, list[str]] = {}
        for entry in piles or others or self.entries:
            said.setdefault(verb_of(entry), []).append(amount_of(entry))
        return self.told or "，".join(verb + "、".join(what) for verb, what in said.items())

    @property
    def numbers(self) -> str:
        """The numbers of its entries in the ledger: 408—411, or 408、411."""
        told = sorted(entry.number for entry in self.entries)
        if len(told) > 2 and told[-1] - told[0] == len(told) - 1:
            return f"{told[0]}—{told[-1]}"
        return "、".join(map(str, told))

    @property
    def submission(self) -> Submission | None:
        """The return that it was reported with."""
        return self.line.version.submission if self.line else None


def verb_of(entry: Entry) -> str:
    """What an entry does, before what it does it to; nothing where that says it all."""
    if entry.cause == Cause.OBSERVED or entry.measure == REGISTERED:
        return ""
    return f"{entry.cause_word}{'：' if entry.cause in EITHER_WAY else ''}"


def amount_of(entry: Entry) -> str:
    """What an entry is of, and how much: signed where a stock may go up or down by such a one."""
    if entry.measure == REGISTERED:
        return "列入登记册" if entry.value > 0 else "移出登记册"
    sign = "＋" if entry.cause in EITHER_WAY and entry.value > 0 else ""
    much = entry.quantity if entry.cause in EITHER_WAY else entry.quantity.lstrip("−")
    return f"{entry.get_measure_display()}{'' if entry.cause == Cause.OPENING else sign}{much}"


def history(user: User, site: Site) -> list[Chapter]:
    """All that happened at a site, the newest first; its pictures as far as the person may see the
    returns."""
    found = [*pictured(user, site.pk), *said_of(site)]
    return sorted(found, key=lambda chapter: (chapter.on, not chapter.told), reverse=True)


def pictured(user: User, site: int) -> list[Chapter]:
    """What lines brought about at a site, the newest first, each with its pictures."""
    chapters = chapters_of(stocks.homes([site]))
    subs, keys = {of[0] for of in chapters}, {of[1] for of in chapters}
    found = (
        Attachment.objects.attached()
        .pictures()
        .visible_to(user, clock.today())
        .filter(submission__in=subs, line_key__in=keys)
    )
    for one in measured(found):
        if chapter := chapters.get((one.submission_id, one.line_key)):
            chapter.pictures.append(one)
    return list({id(chapter): chapter for chapter in chapters.values()}.values())


def chapters_of(sites: Collection[int]) -> dict[Of, Chapter]:
    """What stands of each line's postings at one of these sites, the newest first: what a
    correction says belongs to the line that it corrects."""
    posted = (
        Entry.objects.filter(site__in=sites)
        .select_related("line__version__submission__period", "line__version__submission__unit")
        .order_by("-on", "-number")
    )
    entries = {entry.pk: entry for entry in posted}
    counting = set(posted.counting().values_list("pk", flat=True))
    found: dict[Of, Chapter] = {}
    for entry in entries.values():
        if entry.pk not in counting or entry.cause == Cause.REVERSED:
            continue
        first = first_of(entry, entries)
        start = Chapter(entry.on, first.line, by="" if first.line else first.note)
        chapter = found.setdefault(of_line(first), start)
        chapter.entries.insert(0, entry)
        if entry.line and entry.line_id != first.line_id:
            found[of_line(entry)] = chapter
            chapter.amended.append(entry.line.version.submission)
    for chapter in found.values():
        chapter.amended = list(dict.fromkeys(chapter.amended))
    return found


def of_line(entry: Entry) -> Of:
    """Which line an entry was posted for; of one without a line, itself."""
    line = entry.line
    return (line.version.submission_id, line.key) if line else (0, str(entry.pk))


def first_of(entry: Entry, entries: dict[int, Entry]) -> Entry:
    """The entry that an entry stands for by now, through all corrections."""
    while entry.replaces_id in entries:
        entry = entries[entry.replaces_id]
    return entry


def said_of(site: Site) -> list[Chapter]:
    """What was said of the site itself: its names, its mergers, whether it is a station."""
    names = [
        Chapter(
            one.on,
            told=f"由“{one.before}”更名为“{one.after}”",
            by=f"{one.reason}（{one.recorded_by}）",
        )
        for one in site.renamings.all()
    ]
    words = [
        Chapter(
            one.on,
            told=f"{'' if one.site_id == site.pk else f'“{one.site}”'}"
            f"认定{'是' if one.station else '不是'}公共充电站",
            by=f"{one.recorded_by}登记",
        )
        for one in Declaration.objects.filter(site__in=stocks.homes([site.pk])).select_related(
            "site"
        )
    ]
    mergers = [
        Chapter(one.merged_on, told=f"“{one.name}”并入")
        for one in site.merged_from.all()
        if one.merged_on
    ]
    return [*names, *words, *mergers]

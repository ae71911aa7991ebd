"""The county's ledger, locked, while entries are written into it."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any

from ledger.entries import stocks
from ledger.models import Cause, Entry, Ledger, Site
from ledger.models.entries import LEVELS
from shanyin_charging import clock
from targets.measures import MEASURES, UNSPLIT
from targets.models import Area, Unit

ORDER = {
    code: place for place, code in enumerate(MEASURES)
}  # piles are named before their connectors


OUT_AND_BACK = {Cause.STOPPED, Cause.REMOVED, Cause.RESUMED, Cause.CONVERTED}
ADDRESS = ("line", "area", "site", "credited_to")  # what an entry is about


class CannotPost(Exception):
    """A line that no longer fits the ledger; its text says which and why, in Chinese."""


class Book:
    """The county's ledger, locked, while one version is posted; `sites` are those it may touch,
    locked before. A closed year takes what `mends` numbers that it has, with all that follows from
    it, and else only what comes by the `word` of who closed it (结账后补登)."""

    def __init__(
        self,
        county: Area,
        approved_by: str,
        sites: Iterable[Site | None],
        mends: bool = False,
        word: str = "",
    ) -> None:
        self.county, self.approved_by, self.at = county, approved_by, clock.now()
        self.mends, self.word = mends, word
        self.ledger = Ledger.objects.select_for_update(no_key=True).get(county=county)
        self.entries: list[Entry] = []
        self.sites = {site.pk: site for site in sites if site}
        self.units = {unit.code: unit for unit in Unit.objects.served()}
        self.homes = stocks.homes(self.sites)
        self.moves = stocks.movements(self.homes)

    @cached_property
    def has_implied(self) -> bool:
        """Whether the ledger began with a number that the plan implies, out of which piles are
        listed; where not, those that are listed are all."""
        opening = Entry.objects.filter(county=self.county, cause=Cause.OPENING)
        return opening.filter(measure=UNSPLIT, line=None).exists()

    def write(self, **fields: Any) -> None:
        """Take down one entry; it is stored, numbered, on closing the book."""
        closed = self.ledger.closed_through
        if (
            closed
            and fields["on"] <= closed
            and fields["cause"] != Cause.OPENING
            and fields["on"] > self.ledger.opened_on  # no day but the opening's
            and not fields.get("replaces")
            and not self.mends
        ):
            if not self.word:
                raise CannotPost(
                    f"{closed.year}年已经结账，{fields['on']}的变动不能登账：报错的作更正，"
                    "漏报的由主任写明依据作结账后补登"
                )
            fields["after_close"] = self.word
        self.ledger.last_number += 1
        entry = Entry(
            county=self.county,
            number=self.ledger.last_number,
            posted_at=self.at,
            approved_by=self.approved_by,
            **fields,
        )
        replaced = entry.replaces.value if entry.replaces else 0
        if home := self.homes.get(entry.site_id or 0):
            change = entry.on, entry.value - replaced
            self.moves.setdefault((home, entry.measure), []).append(change)
        self.entries.append(entry)

    def reverse(self, old: Entry, note: str) -> None:
        """Take down an entry of no value in place of one that stands."""
        address = {name: getattr(old, name) for name in (*ADDRESS, "measure", "on")}
        self.write(cause=Cause.REVERSED, value=0, replaces=old, note=note[:200], **address)

    def restore(self, correction: Entry, note: str) -> None:
        """Take down again, in place of a correction, what its line once took the place of."""
        before, entry = correction.replaces, correction
        while entry.replaces:
            if entry.line_id == correction.line_id:
                before = entry.replaces
            entry = entry.replaces
        assert before is not None, "a correction takes an entry's place"
        told = (*ADDRESS, "measure", "cause", "value", "on")
        self.write(
            replaces=correction, note=note[:200], **{name: getattr(before, name) for name in told}
        )

    def stock(self, site: Site, measure: str, day: date = date.max) -> int:
        """What stands at a site at a day's end with all that was written so far, in the measure's
        smallest unit."""
        return stocks.on_day(self.moves, self.homes[site.pk], measure, day)

    def in_register(self, site: Site, day: date) -> bool:
        """Whether a place is in the register on a day, with all that was written so far."""
        words = [*stocks.last_words([site.pk], day).values()]
        words += [
            (e.on, e.value)
            for e in self.entries
            if e.measure in stocks.SAID and e.value and e.on <= day and e.site_id == site.pk
        ]
        # of words of one day the last that was written
        return bool(words) and sorted(words, key=lambda word: word[0])[-1][1] > 0

    def close(self) -> list[Entry]:
        """Store the entries and the last number, after making sure that no site's stock is below
        zero on any day, and that nothing came back that was not out of use."""
        Entry.objects.bulk_create(self.entries)
        touched = {
            (self.homes[e.site_id], e.measure)
            for e in self.entries
            if e.site_id in self.homes and e.measure not in {*LEVELS, *stocks.SAID}
        }
        for site, measure in sorted(touched, key=lambda address: ORDER[address[1]]):
            day, lowest = stocks.lowest(self.moves[site, measure])
            if lowest < 0:
                told = MEASURES[measure]
                raise CannotPost(
                    f"{self.sites[site]}的{told.name}会在{day}减成"
                    f"{told.in_units(lowest)}{told.unit}，请核对台数和日期"
                    f"{self.taken_before(site, measure, day)}"
                )
        self.require_gone_before_back()
        self.ledger.save()
        return self.entries

    def taken_before(self, site: int, measure: str, day: date) -> str:
        """What took from a place's stock on a day before this was written, in words; nothing where
        nothing did."""
        records = [pk for pk, home in self.homes.items() if home == site]
        found = Entry.objects.filter(site__in=records, measure=measure, on=day, value__lt=0)
        found = found.exclude(pk__in=[entry.pk for entry in self.entries]).counting()
        each = [f"台账第{e.number}号{e.cause_word}{e.quantity.lstrip('−')}" for e in found]
        return f"；那天已有{'、'.join(each)}，是同一批的先更正那一笔" if each else ""

    def require_gone_before_back(self) -> None:
        """Raise CannotPost where by some day more came back into use than had gone out of it; what
        stood so before is left."""
        touched = {
            (self.homes[e.site_id], e.measure)
            for e in self.entries
            if e.site_id in self.homes
            and OUT_AND_BACK & {e.cause, e.replaces.cause if e.replaces else e.cause}
        }
        if not touched:
            return
        out = stocks.out_of_use_by_day(self.homes)
        before = stocks.out_of_use_by_day(self.homes, self.entries[0].number - 1)
        for site, measure in sorted(touched, key=lambda address: ORDER[address[1]]):
            day, lowest = stocks.lowest(out.get((site, measure), []))
            if lowest < min(0, stocks.lowest(before.get((site, measure), []))[1]):
                told = MEASURES[measure]
                raise CannotPost(
                    f"{self.sites[site]}的{told.name}到{day}恢复使用的会比停用的多"
                    f"{told.in_units(-lowest)}{told.unit}，请核对数量和日期；"
                    "恢复使用报错的，先更正那一笔"
                )

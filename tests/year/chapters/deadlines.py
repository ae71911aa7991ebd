"""Due moments as an office lives with them: more time for all, leave for one after the lock, a new
officer, everybody in the last hour."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tests.year import plan
from tests.year.browser import words
from tests.year.by_pages import UNIT_NAMES, month_name
from tests.year.chapters.chapter import Act, Chapter
from tests.year.days import CHINA, due_at, lock_at, midnight_after

if TYPE_CHECKING:
    from tests.year.chance import Month
    from tests.year.story import Year

CROWD = 100  # pages that are asked for in the last hour, at least
LINES = 4  # of a return that is typed then


class Deadlines(Chapter):
    """The first month is extended, its officer changes, and one unit is let into it after the lock;
    for the last one everybody comes in its last hour; of the others some go like the first."""

    must = frozenset(
        {"extended", "granted", "came by leave", "refused who left", "crowded", "reminded"}
    )

    def __init__(self, year: Year) -> None:
        super().__init__(year)
        self.crowded = year.months[-1]

    def acts_of(self, month: Month) -> list[Act]:
        return [
            *(self.new_officer(month) if self.happens(month, 0.3) else []),
            *(self.absence(month) if self.happens(month, 0.5) else []),
            *(self.extension(month) if self.happens(month, 0.3) else []),
            (due_at(*month) - timedelta(hours=14), lambda: self.remind(month)),
            *(self.last_hour(month) if month == self.crowded else []),
        ]

    def happens(self, month: Month, share: float) -> bool:
        """Whether something does: in the first month always, in the crowded one never."""
        told = self.chance.random() < share
        return month == self.year.months[0] or told and month != self.crowded

    # more time

    def extension(self, month: Month) -> list[Act]:
        """Some days more for everybody, given before the month is due or after it."""
        due = due_at(*month)
        at = due + timedelta(days=self.chance.choice([-3, 1, 3]), hours=9)
        last = max(due, at).date() + timedelta(days=self.chance.randint(1, 4))
        self.year.due[month] = midnight_after(last)

        def extend() -> None:
            done = self.year.go(lambda: self.year.hands.extend(month, last), "extend", month, last)
            assert done, self.year.story[-1]
            for unit in self.year.desk.extend(month, midnight_after(last)):
                self.year.follows("office", "改记按时", f"{UNIT_NAMES[unit]} {month_name(month)}")
            self.done["extended"] += 1

        return [(at, extend)]

    def absence(self, month: Month) -> list[Act]:
        """A unit does not come for a month, is let in after the lock, and comes; late, if not on
        paper that was there before."""
        free = [unit for unit in self.year.units if (unit, month) not in self.year.away]
        unit, locked = self.chance.choice(free), lock_at(*month)
        self.year.away.add((unit, month))
        last = (locked + timedelta(days=4)).date()

        def grant() -> None:
            def press() -> bool:
                page = self.year.hands.officer(unit).page
                duties = [words(link.getparent()) for link in page.links("填报")]
                assert not any(month_name(month) in duty for duty in duties), duties
                return self.year.hands.grant(unit, month, last)

            done = self.year.go(press, "grant", unit, month, last)
            assert done, self.year.story[-1]
            self.year.leave[unit, month] = midnight_after(last)
            self.done["granted"] += 1

        def come() -> None:
            self.year.away.discard((unit, month))
            self.year.hand_in((unit, month, "return"))
            self.done["came by leave"] += 1

        return [
            (locked + timedelta(hours=10), grant),
            (locked + timedelta(days=2, hours=10), come),
        ]

    def remind(self, month: Month) -> None:
        """On the last morning the office reminds everybody whose return is not there; each finds
        that on the list at home."""
        year, hands = self.year, self.year.hands
        owing = [u for u in plan.MEMBERS if year.desk.of(u, month).state in ("draft", "back")]

        def press() -> None:
            browser = hands.board("second", month)
            browser.click(f"催报（{len(owing)}家）")
            browser.press(f"提醒这{len(owing)}家")
            assert f"已提醒{len(owing)}家未报单位" in browser.page.text, browser.where
            known = [unit for unit in owing if unit in hands.officers]
            for unit in self.chance.sample(known, min(1, len(known))):
                page = hands.officer(unit).page
                told = [words(n) for n in page.root.iter("p") if n.get("class") == "reminded"]
                assert any(month_name(month) in said for said in told), (unit, told)
                self.done["reminded"] += 1

        year.go(press, "remind", month)

    # persons

    def new_officer(self, month: Month) -> list[Act]:
        """An officer has the form open while the post ends; from then on only the new one
        writes."""
        unit = self.chance.choice(self.year.units)
        name = f"n_{unit}_{month[0]}{month[1]:02}"

        def press() -> None:
            hands = self.year.hands
            form = hands.at_draft((unit, month)).page.address
            gone = hands.officers[unit]
            hands.replace_officer(unit, name)
            left = hands.browsers[gone]
            left.press("加入本期")
            assert left.status == 404, left.where
            assert not hands.as_(gone).page.links("填报"), left.where
            left.open(form)
            assert left.status == 404, left.where
            assert hands.at_draft((unit, month)).page.address == form
            self.done["refused who left"] += 1

        at = datetime(*month, 25, 8, 30, tzinfo=CHINA)
        return [(at, lambda: self.year.go(press, "new officer", unit, name))]

    # the last hour

    def last_hour(self, month: Month) -> list[Act]:
        """Everybody waits for it."""
        self.year.away |= {(unit, month) for unit in self.year.units}
        due = due_at(*month)
        return [(due - timedelta(hours=1), lambda: self.crowd(month, due))]

    def crowd(self, month: Month, due: datetime) -> None:
        """All fill in and hand in, each between the others, the last in the last minute."""
        year, start = self.year, self.year.now
        steps = self.chance.sample(year.units * 2, 2 * len(year.units))
        last = int((due - start).total_seconds()) - 60  # the clock runs on while pages are made
        seconds = [*sorted(self.chance.sample(range(last), len(steps) - 1)), last]
        before, begun = self.pages(), {}
        for second, unit in zip(seconds, steps, strict=True):
            year.now, ref = start + timedelta(seconds=second), (unit, month, "return")
            if unit not in begun:
                told = [year.line(unit, month) for _ in range(LINES)]
                begun[unit] = [line for line in told if line]
                self.fill_in(ref, begun[unit])
            else:
                self.hand_on(ref, begun[unit])
                year.away.discard((unit, month))
        assert not any(year.desk.of(unit, month).late for unit in year.units)
        self.done["crowded"] += self.pages() - before >= CROWD

    def fill_in(self, ref: tuple, lines: list[dict]) -> None:
        """An officer saves the draft."""
        self.year.go(lambda: self.year.hands.by_form(ref, lines), "fill in", ref, lines)

    def hand_on(self, ref: tuple, lines: list[dict]) -> None:
        """An officer hands the draft in."""
        hands = self.year.hands
        done = self.year.go(lambda: hands.hand_on(hands.at_draft(ref), ref, lines), "hand on", ref)
        assert done, self.year.story[-1]
        self.year.lies_with_the_office(ref, lines)

    def pages(self) -> int:
        """How many pages everybody has asked for so far."""
        return sum(browser.asked for browser in self.year.hands.browsers.values())

"""A unit's people meet their own returns and sites, and nothing of another unit's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shanyin_charging import clock
from tests.year import plan
from tests.year.browser import words
from tests.year.chapters.chapter import Chapter

if TYPE_CHECKING:
    from tests.year.browser import Browser


class Apart(Chapter):
    """Somebody who fills in for a unit tries."""

    must = frozenset({"own", "another's", "sites", "sites of others"})

    def look(self) -> None:
        """One return of another unit's, one of its own, and the list of sites."""
        unit = self.eyes.choice(self.year.units)
        returns = self.year.hands.returns
        own, others = (
            sorted(address for ref, address in returns.items() if (ref[0] == unit) == mine)
            for mine in (True, False)
        )
        with clock.at(self.year.now):
            browser = self.year.hands.seated(self.year.hands.officer_of(unit))
            for word, addresses, status in (("own", own, 200), ("another's", others, 404)):
                for address in self.eyes.sample(addresses, min(1, len(addresses))):
                    browser.open(address)
                    self.expect(browser.status == status, word, browser)
            browser = self.year.hands.seated(self.year.hands.officer_of(unit))
            browser.open("/sites/")
            self.expect("站点" in browser.page.head, "sites", browser)
            self.compare_sites(unit, browser)

    def compare_sites(self, unit: str, browser: Browser) -> None:
        """None that lies elsewhere and was told of by somebody else; a township has what lies in
        it."""
        shown = {words(link) for link in browser.page.root.iter("a")}
        of_others, own = set(), set()
        for (village, name), place in self.year.account.sites.items():
            is_here = unit in plan.TOWNSHIPS and village.startswith(unit)
            (own if is_here or place.keeper == unit else of_others).add(name)
        if of_others:
            self.expect(not shown & (of_others - own), "sites of others", browser)

    def expect(self, right: bool, word: str, browser: Browser) -> None:
        """Note what is otherwise."""
        self.year.read += 1
        self.done[word] += 1
        if not right:
            self.year.wrong.append((self.year.now, "apart", word, browser.status, browser.where))

"""The sums that the plan prints, checked against its own tables (pure)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

Issue = tuple[str, str]  # the code of a discrepancy, and its words


@dataclass(frozen=True)
class Check:
    """One sum of the plan; `declared` names the discrepancy under which a difference is known and
    shown."""

    name: str
    computed: int
    printed: int
    declared: str = ""

    @property
    def holds(self) -> bool:
        """Whether the computed sum is the printed one."""
        return self.computed == self.printed

    @property
    def acceptable(self) -> bool:
        """Whether it holds, or is known not to."""
        return self.holds or bool(self.declared)

    def __str__(self) -> str:
        if self.holds:
            return f"{self.name} = {self.printed}"
        return f"{self.name} = {self.computed}，印的是{self.printed}" + (
            f"（{self.declared}）" if self.declared else ""
        )


def declared(check: Check, issues: Iterable[Issue]) -> str:
    """The code of the discrepancy whose words name both numbers of a sum that does not hold; empty
    where none does, or it holds."""
    numbers = {str(check.computed), str(check.printed)}
    told = (code for code, words in issues if numbers <= set(re.findall(r"[0-9]+", words)))
    return "" if check.holds else next(told, "")


def checks(
    quota: dict[int, int],
    added: dict[int, int],
    in_place: dict[int, int],
    issues: Iterable[Issue] = (),
) -> list[Check]:
    """The plan's sums: quota rows against the county's additions, additions against the stock, year
    by year; each declared by the discrepancy that names it.

    The first three map a year to a number of piles, and lack years of which the plan has none.
    """
    both = sorted(set(quota) & set(added))
    found = [Check(f"任务数{year}年各行之和", quota[year], added[year]) for year in both]
    for before, after in zip(sorted(in_place), sorted(in_place)[1:], strict=False):
        years = range(before + 1, after + 1)
        if not added.keys() >= set(years):
            continue
        more = "".join(f"＋{year}年新增{added[year]}" for year in years)
        computed = in_place[before] + sum(added[year] for year in years)
        found.append(Check(f"{before}年底{in_place[before]}{more}", computed, in_place[after]))
    return [replace(check, declared=declared(check, issues)) for check in found]


@dataclass(frozen=True)
class Implied:
    """The piles that stood before a plan, as it implies them: its first printed stock, less what it
    adds until then."""

    stock: int
    added: list[int]  # in each of its years until then

    @property
    def piles(self) -> int:
        """How many these are."""
        return self.stock - sum(self.added)

    def __str__(self) -> str:
        return "−".join(map(str, (self.stock, *self.added)))


def implied(first_year: int, added: dict[int, int], in_place: dict[int, int]) -> Implied | None:
    """What a plan that begins in a year implies; None where it prints no stock, not what is added
    in each year until then, or more than there is to be."""
    year = min(in_place, default=0)
    until = range(first_year, year + 1)
    if not until or not added.keys() >= set(until):
        return None
    found = Implied(in_place[year], [added[one] for one in until])
    return found if found.piles >= 0 else None

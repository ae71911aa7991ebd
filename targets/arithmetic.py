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
        if after not in added:
            continue
        found.append(
            Check(
                f"{before}年底{in_place[before]}＋{after}年新增{added[after]}",
                in_place[before] + added[after],
                in_place[after],
            )
        )
    return [replace(check, declared=declared(check, issues)) for check in found]


def implied_baseline(added: dict[int, int], in_place: dict[int, int]) -> int:
    """The stock before the plan's first year, in piles: its first printed stock less its first
    additions; 0 where the plan prints no stock."""
    first = min(in_place, default=0)
    return in_place.get(first, 0) - added.get(first, 0)

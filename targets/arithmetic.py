"""The sums that the plan prints, checked against its own tables (pure)."""

from dataclasses import dataclass


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


def checks(
    quota: dict[int, int], added: dict[int, int], in_place: dict[int, int], declared: str
) -> list[Check]:
    """The plan's sums: quota rows against the county's additions, additions against the stock, year
    by year.

    Each argument maps a year to a number of piles, and lacks years of which the plan has none;
    `declared` names the discrepancy that covers the
    stock.
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
                declared,
            )
        )
    return found


def implied_baseline(added: dict[int, int], in_place: dict[int, int]) -> int:
    """The stock before the plan's first year, in piles: its first printed stock less its first
    additions; 0 where the plan prints no stock."""
    first = min(in_place, default=0)
    return in_place.get(first, 0) - added.get(first, 0)

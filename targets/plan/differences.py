"""What a draft of a plan has otherwise than another plan: added, changed, gone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from targets.plan.draft import Draft, Row
from targets.plan.sheets import BY_NAME

ADDED, CHANGED, GONE = "新增", "改为", "没有了"
MARKS = {ADDED: "normal", CHANGED: "slow", GONE: "missing"}
# What a row of each subject is known by.
KEYS = {
    "clauses": ("code",),
    "units": ("code",),
    "place_kinds": ("code",),
    "duties": ("clause", "unit"),
    "indicators": ("code",),
    "targets": ("indicator", "year", "strength"),
    "quotas": ("unit",),
    "milestones": ("indicator", "year"),
    "discrepancies": ("code",),
    "questions": ("subject",),
}
NAMES = ("label", "as_printed", "name", "title", "printed", "reports")  # what a row is called


@dataclass(frozen=True)
class Change:
    """A row that is added, changed or gone; of one that changed, the heads of what did."""

    sheet: str
    how: str
    what: str
    fields: tuple[str, ...] = ()

    @property
    def mark(self) -> str:
        """The mark of its colour on pages."""
        return MARKS[self.how]


def between(before: Draft, after: Draft) -> Iterator[Change]:
    """Each row of `after` that `before` has not or has otherwise, then what is gone, by subject."""
    for subject, names in KEYS.items():
        title = BY_NAME[subject].title
        old, new = (_by_key(draft, subject, names) for draft in (before, after))
        for key, row in new.items():
            if key not in old:
                yield Change(title, ADDED, called(subject, row))
            elif fields := _changed(subject, old[key], row):
                yield Change(title, CHANGED, called(subject, row), fields)
        for key in old:
            if key not in new:
                yield Change(title, GONE, called(subject, old[key]))


def _by_key(draft: Draft, subject: str, names: tuple[str, ...]) -> dict[tuple, Row]:
    return {tuple(row.get(name) for name in names): row for row in draft.of(subject)}


def _changed(subject: str, old: Row, new: Row) -> tuple[str, ...]:
    heads = {column.name: column.head for column in BY_NAME[subject].columns}
    names = [name for name in new if name in heads or name.isdigit()]
    return tuple(
        heads.get(name, f"{name}年") for name in names if _plain(old.get(name)) != _plain(new[name])
    )


def _plain(value: Any) -> Any:
    """A value without the order of several in one cell."""
    return sorted(value) if isinstance(value, list) else value


def called(subject: str, row: Row) -> str:
    """A row in a few words: its key, then its name."""
    key = "、".join(str(row.get(name)) for name in KEYS[subject] if name != "strength")
    names = [str(row[name]) for name in NAMES if row.get(name)][:2]
    return "　".join([key, *names])

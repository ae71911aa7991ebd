"""What heads and words mean: the table of synonyms with the names of the plan, and where a place is
named."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Names:
    """The names of the plan and of who is signed in; codes as the plan has them."""

    county: str  # 山阴县
    above: tuple[str, ...]  # province and city, as addresses begin
    townships: dict[str, str]  # code of nine digits to name
    villages: dict[str, str]  # code of twelve digits to name
    kinds: dict[str, str]  # code to name of the sorts of places that may be picked
    rows: dict[str, str]  # code to name of the rows of 附件2
    aliases: tuple[
        tuple[str, str], ...
    ] = ()  # (name, code) of townships, rows and kinds by other names
    sites: frozenset[tuple[str, str]] = (
        frozenset()
    )  # (village code, folded name) of sites that the ledger has
    home: str = ""  # the township of who is signed in, where there is one


@dataclass
class Vocabulary:
    """The synonyms of fixtures/words.json with the names of a plan."""

    words: dict[str, Any]
    names: Names


@dataclass
class Place:
    """Where a text says that something is. `asked` are the codes it may mean where it is not
    certain."""

    township: str = ""
    village: str = ""
    at_seat: bool = False
    asked: list[str] = field(default_factory=list)


def load(names: Names) -> Vocabulary:
    """The vocabulary of the fixtures with the names of a plan."""
    raise NotImplementedError


def folded_pairs(sites: Iterable[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """(village code, name) of known sites as `Names.sites` wants them."""
    raise NotImplementedError

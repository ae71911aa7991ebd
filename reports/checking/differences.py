"""What the ledger says of a site, and how what was found there differs from it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ledger.entries import stocks
from ledger.models import Site
from reports.models import FindingKind, Visit

KINDS = {"dc": "直流桩", "ac": "交流桩"}
OUT = {"dc": FindingKind.DC_OUT, "ac": FindingKind.AC_OUT}
Ledger = dict[str, int]  # dc, dc_out, ac, ac_out: what stands, and how much of it is out of use


@dataclass(frozen=True)
class Difference:
    """One thing that is not as the ledger says, in words."""

    kind: FindingKind
    text: str


def expected(site: Site) -> Ledger:
    """What stands at a site by the ledger of now, whoever may use it."""
    return all_expected([site])[site.pk]


def all_expected(sites: list[Site]) -> dict[int, Ledger]:
    """The same of each of some sites, by its number."""
    numbers = [site.pk for site in sites]
    used, out = stocks.stocks_of(numbers), stocks.out_of_use(numbers)
    found = {}
    for site in sites:
        told: Ledger = {}
        for kind in KINDS:
            measures = [(site.pk, nature[kind]) for nature in stocks.NATURES.values()]
            told[f"{kind}_out"] = sum(out[of] for of in measures)
            told[kind] = sum(used[of] for of in measures) + told[f"{kind}_out"]
        found[site.pk] = told
    return found


def differences(visit: Visit, ledger: Mapping[str, int]) -> Iterator[Difference]:
    """How what was found at a visit differs from what a ledger says."""
    result = visit.result
    if not result.reached:
        return
    for kind, name in KINDS.items():
        stands, said = getattr(result, kind), ledger[kind]
        if stands != said:
            more = f"多{stands - said}台" if stands > said else f"少{said - stands}台"
            yield Difference(FindingKind(kind), f"{name}：台账{said}台，现场{stands}台，{more}")
        out, known = getattr(result, f"{kind}_out"), ledger[f"{kind}_out"]
        if out != known:
            yield Difference(OUT[kind], f"{name}：现场{out}台不能用，台账停用{known}台")
    if result.where:
        yield Difference(FindingKind.WHERE, f"位置与台账不符：{result.where}")
    if result.other:
        yield Difference(FindingKind.OTHER, result.other)


def still_differs(visit: Visit, kind: str, ledger: Mapping[str, int]) -> bool | None:
    """Whether the ledger still differs in this from what was found; None for what it does not
    count."""
    if kind not in [*KINDS, *OUT.values()]:
        return None
    return any(found.kind == kind for found in differences(visit, ledger))

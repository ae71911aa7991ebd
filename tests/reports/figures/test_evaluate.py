"""Forms of indicators that the plan has no example of, by hand."""

from types import SimpleNamespace

from ledger.entries.facts import Facts
from reports.figures.definition import Definition
from reports.figures.evaluate import evaluate
from reports.figures.figure import NO_DENOMINATOR, UNREPORTED, Where
from targets.months import Month

FACTS = Facts("140621", 0)


def mean_of(counts, places):
    definition = Definition(
        "I40", "", "台", "mean", counts, (), "to_date", "township", "", None, ""
    )
    setting = SimpleNamespace(places={"township": places})
    found = evaluate(definition, FACTS, Where(area="140621"), Month(2025, 6), setting)
    return found.value, found.why


def test_the_mean_of_what_nobody_has_observed_is_unreported_and_of_no_flows_nothing():
    places = [Where(area="140621100"), Where(area="140621101")]
    assert mean_of("charging_distance", places) == (None, UNREPORTED)
    assert mean_of("public_pile", places) == (0, "")
    assert mean_of("public_pile", []) == (None, NO_DENOMINATOR)

"""What a plan has is asked of a plan: nothing takes what all plans have, or the newest."""

import ast

from tests.test_imports import ROOT, SOURCES

OF_A_PLAN = {
    "Appointment",
    "Clause",
    "Discrepancy",
    "Duty",
    "Indicator",
    "Membership",
    "PlaceKind",
    "Question",
    "Ruling",
    "Target",
}
OWNERS = ("targets/models/", "targets/plan/")  # the rooms that keep plans, and are asked
NAMES_ONE = ("plan", "clauses=", ".of(", ".of_each(", ".none()")  # one of these says whose is asked
OF_ANY = ("targets__isnull", "memberships__isnull", "duties__isnull")


def unbound(source):
    """(line, what) of each statement that asks one of these models without saying of which plan."""
    lines = source.splitlines()
    for statement in ast.walk(ast.parse(source)):
        if not isinstance(statement, (ast.Assign, ast.AnnAssign, ast.Expr, ast.Return, ast.For)):
            continue
        asked = statement.iter if isinstance(statement, ast.For) else statement
        around = "\n".join(lines[asked.lineno - 1 : asked.end_lineno])
        if not any(word in around for word in (*OF_ANY, ".objects")):
            continue  # a segment takes a walk through the whole file
        words = ast.get_source_segment(source, asked)
        if any(word in words for word in OF_ANY):
            yield statement.lineno, words
        for model in OF_A_PLAN:
            if f"{model}.objects" in words and not any(word in words for word in NAMES_ONE):
                yield statement.lineno, model


def test_every_query_of_what_a_plan_has_names_the_plan():
    found = {
        (name, line, what)
        for path in SOURCES
        for name in [str(path.relative_to(ROOT))]
        if not name.startswith(OWNERS)
        for line, what in unbound(path.read_text(encoding="utf-8"))
    }
    assert found == set()


def test_a_query_without_a_plan_is_found():
    source = "def f(p):\n    return list(Clause.objects.filter({}code='1'))\n"
    assert list(unbound(source.format(""))) == [(2, "Clause")]
    assert list(unbound(source.format("plan=p, "))) == []
    assert [line for line, _ in unbound("rows = Unit.objects.filter(targets__isnull=False)")] == [1]

"""Units that the portal knows keep what they are called by."""

from targets.plan.check_units import of_unit
from targets.plan.draft import Draft
from targets.plan.known import Known

KNOWN = Known(units={"reform": frozenset({"县发改局", "县发展和改革局"})})


def told(code, name):
    return list(of_unit({"code": code, "name": name, "member": True}, Draft(), KNOWN))


def test_a_unit_that_is_there_comes_by_no_second_code():
    says = "“县发改局”在系统里的编号是“reform”：同一个单位请用原来的编号"
    assert told("drc", "县发改局") == [says]
    assert told("reform", "县发改局") == told("reform", "县发展和改革局") == []


def test_a_new_unit_takes_any_code():
    assert told("statistics", "县统计局") == []

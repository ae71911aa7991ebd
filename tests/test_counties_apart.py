"""What belongs to a county is asked for through a door or by a row at hand, so that nobody meets
another county's."""

import ast

from tests.test_imports import ROOT, SOURCES

OWNED = (
    "Alias Announcement Area Bulletin Construction Delivery Entry Finding Instruction Intake"
    " ListShape Matter Meeting Naming Pack Period Plan Post Round Site StampedScan StandingText"
    " Submission Suggestion SupervisionNotice Unit Upload User Visit"
)
# Begin at the county that is served, at one that is named, or at what one person holds.
DOORS = (
    "rows_of served of within visible_to in_turn in_force held_by spoken_for members reported_by"
    " open_to"
)
MAKING = "create get_or_create bulk_create create_user none"
# A row that is at hand already has its county: it is named as one of these.
AT_HAND = (
    "area areas bulletin by county key lead line meeting merged_into notice parent period pk__in"
    " plan plans posts replaces reminder site submission unit unit_id upload user user_id users"
)
LOCKED_AGAIN = {"pk", "pk__in"}  # by its key, in a room that no address reaches
PAGES = ("pages", "todo", "search")
ON_PURPOSE = {
    "shanyin_charging/accounts/views.py User": "whom a demo shows: of its county and above",
    "reports/pages/confirming.py Bulletin": "whoever holds a paper may ask whether it was issued",
    "reports/management/commands/prove.py Bulletin": "proves what every county has issued",
    "reports/claims.py Bulletin": "claims of the whole portal",
    "reports/figures/counties.py Area": "the counties that somebody from above reads",
    "ledger/pages/calendar.py Area": "the county that a calendar program asks about",
    "targets/pages/people_sheet.py User": "an account's name is taken in whatever county",
    "reports/management/commands/bring_up.py User": "whether the portal has an administrator",
    "targets/pages/forms.py User": "an account's name is taken in whatever county",
    "targets/plan/loading.py Area": "a plan names its county, and places by their whole code",
    "targets/plan/asked_everywhere.py Plan": "what every county is asked",
    "targets/plan/known.py Area": "a plan names its county, and places by their whole code",
    "targets/plan/queries.py Area": "the door to counties",
    "ledger/returns/locking.py Period": "locks those at hand",
    "shanyin_charging/accounts/people.py User": "an account's name is taken in whatever county",
    "targets/plan/queries.py Unit": "what plans name",
    "targets/models/rulings.py Plan": "which was there first, in whatever county",
    "targets/pages/people.py Post": "of the members without one",
    "reports/supervision/desk.py Post": "of the members without one",
    "reports/todo/places.py Post": "of the members without one",
    "ledger/entries/construction.py Construction": "those of the words at hand",
    "ledger/entries/posting.py Area": "a place's code is its own in all counties",
    "ledger/entries/rows.py Area": "places of entries that are asked of one county",
}


def calls_of(node, parents):
    """The names of the methods that are called on a manager, one on the other, and the names by
    which they look."""
    methods, names = [], set()
    while isinstance(up := parents.get(node), ast.Attribute | ast.Call) and node in (
        getattr(up, "value", None),
        getattr(up, "func", None),
    ):
        if isinstance(up, ast.Attribute):
            methods.append(up.attr)
        else:
            names |= {word.arg for word in up.keywords if word.arg}
        node = up
    return methods, names


def told_apart(path, methods, names):
    roots = {name if name in LOCKED_AGAIN else name.split("__")[0] for name in names}
    if {*DOORS.split(), *MAKING.split()} & set(methods) or {*AT_HAND.split()} & (roots | names):
        return True
    return not set(path.relative_to(ROOT).parts) & set(PAGES) and bool(LOCKED_AGAIN & roots)


def test_what_belongs_to_a_county_is_asked_for_through_a_door():
    broken = {}
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
        for node in ast.walk(tree):
            if not (
                isinstance(node, ast.Attribute)
                and node.attr == "objects"
                and isinstance(node.value, ast.Name)
                and node.value.id in OWNED.split()
            ):
                continue
            methods, names = calls_of(node, parents)
            if not told_apart(path, methods, names):
                where = f"{path.relative_to(ROOT)} {node.value.id}"
                broken.setdefault(where, []).append(node.lineno)
    assert {where: at for where, at in broken.items() if where not in ON_PURPOSE} == {}
    assert ON_PURPOSE.keys() - broken.keys() == set(), "these need no exception any more"


def test_no_page_finds_a_thing_among_those_of_all_counties():
    broken = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", "") == "get_object_or_404"
                and getattr(node.args[0], "id", "") in OWNED.split()
            ):
                broken.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert broken == []

"""How the database keeps the balances: a trigger adds each new entry and takes away the one that it
replaces.

Each change goes to two rows, that of the entry's address and that of the whole county, whose place
is NOWHERE.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db import connections, transaction

from ledger import formerly

COLUMNS = "county_id, measure, cause, area, site, unit, month, value"
# An observation is no flow, and a reversal has no value of its own.
FLOWS = "cause NOT IN ('observed', 'reversed')"
MONTH = {
    "sqlite": (
        'CAST(substr({0}."on", 1, 4) AS INTEGER) * 12 + CAST(substr({0}."on", 6, 2) AS INTEGER) - 1'
    ),
    "postgresql": 'EXTRACT(YEAR FROM {0}."on")::int * 12 + EXTRACT(MONTH FROM {0}."on")::int - 1',
}


ADDRESS, COUNTY = (
    "{0}.area_id, COALESCE({0}.site_id, 0), COALESCE({0}.credited_to_id, 0)",
    "0, 0, 0",
)


FORMER = " ".join(f"WHEN '{kind}' THEN '{cause}'" for kind, cause in formerly.CONVERTED.items())
# Under which cause an entry is added up: of old, some changes were posted as conversions.
CAUSE = (
    "CASE e.cause WHEN 'converted' THEN (SELECT CASE l.kind "
    f"{FORMER} ELSE 'converted' END FROM ledger_line AS l WHERE l.id = e.line_id) "
    "ELSE e.cause END"
)


def columns(vendor: str, place: str, value: str) -> str:
    """The columns of a balance, from an entry's row."""
    return (
        f"e.county_id, e.measure, {CAUSE}, {place.format('e')},"
        f" {MONTH[vendor].format('e')}, {value}"
    )


def changes(vendor: str) -> list[str]:
    """The statements that one new entry means for the balances."""
    add = (
        f"INSERT INTO ledger_balance ({COLUMNS}) SELECT {{}} FROM "
        f"ledger_entry AS e WHERE {{}} AND e.{FLOWS} "
        "ON CONFLICT (county_id, measure, cause, area, site, unit, month) "
        "DO UPDATE SET value = ledger_balance.value + excluded.value;"
    )
    return [
        add.format(columns(vendor, place, value), which)
        for place in (ADDRESS, COUNTY)
        for value, which in (("e.value", "e.id = NEW.id"), ("-e.value", "e.id = NEW.replaces_id"))
    ]


def keep(using: str = "default") -> None:
    """Create the trigger, where the tables exist."""
    connection = connections[using]
    body = "\n".join(changes(connection.vendor))
    with connection.cursor() as cursor:
        if not {"ledger_entry", "ledger_balance"} <= set(
            connection.introspection.table_names(cursor)
        ):
            return
        if connection.vendor == "postgresql":
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION keep_balance() RETURNS "
                f"trigger AS $$ BEGIN {body} RETURN NULL; END; "
                "$$ LANGUAGE plpgsql"
            )
            cursor.execute(
                "CREATE OR REPLACE TRIGGER ledger_entry_balance AFTER INSERT ON ledger_entry "
                "FOR EACH ROW EXECUTE FUNCTION keep_balance()"
            )
        else:
            cursor.execute("DROP TRIGGER IF EXISTS ledger_entry_balance")
            cursor.execute(
                f"CREATE TRIGGER ledger_entry_balance AFTER INSERT ON ledger_entry BEGIN {body} END"
            )


def rest(apps: Any, schema_editor: Any) -> None:
    """The first step of a migration that changes the table of lines: SQLite makes that anew, and
    cannot while the trigger names it. After the migrations the trigger is put back."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER IF EXISTS ledger_entry_balance")


def added_up(vendor: str, place: str) -> str:
    """The query that adds up all entries that stand."""
    return (
        f"SELECT {columns(vendor, place, 'SUM(e.value)')} FROM ledger_entry AS e WHERE e.{FLOWS} "
        "AND NOT EXISTS (SELECT 1 FROM ledger_entry AS n WHERE n.replaces_id = e.id) "
        "GROUP BY 1, 2, 3, 4, 5, 6, 7"
    )


def rebuild(using: str = "default") -> None:
    """Empty the balances and add up all entries that stand."""
    connection = connections[using]
    with transaction.atomic(using), connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_balance")
        for place in (ADDRESS, COUNTY):
            cursor.execute(
                f"INSERT INTO ledger_balance ({COLUMNS}) {added_up(connection.vendor, place)}"
            )


def faults(using: str = "default") -> Iterator[str]:
    """In Chinese, each balance that is not what the entries add up to."""
    connection, sums = connections[using], Counter[tuple]()
    with connection.cursor() as cursor:
        for place in (ADDRESS, COUNTY):
            cursor.execute(added_up(connection.vendor, place))
            sums.update({row[:-1]: int(row[-1]) for row in cursor.fetchall()})
        cursor.execute(f"SELECT {COLUMNS} FROM ledger_balance")
        kept = Counter({row[:-1]: row[-1] for row in cursor.fetchall()})
    for address in sorted(sums.keys() | kept.keys(), key=str):
        if sums[address] != kept[address]:
            yield (
                f"余额与台账对不上（{'/'.join(map(str, address))}）："
                f"应为{sums[address]}，存的是{kept[address]}；"
                "请运行 manage.py rebuild_balances，并查明谁改过"
            )

"""How the database keeps the balances: a trigger adds each new entry and takes away the one that it replaces."""
from django.db import connections, transaction

COLUMNS = "county_id, measure, cause, area, site, unit, month, value"
# An observation is no flow, and a reversal has no value of its own.
FLOWS = "cause NOT IN ('observed', 'reversed')"
MONTH = {
    "sqlite": "CAST(substr({0}.\"on\", 1, 4) AS INTEGER) * 12 + CAST(substr({0}.\"on\", 6, 2) AS INTEGER) - 1",
    "postgresql": "EXTRACT(YEAR FROM {0}.\"on\")::int * 12 + EXTRACT(MONTH FROM {0}.\"on\")::int - 1"}


def address(vendor, row, value) -> str:
    """The columns of a balance, from an entry's row."""
    return (f"{row}.county_id, {row}.measure, {row}.cause, {row}.area_id, COALESCE({row}.site_id, 0), "
            f"COALESCE({row}.credited_to_id, 0), {MONTH[vendor].format(row)}, {value}")


def changes(vendor) -> list[str]:
    """The two statements that one new entry means for the balances."""
    add = (f"INSERT INTO ledger_balance ({COLUMNS}) SELECT {{}} FROM ledger_entry AS e WHERE {{}} AND e.{FLOWS} "
           "ON CONFLICT (county_id, measure, cause, area, site, unit, month) "
           "DO UPDATE SET value = ledger_balance.value + excluded.value;")
    return [add.format(address(vendor, "e", "e.value"), "e.id = NEW.id"),
            add.format(address(vendor, "e", "-e.value"), "e.id = NEW.replaces_id")]


def keep(using="default"):
    """Create the trigger, where the tables exist."""
    connection = connections[using]
    body = "\n".join(changes(connection.vendor))
    with connection.cursor() as cursor:
        if not {"ledger_entry", "ledger_balance"} <= set(connection.introspection.table_names(cursor)):
            return
        if connection.vendor == "postgresql":
            cursor.execute(f"CREATE OR REPLACE FUNCTION keep_balance() RETURNS trigger AS $$ BEGIN {body} RETURN NULL; END; "
                           "$$ LANGUAGE plpgsql")
            cursor.execute("CREATE OR REPLACE TRIGGER ledger_entry_balance AFTER INSERT ON ledger_entry "
                           "FOR EACH ROW EXECUTE FUNCTION keep_balance()")
        else:
            cursor.execute("DROP TRIGGER IF EXISTS ledger_entry_balance")
            cursor.execute(f"CREATE TRIGGER ledger_entry_balance AFTER INSERT ON ledger_entry BEGIN {body} END")


def rebuild(using="default"):
    """Empty the balances and add up all entries that stand."""
    connection = connections[using]
    with transaction.atomic(using), connection.cursor() as cursor:
        columns = address(connection.vendor, "e", "SUM(e.value)")
        cursor.execute("DELETE FROM ledger_balance")
        cursor.execute(f"INSERT INTO ledger_balance ({COLUMNS}) SELECT {columns} FROM ledger_entry AS e WHERE e.{FLOWS} "
                       "AND NOT EXISTS (SELECT 1 FROM ledger_entry AS n WHERE n.replaces_id = e.id) "
                       "GROUP BY 1, 2, 3, 4, 5, 6, 7")

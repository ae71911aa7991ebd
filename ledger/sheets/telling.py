"""What is told of how a table is read, that nobody need answer."""

from .currents import current_of, of_power
from .guessing import HOST
from .leaving_out import SAYS_NONE
from .settled import Table
from .sheet import Sheet, column_name

NAMED = 10  # rows that are named of those left out


def notices(table: Table, sheet: Sheet) -> list[str]:
    """Of a table that is read: the columns and rows that are not as they seem, and what its make
    cannot tell; each a sentence without its end."""
    heads = list(zip(table.heads, table.fields, table.why, strict=True))
    found = []
    hidden = [column_name(one) for one in sheet["hidden_columns"] if is_used(table, one)]
    if hidden:
        found.append(f"的{'、'.join(hidden)}列是隐藏的，也读进来了")
    if not any(table.head):
        found.append("没有表头，照前面那张表的栏目读；请核对")
    found += [f"没有站点名称一列，站名用的是“{head}”" for head, _, why in heads if why == HOST]
    found += [
        f"的“{head}”没有写直流交流，按功率记作交流桩；是直流的请在对表里改"
        for head, name, _ in heads
        if name == "ac" and not current_of(head) and of_power(head) == "ac"
    ]
    none = [f"{row.number}" for row in table.skipped if row.reason == SAYS_NONE]
    if none:
        more = "等" if len(none) > NAMED else ""
        found.append(f"第{'、'.join(none[:NAMED])}{more}行（{len(none)}行）{SAYS_NONE}，没有读")
    if sheet["old"]:
        found.append("是旧格式（.xls、.et、.xlsb），看不出哪些行是隐藏的；请核对行数")
    return [f"表“{table.sheet}”{said}" for said in found]


def is_used(table: Table, column: int) -> bool:
    """Whether a column says a field."""
    return column <= len(table.fields) and bool(table.fields[column - 1])

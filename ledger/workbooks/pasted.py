"""A block copied from a spreadsheet or a text and pasted into the form: rows of cells set apart by
tabs, or else by commas or semicolons."""

from ledger.lines.scope import Scope
from ledger.models import LineKind
from ledger.sheets import delimited
from ledger.sheets.sheet import MOST_ROWS, MOST_SCANNED, Sheet, empty_sheet
from shanyin_charging.confined import UnreadableFile
from shanyin_charging.lifecycle.transitions import Refused

from .columns import columns_of
from .comparing import find_heads


def sheets(text: str, kind: str, scope: Scope) -> list[Sheet]:
    """The block as one sheet of the kind; without a row of heads its columns are taken in the
    form's order."""
    if kind not in scope.owed.kinds:
        raise Refused("请先选择粘贴的是哪一类事项")
    if text.count("\n") > MOST_SCANNED:
        raise Refused(f"粘贴的内容超过{MOST_ROWS}行，请分几次")
    try:
        text = text if "\t" in text else delimited.unspaced(text)
        mark = "\t" if "\t" in text else delimited.delimiter_of(text)
        rows = delimited.rows(text, mark)
    except UnreadableFile as refusal:
        raise Refused(str(refusal)) from None
    if not rows or all(len(cells) == 1 for _, cells in rows):
        how = "选中几行几列，复制后粘贴到这里；自己打的，各格之间用逗号或分号隔开"
        raise Refused(f"没有看出列：请在 WPS 或 Excel 中{how}")
    sheet = empty_sheet(LineKind(kind).label)
    sheet["rows"] = rows
    columns = columns_of(kind, scope)
    if find_heads(sheet, columns)[0] is None:
        sheet["rows"] = [(0, [column.head for column in columns]), *rows]
    return [sheet]

"""What the columns of a field say together."""

import re
from collections.abc import Callable

from .asking import Saying
from .columns import Columns
from .settled import POWERS, SiteLine
from .values import Unclear

ROUNDED = re.compile(r"\.\d+[1-9]")  # 28.16 is read as 28.2


def summed(
    said: Saying,
    line: SiteLine,
    name: str,
    columns: Columns,
    read: Callable[[str], int | None],
    only: str = "",
) -> int | None:
    """What the columns of a field say together, or `only` one of them; a single one may have
    been mended."""
    if name not in line.texts and name not in columns.names:
        return None
    texts = columns.texts(line.number, name)
    if only.isdigit():
        texts = [texts[columns.places[name].index(int(only))]]
    if len(texts) <= 1:
        texts = [line.texts.get(name, "")]
    found = []
    for text in texts:
        try:
            found.append(read(text))
        except Unclear as unclear:
            said.fault(line, name, f"{unclear}", text.strip())
            continue
        is_power = name in POWERS
        is_plain = re.fullmatch(r"[\d.,]+", text.strip())
        if found[-1] is not None and (not is_plain or is_power and ROUNDED.search(text)):
            shown = found[-1] / 10 if is_power else found[-1]
            said.note(line, name, text.strip(), f"{shown:g}")
    known = [value for value in found if value is not None]
    return sum(known) if known else None

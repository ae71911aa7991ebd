"""What a bench has found, as tables of ratios in docs/bench.md, against what it found before."""

import re
from dataclasses import dataclass, field
from pathlib import Path

FILE = Path(__file__).parents[2] / "docs" / "bench.md"
WORSE = 1.25  # from which on a ratio fails
COUNTED = "questions"  # of the database: no ratio, and none may come
HEAD = """# Bench

Written by `./test.sh bench` (`tests/bench/`), each table in one run: seconds of the processors
over those of a yardstick beside, as ratios; of several rounds the median. A ratio worse by more
than a quarter, or a question more, fails it and leaves this page as it is; `./test.sh bench keep`
writes it anyhow.
"""


@dataclass
class Sheet:
    """One table: what each row is told by, and its numbers under the heads."""

    title: str
    floor: str
    heads: tuple[str, ...]
    rows: dict[str, tuple[float, ...]] = field(default_factory=dict)

    def __str__(self):
        lines = [f"## {self.title}", "", self.floor, ""]
        lines += [f"| | {' | '.join(self.heads)} |", f"|---|{'---:|' * len(self.heads)}"]
        for name, numbers in self.rows.items():
            told = map(said, self.heads, numbers)
            lines.append(f"| {name} | {' | '.join(told)} |")
        return "\n".join(lines)


def said(head, number):
    """A number of a table: questions whole, ratios to a tenth."""
    return f"{number:.0f}" if head.startswith(COUNTED) else f"{number:.1f}"


def sections(text):
    """Title to the text of each table of a page that was written."""
    found = text.split("\n\n## ")[1:]
    return {one.partition("\n")[0]: f"## {one.rstrip()}" for one in found}


def numbers(text):
    """(title, row, head) to its number, of a page that was written."""
    found, title, heads = {}, "", []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("## "):
            title, heads = line[3:], []
        elif line.startswith("|---"):
            continue
        elif line.startswith("|") and not heads:
            heads = cells[1:]
        elif line.startswith("|"):
            for head, cell in zip(heads, cells[1:], strict=True):
                if re.fullmatch(r"[0-9.]+", cell):
                    found[title, cells[0], head] = float(cell)
    return found


def worse(before, now):
    """A sentence for each number that got worse by more than it may."""
    for key, number in now.items():
        most = before.get(key)
        if most is None:
            continue
        allowed = most if key[2].startswith(COUNTED) else most * WORSE
        if number > allowed + 0.05:  # as far as a tenth is told
            yield f"{key[0]}, {key[1]}, {key[2]}: {number:g}, was {most:g}"


def settle(sheets, keep):
    """Print the tables, hold them against those that are kept, and keep them unless something is
    worse; returns what is. Tables that were not made stay as they are."""
    before = FILE.read_text(encoding="utf-8") if FILE.exists() else ""
    made = {sheet.title: str(sheet) for sheet in sheets}
    text = "\n\n".join(made.values())
    print(text)
    found = [] if keep else list(worse(numbers(before), numbers(text)))
    if not found:
        page = [HEAD.strip(), *(sections(before) | made).values()]
        FILE.write_text("\n\n".join(page) + "\n", encoding="utf-8")
    return found

"""What the documents say is so: their paths are there, their words are in the code, their examples
come out as printed."""

import json
import re
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest

from ledger.entries.facts import Facts, Row
from reports.figures.evaluate import FORMS, Definition, evaluate
from reports.figures.figure import Where
from targets.models import Form
from targets.months import Month

ROOT = Path(__file__).resolve().parent.parent
PAPERS = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "deploy").rglob("*.md")]
)
APPS = ("shanyin_charging", "targets", "ledger", "reports")
HOUSE = [
    path.relative_to(ROOT)
    for room in (*APPS, "templates", "tests", "docs", "deploy")
    for path in (ROOT / room).rglob("*")
    if "__pycache__" not in path.parts
]
COUNTY = Where(area="140621", name="山阴县")
TOWNSHIPS = (Where(area="140621100", name="甲"), Where(area="140621101", name="乙"))
SETTING = SimpleNamespace(
    places={"township": TOWNSHIPS},
    assumed={},
    plan_year=2025,
    returns=(1, 2, ("乙",)),
    sites={1: "站点1", 2: "站点2"},
    measured={},
    beside={},
)


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_path_that_a_paper_names_is_there(paper):
    named = re.findall(
        r"`((?:[\w.-]+/)+[\w.-]*|[\w-]+\.(?:py|sh|md|toml|txt))`", paper.read_text(encoding="utf-8")
    )
    made = ("var/", ".venv/")  # on the machine, by the commands
    lost = [name for name in named if not name.startswith(made) and not found(name)]
    assert lost == []


def found(name: str) -> bool:
    """Whether a path is there: from the root, or a room or file anywhere in the house."""
    return (ROOT / name).exists() or any(
        f"/{path}".endswith(f"/{name.rstrip('/')}") for path in HOUSE
    )


def test_every_term_of_the_glossary_is_a_name_in_the_code():
    words = set()
    for app in ("shanyin_charging", "targets", "ledger", "reports"):
        for path in (ROOT / app).rglob("*.py"):
            words |= set(re.findall(r"\w+", path.read_text(encoding="utf-8")))
    rows = re.findall(
        r"^\| [^|]+ \| ([^|]+) \|", (ROOT / "docs/glossary.md").read_text(encoding="utf-8"), re.M
    )
    names = [name for cell in rows for name in re.findall(r"`(\w+)`", cell)]
    assert len(names) > 60
    assert [name for name in names if name not in words] == []


def examples() -> list[tuple[str, dict, list[dict], str]]:
    """(form, indicator's row, entries, what is printed) of each example; an example without entries
    of its own has those before it."""
    found, entries, row = [], [], {}
    text = (
        (ROOT / "docs/indicators.md").read_text(encoding="utf-8").partition("## Worked examples")[2]
    )
    for block in re.split(r"\n\n+", text):
        if block.startswith("### "):
            entries = []
        elif block.startswith("```json"):
            row = json.loads(block.strip("`").removeprefix("json"))
        elif block.startswith("| on |"):
            heads, _, *lines = [
                [cell.strip() for cell in line.strip("|").split("|")] for line in block.splitlines()
            ]
            entries = [dict(zip(heads, line, strict=True)) for line in lines]
        elif block.startswith("Value: "):
            found.append((row["form"], row, entries, block.removeprefix("Value: ")))
    return found


def row_of(number: int, entry: dict) -> Row:
    site = int(entry["site"]) if entry["site"] else None
    return Row(
        entry["measure"],
        entry["cause"],
        entry["area"],
        site,
        "car_park" if site else None,
        False,
        None,
        Month.parse(entry["on"]),
        int(entry["value"]),
        (Month.parse(entry["on"]).first_day, number),
    )


@pytest.mark.parametrize("form, row, entries, printed", examples())
def test_an_example_of_the_indicators_comes_out_as_printed(form, row, entries, printed):
    blank = {"causes": (), "across": "", "only": "", "at_least": None, "over": ""}
    definition = Definition(
        "I99", "例", "台", **{**blank, **row, "causes": tuple(row.get("causes", ()))}
    )
    rows = [row_of(number, entry) for number, entry in enumerate(entries)]
    facts = Facts(
        "140621",
        len(rows),
        tuple(row for row in rows if row.cause != "observed" and row.measure != "registered"),
        tuple(row for row in rows if row.cause == "observed" or row.measure == "registered"),
    )
    figure = evaluate(definition, facts, COUNTY, Month(2025, 6), SETTING)
    value, _, missing = printed.partition(", missing: ")
    value, _, of = value.partition(" of ")
    assert figure.value == Decimal(value)
    assert figure.of == (int(of) if of else None)
    assert "、".join(figure.missing) == missing


def test_each_form_has_an_example():
    assert {form for form, *_ in examples()} == set(FORMS) == set(Form.values)

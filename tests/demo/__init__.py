"""The demo: a year of an office, pressed on the portal's own pages and kept as archives."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
PRESENT_ZIP = ROOT / "fixtures" / "demo.zip"  # what `./run.sh demo` shows
AFTER_THE_YEAR_ZIP = ROOT / "tests" / "demo" / "after_the_year.zip"  # what tests read

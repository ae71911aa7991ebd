"""Benchmarks, in seconds of the processors that a process and its children have had, as ratios in
one run: to a floor of its own, or to the same after a longer history.

    python -m tests.bench             a county of 35 units after 12, 36 and 60 months of full
    returns (in ./test.sh bench); what got worse by more than a quarter since docs/bench.md fails
    python -m tests.bench [keep] [PART...]   only some parts: pages, writes, presses, papers,
    bring_up; with keep their tables in docs/bench.md are written whatever they say
    python -m tests.bench province [SHARE]   a county alone and beside 119 others, 36 months, 1.8
    million entries or that share of them
"""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

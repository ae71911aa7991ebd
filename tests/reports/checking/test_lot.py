"""The rule of a draw by an account of its own: the commands that docs/rules/draw.md gives."""

import subprocess

from reports.checking import lot


def drawn_by_hand(seed, pool):
    """As whoever has a shell draws."""
    script = 'for n in $2; do echo "$(printf %s-%s "$1" "$n" | sha256sum) $n"; done | sort'
    lines = subprocess.run(
        ["sh", "-c", script, "sh", seed, " ".join(map(str, pool))],
        check=True,
        capture_output=True,
        text=True,
        env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"},
    ).stdout.splitlines()
    return [int(line.split()[-1]) for line in lines]


def test_whoever_has_the_seed_and_the_list_draws_the_same_with_a_shell():
    pool = [3, 8, 12, 13, 77, 140, 141, 9002]
    for seed in ("20250402-513702", "掷号0417"):
        assert lot.in_order(seed, pool) == lot.in_order(seed, reversed(pool))
        assert lot.in_order(seed, pool) == drawn_by_hand(seed, pool)
    assert lot.in_order("20250402-513702", pool) != lot.in_order("20250402-513703", pool)


def test_a_share_is_rounded_up_to_a_whole_site():
    assert [lot.share(pool, 20) for pool in (1, 5, 6, 10, 11, 0)] == [1, 1, 2, 2, 3, 0]
    assert lot.share(7, 100) == 7

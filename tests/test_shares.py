"""What comes by shares is all met, each in its turn."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from tests import conftest


@pytest.mark.parametrize("of_how_many", [1, 8, 16])
def test_in_as_many_turns_as_there_are_shares_everything_is_met_once(monkeypatch, of_how_many):
    cases = [
        SimpleNamespace(
            path=Path(f"tests/{room}/test_it.py"), name=f"{test}[{case}]", originalname=test
        )
        for room in ("ledger", "reports")
        for test in ("test_one", "test_other")
        for case in range(7)
    ]
    monkeypatch.setattr(conftest, "shares", lambda item: of_how_many)
    met = []
    for turn in range(of_how_many):
        monkeypatch.setattr(conftest, "TURN", str(turn + 20_000))
        met += conftest.met_now(cases)
    assert len(met) == len(cases) and all(case in met for case in cases)

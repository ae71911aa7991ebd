"""How the machine and what is stored stand, for whoever has to see to it."""

from datetime import timedelta
from typing import Any

from shanyin_charging import clock, serving
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import journal
from shanyin_charging.health import checks

A_DAY = timedelta(hours=26)  # and some patience with the timer
Sound = dict[str, Any]


def red_for(user: User) -> list[checks.Finding]:
    """What is wrong with the machine that the portal runs on, for who keeps it; who keeps a county
    of several can do nothing about it."""
    return checks.red() if user.keeps_accounts and serving.is_own() else []


def soundness_for(user: User) -> Sound | None:
    """What the last verification of the whole portal found, and whether that is long ago, for who
    keeps the portal or reads its journal."""
    if not (user.keeps_accounts or user.reads_journal):
        return None
    mark = journal.verified()
    found = mark.after or {} if mark else {}
    broken = found.get("broken_at")
    wrong = [f"日志从第{broken}条起摘要链对不上"] if broken is not None else []
    wrong += found.get("faults", [])
    late = mark is None or mark.at < clock.now() - A_DAY
    return {"mark": mark, "wrong": wrong, "late": late}


def number_of(red: list[checks.Finding], sound: Sound | None) -> int:
    """How many things are to be seen to."""
    return len(red) + bool(sound and (sound["wrong"] or sound["late"]))


def number_for(user: User) -> int:
    """The same for somebody, before any of it is shown."""
    return number_of(red_for(user), soundness_for(user))

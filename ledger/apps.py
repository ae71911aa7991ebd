"""What was reported."""

from typing import Any

from django.apps import AppConfig
from django.core.checks import Error, register
from django.db.models.signals import post_migrate
from django.utils.module_loading import import_string

from ledger import verbs
from ledger.entries import balances
from shanyin_charging.archive import derived, sweeping
from shanyin_charging.audit import words as audit
from shanyin_charging.health import checks
from shanyin_charging.lifecycle.transitions import words
from targets.plan import above


class LedgerConfig(AppConfig):
    """The app; it registers its verbs' words, the checks of its gateways and its balances."""

    name = "ledger"
    verbose_name = "台账"

    def ready(self) -> None:
        """Connect what must hold from the start."""
        post_migrate.connect(keep_balances, sender=self, dispatch_uid="balances")
        register(only_allowed_gateways)
        checks.register(*import_string("ledger.periods.holidays.CHECKS"))
        derived.register("ledger_balance", balances.rebuild, balances.faults)
        sweeping.register("thumbnails", "ledger.returns.thumbnails.standing")
        for kind in (verbs.RETURN, verbs.BESIDE_RETURNS, verbs.PERIODS, verbs.SITES):
            audit.register(words(kind), verbs.FIELDS)
        above.register(above.FIXED, "ledger.periods.now.judged")
        above.register(above.CARRIED, "ledger.entries.carried.told")


def only_allowed_gateways(**kwargs: Any) -> list[Error]:
    """A portal whose reminders would go where they must not does not start."""
    faults = import_string(
        "ledger.reminders.gateways.faults"
    )  # with a library that most do not need
    return [Error(fault, id="ledger.E001") for fault in faults()]


def keep_balances(using: str, **kwargs: Any) -> None:
    """Put the trigger back after each migration: SQLite drops it when it rebuilds a table."""
    balances.keep(using)

"""What was reported."""
from django.apps import AppConfig
from django.db.models.signals import post_migrate

from . import balances


class LedgerConfig(AppConfig):
    name = "ledger"
    verbose_name = "台账"

    def ready(self):
        post_migrate.connect(keep_balances, sender=self, dispatch_uid="balances")


def keep_balances(using, **kwargs):
    """Put the trigger back after each migration: SQLite drops it when it rebuilds a table."""
    balances.keep(using)

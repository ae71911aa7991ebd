"""People and roles."""

from django.apps import AppConfig

from shanyin_charging.accounts import verbs
from shanyin_charging.audit import words as audit
from shanyin_charging.lifecycle.transitions import words


class AccountsConfig(AppConfig):
    name = "shanyin_charging.accounts"
    label = "accounts"
    verbose_name = "人员"

    def ready(self):
        audit.register(words(verbs.ACCOUNT))

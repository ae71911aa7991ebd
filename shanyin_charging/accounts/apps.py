"""People and roles."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "shanyin_charging.accounts"
    label = "accounts"
    verbose_name = "人员"

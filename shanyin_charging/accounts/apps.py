"""People and roles."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in

from shanyin_charging.accounts import verbs
from shanyin_charging.audit import words as audit
from shanyin_charging.lifecycle.transitions import words


class AccountsConfig(AppConfig):
    """Registers the verbs of accounts."""

    name = "shanyin_charging.accounts"
    label = "accounts"
    verbose_name = "人员"

    def ready(self) -> None:
        """Tell the journal the words; the time of a sign-in is the portal's, said by its verb."""
        audit.register(words(verbs.ACCOUNT), verbs.FIELDS)
        user_logged_in.disconnect(dispatch_uid="update_last_login")

"""The engine, under the name that Django looks for."""

from functools import cached_property
from sqlite3 import SQLITE_LIMIT_VARIABLE_NUMBER

from django.db.backends.sqlite3 import base, features


class DatabaseFeatures(features.DatabaseFeatures):
    """Django counts on 999 values a statement, as of old: it would write a long list in dozens."""

    @cached_property
    def max_query_params(self) -> int:  # type: ignore[override]
        """What the library says."""
        self.connection.ensure_connection()
        return int(self.connection.connection.getlimit(SQLITE_LIMIT_VARIABLE_NUMBER))


class DatabaseWrapper(base.DatabaseWrapper):
    """The connection."""

    features_class = DatabaseFeatures

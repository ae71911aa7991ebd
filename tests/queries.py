"""How often a page asks the database, by how much there is to show."""

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

SIZES = (1, 4)


def queries(client, prepare) -> set[int]:
    """The numbers of queries that a page takes at each size: one number for a page that asks alike.

    `prepare` makes so many rows and says who opens which address; all of it is taken back."""
    found = set()
    for size in SIZES:
        with transaction.atomic():
            user, path = prepare(size)
            client.force_login(user)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(path).status_code == 200
            found.add(len(asked))
            transaction.set_rollback(True)
    return found

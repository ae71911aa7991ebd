"""What the server runs. It refuses a demo database in a real portal, the other way round, and
one that a later release has taken on."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.urls import get_resolver

from shanyin_charging import opening

os.environ.setdefault("DJANGO_SETTINGS_MODULE", opening.SETTINGS)
NOT_AGAIN = 3  # with this code gunicorn gives up, and does not start the same once more
with opening.in_words(NOT_AGAIN):
    application = get_wsgi_application()
    opening.refuse_foreign()
    # A server that loads this before it forks (gunicorn --preload) has workers with every page in
    # memory, and no connection that two of them share.
    get_resolver().url_patterns  # noqa: B018 - loads them
    connections.close_all()

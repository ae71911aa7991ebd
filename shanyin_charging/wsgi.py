"""What the server runs. It refuses a demo database in a real portal, and the other way round."""

import os

from django.core.wsgi import get_wsgi_application

from shanyin_charging import opening

os.environ.setdefault("DJANGO_SETTINGS_MODULE", opening.SETTINGS)
NOT_AGAIN = 3  # with this code gunicorn gives up, and does not start the same once more
with opening.in_words(NOT_AGAIN):
    application = get_wsgi_application()
    opening.refuse_wrong_kind()

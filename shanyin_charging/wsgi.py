"""What the server runs. It refuses a demo database in a real portal, and the other way round."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shanyin_charging.settings")
application = get_wsgi_application()

from shanyin_charging.audit import journal  # noqa: E402 - the apps must be ready first

journal.refuse_wrong_kind()

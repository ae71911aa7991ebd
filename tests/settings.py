"""The portal's settings for tests: a throw-away data folder, quick password hashes, plain static
files."""

import atexit
import os
import shutil
import tempfile

os.environ.setdefault("SECRET_KEY", "only-for-tests-" * 4)
if "DATA_DIR" not in os.environ:
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="portal-tests-")
    atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
if worker := os.environ.get("PYTEST_XDIST_WORKER"):  # of several side by side
    os.environ["DATA_DIR"] = os.path.join(os.environ["DATA_DIR"], worker)
os.environ.setdefault("PLAIN_HTTP", "1")
os.environ.setdefault("PORTAL_URL", "https://portal.example")
os.environ.setdefault("ALLOWED_HOSTS", "127.0.0.1,localhost,portal.example")

from shanyin_charging.settings import *  # noqa: F403
from shanyin_charging.settings import DATA_DIR, DATABASES, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {
        "NAME": DATA_DIR / "test.sqlite3"
    }  # a file: threads see one database
DATABASES["default"]["CONN_MAX_AGE"] = 0
(DATA_DIR / "static").mkdir(parents=True, exist_ok=True)

"""Play the demo into an empty portal of its own, and keep what has become of it as archives."""

import os
import tempfile
from pathlib import Path

import django
from django.core.management import call_command
from django.test import override_settings

from tests.demo import AFTER_THE_YEAR_ZIP, PRESENT_ZIP


def keep(archive: Path) -> None:
    """Archive the portal as it is, under a name that stays."""
    with tempfile.TemporaryDirectory(dir=archive.parent) as folder:
        call_command("backup", into=Path(folder))
        (made,) = Path(folder).glob("*.zip")
        made.replace(archive)
    archive.chmod(0o644)


def main() -> None:
    """The archive that `./run.sh demo` shows, and the one that tests read."""
    from tests.demo.story import Story  # noqa: PLC0415 - needs Django to be set up
    from tests.demo.when import AFTER_THE_YEAR, PRESENT  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("load_plan")
    story = Story()
    for until, archive in ((PRESENT, PRESENT_ZIP), (AFTER_THE_YEAR, AFTER_THE_YEAR_ZIP)):
        story.play(until)
        with story.people.at(until):
            keep(archive)


with tempfile.TemporaryDirectory(prefix="demo-") as data:
    (Path(data) / "secret_key").write_text(os.urandom(32).hex())
    (Path(data) / "secret_key").chmod(0o600)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "shanyin_charging.settings",
        "DATA_DIR": data,
        "DEMO": "1",
        "PLAIN_HTTP": "1",
        "ALLOWED_HOSTS": "testserver",
    }
    os.environ.pop("DATABASE_URL", None)
    django.setup()
    # everybody's password is told on the sign-in page: no rule makes it a secret
    with override_settings(
        PASSWORD_HASHERS=["tests.demo.hasher.Quick"], AUTH_PASSWORD_VALIDATORS=[]
    ):
        main()

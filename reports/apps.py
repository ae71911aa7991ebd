"""What it adds up to."""

from ctypes.util import find_library
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Warning, register
from django.utils.module_loading import import_string

from reports import verbs
from shanyin_charging.archive import sweeping
from shanyin_charging.audit import words as audit
from shanyin_charging.health import checks
from shanyin_charging.lifecycle.transitions import words
from targets.plan import above


class ReportsConfig(AppConfig):
    """The app, with its checks and its words in the journal."""

    name = "reports"
    verbose_name = "通报"

    def ready(self) -> None:
        """Register the checks, and what the journal calls each verb."""
        register(can_typeset)
        checks.register(checks.Check("fonts", "字体", has_fonts, tries=True))
        audit.register(words(verbs.BULLETIN, "_bulletin"))
        audit.register(words(verbs.NOTICE, "_notice"))
        audit.register(words(verbs.INSTRUCTION, "_word"))
        audit.register(words(verbs.MATTER, "_matter"))
        audit.register(words(verbs.MEETING, "_meeting"))
        audit.register(words(verbs.ANNOUNCEMENT, "_announcement"))
        audit.register(words(verbs.CHECK, "_check"))
        audit.register(words(verbs.FINDING, "_finding"))
        audit.register(words(verbs.KEEPING))
        sweeping.register("thumbnails", "reports.checking.pictures.standing")
        audit.register(words(verbs.SPEAKING), verbs.FIELDS)
        above.register(above.FIXED, "reports.bulletins.issuing.printed")
        above.register(above.CARRIED, "reports.figures.carried.told")
        above.register(above.HANDED_IN, "reports.coordination.raising.of_return")


def fonts(name: str) -> Any:
    """What the press says of its fonts; it is loaded by who asks, since most commands do not."""
    return import_string(f"reports.press.fonts.{name}")()


def has_fonts() -> checks.Answer:
    """Whether papers can be printed as they should."""
    if fonts("fault") or not find_library("harfbuzz-subset"):
        return checks.fault("字体或者排版库不全，通报印不出来；请运行 ./run.sh install")
    return checks.fine("字体齐全")


def can_typeset(**kwargs: Any) -> list[CheckMessage]:
    """A portal that cannot print a bulletin as it should says so before it starts. The fonts may
    still come; whether they are those that were cut the press asks, once."""
    found: list[CheckMessage] = []
    if not fonts("faces"):
        found.append(Warning(fonts("fault"), id="reports.W001"))
    if not find_library("harfbuzz-subset"):
        found.append(
            Error(
                "libharfbuzz-subset is missing: a bulletin would take thirty times as long",
                hint="apt-get install libharfbuzz-subset0",
                id="reports.E002",
            )
        )
    return found

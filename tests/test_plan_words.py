"""What belongs to a plan or a county is data: no code and no template knows a name or a number of
one."""

import re

from django.conf import settings

APPS = ("shanyin_charging", "targets", "ledger", "reports", "templates")
CODE = r"(?<![A-Za-z0-9_])[ID][0-9]{2}(?![A-Za-z0-9_])"  # also right behind a Chinese character
KNOWN = re.compile(rf"山阴|长城|140621|附件[1-9一二三]|17项任务|{CODE}")
ALLOWED = {"shanyin_charging/settings.py": {"140621"}}  # the one default of who is served
FILES = sorted(
    path
    for app in APPS
    for path in (settings.ROOT / app).rglob("*")
    if path.suffix in (".py", ".html", ".svg", ".txt") and "migrations" not in path.parts
)


def known_in(path):
    return set(KNOWN.findall(path.read_text(encoding="utf-8")))


def test_no_code_and_no_template_knows_a_plan_or_a_county():
    found = {str(path.relative_to(settings.ROOT)): known_in(path) for path in FILES}
    assert {name: words - ALLOWED.get(name, set()) for name, words in found.items() if words} == {
        name: set() for name in ALLOWED
    }

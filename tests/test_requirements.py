"""What the portal runs on is locked with digests, agrees with what is asked for, and is nowhere
below what is known to be safe."""

import re
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent


def named(file):
    """Package to what is asked of it, of a file of requirements."""
    lines = (line.partition(" #")[0].strip() for line in (ROOT / file).read_text().splitlines())
    asked = (Requirement(line) for line in lines if line and not line.startswith("#"))
    return {canonicalize_name(one.name): one.specifier for one in asked}


FILES = {
    "requirements.txt": "requirements.lock",
    "requirements-hosts.txt": "requirements-hosts.lock",
}


def locked(file="requirements.lock"):
    """Package to (version, how many digests) of a locked file."""
    found = re.findall(
        r"^(\S+)==(\S+)(?: ;[^\\\n]*)?((?: \\\n    --hash=sha256:[0-9a-f]{64})*)$",
        (ROOT / file).read_text(),
        re.MULTILINE,
    )
    return {
        canonicalize_name(name): (Version(number), digests.count("--hash"))
        for name, number, digests in found
    }


@pytest.mark.parametrize(("asks", "has"), FILES.items())
def test_everything_that_is_asked_for_is_locked_in_that_version_and_with_digests(asks, has):
    asked, lock = named(asks), locked(has)
    assert len(lock) == len(re.findall(r"^\w", (ROOT / has).read_text(), re.M))
    assert [name for name, (_, digests) in lock.items() if not digests] == []
    assert [
        name for name, wanted in asked.items() if name not in lock or lock[name][0] not in wanted
    ] == []
    assert len(lock) > len(asked)  # with what they bring along


def test_what_several_hosts_need_agrees_with_what_every_portal_has():
    lock, more = locked(), locked("requirements-hosts.lock")
    assert [name for name in lock.keys() & more if more[name][0] != lock[name][0]] == []


def brought_along(names):
    """These packages and whatever they ask for on this machine, as they say themselves."""
    found, left = set(), [(name, frozenset()) for name in names]
    while left:
        name, extras = left.pop()
        found.add(name)
        for asked in map(Requirement, requires(name) or ()):
            needed = asked.marker is None or any(
                asked.marker.evaluate({"extra": extra}) for extra in extras or {""}
            )
            if needed and (other := canonicalize_name(asked.name)) not in found:
                left.append((other, frozenset(asked.extras)))
    return found


def test_what_is_installed_is_what_is_locked():
    lock = locked()
    there = brought_along(named("requirements.txt"))
    assert there <= set(lock)
    assert {name: version(name) for name in there} == {n: str(lock[n][0]) for n in there}
    elsewhere = {"brotlicffi"}  # where Python is another one
    assert set(lock) - there == elsewhere


@pytest.mark.parametrize("name", named("least_safe.txt"))
def test_nothing_is_older_than_what_is_known_to_be_safe(name):
    least, lock = named("least_safe.txt")[name], locked()
    assert name in lock and lock[name][0] in least
    try:
        there = version(name)
    except PackageNotFoundError:
        pytest.fail(f"{name} is not installed")
    assert there in least

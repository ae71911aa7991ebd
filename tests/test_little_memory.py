"""A process that gets no more memory does a press whole, or says that it may not have done it, or
ends: what was acknowledged is there with its event, and what was not is done once when it is sent
again."""

import faulthandler
import os
import resource
from collections import Counter
from contextlib import suppress
from pathlib import Path

from django.db import connection
from django.test import Client
from django.urls import reverse

from reports.models import Suggestion
from shanyin_charging.audit import journal
from shanyin_charging.audit.models import Event
from shanyin_charging.audit.once import new_key
from tests import cast

PRESSES = 12  # of each process
MOST = 1 << 20  # bytes that a process may have more than it has already: with so many all is well
SIZES = [1 << power for power in range(20, 5, -1)]
PROCESSES = 100 if cast.LONG else 12


def taken():
    """Bytes of addresses that this process has."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * resource.getpagesize()


def typed(name, key):
    return {"text": f"{name} {'字' * 900}", "page": "/sites/", "once": key}


def leave(more):
    """Take all the memory that this process may have but for so many bytes; give it to keep."""
    has, held = taken(), []
    then = (has + more, resource.RLIM_INFINITY)
    resource.setrlimit(resource.RLIMIT_AS, (has, resource.RLIM_INFINITY))
    for size in SIZES:
        with suppress(MemoryError):
            while True:
                held.append(bytes(size))
    resource.setrlimit(resource.RLIMIT_AS, then)
    return held


def press_on(user, told, name, more):
    """Press, as in a browser, with that much more memory than there is; None: with all of it. What
    was answered is noted."""
    client = Client(raise_request_exception=False, headers={"origin": "http://testserver"})
    client.force_login(user)
    with told.open("a", buffering=1) as file:
        held = [] if more is None else leave(more)
        for number in range(PRESSES):
            sent = typed(f"{name} {number}", new_key(user.pk))
            status = client.post(reverse("suggestions"), sent).status_code
            file.write(f"{status} {sent['once']} {name} {number}\n")
        held.clear()


def test_what_is_acknowledged_is_there_however_little_memory_a_process_has(
    committed, tmp_path, capsys
):
    user, told, ends = cast.office(), tmp_path / "told", Counter()
    press_on(user, told, "warm", None)  # so that each process has all that a press needs
    for number in range(PROCESSES):
        connection.close()
        if not (process := os.fork()):
            faulthandler.disable()  # it may end in whatever library asks for memory first
            try:
                press_on(user, told, str(number), number * MOST // PROCESSES)
            except MemoryError:
                os._exit(1)
            finally:
                os._exit(0)
        ends[os.waitpid(process, 0)[1]] += 1
    answers = [line.split(maxsplit=2) for line in told.read_text().splitlines()]
    codes = Counter(code for code, *_ in answers)
    done = there()
    unheard = [name for code, _, name in answers if code != "302" and name in done]
    with capsys.disabled():
        print(f"\n{PROCESSES} processes with little memory on {connection.vendor}: ", end="")
        print(f"{dict(codes)}, {len(unheard)} of them done, {PROCESSES - ends[0]} ended at it")
    assert set(codes) <= {"302", "503"} and codes["302"]
    assert {name for code, _, name in answers if code == "302"} <= done
    client = Client()
    client.force_login(user)
    for code, key, name in answers:
        if code != "302":
            assert client.post(reverse("suggestions"), typed(name, key)).status_code == 302
    assert {name for *_, name in answers} <= there()
    assert journal.broken_at() is None


def there():
    """What is stored, each thing once and with its event."""
    texts = list(Suggestion.objects.values_list("text", flat=True))
    names = {text.rpartition(" ")[0] for text in texts}
    assert len(texts) == len(names) == Event.objects.filter(verb="suggest").count()
    return names

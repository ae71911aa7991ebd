"""The verbs that move a bulletin on, up to the issued number.

Lock order: the county's ledger, the bulletin, the journal.
"""

import hashlib
import secrets
from contextlib import suppress
from dataclasses import replace
from typing import Any

from django.db import DatabaseError, transaction

from reports import rules
from reports.bulletins import before_issue, numbering, sending_out
from reports.bulletins.numbering import Series
from reports.bulletins.states import TRANSITIONS, decide, locked
from reports.documents.content import Content
from reports.documents.stored import to_json
from reports.models import Bulletin, BulletinFile, BulletinState, Opening
from reports.press import press, tools
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import journal
from shanyin_charging.lifecycle.seen import require_seen
from shanyin_charging.lifecycle.transitions import Refused, require
from targets.plan import queries
from targets.plan.fixed import Fixed

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # of a code: none that is taken for another
TRIES = 5


def move(
    user: User, verb: str, bulletin: Bulletin, reason: str = "", seen: str | None = None
) -> Bulletin:
    """One verb of the table, except `issue`; `seen` is the stamp of what the person had before
    them."""
    with locked(bulletin) as bulletin:
        transition = TRANSITIONS.taken(user, verb, bulletin)
        require_seen(seen, bulletin.stamp)
        if verb == "return" and not reason.strip():
            raise Refused("请写明退回的原因，拟稿人要照着改")
        before = {"state": bulletin.state}
        bulletin.state, bulletin.remark = transition.target, reason.strip()[:200]
        if verb == "pass":
            bulletin.reviewed_by = user
        bulletin.save()
        after, event = {"state": bulletin.state}, TRANSITIONS.event(verb)
        journal.record(user, event, bulletin, before=before, after=after, reason=reason.strip())
        return bulletin


def give_number(user: User, bulletin: Bulletin, typed: str, seen: str | None = None) -> Bulletin:
    """定号: the number that the bulletin will be issued under; nothing typed leaves it to the next.
    Raises Refused for a number that is taken."""
    with locked(bulletin) as bulletin:
        require(rules.can_number(user, bulletin))
        require_seen(seen, bulletin.stamp)
        serial = numbering.read(typed)
        if serial is not None:
            numbering.series_of(bulletin).require_free(serial, bulletin.pk)
        before, bulletin.given = {"given": bulletin.given}, serial
        if before["given"] != serial:
            bulletin.revision += 1  # a desk that was opened before is stale
            bulletin.save()
            event = TRANSITIONS.event("number")
            journal.record(user, event, bulletin, before=before, after={"given": serial})
        return bulletin


def issue(user: User, bulletin: Bulletin, told: str = "", seen: str | None = None) -> Bulletin:
    """Sign: its number, the content and every file, all or nothing; a second press finds the
    work done. `told` proves that what is to be known before was read, `seen` is the stamp of the
    bulletin that was read.

    The files are made before anything is locked, under the number that was given or will be next;
    where another bulletin took the next one meanwhile they are made again.
    """
    for _ in range(TRIES):
        bulletin = Bulletin.objects.served().get(pk=bulletin.pk)
        if bulletin.is_issued:
            return bulletin
        require_signable(user, bulletin, told, seen)
        revision, numbered = bulletin.revision, numbering.number_for(bulletin)
        content = final(user, bulletin, numbered)
        files = press.render_all(content)
        with locked(bulletin) as bulletin:
            if bulletin.is_issued:
                return bulletin
            require_signable(user, bulletin, told, seen)
            if (bulletin.revision, numbering.number_for(bulletin)) == (revision, numbered):
                return put_out(user, bulletin, numbered, content, files)
    raise Refused("同时有几份通报在签发，这一份没有签发；请再按一次")


def require_signable(user: User, bulletin: Bulletin, told: str, seen: str | None) -> None:
    """Raises Refused unless the person may sign the bulletin now, as it was read."""
    require(decide(user, "issue", bulletin))
    require_seen(seen, before_issue.seen_of(bulletin))
    require(before_issue.of_its_plan(bulletin))
    require(before_issue.has_seen(bulletin, told))


def final(user: User, bulletin: Bulletin, numbered: tuple[Series, int]) -> Content:
    """The content as it is issued: with its number, its date, its code and where that can be
    confirmed, the journal's head, and whether who signs has changed another's draft."""
    series, serial = numbered
    code = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(2))
    address, number = f"{queries.address()}/c/{code}/", series.printed(serial)
    return replace(
        bulletin.plain,
        number=number,
        dated=clock.today(),
        code=code,
        confirm_at=address,
        amended=bulletin.is_shared(user),
        journal=journal.head(),
    )


def put_out(
    user: User,
    bulletin: Bulletin,
    numbered: tuple[Series, int],
    content: Content,
    files: dict[str, bytes],
) -> Bulletin:
    """Store number, content, files and state together; returns the issued bulletin."""
    BulletinFile.objects.bulk_create(
        BulletinFile(
            bulletin=bulletin, format=format, content=made, sha256=hashlib.sha256(made).hexdigest()
        )
        for format, made in files.items()
    )
    before: dict[str, Any] = {"state": bulletin.state, "revision": bulletin.revision}
    series, bulletin.serial = numbered
    bulletin.series, bulletin.year = series.code, series.year
    bulletin.content, bulletin.number, bulletin.code = (
        to_json(content),
        content.number,
        content.code,
    )
    bulletin.state, bulletin.issuer, bulletin.issued_at, bulletin.remark = (
        BulletinState.ISSUED,
        user.name,
        clock.now(),
        "",
    )
    bulletin.amended = content.amended
    bulletin.save()
    after: dict[str, Any] = {
        "state": bulletin.state,
        "number": content.number,
        "code": content.code,
    }
    if bulletin.amended:
        before["amended"], after["amended"] = False, True
    journal.record(
        user,
        "issue_bulletin",
        bulletin,
        before=before,
        after=after,
        digests={format: hashlib.sha256(made).hexdigest() for format, made in files.items()},
        tools=tools.tools(),
    )
    transaction.on_commit(sending_out.send_due)
    return bulletin


def opened(user: User, bulletin: Bulletin) -> None:
    """Remember that a person of the county has opened an issued bulletin; the first time counts.
    Where nothing can be written now it is read all the same."""
    if user.reads_counties or Opening.objects.filter(bulletin=bulletin, user=user).exists():
        return
    with suppress(DatabaseError), transaction.atomic():  # two tabs at once; a disk that is full
        Opening.objects.create(bulletin=bulletin, user=user, at=clock.now())


def printed() -> Fixed | None:
    """The last month of which a paper was issued, which keeps its plan."""
    last = Bulletin.objects.served().issued().order_by("-month_on").first()
    return Fixed(last.month, "已经印发过通报") if last else None

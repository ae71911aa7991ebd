"""会议材料 is made by one press and frozen: its content, what was known, and every file of it."""

import hashlib
import json

from reports.documents.content import Content
from reports.documents.stored import to_json
from reports.meetings import composing
from reports.meetings.workflow import TRANSITIONS, locked
from reports.models import Meeting, Pack, PackFile
from reports.press import press, tools
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import journal
from shanyin_charging.lifecycle.seen import require_seen
from shanyin_charging.lifecycle.transitions import require

VERB = "pack"


def pack(user: User, meeting: Meeting, seen: str | None = None) -> Pack:
    """The next version of a meeting's pack, from what is known now; raises press.Busy. The files
    are made before anything is locked."""
    meeting = Meeting.objects.select_related("county__ledger").get(pk=meeting.pk)
    require(TRANSITIONS.decide(user, VERB, meeting))
    require_seen(seen, meeting.stamp)
    content = composing.compose(meeting)
    files = press.render_all(content)
    with locked(meeting) as meeting:
        require(TRANSITIONS.decide(user, VERB, meeting))
        require_seen(seen, meeting.stamp)
        return keep(user, meeting, content, files)


def keep(user: User, meeting: Meeting, content: Content, files: dict[str, bytes]) -> Pack:
    """Content and files together, with the event that says so."""
    stored = to_json(content)
    made = Pack.objects.create(
        meeting=meeting,
        version=meeting.packs.count() + 1,
        content=stored,
        digest=digest_of(stored),
        known=content.known,
        made_by=user,
        made_at=clock.now(),
    )
    PackFile.objects.bulk_create(
        PackFile(pack=made, format=format, content=file, sha256=hashlib.sha256(file).hexdigest())
        for format, file in files.items()
    )
    journal.record(
        user,
        TRANSITIONS.event(VERB),
        meeting,
        after={"pack": f"第{made.version}稿", "known": content.known},
        digests={format: hashlib.sha256(file).hexdigest() for format, file in files.items()},
        tools=tools.tools(),
    )
    return made


def digest_of(stored: dict) -> str:
    """The digest of a content as it is stored."""
    text = json.dumps(stored, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def is_outdated(meeting: Meeting, newest: Pack) -> bool:
    """Whether the meeting's day, place or subject is another by now than its pack prints."""
    return list(newest.plain.body) != composing.opening(meeting)

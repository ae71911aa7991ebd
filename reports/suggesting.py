"""意见建议: what users say of the portal, and the office's one answer."""

from django.db import transaction

from reports import rules
from reports.models import Suggestion
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import journal
from shanyin_charging.lifecycle.transitions import Refused, require

LONGEST = 1000


def suggest(user: User, page: str, text: str) -> Suggestion:
    """Keep what a person says of a page; raises Refused for nothing and for too much."""
    text = text.strip()
    if not text or len(text) > LONGEST:
        raise Refused(
            "请写下意见建议" if not text else f"最多{LONGEST}字，现在{len(text)}字；请分两次提"
        )
    with transaction.atomic():
        made = Suggestion.objects.create(page=page, text=text, by=user, at=clock.now())
        journal.record(user, "suggest", made, after={"text": text}, page=page)
        return made


def reply(user: User, found: Suggestion, text: str) -> Suggestion:
    """The office's answer, once."""
    with transaction.atomic():
        found = Suggestion.objects.select_for_update(no_key=True, of=("self",)).get(pk=found.pk)
        require(rules.can_reply(user, found))
        if not text.strip():
            raise Refused("请写下答复")
        found.answer, found.answered_by, found.answered_at = text.strip(), user.name, clock.now()
        found.save()
        journal.record(user, "answer", found, after={"answer": found.answer})
        return found

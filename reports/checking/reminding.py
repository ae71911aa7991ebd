"""What who answers for what was found is told: before its day, after it, and once it is urged."""

from ledger.reminders.sending import Batch
from reports.coordination.reminding import due, told
from reports.models import Finding, FindingState
from shanyin_charging import dates


def reminders_due() -> list[Batch]:
    """What units of the county that is served are to be told now, once a day that was set."""
    waiting = Finding.objects.served().filter(state=FindingState.OPEN)
    found = waiting.select_related("unit", "visit__site")
    return [batch for finding in found for batch in due(finding, finding.unit, finding.reply_by)]


def urged(finding: Finding, text: str) -> Batch:
    """What the office writes to a unit that has let its day pass."""
    by = dates.official_date(finding.reply_by)
    words = f"{text}（请在{by}前答复）"
    return told(finding, finding.unit, f"urged:{finding.reply_by}", "催办", words)

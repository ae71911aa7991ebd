"""What was issued and no longer is what the ledger says: after a ruling, after a new version of the
portal, after what came in late. It is listed and never restated in silence."""

from dataclasses import dataclass

from reports.bulletins.comparing import differences
from reports.bulletins.differences import Difference
from reports.documents.kinds import CORRECTION
from reports.models import Bulletin


@dataclass(frozen=True)
class Restated:
    """An issued bulletin with all that it prints otherwise than the ledger says now, and the
    correction of it that somebody has begun."""

    bulletin: Bulletin
    numbers: list[Difference]
    draft: Bulletin | None


def restated() -> list[Restated]:
    """Each issued bulletin with numbers that differ from what the ledger says now, newest first;
    what an issued correction has said is not listed again."""
    found = []
    issued = Bulletin.objects.issued().exclude(kind=CORRECTION.code).order_by("-issued_at")
    for bulletin in issued.prefetch_related("corrections"):
        corrections = list(bulletin.corrections.all())
        said = {row for other in corrections if other.is_issued for row in corrected(other)}
        rows = [row for row in differences(bulletin) if row not in said]
        if numbers := [row for row in rows if row.is_number]:
            draft = next((other for other in corrections if not other.is_issued), None)
            found.append(Restated(bulletin, numbers, draft))
    return found


def corrected(correction: Bulletin) -> list[Difference]:
    """(name, then, now) of each number that a correction has put right."""
    tables = [table for part in correction.plain.attachments for table in part.tables]
    rows = [tuple(cell.text for cell in row) for table in tables for row in table.rows]
    return [Difference(*row) for row in rows if len(row) == 3]

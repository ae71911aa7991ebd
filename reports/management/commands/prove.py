"""Show what README claims: of the portal as it stands, and of every bulletin that was issued."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports import claims
from reports.bulletins import proving
from reports.documents.content import LAYOUT
from reports.models import Bulletin
from reports.press import press
from shanyin_charging import serving

PROVED, NOT = "✓", "✗"


class Command(BaseCommand):
    """./manage.py prove"""

    help = (
        "核验：逐条核对README里写的，逐份核对已印发的通报（摘要、数字、重新排版），"
        "都对得上的退出码是0，有一处对不上的是1；不改动任何数据"
    )

    def handle(self, **options: Any) -> None:
        """Say of each claim how it was shown and what came of it; raises CommandError where one
        does not hold."""
        failed = [self.show_claim(claim) for claim in claims.CLAIMS]
        self.stdout.write(f"\n{claims.REPRODUCIBLE}")
        issued = Bulletin.objects.issued().select_related("county").order_by("issued_at")
        failed += [self.show_bulletin(bulletin) for bulletin in issued]
        if not issued:
            self.stdout.write("  还没有印发通报")
        if any(failed):
            raise CommandError(f"{sum(failed)}项对不上，见上面标{NOT}的", returncode=1)
        self.stdout.write("都对得上")

    def show_claim(self, claim: claims.Claim) -> bool:
        """A claim with its check and the result; whether it failed."""
        against = list(claim.against())
        self.stdout.write(f"{NOT if against else PROVED} {claim.words}：{claim.shown_by}")
        for sentence in against:
            self.stdout.write(f"    {sentence}")
        return bool(against)

    def show_bulletin(self, bulletin: Bulletin) -> bool:
        """A bulletin with all that was found of it; whether something does not hold."""
        layout = bulletin.plain.layout
        about = "" if layout == LAYOUT else f"（第{layout}版版式，现在是第{LAYOUT}版）"
        self.stdout.write(f"  {bulletin.number}《{bulletin.title}》{about}")
        try:
            with serving.of(bulletin.county.code):
                found = proving.prove(bulletin)
        except press.Busy as busy:
            found = [proving.Finding(False, str(busy))]
        for finding in found:
            self.stdout.write(f"    {PROVED if finding.holds else NOT} {finding.text}")
        return not all(finding.holds for finding in found)

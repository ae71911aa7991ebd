"""What a visitor of the demo finds at the office: bulletins issued, matters under supervision, what
the rule proposes."""

import pytest
from django.core.management import CommandError, call_command

from reports.demo import office
from reports.demo.story import at
from reports.models import Bulletin, SupervisionNotice
from reports.supervision import following_up
from reports.supervision.ladder import CRITICISE, RAISE
from shanyin_charging import clock
from targets.models import Unit
from tests import cast

pytestmark = pytest.mark.django_db


def test_the_demos_office_has_issued_and_followed_up(story, settings, capsys):
    settings.DEMO = True
    with clock.at(at(cast.AFTER_THE_YEAR, 9)):
        office.play()
        office.play()
        assert [bulletin.number for bulletin in Bulletin.objects.order_by("issued_at")] == [
            "专班通报〔2025〕1号",
            "第1期",
            "专班通报〔2025〕2号",
        ]
        assert [
            (n.number, n.lead.name, n.level, n.state)
            for n in SupervisionNotice.objects.order_by("serial")
        ] == [
            ("督〔2025〕1号", "下喇叭乡", "red", "acknowledged"),
            ("督〔2025〕2号", "马营庄乡", "red", "responded"),
            ("督〔2025〕3号", "安荣乡", "yellow", "acknowledged"),
        ]
        proposed, _ = following_up.proposals()
        assert {(Unit.objects.get(code=p.unit).name, p.step) for p in proposed if p.notice} == {
            ("下喇叭乡", CRITICISE),
            ("安荣乡", RAISE),
        }


def test_a_real_office_is_not_played(story):
    with pytest.raises(CommandError, match="only writes to a demo"):
        call_command("seed_demo")

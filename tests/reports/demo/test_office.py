"""What a visitor of the demo finds at the office: bulletins issued, matters under supervision, what
the rule proposes."""

import pytest
from django.core.management import CommandError, call_command

from reports.demo import office
from reports.demo.story import at
from reports.models import Bulletin, SupervisionNotice
from reports.supervision import following_up
from reports.supervision.ladder import RED
from shanyin_charging import clock
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
            "专班通报〔2025〕3号",
        ]
        assert [
            (n.number, n.lead.name, n.level, n.state)
            for n in SupervisionNotice.objects.order_by("serial")
        ] == [
            ("督〔2025〕1号", "下喇叭乡", "yellow", "acknowledged"),
            ("督〔2025〕2号", "马营庄乡", "yellow", "responded"),
            ("督〔2025〕3号", "安荣乡", "yellow", "acknowledged"),
        ]
        proposed, rule = following_up.proposals()
        assert "不建议红色" in rule.words  # nobody has approved it
        assert [p for p in proposed if p.notice or p.step == RED] == []
        paper = Bulletin.objects.get(number="专班通报〔2025〕3号").plain
        said = "".join(p.text for p in paper.body)
        assert "另有1家退回修改、还在期限内" in said and "岱岳镇" not in said


def test_a_real_office_is_not_played(story):
    with pytest.raises(CommandError, match="only writes to a demo"):
        call_command("seed_demo")

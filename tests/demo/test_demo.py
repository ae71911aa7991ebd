"""What a visitor of the demo finds: an archive that is sound, bulletins issued, matters under
supervision, what the rule proposes, what is being built and waits for others."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import override_settings

from ledger.entries.construction import under_way
from reports.models import Announcement, Bulletin, Matter, Meeting, SupervisionNotice
from reports.supervision import following_up
from reports.supervision.ladder import RED
from shanyin_charging import clock
from shanyin_charging.archive import restoring, standing
from shanyin_charging.audit.models import Event
from targets.months import Month
from tests import make
from tests.archive.databases import in_sqlite
from tests.demo import PRESENT_ZIP
from tests.demo.when import AFTER_THE_YEAR, PRESENT

pytestmark = pytest.mark.django_db


def test_the_office_has_issued_and_followed_up(story):
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
        ("督〔2025〕4号", "国网山阴供电公司", "agreed", "responded"),
        ("督〔2025〕5号", "县自然资源局", "agreed", "closed"),
        ("督〔2025〕6号", "县文旅局", "agreed", "acknowledged"),
        ("督〔2025〕7号", "县住建局", "agreed", "assigned"),
    ]
    with clock.at(AFTER_THE_YEAR):
        proposed, rule = following_up.proposals()
    assert "不建议红色" in rule.words  # nobody has approved it
    assert [p for p in proposed if p.notice or p.step == RED] == []
    paper = Bulletin.objects.get(number="专班通报〔2025〕3号").plain
    said = "".join(p.text for p in paper.body)
    assert "未到期限1家" in said


def test_what_is_built_and_waits_for_others_is_as_it_is_told_on_the_demos_day(story):
    with clock.at(PRESENT):
        building = under_way(make.county(), Month(2025, 12), PRESENT)
        assert sum(project.piles for project in building) == 36
        late = [p.construction.name for p in building if p.is_overdue(PRESENT.date())]
        assert late == ["安良铺村充电站", "前榆林村充电点"]
        moved = {p.construction.name: p.moved for p in building if p.moved}
        assert moved == {"河阳新村充电站": [date(2025, 11, 30)]}
    states = Matter.objects.order_by("raised_on").values_list("raiser__name", "state")
    assert list(states) == [
        ("县商务局", "closed"),
        ("岱岳镇", "answered"),
        ("马营乡", "handed"),
        ("吴马营乡", "office"),
    ]
    assert [m.packs.count() for m in Meeting.objects.order_by("held_on")] == [1, 1]
    assert [a.receipts.count() for a in Announcement.objects.order_by("sent_at")] == [33, 7]


def test_its_journal_has_happened_in_order(story):
    moments = list(Event.objects.order_by("number").values_list("at", flat=True))
    assert moments == sorted(moments)


@pytest.mark.one_in(6)
@pytest.mark.at_length  # in SQLite, whatever the tests run on
def test_what_run_sh_restores_is_sound_and_stands_where_the_demos_clock_starts(tmp_path):
    with in_sqlite(tmp_path), override_settings(DEMO=True):
        restoring.restore(PRESENT_ZIP)
        call_command("load_plan", stdout=StringIO())
        assert list(standing.faults()) == []
        last = Event.objects.exclude(actor="系统").latest("number").at
    assert PRESENT - timedelta(days=1) < last <= PRESENT

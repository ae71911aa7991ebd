"""What happened at a site is told in order: each line as it stands by now, what was said of it."""

import pytest

from ledger.models import LineKind, Site
from ledger.sites import course, registers
from ledger.sites.seen import stamp_of
from tests import cast, make
from tests.ledger.returns.test_corrections import APRIL, MARCH, correct
from tests.ledger.returns.test_evidence_pictures import JPG, attached

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("late_april")]


def test_what_a_correction_says_belongs_to_the_line_that_it_corrects(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    people = cast.officer(), cast.office()
    first = make.approved(*people, MARCH)
    site = Site.objects.get()
    attached(first, JPG, line_key=first.current.lines.get().key)
    made = correct(people, first, ("public_dc_pile", "5"), ("public_connector", "10"))
    corrected = made.current.lines.order_by("pk").first()
    attached(made, JPG[:-2] + b"\xff\xd9", line_key=corrected.key)
    gone = make.new_piles(site=str(site.pk), dc="2", connectors="4", on="2025-04-10")
    make.approved(*people, APRIL, lines=[(LineKind.REMOVED, gone)])
    registers.rename(people[1], site, "人民广场充电站", "挂牌", stamp_of(site))
    site.refresh_from_db()
    told = course.history(people[1], site)
    assert [chapter.words for chapter in told] == [
        "由“文化广场充电站”更名为“人民广场充电站”",
        "拆除公共直流桩2台",
        "新增公共直流桩5台",
    ]
    assert (told[2].submission, told[2].amended) == (first, [made])
    assert told[2].numbers == "4—6" and len(told[2].pictures) == 2
    hidden = course.history(cast.officer(cast.YUJING), site)
    assert [len(chapter.pictures) for chapter in hidden] == [0, 0, 0]

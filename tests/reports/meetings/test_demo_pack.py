"""The pack that the demo's office would print: few sheets, nothing that a director would strike
out."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pdfplumber
import pytest

from reports.documents import proofreading
from reports.meetings import composing, workflow
from reports.press import pdf
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from tests.demo.dispatching import HELD
from tests.demo.when import at

pytestmark = [pytest.mark.at_length, pytest.mark.django_db]


@pytest.mark.parametrize("day", [date(2025, 6, 10), date(2025, 12, 10), date(2026, 1, 6)])
def test_it_is_at_most_four_sheets_and_reads_well(story, day):
    with clock.at(at(day, 9)):
        office = User.objects.get(username="office")
        before = workflow.hold(office, workflow.plan(office, date(2025, 5, 12)))
        workflow.minute(office, before, "主任主持")
        content = composing.compose(workflow.plan(office, day, "三楼会议室", "调度"))
        said = replace(content, body=content.paragraphs[len(content.body) :])
        assert proofreading.findings(said) == []
        titles = [part.title for part in content.attachments]
        own = [title.partition("、")[2] for title in titles]
        agreed = ["上次议定事项"] if day > HELD else []
        assert own[: len(agreed) + 2] == [*agreed, "建设进度", "上次会议以来的变化"]
        with pdfplumber.open(BytesIO(pdf.render(content))) as printed:
            assert len(printed.pages) <= 4
            last = [c for c in printed.pages[-1].chars if c["bottom"] < 770]
            assert max(c["bottom"] for c in last) > 200  # not all but empty

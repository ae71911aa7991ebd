"""The bench: each of its presses makes the bulletin, so that it can be called when it is wanted."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from reports.bulletins.compose import compose
from reports.figures.reading import read
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from targets.months import Month
from tests import bench, cast
from tests.presses import presses


@pytest.mark.browser
def test_every_press_of_the_bench_prints_the_title(late_april):
    content = compose(read(Month(2025, 3)))

    with presses(content) as acts:
        printed = {label: PdfReader(BytesIO(act())) for label, act in acts.items()}

    assert {
        label for label, paper in printed.items() if "通报" not in paper.pages[0].extract_text()
    } == set()
    assert len(printed) == 6


@pytest.mark.django_db
def test_the_floor_of_the_bench_and_its_pages_can_be_timed(story, client):
    leader = User.objects.get(username="leader")
    client.force_login(leader)
    with clock.at(cast.noon(cast.AFTER_THE_YEAR)):
        assert "调度一屏" in bench.floor(leader)()
        for path in bench.PAGES:
            bench.page(client, path)()


@pytest.mark.django_db
def test_a_list_can_be_timed_from_upload_to_ledger(story, monkeypatch, settings, tmp_path, capsys):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(bench, "ROWS", 40)
    with clock.at(cast.noon(cast.AFTER_THE_YEAR)):
        bench.long_list()
    printed = capsys.readouterr().out
    assert "a list of 40 rows" in printed and "nobody else writes: taking in" in printed

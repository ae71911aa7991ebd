"""核验: an issued paper is proved by its files, by the ledger of its day, and by being set again
byte for byte; what was tampered with is found; and how README is proved."""

import random
import re
from contextlib import suppress
from dataclasses import replace
from datetime import date
from io import StringIO

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command

from ledger.models import Ledger, LineKind
from ledger.periods import books
from ledger.returns import drafting as returns
from reports import claims
from reports.bulletins import drafting, issuing, proving
from reports.documents.kinds import BRIEF, MONTH, TASK, UNIT, YEAR
from reports.documents.stored import to_json
from reports.figures.reading import read
from reports.models import Bulletin, BulletinFile
from reports.press import tools
from shanyin_charging.accounts.models import Role
from shanyin_charging.audit import append_only, journal
from shanyin_charging.audit.models import Event
from shanyin_charging.lifecycle.transitions import Refused
from targets.months import Month
from tests import cast, make
from tests.reports.bulletins.test_corrections import changed
from tests.reports.figures.test_oracle import RandomLedger

pytestmark = [
    pytest.mark.at_length,
    pytest.mark.django_db,
    pytest.mark.usefixtures("april"),
]
MARCH, DECEMBER = Month(2025, 3), Month(2025, 12)
AFTER, MUCH_LATER = date(2026, 1, 20), date(2026, 2, 10)
LEDGERS = 30 if cast.LONG else 1
PAPERS = ((MONTH, ""), (BRIEF, ""), (YEAR, ""), (UNIT, cast.DAIYUE), (TASK, "17"))
SAME = "按当日台账重新排版，和签发的文件逐字节相同：PDF、Word、Excel、网页"


@pytest.fixture
def people():
    roles = {"drafter": Role.OFFICE, "second": Role.OFFICE, "chief": Role.CHIEF}
    return {name: cast.person(name, role) for name, role in roles.items()}


def issued(people, made):
    issuing.move(people["drafter"], "propose", made)
    issuing.move(people["second"], "pass", made)
    made.refresh_from_db()
    return make.sign(people["chief"], made)


@pytest.fixture
def march(people):
    """A brief of March, with a paragraph written over, one of its own and one taken out."""
    with make.at(date(2025, 4, 9)):
        made = drafting.draft(people["drafter"], read(MARCH), BRIEF)
        body = [p.text for p in made.whole.body]
        body[1] = body[1].replace("全县", "我县", 1)
        body[2] = ""
        typed = {"title": "三月简报", "addressees": "", "copies": "县委办", "body": body}
        drafting.write(people["drafter"], made, 0, {**typed, "attached": ["0"], "more": "请抓紧。"})
        return issued(people, made)


def told(bulletin):
    return [(finding.holds, finding.text) for finding in proving.prove(bulletin)]


@pytest.mark.parametrize("seed", range(LEDGERS))
def test_papers_are_proved_whatever_comes_in_after_their_day(people, seed):
    officer = cast.officer()
    line = returns.put_line(
        officer, make.draft(officer, MARCH), LineKind.ADDED, returns.new_key(), make.new_piles()
    )
    chance = random.Random(seed)
    with make.at(AFTER):
        books.open_periods(Ledger.objects.get(), "test")
        ledger = RandomLedger(chance.random(), line)
        ledger.fill()
        papers = [
            issued(people, drafting.draft(people["drafter"], read(DECEMBER), *about))
            for about in chance.sample(PAPERS, 2)
        ]
        correction = None
        changed(chance, ledger)
        with suppress(Refused):
            correction = issued(people, drafting.correct(people["drafter"], papers[0]))
    with make.at(MUCH_LATER):
        for made in papers:
            files, numbers, anew = told(made)
            assert files == (
                True,
                "文件摘要和日志里签发时的记录一致：PDF、Word、Excel、网页",
            )
            assert numbers == (True, f"{len(made.plain.keys)}个数字与当日台账一致")
            assert anew == (True, SAME), made
        if correction:
            assert told(correction)[-1] == (True, SAME.replace("当日台账", "存档内容"))


def test_the_offices_own_words_do_not_stand_in_the_way(march, people):
    with make.at(date(2025, 4, 12)):
        make.approved(cast.officer(), people["second"], MARCH)
    assert told(march)[1:] == [(True, "36个数字与当日台账一致"), (True, SAME)]


def free_to_change():
    append_only.release(apps.get_app_config("reports"))


def test_a_file_that_was_changed_is_found(march):
    free_to_change()
    BulletinFile.objects.filter(bulletin=march, format="pdf").update(content=b"%PDF-1.7 another")
    assert told(march)[0] == (False, "PDF的内容和签发时的摘要不一致")


def test_a_file_that_was_changed_together_with_its_digest_is_found_by_the_journal(march):
    free_to_change()
    content = b"%PDF-1.7 another"
    digest = proving.hashlib.sha256(content).hexdigest()
    files = BulletinFile.objects.filter(bulletin=march, format="pdf")
    files.update(content=content, sha256=digest)
    assert told(march)[0] == (False, "PDF的内容和签发时的摘要不一致")
    files.delete()
    assert told(march)[0] == (False, "缺少签发时的PDF")


def test_a_number_that_was_changed_is_named(march):
    free_to_change()
    stored = march.content
    cell = next(
        cell
        for row in stored["attachments"][0]["tables"][0]["rows"]
        for cell in row
        if cell["key"] == f"I33_u{cast.DAIYUE}_y_202503"
    )
    assert cell["text"] == "0"
    cell["text"] = "9"
    Bulletin.objects.filter(pk=march.pk).update(content=stored)
    march.refresh_from_db()
    _, numbers, anew = told(march)
    assert numbers[0] is False and re.search(
        "1个数字与当日台账不同：.*印作9台，应为0台", numbers[1]
    )
    assert anew[0] is False and "有1处不同" in anew[1]


def test_a_paper_of_an_earlier_layout_is_proved_by_digest_and_numbers_and_says_so(march):
    free_to_change()
    Bulletin.objects.filter(pk=march.pk).update(content=to_json(replace(march.whole, layout=1)))
    march.refresh_from_db()
    files, numbers, why = told(march)
    assert files[0] and numbers[0] and why[0] and "不重新排版" in why[1]


def test_other_fonts_on_the_machine_are_said_in_words(march, monkeypatch):
    monkeypatch.setattr(proving.press, "render", lambda content, name: b"set otherwise")
    assert told(march)[-1] == (
        False,
        "按当日台账重新排版，PDF、Word、Excel、网页和签发的文件不同",
    )
    monkeypatch.setattr(tools, "tools", lambda: {**TOOLS, "字库": "another"})
    assert told(march)[-1] == (
        True,
        "这台机器排版用的字库和签发时不同，PDF、Word、Excel、网页不能逐字节比对；内容相同",
    )


def test_another_release_of_what_lays_papers_out_is_another_tool(monkeypatch):
    was = tools.own_program()
    monkeypatch.setattr(tools, "TEMPLATES", tools.TEMPLATES[1:])
    assert tools.own_program() != was


TOOLS = tools.tools()


def test_a_reader_proves_a_paper_by_one_press_within_a_limit(client, march, people):
    unit = cast.officer()
    client.force_login(unit)
    page, act = f"/bulletins/{march.pk}/", f"/bulletins/{march.pk}/prove/"
    assert "核验" in client.get(page).content.decode()
    for _ in range(proving.MOST):
        client.get(page)
        assert client.post(act)["Location"] == f"{page}#proof"
    shown = client.get(page).content.decode()
    assert SAME in shown and "个数字与当日台账一致" in shown and "文件摘要" in shown
    client.post(act)
    assert "一分钟最多3次" in client.get(page).content.decode()
    assert Event.objects.filter(verb="prove_bulletin").count() == proving.MOST
    with make.at(date(2025, 4, 12)):
        client.force_login(unit)
        client.get(page)
        client.post(act)
    assert Event.objects.filter(verb="prove_bulletin").count() == proving.MOST + 1


def test_a_draft_has_nothing_to_prove(client, people):
    made = drafting.draft(people["drafter"], read(MARCH), MONTH)
    with pytest.raises(Refused, match="还没有印发"):
        proving.prove_for(people["drafter"], made)
    client.force_login(cast.officer())
    assert client.post(f"/bulletins/{made.pk}/prove/").status_code == 404


def run():
    out = StringIO()
    code = 0
    try:
        call_command("prove", stdout=out)
    except CommandError as error:
        code = error.returncode
    return code, out.getvalue()


def test_every_claim_is_one_of_readme():
    readme = " ".join((settings.ROOT / "README.md").read_text(encoding="utf-8").split())
    for words in [*(claim.words for claim in claims.CLAIMS), claims.REPRODUCIBLE]:
        assert words in readme, words


def test_the_command_proves_claims_and_papers(march):
    journal.record("test", "verify_journal", march)
    code, said = run()
    assert code == 0, said
    assert f"✓ {SAME}" in said and "✗" not in said and march.number in said
    assert all(claim.words in said for claim in claims.CLAIMS)


def test_the_command_fails_where_something_does_not_hold(march):
    free_to_change()
    BulletinFile.objects.filter(bulletin=march, format="docx").update(content=b"PK another")
    code, said = run()
    assert code == 1
    assert "✗ Word的内容和签发时的摘要不一致" in said
    assert "✗ an append-only ledger" in said and "通报可以改" in said and "通报文件可以删" in said

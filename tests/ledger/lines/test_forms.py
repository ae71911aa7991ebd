"""Wrong input gets a Chinese sentence at its field."""

from datetime import date

import pytest
from lxml import html

from ledger.lines import FORMS, line_form
from ledger.lines.piles import PilesForm
from ledger.models import LineKind, Site, Submission
from targets.models import Unit
from targets.months import Month
from tests import cast, make

pytestmark = pytest.mark.django_db


@pytest.fixture
def march():
    with make.at(cast.APRIL_2):
        make.ledger()
        yield Submission(
            period=make.period(Month(2025, 3)), unit=Unit.objects.get(code=cast.DAIYUE)
        )


def errors(submission, **changes):
    form = line_form(LineKind.ADDED, submission, make.new_piles(**changes))
    return {name: messages[0] for name, messages in form.errors.items()}


def test_a_right_line_is_read_as_integers_and_codes(march):
    form = line_form(LineKind.ADDED, march, make.new_piles(dc="６台", power="360.5"))
    assert form.is_valid()
    assert form.values() == {
        "site": None,
        "site_name": "文化广场充电站",
        "site_kind": "public_place",
        "village": cast.DAIYUE_VILLAGE,
        "at_seat": False,
        "station": None,
        "public": True,
        "dc": 6,
        "ac": 0,
        "connectors": 12,
        "power": 3605,
        "on": "2025-03-18",
        "credited_to": cast.DAIYUE,
        "explanation": "",
        "doubts": [],
    }


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"dc": "-6"}, {"dc": "直流桩（快充）不能是负数；减少请用“拆除”"}),
        ({"dc": "6.5"}, {"dc": "直流桩（快充）要填整数，不能有小数"}),
        ({"dc": "", "connectors": ""}, {"dc": "直流桩和交流桩至少填一项，都没有就不用加这一条"}),
        ({"connectors": "5"}, {"connectors": "充电枪不能少于桩数：6台桩至少6个枪"}),
        (
            {"on": "2025-04-03"},
            {"on": "投运日期不能晚于今天（2025-04-02）；还没有投运的请等投运后再报"},
        ),
        (
            {"on": "2025-04-01"},
            {"on": "投运日期在本期之后（本期到2025-03-31为止），请在下一期填报"},
        ),
        (
            {"on": "2023-12-31"},
            {"on": "投运日期早于或等于建账日2023-12-31，已含在基数里，不用再报"},
        ),
        (
            {"village": cast.YUJING_SHUIQUAN},
            {"village": "玉井镇水泉村不在岱岳镇，请选择岱岳镇的行政村（社区）"},
        ),
        (
            {"village": "140621103999"},
            {"village": "没有代码为“140621103999”的行政村（社区），请从列表中选择"},
        ),
        ({"village": ""}, {"village": "请选择新站点所在的行政村（社区）"}),
        ({"site_name": ""}, {"site_name": "新站点要有名称，如“文化广场充电站”"}),
        ({"site": "4711"}, {"site": "这个站点不在您单位可以填报的范围内，请重新选择"}),
        ({"credited_to": cast.YUJING}, {"credited_to": "只能计入本单位或本单位代报的行"}),
    ],
)
def test_wrong_input_gets_a_sentence_at_its_field(march, changes, wrong):
    assert errors(march, **changes) == wrong


def test_a_date_before_the_period_is_a_late_entry_and_not_an_error(march):
    assert errors(march, on="2025-01-20") == {
        "explanation": "投运日期2025-01-20在本期之前，将作“补录”登记。情况属实的，请在这里写明"
    }
    form = line_form(LineKind.ADDED, march, make.new_piles(on="2025-01-20", explanation="1月漏报"))
    assert form.is_valid() and form.is_backdated
    assert form.values()["doubts"] == ["投运日期2025-01-20在本期之前，将作“补录”登记"]


def test_a_unit_may_credit_the_rows_it_reports_for(march):
    transport = Submission(period=march.period, unit=Unit.objects.get(code="transport"))
    choices = [
        code for code, _ in line_form(LineKind.ADDED, transport).fields["credited_to"].choices
    ]
    assert choices == ["emu_station", "bus_station", "hsr_station", "none"]


def of_kind(submission, kind, typed):
    return {name: texts[0] for name, texts in line_form(kind, submission, typed).errors.items()}


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({}, {}),
        ({"facility": ""}, {"facility": "请选择检查的站点，或填场所名称"}),
        (
            {"grade": "general"},
            {"finding": "发现隐患的，请写明是什么问题", "mend_by": "发现隐患的，请填整改期限"},
        ),
        (
            {"grade": "general", "finding": "漏电", "mend_by": "2025-03-01"},
            {"mend_by": "整改期限不能早于检查日期"},
        ),
        ({"inspectors": ""}, {"inspectors": "请写由谁检查，如“本局2人”"}),
        ({"grade": "bad"}, {"grade": "请从列表中选择"}),
    ],
)
def test_an_inspection_says_where_who_and_what(march, changes, wrong):
    typed = {
        "facility": "加油站旁充电桩",
        "on": "2025-03-18",
        "inspectors": "本局2人",
        "grade": "none",
        **changes,
    }
    assert of_kind(march, LineKind.INSPECTED, typed) == wrong


def test_what_goes_from_a_stock_must_be_there(march):
    make.approved(cast.officer(), cast.office(), Month(2025, 3))
    site = str(Site.objects.get().pk)
    gone = make.new_piles(site=site, dc="7", connectors="13", power="400", on="2025-03-20")
    assert of_kind(march, LineKind.REMOVED, gone) == {
        "dc": "这个站点2025-03-20起只有公共直流桩6台，不能拆除7台",
        "connectors": "这个站点2025-03-20起只有公共充电枪12个，不能拆除13个",
        "power": "这个站点2025-03-20起只有公共桩额定功率360千瓦，不能拆除400千瓦",
    }
    early = make.new_piles(site=site, dc="2", connectors="2", power="0", on="2025-03-10")
    assert (
        of_kind(march, LineKind.REMOVED, early)["dc"]
        == "这个站点2025-03-10起只有公共直流桩0台，不能拆除2台"
    )
    assert of_kind(march, LineKind.REOPENED, gone) == {
        "dc": "这个站点2025-03-20停用着的公共直流桩只有0台，多出的请报新增"
    }
    same = make.new_piles(site=site, on="2025-03-20")
    assert of_kind(march, LineKind.CHANGED, same) == {
        "dc": "和现有的完全一样，没有改造就不用加这一条"
    }
    assert of_kind(march, LineKind.CHANGED, {**same, "ac": "1", "connectors": "13"}) == {
        "dc": "改造前后台数要一样（现有6台）；增加的请报新增，减少的请报拆除"
    }


def test_a_closed_year_takes_corrections_and_what_is_to_be_admitted(march):
    ledger = march.period.county.ledger
    ledger.closed_through = date(2024, 12, 31)
    ledger.save()
    form = line_form(LineKind.ADDED, march, make.new_piles(on="2024-12-30"))
    assert form.errors["explanation"] == [
        "投运日期2024-12-30在本期之前，将作“补录”登记。情况属实的，请在这里写明",
        "2024年已经结账，这一条要由专班办公室主任批准作结账后补登。情况属实的，请在这里写明",
    ]
    place = {
        "site": "new",
        "site_name": "人民广场停车场",
        "site_kind": "car_park",
        "village": cast.DAIYUE_VILLAGE,
        "on": "2024-12-30",
    }
    assert of_kind(march, LineKind.SITE, place) == {
        "on": "2024年已经结账，2024-12-31及以前的变动只能作更正"
    }


PILES = [kind for kind, form in FORMS.items() if issubclass(form, PilesForm)]
ON_PAGES = [kind for kind in PILES if kind != LineKind.OPENING]  # which has a list of its own


@pytest.mark.parametrize("kind", PILES)
def test_every_field_about_piles_has_its_hint(march, kind):
    form = line_form(kind, march, {})
    assert [name for name, field in form.fields.items() if len(field.help_text) < 8] == []


@pytest.mark.parametrize("kind", ON_PAGES)
def test_what_must_be_filled_is_marked_and_each_hint_stands_below(client, march, kind):
    client.force_login(cast.officer())
    address = f"/returns/{march.period.pk}/{cast.DAIYUE}/?kind={kind}"
    page = html.document_fromstring(client.get(address).content.decode())
    form = page.get_element_by_id("form")
    fields = form.xpath(".//*[@aria-describedby]")
    first = [f.get("aria-describedby").split()[0] for f in fields]  # before its error
    hints = [page.get_element_by_id(about).text_content() for about in first]
    assert len(fields) > 5 and all(map(str.strip, hints))
    must = {field.get("id") for field in form.xpath(".//*[@aria-required='true']")}
    assert must == {label.get("for") for label in form.xpath(".//label[@class='must']")}
    assert {"id_site", "id_on"} <= must

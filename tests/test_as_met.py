"""Every kind of page in Chromium, in the demo's year: on paper, for who cannot see or point, and in
sizes that can be read at a desk, on a phone and on a wall."""

import re
from io import BytesIO
from unicodedata import normalize
from urllib.parse import urljoin

import pdfplumber
import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.test import override_settings
from playwright.sync_api import expect, sync_playwright
from pypdfium2 import PdfDocument
from pytest_django.live_server_helper import LiveServer

from shanyin_charging import urls
from tests import cast, chromium, make, met, typed
from tests.demo.brought_in import bring_in
from tests.walk import eve

pytestmark = [pytest.mark.browser, pytest.mark.at_length, pytest.mark.longest]
DESK, PHONE, ENLARGED = 1366, 360, 683  # the last is a desk at 200 %
PARTS = 8  # in which the states are looked at, so that no test is a tenth of a run
POINT = 25.4 / 72  # millimetres
CONTROLS = "button, .button, .tabs, .subnav, .filters, .pager a, .masthead, .skip, summary"
CONTROLS += ", .title .tools a, .pick input, main form:not(.door, .printed)"
SMALL = """() => {
  const found = [], texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode, inside = text.parentElement, range = document.createRange();
    range.selectNodeContents(text);
    const box = range.getBoundingClientRect();
    if (!text.textContent.trim() || !box.width || !box.height) continue;
    const drawn = inside.closest("svg") && inside.getScreenCTM();
    const scale = drawn ? Math.hypot(drawn.a, drawn.b) : 1;
    const size = parseFloat(getComputedStyle(inside).fontSize) * scale;
    if (size < 13.9) found.push(text.textContent.trim().slice(0, 12) + " " + size.toFixed(1));
  }
  return found;
}"""
NARROW = """() => [...document.querySelectorAll("td, th")].filter(cell => {
  const style = getComputedStyle(cell), size = parseFloat(style.fontSize);
  const sides = parseFloat(style.paddingLeft) + parseFloat(style.paddingRight);
  const room = (cell.clientWidth - sides) / size;
  const long = text => [...text].reduce((sum, c) => sum + (c > "\\u2e7f" ? 1 : .5), 0);
  const longest = Math.max(...cell.innerText.split("\\n").map(line => long(line.trim())));
  return cell.clientWidth && room < 5.9 && longest > room + 1 && longest > 6;
}).map(cell => cell.innerText.trim())"""
MOVING = """() => [...document.querySelectorAll(".scroll")].filter(
  frame => frame.querySelector("table.cards") && frame.scrollWidth > frame.clientWidth + 1
).map(frame => frame.scrollWidth)"""
AXE = """async () => (await axe.run(document, {
  resultTypes: ["violations"],
  rules: {"target-size": {enabled: true}, "label-content-name-mismatch": {enabled: true}},
})).violations.filter(v => ["critical", "serious"].includes(v.impact)).map(
  v => `${v.id} ${v.nodes.length}: ${v.nodes[0].target} ${v.nodes[0].html.slice(0, 160)}`)"""
TABLES = """() => [...document.querySelectorAll("table")].flatMap(table => [
  table.caption ? "" : "a table has no caption",
  ...[...table.querySelectorAll("th")].filter(head => !head.scope || !head.textContent.trim()).map(
    head => "a head has no scope or no words: " + head.outerHTML.slice(0, 80)),
].filter(Boolean))"""
TOP = """() => Math.min(...[...document.querySelectorAll("h1, .crumbs, .subnav")].map(
  e => e.getBoundingClientRect()).filter(box => box.height).map(box => box.top + scrollY))"""
OUTLINED = """() => {
  const on = document.activeElement, style = getComputedStyle(on);
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return [on.textContent.trim(), outlined];
}"""


@pytest.fixture(scope="module")
def desks(story, django_db_blocker, tmp_path_factory):
    """Windows on a served portal that holds the demo's year and the evening before the walk; what
    is pressed there is gone after these tests."""
    offset = eve.MORNING - make.machine_time()
    with django_db_blocker.unblock(), override_settings(CLOCK_OFFSET=offset):
        with sync_playwright() as playwright:
            server, browser = LiveServer("localhost"), chromium.launch(playwright)
            met.prepare()
            met.each_kind()  # here, where figures are kept from page to page as on a server
            yield met.Desks(browser, server.url)
            browser.close()
            server.stop()
        bring_in(tmp_path_factory.mktemp("demo_again"))


def printed(page):
    """The sheets of a page as Chromium prints it."""
    return pdfplumber.open(BytesIO(page.pdf(prefer_css_page_size=True)))


# Chromium prints some characters as the radical that looks alike; those that Unicode does not unify
RADICALS = str.maketrans(
    "⻋⻢⻓⻔⻅⻉⻛⻚⻜⻥⻦⻩⻬⻰⻮⻘⺠⻆⻄⻁⻨⻣⻤⻝⻙⻒⻑",
    "车马长门见贝风页飞鱼鸟黄齐龙齿青民角西虎麦骨鬼食韦镸長",
)


def plain(text):
    """Without blanks, each character as it is typed."""
    return re.sub(r"\s", "", normalize("NFKC", text).translate(RADICALS))


def words(sheet):
    return plain(sheet.extract_text())


def texts(page):
    """What stands on each sheet of a page that may have a hundred, where nothing is measured."""
    with PdfDocument(page.pdf(prefer_css_page_size=True)) as pdf:
        return [plain(sheet.get_textpage().get_text_range()) for sheet in pdf]


def body(sheet):
    """The letters above the foot that each sheet has."""
    return [c for c in sheet.chars if c["text"].strip() and c["bottom"] < sheet.height - 40]


def wrong_on_paper(page):
    """What is wrong with a printed page."""
    wide = page.evaluate("document.body.classList.contains('wide')")
    page.emulate_media(media="print")
    shown = page.evaluate(
        "s => [...document.querySelectorAll(s)].filter(e => e.getClientRects().length"
        " && !e.closest('details[open]')).map(e => e.textContent.trim())",
        CONTROLS,
    )
    page.emulate_media(media="null")
    found = [f"shows {shown}"] * bool(shown)
    with printed(page) as pdf:
        for number in {1, len(pdf.pages)}:
            sheet = pdf.pages[number - 1]
            if not re.search(
                rf"办公室.*打印于20.*第{number}页.*共{len(pdf.pages)}页$", words(sheet)
            ):
                found.append(f"foot of sheet {number}: {words(sheet)[-60:]}")
            if (sheet.width > sheet.height) is not wide:
                found.append(f"sheet {number} is turned")
            if max(c["x1"] for c in sheet.chars) > sheet.width - 8 / POINT:
                found.append(f"sheet {number} is cut at its right")
        first = body(pdf.pages[0])
        filled = max(c["bottom"] for c in first) / pdf.pages[0].height
        if len(pdf.pages) > 1 and filled < 0.25:
            found.append(f"first sheet is filled to {filled:.2f}")
    return found


WITHOUT_A_PAGE = {  # answers to presses, files, and pages that the demo's year has no case of
    "act_on_announcement act_on_finding act_on_instruction act_on_matter act_on_meeting"
    " act_on_notice act_on_visit agreed_list announcement_file answer_suggestion"
    " approve_clean attach attachment blank_plan bulletin_as bulletin_file calendar_feed"
    " correct_again county draft_bulletin end_plan examined_plan file_bulletin_scan"
    " file_notice_scan healthz instruct list_faults list_reading list_template move"
    " next_quotas notice_file notice_sheet pack_file people_sheet plan_workbook"
    " prove_bulletin readyz returns_sheet scan sign_in_code sign_out thumbnail unit_sheet"
    " upload upload_file visit_picture visit_thumbnail whole_ledger workbook written_list"
}


def test_no_kind_of_page_is_left_out(desks):
    named = {pattern.name for pattern in urls.urlpatterns}
    left_out = named - met.each_kind().keys() - {state.kind for state in met.others()}
    assert left_out == set(" ".join(WITHOUT_A_PAGE).split())


@pytest.mark.parametrize(
    ("kind", "where", "column"),  # the list on its page, and what tells its rows apart
    [
        ("sites", "main section table", 1),
        ("entries", "main table", 0),
        ("journal", "main table", 0),
        ("gaps", "main table", 0),
        ("trace", "main #entries table", 0),
    ],
)
def test_a_list_is_printed_whole_with_its_head_on_each_sheet(desks, kind, where, column):
    page = desks.open(met.each_kind()[kind])
    several = page.locator("#whole").count()
    if several:
        page.goto(urljoin(page.url, page.locator("#whole").get_attribute("href")))
    table = page.locator(where).last
    rows = table.locator("tbody tr")
    first = table.locator("thead th").first.inner_text()
    told = [plain(row.split("\t")[column]) for row in rows.all_inner_texts()]
    sheets = texts(page)
    listed = [n for n, text in enumerate(sheets) if any(t in text for t in told)]
    whole = "".join(sheets)
    assert len(told) > 20 or not several
    assert [t for t in told if t not in whole] == []
    assert [n for n in listed if plain(first) not in sheets[n]] == []


def test_a_receipt_stands_on_one_sheet_with_its_return(desks):
    page = desks.open(next(s for s in met.others() if s.kind == "submission"))
    receipt = re.search(r"\d{6}-\S+", page.locator(".side").inner_text())[0]
    with printed(page) as pdf:
        assert receipt in words(pdf.pages[0]) and len(pdf.pages) == 1


def looked_at():
    """The states that are measured: each kind of page, under LONG=1 as everybody meets it, and
    what else a kind can be."""
    kinds = met.as_everybody() if cast.LONG else met.each_kind().values()
    return [*kinds, *met.others()]


def wrong_at(page, width):
    """What keeps somebody from reading a page, so wide."""
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate(AXE)
    if "/bulletins/" not in page.url:  # a paper's tables are as they are printed
        found += page.evaluate(TABLES)
    if small := page.evaluate(SMALL):
        found.append(f"{len(small)} texts under 14 px: {small[:3]}")
    for room in {width, ENLARGED if width == DESK else width}:
        page.set_viewport_size({"width": room, "height": 740})
        if page.evaluate("document.documentElement.scrollWidth") > room:
            found.append(f"scrolls sideways at {room}")
    if width == PHONE and (narrow := page.evaluate(NARROW)):
        found.append(f"narrow columns: {narrow[:3]}")
    if width == PHONE and (wide := page.evaluate(MOVING)):
        found.append(f"cards {wide} px wide in their frame")
    if width == PHONE and (top := page.evaluate(TOP)) > 120:
        found.append(f"begins {top} px down")
    return found


def test_at_least_ninety_states_are_looked_at(desks):
    assert len(looked_at()) >= 90


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("width", [DESK, PHONE] if cast.LONG else [PHONE])
def test_every_page_can_be_read_by_everybody_and_fills_its_first_sheet(desks, width, part):
    wrong = {}
    printed_once = met.each_kind().values() if width == PHONE else ()
    for state in looked_at()[part::PARTS]:
        page = desks.open(state, width)
        found = wrong_at(page, width)
        if state in printed_once:
            page.set_viewport_size({"width": DESK, "height": 768})
            found += wrong_on_paper(page)
        if found:
            wrong[str(state)] = found
    assert wrong == {}


WITH_ERRORS = {
    "change_password": "office",
    "people": "admin",
    "fill_return": met.OFFICER,
    "open_notice": "office",
}


@pytest.mark.parametrize("kind", WITH_ERRORS)
def test_what_is_wrong_is_told_where_it_is_and_first(desks, kind):
    addresses = {
        "fill_return": met.form().address,
        "people": "/people/?new=1",
        "open_notice": "/supervision/open/",
    }
    address = addresses.get(kind) or met.each_kind()[kind].address
    page = desks.open(met.State(WITH_ERRORS[kind], kind, address))
    form = page.locator("main form[method=post]").filter(has=page.locator("button.main")).first
    form.evaluate("form => { form.noValidate = true }")
    for field in form.locator("input:not([type=hidden])").all():
        if field.get_attribute("type") in (None, "text", "tel", "email", "password"):
            field.fill("")
    form.locator("button.main").click()
    expect(page.locator(".summary")).to_be_focused()
    assert wrong_at(page, DESK) == []
    for link in page.locator(".summary a").all():
        field = page.locator(link.get_attribute("href"))
        told = page.locator("#" + field.get_attribute("aria-describedby").split()[-1])
        assert field.get_attribute("aria-invalid") == "true"
        expect(told).to_contain_text(link.inner_text())


def test_a_press_refused_says_why_first_and_at_its_words(desks):
    notices = (desks.open(state) for state in met.others() if state.kind == "notice")
    page = next(one for one in notices if one.locator("form.step:has(textarea)").count())
    step = page.locator("form.step:has(textarea)").first
    step.evaluate("form => { form.noValidate = true }")
    step.locator("textarea").fill(" ")
    step.locator("button").click()
    expect(page.locator("#refusal")).to_be_focused()
    assert page.title().strip().startswith("错误：")
    assert page.locator("textarea[aria-describedby=refusal]").count() == 1


@pytest.mark.one_in(6)
def test_what_is_typed_into_any_form_outlives_the_net_the_session_and_a_second_tab(desks):
    alone, known, wrong = met.Desks(desks.browser, desks.portal), set(), {}
    for state in (*met.each_kind().values(), *met.others()):
        if state.person == met.NOBODY:
            continue
        for keep in alone.open(state).evaluate(typed.FORMS):
            kind = re.sub(r"\d+", "#", keep)
            if kind in known:
                continue
            known.add(kind)
            alone.open(state)
            if found := typed.lost(alone, state, keep):
                wrong[f"{state} {keep}"] = found
    assert wrong == {}
    assert len(known) >= 40, sorted(known)


def test_the_tab_that_is_open_and_the_last_month_are_in_sight_on_a_phone(desks):
    page = desks.open(met.State("leader", "burden", "/burden/"), PHONE)
    expect(page.locator(".subnav [aria-current]")).to_be_in_viewport(ratio=1)
    page = desks.open(met.State("leader", "indicator", "/indicators/I02/"), PHONE)
    page.locator(".columns-chart").scroll_into_view_if_needed()
    expect(page.locator(".columns-chart a").last).to_be_in_viewport()


@pytest.mark.parametrize(
    ("width", "height", "size"), [(1366, 768, 14), (1920, 1080, 19), (3840, 2160, 38)]
)
def test_the_leaders_screen_fits_its_wall(desks, width, height, size):
    page = desks.open(met.State("leader", "dispatch", "/dispatch/"))
    page.set_viewport_size({"width": width, "height": height})
    page.reload()
    whole = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    )
    letters = page.locator(".halves td.number").first
    seen = letters.evaluate(
        "e => parseFloat(getComputedStyle(e).fontSize) * (e.currentCSSZoom || 1)"
    )
    assert whole[0] <= width and whole[1] <= height and seen >= size


def stops_until(page, said):
    """How many presses of Tab lead to what says so; each stop on the way is seen."""
    for stop in range(1, 60):
        page.keyboard.press("Tab")
        text, outlined = page.evaluate(OUTLINED)
        assert outlined, text
        if text == said:
            return stop
    raise AssertionError(f"no {said}")


def test_an_officer_reaches_handing_in_soon_by_the_keyboard(desks):
    page = desks.open(met.form())
    assert stops_until(page, "跳到正文") == 1
    page.keyboard.press("Enter")
    told = page.locator(".side .button.main").inner_text().strip()
    assert stops_until(page, told) <= 4


def test_what_has_been_sent_cannot_be_pressed_again_while_it_is_worked_on(desks):
    page = desks.open(met.State("office", "contact", "/me/"))
    page.evaluate("addEventListener('submit', event => event.preventDefault())")  # as if on its way
    button = page.locator("main form button")
    button.click()
    expect(button).to_have_text("正在处理…")
    expect(button).to_be_disabled()


def test_a_button_that_gave_a_file_can_be_pressed_again(desks):
    alone = met.Desks(desks.browser, desks.portal)
    page = alone.open(met.State("office", "sites", "/sites/"))
    page.clock.install()
    page.reload()
    button = page.locator("form.filters button").first
    said = button.inner_text()
    page.locator("form.filters").evaluate(
        "form => form.insertAdjacentHTML('beforeend', '<input name=format value=csv hidden>')"
    )
    with page.expect_download():
        button.click()
    expect(button).to_have_text("正在处理…")
    page.clock.fast_forward(8000)
    expect(button).to_have_text(said)
    expect(button).to_be_enabled()
    page.context.close()

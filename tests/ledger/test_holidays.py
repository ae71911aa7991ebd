"""Holiday notices as they are pasted and typed, against the days that the program knows, and what
a wrong one is told."""

from datetime import date, timedelta

import pytest

from ledger import notice_text
from ledger.holidays import PRINTED, Calendar, Holiday, from_value

NOTICES = {  # the days of the notices for 2025 and 2026, in their words
    2025: """国务院办公厅关于2025年部分节假日安排的通知　国办发明电〔2024〕12号
一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作。""",
    2026: """一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日至23日放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日至6日放假，共3天。四、劳动节：5月1日至5日放假调休，共5天。5月9日（星期六）上班。
五、端午节：6月19日至21日放假，共3天。六、中秋节：9月25日至27日放假，共3天。
七、国庆节：10月1日至7日放假调休，共7天。9月20日、10月10日上班。""",
}
OTHERS = """清明节：4月3日至5日放假
劳动节：5月1日至5日放假
端午节：6月9日放假
中秋节：9月15日放假
国庆节：10月1日至7日放假"""


@pytest.mark.parametrize("year", NOTICES)
def test_a_pasted_notice_gives_every_day_of_its_year_as_the_program_knows_it(year):
    found = notice_text.read(NOTICES[year], year)
    assert found.faults == [] and found.aside == []
    by_it = Calendar([from_value(year, found.notice(year).as_value())])
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
    for weekends in (True, False):
        odd = [d for d in days if by_it.rests(d, weekends) != PRINTED.rests(d, weekends)]
        assert odd == []


def test_the_number_and_the_names_are_taken_from_the_text():
    found = notice_text.read(NOTICES[2025], 2025)
    assert found.document_no == "国办发明电〔2024〕12号"
    assert found.notice(2025).off[-1] == Holiday(
        "国庆节、中秋节", date(2025, 10, 1), date(2025, 10, 8)
    )


def test_typed_days_may_begin_in_the_december_before_and_stand_above_what_is_known_of_it():
    typed = "元旦：2026年12月31日至2027年1月3日放假\n春节：2月5日至11日放假，2月14日、20日上班\n"
    found = notice_text.read(typed + OTHERS, 2027)
    assert found.faults == []
    calendar = Calendar([found.notice(2027)])
    assert calendar.knows(2027) and calendar.rests(date(2026, 12, 31))
    assert not PRINTED.rests(date(2026, 12, 31))
    worked = [date(2027, 2, 14), date(2027, 2, 20)]
    assert not any(map(calendar.rests, worked)) and calendar.rests(date(2027, 2, 21))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("春节：2月6日（周五）至11日放假。", "2027-02-06是周六，写的是“2月6日(周五)”"),
        ("春节：2月5日至11日放假，共8天。", "写的是共8天，日期算下来是7天"),
        ("春节：2月11日至5日放假。", "2027-02-11至2027-02-05不像一段假期"),
        ("春节：2月30日放假。", "没有“2月30日”这一天"),
        ("春节：2月5日至11日放假。2月15日上班。", "2027-02-15是周一，本来就上班"),
        ("春节：2月5日至11日放假。2月6日上班。", "2027-02-06又放假又上班"),
        ("关于2026年部分节假日安排的通知\n春节：2月5日至11日放假。", "这是2026年的通知"),
        ("", "没有读到春节的放假日期"),
    ],
)
def test_what_cannot_be_meant_is_told_with_the_day(wrong, told):
    found = notice_text.read(f"元旦：1月1日放假\n{wrong}\n{OTHERS}", 2027)
    assert [fault for fault in found.faults if told in fault]


def test_a_sentence_with_a_day_that_says_neither_is_told_and_not_taken():
    said = "春节：2月10日至17日放假。鼓励各单位安排职工在除夕（2月9日）休息。"
    found = notice_text.read(said, 2024)
    assert found.aside == ["鼓励各单位安排职工在除夕(2月9日)休息"]

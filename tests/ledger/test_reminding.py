"""The reminder's words before the due day, on it and after it."""
from ledger.reminding import words

NAMES = ["岱岳镇", "县教育局"]
DUE = "2025年4月7日（周一）24:00"


def test_nobody_is_reminded_of_nothing():
    assert words("2025年3月", DUE, 3, []) == ""


def test_the_words_name_only_who_owes_and_what_will_follow():
    before, today, after = (words("2025年3月", DUE, days, NAMES) for days in (3, 0, None))
    assert "2025年4月7日（周一）24:00截止，还有3天" in before and "零报告" in before and "未报名单" not in before
    assert "今天24:00截止" in today and "将列入未报名单" in today
    assert "已于2025年4月7日（周一）24:00截止" in after and "在通报中列出" in after
    assert all("还没有上报的单位（2家）：岱岳镇、县教育局。" in text for text in (before, today, after))

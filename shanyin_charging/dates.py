"""How a date or an instant is written, in the county's time."""

from datetime import date, datetime, timedelta

from .clock import ZONE

WEEKDAYS = "一二三四五六日"


def long_date(day: date) -> str:
    """2025年8月5日（周二）"""
    return f"{official_date(day)}（周{WEEKDAYS[day.weekday()]}）"


def official_date(day: date) -> str:
    """2025年8月8日, without leading zeros, as documents write it."""
    return f"{day.year}年{day.month}月{day.day}日"


def moment(at: datetime) -> str:
    """2025-08-05 14:32"""
    return at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")


def last_day(at: datetime) -> str:
    """The last day before an instant, as documents write it: 2025年12月31日."""
    return official_date((at - timedelta(microseconds=1)).astimezone(ZONE).date())


def until(at: datetime) -> str:
    """The last moment before `at`, as a deadline is said: 2025年8月5日（周二）24:00."""
    local = at.astimezone(ZONE)
    if (local.hour, local.minute) == (0, 0):
        return f"{long_date(local.date() - timedelta(days=1))}24:00"
    return f"{long_date(local.date())}{local:%H:%M}"


def lasting(seconds: int) -> str:
    """How long something took: 3分20秒"""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes}分{rest:02}秒" if minutes else f"{rest}秒"


def left(now: datetime, at: datetime) -> str:
    """How long until `at`, in days and hours; how long ago when it has passed."""
    minutes = int(abs((at - now).total_seconds()) // 60)
    days, hours = divmod(minutes // 60, 24)
    span = (
        f"{days}天{hours}小时"
        if days
        else f"{hours}小时{minutes % 60}分"
        if hours
        else f"{minutes}分钟"
    )
    return f"还有{span}" if at > now else f"已过{span}"

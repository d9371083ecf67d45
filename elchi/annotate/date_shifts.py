"""Calendar arithmetic for what is counted from the day of publication: «вчера», «на прошлой неделе», «в субботу».

The readers are of the kind that `date_values` describes.
"""

from __future__ import annotations

from datetime import timedelta

from elchi.annotate.date_values import Parts, Reader, Setting, month_text, months, year

_UNKNOWN = 0
"""The number of «несколько»."""


def shifted_season(parts: Parts, setting: Setting) -> str | None:
    """«прошлой осенью»: the last one that is over; «следующей»: the first to begin; «этой»: of the running year."""
    published = setting.published
    if not published or not published.month:
        return None
    first, shift, now = parts["season"], parts["shift"], published.month
    found = published.year - (first == 12 and now < 12)
    begins = (found - published.year) * 12 + first
    if shift < 0:
        found -= begins + 2 >= now
    elif shift > 0:
        found += begins <= now
    return months(found, first, first + 2)


def last_year(parts: Parts, setting: Setting) -> str | None:
    """«прошлогодний»."""
    return year({"year_shift": -1}, setting)


def shifted_month(parts: Parts, setting: Setting) -> str | None:
    """«в прошлом месяце»."""
    published = setting.published
    return month_text(published.year, published.month + parts["shift"]) if published and published.month else None


def _of_week(setting: Setting, weeks: int, first: int, last: int) -> str | None:
    if not setting.today:
        return None
    monday = setting.today + timedelta(weeks=weeks, days=-setting.today.weekday())
    return f"{monday + timedelta(days=first)}/{monday + timedelta(days=last)}"


def shifted_week(parts: Parts, setting: Setting) -> str | None:
    """«на минувшей неделе», Monday to Sunday."""
    return _of_week(setting, parts["shift"], 0, 6)


def shifted_weekend(parts: Parts, setting: Setting) -> str | None:
    """«в минувшие выходные»; on a weekend the next ones are a week away, those to come in the week are its own."""
    if not setting.today:
        return None
    shift = parts["shift"]
    weekend = setting.today.weekday() > 4
    return _of_week(setting, shift if shift < 0 or weekend else 0, 5, 6)


def _days_away(setting: Setting, days_away: int) -> str | None:
    if setting.today:
        return (setting.today + timedelta(days=days_away)).isoformat()
    published = setting.published
    return month_text(published.year, published.month) if published and published.month and not days_away else None


def shifted_day(parts: Parts, setting: Setting) -> str | None:
    """«вчера»."""
    return _days_away(setting, parts["day_shift"])


def today(parts: Parts, setting: Setting) -> str | None:
    """«минувшей ночью»: the day of publication."""
    return _days_away(setting, 0)


def yesterday(parts: Parts, setting: Setting) -> str | None:
    """«накануне»."""
    return _days_away(setting, -1)


def weekday(parts: Parts, setting: Setting) -> str | None:
    """«в субботу»: the last one, that of publication among them; «в прошлую» before it, «в следующую» after it."""
    if not setting.today:
        return None
    number = parts["weekday_adjective"] if "weekday_adjective" in parts else parts["weekday"]
    ago = (setting.today.isoweekday() - number) % 7
    shift = parts.get("shift")
    if shift == 0:
        return _days_away(setting, number - setting.today.isoweekday())
    if shift == 1 or (shift is None and setting.ahead and ago):
        return _days_away(setting, 7 - ago)
    return _days_away(setting, -(ago or 7) if shift == -1 else -ago)


def day_of_number(parts: Parts, setting: Setting) -> str | None:
    """«19-го»: the last day of that number, that of publication among them; the next one where the clause looks
    ahead."""
    if not setting.today:
        return None
    number, step = parts.get("day") or parts["day_word"], 1 if setting.ahead else -1
    away = next(n for n in range(0, 62 * step, step) if (setting.today + timedelta(days=n)).day == number)
    return _days_away(setting, away)


def _ago(parts: Parts) -> int | None:
    """How many units lie between; None where the text gives no exact number."""
    number = parts.get("number", 1)
    return None if "vague" in parts or number == _UNKNOWN else number


def days_ago(parts: Parts, setting: Setting) -> str | None:
    """«днём ранее», «три дня назад»."""
    number = _ago(parts)
    return _days_away(setting, -number) if number else None


def weeks_ago(parts: Parts, setting: Setting) -> str | None:
    """«неделю назад»: that week, since such counts are rarely meant to the day."""
    number = _ago(parts)
    return _of_week(setting, -number, 0, 6) if number else None


def months_ago(parts: Parts, setting: Setting) -> str | None:
    """«три месяца назад»."""
    number = _ago(parts)
    return shifted_month({"shift": -number}, setting) if number else None


def years_ago(parts: Parts, setting: Setting) -> str | None:
    """«два года назад»."""
    number = _ago(parts)
    return year({"year_shift": -number}, setting) if number else None


READERS: dict[str, Reader] = {f.__name__: f for f in (
    last_year, shifted_season, shifted_month, shifted_week, shifted_weekend, shifted_day, today, yesterday, weekday,
    day_of_number, days_ago, weeks_ago, months_ago, years_ago)}

"""Makes due-2024-2026.json, the golden cases of legal periods, without any of Gongzhi's code.

Method: the State Council's notices are entered by hand below, break by break, as one reads them. A period is then counted the way a
clerk does it on a wall calendar: one day after another, `datetime.date` objects, no formulas. Backward cases are found by trial: the last
day from which counting forward still ends in time. Working time is walked minute by minute: a minute counts when a worker with the notice
and the opening hours on the wall would be at work in it, and when nothing is paused. A number of results was worked out by hand beforehand (BY_HAND); the script stops if
its counting disagrees with one of them.

    python3 test/calendar/golden/make_golden.py          writes the file
    python3 test/calendar/golden/make_golden.py --check  exits 1 if the file is not what this script makes
"""

import json
import pathlib
import sys
from datetime import date, datetime, timedelta

FILE = pathlib.Path(__file__).with_name('due-2024-2026.json')

# 国办发明电〔2023〕7号, 〔2024〕12号, 〔2025〕7号, as printed: days off (first, last), and weekend days that are worked.
NOTICES = {
    2024: {
        'off': ['0101-0101', '0210-0217', '0404-0406', '0501-0505', '0610-0610', '0915-0917', '1001-1007'],
        'worked': ['0204', '0218', '0407', '0428', '0511', '0914', '0929', '1012'],
    },
    2025: {
        'off': ['0101-0101', '0128-0204', '0404-0406', '0501-0505', '0531-0602', '1001-1008'],
        'worked': ['0126', '0208', '0427', '0928', '1011'],
    },
    2026: {
        'off': ['0101-0103', '0215-0223', '0404-0406', '0501-0505', '0619-0621', '0925-0927', '1001-1007'],
        'worked': ['0104', '0214', '0228', '0509', '0920', '1010'],
    },
}

ONE = timedelta(days=1)
OFF, WORKED = set(), set()
for year, notice in NOTICES.items():
    for stretch in notice['off']:
        first, last = (date(year, int(part[:2]), int(part[2:])) for part in stretch.split('-'))
        while first <= last:
            OFF.add(first)
            first += ONE
    for text in notice['worked']:
        WORKED.add(date(year, int(text[:2]), int(text[2:])))


class Count:
    """One counting; remembers whether it looked at a day of a year without a notice."""

    def __init__(self):
        self.provisional = False

    def is_worked(self, day):
        if day.year not in NOTICES:
            self.provisional = True
        if day in WORKED:
            return True
        if day in OFF:
            return False
        return day.strftime('%a') not in ('Sat', 'Sun')

    def not_resting(self, day):
        while not self.is_worked(day):
            day += ONE
        return day


def same_day_later(start, months):
    """Page through the calendar month by month, then look for the same number in the last one."""
    first = start.replace(day=1)
    for _ in range(months):
        first = (first + timedelta(days=31)).replace(day=1)
    day = first
    while day.day < start.day and (day + ONE).month == day.month:
        day += ONE
    return day


# When work is done on a worked day: of a calendar that states nothing, and split days.
USUAL = '08:30-12:00 13:30-18:00'
SPLIT = '09:00-12:00 14:00-17:30'
MINUTE = timedelta(minutes=1)
WORK = {'workingMinute': 1, 'workingHour': 60}


def open_hours(times):
    return [tuple(side.split(':') for side in stretch.split('-')) for stretch in times.split()]


def at_work(minute, times, count):
    """Whether the minute that begins then is worked; the day is looked up only within the opening hours."""
    for (h1, m1), (h2, m2) in open_hours(times):
        opens, closes = (minute.replace(hour=int(h), minute=int(m)) for h, m in ((h1, m1), (h2, m2)))
        if opens <= minute < closes:
            return count.is_worked(minute.date())
    return False


def walk(minutes, start, times, pauses=()):
    count, now, done = Count(), start, 0
    while done < minutes:
        if at_work(now, times, count) and not any(first <= now < last for first, last in pauses):
            done += 1
        now += MINUTE
    return now, count.provisional


def walk_back(minutes, until, times):
    count, now, done = Count(), until, 0
    while done < minutes:
        now -= MINUTE
        if at_work(now, times, count):
            done += 1
    if minutes:
        assert walk(minutes, now, times)[0] <= until < walk(minutes, now + MINUTE, times)[0], until
    return now, count.provisional


def asleep(when, night):
    """The first minute from then on that is not night."""
    (h1, m1), (h2, m2) = (side.split(':') for side in night.split('-'))
    falls, ends = int(h1) * 60 + int(m1), int(h2) * 60 + int(m2)
    while True:
        now = when.hour * 60 + when.minute
        if not (falls <= now < ends if falls <= ends else now >= falls or now < ends):
            return when
        when += MINUTE


def forward(n, unit, rollover, start, times=USUAL, pauses=()):
    if unit in WORK:
        return walk(n * WORK[unit], start, times, pauses)
    count = Count()
    if unit in ('hour', 'minute'):
        end = start
        for _ in range(n):
            end += timedelta(hours=1) if unit == 'hour' else timedelta(minutes=1)
        if rollover == 'nextWorkingDay':
            last = (end - timedelta(milliseconds=1)).date()
            end += count.not_resting(last) - last
        return end, count.provisional
    day = start.date()
    if unit == 'workingDay':
        done = 0
        while done < n:
            day += ONE
            if count.is_worked(day):
                done += 1
        if n == 0:
            day = count.not_resting(day)
    elif unit == 'day':
        for _ in range(n):
            day += ONE
    else:
        day = same_day_later(day, n)
    if unit != 'workingDay' and rollover != 'none':
        day = count.not_resting(day)
    return midnight(day + ONE), count.provisional


def backward(n, unit, until, times=USUAL):
    if unit in WORK:
        return walk_back(n * WORK[unit], until, times)
    if unit in ('hour', 'minute'):
        return until - n * (timedelta(hours=1) if unit == 'hour' else timedelta(minutes=1)), False
    day = until.date()
    while True:
        end, provisional = forward(n, unit, 'none', midnight(day) + timedelta(hours=12))
        if end <= until:
            return midnight(day + ONE), provisional
        day -= ONE


def midnight(day):
    return datetime(day.year, day.month, day.day)


def moment(text):
    for form in ('%Y-%m-%d %H:%M:%S.%f', '%Y-%m-%d %H:%M', '%Y-%m-%d'):
        try:
            return datetime.strptime(text, form)
        except ValueError:
            pass
    raise ValueError(text)


def written(when):
    return when.strftime('%Y-%m-%dT%H:%M:%S.') + f'{when.microsecond // 1000:03d}+08:00'


CASES = []


def case(name, why, n, unit, start=None, rollover=None, until=None, times=None, pauses=(), night=None):
    rule = {'n': n, 'unit': unit}
    if rollover:
        rule['rollover'] = rollover
    entry = {'id': name, 'note': why, 'rule': rule}
    if until:
        end, provisional = backward(n, unit, moment(until), times or USUAL)
        entry['until'] = written(moment(until))
        last_asked = max(moment(until), end)
    else:
        stops = [tuple(moment(side) for side in pause.split('/')) for pause in pauses]
        end, provisional = forward(n, unit, rollover, moment(start), times or USUAL, stops)
        entry['from'] = written(moment(start))
        last_asked = end
        if pauses:
            entry['pauses'] = [{'from': written(first), 'until': written(last)} for first, last in stops]
    if times:
        entry['workTimes'] = times
    if night:
        entry['night'] = night
    if last_asked.year >= 2027 or provisional:
        entry['calendar'] = 'civil:2024-2026'
    entry['expected'] = written(end)
    entry['expectedProvisional'] = provisional
    if night:
        entry['expectedTold'] = written(asleep(end, night))
    CASES.append(entry)


# ---- plain days, every weekday as the last one --------------------------------------------------------------------------
for n, last in [(1, 'Tue'), (2, 'Wed'), (3, 'Thu'), (4, 'Fri'), (5, 'Sat, moves to Mon'), (6, 'Sun, moves to Mon'), (7, 'Mon')]:
    case(f'day-march-2026-{n}', f'from Mon 2026-03-09 10:00; last day {last}', n, 'day', '2026-03-09 10:00')
    case(f'day-march-2026-{n}-stays', f'from Mon 2026-03-09 10:00; {last.split(",")[0]}, no rollover', n, 'day', '2026-03-09 10:00', 'none')
for n in (0, 10, 15, 20, 30, 45, 60, 90, 100, 180, 365):
    case(f'day-june-2025-{n}', f'{n} days from Tue 2025-06-03', n, 'day', '2025-06-03 09:30')
    case(f'day-june-2025-{n}-stays', f'{n} days from Tue 2025-06-03, no rollover', n, 'day', '2025-06-03 09:30', 'none')

# ---- the edge of midnight -----------------------------------------------------------------------------------------------
for clock, why in [
    ('00:00', 'midnight belongs to the day that begins'),
    ('00:00:00.001', 'the first millisecond of the day'),
    ('12:00', 'noon'),
    ('23:59', 'the last minute'),
    ('23:59:59.999', 'the last millisecond of the day'),
]:
    stamp = clock if '.' in clock else clock
    for n, unit in [(1, 'day'), (3, 'workingDay'), (1, 'month')]:
        case(f'edge-{clock}-{n}-{unit}', f'Wed 2025-07-16 {clock}: {why}', n, unit, f'2025-07-16 {stamp}')
case('edge-next-00:00-1-day', 'one millisecond after the last case of its kind: a day later', 1, 'day', '2025-07-17 00:00')

# ---- Spring Festival ----------------------------------------------------------------------------------------------------
for year, eve in [(2024, '2024-02-09'), (2025, '2025-01-27'), (2026, '2026-02-14')]:
    for n in (1, 2, 3, 5, 8, 9, 10):
        case(f'spring-{year}-day-{n}', f'{n} days from the eve of the break, {eve}', n, 'day', f'{eve} 17:00')
    for n in (1, 2, 5, 10, 15):
        case(f'spring-{year}-workingDay-{n}', f'{n} working days from {eve}', n, 'workingDay', f'{eve} 17:00')

# ---- National Day and Mid-Autumn ----------------------------------------------------------------------------------------
for year in (2024, 2025, 2026):
    for n in (1, 7, 8, 9, 10, 12):
        case(f'national-{year}-day-{n}', f'{n} days from 30 September', n, 'day', f'{year}-09-30 15:00')
    for n in (1, 3, 5, 7):
        case(f'national-{year}-workingDay-{n}', f'{n} working days from 30 September', n, 'workingDay', f'{year}-09-30 15:00')
    for n in (5, 10, 20):
        case(f'autumn-{year}-workingDay-{n}', f'{n} working days from 10 September', n, 'workingDay', f'{year}-09-10 08:00')

# ---- make-up days: a last day on a worked Saturday or Sunday stays there ----------------------------------------------------
for year, notice in NOTICES.items():
    for text in notice['worked']:
        made_up = date(year, int(text[:2]), int(text[2:]))
        start = made_up - 10 * ONE
        name = made_up.strftime('%a %Y-%m-%d')
        case(f'makeup-{made_up}-day', f'10 days end on {name}, which is worked', 10, 'day', f'{start} 10:00')
        case(f'makeup-{made_up}-workingDay', f'one working day from the day before {name}', 1, 'workingDay', f'{made_up - ONE} 10:00')
        case(f'makeup-{made_up}-after', f'one working day from {name} itself', 1, 'workingDay', f'{made_up} 10:00')

# ---- months -------------------------------------------------------------------------------------------------------------
for start, n, why in [
    ('2024-01-31', 1, 'no 31 February: leap day, a Thursday'),
    ('2024-01-30', 1, 'no 30 February: leap day'),
    ('2024-01-29', 1, 'the corresponding day is the leap day'),
    ('2024-02-29', 1, 'leap day to 29 March'),
    ('2024-02-29', 12, 'leap day to a year without one'),
    ('2024-02-29', 24, 'leap day, two years'),
    ('2023-12-31', 2, 'no 31 February'),
    ('2025-01-31', 1, '28 February 2025, a Friday'),
    ('2025-01-28', 1, '28 February by number'),
    ('2025-02-28', 1, 'month-end does not stick: 28 March'),
    ('2025-03-31', 1, '30 April, a Wednesday'),
    ('2025-08-31', 1, '30 September, the eve of the break'),
    ('2025-09-01', 1, '1 October: moves behind the break'),
    ('2025-09-08', 1, '8 October, last day of the break'),
    ('2025-10-31', 4, '28 February 2026 is a worked Saturday'),
    ('2025-11-30', 3, 'no 30 February: worked Saturday'),
    ('2025-12-31', 2, 'no 31 February: worked Saturday'),
    ('2026-01-15', 1, '15 February: first day of the Spring Festival break'),
    ('2026-01-23', 1, '23 February: last day of the break'),
    ('2026-01-24', 1, '24 February: worked Tuesday'),
    ('2026-05-20', 1, '20 June: in the Dragon Boat break'),
    ('2026-05-31', 1, '30 June'),
    ('2026-06-30', 3, '30 September'),
    ('2026-03-31', 6, '30 September'),
    ('2026-04-01', 6, '1 October: moves to the 8th'),
    ('2024-05-11', 5, '11 October'),
    ('2024-06-12', 4, '12 October: worked Saturday'),
    ('2025-06-15', 6, '15 December'),
    ('2024-11-30', 3, 'no 30 February'),
    ('2024-03-31', 11, 'no 31 February'),
    ('2024-12-31', 12, 'a year'),
    ('2025-07-05', 0, 'no month: the Saturday itself, moved'),
]:
    case(f'month-{start}-{n}', why, n, 'month', f'{start} 11:00')
    case(f'month-{start}-{n}-stays', f'{why}; no rollover', n, 'month', f'{start} 11:00', 'none')

# ---- change of year ---------------------------------------------------------------------------------------------------------
for start, n, unit in [
    ('2024-12-31', 1, 'day'), ('2024-12-31', 1, 'workingDay'), ('2024-12-30', 2, 'day'), ('2024-12-20', 10, 'workingDay'),
    ('2025-12-31', 1, 'day'), ('2025-12-31', 1, 'workingDay'), ('2025-12-31', 3, 'day'), ('2025-12-31', 4, 'day'),
    ('2025-12-25', 10, 'day'), ('2025-12-25', 10, 'workingDay'), ('2025-12-01', 1, 'month'), ('2025-12-03', 1, 'month'),
    ('2025-12-04', 1, 'month'), ('2024-12-01', 1, 'month'),
]:
    case(f'year-{start}-{n}-{unit}', 'over New Year', n, unit, f'{start} 10:00')

# ---- other breaks ---------------------------------------------------------------------------------------------------------------
for start, n, unit in [
    ('2024-04-03', 1, 'day'), ('2024-04-03', 1, 'workingDay'), ('2025-04-03', 1, 'day'), ('2026-04-03', 1, 'day'),
    ('2024-04-30', 1, 'day'), ('2024-04-30', 5, 'workingDay'), ('2025-04-30', 3, 'day'), ('2025-04-30', 5, 'workingDay'),
    ('2026-04-30', 5, 'day'), ('2026-04-30', 5, 'workingDay'), ('2024-06-07', 3, 'day'), ('2025-05-30', 1, 'day'),
    ('2026-06-18', 1, 'day'), ('2026-06-18', 2, 'workingDay'), ('2026-09-24', 1, 'day'), ('2026-09-24', 5, 'workingDay'),
]:
    case(f'break-{start}-{n}-{unit}', 'from the eve of a break', n, unit, f'{start} 16:00')

# ---- hours and minutes ------------------------------------------------------------------------------------------------------------
for start, n, unit, rollover in [
    ('2025-06-06 22:30', 2, 'hour', None), ('2025-06-06 23:59', 1, 'minute', None), ('2024-02-28 23:30', 24, 'hour', None),
    ('2025-12-31 23:00', 2, 'hour', None), ('2025-06-06 17:15', 15, 'minute', None), ('2025-06-06 17:00', 72, 'hour', None),
    ('2025-06-06 17:00', 24, 'hour', 'nextWorkingDay'), ('2025-06-06 17:00', 31, 'hour', 'nextWorkingDay'),
    ('2025-06-06 00:00', 24, 'hour', 'nextWorkingDay'), ('2025-06-07 00:00', 24, 'hour', 'nextWorkingDay'),
    ('2025-09-30 18:00', 24, 'hour', 'nextWorkingDay'), ('2026-02-13 09:00', 24, 'hour', 'nextWorkingDay'),
    ('2025-06-06 17:00', 0, 'hour', None), ('2025-06-06 10:00', 1440, 'minute', None),
]:
    case(f'{unit}-{start.replace(" ", "T")}-{n}' + ('-moves' if rollover else ''), 'from the stated moment', n, unit, start, rollover)

# ---- backwards: n days ahead of something -------------------------------------------------------------------------------------------
for until, n, unit, why in [
    ('2026-06-16 09:00', 15, 'day', 'notice ahead of a meeting on 16 June: given by 31 May'),
    ('2026-06-16 00:00', 15, 'day', 'the same, the meeting at midnight'),
    ('2026-06-16 23:59', 15, 'day', 'the same, late on the day'),
    ('2027-01-01 00:00', 60, 'day', 'report ahead of a term that ends with 2026'),
    ('2027-01-01 00:00', 3, 'month', 'three months ahead of the end of 2026'),
    ('2027-01-01 00:00', 6, 'month', 'six months ahead of the end of 2026'),
    ('2025-03-01 00:00', 1, 'month', 'from 31 January a month ends on 28 February'),
    ('2024-03-01 00:00', 1, 'month', 'from 31 January a month ends on 29 February'),
    ('2025-02-28 00:00', 1, 'month', 'the last whole day is the 27th'),
    ('2025-07-31 00:00', 1, 'month', 'the last whole day is 30 July'),
    ('2025-08-01 00:00', 1, 'month', 'the last whole day is 31 July: from 30 June a month ends on the 30th'),
    ('2026-10-08 09:00', 5, 'workingDay', 'the break does not count'),
    ('2026-10-12 09:00', 2, 'workingDay', 'Saturday 10 October does'),
    ('2025-02-05 09:00', 5, 'workingDay', 'Sunday 26 January counts'),
    ('2025-06-09 09:00', 1, 'workingDay', 'the Friday before'),
    ('2025-06-06 09:00', 0, 'day', 'nothing ahead: up to the midnight before'),
    ('2025-06-06 09:00', 24, 'hour', 'a day ahead, exactly'),
    ('2025-06-06 09:00', 90, 'minute', 'an hour and a half ahead'),
    ('2026-12-31 12:00', 5, 'month', 'the last whole day is 30 December'),
    ('2024-05-31 12:00', 3, 'month', 'the last whole day is 30 May: 29 February'),
    ('2025-05-31 12:00', 3, 'month', 'the last whole day is 30 May: 28 February'),
]:
    case(f'before-{until.replace(" ", "T")}-{n}-{unit}', why, n, unit, until=until)

# ---- years without a notice ------------------------------------------------------------------------------------------------------------
for start, n, unit, rollover, why in [
    ('2026-12-31', 1, 'day', None, 'whether 1 January 2027 is worked is not published'),
    ('2026-12-31', 1, 'day', 'none', 'one day is one day'),
    ('2026-12-30', 1, 'day', None, 'ends with 2026: nothing is asked of 2027'),
    ('2026-12-30', 2, 'day', None, 'last day in 2027'),
    ('2026-12-25', 3, 'workingDay', None, 'three worked days in 2026'),
    ('2026-12-25', 4, 'workingDay', None, 'the fourth is the last of the year'),
    ('2026-12-25', 5, 'workingDay', None, 'the fifth lies in 2027'),
    ('2026-11-23', 2, 'month', None, '23 January 2027'),
    ('2026-11-23', 2, 'month', 'none', '23 January 2027, not moved'),
    ('2026-12-31', 48, 'hour', None, 'hours ask nothing'),
    ('2023-12-28', 1, 'workingDay', None, '2023 is not in these tables'),
    ('2023-12-29', 3, 'day', None, 'ends on 1 January 2024, a holiday; 2 January is worked'),
    ('2023-12-29', 1, 'workingDay', None, 'counts over days of 2023'),
]:
    case(f'unpublished-{start}-{n}-{unit}' + ('-stays' if rollover else ''), why, n, unit, f'{start} 10:00', rollover)

# ---- working time: split days ------------------------------------------------------------------------------------------------------------
for start, n, unit, why in [
    ('2026-03-09 09:00', 180, 'workingMinute', 'ends exactly at lunch'),
    ('2026-03-09 09:00', 181, 'workingMinute', 'a minute more ends after lunch'),
    ('2026-03-09 09:00', 390, 'workingMinute', 'ends exactly when work stops'),
    ('2026-03-09 09:00', 391, 'workingMinute', 'a minute more ends the next morning'),
    ('2026-03-09 12:00', 1, 'workingMinute', 'begins with the lunch break'),
    ('2026-03-09 12:40', 1, 'workingHour', 'begins in the lunch break'),
    ('2026-03-09 13:59', 1, 'workingHour', 'begins in the last minute of the lunch break'),
    ('2026-03-09 14:00', 1, 'workingHour', 'begins with the afternoon'),
    ('2026-03-09 17:20', 15, 'workingMinute', 'five minutes are left for the morning'),
    ('2026-03-09 17:30', 15, 'workingMinute', 'begins when work stops'),
    ('2026-03-09 23:59', 1, 'workingHour', 'begins at night'),
    ('2026-03-10 00:00', 1, 'workingHour', 'begins at midnight'),
    ('2026-03-10 03:00', 24, 'workingHour', 'begins at night'),
    ('2026-03-13 17:00', 2, 'workingHour', 'over a weekend'),
    ('2026-03-13 17:30', 13, 'workingHour', 'two whole days after a weekend'),
    ('2026-03-14 11:00', 1, 'workingHour', 'begins on a free Saturday'),
    ('2026-03-15 23:59', 1, 'workingMinute', 'begins in the last minute of a Sunday'),
    ('2026-09-30 17:00', 8, 'workingHour', 'over National Day'),
    ('2026-10-03 10:00', 7, 'workingHour', 'begins on a day off'),
    ('2026-10-09 16:30', 8, 'workingHour', 'through a worked Saturday'),
    ('2026-09-20 10:00', 3, 'workingHour', 'begins on a worked Sunday'),
    ('2026-02-14 17:29', 2, 'workingMinute', 'from the last minute of a worked Saturday over Spring Festival'),
    ('2025-01-24 16:00', 10, 'workingHour', 'a worked Sunday ahead of Spring Festival 2025'),
    ('2024-02-09 08:00', 20, 'workingHour', 'the eve, then the break, then a worked Sunday'),
    ('2026-03-09 09:00', 0, 'workingHour', 'nothing: the moment itself'),
    ('2026-03-14 03:00', 0, 'workingMinute', 'nothing: the moment itself, also on a free Saturday night'),
    ('2025-06-03 09:30', 100, 'workingHour', 'more than fifteen days'),
]:
    case(f'split-{start.replace(" ", "T")}-{n}-{unit}', why, n, unit, start, times=SPLIT)
for start, n, unit, why in [
    ('2026-03-09 09:00', 8, 'workingHour', 'a day of eight hours'), ('2026-03-09 08:30', 8, 'workingHour', 'ends when work stops'),
    ('2026-03-13 16:00', 24, 'workingHour', 'three days of eight hours'), ('2026-03-09 12:00', 30, 'workingMinute', 'from the break'),
]:
    case(f'usual-{start.replace(" ", "T")}-{n}-{unit}', why + '; the calendar states no times', n, unit, start)
for times, start, n, unit, why in [
    ('00:00-23:59', '2026-03-13 22:00', 3, 'workingHour', 'a minute of each day is free, and the weekend'),
    ('12:00-12:01', '2026-03-13 12:00', 3, 'workingMinute', 'a minute a day'),
    ('09:00-12:00 12:00-17:00', '2026-03-09 11:00', 2, 'workingHour', 'two periods that touch'),
    ('08:00-11:00 13:00-15:00 19:00-21:00', '2026-03-09 10:30', 5, 'workingHour', 'three periods'),
]:
    case(f'times-{times.replace(" ", "+")}-{n}', why, n, unit, start, times=times)
for until, n, unit, why in [
    ('2026-03-09 17:30', 390, 'workingMinute', 'a whole day: from its first minute'),
    ('2026-03-09 17:30', 391, 'workingMinute', 'a minute more: the last of Friday'),
    ('2026-03-09 12:30', 3, 'workingHour', 'until the lunch break: from the morning on'),
    ('2026-03-09 14:00', 1, 'workingHour', 'the hour before lunch'),
    ('2026-03-09 03:00', 2, 'workingHour', 'the Friday before'),
    ('2026-10-08 10:00', 2, 'workingHour', 'the break does not count'),
    ('2026-10-12 09:30', 7, 'workingHour', 'the worked Saturday does'),
    ('2026-03-14 03:00', 0, 'workingHour', 'nothing: the moment itself'),
]:
    case(f'before-split-{until.replace(" ", "T")}-{n}-{unit}', why, n, unit, until=until, times=SPLIT)
for start, n, why in [
    ('2026-12-31 16:30', 1, 'ends with the last working minute of 2026: nothing is asked of 2027'),
    ('2026-12-31 16:31', 1, 'one minute lies in 2027'),
    ('2026-12-31 17:30', 1, 'begins after the last working minute of 2026'),
    ('2023-12-31 18:00', 1, 'what is left of the day is no working time: nothing is asked of 2023'),
    ('2023-12-31 17:30', 1, 'nor at the very moment at which work would stop'),
    ('2023-12-31 16:00', 1, 'a Sunday of 2023 is asked about'),
]:
    case(f'unpublished-{start.replace(" ", "T")}-{n}-workingHour', why, n, 'workingHour', start, times=SPLIT)
case('before-split-2027-01-01T09:00-1-workingHour', 'up to the moment at which work would begin: nothing is asked of 2027', 1, 'workingHour',
     until='2027-01-01 09:00', times=SPLIT)
case('before-split-2027-01-01T09:01-1-workingHour', 'a minute of 2027 is asked about', 1, 'workingHour', until='2027-01-01 09:01', times=SPLIT)

# ---- pauses in working time, and the night -------------------------------------------------------------------------------------------------
for name, start, n, pauses, why in [
    ('hour', '2026-03-09 09:00', 4, ['2026-03-09 10:00/2026-03-09 11:00'], 'an hour of the morning'),
    ('to-close', '2026-03-09 09:00', 6, ['2026-03-09 09:30/2026-03-09 10:00'], 'what would have ended at 17:00 ends when work stops'),
    ('over-close', '2026-03-09 09:00', 6, ['2026-03-09 09:30/2026-03-09 10:01'], 'a minute more: the next morning'),
    ('lunch', '2026-03-09 09:00', 4, ['2026-03-09 12:00/2026-03-09 14:00'], 'in the lunch break nothing stands still'),
    ('night', '2026-03-09 16:00', 4, ['2026-03-09 17:30/2026-03-10 09:00'], 'nor at night'),
    ('over-lunch', '2026-03-09 09:00', 4, ['2026-03-09 11:30/2026-03-09 14:30'], 'half an hour before lunch, half an hour after'),
    ('weekend', '2026-03-13 16:00', 4, ['2026-03-13 17:00/2026-03-16 09:30'], 'half an hour on Friday, half an hour on Monday'),
    ('break', '2026-09-30 16:00', 4, ['2026-10-01 00:00/2026-10-08 00:00'], 'nor over National Day'),
    ('makeup', '2026-10-09 16:00', 4, ['2026-10-10 00:00/2026-10-11 00:00'], 'a worked Saturday, all of it'),
    ('past-due', '2026-03-09 09:00', 2, ['2026-03-09 10:59/2026-03-11 15:00'], 'until long after it would have ended: one minute is left'),
    ('twice', '2026-03-09 09:00', 4, ['2026-03-09 10:00/2026-03-09 11:00', '2026-03-09 14:30/2026-03-10 10:00'], 'two pauses'),
    ('at-once', '2026-03-09 09:00', 1, ['2026-03-09 09:00/2026-03-09 09:20', '2026-03-09 09:20/2026-03-09 09:40'], 'two that touch, from the start'),
]:
    case(f'pause-{name}', why, n, 'workingHour', start, times=SPLIT, pauses=pauses)
for name, start, n, unit, night in [
    ('20:59', '2026-03-09 20:49', 10, 'minute', '21:00-08:00'), ('21:00', '2026-03-09 20:49', 11, 'minute', '21:00-08:00'),
    ('midnight', '2026-03-09 10:00', 1, 'day', '21:00-08:00'), ('07:59', '2026-03-10 07:49', 10, 'minute', '21:00-08:00'),
    ('08:00', '2026-03-10 07:49', 11, 'minute', '21:00-08:00'), ('siesta', '2026-03-09 09:00', 180, 'workingMinute', '12:00-14:00'),
    ('none', '2026-03-09 10:00', 1, 'day', '21:00-21:00'),
]:
    case(f'night-{name}', f'told outside {night}', n, unit, start, times=SPLIT if unit in WORK else None, night=night)

# ---- worked out by hand, on a printed calendar, before the script was run -----------------------------------------------------------------
BY_HAND = {
    'day-march-2026-5': '2026-03-17T00:00',  # Sat 14 March, moves to Mon 16
    'day-march-2026-5-stays': '2026-03-15T00:00',
    'edge-00:00-1-day': '2025-07-18T00:00',  # 17 July is the one day
    'edge-23:59:59.999-1-day': '2025-07-18T00:00',
    'edge-next-00:00-1-day': '2025-07-19T00:00',
    'spring-2024-day-1': '2024-02-19T00:00',  # 10 February, in the break; Sunday 18 is worked
    'spring-2024-workingDay-1': '2024-02-19T00:00',
    'spring-2025-day-1': '2025-02-06T00:00',  # 28 January; break until 4 February
    'spring-2026-day-1': '2026-02-25T00:00',  # 15 February; break until Monday 23
    'spring-2026-workingDay-5': '2026-03-01T00:00',  # 24, 25, 26, 27 and worked Saturday 28
    'national-2025-day-8': '2025-10-10T00:00',  # 8 October is off, 9 is worked
    'national-2024-workingDay-5': '2024-10-13T00:00',  # 8, 9, 10, 11 and worked Saturday 12
    'national-2026-workingDay-3': '2026-10-11T00:00',  # 8, 9 and worked Saturday 10
    'makeup-2026-09-20-day': '2026-09-21T00:00',  # worked Sunday
    'month-2024-01-31-1': '2024-03-01T00:00',
    'month-2025-02-28-1': '2025-03-29T00:00',  # 28 March 2025 is a Friday
    'month-2025-09-01-1': '2025-10-10T00:00',  # 1 October moves to Thursday 9
    'month-2025-12-31-2': '2026-03-01T00:00',
    'month-2026-04-01-6': '2026-10-09T00:00',
    'year-2025-12-31-1-day': '2026-01-05T00:00',  # 1 to 3 January off, Sunday 4 worked
    'year-2025-12-31-1-workingDay': '2026-01-05T00:00',
    'before-2026-06-16T09:00-15-day': '2026-06-01T00:00',
    'before-2027-01-01T00:00-60-day': '2026-11-02T00:00',  # 2 November to 31 December are 60 days
    'before-2027-01-01T00:00-3-month': '2026-10-01T00:00',  # from 30 September
    'before-2025-03-01T00:00-1-month': '2025-02-01T00:00',
    'before-2026-10-12T09:00-2-workingDay': '2026-10-09T00:00',  # Friday 9 and Saturday 10 are the two
    'hour-2025-06-06T17:00-31-moves': '2025-06-10T00:00',  # ends with Saturday 7, moves to the end of Monday 9
    'unpublished-2026-12-31-1-day': '2027-01-02T00:00',
    'split-2026-03-09T09:00-180-workingMinute': '2026-03-09T12:00',
    'split-2026-03-09T09:00-391-workingMinute': '2026-03-10T09:01',
    'split-2026-03-09T12:40-1-workingHour': '2026-03-09T15:00',
    'split-2026-03-13T17:00-2-workingHour': '2026-03-16T10:30',  # half an hour on Friday
    'split-2026-09-30T17:00-8-workingHour': '2026-10-09T10:00',  # 0.5 on the 30th, 6.5 on 8 October, 1 on the 9th
    'split-2026-10-09T16:30-8-workingHour': '2026-10-12T09:30',  # 1 on Friday, 6.5 on worked Saturday, 0.5 on Monday
    'split-2026-09-20T10:00-3-workingHour': '2026-09-20T15:00',
    'split-2026-02-14T17:29-2-workingMinute': '2026-02-24T09:01',
    'split-2024-02-09T08:00-20-workingHour': '2024-02-20T09:30',  # 6.5 on the 9th (not off), on Sunday 18 and on Monday 19; 0.5 on the 20th
    'usual-2026-03-09T09:00-8-workingHour': '2026-03-10T09:00',
    'before-split-2026-03-09T17:30-391-workingMinute': '2026-03-06T17:29',
    'before-split-2026-10-12T09:30-7-workingHour': '2026-10-10T09:00',
    'pause-to-close': '2026-03-09T17:30',
    'pause-over-close': '2026-03-10T09:01',
    'pause-makeup': '2026-10-12T11:30',  # 1.5 on Friday, 2.5 on Monday
    'pause-past-due': '2026-03-11T15:01',
    'pause-twice': '2026-03-10T11:30',  # 1 + 1 + 0.5 on Monday, 1.5 on Tuesday
}

found = {entry['id']: entry['expected'] for entry in CASES}
assert len(found) == len(CASES), 'an id twice'
for name, text in BY_HAND.items():
    assert found[name] == f'{text}:00.000+08:00', (name, found[name], text)

body = ',\n'.join('    ' + json.dumps(entry, ensure_ascii=False) for entry in CASES)
text = '{\n  "calendar": "civil",\n  "cases": [\n' + body + '\n  ]\n}\n'
if '--check' in sys.argv:
    sys.exit(0 if FILE.read_text(encoding='utf-8') == text else 1)
FILE.write_text(text, encoding='utf-8')
print(f'{len(CASES)} cases')

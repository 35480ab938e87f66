// Standing still: reason, limit, clocks that move and show it, and who is told. National preset: at most 30 days, at most twice.
import { civilCalendar } from '../../domain/calendar/tables';
import type { DurationRule, ScaledCalendar } from '../../domain/calendar/types';
import { election } from '../../domain/election/definition';
import { electionTells } from '../../domain/election/outgoing';
import { extendClock } from '../../domain/clocks';
import { decideProcess, unavailability } from '../../domain/machinery/decide';
import { lookAhead } from '../../domain/machinery/look';
import { nextWakeAt } from '../../domain/machinery/time';
import { calendarFor, rehearsalVariant } from '../../domain/policy/rehearsal';
import { GROUP, launchedElection, nominatingElection, owner, STREET, votingElection } from '../support/an-election';
import { openVote } from '../support/a-vote';
import { anActor, aPolicy } from '../support/play';

const DAY = 86_400_000;
const SUPERVISOR = anActor('districtSupervisor');
const suspend = (days = 5) => ({ type: 'suspend', reasonText: 'why', basisText: 'rule', days }) as const;
const later = (at: string, ms: number) => new Date(Date.parse(at) + ms).toISOString();

describe('a suspended process', () => {
  it('says since when, until when and why, and refuses everything but going on', () => {
    const play = nominatingElection();
    play.now = later(play.now, 3_600_000);
    play.give(STREET, suspend());
    // Suspended on Tuesday 10 March at 01:00 China time for 5 days: until the end of Sunday 15 March.
    expect(play.state.suspension).toEqual({
      since: '2026-03-09T17:00:00.000Z',
      until: '2026-03-15T16:00:00.000Z',
      reasonText: 'why',
    });
    const refusal = { code: 'process-suspended', params: { until: '2026-03-15T16:00:00.000Z' } };
    const nominate = { type: 'nominate', candidateId: 'c1', ownerId: 'o1', nominatedBy: 'owners' } as const;
    expect(play.refuses(STREET, nominate)).toEqual(refusal);
    expect(play.refuses(STREET, suspend())).toEqual(refusal);
    expect(unavailability(election, play.state, 'resume')).toBeUndefined();
    expect(nextWakeAt(election, play.state, play.setting)).toBe('2026-03-15T16:00:00.000Z');
    expect(lookAhead(election, play.state, play.setting, play.now)[0]).toMatchObject({
      what: 'resume',
      at: '2026-03-15T16:00:00.000Z',
    });
  });

  it('goes on by itself at its limit, not a millisecond before', () => {
    const play = nominatingElection();
    play.give(STREET, suspend());
    const until = play.state.suspension?.until ?? '';
    play.waitUntil(later(until, -1));
    expect(play.state.suspension).not.toBeNull();
    play.waitUntil(until);
    expect(play.state.suspension).toBeNull();
    expect(play.events.at(-1)).toMatchObject({ type: 'resumed', byTime: true });
  });

  it('moves every clock by whole days, rounded up, and shows by how much', () => {
    const play = nominatingElection();
    const before = play.state.clocks;
    expect(Object.keys(before).sort()).toEqual(['assembly', 'nomination']);
    play.now = later(play.now, 1);
    play.give(STREET, suspend());
    play.now = later(play.now, 2 * DAY + 1);
    const [resumed] = play.give(STREET, { type: 'resume' });
    expect(resumed).toMatchObject({ type: 'resumed', byTime: false });
    for (const [name, clock] of Object.entries(play.state.clocks)) {
      expect(clock.dueAt).toBe(later(before[name]?.dueAt ?? '', 3 * DAY));
      expect(clock.dueAt.slice(11)).toBe('16:00:00.000Z');
      expect(clock.addedMs).toBe(3 * DAY);
    }
    expect(resumed && 'moved' in resumed ? resumed.moved.map(({ name }) => name).sort() : []).toEqual([
      'assembly',
      'nomination',
    ]);
  });

  it('moves by exactly two days what stood still for exactly two days', () => {
    const play = nominatingElection();
    const due = play.state.clocks['nomination']?.dueAt ?? '';
    play.give(STREET, suspend());
    play.now = later(play.now, 2 * DAY);
    play.give(STREET, { type: 'resume' });
    expect(play.state.clocks['nomination']?.dueAt).toBe(later(due, 2 * DAY));
  });

  it('goes on to last days that are worked: past the Dragon Boat holiday, past a Saturday', () => {
    const play = nominatingElection();
    play.give(STREET, suspend(20));
    play.now = later(play.now, 11 * DAY);
    play.give(STREET, { type: 'resume' });
    // The assembly was due on Monday 8 June; 19 June is the holiday, a Friday, so Monday the 22nd.
    expect(play.state.clocks['assembly']).toMatchObject({ dueAt: '2026-06-22T16:00:00.000Z', addedMs: 14 * DAY });
    // Nomination ended on Tuesday 17 March; the 28th is a Saturday.
    expect(play.state.clocks['nomination']).toMatchObject({ dueAt: '2026-03-30T16:00:00.000Z', addedMs: 13 * DAY });
  });

  it('decides nothing by time meanwhile, however many deadlines pass', () => {
    const play = nominatingElection();
    const nominationDue = play.state.clocks['nomination']?.dueAt ?? '';
    play.waitUntil(later(nominationDue, -DAY));
    const told = play.events.length;
    play.give(STREET, suspend(30));
    play.waitUntil(later(nominationDue, 20 * DAY));
    expect(play.phase).toBe('nominating');
    expect(play.events.slice(told).map(({ type }) => type)).toEqual(['suspended']);
  });

  it('takes no objection time from owners: the notice still lasts as long as before', () => {
    const play = launchedElection();
    play.give(STREET, { type: 'formGroup', members: GROUP, leaderId: 's1' });
    const due = play.state.clocks['groupNotice']?.dueAt ?? '';
    play.waitUntil(later(due, -DAY));
    play.give(STREET, suspend(10));
    play.waitUntil(later(due, 5 * DAY));
    play.give(STREET, { type: 'resume' });
    expect(play.phase).toBe('groupNotice');
    play.give(owner('o9'), { type: 'objectToGroup', objectionId: 'x', reasonText: 'hash' });
    expect(Date.parse(play.state.clocks['groupNotice']?.dueAt ?? '') - Date.parse(play.now)).toBeGreaterThanOrEqual(
      DAY,
    );
  });
});

describe('an extended clock', () => {
  const rule = { n: 15, unit: 'day', basis: 'test', confidence: 'custom' } as const;
  /** The last day, in China, of a clock that ended on Monday 28 September and is given `n` days more. */
  const extended = (n: number, clockRule: DurationRule, by: DurationRule) => {
    const since = '2026-09-13T01:00:00.000Z';
    const clock = { name: 'c', since, dueAt: '2026-09-28T16:00:00.000Z', isProvisional: false, rule: clockRule };
    const event = extendClock({ ...clock, addedMs: 0 }, { ...by, n }, civilCalendar());
    return event.type === 'clockStarted' ? event.clock.dueAt.slice(0, 10) : '';
  };

  it('ends on a worked day where its own rule or the extension says so', () => {
    expect(extended(2, rule, rule)).toBe('2026-09-30');
    expect(extended(3, rule, rule)).toBe('2026-10-08');
    expect(extended(3, rule, { ...rule, rollover: 'none' })).toBe('2026-10-08');
    expect(extended(3, { ...rule, rollover: 'none' }, rule)).toBe('2026-10-08');
  });

  it('ends on the holiday where neither does, as a voting window may', () => {
    expect(extended(3, { ...rule, rollover: 'none' }, { ...rule, rollover: 'none' })).toBe('2026-10-01');
  });
});

describe('the limits of suspension', () => {
  it('are the days of the policy: thirty are allowed, thirty-one are not', () => {
    expect(nominatingElection().refuses(STREET, suspend(31))).toEqual({
      code: 'suspension-too-long',
      params: { days: 31, max: 30 },
    });
    nominatingElection().give(STREET, suspend(30));
  });

  it('are the times of the policy: twice, not a third time', () => {
    const play = nominatingElection();
    for (let time = 1; time <= 2; time += 1) {
      play.give(STREET, suspend(1));
      play.give(STREET, { type: 'resume' });
    }
    expect(play.refuses(STREET, suspend(1))).toEqual({ code: 'too-many-suspensions', params: { max: 2 } });
    expect(play.refuses(STREET, { type: 'resume' }).code).toBe('not-suspended');
  });
});

describe('the running vote of a suspended election', () => {
  it('is told to stand still and to go on, and to end when the election ends', () => {
    const play = votingElection();
    const from = play.events.length;
    play.give(STREET, suspend());
    play.give(STREET, { type: 'resume' });
    play.give(SUPERVISOR, { type: 'stopElection', reasonText: 'why', basisText: 'rule' });
    const told = play.events.slice(from).flatMap((event) => electionTells(play.state.core, event));
    expect(told).toEqual([
      { to: 'vote-1', command: { type: 'suspend', reasonText: 'why', basisText: 'rule', days: 5 } },
      { to: 'vote-1', command: { type: 'resume' } },
      { to: 'vote-1', command: { type: 'voidVote', reasonText: 'why', basisText: 'rule' } },
    ]);
  });

  it('moves its window by the days it stood still', () => {
    const play = openVote();
    const closesAt = play.state.clocks['window']?.dueAt ?? '';
    play.give({ kind: 'process', id: 'election' }, suspend());
    play.now = later(play.now, 3 * DAY);
    play.give({ kind: 'process', id: 'election' }, { type: 'resume' });
    expect(play.state.clocks['window']?.dueAt).toBe(later(closesAt, 3 * DAY));
    expect(play.phase).toBe('open');
  });

  it('is not told anything when no vote is running', () => {
    const play = nominatingElection();
    play.give(STREET, suspend());
    expect(play.events.flatMap((event) => electionTells(play.state.core, event))).toEqual([]);
  });
});

describe('a new holiday table', () => {
  // Vetting takes five working days, which is where holidays and make-up days count.
  const policy = () => {
    const changed = aPolicy();
    changed.election.nomination = { n: 5, unit: 'workingDay', basis: 'test', confidence: 'custom' };
    return changed;
  };
  const provisional = () => {
    const play = nominatingElection(policy());
    return play;
  };
  /** The table of 2026 with further days off. */
  const withHolidays = (...dates: string[]) => {
    const calendar = civilCalendar();
    for (const table of calendar.years) if (table.year === 2026) table.holidays.push(...dates);
    return { ...calendar, version: 'revised' };
  };

  it('re-projects open deadlines and names those that moved, with from and to', () => {
    const play = provisional();
    const due = play.state.clocks['nomination']?.dueAt ?? '';
    const lastDay = new Date(Date.parse(due) - 1 + 8 * 3_600_000).toISOString().slice(0, 10);
    const [revised] = play.give(SUPERVISOR, { type: 'reviseCalendar', calendar: withHolidays(lastDay) });
    const to = play.state.clocks['nomination']?.dueAt ?? '';
    expect(to > due).toBe(true);
    expect(revised).toMatchObject({
      type: 'calendarRevised',
      moved: [{ name: 'nomination', from: due, to, isProvisional: false, addedMs: 0 }],
    });
    expect(play.setting.calendar.version).toBe('revised');
  });

  it('keeps the days that a suspension has added', () => {
    const play = provisional();
    play.give(STREET, suspend());
    play.now = later(play.now, 2 * DAY);
    play.give(STREET, { type: 'resume' });
    const due = play.state.clocks['nomination']?.dueAt;
    const [revised] = play.give(SUPERVISOR, { type: 'reviseCalendar', calendar: civilCalendar() });
    expect(revised).toMatchObject({ moved: [] });
    expect(play.state.clocks['nomination']?.dueAt).toBe(due);
  });

  it('brings a moved deadline to a worked day again', () => {
    const play = nominatingElection();
    play.give(STREET, suspend(20));
    play.now = later(play.now, 11 * DAY);
    play.give(STREET, { type: 'resume' });
    const calendar = withHolidays('2026-06-22', '2026-06-23');
    const [revised] = play.give(SUPERVISOR, { type: 'reviseCalendar', calendar });
    expect(revised).toMatchObject({
      moved: [{ name: 'assembly', from: '2026-06-22T16:00:00.000Z', to: '2026-06-24T16:00:00.000Z' }],
    });
  });

  it('lets nobody be late by a table that came out afterwards', () => {
    const play = provisional();
    const due = play.state.clocks['nomination']?.dueAt ?? '';
    // On the last day a table comes out by which Saturday was worked: the deadline would have been a day ago.
    play.waitUntil(later(due, -3_600_000));
    const calendar = civilCalendar();
    for (const table of calendar.years) if (table.year === 2026) table.makeUpDays.push('2026-03-14', '2026-03-15');
    play.give(SUPERVISOR, { type: 'reviseCalendar', calendar });
    expect(play.state.clocks['nomination']?.dueAt).toBe(due);
    expect(play.phase).toBe('nominating');
  });

  it('is refused in a rehearsal, which has no holidays', () => {
    const play = launchedElection();
    const rehearsal = rehearsalVariant(aPolicy(), 1_000);
    const calendar = calendarFor(rehearsal) as ScaledCalendar;
    const asked = {
      actor: SUPERVISOR,
      channel: 'web' as const,
      command: { type: 'reviseCalendar' as const, calendar: civilCalendar() },
    };
    const setting = { policy: rehearsal, calendar };
    expect(decideProcess(election, play.state, asked, setting, play.now).decision).toEqual({
      ok: false,
      rejection: { code: 'rehearsal-has-no-holidays' },
    });
  });
});

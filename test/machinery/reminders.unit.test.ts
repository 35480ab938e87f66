// Reminders before a deadline, and the ladder after it. National preset: reminded 3 days and 1 day before, never between 21:00 and 8:00
// (8:00 in China is 00:00 UTC); told next: see notices in the preset.
import { openVote, tally, type VotePlay } from '../support/a-vote';
import { aPolicy } from '../support/play';
import { GROUP, launchedElection, nominatingElection, owner, STREET, type ElectionPlay } from '../support/an-election';

const DAY = 86_400_000;
const later = (at: string, ms: number) => new Date(Date.parse(at) + ms).toISOString();
/** Lets time pass in steps of a quarter of an hour and says when each notice about the duty was due. */
function noticesOf(play: ElectionPlay, until: string): string[] {
  const seen: string[] = [];
  for (let at = play.now; at < until; at = later(at, 900_000)) {
    const before = play.events.length;
    play.waitUntil(at);
    for (const event of play.events.slice(before)) {
      if (event.type === 'reminded') seen.push(`${at} reminded ${event.step} ${event.key}`);
      if (event.type === 'escalated') seen.push(`${at} rung ${event.rung} ${event.tell} ${event.key}`);
    }
  }
  return seen;
}
/** The street has 10 days to form the group: launched on Monday 2 March, due at the end of Thursday 12 March. */
function tenDaysToFormTheGroup(): ElectionPlay {
  const policy = aPolicy();
  policy.election.groupForm = { n: 10, unit: 'day', basis: 'test', confidence: 'custom' };
  const ladder = (n: number, tell: 'communitySecretary' | 'districtSupervisor') => ({
    after: { n, unit: 'day' as const, rollover: 'none' as const, basis: 'test', confidence: 'custom' as const },
    tell,
  });
  policy.notices.byDuty['formGroup'] = {
    remindBefore: policy.notices.default.remindBefore,
    ladder: [ladder(1, 'communitySecretary'), ladder(2, 'districtSupervisor')],
  };
  return launchedElection(policy);
}

function lateAndIncompleteCount(): VotePlay {
  const play = openVote();
  play.waitFor('window');
  play.waitUntil(later(play.state.clocks['count']?.dueAt ?? '', DAY));
  tally(play, { yes: 3 }, 1);
  return play;
}

describe('a duty with a deadline', () => {
  it('is reminded of 3 days and 1 day before, in the morning, and climbs its ladder rung by rung, once each', () => {
    const play = tenDaysToFormTheGroup();
    expect(play.state.clocks['groupForm']?.dueAt).toBe('2026-03-12T16:00:00.000Z');
    expect(noticesOf(play, '2026-04-01T00:00:00.000Z')).toEqual([
      '2026-03-10T00:00:00.000Z reminded 1 formGroup',
      '2026-03-12T00:00:00.000Z reminded 2 formGroup',
      // Friday the 13th has passed, then the weekend.
      '2026-03-14T00:00:00.000Z rung 1 communitySecretary formGroup',
      '2026-03-16T00:00:00.000Z rung 2 districtSupervisor formGroup',
    ]);
  });

  it('is heard of no more once it is done', () => {
    const play = tenDaysToFormTheGroup();
    play.waitUntil('2026-03-11T00:00:00.000Z');
    play.give(STREET, { type: 'formGroup', members: GROUP, leaderId: 's1' });
    expect(noticesOf(play, '2026-03-15T00:00:00.000Z').filter((line) => line.includes('formGroup'))).toEqual([]);
    expect(play.state.told['formGroup']).toBeUndefined();
  });

  it('is not reminded of, as if it were early, when it comes back after its deadline', () => {
    const play = lateAndIncompleteCount();
    // The count is a day late, then found incomplete: whoever stands above hears of it at once, and no reminder comes.
    expect(play.phase).toBe('counting');
    const from = play.events.length;
    play.waitUntil(later(play.now, DAY));
    const told = play.events.slice(from).map(({ type }) => type);
    expect(told).toContain('escalated');
    expect(told).not.toContain('reminded');
  });

  it('starts anew when it returns', () => {
    const play = tenDaysToFormTheGroup();
    play.waitUntil('2026-03-15T00:00:00.000Z');
    expect(play.state.told['formGroup']).toEqual({ reminded: 2, rung: 1 });
    play.give(STREET, { type: 'formGroup', members: GROUP, leaderId: 's1' });
    play.give(owner('o9'), { type: 'objectToGroup', objectionId: 'x', reasonText: 'hash' });
    play.give(STREET, { type: 'answerObjection', objectionId: 'x', isUpheld: true, reasonText: 'hash' });
    expect(play.duties).toEqual(['formGroup']);
    const due = play.state.clocks['groupForm']?.dueAt ?? '';
    const notices = noticesOf(play, later(due, 2 * DAY));
    expect(notices.map((line) => line.slice(25))).toEqual([
      'reminded 1 formGroup',
      'reminded 2 formGroup',
      'rung 1 communitySecretary formGroup',
    ]);
  });

  it('is not heard of while the process stands still, and afterwards by its new deadline', () => {
    const play = tenDaysToFormTheGroup();
    play.waitUntil('2026-03-09T02:00:00.000Z');
    play.give(STREET, { type: 'suspend', reasonText: 'why', basisText: 'rule', days: 10 });
    expect(noticesOf(play, '2026-03-19T16:00:00.000Z')).toEqual([]);
    play.waitUntil('2026-03-19T16:00:00.000Z');
    expect(play.state.suspension).toBeNull();
    const due = play.state.clocks['groupForm']?.dueAt ?? '';
    expect(due).toBe('2026-03-23T16:00:00.000Z');
    expect(noticesOf(play, due)).toEqual([
      '2026-03-21T00:00:00.000Z reminded 1 formGroup',
      '2026-03-23T00:00:00.000Z reminded 2 formGroup',
    ]);
  });

  it('is reminded of again before a deadline that was moved after the first reminder', () => {
    const play = tenDaysToFormTheGroup();
    play.waitUntil('2026-03-10T02:00:00.000Z');
    expect(play.state.told['formGroup']).toMatchObject({ reminded: 1 });
    play.give(STREET, { type: 'suspend', reasonText: 'why', basisText: 'rule', days: 10 });
    play.waitUntil('2026-03-20T16:00:00.000Z');
    const due = play.state.clocks['groupForm']?.dueAt ?? '';
    expect(due).toBe('2026-03-23T16:00:00.000Z');
    expect(noticesOf(play, due)).toEqual([
      '2026-03-21T00:00:00.000Z reminded 1 formGroup',
      '2026-03-23T00:00:00.000Z reminded 2 formGroup',
    ]);
  });
});

describe('nobody', () => {
  it('is reminded before the duty began: where a day is given, the reminder of three days before is left out', () => {
    const policy = aPolicy();
    policy.election.nomination = { n: 1, unit: 'day', rollover: 'none', basis: 'test', confidence: 'custom' };
    const play = nominatingElection(policy);
    const due = play.state.clocks['nomination']?.dueAt ?? '';
    expect(noticesOf(play, due).map((line) => line.slice(25))).toEqual(['reminded 2 collectNominations']);
  });

  it('is told at night, whatever the hour at which a deadline in hours ends', () => {
    const policy = aPolicy();
    policy.election.groupForm = { n: 90, unit: 'hour', basis: 'test', confidence: 'custom' };
    const hour = (n: number) => ({ n, unit: 'hour' as const, basis: 'test', confidence: 'custom' as const });
    policy.notices.byDuty['formGroup'] = {
      remindBefore: Array.from({ length: 5 }, (_, index) => hour(20 - index * 4)),
      ladder: Array.from({ length: 6 }, () => ({ after: hour(5), tell: 'districtSupervisor' as const })),
    };
    const play = launchedElection(policy);
    const notices = noticesOf(play, later(play.now, 14 * DAY));
    expect(notices.length).toBeGreaterThanOrEqual(7);
    for (const line of notices) {
      const chinaHour = (Number(line.slice(11, 13)) + 8) % 24;
      expect(chinaHour).toBeGreaterThanOrEqual(8);
      expect(chinaHour).toBeLessThan(21);
    }
  });
});

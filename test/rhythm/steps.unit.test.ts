// A rhythm step by step: rounds strike by themselves, each once, whatever the machine slept through. docs/rhythm.md
import fc from 'fast-check';
import { addMs } from '../../domain/calendar/instant';
import { civilCalendar } from '../../domain/calendar/tables';
import { RHYTHM_FORMS, type RhythmForm } from '../../domain/meeting/forms';
import { isMachineryEvent } from '../../domain/machinery/evolve';
import { callAt, firstRound, roundAfter } from '../../domain/rhythm/schedule';
import type { RhythmEvent } from '../../domain/rhythm/state';
import { STREET } from '../support/an-election';
import {
  aRhythmLaunch,
  COMMUNITY,
  launchedRhythm,
  meetingLaunched,
  rhythmOf,
  unlaunchedRhythm,
  type RhythmPlay,
} from '../support/a-rhythm';
import { anActor, ENGINE } from '../support/play';

const DAY = 86_400_000;
const text = { reasonText: 'hash', basisText: 'hash' };
type RoundEvent = Extract<RhythmEvent, { type: 'roundCalled' | 'roundSkipped' }>;

/** What became of the rounds so far, in order. */
const roundsOf = (play: RhythmPlay, form: RhythmForm = 'weekly'): RoundEvent[] =>
  play.events.filter(
    (event): event is RoundEvent =>
      !isMachineryEvent(event) &&
      (event.type === 'roundCalled' || event.type === 'roundSkipped') &&
      event.form === form,
  );
const told = (play: RhythmPlay, form?: RhythmForm) =>
  roundsOf(play, form).map(({ type, round }) => `${type} ${round.heldAt}`);

describe('a round', () => {
  it('is called two days ahead, not a millisecond earlier, for the usual parties of the place', () => {
    const play = launchedRhythm();
    expect(rhythmOf(play).forms.weekly?.next?.heldAt).toBe('2026-03-09T01:30:00.000Z');
    play.waitUntil('2026-03-06T15:59:59.999Z');
    expect(roundsOf(play)).toEqual([]);
    play.waitUntil('2026-03-06T16:00:00.000Z');
    expect(told(play)).toEqual(['roundCalled 2026-03-09T01:30:00.000Z']);
    expect(play.definition.effect(play.state.core, play.policy)).toEqual({
      type: 'launchChild',
      kind: 'meeting',
      childKey: `weekly:${roundsOf(play)[0]?.round.no}`,
      place: COMMUNITY,
      command: {
        ...{ type: 'launch', form: 'weekly', heldAt: '2026-03-09T01:30:00.000Z' },
        convenor: { role: 'communitySecretary', placePath: '/district/street/community/' },
        ...{ parties: [], topicCodes: [] },
      },
    });
  });

  it('is counted from the schedule, not from when the timer fired', () => {
    const play = launchedRhythm();
    play.waitUntil('2026-03-08T20:00:00.000Z');
    expect(told(play)).toEqual(['roundCalled 2026-03-09T01:30:00.000Z']);
    expect(rhythmOf(play).forms.weekly?.next?.heldAt).toBe('2026-03-16T01:30:00.000Z');
    play.waitFor('weekly');
    expect(play.now).toBe('2026-03-13T16:00:00.000Z');
  });

  it('whose hour the machine slept through is held on the next best day, before its successor', () => {
    const play = launchedRhythm();
    play.waitUntil('2026-03-10T03:00:00.000Z');
    expect(roundsOf(play)).toEqual([
      expect.objectContaining({ isLate: true, round: expect.objectContaining({ heldAt: '2026-03-13T01:30:00.000Z' }) }),
    ]);
  });

  it('is skipped, once, when its successor is called already: only the newest is held after a long outage', () => {
    const play = launchedRhythm();
    play.waitUntil('2026-03-22T02:00:00.000Z');
    expect(told(play)).toEqual([
      'roundSkipped 2026-03-09T01:30:00.000Z',
      'roundSkipped 2026-03-16T01:30:00.000Z',
      'roundCalled 2026-03-23T01:30:00.000Z',
    ]);
    expect(rhythmOf(play).forms.weekly?.counts).toEqual({ called: 1, skipped: 2, held: 0, missed: 0, stopped: 0 });
  });

  it('is skipped too when no day is left for it before its successor', () => {
    const play = launchedRhythm();
    // Friday noon: its call would take until Monday, and Monday's own round is called tonight.
    play.waitUntil('2026-03-13T04:00:00.000Z');
    expect(told(play)).toEqual(['roundSkipped 2026-03-09T01:30:00.000Z']);
    play.waitFor('weekly');
    expect(told(play).at(-1)).toBe('roundCalled 2026-03-16T01:30:00.000Z');
  });

  it('is launched once, and heard of once', () => {
    const play = launchedRhythm();
    play.waitFor('weekly');
    const meetingId = meetingLaunched(play) ?? '';
    expect(meetingLaunched(play)).toBeUndefined();
    const childKey = meetingId.slice('meeting-'.length);
    expect(play.give(ENGINE, { type: 'recordChildLaunched', childKey, childId: meetingId })).toEqual([]);
    const ended = { type: 'recordMeetingEnded', meetingId, form: 'weekly', outcome: 'missed' } as const;
    play.give({ kind: 'process', id: meetingId }, ended);
    expect(rhythmOf(play).forms.weekly?.counts).toMatchObject({ called: 1, missed: 1 });
    expect(play.refuses({ kind: 'process', id: meetingId }, ended).code).toBe('meeting-not-awaited');
  });

  it('may end before the machine has heard how its launch went', () => {
    const play = launchedRhythm();
    play.waitFor('weekly');
    const ended = { type: 'recordMeetingEnded', meetingId: 'm', form: 'weekly', outcome: 'stopped' } as const;
    play.give({ kind: 'process', id: 'm' }, ended);
    expect(rhythmOf(play).calls).toEqual([]);
  });
});

describe('the schedule', () => {
  const plan = { policy: launchedRhythm().policy, calendar: civilCalendar() };
  const from = (form: RhythmForm, at: string, rounds: number): string[] => {
    const found = [firstRound(form, at, plan)];
    while (found.length < rounds) found.push(roundAfter(form, found.at(-1)?.no ?? 0, plan));
    return found.map(({ heldAt }) => heldAt);
  };

  it('moves a day that is not worked to the next that is, make-up days included', () => {
    // Monday 6 April 2026 is a holiday.
    expect(from('weekly', '2026-03-29T00:00:00.000Z', 3)).toEqual([
      '2026-04-07T01:30:00.000Z',
      '2026-04-13T01:30:00.000Z',
      '2026-04-20T01:30:00.000Z',
    ]);
    // 5 September 2026 is a Saturday; 5 October lies in the holiday week.
    expect(from('monthly', '2026-08-20T00:00:00.000Z', 2)).toEqual([
      '2026-09-07T01:30:00.000Z',
      '2026-10-08T01:30:00.000Z',
    ]);
  });

  it('has no second meeting in one week: a round that holidays push up to its successor falls out', () => {
    // Monday 16 February lies in the spring festival, Monday the 23rd too: the first falls out, the second is held on Tuesday.
    expect(from('weekly', '2026-02-05T00:00:00.000Z', 3)).toEqual([
      '2026-02-09T01:30:00.000Z',
      '2026-02-24T01:30:00.000Z',
      '2026-03-02T01:30:00.000Z',
    ]);
  });

  it('knows quarters and years', () => {
    expect(from('quarterly', '2026-03-02T02:00:00.000Z', 3)).toEqual([
      '2026-04-10T06:30:00.000Z',
      '2026-07-10T06:30:00.000Z',
      // Saturday 10 October is worked.
      '2026-10-10T06:30:00.000Z',
    ]);
    expect(from('yearly', '2026-03-02T02:00:00.000Z', 2)).toEqual([
      '2027-01-15T06:30:00.000Z',
      '2028-01-17T06:30:00.000Z',
    ]);
  });

  it('takes the last day of a month that has no such day', () => {
    const policy = structuredClone(plan.policy);
    policy.rhythm.monthly.value.day = 31;
    expect(firstRound('monthly', '2026-04-02T00:00:00.000Z', { ...plan, policy }).heldAt).toBe(
      '2026-04-30T01:30:00.000Z',
    );
  });

  it('has turns of seven, thirty, ninety and 360 short days in a rehearsal', () => {
    const scaled = { ...plan, calendar: { kind: 'scaled', version: 's', dayMs: 1_000 } as const };
    const first = firstRound('weekly', '2026-03-02T02:00:00.000Z', scaled);
    const next = roundAfter('weekly', first.no, scaled);
    expect(Date.parse(next.heldAt) - Date.parse(first.heldAt)).toBe(7_000);
    expect(first.heldAt > '2026-03-02T02:00:02.000Z').toBe(true);
  });
});

describe('a newer holiday table', () => {
  it('moves a round that is not called yet', () => {
    const play = launchedRhythm();
    const calendar = civilCalendar();
    const years = calendar.years.map((year) =>
      year.year === 2026 ? { ...year, holidays: [...year.holidays, '2026-03-09'] } : year,
    );
    play.give(anActor('districtSupervisor'), { type: 'reviseCalendar', calendar: { ...calendar, years } });
    play.waitFor('weekly');
    expect(told(play)).toEqual(['roundCalled 2026-03-10T01:30:00.000Z']);
  });
});

describe('a form', () => {
  it('that is paused calls nothing, waits for the office above, and goes on from the schedule', () => {
    const play = launchedRhythm(['weekly', 'monthly']);
    play.give(STREET, { type: 'pauseForm', form: 'weekly', ...text });
    expect(play.refuses(STREET, { type: 'pauseForm', form: 'weekly', ...text }).code).toBe('form-already-paused');
    expect(play.duties).toEqual(['resumeForm:weekly']);
    play.waitUntil('2026-03-24T02:00:00.000Z');
    expect(roundsOf(play)).toEqual([]);
    play.give(STREET, { type: 'resumeForm', form: 'weekly', ...text });
    expect(play.refuses(STREET, { type: 'resumeForm', form: 'weekly', ...text }).code).toBe('form-not-paused');
    play.waitFor('weekly');
    expect(told(play)).toEqual(['roundCalled 2026-03-30T01:30:00.000Z']);
  });

  it('that the place does not keep is neither paused nor resumed', () => {
    const play = launchedRhythm();
    expect(play.refuses(STREET, { type: 'pauseForm', form: 'yearly', ...text }).code).toBe('form-not-in-rhythm');
    expect(play.refuses(STREET, { type: 'resumeForm', form: 'yearly', ...text }).code).toBe('form-not-in-rhythm');
  });
});

describe('a rhythm', () => {
  it('is kept by a community or a street, one at each, and by no district', () => {
    const play = unlaunchedRhythm();
    const district = { ...COMMUNITY, areaId: 'district', communityPath: null, streetPath: null };
    expect(play.refuses(STREET, aRhythmLaunch({ place: district })).code).toBe('not-a-community-or-street');
    play.give(STREET, aRhythmLaunch({ place: { ...COMMUNITY, areaId: 'street', communityPath: null } }));
    expect(rhythmOf(play).convenor).toEqual({ role: 'streetOfficer', placePath: '/district/street/' });
    expect(play.definition.exclusiveKey(play.state.core)).toBe('rhythm:street');
  });

  it('calls nothing after its end; what is called is held all the same', () => {
    const play = launchedRhythm();
    play.waitFor('weekly');
    meetingLaunched(play);
    play.give(STREET, { type: 'endRhythm', ...text });
    expect([play.phase, Object.keys(play.state.clocks)]).toEqual(['closed', []]);
  });

  it('settles what it slept through while it was suspended', () => {
    const play = launchedRhythm();
    play.give(STREET, { type: 'suspend', ...text, days: 20 });
    play.waitUntil('2026-03-25T02:00:00.000Z');
    // Before Monday the 30th no day is left for the round of the 23rd.
    const skipped = ['09', '16', '23'].map((day) => `roundSkipped 2026-03-${day}T01:30:00.000Z`);
    expect(told(play)).toEqual(skipped);
    play.waitFor('weekly');
    expect(told(play).at(-1)).toBe('roundCalled 2026-03-30T01:30:00.000Z');
  });

  it('neither doubles nor loses a round, whatever the machine sleeps through', () => {
    const outages = fc.array(fc.integer({ min: 1, max: 40 * DAY }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(outages, fc.subarray([...RHYTHM_FORMS], { minLength: 1 }), (sleeps, forms) => {
        const play = launchedRhythm(forms);
        const plan = { policy: play.policy, calendar: play.setting.calendar };
        const start = play.now;
        for (const ms of sleeps) {
          const before = play.events.length;
          play.waitUntil(addMs(play.now, ms));
          for (const form of forms) {
            const called = play.events
              .slice(before)
              .filter((event) => event.type === 'roundCalled' && 'form' in event && event.form === form);
            expect(called.length).toBeLessThanOrEqual(1);
          }
          while (meetingLaunched(play) !== undefined);
        }
        for (const form of forms) {
          const due: number[] = [];
          for (
            let round = firstRound(form, start, plan);
            callAt(round, plan) <= play.now;
            round = roundAfter(form, round.no, plan)
          )
            due.push(round.no);
          expect(roundsOf(play, form).map(({ round }) => round.no)).toEqual(due);
          const heldAts = roundsOf(play, form).flatMap((event) =>
            event.type === 'roundCalled' ? [event.round.heldAt] : [],
          );
          expect([...new Set(heldAts)].sort()).toEqual(heldAts);
        }
        expect(rhythmOf(play).calls.every(({ meetingId }) => meetingId !== null)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

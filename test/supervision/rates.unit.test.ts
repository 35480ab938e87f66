// The three rates from the events of one problem: what counts, what does not, and on which day.
import fc from 'fast-check';
import { addMs, HOUR_MS } from '../../domain/calendar/instant';
import {
  foldRates,
  medianOf,
  NO_PARTS,
  NO_RATES,
  ratePartsOf,
  rateOf,
  type RatedEvent,
} from '../../domain/supervision/rates';

const START = '2026-11-02T01:00:00.000Z';
const at = (hours: number): string => addMs(START, hours * HOUR_MS);
const launch = (hours = 0, more: object = {}): RatedEvent => ({
  at: at(hours),
  event: { type: 'problemLaunched', level: 'community', desk: null, ...more },
});
const clock = (hours: number, due: number, name = 'response'): RatedEvent => ({
  at: at(hours),
  event: { type: 'clockStarted', clock: { name, dueAt: at(due) } },
});
const stopped = (hours: number): RatedEvent => ({ at: at(hours), event: { type: 'clockStopped', name: 'response' } });
const contact = (hours: number): RatedEvent => ({ at: at(hours), event: { type: 'contactMade' } });
const raised = (hours: number, to = 'street'): RatedEvent => ({ at: at(hours), event: { type: 'levelRaised', to } });
const dispatched = (hours: number, department: string | null): RatedEvent => ({
  at: at(hours),
  event: { type: 'problemDispatched', handler: { level: 'street', department } },
});
const answer = (hours: number, isSolved: boolean, isSatisfied: boolean): RatedEvent => ({
  at: at(hours),
  event: { type: 'problemAnswered', isSolved, isSatisfied },
});
const closed = (hours: number, outcome: string): RatedEvent => ({
  at: at(hours),
  event: { type: 'problemClosed', outcome },
});

const foldOf = (...events: RatedEvent[]) => events.reduce(foldRates, NO_RATES);
const partsOf = (events: RatedEvent[], now = 1_000) => ratePartsOf(foldOf(...events), START, at(1_000), at(now));

describe('the response rate', () => {
  it('counts a contact in the last millisecond, and not one at the due instant', () => {
    const lastMoment = { ...contact(4), at: addMs(at(4), -1) };
    expect(partsOf([launch(), clock(0, 4), lastMoment])).toMatchObject({ responsesDue: 1, responsesMade: 1 });
    expect(partsOf([launch(), clock(0, 4), contact(4)])).toMatchObject({ responsesDue: 1, responsesMade: 0 });
  });

  it('counts a dispatch that waits only once its time is over, on the day on which it was', () => {
    const waiting = [launch(), clock(0, 4)];
    expect(partsOf(waiting, 3)).toEqual(NO_PARTS);
    expect(partsOf(waiting, 4)).toMatchObject({ responsesDue: 1, responsesMade: 0 });
    expect(ratePartsOf(foldOf(...waiting), START, at(4), at(9))).toEqual(NO_PARTS);
  });

  it('counts each level for itself: the silence of the first and the word of the second', () => {
    const climbed = [launch(), clock(0, 4), raised(4), stopped(4), clock(4, 8), contact(5)];
    expect(partsOf(climbed)).toMatchObject({ responsesDue: 2, responsesMade: 1 });
  });

  it('does not count who sent it on before the time was over, or reported the work without a contact', () => {
    expect(partsOf([launch(), clock(0, 4), dispatched(1, 'urbanManagement'), clock(1, 5), contact(2)])).toMatchObject({
      responsesDue: 1,
      responsesMade: 1,
    });
    expect(partsOf([launch(), clock(0, 4), stopped(2), closed(9, 'resolved')])).toEqual(NO_PARTS);
  });

  it('is not moved by a desk that has a problem again: reopened is no dispatch', () => {
    const reopened = [launch(), clock(0, 4), contact(1), stopped(1), clock(20, 24), contact(30)];
    expect(partsOf(reopened)).toMatchObject({ responsesDue: 1, responsesMade: 1 });
  });

  it('gives a problem that stands still its time back', () => {
    const suspended: RatedEvent = { at: at(1), event: { type: 'suspended' } };
    const resumed: RatedEvent = { at: at(51), event: { type: 'resumed', moved: [{ name: 'response', to: at(54) }] } };
    expect(partsOf([launch(), clock(0, 4), suspended], 20)).toEqual(NO_PARTS);
    expect(partsOf([launch(), clock(0, 4), suspended, resumed, contact(53)])).toMatchObject({
      responsesDue: 1,
      responsesMade: 1,
    });
  });

  it('names whose it is: the firm at an estate with one, a department, or another desk', () => {
    const fold = foldOf(
      ...[launch(0, { level: 'estate', desk: 'firmManager' }), clock(0, 4), raised(4, 'community'), clock(4, 8)],
      ...[dispatched(9, 'fire'), clock(9, 10), contact(9)],
    );
    expect(fold.responses.map(({ desk, isAnswered }) => [desk, isAnswered])).toEqual([
      ['@firm', false],
      ['', false],
      ['fire', true],
    ]);
  });
});

describe('the solved and the satisfied rate', () => {
  it('count every answer of the resident, and no call in vain', () => {
    const failed: RatedEvent = { at: at(7), event: { type: 'callBackFailed' } };
    const told = [launch(), clock(0, 4), contact(1), answer(5, false, false), failed, answer(9, true, false)];
    expect(partsOf([...told, answer(12, true, true)])).toMatchObject({ answers: 3, solved: 2, satisfied: 1 });
  });

  it('leave a groundless problem out altogether, and no other ending', () => {
    const told = [launch(), clock(0, 4), contact(1), answer(5, false, false)];
    expect(partsOf([...told, closed(9, 'groundless')])).toEqual(NO_PARTS);
    expect(partsOf([...told, closed(9, 'petition')])).toMatchObject({ responsesDue: 1, answers: 1 });
  });
});

test('a rate without a base is none, and a rate shows its base', () => {
  expect(rateOf(0, 0)).toEqual({ part: 0, whole: 0, percent: null });
  expect(rateOf(2, 3)).toEqual({ part: 2, whole: 3, percent: 66.67 });
});

test('the median of a histogram is the median of the values behind it', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 60 }), (values) => {
      const counts = new Map<number, number>();
      for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
      const sorted = [...values].sort((a, b) => a - b);
      const middle = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]] as [number, number];
      expect(medianOf(counts)).toBe(values.length === 0 ? null : (middle[0] + middle[1]) / 2);
    }),
  );
});

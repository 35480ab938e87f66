// What the rehearsal `escalation` holds the product's figures against: rates and stalls worked out from plain events, by code of its own.
import { overdueOf, storyOf, sumsOf, type Recorded } from '../../scripts/rehearsal/escalation/record';

const HOUR = 3_600_000;
const iso = (ms: number) => new Date(ms).toISOString();
const launched = { type: 'problemLaunched', category: 'leak', level: 'estate', why: null, recurrenceOf: null };

let seq = 0;
const event = (at: number, type: string, payload: object = {}): Recorded => ({
  ...{ processId: 'p', seq: (seq += 1), type, payload: payload as Record<string, unknown>, at, actorId: null },
});
const launch = () => event(0, launched.type, { ...launched, spot: { placeId: 's' }, complaintOf: null });
const clock = (at: number, name: string, dueAt: number) =>
  event(at, 'clockStarted', { clock: { name, dueAt: iso(dueAt) } });
const stop = (at: number, name: string) => event(at, 'clockStopped', { name });
const raise = (at: number, why: string) => event(at, 'levelRaised', { from: 'estate', to: 'community', why });
const contact = (at: number) => [event(at, 'contactMade'), stop(at, 'response')];

const rateOf = (events: Recorded[], now = 100 * HOUR) => {
  const { responsesDue, responsesMade } = sumsOf([storyOf(events)], 0, 1000 * HOUR, now);
  return [responsesMade, responsesDue];
};

describe('the response rate', () => {
  it('counts a contact before the due instant, and not one at it', () => {
    expect(rateOf([launch(), clock(0, 'response', 2 * HOUR), ...contact(2 * HOUR - 1)])).toEqual([1, 1]);
    expect(rateOf([launch(), clock(0, 'response', 2 * HOUR), ...contact(2 * HOUR)])).toEqual([0, 1]);
  });

  it('counts a desk that lost it by silence, and the next desk for itself', () => {
    const lost = [launch(), clock(0, 'response', 2 * HOUR), raise(2 * HOUR, 'noResponse'), stop(2 * HOUR, 'response')];
    expect(rateOf([...lost, clock(2 * HOUR, 'response', 4 * HOUR), ...contact(3 * HOUR)])).toEqual([1, 2]);
  });

  it('does not count a desk that sent it on before its time was over', () => {
    const passed = [launch(), clock(0, 'response', 2 * HOUR), raise(HOUR, 'beyondPower'), stop(HOUR, 'response')];
    expect(rateOf([...passed, clock(HOUR, 'response', 3 * HOUR), ...contact(2 * HOUR)])).toEqual([1, 1]);
  });

  it('counts what still waits once its time is over, unless the problem stands still', () => {
    const waiting = [launch(), clock(0, 'response', 2 * HOUR)];
    expect(rateOf(waiting, HOUR)).toEqual([0, 0]);
    expect(rateOf(waiting, 3 * HOUR)).toEqual([0, 1]);
    expect(rateOf([...waiting, event(HOUR, 'suspended')], 3 * HOUR)).toEqual([0, 0]);
  });

  it('does not count a second contact after the problem was reopened', () => {
    const first = [launch(), clock(0, 'response', 2 * HOUR), ...contact(HOUR)];
    const reopened = [event(5 * HOUR, 'problemReopened'), clock(5 * HOUR, 'response', 7 * HOUR), ...contact(9 * HOUR)];
    expect(rateOf([...first, ...reopened])).toEqual([1, 1]);
  });

  it('takes a groundless problem out of everything', () => {
    const answered = event(3 * HOUR, 'problemAnswered', { isSolved: true, isSatisfied: false });
    const events = [launch(), clock(0, 'response', 2 * HOUR), ...contact(HOUR), answered];
    const sums = (outcome: string) =>
      sumsOf([storyOf([...events, event(4 * HOUR, 'problemClosed', { outcome })])], 0, 10 * HOUR, 10 * HOUR);
    expect(sums('resolved')).toMatchObject({ responsesDue: 1, answers: 1, solved: 1, satisfied: 0, closed: 1 });
    expect(sums('groundless')).toMatchObject({ responsesDue: 0, answers: 0, solved: 0, satisfied: 0, closed: 1 });
  });
});

it('a stall is a clock of somebody’s duty that is over, in a problem that does not stand still; the whole is nobody’s duty', () => {
  const events = [launch(), clock(0, 'whole', HOUR), clock(0, 'handling', HOUR), clock(0, 'response', 2 * HOUR)];
  expect(overdueOf([storyOf(events)], HOUR - 1)).toEqual([]);
  expect(overdueOf([storyOf(events)], HOUR)).toEqual(['p handling']);
  expect(overdueOf([storyOf(events)], 2 * HOUR)).toEqual(['p handling', 'p response']);
  expect(overdueOf([storyOf([...events, stop(HOUR, 'handling')])], HOUR)).toEqual([]);
  expect(overdueOf([storyOf([...events, event(HOUR, 'suspended')])], HOUR)).toEqual([]);
  expect(overdueOf([storyOf([...events, event(HOUR, 'problemClosed', { outcome: 'resolved' })])], HOUR)).toEqual([]);
});

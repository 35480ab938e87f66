// The maintained counts against a count from scratch: whatever happens to whichever problems, in whatever order, a roll-up and a trend say what
// somebody would who reads every recorded event again, and so they do after the tallies were lost and made anew.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { addMs, DAY_MS, dateOf, dayOf, HOUR_MS } from '../../domain/calendar/instant';
import type { Instant } from '../../domain/calendar/types';
import { noteFacts, factRow, FACTS, type FoldedEvent } from '../../store/supervision/facts';
import { readRollUp, type Grouping } from '../../store/supervision/read-roll-up';
import { readTrend } from '../../store/supervision/read-trend';
import { rebuildTallies } from '../../store/supervision/tallies';
import { insertRows } from '../../store/record/insert-rows';
import { inTransaction } from '../../store/transaction';
import { freshDatabase, type TestDatabase } from '../support/database';
import { asCounted, countAgain, type Recorded } from './count-again';

let db: TestDatabase;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.drop());

const START = '2026-01-30T03:00:00.000Z';
const DEPARTMENTS = ['fire', 'urbanManagement'] as const;

interface Story {
  estate: number;
  events: Recorded[];
}

/** One problem: steps of some hours, each with something that may happen; not all of it makes sense, and nothing may make the counts differ. */
const story = fc
  .record({
    estate: fc.nat(2),
    begins: fc.nat(24 * 40),
    hasFirm: fc.boolean(),
    steps: fc.array(
      fc.record({
        hours: fc.integer({ min: 0, max: 60 }),
        does: fc.constantFrom('contact', 'raise', 'department', 'answer', 'suspend', 'resume', 'reopen', 'strike'),
        isSolved: fc.boolean(),
        isSatisfied: fc.boolean(),
        department: fc.constantFrom(...DEPARTMENTS),
      }),
      { maxLength: 7 },
    ),
    ending: fc.constantFrom('resolved', 'unverified', 'groundless', 'petition', null),
  })
  .map(({ estate, begins, hasFirm, steps, ending }): Story => {
    let at = addMs(START, begins * HOUR_MS);
    const due = (): Instant => addMs(at, 30 * HOUR_MS);
    const started = (name: string, dueAt: Instant) => ({ type: 'clockStarted', clock: { name, dueAt } });
    const events: Recorded[] = [];
    const say = (...said: Recorded['event'][]) => events.push(...said.map((event) => ({ at, event })));
    const desk = hasFirm ? 'firmManager' : null;
    say({ type: 'problemLaunched', level: 'estate', desk });
    say(started('whole', addMs(at, 100 * HOUR_MS)), started('response', due()));
    for (const { hours, does, isSolved, isSatisfied, department } of steps) {
      at = addMs(at, hours * HOUR_MS);
      if (does === 'contact') say({ type: 'contactMade' }, { type: 'clockStopped', name: 'response' });
      if (does === 'raise') say({ type: 'levelRaised', to: 'street' }, started('response', due()));
      if (does === 'department')
        say({ type: 'problemDispatched', handler: { level: 'street', department } }, started('response', due()));
      if (does === 'answer') say({ type: 'problemAnswered', isSolved, isSatisfied });
      if (does === 'suspend') say({ type: 'suspended' });
      if (does === 'resume') say({ type: 'resumed', moved: [{ name: 'response', to: due() }] });
      if (does === 'reopen') say({ type: 'problemReopened' }, started('response', due()));
      if (does === 'strike') say({ type: 'clockStopped', name: 'response' });
    }
    at = addMs(at, 5 * HOUR_MS);
    if (ending) say({ type: 'problemClosed', outcome: ending });
    return { estate, events };
  });

interface City {
  path: string;
  estates: { id: string; path: string }[];
}

/** A district of its own for each run, so that the runs share one database. */
async function aCity(): Promise<City> {
  const place = async (kind: string, parent: { id: string; path: string } | null) => {
    const id = randomUUID();
    const path = `${parent?.path ?? '/'}${id}/`;
    await db.pool.query(
      'insert into place (id, kind, parent_id, path, name, created_at) values ($1, $2::"PlaceKind", $3, $4, $5, clock_timestamp())',
      [id, kind, parent?.id ?? null, path, id],
    );
    return { id, path };
  };
  const district = await place('district', null);
  const streets = [await place('street', district), await place('street', district)];
  const communities = await Promise.all(streets.map((street) => place('community', street)));
  const estates = await Promise.all([0, 0, 1].map((of) => place('estate', communities[of] ?? null)));
  return { path: district.path, estates };
}

/** Stores a story as the record would: each event in a transaction of its own, the last of a closed one with the closing. */
async function store({ estate, events }: Story, { estates }: City): Promise<void> {
  const process = { processId: randomUUID(), kind: 'recall' as const, placeId: estates[estate]?.id ?? '' };
  const folded = events.map(({ at, event }): FoldedEvent => {
    const phase = event.type === 'problemClosed' ? 'closed' : 'open';
    return { state: { core: { phase } }, pending: { at, event } };
  });
  const [first] = events;
  if (!first) return;
  await inTransaction(db.pool, (tx) =>
    tx.query(insertRows(FACTS, '$1'), [JSON.stringify([factRow(process, folded.slice(0, 3), first.at)])]),
  );
  // Some arrive together, as from an engine that was busy.
  for (let done = 3; done < folded.length; done += 2)
    await inTransaction(db.pool, (tx) => noteFacts(tx, process, folded.slice(done, done + 2)));
}

const NOW = addMs(START, 70 * DAY_MS);
const PERIODS = [
  ['2026-01-01', '2026-12-31'],
  ['2026-02-01', '2026-02-28'],
  ['2026-02-03', '2026-02-19'],
  ['2026-02-10', '2026-03-31'],
  ['2026-01-31', '2026-03-05'],
] as const;

const recordsOf = (stories: Story[]): Recorded[][] => stories.map(({ events }) => events);

async function agrees(city: City, stories: Story[]): Promise<void> {
  for (const [from, to] of PERIODS) {
    const ask = (by: Grouping) =>
      readRollUp(db.pool, { path: city.path, by, period: { from, to }, now: new Date(NOW) });
    const { rows, total } = await ask('estate');
    const expected = countAgain(recordsOf(stories), from, to, NOW);
    expect(asCounted(total)).toEqual(expected);
    for (const [index, { id }] of city.estates.entries()) {
      const ofEstate = rows.find(({ key }) => key === id);
      const own = stories.filter(({ estate }) => estate === index);
      expect(ofEstate && asCounted(ofEstate)).toEqual(countAgain(recordsOf(own), from, to, NOW));
    }
    expect(asCounted((await ask('street')).total)).toEqual(expected);
    expect(asCounted((await ask('kind')).total)).toEqual(expected);
    // What departments and firms are told of their responses is never more than there was in all.
    const [departments, firms] = [await ask('department'), await ask('firm')];
    expect(departments.rows.every(({ key }) => (DEPARTMENTS as readonly (string | null)[]).includes(key))).toBe(true);
    expect(departments.total.rates.response.whole + firms.total.rates.response.whole).toBeLessThanOrEqual(expected.due);
  }
  const weeks = await readTrend(db.pool, { path: city.path, weeks: 12, now: new Date(NOW) });
  for (const { from, to, launched, closed, inTime, rates } of weeks) {
    const expected = countAgain(recordsOf(stories), from, to, NOW);
    const { response, solved, satisfied } = rates;
    expect([launched, closed, inTime]).toEqual([expected.launched, expected.closed, expected.inTime]);
    expect([response.part, response.whole]).toEqual([expected.made, expected.due]);
    expect([solved.part, satisfied.part, solved.whole]).toEqual([
      expected.solved,
      expected.satisfied,
      expected.answers,
    ]);
  }
}

const talliesOf = async ({ estates }: City) => {
  const ids = [estates.map(({ id }) => id)];
  const { rows } = await db.pool.query(
    'select * from process_tally where place_id = any($1::uuid[]) order by place_id, grain, day, kind, desk, days',
    ids,
  );
  return rows;
};

test('whatever happens to problems, roll-ups say what every event read again would say, also after a rebuild', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(story, { minLength: 1, maxLength: 12 }), async (stories) => {
      const city = await aCity();
      for (const told of stories) await store(told, city);
      await agrees(city, stories);
      const kept = await talliesOf(city);
      await db.pool.query(
        'update process_tally set closed = closed + 7, launched = 0 where place_id = any($1::uuid[])',
        [city.estates.map(({ id }) => id)],
      );
      await rebuildTallies(db.pool);
      expect(await talliesOf(city)).toEqual(kept);
    }),
    { numRuns: 25 },
  );
}, 240_000);

test('closings of one estate at the same moment are all counted', async () => {
  const city = await aCity();
  const [one] = fc.sample(story, { numRuns: 1, seed: 7 });
  const closing: Story = {
    estate: 0,
    events: [
      ...(one?.events ?? []).filter(({ event }) => event.type !== 'problemClosed'),
      { at: NOW, event: { type: 'problemClosed', outcome: 'resolved' } },
    ],
  };
  await Promise.all(Array.from({ length: 24 }, () => store(closing, city)));
  const period = { from: dateOf(dayOf(NOW)), to: dateOf(dayOf(NOW)) };
  const { total } = await readRollUp(db.pool, { path: city.path, by: 'street', period, now: new Date(NOW) });
  expect([total.closed, total.open]).toEqual([24, 0]);
});

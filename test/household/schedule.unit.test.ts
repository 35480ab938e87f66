// Whatever happens to the engine and whatever people do: no round is forgotten and none is doubled (fast-check prints its seed).
import fc from 'fast-check';
import { VISIT_CLASSES, VISIT_KINDS } from '../../domain/household/messages';
import type { HouseholdCommand, Round } from '../../domain/household/state';
import { householdOf, launchedHousehold, SECRETARY, visit, WORKER, type HouseholdPlay } from '../support/a-household';

const HOUR = 3_600_000;

type Step = { wait: number } | { visit: (typeof VISIT_KINDS)[number] } | { reclassify: (typeof VISIT_CLASSES)[number] };

const steps = fc.array(
  fc.oneof(
    // From a look in between to an engine that was away for two weeks.
    { weight: 5, arbitrary: fc.record({ wait: fc.integer({ min: 1, max: 30 * HOUR }) }) },
    { weight: 1, arbitrary: fc.record({ wait: fc.integer({ min: 48 * HOUR, max: 14 * 24 * HOUR }) }) },
    { weight: 4, arbitrary: fc.record({ visit: fc.constantFrom(...VISIT_KINDS) }) },
    { weight: 1, arbitrary: fc.record({ reclassify: fc.constantFrom(...VISIT_CLASSES) }) },
  ),
  { minLength: 5, maxLength: 60 },
);

/** Says what can be said, and lets pass what is refused. */
function walk(play: HouseholdPlay, path: Step[]): void {
  const later = (ms: number) => new Date(Date.parse(play.now) + ms).toISOString();
  const say = (command: HouseholdCommand) => {
    try {
      play.give(command.type === 'reclassify' ? SECRETARY : WORKER, command);
    } catch (error) {
      expect(String(error)).toMatch(/round-already-visited|same-visit-class/);
    }
  };
  for (const step of path) {
    if ('wait' in step) play.waitUntil(later(step.wait));
    else if ('visit' in step) say(visit(play, step.visit));
    else say({ type: 'reclassify', class: step.reclassify, reasonText: 'hash' });
  }
}

interface Seen {
  began: Round[];
  visited: number[];
  missed: { round: number; dueAt: string }[];
}

const seenIn = ({ events }: HouseholdPlay): Seen => ({
  began: events.flatMap((event) => (event.type === 'roundBegan' ? [event.round] : [])),
  visited: events.flatMap((event) => (event.type === 'visitRecorded' ? [event.round] : [])),
  missed: events.flatMap((event) => (event.type === 'visitMissed' ? [event] : [])),
});

describe.each(VISIT_CLASSES)('a household of class %s', (visitClass) => {
  it('has every round once, visited or missed, and each begins where the one before ended', () => {
    fc.assert(
      fc.property(steps, (path) => {
        const play = launchedHousehold({ class: visitClass });
        walk(play, path);
        const { began, visited, missed } = seenIn(play);
        expect(began.map(({ no }) => no)).toEqual(began.map((_, index) => index + 1));
        const settled = [...visited, ...missed.map(({ round }) => round)];
        expect(new Set(settled).size).toBe(settled.length);
        const now = householdOf(play);
        // All rounds but the one that runs are settled, and that one too where it had its visit.
        expect(settled.sort((a, b) => a - b)).toEqual(
          began.map(({ no }) => no).filter((no) => no < now.round.no || now.phase === 'visited'),
        );
        for (const [index, { since }] of began.slice(1).entries())
          expect(since >= (began[index]?.since ?? '')).toBe(true);
        expect(now.round.dueAt > play.now).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('comes to the same rounds whether the engine looked in between or came back late', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20 * 24 * HOUR }), { minLength: 1, maxLength: 20 }), (waits) => {
        const [often, once] = [launchedHousehold({ class: visitClass }), launchedHousehold({ class: visitClass })];
        for (const wait of waits) often.waitUntil(new Date(Date.parse(often.now) + wait).toISOString());
        once.waitUntil(often.now);
        expect(seenIn(once)).toEqual(seenIn(often));
        expect(once.state.core).toEqual(often.state.core);
        expect(once.state.clocks).toEqual(often.state.clocks);
      }),
      { numRuns: 60 },
    );
  });
});

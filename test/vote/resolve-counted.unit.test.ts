import fc from 'fast-check';
import { resolveCounted, type Precedence } from '../../domain/owners-vote/resolve-counted';
import type { CastBallot } from '../../domain/owners-vote/count-types';
import { aBallot } from '../support/build';

const at = (minute: number) => `2026-11-22T16:${String(minute).padStart(2, '0')}:00.000Z`;
const counts = (ballots: CastBallot[], precedence: Precedence) =>
  resolveCounted(ballots, precedence).counted.map(({ seq }) => seq);

describe('which ballot of a right counts', () => {
  const electronic = aBallot(1, 'yes', { seq: 1, castAt: at(10) });
  const changed = aBallot(1, 'no', { seq: 2, castAt: at(20) });
  const paper = aBallot(1, 'abstain', { seq: 3, castAt: at(15), channel: 'paper' });
  const platform = aBallot(1, 'yes', { seq: 4, castAt: at(12), channel: 'platform' });
  const all = [electronic, changed, paper, platform];

  it.each([
    ['lastValid', 2],
    ['firstValid', 1],
    ['paperPrevails', 3],
    ['electronicPrevails', 2],
  ] as const)('under %s number %i does', (precedence, seq) => {
    expect(counts(all, precedence)).toEqual([seq]);
  });

  it('a paper ballot is as old as its return, however late it was typed in', () => {
    const returnedFirst = aBallot(1, 'no', { seq: 9, castAt: at(5), channel: 'paper' });
    expect(counts([electronic, returnedFirst], 'lastValid')).toEqual([1]);
    expect(counts([electronic, returnedFirst], 'firstValid')).toEqual([9]);
  });

  it('of two at the same instant the one accepted later is the newer', () => {
    const twin = aBallot(1, 'no', { seq: 5, castAt: at(10) });
    expect(counts([twin, electronic], 'lastValid')).toEqual([5]);
    expect(counts([twin, electronic], 'firstValid')).toEqual([1]);
  });

  it('a void ballot never beats a valid one, and represents a right that has nothing else', () => {
    const spoilt = aBallot(1, 'no', { seq: 8, castAt: at(50), channel: 'paper', isVoid: true });
    for (const precedence of ['lastValid', 'paperPrevails', 'firstValid', 'electronicPrevails'] as const) {
      expect(counts([electronic, spoilt], precedence)).toEqual([1]);
      expect(counts([spoilt], precedence)).toEqual([8]);
    }
  });

  it('losers stay listed: every ballot is counted or superseded, one counted per right, in any order', () => {
    const any = fc.array(
      fc.record({
        seq: fc.nat(1000),
        rightNo: fc.integer({ min: 1, max: 5 }),
        channel: fc.constantFrom('electronic' as const, 'paper' as const, 'platform' as const),
        castAt: fc.integer({ min: 0, max: 59 }).map(at),
        isVoid: fc.boolean(),
      }),
      { maxLength: 30 },
    );
    const rule = fc.constantFrom<Precedence>('lastValid', 'firstValid', 'paperPrevails', 'electronicPrevails');
    fc.assert(
      fc.property(any, rule, (drawn, precedence) => {
        const ballots = drawn.map((ballot, index) => ({ ...ballot, seq: index + 1 }));
        const { counted, superseded } = resolveCounted(ballots, precedence);
        expect([...counted, ...superseded].map(({ seq }) => seq).sort((a, b) => a - b)).toEqual(
          ballots.map(({ seq }) => seq),
        );
        expect(new Set(counted.map(({ rightNo }) => rightNo)).size).toBe(counted.length);
        expect(new Set(ballots.map(({ rightNo }) => rightNo)).size).toBe(counted.length);
        expect(resolveCounted([...ballots].reverse(), precedence).counted).toEqual(counted);
      }),
    );
  });
});

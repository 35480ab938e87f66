// The parts of the election rehearsal that can be wrong without any server: how long a day lasts, what is on a ballot, and the
// second implementation of the audit path.
import { createHash } from 'node:crypto';
import { inclusionProof, leafHash, rootOf } from '../../domain/hash-tree';
import { seededRandom } from '../../scripts/register/seeded-random';
import { rehearse } from '../../scripts/rehearsal/election';
import { makePlan, pacedFor } from '../../scripts/rehearsal/election/plan';
import { choicesOf } from '../../scripts/rehearsal/election/papers';
import { rootFrom } from '../../scripts/rehearsal/election/recount';

describe('the plan of a rehearsal', () => {
  it('lets the periods that must run out last a minute and a half, and the window forty seconds', () => {
    const { dayMs, windowDays } = makePlan({ seed: 1, dayMs: undefined });
    // Qingdao: 3 group notice, 7 nomination, 5 vetting, 15 slate, 7 roll, 15 notice, 7 result.
    expect(dayMs).toBe(Math.ceil(90_000 / 59));
    expect(windowDays).toBe(Math.ceil(40_000 / dayMs));
  });

  it('stretches the window with the day that is asked for', () => {
    const usual = makePlan({ seed: 1, dayMs: undefined });
    const slow = makePlan({ seed: 1, dayMs: 5_000 });
    expect(slow).toMatchObject({ dayMs: 5_000, windowDays: usual.windowDays });
  });

  it('gives a machine that took three times as long three times as long days, a quick one no shorter ones', () => {
    const plan = makePlan({ seed: 1, dayMs: undefined });
    expect(pacedFor(plan, 30_000).dayMs).toBe(3 * plan.dayMs);
    expect(pacedFor(plan, 10_000).dayMs).toBe(plan.dayMs);
    expect(pacedFor(plan, 1_000).dayMs).toBe(plan.dayMs);
    expect(pacedFor(plan, 1_000_000).dayMs).toBe(5 * plan.dayMs);
  });

  it('refuses a day that is no number, and an unknown option, with the usage', async () => {
    const complaint = jest.spyOn(console, 'error').mockImplementation(() => {});
    expect(await rehearse(['--day-ms', '9'])).toBe(2);
    expect(await rehearse(['--day-ms', 'soon'])).toBe(2);
    expect(await rehearse(['--nonsense'])).toBe(2);
    expect(complaint.mock.calls.map(([line]) => String(line))).toEqual([
      expect.stringContaining('--day-ms must be a whole number from 10'),
      expect.stringContaining('--day-ms must be a whole number from 10'),
      expect.stringContaining('usage: npm run rehearsal -- election'),
    ]);
    complaint.mockRestore();
  });
});

it('never marks more candidates than there are seats, and the same seed marks the same', () => {
  const candidates = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const draw = () => {
    const random = seededRandom(5);
    return Array.from({ length: 500 }, () => choicesOf(candidates, 3, random)['committee']);
  };
  const drawn = draw();
  expect(drawn.every((choice) => choice === 'abstain' || (choice !== undefined && choice.length <= 3))).toBe(true);
  expect(drawn.some((choice) => choice === 'abstain')).toBe(true);
  expect(draw()).toEqual(drawn);
});

it('finds with its own audit path the root that the tree has, and no root for a wrong leaf or a short path', () => {
  const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest();
  for (const size of [1, 2, 3, 6, 7, 8, 21]) {
    const leaves = Array.from({ length: size }, (_, index) => leafHash(Buffer.from(`ballot ${index}`), sha256));
    const root = Buffer.from(rootOf(leaves, sha256)).toString('hex');
    leaves.forEach((leaf, index) => {
      const path = inclusionProof(index, leaves, sha256).map((hash) => Buffer.from(hash));
      expect(rootFrom(Buffer.from(leaf), index, size, path)?.toString('hex')).toBe(root);
      if (size === 1) return;
      const other = Buffer.from(leaves[(index + 1) % size] as Uint8Array);
      expect(rootFrom(other, index, size, path)?.toString('hex')).not.toBe(root);
      expect(rootFrom(Buffer.from(leaf), index, size, path.slice(0, -1))?.toString('hex')).not.toBe(root);
    });
  }
});

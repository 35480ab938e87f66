// Signatures as rows: who may sign, once for each right, until when, and that the process hears once that it is enough.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { countSigned, readProgress } from '../../store/petitions/progress';
import { strikeSignatures, withdrawSignature } from '../../store/petitions/signatures';
import { moveWindow } from '../../store/petitions/window';
import { inTransaction } from '../../store/transaction';
import { equalRights } from '../support/build';
import { freshDatabase, type TestDatabase } from '../support/database';
import { refusalOf } from '../support/refusal-of';
import { anOpenPetition, signFor, type OpenPetition } from './an-open-petition';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const news = async ({ petitionId }: OpenPetition): Promise<{ signed: { heads: number } }[]> => {
  const { rows } = await database.pool.query<{ command: { signed: { heads: number } } }>(
    `select payload -> 'command' as command from outbox where process_id = $1 order by id`,
    [petitionId],
  );
  return rows.map(({ command }) => command);
};
const withdraw = ({ petitionId, voters }: OpenPetition, signatureId: string, rightNo: number | null): Promise<void> =>
  inTransaction(database.pool, (tx) =>
    withdrawSignature(tx, {
      ...{ petitionId, signatureId, accountId: randomUUID(), reasonText: null },
      ownerId: rightNo === null ? null : (voters[rightNo - 1] ?? ''),
    }),
  );
const move = ({ petitionId }: OpenPetition, ...change: [Parameters<typeof moveWindow>[2]]): Promise<void> =>
  inTransaction(database.pool, (tx) => moveWindow(tx, petitionId, ...change));

test('of many who sign at once, twice each, everybody is counted once, and the process hears once that it is enough', async () => {
  const petition = await anOpenPetition(database, { rights: equalRights(40) });
  const attempts = Array.from({ length: 80 }, (_, index) => refusalOf(signFor(database, petition, (index % 40) + 1)));
  const codes = await Promise.all(attempts);
  expect(codes.filter((code) => code === undefined)).toHaveLength(40);
  expect(codes.filter((code) => code === 'right-already-signed')).toHaveLength(40);
  expect((await readProgress(database.pool, petition.petitionId))?.signed).toMatchObject({ rights: 40, heads: 40 });
  // Eight of forty are a fifth: the eighth told it.
  expect(await news(petition)).toEqual([
    { type: 'recordThresholdReached', signed: { heads: 8, areaDm2: expect.any(Number) as number } },
  ]);
});

test('one owner fewer than a fifth tells nobody, and the answer says how many are missing', async () => {
  const petition = await anOpenPetition(database, { rights: equalRights(11) });
  for (const rightNo of [1, 2]) await signFor(database, petition, rightNo);
  expect(await news(petition)).toEqual([]);
  expect((await readProgress(database.pool, petition.petitionId))?.ways).toMatchObject([
    { of: 'owners', part: 2, whole: 11, isReached: false, shortfall: 1 },
  ]);
  await signFor(database, petition, 3);
  expect(await news(petition)).toHaveLength(1);
});

test('an owner of several rights is one head, once any of them has signed; a share of the area counts each', async () => {
  const rights = equalRights(10).map((right) => (right.rightNo <= 2 ? { ...right, headNo: 1 } : right));
  const petition = await anOpenPetition(database, { rights });
  await signFor(database, petition, 1);
  const one = await countSigned(database.pool, petition.petitionId, petition.rollId);
  await signFor(database, petition, 2);
  const both = await countSigned(database.pool, petition.petitionId, petition.rollId);
  expect([one.heads, both.heads]).toEqual([1, 1]);
  expect(both.areaDm2).toBe(2 * one.areaDm2);
});

test('nobody signs for another on the screen; joint owners who named nobody sign on paper', async () => {
  const petition = await anOpenPetition(database, { withoutVoter: [2] });
  expect(await refusalOf(signFor(database, petition, 1, { ownerId: petition.voters[2] ?? '' }))).toBe('not-your-right');
  expect(await refusalOf(signFor(database, petition, 2))).toBe('right-has-no-voter');
  expect(await refusalOf(signFor(database, petition, 99))).toBe('right-not-found');
  await signFor(database, petition, 2, { isOnPaper: true });
  expect(await refusalOf(signFor(database, petition, 2, { isOnPaper: true }))).toBe('right-already-signed');
});

test('an id is used once', async () => {
  const petition = await anOpenPetition(database);
  const { signatureId } = await signFor(database, petition, 1);
  expect(await refusalOf(signFor(database, petition, 2, { signatureId }))).toBe('id-already-used');
});

test('signing ends by the database’s clock, whatever the process has noted, and stands still with it', async () => {
  const late = await anOpenPetition(database, { closesInMs: 0 });
  expect(await refusalOf(signFor(database, late, 1))).toBe('signing-over');
  const petition = await anOpenPetition(database);
  await move(petition, { from: 'open', state: 'suspended' });
  expect(await refusalOf(signFor(database, petition, 1))).toBe('signing-suspended');
  await move(petition, { from: 'suspended', state: 'open' });
  await signFor(database, petition, 1);
  for (const state of ['over', 'counting', 'closed'] as const) {
    await move(petition, { state });
    expect(await refusalOf(signFor(database, petition, 2))).toBe('signing-over');
  }
  expect(await refusalOf(signFor(database, { ...petition, petitionId: randomUUID() }, 1))).toBe('signing-not-open');
});

describe('a signature is taken back', () => {
  test('by its owner, who may sign again', async () => {
    const petition = await anOpenPetition(database);
    const { signatureId } = await signFor(database, petition, 1);
    expect(await refusalOf(withdraw(petition, signatureId, 2))).toBe('not-your-signature');
    await withdraw(petition, signatureId, 1);
    expect(await countSigned(database.pool, petition.petitionId, petition.rollId)).toMatchObject({
      rights: 0,
      heads: 0,
    });
    expect(await refusalOf(withdraw(petition, signatureId, 1))).toBe('signature-ended');
    await signFor(database, petition, 1);
    expect(await countSigned(database.pool, petition.petitionId, petition.rollId)).toMatchObject({ rights: 1 });
  });

  test('by an official only where it stands on paper', async () => {
    const petition = await anOpenPetition(database);
    const own = await signFor(database, petition, 1);
    const paper = await signFor(database, petition, 2, { isOnPaper: true });
    expect(await refusalOf(withdraw(petition, own.signatureId, null))).toBe('not-your-signature');
    await withdraw(petition, paper.signatureId, null);
    expect(await refusalOf(withdraw(petition, randomUUID(), null))).toBe('signature-not-found');
  });

  test('while the street checks, and not once they are counted', async () => {
    const petition = await anOpenPetition(database);
    const [one, other] = [await signFor(database, petition, 1), await signFor(database, petition, 2)];
    await move(petition, { state: 'over' });
    await withdraw(petition, one.signatureId, 1);
    await move(petition, { state: 'counting' });
    expect(await refusalOf(withdraw(petition, other.signatureId, 2))).toBe('signature-fixed');
  });
});

test('after defective ones were struck the process hears anew when it is enough again', async () => {
  const petition = await anOpenPetition(database);
  const { petitionId } = petition;
  const [one] = [await signFor(database, petition, 1), await signFor(database, petition, 2)];
  expect(await news(petition)).toHaveLength(1);
  const at = new Date().toISOString();
  const struck = { petitionId, signatureIds: [one.signatureId], at };
  await inTransaction(database.pool, (tx) => strikeSignatures(tx, struck));
  // Storing it again changes nothing.
  await inTransaction(database.pool, (tx) => strikeSignatures(tx, struck));
  await move(petition, { state: 'open', isNewRound: true });
  expect(await countSigned(database.pool, petitionId, petition.rollId)).toMatchObject({ heads: 1 });
  await signFor(database, petition, 3);
  await signFor(database, petition, 4);
  expect((await news(petition)).map(({ signed }) => signed.heads)).toEqual([2, 2]);
});

test('what was signed stays on the record: neither the signature nor its end can be changed', async () => {
  const petition = await anOpenPetition(database);
  const { signatureId } = await signFor(database, petition, 1);
  await withdraw(petition, signatureId, 1);
  for (const table of ['petition_signature', 'petition_signature_end'])
    for (const change of [`update ${table} set kind = kind`, `delete from ${table}`])
      await expect(database.pool.query(change)).rejects.toMatchObject({ code: '42501' });
});

test('whatever is signed, taken back and struck in whatever order, no right is counted twice', async () => {
  const step = fc.record({
    what: fc.constantFrom('sign', 'sign', 'withdraw', 'strike'),
    rightNo: fc.integer({ min: 1, max: 4 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const petition = await anOpenPetition(database, { rights: equalRights(4) });
      const standing = new Map<number, string>();
      for (const { what, rightNo } of steps) {
        const signatureId = standing.get(rightNo);
        if (what === 'sign') {
          const attempt = signFor(database, petition, rightNo);
          if (signatureId !== undefined) expect(await refusalOf(attempt)).toBe('right-already-signed');
          else standing.set(rightNo, (await attempt).signatureId);
        } else if (signatureId !== undefined) {
          standing.delete(rightNo);
          const { petitionId } = petition;
          if (what === 'withdraw') await withdraw(petition, signatureId, rightNo);
          else
            await inTransaction(database.pool, (tx) =>
              strikeSignatures(tx, { petitionId, signatureIds: [signatureId], at: new Date().toISOString() }),
            );
        }
        const signed = await countSigned(database.pool, petition.petitionId, petition.rollId);
        expect([signed.rights, signed.heads]).toEqual([standing.size, standing.size]);
      }
    }),
    { numRuns: 20, endOnFailure: true },
  );
});

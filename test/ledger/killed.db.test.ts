// Money neither appears nor disappears: over random sequences of postings, reversals, duplicates and crashes, and when whoever posts is killed.
import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import fc from 'fast-check';
import { post, type Posting } from '../../store/ledger/post';
import { readBalances, readHeld } from '../../store/ledger/balances';
import { reverse } from '../../store/ledger/reverse';
import { standingCheck } from '../../store/ledger/standing-check';
import { trialBalance } from '../../store/ledger/trial-balance';
import { inTransaction } from '../../store/transaction';
import { freshDatabase, type TestDatabase } from '../support/database';
import { anEstate, aPayer, aReceipt, aRefund, aSpending, AT, posted, refusal } from './a-ledger';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

type Step =
  | { do: 'receive' | 'spend' | 'refund'; fen: number; payer: number; times: number; dies: 'never' | 'before commit' }
  | { do: 'reverse'; of: number; times: number; dies: 'never' | 'before commit' };

const dies = fc.constantFrom<'never' | 'before commit'>('never', 'never', 'before commit');
const times = fc.constantFrom(1, 1, 2, 3);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom<'receive' | 'spend' | 'refund'>('receive', 'receive', 'spend', 'refund'),
      ...{ fen: fc.integer({ min: 1, max: 500 }), payer: fc.nat(2), times, dies },
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reverse' as const), of: fc.nat(30), times, dies }) },
);

test('over any sequence every fen that came in is spent, refunded or held, and a model without a database says the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const estate = await anEstate(database);
      const payers = [aPayer(), aPayer(), aPayer()];
      // The model: what is held, and what each payer still has in it.
      let held = 0;
      const paid = [0, 0, 0];
      const done: { transactionId: string; undo: () => boolean; isBack: boolean }[] = [];
      /** Changes the model, unless something would fall below nothing. */
      const moves = (heldFen: number, payer: number, paidFen: number): boolean => {
        const after = (paid[payer] ?? 0) + paidFen;
        if (held + heldFen < 0 || after < 0) return false;
        held += heldFen;
        paid[payer] = after;
        return true;
      };
      const attempt = async (
        now: Step,
        work: (tx: Parameters<typeof post>[0]) => Promise<{ transactionId: string }>,
      ) => {
        if (now.dies === 'before commit') {
          const dying = inTransaction(database.pool, async (tx) => {
            await work(tx).catch(() => undefined);
            throw new Error('killed');
          });
          await expect(dying).rejects.toThrow('killed');
          return [];
        }
        const answers: (string | undefined)[] = [];
        for (let n = 0; n < now.times; n++)
          answers.push(
            await inTransaction(database.pool, work).then(
              ({ transactionId }) => transactionId,
              (error: { rejection?: object }) => {
                if (error.rejection === undefined) throw error;
                return undefined;
              },
            ),
          );
        // However often it is tried, it is answered the same.
        expect(new Set(answers).size).toBe(1);
        return answers;
      };
      for (const now of steps) {
        if (now.do === 'reverse') {
          const one = done[now.of % Math.max(1, done.length)];
          if (one === undefined || one.isBack) continue;
          const businessKey = randomUUID();
          const { transactionId } = one;
          const [answer] = await attempt(now, (tx) =>
            reverse(tx, { transactionId, businessKey, reasonText: 'h', byAccounts: [], at: AT }),
          );
          if (now.dies === 'never') {
            one.isBack = one.undo();
            expect(answer !== undefined).toBe(one.isBack);
          }
          continue;
        }
        const { fen, payer } = now;
        const [posting, heldFen, paidFen]: [Posting, number, number] =
          now.do === 'receive'
            ? [aReceipt(estate, fen, payers[payer]), fen, fen]
            : now.do === 'spend'
              ? [aSpending(estate, fen), -fen, 0]
              : [aRefund(estate, fen, payers[payer] ?? ''), -fen, -fen];
        const [answer] = await attempt(now, (tx) => post(tx, posting));
        if (now.dies !== 'never') continue;
        expect(answer !== undefined).toBe(moves(heldFen, payer, paidFen));
        if (answer !== undefined)
          done.push({ transactionId: answer, undo: () => moves(-heldFen, payer, -paidFen), isBack: false });
      }
      expect(Number((await readHeld(database.pool, estate.projectId))['household'] ?? 0n)).toBe(held);
      const { sources, isWhole } = await standingCheck(database.pool, { projectId: estate.projectId });
      const [all] = sources;
      expect([isWhole, Number((all?.receivedFen ?? 0n) - (all?.refundedFen ?? 0n))]).toEqual([
        true,
        paid.reduce((sum, fen) => sum + fen, 0),
      ]);
      const balances = await readBalances(database.pool, { estateId: estate.estateId });
      expect(balances.reduce((sum, { balanceFen }) => sum + balanceFen, 0n)).toBe(0n);
      const { estateId } = estate;
      const later = new Date(AT.getTime() + 1);
      expect(await trialBalance(database.pool, { estateId, at: later })).toEqual(
        await trialBalance(database.pool, { estateId }),
      );
    }),
    { numRuns: 25 },
  );
}, 120_000);

test('whoever posts is killed in the middle: what was answered stands, and sending everything again posts each once', async () => {
  const estate = await anEstate(database);
  const postings = Array.from({ length: 400 }, (_, index) => aReceipt(estate, index + 1));
  const answered = new Map<string, string>();
  const child = fork(path.join(__dirname, 'posting-child.ts'), [], {
    execArgv: ['--import', 'tsx'],
    serialization: 'advanced',
  });
  await new Promise<void>((resolve) => {
    child.on('message', ({ businessKey, transactionId }: { businessKey: string; transactionId: string }) => {
      answered.set(businessKey, transactionId);
      if (answered.size === 60) child.kill('SIGKILL');
    });
    child.on('exit', () => resolve());
    child.send({ url: database.url, postings });
  });
  expect(answered.size).toBeGreaterThanOrEqual(60);
  const stored = async () =>
    (await database.pool.query('select from ledger_transaction where estate_id = $1', [estate.estateId])).rowCount ?? 0;
  const atDeath = await stored();
  expect(atDeath).toBeGreaterThanOrEqual(answered.size);
  expect(atDeath).toBeLessThan(400);
  let repeated = 0;
  for (const posting of postings) {
    const { transactionId, isNew } = await posted(database, posting);
    if (!isNew) repeated += 1;
    expect(answered.get(posting.businessKey) ?? transactionId).toBe(transactionId);
  }
  expect([repeated, await stored()]).toEqual([atDeath, 400]);
  expect((await readHeld(database.pool, estate.projectId))['household']).toBe((400n * 401n) / 2n);
});

test('an answer that is lost after the commit is found out by asking again, also after the money is gone', async () => {
  const estate = await anEstate(database);
  const receipt = aReceipt(estate, 100);
  const spending = aSpending(estate, 100);
  await posted(database, receipt);
  const first = await posted(database, spending);
  expect(await refusal(posted(database, aSpending(estate, 1)))).toBe('not-enough-held');
  expect(await posted(database, spending)).toEqual({ ...first, isNew: false });
  expect(await posted(database, receipt)).toMatchObject({ isNew: false });
});

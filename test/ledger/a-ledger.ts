// An estate with its ledger, and postings in few words.
import { randomUUID } from 'node:crypto';
import type { AccountKind, AccountRef } from '../../domain/ledger/accounts';
import { post, type Posted, type Posting } from '../../store/ledger/post';
import { inTransaction } from '../../store/transaction';
import type { TestDatabase } from '../support/database';

export const AT = new Date('2026-11-23T02:00:00.000Z');
export const atMinute = (minute: number): Date => new Date(AT.getTime() + minute * 60_000);

export interface Estate {
  estateId: string;
  projectId: string;
}

export async function anEstate({ pool }: Pick<TestDatabase, 'pool'>): Promise<Estate> {
  const [district, estateId] = [randomUUID(), randomUUID()];
  await pool.query(
    `insert into place (id, kind, parent_id, path, name) values ($1::uuid, 'district', null, $3, $1::text), ($2::uuid, 'estate', $1::uuid, $4, $2::text)`,
    [district, estateId, `/${district}/`, `/${district}/${estateId}/`],
  );
  return { estateId, projectId: randomUUID() };
}

export const aPayer = (): string => `owner:${randomUUID()}`;

/** An account of the project's household money, unless said otherwise. */
export const account = (
  { estateId, projectId }: Estate,
  kind: AccountKind,
  more: Partial<AccountRef> = {},
): AccountRef => ({ estateId, projectId, source: 'household', kind, payer: null, ...more });

/** Entries of `[kind, fen, names other than the project's household money]`. */
type Line = [AccountKind, number | bigint, Partial<AccountRef>?];
export const lines = (estate: Estate, ...all: Line[]): Posting['entries'] =>
  all.map(([kind, fen, more]) => ({ account: account(estate, kind, more), amountFen: BigInt(fen) }));

export const aPosting = (estate: Estate, more: Partial<Posting> & Pick<Posting, 'entries'>): Posting => ({
  businessKey: randomUUID(),
  kind: 'receipt',
  estateId: estate.estateId,
  happenedOn: '2026-11-23',
  at: AT,
  processId: estate.projectId,
  byAccounts: [],
  documentHash: null,
  ...more,
});

export const aReceipt = (estate: Estate, fen: number, payer = aPayer(), more: Partial<Posting> = {}): Posting =>
  aPosting(estate, { entries: lines(estate, ['held', fen], ['received', -fen, { payer }]), ...more });
export const aSpending = (estate: Estate, fen: number, more: Partial<Posting> = {}): Posting =>
  aPosting(estate, { kind: 'spending', entries: lines(estate, ['spent', fen], ['held', -fen]), ...more });
export const aRefund = (estate: Estate, fen: number, payer: string, more: Partial<Posting> = {}): Posting =>
  aPosting(estate, { kind: 'refund', entries: lines(estate, ['refunded', fen, { payer }], ['held', -fen]), ...more });

/** Common revenue of the estate. */
export const OWN = { projectId: null, source: 'commonIncome' };
export const anIncome = (estate: Estate, fen: number, more: Partial<Posting> = {}): Posting =>
  aPosting(estate, {
    ...{ kind: 'incomeReceipt', processId: null },
    entries: lines(estate, ['held', fen, OWN], ['income', -fen, OWN]),
    ...more,
  });

export const posted = ({ pool }: Pick<TestDatabase, 'pool'>, posting: Posting): Promise<Posted> =>
  inTransaction(pool, (tx) => post(tx, posting));

/** Why it was refused; undefined: it was not. */
export const refusal = async (attempt: Promise<unknown>): Promise<string | undefined> =>
  attempt.then(
    () => undefined,
    (error: { rejection?: { code: string } }) => {
      if (error.rejection === undefined) throw error;
      return error.rejection.code;
    },
  );

// A piece of money that came in: booked once, first as money of which nobody knows whose it is, then moved to whoever it is from. A match can be
// undone by a reversal; the money then waits again. Everything here holds the estate's ledger first and a project's window after it.
import type { LocalDate } from '../../domain/calendar/types';
import type { Holder } from '../../domain/cofunding/words';
import type { AccountKind, AccountRef } from '../../domain/ledger/accounts';
import type { Entry } from '../../domain/ledger/transactions';
import { nameKey } from '../../domain/register/normalise';
import type { Doubt } from '../../domain/receipts/match';
import type { FieldCipher } from '../crypto/field-cipher';
import { uuidFrom } from '../ids';
import { postedOrThrow, postMany, type Posting } from '../ledger/post';
import { lockEstates } from '../ledger/write';
import { insertRows, type RowTable } from '../record/insert-rows';
import { refused } from '../refused';
import type { Tx } from '../transaction';
import { STANDS } from './payers';

export type Way = 'bank' | 'cash' | 'online' | 'transfer';
/** Why money waits: nobody is known, a person took the match back, or it cannot be taken any more. */
export type Waiting = Doubt | 'lapsed' | 'late';

/** Who paid, as the bank or the desk says. Sealed wherever it is kept. */
export interface PaidByDetails {
  name: string | null;
  account: string | null;
  remark: string | null;
}

export interface Incoming {
  estateId: string;
  holder: Holder;
  way: Way;
  /** What makes it one piece, however often it is told. */
  businessKey: string;
  amountFen: number;
  happenedOn: LocalDate;
  at: Date;
  by: PaidByDetails | null;
  byAccounts: readonly string[];
  documentHash: string | null;
}

export interface MoneyRow {
  moneyId: string;
  estateId: string;
  holder: Holder;
  way: Way;
  amountFen: number;
  happenedOn: LocalDate;
  at: Date;
  payerHash: string | null;
  sealed: string | null;
  doubt: Waiting | null;
}

export const hashOfPayer = (cipher: FieldCipher, by: PaidByDetails | null): string | null =>
  by === null || (by.name === null && by.account === null)
    ? null
    : cipher.blindIndex('payer', `${nameKey(by.name ?? '')}|${by.account ?? ''}`);

/** Sealed for whoever must look at it or pay it back. */
export const sealPayer = (cipher: FieldCipher, by: PaidByDetails | null): string | null =>
  by === null ? null : cipher.seal('payer', JSON.stringify(by));

export const openPayer = (cipher: FieldCipher, sealed: string | null): PaidByDetails | null =>
  sealed === null ? null : (JSON.parse(cipher.open('payer', sealed)) as PaidByDetails);

const atEstate = (estateId: string, kind: AccountKind): AccountRef => ({
  ...{ estateId, projectId: null, source: null, kind, payer: null },
});

/** An account of one source of a project. */
export const ofSource = (
  at: { estateId: string; processId: string; sourceId: string },
  kind: AccountKind,
  payer: string | null = null,
): AccountRef => ({ estateId: at.estateId, projectId: at.processId, source: at.sourceId, kind, payer });

export interface WaitsFor {
  doubt: Waiting;
  /** Whom it may be from. */
  processId: string | null;
  rightNo: number | null;
}

/** `isNew` false: it had come before. `differs`: it had come before with another amount or day, and nothing was booked. */
export type Taken = { moneyId: string; isNew: boolean; differs?: true };

export const moneyIdOf = (businessKey: string): string => uuidFrom(`money:${businessKey}`);

/**
 * Books pieces of money, each of another key, where nobody has claimed them yet. Telling one again changes nothing. `waiting` says why it stays
 * there; null: it is matched at once. Answers in their order.
 */
export async function takeAll(
  tx: Tx,
  cipher: FieldCipher,
  asked: readonly { incoming: Incoming; waiting: WaitsFor | null }[],
): Promise<Taken[]> {
  await lockEstates(
    tx,
    asked.map(({ incoming }) => incoming.estateId),
  );
  const known = await readAllMoney(
    tx,
    asked.map(({ incoming }) => moneyIdOf(incoming.businessKey)),
  );
  const taken = asked.map(({ incoming }): Taken => {
    const moneyId = moneyIdOf(incoming.businessKey);
    const before = known.get(moneyId);
    if (before === undefined) return { moneyId, isNew: true };
    const isSame = before.amountFen === incoming.amountFen && before.happenedOn === incoming.happenedOn;
    return isSame ? { moneyId, isNew: false } : { moneyId, isNew: false, differs: true };
  });
  const fresh = asked.filter((_, index) => taken[index]?.isNew);
  const written = await postMany(
    tx,
    fresh.map(({ incoming }) => receiptOf(incoming)),
  );
  const rows = fresh.map(({ incoming, waiting }, index) => ({
    ...{
      id: moneyIdOf(incoming.businessKey),
      estate_id: incoming.estateId,
      holder: incoming.holder,
      way: incoming.way,
    },
    ...{ business_key: incoming.businessKey, amount_fen: incoming.amountFen, happened_on: incoming.happenedOn },
    ...{ at: incoming.at, sealed: sealPayer(cipher, incoming.by), payer_hash: hashOfPayer(cipher, incoming.by) },
    ...{
      doubt: waiting?.doubt ?? null,
      suggest_process: waiting?.processId ?? null,
      suggest_right: waiting?.rightNo ?? null,
    },
    transaction_id: postedOrThrow(written[index]).transactionId,
  }));
  await tx.query(insertRows(MONEY_IN, '$1'), [JSON.stringify(rows)]);
  return taken;
}

const MONEY_IN: RowTable = {
  name: 'money_in',
  columns: `id uuid, estate_id uuid, holder text, way text, business_key text, amount_fen bigint, happened_on date, at timestamptz, sealed text,
    payer_hash text, doubt text, suggest_process uuid, suggest_right int, transaction_id uuid`,
};

function receiptOf(incoming: Incoming): Posting {
  const { estateId, happenedOn, at, byAccounts, documentHash } = incoming;
  const amount = BigInt(incoming.amountFen);
  return {
    ...{ businessKey: `money:${moneyIdOf(incoming.businessKey)}`, kind: 'unmatchedReceipt', estateId, happenedOn, at },
    ...{ processId: null, byAccounts, documentHash },
    entries: [
      { account: atEstate(estateId, 'held'), amountFen: amount },
      { account: atEstate(estateId, 'unmatched'), amountFen: -amount },
    ],
  };
}

/** One piece, as `takeAll`. Refuses `money-differs`. */
export async function takeIn(
  tx: Tx,
  cipher: FieldCipher,
  incoming: Incoming,
  waiting: WaitsFor | null,
): Promise<{ moneyId: string; isNew: boolean }> {
  const [taken] = await takeAll(tx, cipher, [{ incoming, waiting }]);
  if (taken === undefined || taken.differs) throw refused('money-differs', { amountFen: incoming.amountFen });
  return taken;
}

export async function readAllMoney(tx: Pick<Tx, 'query'>, moneyIds: readonly string[]): Promise<Map<string, MoneyRow>> {
  const { rows } = await tx.query<Omit<MoneyRow, 'amountFen'> & { amountFen: string }>(
    `select id as "moneyId", estate_id as "estateId", holder, way, amount_fen as "amountFen", to_char(happened_on, 'YYYY-MM-DD') as "happenedOn",
       at, payer_hash as "payerHash", sealed, doubt from money_in where id = any($1::uuid[])`,
    [moneyIds],
  );
  return new Map(rows.map((row) => [row.moneyId, { ...row, amountFen: Number(row.amountFen) }]));
}

export const readMoney = async (tx: Pick<Tx, 'query'>, moneyId: string): Promise<MoneyRow | undefined> =>
  (await readAllMoney(tx, [moneyId])).get(moneyId);

/** The money, if nobody has it yet and it is not on its way back. Refuses `not-found`, `money-matched`, `money-being-returned`. */
export async function waitingMoney(tx: Tx, estateId: string, moneyId: string): Promise<MoneyRow> {
  await lockEstates(tx, [estateId]);
  const money = await readMoney(tx, moneyId);
  if (money?.estateId !== estateId) throw refused('not-found');
  if ((await standingMatch(tx, moneyId)) !== undefined) throw refused('money-matched', { moneyId });
  const { rowCount } = await tx.query(`select from refund where money_id = $1 and of = 'unmatched'`, [moneyId]);
  if (rowCount) throw refused('money-being-returned', { moneyId });
  return money;
}

export interface StandingMatch {
  attemptNo: number;
  processId: string;
  sourceId: string;
  rightNo: number | null;
  payer: string;
  transactionId: string;
}

export async function standingMatch(tx: Pick<Tx, 'query'>, moneyId: string): Promise<StandingMatch | undefined> {
  const { rows } = await tx.query<StandingMatch>(
    `select attempt_no as "attemptNo", process_id as "processId", source_id as "sourceId", right_no as "rightNo", payer,
       transaction_id as "transactionId" from money_match m where money_id = $1 and ${STANDS}`,
    [moneyId],
  );
  return rows[0];
}

export interface NewMatch {
  processId: string;
  sourceId: string;
  rightNo: number | null;
  payer: string;
  amountClass: string | null;
  timing: 'inTime' | 'late';
  paidBy: 'self' | 'relative' | 'unknown';
  excessFen: number;
  why: readonly string[];
  byAccount: string | null;
  at: Date;
}

/** Moves waiting money to whoever it is from, in the ledger and here; each piece once. Answers with the attempt of each. */
export async function keepMatches(
  tx: Tx,
  asked: readonly { money: Pick<MoneyRow, 'moneyId' | 'estateId' | 'amountFen' | 'happenedOn'>; match: NewMatch }[],
): Promise<number[]> {
  const { rows } = await tx.query<{ id: string; last: number }>(
    'select money_id as id, max(attempt_no) as last from money_match where money_id = any($1::uuid[]) group by money_id',
    [asked.map(({ money }) => money.moneyId)],
  );
  const last = new Map(rows.map(({ id, last: attemptNo }) => [id, attemptNo]));
  const attempts = asked.map(({ money }) => (last.get(money.moneyId) ?? 0) + 1);
  const written = await postMany(
    tx,
    asked.map(({ money, match }, index): Posting => {
      const { moneyId, estateId, happenedOn } = money;
      return {
        ...{
          businessKey: `money:${moneyId}:match:${attempts[index]}`,
          kind: 'match',
          estateId,
          happenedOn,
          at: match.at,
        },
        ...{
          processId: match.processId,
          byAccounts: match.byAccount === null ? [] : [match.byAccount],
          documentHash: null,
        },
        entries: matchEntries(money, match),
      };
    }),
  );
  const transactions = written.map((one) => postedOrThrow(one).transactionId);
  await insertMatches(
    tx,
    asked.map(({ money, match }, index) => ({
      ...{ moneyId: money.moneyId, attemptNo: attempts[index] ?? 1, match, transactionId: transactions[index] ?? '' },
    })),
  );
  return attempts;
}

function matchEntries(
  { estateId, amountFen }: Pick<MoneyRow, 'estateId' | 'amountFen'>,
  { processId, sourceId, payer }: NewMatch,
): Entry[] {
  const amount = BigInt(amountFen);
  const at = { estateId, processId, sourceId };
  return [
    { account: atEstate(estateId, 'unmatched'), amountFen: amount },
    { account: atEstate(estateId, 'held'), amountFen: -amount },
    { account: ofSource(at, 'held'), amountFen: amount },
    { account: ofSource(at, 'received', payer), amountFen: -amount },
  ];
}

export async function insertMatches(
  tx: Tx,
  matches: readonly { moneyId: string; attemptNo: number; match: NewMatch; transactionId: string }[],
): Promise<void> {
  await tx.query(
    `insert into money_match (money_id, attempt_no, process_id, source_id, right_no, payer, amount_class, timing, paid_by, excess_fen, why,
       transaction_id, by_account, at)
     select m.money_id, m.attempt_no, m.process_id, m.source_id, m.right_no, m.payer, m.amount_class, m.timing, m.paid_by, m.excess_fen,
       array(select jsonb_array_elements_text(m.why)), m.transaction_id, m.by_account, m.at
     from jsonb_to_recordset($1::jsonb) as m (money_id uuid, attempt_no int, process_id uuid, source_id text, right_no int, payer text,
       amount_class text, timing text, paid_by text, excess_fen bigint, why jsonb, transaction_id uuid, by_account uuid, at timestamptz)`,
    [
      JSON.stringify(
        matches.map(({ moneyId, attemptNo, match, transactionId }) => ({
          ...{ money_id: moneyId, attempt_no: attemptNo, process_id: match.processId, source_id: match.sourceId },
          ...{ right_no: match.rightNo, payer: match.payer, amount_class: match.amountClass, timing: match.timing },
          ...{ paid_by: match.paidBy, excess_fen: match.excessFen, why: match.why, transaction_id: transactionId },
          ...{ by_account: match.byAccount, at: match.at },
        })),
      ),
    ],
  );
}

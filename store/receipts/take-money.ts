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
import { post } from '../ledger/post';
import { lockEstates } from '../ledger/write';
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

/**
 * Books the money where nobody has claimed it yet. Telling it again changes nothing; with another amount or day it is refused
 * `money-differs`. `waiting` says why it stays there, and whom it may be from.
 */
export async function takeIn(
  tx: Tx,
  cipher: FieldCipher,
  incoming: Incoming,
  waiting: { doubt: Waiting; processId: string | null; rightNo: number | null } | null,
): Promise<{ moneyId: string; isNew: boolean }> {
  const { estateId, businessKey, amountFen, happenedOn, at } = incoming;
  await lockEstates(tx, [estateId]);
  const moneyId = uuidFrom(`money:${businessKey}`);
  const known = await readMoney(tx, moneyId);
  if (known !== undefined) {
    if (known.amountFen !== amountFen || known.happenedOn !== happenedOn)
      throw refused('money-differs', { moneyId, amountFen: known.amountFen });
    return { moneyId, isNew: false };
  }
  const amount = BigInt(amountFen);
  const { transactionId } = await post(tx, {
    ...{ businessKey: `money:${moneyId}`, kind: 'unmatchedReceipt', estateId, happenedOn, at, processId: null },
    ...{ byAccounts: incoming.byAccounts, documentHash: incoming.documentHash },
    entries: [
      { account: atEstate(estateId, 'held'), amountFen: amount },
      { account: atEstate(estateId, 'unmatched'), amountFen: -amount },
    ],
  });
  await tx.query(
    `insert into money_in (id, estate_id, holder, way, business_key, amount_fen, happened_on, at, sealed, payer_hash, doubt, suggest_process,
       suggest_right, transaction_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      ...[moneyId, estateId, incoming.holder, incoming.way, businessKey, amountFen, happenedOn, at],
      ...[sealPayer(cipher, incoming.by), hashOfPayer(cipher, incoming.by)],
      ...[waiting?.doubt ?? null, waiting?.processId ?? null, waiting?.rightNo ?? null, transactionId],
    ],
  );
  return { moneyId, isNew: true };
}

export async function readMoney(tx: Pick<Tx, 'query'>, moneyId: string): Promise<MoneyRow | undefined> {
  const { rows } = await tx.query<Omit<MoneyRow, 'amountFen'> & { amountFen: string }>(
    `select id as "moneyId", estate_id as "estateId", holder, way, amount_fen as "amountFen", to_char(happened_on, 'YYYY-MM-DD') as "happenedOn",
       at, payer_hash as "payerHash", sealed, doubt from money_in where id = $1`,
    [moneyId],
  );
  return rows[0] && { ...rows[0], amountFen: Number(rows[0].amountFen) };
}

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

/** Moves waiting money to whoever it is from, in the ledger and here. */
export async function keepMatch(tx: Tx, money: MoneyRow, match: NewMatch): Promise<{ attemptNo: number }> {
  const { moneyId, estateId, happenedOn } = money;
  const { rows } = await tx.query<{ attemptNo: number }>(
    'select coalesce(max(attempt_no), 0) + 1 as "attemptNo" from money_match where money_id = $1',
    [moneyId],
  );
  const attemptNo = rows[0]?.attemptNo ?? 1;
  const { transactionId } = await post(tx, {
    ...{ businessKey: `money:${moneyId}:match:${attemptNo}`, kind: 'match', estateId, happenedOn, at: match.at },
    ...{
      processId: match.processId,
      byAccounts: match.byAccount === null ? [] : [match.byAccount],
      documentHash: null,
    },
    entries: matchEntries(money, match),
  });
  await insertMatch(tx, moneyId, attemptNo, match, transactionId);
  return { attemptNo };
}

function matchEntries({ estateId, amountFen }: MoneyRow, { processId, sourceId, payer }: NewMatch): Entry[] {
  const amount = BigInt(amountFen);
  const at = { estateId, processId, sourceId };
  return [
    { account: atEstate(estateId, 'unmatched'), amountFen: amount },
    { account: atEstate(estateId, 'held'), amountFen: -amount },
    { account: ofSource(at, 'held'), amountFen: amount },
    { account: ofSource(at, 'received', payer), amountFen: -amount },
  ];
}

export async function insertMatch(
  tx: Tx,
  moneyId: string,
  attemptNo: number,
  match: NewMatch,
  transactionId: string,
): Promise<void> {
  await tx.query(
    `insert into money_match (money_id, attempt_no, process_id, source_id, right_no, payer, amount_class, timing, paid_by, excess_fen, why,
       transaction_id, by_account, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      ...[moneyId, attemptNo, match.processId, match.sourceId, match.rightNo, match.payer, match.amountClass],
      ...[match.timing, match.paidBy, match.excessFen, match.why, transactionId, match.byAccount, match.at],
    ],
  );
}

// A piece of money that came in: booked once, as money of which nobody knows whose it is; keep-matches.ts moves it to whoever it is from. All of this
// holds the estate's ledger first and a project's window after it.
import type { LocalDate } from '../../domain/calendar/types';
import type { Holder } from '../../domain/cofunding/words';
import type { Doubt } from '../../domain/receipts/match';
import type { FieldCipher } from '../crypto/field-cipher';
import { uuidFrom } from '../ids';
import { postedOrThrow, postMany, type Posting } from '../ledger/post';
import { lockEstates } from '../ledger/write';
import { insertRows, type RowTable } from '../record/insert-rows';
import { refused } from '../refused';
import type { Tx } from '../transaction';
import { atEstate } from './accounts';
import { hashOfPayer, sealPayer, type PaidByDetails } from './payer-details';

export type Way = 'bank' | 'cash' | 'online' | 'transfer';
/** Why money waits: nobody is known, a person took the match back, or it cannot be taken any more. */
export type Waiting = Doubt | 'lapsed' | 'late';

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

// What a household owes, has paid and got back: read from the rows of payments that stand, the same numbers as the ledger's.
import type { AwaitedPayer } from '../../domain/receipts/match';
import { outstandingFen } from '../../domain/receipts/classify';
import type { Db } from '../ballots/vote-window';

/** SQL: this transaction of the ledger was not taken back, by whomever. */
export const isBooked = (column: string): string =>
  `not exists (select from ledger_transaction t where t.reverses_id = ${column})`;
/** SQL: the match `m` stands. */
export const STANDS = isBooked('m.transaction_id');

const PAID = `(select coalesce(sum(i.amount_fen), 0) from money_match m join money_in i on i.id = m.money_id
  where m.process_id = p.process_id and m.right_no = p.right_no and ${STANDS})`;
/** A refund counts once it was paid; one decided for elsewhere, when that was paid. */
const REFUNDED = `(select coalesce(sum(r.amount_fen), 0) from refund r
  where r.process_id = p.process_id and r.right_no = p.right_no and r.transaction_id is not null and ${isBooked('r.transaction_id')})`;

const COLUMNS = `p.process_id as "processId", p.right_no as "rightNo", p.label, p.payer, p.reference, p.due_fen as "dueFen",
  p.holder_owner_ids as "holderOwnerIds", ${PAID} as "paidFen", ${REFUNDED} as "refundedFen"`;

export interface PayerRow {
  processId: string;
  rightNo: number;
  label: string;
  payer: string;
  reference: string;
  holderOwnerIds: string[];
  dueFen: number;
  paidFen: number;
  refundedFen: number;
}

type Raw = Omit<PayerRow, 'dueFen' | 'paidFen' | 'refundedFen'> & Record<'dueFen' | 'paidFen' | 'refundedFen', string>;

const payerOf = (row: Raw): PayerRow => ({
  ...row,
  ...{ dueFen: Number(row.dueFen), paidFen: Number(row.paidFen), refundedFen: Number(row.refundedFen) },
});

/** Households of a project by right, after `afterRightNo`, at most `limit`; of one owner when asked. */
export async function pageOfPayers(
  db: Db,
  processId: string,
  page: { afterRightNo: number; limit: number; ownerId?: string },
): Promise<PayerRow[]> {
  const { rows } = await db.query<Raw>(
    `select ${COLUMNS} from collect_payer p where p.process_id = $1 and p.right_no > $2 and ($3::uuid is null or p.holder_owner_ids @> array[$3::uuid])
     order by p.right_no limit $4`,
    [processId, page.afterRightNo, page.ownerId ?? null, page.limit],
  );
  return rows.map(payerOf);
}

/** Those of these rights from which money is awaited. */
export async function payersOf(db: Db, processId: string, rightNos: readonly number[]): Promise<PayerRow[]> {
  const { rows } = await db.query<Raw>(
    `select ${COLUMNS} from collect_payer p where p.process_id = $1 and p.right_no = any($2::int[])`,
    [processId, rightNos],
  );
  return rows.map(payerOf);
}

/** Undefined: no money is awaited from this right. */
export const findPayer = async (db: Db, processId: string, rightNo: number): Promise<PayerRow | undefined> =>
  (await payersOf(db, processId, [rightNo]))[0];

/** Names of these owners as they are compared. */
export async function holderNames(db: Db, ownerIds: readonly string[]): Promise<string[]> {
  const { rows } = await db.query<{ key: string }>('select name_key as key from owner where id = any($1::uuid[])', [
    ownerIds,
  ]);
  return rows.map(({ key }) => key);
}

/** Everybody from whom some project of the estate awaits money, or awaited it, with the names of the holders. */
export async function awaitedAt(db: Db, estateId: string): Promise<AwaitedPayer[]> {
  const { rows } = await db.query<Raw & { holderNames: string[] }>(
    `select ${COLUMNS}, array(select o.name_key from owner o where o.id = any(p.holder_owner_ids)) as "holderNames"
     from collect_payer p join collect_window w on w.process_id = p.process_id where w.estate_id = $1`,
    [estateId],
  );
  return rows.map((row) => ({
    ...{ processId: row.processId, rightNo: row.rightNo, reference: row.reference, label: row.label },
    ...{ holderNames: row.holderNames, outstandingFen: outstandingFen(payerOf(row)) },
  }));
}

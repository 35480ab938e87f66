// Refunds as rows: who gets back what, how far it has got, and how it is booked once it was paid. Who may say so is pay-refund.ts.
import type { LocalDate } from '../../domain/calendar/types';
import type { Holder } from '../../domain/cofunding/words';
import { fenNumber } from '../../domain/ledger/money';
import { readHeld } from '../ledger/balances';
import type { Posting } from '../ledger/post';
import { post } from '../ledger/post';
import { tellProcess } from '../record/tell-process';
import { refused } from '../refused';
import type { Tx } from '../transaction';
import type { Db } from '../ballots/vote-window';
import { ofSource } from './accounts';

export type RefundOf = 'surplus' | 'all' | 'excess' | 'unmatched';
/**
 * `confirmed`: by the first of two people. `sent`: the provider was asked. `held`: nobody to pay it to. `disposed`: the street has decided where held
 * money goes; it is booked when it went.
 */
export type RefundState = 'listed' | 'confirmed' | 'sent' | 'paid' | 'held' | 'disposed';

export interface RefundRow {
  refundId: string;
  estateId: string;
  processId: string | null;
  of: RefundOf;
  sourceId: string | null;
  rightNo: number | null;
  payer: string | null;
  moneyId: string | null;
  payerHash: string | null;
  sealed: string | null;
  amountFen: number;
  state: RefundState;
  firstBy: string | null;
  secondBy: string | null;
  heldText: string | null;
  listedAt: Date;
  changedAt: Date;
  transactionId: string | null;
}

type Raw = Omit<RefundRow, 'amountFen'> & { amountFen: string };

const COLUMNS = `id as "refundId", estate_id as "estateId", process_id as "processId", of, source_id as "sourceId", right_no as "rightNo", payer,
  money_id as "moneyId", payer_hash as "payerHash", sealed, amount_fen as "amountFen", state, first_by as "firstBy", second_by as "secondBy",
  held_text as "heldText", listed_at as "listedAt", changed_at as "changedAt", transaction_id as "transactionId"`;

const refundOf = (row: Raw): RefundRow => ({ ...row, amountFen: Number(row.amountFen) });

export type NewRefund = Pick<
  RefundRow,
  | 'refundId'
  | 'estateId'
  | 'processId'
  | 'of'
  | 'sourceId'
  | 'rightNo'
  | 'payer'
  | 'moneyId'
  | 'payerHash'
  | 'sealed'
  | 'amountFen'
>;

/** Repeating it changes nothing. Returns whether any was new. */
export async function insertRefunds(tx: Tx, refunds: readonly NewRefund[], at: Date): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into refund (id, estate_id, process_id, of, source_id, right_no, payer, money_id, payer_hash, sealed, amount_fen, state, listed_at,
       changed_at)
     select r.*, 'listed', $2, $2 from jsonb_to_recordset($1::jsonb) as r (id uuid, estate_id uuid, process_id uuid, of text, source_id text,
       right_no int, payer text, money_id uuid, payer_hash text, sealed text, amount_fen bigint)
     on conflict (id) do nothing`,
    [
      JSON.stringify(
        refunds.map(({ refundId, estateId, processId, sourceId, rightNo, moneyId, payerHash, amountFen, ...rest }) => ({
          ...{ id: refundId, estate_id: estateId, process_id: processId, source_id: sourceId, right_no: rightNo },
          ...{ money_id: moneyId, payer_hash: payerHash, amount_fen: amountFen, ...rest },
        })),
      ),
      at,
    ],
  );
  return (rowCount ?? 0) > 0;
}

/** Locked until the transaction ends. */
export async function lockRefund(tx: Tx, refundId: string): Promise<RefundRow | undefined> {
  const { rows } = await tx.query<Raw>(`select ${COLUMNS} from refund where id = $1 for update`, [refundId]);
  return rows[0] && refundOf(rows[0]);
}

export async function refundsOf(db: Db, processId: string): Promise<RefundRow[]> {
  const { rows } = await db.query<Raw>(`select ${COLUMNS} from refund where process_id = $1 order by listed_at, id`, [
    processId,
  ]);
  return rows.map(refundOf);
}

/** Refuses `not-enough-held` where less than `amountFen` of this source is held beyond what is listed to go back. Under the estate's lock. */
export async function assertFree(
  tx: Tx,
  { processId, sourceId, amountFen }: { processId: string; sourceId: string; amountFen: number },
): Promise<void> {
  const held = (await readHeld(tx, processId))[sourceId] ?? 0n;
  const { rows } = await tx.query<{ fen: string }>(
    `select coalesce(sum(amount_fen), 0)::text as fen from refund where process_id = $1 and source_id = $2 and transaction_id is null`,
    [processId, sourceId],
  );
  const freeFen = Math.max(0, fenNumber(held - BigInt(rows[0]?.fen ?? '0')));
  if (amountFen > freeFen) throw refused('not-enough-held', { sourceId, freeFen });
}

/** Of an estate, by id after `after`, at most `limit`; of one project, in one state, or of one kind of holder when asked. */
export async function pageOfRefunds(
  db: Db,
  estateId: string,
  page: {
    processId: string | null;
    state: RefundState | null;
    holder: Holder | null;
    after: string | null;
    limit: number;
  },
): Promise<RefundRow[]> {
  const { rows } = await db.query<Raw>(
    `select ${COLUMNS} from refund where estate_id = $1 and ($2::uuid is null or process_id = $2) and ($3::text is null or state = $3)
       and ($4::uuid is null or id > $4)
       and ($6::text is null or exists (select from project_plan p where p.process_id = refund.process_id and p.holder = $6)
         or exists (select from money_in i where i.id = refund.money_id and i.holder = $6))
     order by id limit $5`,
    [estateId, page.processId, page.state, page.after, page.limit, page.holder],
  );
  return rows.map(refundOf);
}

/**
 * Books a refund that was paid. What was never matched leaves as it came; what the estate's own money gave goes back there. Refuses
 * `refund-exceeds-paid` and `not-enough-held`.
 */
export async function postRefund(
  tx: Tx,
  refund: RefundRow,
  paid: { happenedOn: LocalDate; byAccounts: readonly string[]; at: Date },
): Promise<string> {
  const { refundId, estateId, processId } = refund;
  const asked = { businessKey: `refund:${refundId}`, estateId, processId, documentHash: null, ...paid };
  return (await post(tx, { ...asked, ...movesOf(refund) })).transactionId;
}

function movesOf({ estateId, processId, sourceId, payer, amountFen }: RefundRow): Pick<Posting, 'kind' | 'entries'> {
  const amount = BigInt(amountFen);
  const estate = { estateId, projectId: null, source: null, payer: null };
  if (processId === null || sourceId === null || payer === null)
    return {
      kind: 'unmatchedReturn',
      entries: [
        { account: { ...estate, kind: 'unmatched' }, amountFen: amount },
        { account: { ...estate, kind: 'held' }, amountFen: -amount },
      ],
    };
  const at = { estateId, processId, sourceId };
  const back = [
    { account: ofSource(at, 'refunded', payer), amountFen: amount },
    { account: ofSource(at, 'held'), amountFen: -amount },
  ];
  if (!payer.startsWith('account:')) return { kind: 'refund', entries: back };
  const own = { ...estate, source: 'commonIncome' };
  return {
    kind: 'incomeGrantReturn',
    entries: [
      ...back,
      { account: { ...own, kind: 'held' }, amountFen: amount },
      { account: { ...own, kind: 'granted' }, amountFen: -amount },
    ],
  };
}

export async function moveRefund(
  tx: Tx,
  refundId: string,
  change: {
    state: RefundState;
    firstBy?: string | null;
    secondBy?: string;
    heldText?: string;
    transactionId?: string;
    at: Date;
  },
): Promise<void> {
  await tx.query(
    `update refund set state = $2, first_by = case when $3 then $4::uuid else first_by end, second_by = coalesce($5, second_by),
       held_text = coalesce($6, held_text), transaction_id = coalesce($7, transaction_id), changed_at = $8 where id = $1`,
    [
      ...[refundId, change.state, change.firstBy !== undefined, change.firstBy ?? null, change.secondBy ?? null],
      ...[change.heldText ?? null, change.transactionId ?? null, change.at],
    ],
  );
}

/**
 * Once there is a list, the process hears when nothing is left to be paid, of the list or of what was asked for alone; and again for each that was
 * held and is paid after all.
 */
export async function tellIfRefundsOver(tx: Tx, processId: string, at: Date): Promise<void> {
  const { rows } = await tx.query<{
    of: string;
    payers: number;
    open: number;
    paidFen: string;
    heldFen: string;
    held: number;
  }>(
    `select l.of, l.payers, count(*) filter (where r.state in ('listed', 'confirmed', 'sent'))::int as open,
       coalesce(sum(r.amount_fen) filter (where r.of = l.of and r.state = 'paid'), 0) as "paidFen",
       coalesce(sum(r.amount_fen) filter (where r.state = 'held'), 0) as "heldFen", count(*) filter (where r.state = 'held')::int as held
     from refund_list l join refund r on r.process_id = l.process_id and r.of in (l.of, 'excess')
     where l.process_id = $1 group by l.of, l.payers, l.at order by l.at desc limit 1`,
    [processId],
  );
  const [row] = rows;
  if (!row || row.open > 0) return;
  const { of, payers, held } = row;
  const [paidFen, heldFen] = [Number(row.paidFen), Number(row.heldFen)];
  const key = `${processId}:refunds:${of}:${paidFen}:${held}`;
  await tellProcess(tx, processId, key, { type: 'recordRefundsPaid', payers, paidFen, heldFen, held }, at);
}

/** The street has decided where money goes that nobody came for. */
export async function disposeHeld(tx: Tx, processId: string): Promise<void> {
  await tx.query(`update refund set state = 'disposed', first_by = null where process_id = $1 and state = 'held'`, [
    processId,
  ]);
}

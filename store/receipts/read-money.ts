// Reading money that came in: what waits for a person, and what a project has received.
import type { LocalDate } from '../../domain/calendar/types';
import type { Holder } from '../../domain/cofunding/words';
import type { Db } from '../ballots/vote-window';
import { isBooked, STANDS } from './payers';
import type { Waiting, Way } from './take-money';

export interface WaitingMoney {
  moneyId: string;
  holder: Holder;
  way: Way;
  amountFen: number;
  happenedOn: LocalDate;
  at: Date;
  sealed: string | null;
  /** Null: a person undid its match. */
  doubt: Waiting | null;
  suggestProcessId: string | null;
  suggestRightNo: number | null;
  suggestLabel: string | null;
}

/** Money of the estate that nobody has and that is not on its way back, oldest first; at one kind of holder when asked. */
export async function pageOfWaiting(
  db: Db,
  estateId: string,
  page: { holder: Holder | null; after: { at: string; id: string } | null; limit: number },
): Promise<WaitingMoney[]> {
  const { rows } = await db.query<Omit<WaitingMoney, 'amountFen'> & { amountFen: string }>(
    `select i.id as "moneyId", i.holder, i.way, i.amount_fen as "amountFen", to_char(i.happened_on, 'YYYY-MM-DD') as "happenedOn", i.at, i.sealed,
       i.doubt, i.suggest_process as "suggestProcessId", i.suggest_right as "suggestRightNo", p.label as "suggestLabel"
     from money_in i left join collect_payer p on p.process_id = i.suggest_process and p.right_no = i.suggest_right
     where i.estate_id = $1 and ($2::text is null or i.holder = $2) and ${isBooked('i.transaction_id')}
       and not exists (select from money_match m where m.money_id = i.id and ${STANDS})
       and not exists (select from refund r where r.money_id = i.id and r.of = 'unmatched')
       and ($3::timestamptz is null or (i.at, i.id) > ($3, $4::uuid))
     order by i.at, i.id limit $5`,
    [estateId, page.holder, page.after?.at ?? null, page.after?.id ?? null, page.limit],
  );
  return rows.map((row) => ({ ...row, amountFen: Number(row.amountFen) }));
}

export interface ReceivedMoney {
  moneyId: string;
  way: Way;
  amountFen: number;
  happenedOn: LocalDate;
  sourceId: string;
  rightNo: number | null;
  label: string | null;
  amountClass: string | null;
  timing: string;
  paidBy: string;
  excessFen: number;
  why: string[];
  at: Date;
}

/** Payments of a project that stand, oldest first; of one household when asked. */
export async function pageOfReceived(
  db: Db,
  processId: string,
  page: { rightNo: number | null; after: { at: string; id: string } | null; limit: number },
): Promise<ReceivedMoney[]> {
  const { rows } = await db.query<
    Omit<ReceivedMoney, 'amountFen' | 'excessFen'> & { amountFen: string; excessFen: string }
  >(
    `select m.money_id as "moneyId", i.way, i.amount_fen as "amountFen", to_char(i.happened_on, 'YYYY-MM-DD') as "happenedOn",
       m.source_id as "sourceId", m.right_no as "rightNo", p.label, m.amount_class as "amountClass", m.timing, m.paid_by as "paidBy",
       m.excess_fen as "excessFen", m.why, m.at
     from money_match m join money_in i on i.id = m.money_id
       left join collect_payer p on p.process_id = m.process_id and p.right_no = m.right_no
     where m.process_id = $1 and ($2::int is null or m.right_no = $2) and ${STANDS}
       and ($3::timestamptz is null or (m.at, m.money_id) > ($3, $4::uuid))
     order by m.at, m.money_id limit $5`,
    [processId, page.rightNo, page.after?.at ?? null, page.after?.id ?? null, page.limit],
  );
  return rows.map((row) => ({ ...row, amountFen: Number(row.amountFen), excessFen: Number(row.excessFen) }));
}

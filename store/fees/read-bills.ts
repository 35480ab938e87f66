// Bills and payments as they are read: an owner's own, who is in arrears, and pages for exports.
import type { Pool } from 'pg';
import type { FeeLine } from '../../domain/fees/bill';
import type { Month } from '../../domain/fees/months';

export interface OwnBill {
  billId: string;
  estateId: string;
  unitId: string;
  unitLabel: string;
  month: Month;
  amountFen: number;
  paidFen: number;
  working: { schemaVersion: 1; lines: FeeLine[]; hundredths: number };
  scheduleVersion: number;
  scheduleHash: string;
  at: Date;
}

export type BillKey = [month: string, billId: string];

/** Of the units that the owner has today, since the month in which they became theirs; newest first. */
export async function listOwnBills(
  pool: Pool,
  ownerId: string,
  page: { after: BillKey | null; limit: number },
): Promise<OwnBill[]> {
  const { rows } = await pool.query<OwnBill>(
    `select b.id as "billId", b.estate_id as "estateId", b.unit_id as "unitId", u.label as "unitLabel", b.month,
       b.amount_fen::float8 as "amountFen", b.paid_fen::float8 as "paidFen", b.working, r.schedule_version as "scheduleVersion",
       r.schedule_hash as "scheduleHash", b.at
     from ownership o join unit u on u.id = o.unit_id
     join fee_bill b on b.unit_id = u.id and b.month >= to_char(o.from_on, 'YYYY-MM') join fee_run r on r.id = b.run_id
     where o.owner_id = $1 and o.until_on is null and ($2::text is null or (b.month, b.id) < ($2, $3::uuid))
     order by b.month desc, b.id desc limit $4`,
    [ownerId, page.after?.[0] ?? null, page.after?.[1] ?? null, page.limit],
  );
  return rows;
}

export interface Arrears {
  unitId: string;
  unitKey: string;
  unitLabel: string;
  months: number;
  oldestMonth: Month;
  openFen: number;
}

/** Units with something open, in natural order. */
export async function listArrears(
  pool: Pool,
  estateId: string,
  page: { after: string | null; limit: number },
): Promise<Arrears[]> {
  const { rows } = await pool.query<Arrears>(
    `select u.id as "unitId", u.unit_key as "unitKey", u.label as "unitLabel", count(*)::int as months, min(b.month) as "oldestMonth",
       sum(b.amount_fen - b.paid_fen)::float8 as "openFen"
     from fee_bill b join unit u on u.id = b.unit_id
     where b.estate_id = $1 and b.paid_fen < b.amount_fen and ($2::text is null or u.unit_key > $2)
     group by u.id, u.unit_key, u.label order by u.unit_key limit $3`,
    [estateId, page.after, page.limit],
  );
  return rows;
}

export interface ExportedBill {
  unitKey: string;
  unitLabel: string;
  month: Month;
  amountFen: number;
  paidFen: number;
}

/** Bills of the months, unit by unit in natural order, a page after the last one. */
export async function pageOfBills(
  pool: Pool,
  asked: { estateId: string; from: Month; to: Month },
  after: { unitKey: string; month: Month } | null,
  limit: number,
): Promise<ExportedBill[]> {
  const { rows } = await pool.query<ExportedBill>(
    `select u.unit_key as "unitKey", u.label as "unitLabel", b.month, b.amount_fen::float8 as "amountFen", b.paid_fen::float8 as "paidFen"
     from fee_bill b join unit u on u.id = b.unit_id
     where b.estate_id = $1 and b.month between $2 and $3 and ($4::text is null or (u.unit_key, b.month) > ($4, $5))
     order by u.unit_key, b.month limit $6`,
    [asked.estateId, asked.from, asked.to, after?.unitKey ?? null, after?.month ?? null, limit],
  );
  return rows;
}

export interface ExportedPayment {
  paymentId: string;
  reference: string;
  unitLabel: string;
  amountFen: number;
  paidOn: string;
  channel: string;
  isReversed: boolean;
}

/** Payments that were taken down for these months of payment, by day and reference. */
export async function pageOfPayments(
  pool: Pool,
  asked: { estateId: string; from: Month; to: Month },
  after: { paidOn: string; reference: string } | null,
  limit: number,
): Promise<ExportedPayment[]> {
  const { rows } = await pool.query<ExportedPayment>(
    `select p.id as "paymentId", p.reference, u.label as "unitLabel", p.amount_fen::float8 as "amountFen", p.paid_on::text as "paidOn", p.channel,
       exists (select from fee_payment_reversal v where v.payment_id = p.id) as "isReversed"
     from fee_payment p join unit u on u.id = p.unit_id
     where p.estate_id = $1 and to_char(p.paid_on, 'YYYY-MM') between $2 and $3
       and ($4::date is null or (p.paid_on, p.reference) > ($4, $5))
     order by p.paid_on, p.reference limit $6`,
    [asked.estateId, asked.from, asked.to, after?.paidOn ?? null, after?.reference ?? null, limit],
  );
  return rows;
}

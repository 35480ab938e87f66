// A project that collects from its households, put straight into the tables: what the process's projection would have left there. And payments in
// few words.
import { randomBytes, randomUUID } from 'node:crypto';
import type { Holder } from '../../domain/cofunding/words';
import type { PlanSource } from '../../domain/cofunding/messages';
import { nameKey } from '../../domain/register/normalise';
import { createFieldCipher } from '../../store/crypto/field-cipher';
import { openKeyRing } from '../../store/key-ring';
import { post, type Posted } from '../../store/ledger/post';
import { openCollecting } from '../../store/receipts/collect-window';
import { confirmCash, enterCash } from '../../store/receipts/cash';
import { pageOfPayers, type PayerRow } from '../../store/receipts/payers';
import { keepPlan } from '../../store/receipts/project-plan';
import { takeIn } from '../../store/receipts/take-money';
import { inTransaction, type Tx } from '../../store/transaction';
import type { TestDatabase } from '../support/database';

export const ring = openKeyRing([{ id: 'k1', secret: randomBytes(32) }]);
export const cipher = createFieldCipher(ring);

export interface Collection {
  estateId: string;
  processId: string;
  closesAt: Date;
  /** Owner of right n is `owners[n - 1]`. */
  owners: string[];
}

type Db = Pick<TestDatabase, 'pool'>;

const nowOf = async ({ pool }: Db): Promise<Date> =>
  (await pool.query<{ now: Date }>('select clock_timestamp() as now')).rows[0]?.now ?? new Date(0);

export const HOUSEHOLD: PlanSource = { sourceId: 'household', kind: 'household', amountFen: 1, timing: 'before' };
export const GRANT: PlanSource = { sourceId: 'grant', kind: 'streetGrant', amountFen: 50_000, timing: 'before' };
export const SPONSOR: PlanSource = {
  ...{ sourceId: 'sponsor', kind: 'sponsor', amountFen: 30_000, timing: 'before', uscc: '91110000MA0000000A' },
};
export const INCOME: PlanSource = { sourceId: 'income', kind: 'commonIncome', amountFen: 20_000, timing: 'before' };
export const REWARD: PlanSource = {
  ...{ sourceId: 'reward', kind: 'reward', amountFen: 20_000, timing: 'after', percent: { num: 50, den: 100 } },
};

/** For an hour; each household pledged 10 000 fen and is `业主n` in `1栋1单元10n`. */
export async function aCollection(
  db: Db,
  given: {
    estateId?: string;
    processId?: string;
    households?: number;
    dueFen?: number;
    holder?: Holder;
    sources?: PlanSource[];
    closesInMs?: number;
    ownerIds?: string[];
  } = {},
): Promise<Collection> {
  const { households = 3, dueFen = 10_000, holder = 'committee', sources = [HOUSEHOLD] } = given;
  const [districtId, processId, estateId] = [
    randomUUID(),
    given.processId ?? randomUUID(),
    given.estateId ?? randomUUID(),
  ];
  const now = (await nowOf(db)).getTime();
  const closesAt = new Date(now + (given.closesInMs ?? 3_600_000));
  const owners = given.ownerIds ?? Array.from({ length: households }, () => randomUUID());
  await inTransaction(db.pool, async (tx) => {
    if (given.estateId === undefined)
      await tx.query(
        `insert into place (id, kind, parent_id, path, name) values ($1::uuid, 'district', null, $3, $1::text),
           ($2::uuid, 'estate', $1::uuid, $4, $2::text)`,
        [districtId, estateId, `/${districtId}/`, `/${districtId}/${estateId}/`],
      );
    if (given.ownerIds === undefined)
      await tx.query(
        `insert into owner (id, kind, name, name_key) select id, 'person', name, key from jsonb_to_recordset($1) as o (id uuid, name text, key text)`,
        [
          JSON.stringify(
            owners.map((id, index) => ({ id, name: `业主${index + 1}`, key: nameKey(`业主${index + 1}`) })),
          ),
        ],
      );
    await keepPlan(tx, {
      ...{ processId, estateId, version: 1, holder, works: 'renew', scopePlaceId: estateId, sources },
      ...{ publicFen: 0, settledAt: new Date(now).toISOString() },
    });
    const window = { processId, estateId, version: 1, opensAt: new Date(now - 60_000).toISOString() };
    await openCollecting(
      tx,
      { ...window, closesAt: closesAt.toISOString(), pledgedFen: owners.length * dueFen },
      owners.map((ownerId, index) => ({
        ...{
          rightNo: index + 1,
          label: `1栋1单元${101 + index}`,
          payer: `owner:${ownerId}`,
          holderOwnerIds: [ownerId],
        },
        dueFen,
      })),
    );
  });
  return { estateId, processId, closesAt, owners };
}

/** Runs in a transaction with the present instant and its day in China. */
export const at = async <T>(db: Db, work: (tx: Tx, at: Date, today: string) => Promise<T>): Promise<T> => {
  const now = await nowOf(db);
  const today = new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
  return inTransaction(db.pool, (tx) => work(tx, now, today));
};

/** Cash from the owner of the right, taken in by one and counted by another. */
export const pay = (
  db: Db,
  { processId }: Pick<Collection, 'processId'>,
  rightNo: number,
  amountFen = 10_000,
  payerName: string | null = null,
) =>
  at(db, async (tx, now, today) => {
    const receiptId = randomUUID();
    const entry = { receiptId, processId, rightNo, amountFen, receivedOn: today, payerName, byAccount: randomUUID() };
    await enterCash(tx, cipher, { ...entry, at: now, today });
    return confirmCash(tx, cipher, { processId, receiptId, byAccount: randomUUID(), at: now });
  });

/** Money on the committee's account of which nobody knows whose it is. */
export const unknownMoney = (
  db: Db,
  { estateId }: Pick<Collection, 'estateId'>,
  amountFen: number,
): Promise<{ moneyId: string }> =>
  at(db, (tx, now, happenedOn) => {
    const of = { estateId, holder: 'committee', way: 'bank', businessKey: randomUUID(), amountFen } as const;
    const incoming = { ...of, happenedOn, at: now, by: null, byAccounts: [], documentHash: null };
    return takeIn(tx, cipher, incoming, { doubt: 'nothing-known', processId: null, rightNo: null });
  });

/** The estate's own money: rent, say. */
export const ownIncome = (db: Db, { estateId }: Pick<Collection, 'estateId'>, fen: bigint): Promise<Posted> =>
  at(db, (tx, now, happenedOn) => {
    const own = { estateId, projectId: null, source: 'commonIncome', payer: null };
    return post(tx, {
      ...{ businessKey: randomUUID(), kind: 'incomeReceipt', estateId, happenedOn, at: now, processId: null },
      ...{ byAccounts: [], documentHash: null },
      entries: [
        { account: { ...own, kind: 'held' }, amountFen: fen },
        { account: { ...own, kind: 'income' }, amountFen: -fen },
      ],
    });
  });

export const payersOf = (db: Db, { processId }: Pick<Collection, 'processId'>): Promise<PayerRow[]> =>
  pageOfPayers(db.pool, processId, { afterRightNo: 0, limit: 1_000 });

/** What the process was told, in order. */
export async function told(db: Db, processId: string): Promise<{ type: string; [field: string]: unknown }[]> {
  const { rows } = await db.pool.query<{ command: { type: string } }>(
    `select payload -> 'command' as command from outbox where process_id = $1 and kind = 'command' order by id`,
    [processId],
  );
  return rows.map(({ command }) => command);
}

/** The line of a committed statement that brought this money. */
export async function onStatement({ pool }: Db, moneyId: string): Promise<void> {
  const importId = randomUUID();
  await pool.query(
    `insert into statement_import (id, estate_id, holder, file_sha256, format, by_account_id, status, summary, created_at)
     select $1, estate_id, holder, 'hash', 'csv', $1, 'committed', '{}', at from money_in where id = $2`,
    [importId, moneyId],
  );
  await pool.query(
    `insert into statement_row (import_id, row_no, verdict, booked_on, amount_fen, why, issues, money_id)
     select $1, 1, 'unmatched', happened_on, amount_fen, '{}', '[]', id from money_in where id = $2`,
    [importId, moneyId],
  );
}

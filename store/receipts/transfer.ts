// The estate's own revenue, given to a project that its owners agreed upon: moved within the estate's books, never more than there is.
import type { LocalDate } from '../../domain/calendar/types';
import type { AccountRef } from '../../domain/ledger/accounts';
import { post } from '../ledger/post';
import { accountIdOf, lockEstates } from '../ledger/write';
import { refused } from '../refused';
import type { Tx } from '../transaction';
import { openSource, tellSource } from './match-money';
import { ofSource } from './accounts';
import { assertTakesMoney, insertMatches, sourceMatch } from './keep-matches';
import { moneyIdOf } from './take-money';

export interface Transfer {
  transferId: string;
  estateId: string;
  processId: string;
  sourceId: string;
  amountFen: number;
  happenedOn: LocalDate;
  byAccount: string;
  at: Date;
}

/**
 * Not before collecting has begun: until then the owners have not voted. Refuses `not-collecting`, `project-takes-no-money`, `source-not-paid-in` (it is not the estate's own), `more-than-planned`, `not-enough-held`,
 * `id-already-used`.
 */
export async function transferCommonIncome(tx: Tx, transfer: Transfer): Promise<{ moneyId: string }> {
  const { transferId, estateId, processId, sourceId, amountFen, happenedOn, byAccount, at } = transfer;
  await lockEstates(tx, [estateId]);
  const { plan, source } = await openSource(tx, estateId, transfer);
  if (source.kind !== 'commonIncome') throw refused('source-not-paid-in', { sourceId });
  await assertTakesMoney(tx, [processId]);
  const businessKey = `transfer:${transferId}`;
  const moneyId = moneyIdOf(businessKey);
  const { rows } = await tx.query<{ isKnown: boolean; givenFen: string }>(
    `select exists (select from money_in where id = $1) as "isKnown", coalesce((select sum(i.amount_fen) from money_match m
       join money_in i on i.id = m.money_id where m.process_id = $2 and m.source_id = $3), 0) as "givenFen"`,
    [moneyId, processId, sourceId],
  );
  if (rows[0]?.isKnown) throw refused('id-already-used', { id: transferId });
  const givenFen = Number(rows[0]?.givenFen ?? 0);
  if (givenFen + amountFen > source.amountFen)
    throw refused('more-than-planned', { sourceId, plannedFen: source.amountFen, givenFen });
  const own: AccountRef = { estateId, projectId: null, source: 'commonIncome', kind: 'income', payer: null };
  const payer = `account:${accountIdOf(own)}`;
  const amount = BigInt(amountFen);
  const of = { estateId, processId, sourceId };
  const { transactionId } = await post(tx, {
    ...{
      businessKey,
      kind: 'incomeGrant',
      estateId,
      processId,
      happenedOn,
      at,
      byAccounts: [byAccount],
      documentHash: null,
    },
    entries: [
      { account: { ...own, kind: 'granted' }, amountFen: amount },
      { account: { ...own, kind: 'held' }, amountFen: -amount },
      { account: ofSource(of, 'held'), amountFen: amount },
      { account: ofSource(of, 'received', payer), amountFen: -amount },
    ],
  });
  await tx.query(
    `insert into money_in (id, estate_id, holder, way, business_key, amount_fen, happened_on, at, transaction_id)
     values ($1, $2, $3, 'transfer', $4, $5, $6, $7, $8)`,
    [moneyId, estateId, plan.holder, businessKey, amountFen, happenedOn, at, transactionId],
  );
  const match = sourceMatch({ processId, sourceId, payer, byAccount, at });
  await insertMatches(tx, [{ moneyId, attemptNo: 1, match, transactionId }]);
  await tellSource(tx, { processId, sourceId, amountFen, key: `${moneyId}:1`, at });
  return { moneyId };
}

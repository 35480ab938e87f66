// A reward comes after the works were paid. It takes the place of households' money in what was spent: those spendings are reversed and booked
// again with the reward in them, and what households had paid is free to go back.
import type { LocalDate } from '../../domain/calendar/types';
import { readHeld } from '../ledger/balances';
import { reverse } from '../ledger/reverse';
import { post } from '../ledger/post';
import type { Tx } from '../transaction';
import type { ProjectPlanRow } from './project-plan';
import { ofSource } from './accounts';
import { storeText } from '../texts';
import { uuidFrom } from '../ids';

interface Spending {
  transactionId: string;
  businessKey: string;
  happenedOn: LocalDate;
  byAccounts: string[];
  documentHash: string | null;
  bySource: Record<string, number>;
}

/** Newest spending first, until the rewards or the households' part are used up. Run again it finds no reward left. */
export async function takeOverByRewards(tx: Tx, plan: ProjectPlanRow, at: Date): Promise<void> {
  const household = plan.sources.find(({ kind }) => kind === 'household')?.sourceId;
  const rewards = plan.sources.filter(({ kind }) => kind === 'reward');
  if (household === undefined || rewards.length === 0) return;
  const held = await readHeld(tx, plan.processId);
  const left = new Map(rewards.map(({ sourceId }) => [sourceId, Number(held[sourceId] ?? 0n)]));
  if ([...left.values()].every((fen) => fen === 0)) return;
  for (const spending of await standingSpendings(tx, plan.processId)) {
    const bySource = { ...spending.bySource };
    for (const [sourceId, fen] of left) {
      const moved = Math.min(fen, bySource[household] ?? 0);
      if (moved === 0) continue;
      bySource[household] = (bySource[household] ?? 0) - moved;
      bySource[sourceId] = (bySource[sourceId] ?? 0) + moved;
      left.set(sourceId, fen - moved);
    }
    if (bySource[household] !== spending.bySource[household]) await bookAgain(tx, plan, spending, bySource, at);
  }
}

async function bookAgain(
  tx: Tx,
  plan: ProjectPlanRow,
  spending: Spending,
  bySource: Record<string, number>,
  at: Date,
): Promise<void> {
  const { estateId, processId } = plan;
  const { transactionId, businessKey, happenedOn, byAccounts, documentHash } = spending;
  const origin = { commandId: uuidFrom(`${businessKey}:takenOver`), field: 'reasonText', at };
  const reasonText = await storeText(tx, '以奖代补资金到账，改由奖补资金列支', origin);
  await reverse(tx, { transactionId, businessKey: `${businessKey}:takenOver`, reasonText, byAccounts, at });
  await post(tx, {
    ...{
      businessKey: `${businessKey}:again`,
      kind: 'spending',
      estateId,
      processId,
      happenedOn,
      at,
      byAccounts,
      documentHash,
    },
    entries: spendingEntries(plan, bySource),
  });
}

/** Of each source, its part: spent, and no longer held. */
export const spendingEntries = (
  { estateId, processId }: Pick<ProjectPlanRow, 'estateId' | 'processId'>,
  bySource: Record<string, number>,
) =>
  Object.entries(bySource)
    .filter(([, fen]) => fen > 0)
    .flatMap(([sourceId, fen]) => {
      const at = { estateId, processId, sourceId };
      return [
        { account: ofSource(at, 'spent'), amountFen: BigInt(fen) },
        { account: ofSource(at, 'held'), amountFen: -BigInt(fen) },
      ];
    });

async function standingSpendings(tx: Tx, processId: string): Promise<Spending[]> {
  const { rows } = await tx.query<Spending>(
    `select t.id as "transactionId", t.business_key as "businessKey", to_char(t.happened_on, 'YYYY-MM-DD') as "happenedOn",
       t.by_accounts as "byAccounts", t.document_hash as "documentHash",
       (select json_object_agg(a.source, e.amount_fen) from ledger_entry e join ledger_account a on a.id = e.account_id
         where e.transaction_id = t.id and a.kind = 'spent') as "bySource"
     from ledger_transaction t where t.process_id = $1 and t.kind = 'spending'
       and not exists (select from ledger_transaction r where r.reverses_id = t.id)
     order by t.recorded_at desc, t.id desc`,
    [processId],
  );
  return rows;
}

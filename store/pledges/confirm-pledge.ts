// A plan that was cut or enlarged is another plan: a pledge for the earlier version counts only when its people confirm it for the new one,
// at the amount that the new one asks of them.
import { refused } from '../refused';
import type { Tx } from '../transaction';
import { isTheirs } from './end-pledge';
import { takePledges, type Pledged } from './pledge';
import { lockPledging } from './window';

export interface ConfirmRequest {
  processId: string;
  /** The earlier pledge. */
  pledgeId: string;
  /** Of the pledge for the new version, made by the client. */
  newPledgeId: string;
  amountFen: number;
  commandId: string;
  accountId: string;
  ownerId: string;
}

/**
 * Pledges anew for the right that holds the earlier one's units. Refuses `pledging-not-open`, `pledge-not-found`, `not-your-pledge`,
 * `pledge-ended`, `pledge-needs-no-confirmation` (it is one of this version), and what every pledge is refused for.
 */
export async function confirmPledge(tx: Tx, request: ConfirmRequest): Promise<Pledged> {
  const { processId, pledgeId, newPledgeId, amountFen, commandId, accountId, ownerId } = request;
  const locked = await lockPledging(tx, processId);
  if (locked === undefined) throw refused('pledging-not-open');
  const { window } = locked;
  const { rows } = await tx.query<{
    version: number;
    kind: 'own' | 'paper';
    voter: string | null;
    holders: string[];
    isEnded: boolean;
    newRightNo: number | null;
  }>(
    `select p.version, p.kind, r.voter_owner_id as voter, r.holder_owner_ids as holders, e.pledge_id is not null as "isEnded",
       (select n.right_no from roll_right n where n.roll_id = $3 and n.unit_ids && r.unit_ids
        order by n.voter_owner_id is not distinct from $4 desc, n.right_no limit 1) as "newRightNo"
     from pledge p join pledge_total t on t.process_id = p.process_id and t.version = p.version
       join roll_right r on r.roll_id = t.roll_id and r.right_no = p.right_no
       left join pledge_end e on e.process_id = p.process_id and e.pledge_id = p.pledge_id
     where p.process_id = $1 and p.pledge_id = $2`,
    [processId, pledgeId, window.rollId, ownerId],
  );
  const found = rows[0];
  if (found === undefined) throw refused('pledge-not-found', { id: pledgeId });
  if (!isTheirs(found, ownerId)) throw refused('not-your-pledge', { id: pledgeId });
  if (found.version === window.version) throw refused('pledge-needs-no-confirmation', { version: window.version });
  if (found.isEnded) throw refused('pledge-ended', { id: pledgeId });
  const { outcomes } = await takePledges(tx, processId, [
    {
      ...{ processId, pledgeId: newPledgeId, rightNo: found.newRightNo ?? 0, amountFen, commandId, accountId },
      how: { kind: 'own', ownerId },
      confirms: pledgeId,
    },
  ]);
  return accepted(outcomes);
}

/** The one outcome of a single pledge; throws what it was refused for. */
export function accepted(outcomes: Awaited<ReturnType<typeof takePledges>>['outcomes']): Pledged {
  const [outcome] = outcomes;
  if (outcome === undefined) throw new Error('a pledge without an outcome');
  if (!outcome.ok) throw refused(outcome.rejection.code, outcome.rejection.params);
  const { pledgeId, version, amountFen, pledgedAt } = outcome;
  return { pledgeId, version, amountFen, pledgedAt };
}

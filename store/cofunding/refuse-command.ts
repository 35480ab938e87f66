// What a command to a co-funding names must be there: the scope of a plan lies at the estate, representatives own something there.
import type { Pool } from 'pg';
import type { CofundingPeopleCommand, PlanInput } from '../../domain/cofunding/messages';
import { householdOf } from '../../domain/cofunding/plan';
import type { Policy } from '../../domain/policy/schema';
import type { Rejection } from '../../domain/process';
import { refuseUnworkableShares } from '../pledges/shares';
import { strangersAmong } from '../register/owners-at';

/** Why the command cannot be passed on; undefined: it can. Refuses `scope-outside-estate`, `shares-not-workable`, `not-an-owner-here`. */
export async function refuseCofundingCommand(
  pool: Pool,
  processId: string,
  command: CofundingPeopleCommand,
): Promise<Rejection | undefined> {
  if (command.type === 'settlePlan') {
    const { placeId, kind } = command.plan.scope;
    const { rowCount } = await pool.query(
      `select from place s join process p on p.id = $1 and starts_with(s.path, p.place_path)
       where s.id = $2 and s.kind = $3::"PlaceKind"`,
      [processId, placeId, kind],
    );
    return rowCount
      ? refuseShares(pool, processId, command.plan)
      : { code: 'scope-outside-estate', params: { placeId } };
  }
  if (command.type !== 'recordAcceptance') return undefined;
  const { rows } = await pool.query<{ place_path: string }>('select place_path from process where id = $1', [
    processId,
  ]);
  const [stranger] = await strangersAmong(pool, command.representativeIds, rows[0]?.place_path ?? '');
  return stranger === undefined ? undefined : { code: 'not-an-owner-here', params: { ownerId: stranger } };
}

/** Said when the plan is settled, not when everything was decided and the machine comes to work the shares out. */
async function refuseShares(pool: Pool, processId: string, plan: PlanInput): Promise<Rejection | undefined> {
  const household = householdOf(plan);
  if (!household) return undefined;
  const { rows } = await pool.query<{ policy: Policy }>('select policy from process where id = $1', [processId]);
  const policy = rows[0]?.policy.vote;
  const { scope, shareRule, exemptions } = plan;
  return (
    policy && refuseUnworkableShares(pool, { scope, shareRule, exemptions, targetFen: household.amountFen, policy })
  );
}

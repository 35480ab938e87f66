// In whose name a report is made, and by which way it came: residents speak for themselves on the web; offices may write for somebody else (代办)
// and say how they heard of it.
import type { ProblemChannel } from '../domain/problem/messages';
import type { Role } from '../domain/process';
import type { Reporter } from '../store/reports/keep-report';
import { assertOwnerAt } from './commands';
import type { Context } from './context';
import { problem } from './problems';

/** Roles that take in what others say. */
const TAKERS: ReadonlySet<Role> = new Set<Role>([
  'gridWorker',
  'communitySecretary',
  'streetOfficer',
  'districtSupervisor',
  'committeeMember',
]);

export interface Told {
  reporter: Exclude<Reporter, null>;
  helperAccount: string | null;
  channel: ProblemChannel;
}

/** Refuses `assistance-not-allowed`, `channel-not-yours` and `not-an-owner-here`. The scope of the row is the estate or the problem. */
export async function reporterOf(
  asked: { channel: ProblemChannel; onBehalfOf?: { ownerId: string } | { name: string; phone: string } | undefined },
  context: Context,
): Promise<Told> {
  const { accountId, ownerId } = context.caller();
  const { channel, onBehalfOf } = asked;
  const mayTake = context.authorities.some(({ role }) => TAKERS.has(role));
  if (!mayTake && onBehalfOf !== undefined) throw problem('assistance-not-allowed', { type: 'report' });
  if (!mayTake && channel !== 'web') throw problem('channel-not-yours', { channel });
  if (onBehalfOf === undefined)
    return { reporter: { kind: 'account', accountId, ownerId }, helperAccount: null, channel };
  if ('ownerId' in onBehalfOf) await assertOwnerAt(onBehalfOf.ownerId, context.scoped?.paths ?? [], context);
  return {
    reporter: 'ownerId' in onBehalfOf ? { kind: 'owner', ...onBehalfOf } : { kind: 'contact', ...onBehalfOf },
    helperAccount: accountId,
    channel: channel === 'web' ? 'helper' : channel,
  };
}

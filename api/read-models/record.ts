// The record of a process as readers see it: its events with their hashes, and the attempts that were refused.
import type { Pool } from 'pg';
import type { Actor, Channel, Party, Role } from '../../domain/process';
import type { Principal } from '../auth/principal';
import { shownPayload } from './slate';
import { idsIn, insightOf, namesOf, textHashesIn, textsOf } from './people';

/** Events whose words are public by their nature: notices, and reasons the law wants published. Others hold what people said. */
const PUBLIC_EVENTS = new Set([
  'voteLaunched',
  'noticePublished',
  'noticeRestarted',
  'windowExtended',
  'assemblyExtended',
  'seatsReduced',
  'nominationReopened',
  'lotDrawn',
  'suspended',
  'voteVoided',
  'decisionRevoked',
  'recountOrdered',
  'electionStopped',
  'petitionLaunched',
  'petitionRefused',
  'recallLaunched',
  'defenceGiven',
  'recallStopped',
]);

interface EventRow {
  seq: number;
  type: string;
  payload: Record<string, unknown>;
  at: Date;
  recordedAt: Date;
  commandId: string;
  actorKind: Actor['kind'];
  actorId: string | null;
  authority: string | null;
  channel: Channel;
  assistedBy: string | null;
  prevHash: string;
  hash: string;
}

/** Events after `afterSeq` in order, one more than `limit` for the cursor, with the texts and names the viewer may see. */
export async function listEvents(
  pool: Pool,
  { processId, placePath, afterSeq, limit }: { processId: string; placePath: string; afterSeq: number; limit: number },
  viewer: Principal,
) {
  const { rows } = await pool.query<EventRow>(
    `select seq, type, payload, at, recorded_at as "recordedAt", command_id as "commandId", actor_kind as "actorKind",
        actor_id as "actorId", authority, channel, assisted_by as "assistedBy", prev_hash as "prevHash", hash
      from process_event where process_id = $1 and seq > $2 order by seq limit $3`,
    [processId, afterSeq, limit + 1],
  );
  const shown = rows.slice(0, limit);
  const insight = insightOf(viewer, placePath);
  const isReadable = ({ type, actorId, payload }: EventRow) =>
    insight.seesTexts ||
    PUBLIC_EVENTS.has(type) ||
    actorId === viewer.accountId ||
    (type === 'ordered' && isAddressedTo(viewer, payload['party']));
  const [texts, people] = await Promise.all([
    textsOf(
      pool,
      shown.filter(isReadable).flatMap(({ payload }) => textHashesIn(payload)),
    ),
    namesOf(
      pool,
      shown.flatMap(({ payload, actorId, assistedBy }) => idsIn([payload, actorId, assistedBy])),
      insight,
    ),
  ]);
  const seen = rows.map((row) => ({ ...row, payload: shownPayload(row.type, row.payload, insight) }));
  return { rows: seen, texts, people };
}

/** A firm reads the orders that it was given, though owners' words are not for it. */
const isAddressedTo = ({ grants, accountId }: Principal, party: unknown): boolean => {
  const { kind, role, accountId: addressee, placePath } = party as Party & { role?: Role; accountId?: string };
  return kind === 'account'
    ? addressee === accountId
    : kind === 'role' && grants.some((grant) => grant.role === role && placePath.startsWith(grant.path));
};

export const eventOf = ({ at, recordedAt, ...event }: EventRow) => ({
  ...event,
  at: at.toISOString(),
  recordedAt: recordedAt.toISOString(),
});

interface RefusedRow {
  id: string;
  commandId: string;
  commandType: string;
  actorId: string | null;
  code: string;
  params: Record<string, unknown>;
  at: Date;
}

/** Newest first; `before` is instant and id of the last one of the page before. */
export async function listRefusedAttempts(
  pool: Pool,
  { processId, before, limit }: { processId: string; before: [string, string] | null; limit: number },
): Promise<RefusedRow[]> {
  const { rows } = await pool.query<RefusedRow>(
    `select id, command_id as "commandId", command_type as "commandType", actor_id as "actorId", code, params, at
      from refused_command
      where process_id = $1 and ($2::timestamptz is null or (at, id) < ($2, $3::uuid)) order by at desc, id desc limit $4`,
    [processId, before?.[0] ?? null, before?.[1] ?? null, limit],
  );
  return rows;
}

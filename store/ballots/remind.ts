// Reminds those who are on the list of doors (still-missing.ts) at one instant, and says who of them cannot be reached. The window's lock
// is held meanwhile, as by everything that adds a ballot, so nobody is reminded who has voted.
import { nightDelay } from '../../domain/calendar/due';
import { dayOf, startOfDay } from '../../domain/calendar/instant';
import type { Calendar } from '../../domain/calendar/types';
import type { Policy } from '../../domain/policy/schema';
import { refused } from '../refused';
import type { Tx } from '../transaction';
import { MISSING_RIGHTS, type CanvassPart } from './still-missing';
import { lockWindow, whyNotOpen, type VoteWindowRow } from './vote-window';

/** `noVoter`: joint owners who named nobody. `noPhone`: there is an account, and no number to call its owner to it. */
export type NotReached = 'noVoter' | 'noAccount' | 'noPhone' | 'capped';

export interface Reminded {
  at: string;
  closesAt: string;
  /** Right numbers. Together with `notReached` exactly the list at `at`. */
  reminded: number[];
  notReached: { rightNo: number; why: NotReached }[];
}

const TEMPLATE = 'voteReminder';

interface Listed {
  rightNo: number;
  voterOwnerId: string | null;
  accountId: string | null;
  hasPhone: boolean;
  remindedToday: number;
}

/**
 * One message per right to its voter, on one day of the calendar at most as many as the vote's policy says. A night is refused and not waited out: until the
 * morning some of the list would have voted. Runs once per command id (once-per-command.ts); each message is the record of its reminder.
 */
export async function remindMissing(
  tx: Tx,
  command: { voteId: string; commandId: string; byAccount: string } & CanvassPart,
): Promise<Reminded> {
  const { voteId } = command;
  const locked = await lockWindow(tx, voteId);
  if (locked === undefined) throw refused('vote-not-open');
  const { window, now } = locked;
  const closed = whyNotOpen(window, now);
  if (closed !== undefined) throw refused(closed);
  if (window.closesAt === null) throw new Error(`vote ${voteId} is open without an end`);
  const { placePath, perDay } = await placeAwake(tx, voteId, now);
  const listed = await readListed(tx, window, placePath, now, command);
  const judged = listed.map((right) => ({ ...right, why: whyNotReached(right, perDay) }));
  const reached = judged.filter(({ why }) => why === null);
  const closesAt = window.closesAt.toISOString();
  await writeReminders(tx, { ...command, placePath, closesAt, now }, reached);
  return {
    at: now.toISOString(),
    closesAt,
    reminded: reached.map(({ rightNo }) => rightNo),
    notReached: judged.flatMap(({ rightNo, why }) => (why === null ? [] : [{ rightNo, why }])),
  };
}

function whyNotReached(right: Listed, perDay: number): NotReached | null {
  if (right.voterOwnerId === null) return 'noVoter';
  if (right.accountId === null) return 'noAccount';
  if (!right.hasPhone) return 'noPhone';
  return right.remindedToday >= perDay ? 'capped' : null;
}

/** The vote's place and cap per day; refuses `night-time` while the policy's night lasts there. */
async function placeAwake(tx: Tx, voteId: string, now: Date): Promise<{ placePath: string; perDay: number }> {
  const { rows } = await tx.query<{ placePath: string; perDay: number; night: Policy['night']; calendar: Calendar }>(
    `select place_path as "placePath", (policy -> 'vote' -> 'remindersPerDay' ->> 'value')::int as "perDay", policy -> 'night' as night,
       calendar
     from process where id = $1`,
    [voteId],
  );
  const process = rows[0];
  if (process === undefined) throw new Error(`vote ${voteId} has a window and no process`);
  const at = now.toISOString();
  const allowedAt = nightDelay(at, process.night, process.calendar);
  if (allowedAt !== at) throw refused('night-time', { until: allowedAt });
  return { placePath: process.placePath, perDay: process.perDay };
}

async function readListed(
  tx: Tx,
  { voteId, rollId }: VoteWindowRow,
  placePath: string,
  now: Date,
  part: CanvassPart,
): Promise<Listed[]> {
  const { rows } = await tx.query<Listed>(
    `select r.right_no as "rightNo", r.voter_owner_id as "voterOwnerId",
       (select a.id from account a where a.owner_id = r.voter_owner_id and a.disabled_at is null order by a.created_at, a.id limit 1)
         as "accountId",
       coalesce((select o.phone_hash is not null from owner o where o.id = r.voter_owner_id), false) as "hasPhone",
       coalesce(m.times, 0) as "remindedToday"
     ${MISSING_RIGHTS.from}
     left join (select (params ->> 'rightNo')::int as right_no, count(*)::int as times from outgoing_message
       where place_path = $5 and created_at >= $6 and process_id = $1 and template = $7 group by 1) m on m.right_no = r.right_no
     where ${MISSING_RIGHTS.where} order by r.right_no`,
    [
      voteId,
      rollId,
      part.buildingId ?? null,
      part.entranceId ?? null,
      placePath,
      startOfDay(dayOf(now.toISOString())),
      TEMPLATE,
    ],
  );
  return rows;
}

async function writeReminders(
  tx: Tx,
  batch: { voteId: string; commandId: string; byAccount: string; placePath: string; closesAt: string; now: Date },
  rights: Listed[],
): Promise<void> {
  await tx.query(
    `insert into outgoing_message (id, key, process_id, obligation_key, template, channel, to_account_id, to_owner_id, place_path, params,
       created_at, sent_at)
     select gen_random_uuid(), 'reminder:' || $2 || ':' || r."rightNo", $1, 'vote', $3, 'captured', r."accountId", r."voterOwnerId", $4,
       jsonb_build_object('rightNo', r."rightNo", 'closesAt', $5::text, 'byAccount', $6::text), $7, $7
     from jsonb_to_recordset($8) as r ("rightNo" int, "accountId" uuid, "voterOwnerId" uuid)`,
    [
      batch.voteId,
      batch.commandId,
      TEMPLATE,
      batch.placePath,
      batch.closesAt,
      batch.byAccount,
      batch.now,
      JSON.stringify(rights),
    ],
  );
}

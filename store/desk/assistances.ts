// Help for people without a phone, at the desk or at the door. It is recorded before it is given: whom, by whom, what for, before which
// witness, and how the owner showed the will. It yields a slip with a code by which the owner, not the helper, casts one ballot
// (cast-assisted.ts). Whoever stands, acts or counts in the vote may not help in it.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { dueAt } from '../../domain/calendar/due';
import { dayOf, startOfDay } from '../../domain/calendar/instant';
import type { Calendar } from '../../domain/calendar/types';
import type { VotePolicy } from '../../domain/policy/schema';
import { castContext } from '../ballots/cast-context';
import { lockSerial } from '../ballots/paper-serials';
import { lockWindow, whyNotOpen, type Db } from '../ballots/vote-window';
import type { KeyRing } from '../key-ring';
import { refused } from '../refused';
import type { Tx } from '../transaction';

export type Purpose = 'readAloud' | 'operateDevice' | 'fillPaper' | 'explain';

export interface NewAssistance {
  assistanceId: string;
  voteId: string;
  rightNo: number;
  assistant: Assistant;
  purpose: Purpose;
  /** Somebody with an account, or the hash of a name. */
  witness: { accountId: string } | { text: string };
  will: 'presentInPerson' | 'signatureOnSlip';
  /** For `fillPaper`, and only then. */
  paperSerial: number | null;
  commandId: string;
}

/** The account that helps, and the owner behind it if it has one. */
export interface Assistant {
  accountId: string;
  ownerId: string | null;
}

/**
 * Records help that is about to be given. Refuses why voting is not open, `right-not-found`, `right-has-no-voter`,
 * `assistance-for-oneself`, what bars the assistant, `witness-is-assistant`, `witness-unknown`, `serial-not-found`, `paper-wrong-state`,
 * `assistance-cap-reached`, `id-already-used`.
 */
export async function recordAssistance(tx: Tx, given: NewAssistance): Promise<{ expiresAt: string }> {
  const { assistanceId, voteId, rightNo, assistant, purpose, witness, will, paperSerial } = given;
  const locked = await lockWindow(tx, voteId);
  if (locked === undefined) throw refused('vote-not-open');
  const { window, now } = locked;
  const closed = whyNotOpen(window, now);
  if (closed !== undefined) throw refused(closed);
  const [context] = await castContext(tx, window, [{ rightNo, commandId: given.commandId, ownerId: null }]);
  const right = context?.right;
  if (!right) throw refused('right-not-found', { rightNo });
  if (right.voterOwnerId === null) throw refused('right-has-no-voter', { rightNo });
  await refuseOwnRight(tx, window.rollId, rightNo, assistant);
  await refuseAssistant(tx, voteId, assistant);
  if ('accountId' in witness) await refuseWitness(tx, witness.accountId, assistant);
  if (paperSerial !== null) {
    const paper = await lockSerial(tx, voteId, paperSerial, ['issued', 'delivered']);
    if (paper.rightNo !== rightNo) throw refused('serial-not-found', { serialNo: paperSerial });
  }
  const { policy, calendar } = await deskRules(tx, voteId);
  await refuseBeyondCap(tx, assistant, now, policy.perDay.value);
  const expiresAt = dueAt(policy.slip, now.toISOString(), calendar).at;
  const { rowCount } = await tx.query(
    `insert into assistance (id, vote_id, right_no, helped_owner_id, assistant_account, purpose, witness_account, witness_text, will,
       paper_serial, at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (id) do nothing`,
    [
      ...[assistanceId, voteId, rightNo, right.voterOwnerId, assistant.accountId, purpose],
      'accountId' in witness ? witness.accountId : null,
      'text' in witness ? witness.text : null,
      ...[will, paperSerial, now, expiresAt],
    ],
  );
  if (rowCount === 0) throw refused('id-already-used', { id: assistanceId });
  return { expiresAt };
}

/** The part of the vote's pinned policy that the desk works by, and its calendar. */
export async function deskRules(
  db: Db,
  voteId: string,
): Promise<{ policy: VotePolicy['assistance']; calendar: Calendar }> {
  const { rows } = await db.query<{ policy: VotePolicy['assistance']; calendar: Calendar }>(
    `select policy -> 'vote' -> 'assistance' as policy, calendar from process where id = $1`,
    [voteId],
  );
  const [found] = rows;
  if (found === undefined) throw new Error(`vote ${voteId} has a window and no process`);
  return found;
}

async function refuseOwnRight(tx: Tx, rollId: string, rightNo: number, { ownerId }: Assistant): Promise<void> {
  if (ownerId === null) return;
  const { rowCount } = await tx.query(
    `select from roll_right where roll_id = $1 and right_no = $2 and (voter_owner_id = $3 or $3 = any(holder_owner_ids))`,
    [rollId, rightNo, ownerId],
  );
  if (rowCount) throw refused('assistance-for-oneself', { rightNo });
}

/** Refuses `assistant-is-counter`, `assistant-is-proxy`, `assistant-is-candidate`: of this vote, whoever else is helped. */
export async function refuseAssistant(tx: Tx, voteId: string, { accountId, ownerId }: Assistant): Promise<void> {
  const { rows } = await tx.query<{ isCounter: boolean; isProxy: boolean; isCandidate: boolean }>(
    `select coalesce(v.state -> 'core' -> 'counterIds' ? $2::text, false) as "isCounter",
       exists (select from proxy_authority p where p.vote_id = $1 and p.agent_owner_id = $3 and p.revoked_at is null) as "isProxy",
       exists (select from process_view e, jsonb_array_elements(coalesce(e.state -> 'core' -> 'candidates', '[]')) c
         where e.process_id::text = v.state -> 'core' ->> 'parentId' and c ->> 'ownerId' = $3::text) as "isCandidate"
     from process_view v where v.process_id = $1`,
    [voteId, accountId, ownerId],
  );
  const [found] = rows;
  if (found?.isCounter) throw refused('assistant-is-counter');
  if (found?.isProxy) throw refused('assistant-is-proxy');
  if (found?.isCandidate) throw refused('assistant-is-candidate');
}

async function refuseWitness(tx: Tx, accountId: string, assistant: Assistant): Promise<void> {
  if (accountId === assistant.accountId) throw refused('witness-is-assistant');
  const { rowCount } = await tx.query('select from account where id = $1 and disabled_at is null', [accountId]);
  if (!rowCount) throw refused('witness-unknown');
}

/** Of all votes together: the care that one person can give on one day is what it is. */
async function refuseBeyondCap(tx: Tx, { accountId }: Assistant, now: Date, cap: number): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`assistant:${accountId}`]);
  const { rows } = await tx.query<{ n: number }>(
    'select count(*)::int as n from assistance where assistant_account = $1 and at >= $2',
    [accountId, startOfDay(dayOf(now.toISOString()))],
  );
  if ((rows[0]?.n ?? 0) >= cap) throw refused('assistance-cap-reached', { cap });
}

// ---- the slip -----------------------------------------------------------------------------------------------------------

const LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Eight letters and figures that are hard to confuse. Derived from the installation's key: stored nowhere. */
function codeUnder(keyRing: KeyRing, keyId: string, assistanceId: string): string {
  const bytes = createHmac('sha256', keyRing.derive('desk-slip', keyId)).update(assistanceId).digest();
  return [...bytes.subarray(0, 8)].map((byte) => LETTERS[byte % LETTERS.length]).join('');
}

export const slipCode = (keyRing: KeyRing, assistanceId: string): string =>
  codeUnder(keyRing, keyRing.currentId, assistanceId);

/** Small letters and blanks do not matter. A slip outlives a rotation of the installation's key. */
export function isSlipCode(keyRing: KeyRing, assistanceId: string, given: string): boolean {
  const said = Buffer.from(given.toUpperCase().replaceAll(/[\s-]/g, ''));
  return keyRing.ids
    .map((keyId) => Buffer.from(codeUnder(keyRing, keyId, assistanceId)))
    .some((own) => own.length === said.length && timingSafeEqual(own, said));
}

// ---- reading ------------------------------------------------------------------------------------------------------------

export interface AssistanceView {
  assistanceId: string;
  rightNo: number;
  label: string;
  helpedOwnerId: string;
  assistantAccount: string;
  purpose: Purpose;
  witnessAccount: string | null;
  /** Hash of a name. */
  witnessText: string | null;
  will: NewAssistance['will'];
  paperSerial: number | null;
  at: Date;
  expiresAt: Date;
  ballotSeq: number | null;
  confirmation: 'code' | 'signature' | null;
}

const SELECT = `select a.id as "assistanceId", a.right_no as "rightNo", r.label, a.helped_owner_id as "helpedOwnerId",
    a.assistant_account as "assistantAccount", a.purpose, a.witness_account as "witnessAccount", a.witness_text as "witnessText", a.will,
    a.paper_serial as "paperSerial", a.at, a.expires_at as "expiresAt", coalesce(u.ballot_seq, s.ballot_seq) as "ballotSeq", u.confirmation
  from assistance a join vote_window w on w.vote_id = a.vote_id join roll_right r on r.roll_id = w.roll_id and r.right_no = a.right_no
  left join assistance_use u on u.assistance_id = a.id
  left join paper_serial s on s.vote_id = a.vote_id and s.serial_no = a.paper_serial`;

export async function findAssistance(
  db: Db,
  voteId: string,
  assistanceId: string,
): Promise<AssistanceView | undefined> {
  const { rows } = await db.query<AssistanceView>(`${SELECT} where a.vote_id = $1 and a.id = $2`, [
    voteId,
    assistanceId,
  ]);
  return rows[0];
}

/**
 * The help for which this person may have the slip, while it is good. Refuses `not-found`, `not-your-assistance`, `assistance-used`,
 * `assistance-expired`.
 */
export async function slipToPrint(
  db: Db,
  { voteId, assistanceId }: { voteId: string; assistanceId: string },
  { accountId, at }: { accountId: string; at: Date },
): Promise<AssistanceView> {
  const found = await findAssistance(db, voteId, assistanceId);
  if (found === undefined) throw refused('not-found');
  if (found.assistantAccount !== accountId) throw refused('not-your-assistance');
  if (found.ballotSeq !== null) throw refused('assistance-used', { seq: found.ballotSeq });
  if (at >= found.expiresAt) throw refused('assistance-expired', { expiresAt: found.expiresAt.toISOString() });
  return found;
}

/** The help of this person whose slips are good now, in no order. */
export async function slipsOf(
  db: Db,
  voteId: string,
  { accountId, at }: { accountId: string; at: Date },
): Promise<AssistanceView[]> {
  const { rows } = await db.query<AssistanceView>(
    `${SELECT} where a.vote_id = $1 and a.assistant_account = $2 and a.expires_at > $3
       and u.ballot_seq is null and s.ballot_seq is null`,
    [voteId, accountId, at],
  );
  return rows;
}

/** Oldest first. */
export async function listAssistances(
  db: Db,
  voteId: string,
  page: { after: { at: string; id: string } | null; limit: number },
): Promise<AssistanceView[]> {
  const { rows } = await db.query<AssistanceView>(
    `${SELECT} where a.vote_id = $1 and ($2::timestamptz is null or (a.at, a.id) > ($2, $3::uuid)) order by a.at, a.id limit $4`,
    [voteId, page.after?.at ?? null, page.after?.id ?? null, page.limit],
  );
  return rows;
}

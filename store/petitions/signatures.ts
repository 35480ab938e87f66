// Signatures under a petition: given for a right of the frozen roll on the screen or on paper, once for each right, withdrawn, struck. Judged
// under the lock of the petition's window by the database's clock; no workflow is asked. The signature that reaches the threshold tells
// the process, once.
import type { Instant } from '../../domain/calendar/types';
import { isEnough } from '../../domain/petition/threshold';
import { tellProcess } from '../record/tell-process';
import { refused } from '../refused';
import type { Tx } from '../transaction';
import { countSigned, readBase } from './progress';
import { lockWindow, whyNotOpen, type PetitionWindowRow } from './window';

export interface SignRequest {
  petitionId: string;
  /** Made by the client. */
  signatureId: string;
  rightNo: number;
  accountId: string;
  commandId: string;
  how:
    | { kind: 'own'; ownerId: string }
    /** Where it stands on the paper, and who collected it. */
    | { kind: 'paper'; pageNo: number; lineNo: number; collectorName: string };
}

/**
 * Adds a signature. Refuses `signing-not-open` (no roll yet), `right-not-found`, `right-has-no-voter` and `not-your-right` (own ones),
 * `signing-over`, `signing-suspended`, `right-already-signed`, `id-already-used`.
 */
export async function sign(tx: Tx, request: SignRequest): Promise<{ signatureId: string; signedAt: Date }> {
  const { petitionId, signatureId, rightNo, accountId, commandId, how } = request;
  const locked = await lockWindow(tx, petitionId);
  if (locked === undefined) throw refused('signing-not-open');
  const { window, now } = locked;
  await assertMaySign(tx, window, request);
  const closed = whyNotOpen(window, now);
  if (closed !== undefined) throw refused(closed, { at: now.toISOString(), closesAt: window.closesAt.toISOString() });
  const { rows } = await tx.query<{ attempts: number; stands: boolean; isKnown: boolean }>(
    `select count(*) filter (where s.right_no = $2)::int as attempts,
       coalesce(bool_or(s.right_no = $2 and e.signature_id is null), false) as stands,
       coalesce(bool_or(s.signature_id = $3), false) as "isKnown"
     from petition_signature s left join petition_signature_end e using (petition_id, signature_id)
     where s.petition_id = $1 and (s.right_no = $2 or s.signature_id = $3)`,
    [petitionId, rightNo, signatureId],
  );
  const { attempts, stands, isKnown } = rows[0] as { attempts: number; stands: boolean; isKnown: boolean };
  if (isKnown) throw refused('id-already-used', { id: signatureId });
  if (stands) throw refused('right-already-signed', { rightNo });
  const paper = how.kind === 'paper' ? how : undefined;
  await tx.query(
    `insert into petition_signature (petition_id, signature_id, right_no, attempt_no, kind, signed_at, by_account, owner_id, page_no, line_no,
       collector_name, command_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      petitionId,
      signatureId,
      rightNo,
      attempts + 1,
      how.kind,
      now,
      accountId,
      how.kind === 'own' ? how.ownerId : null,
      paper?.pageNo ?? null,
      paper?.lineNo ?? null,
      paper?.collectorName ?? null,
      commandId,
    ],
  );
  await tellWhenEnough(tx, window, now);
  return { signatureId, signedAt: now };
}

async function assertMaySign(tx: Tx, window: PetitionWindowRow, { rightNo, how }: SignRequest): Promise<void> {
  const { rows } = await tx.query<{ voter: string | null }>(
    'select voter_owner_id as voter from roll_right where roll_id = $1 and right_no = $2',
    [window.rollId, rightNo],
  );
  const right = rows[0];
  if (right === undefined) throw refused('right-not-found', { rightNo });
  // On paper joint owners sign together; on the screen the one speaks whom they have named.
  if (how.kind === 'paper') return;
  if (right.voter === null) throw refused('right-has-no-voter', { rightNo });
  if (right.voter !== how.ownerId) throw refused('not-your-right', { rightNo });
}

/** Once for each round of collecting: the entry's key is made of the round, and the command's id of the key. */
async function tellWhenEnough(
  tx: Tx,
  { petitionId, rollId, thresholds, roundNo }: PetitionWindowRow,
  now: Date,
): Promise<void> {
  const [base, { heads, areaDm2 }] = [await readBase(tx, rollId), await countSigned(tx, petitionId, rollId)];
  const signed = { heads, areaDm2 };
  if (!isEnough(thresholds, base, signed)) return;
  const command = { type: 'recordThresholdReached', signed };
  await tellProcess(tx, petitionId, `${petitionId}:threshold:${roundNo}`, command, now);
}

export interface WithdrawRequest {
  petitionId: string;
  signatureId: string;
  accountId: string;
  /** The owner who takes the own signature back; null: an official, for one on paper. */
  ownerId: string | null;
  /** Hash of the stored reason; an official's. */
  reasonText: string | null;
}

/**
 * Takes a signature back, until the signatures are counted for good. Refuses `signing-not-open`, `signature-not-found`,
 * `not-your-signature` (another's; or an official's wish about one given on the screen), `signature-fixed`, `signature-ended`.
 */
export async function withdrawSignature(tx: Tx, request: WithdrawRequest): Promise<void> {
  const { petitionId, signatureId, accountId, ownerId, reasonText } = request;
  const locked = await lockWindow(tx, petitionId);
  if (locked === undefined) throw refused('signing-not-open');
  const { window, now } = locked;
  const { rows } = await tx.query<{ kind: string; voter: string | null; holders: string[]; isEnded: boolean }>(
    `select s.kind, r.voter_owner_id as voter, r.holder_owner_ids as holders, e.signature_id is not null as "isEnded"
     from petition_signature s join roll_right r on r.roll_id = $3 and r.right_no = s.right_no
       left join petition_signature_end e using (petition_id, signature_id)
     where s.petition_id = $1 and s.signature_id = $2`,
    [petitionId, signatureId, window.rollId],
  );
  const found = rows[0];
  if (found === undefined) throw refused('signature-not-found', { id: signatureId });
  // What stands on paper any holder of the right may have signed; on the screen it was the one whom they named.
  const isTheirs = (owner: string): boolean =>
    found.voter === owner || (found.kind === 'paper' && found.holders.includes(owner));
  if (ownerId === null ? found.kind === 'own' : !isTheirs(ownerId))
    throw refused('not-your-signature', { id: signatureId });
  if (window.state === 'counting' || window.state === 'closed') throw refused('signature-fixed');
  if (found.isEnded) throw refused('signature-ended', { id: signatureId });
  await tx.query(
    `insert into petition_signature_end (petition_id, signature_id, kind, at, by_account, reason_text) values ($1, $2, 'withdrawn', $3, $4, $5)`,
    [petitionId, signatureId, now, accountId, reasonText],
  );
}

/** The street found these defective. Those that do not stand any more, and unknown ones, stay as they are. */
export async function strikeSignatures(
  tx: Tx,
  { petitionId, signatureIds, at }: { petitionId: string; signatureIds: readonly string[]; at: Instant },
): Promise<void> {
  if (signatureIds.length === 0) return;
  await tx.query(
    `insert into petition_signature_end (petition_id, signature_id, kind, at)
     select petition_id, signature_id, 'struck', $3 from petition_signature where petition_id = $1 and signature_id = any($2::uuid[])
     on conflict (petition_id, signature_id) do nothing`,
    [petitionId, signatureIds, at],
  );
}

/** Refuses `signature-not-found` for the first id that no signature of this petition has. */
export async function refuseUnknownSignature(
  tx: Pick<Tx, 'query'>,
  petitionId: string,
  ids: readonly string[],
): Promise<void> {
  const { rows } = await tx.query<{ id: string }>(
    `select id from unnest($2::uuid[]) as asked (id)
     where not exists (select from petition_signature where petition_id = $1 and signature_id = id) limit 1`,
    [petitionId, ids],
  );
  if (rows[0] !== undefined) throw refused('signature-not-found', { id: rows[0].id });
}

// The one ballot that an owner casts with somebody's help, on the helper's device. The helper's session carries it; what makes it the owner's
// is the code that stands on the owner's slip, or the owner's signature on it. It is judged like every electronic ballot.
import type { BallotChoices } from '../../domain/owners-vote/count-types';
import { appendBallots, canonicalChoices } from '../ballots/append-ballots';
import { canonicalJson, sha256 } from '../ballots/ballot-canon';
import { refuseElectronic } from '../ballots/cast-ballot';
import { castContext } from '../ballots/cast-context';
import type { Receipt, SigningKey } from '../ballots/receipts';
import { lockWindow } from '../ballots/vote-window';
import type { KeyRing } from '../key-ring';
import { refused } from '../refused';
import type { Tx } from '../transaction';
import { findAssistance, isSlipCode, refuseAssistant, type Assistant } from './assistances';

export type Confirmation = { kind: 'code'; code: string } | { kind: 'signature'; signatureSha256: string };

export interface AssistedBallot {
  voteId: string;
  assistanceId: string;
  assistant: Assistant;
  choices: BallotChoices;
  confirmation: Confirmation;
  commandId: string;
}

/**
 * Refuses `not-found`, `not-your-assistance`, `assistance-on-paper`, `assistance-used`, `assistance-expired`, `confirmation-wrong`, what bars
 * the assistant, and whatever an electronic ballot is refused with. The salt is not answered: it is the owner's (`GET …/my-ballots`).
 */
export async function castAssisted(
  tx: Tx,
  ballot: AssistedBallot,
  keys: { ring: KeyRing; signing: SigningKey },
): Promise<{ receipt: Receipt }> {
  const { voteId, assistanceId, assistant, confirmation, commandId } = ballot;
  await tx.query('set local synchronous_commit = on');
  // The window's lock also keeps a second ballot on the same slip waiting until the first is stored.
  const locked = await lockWindow(tx, voteId);
  const assistance = await findAssistance(tx, voteId, assistanceId);
  if (locked === undefined || assistance === undefined) throw refused('not-found');
  const { window, now } = locked;
  const { rightNo } = assistance;
  if (assistance.assistantAccount !== assistant.accountId) throw refused('not-your-assistance');
  if (assistance.paperSerial !== null) throw refused('assistance-on-paper', { serialNo: assistance.paperSerial });
  if (assistance.ballotSeq !== null) throw refused('assistance-used', { seq: assistance.ballotSeq });
  if (now >= assistance.expiresAt)
    throw refused('assistance-expired', { expiresAt: assistance.expiresAt.toISOString() });
  if (confirmation.kind === 'code' && !isSlipCode(keys.ring, assistanceId, confirmation.code))
    throw refused('confirmation-wrong');
  await refuseAssistant(tx, voteId, assistant);

  const [context] = await castContext(tx, window, [{ rightNo, commandId, ownerId: null }]);
  const right = context?.right;
  if (!right) throw new Error(`assistance ${assistanceId} names a right that the roll does not have`);
  const choices = canonicalChoices(ballot.choices);
  const wrong = refuseElectronic(window, now, { rightNo, choices }, right.counted?.electronicCount ?? 0);
  if (wrong !== undefined) throw refused(wrong.code, wrong.params);
  const [stored] = await appendBallots(
    tx,
    window,
    now,
    [
      {
        ...{ rightNo, channel: 'electronic', choices, isVoid: false, voidReason: null, castAt: now },
        ...{ castByAccount: assistant.accountId, inNameOf: assistance.helpedOwnerId, proxyId: null },
        ...{ assistedBy: assistant.accountId, paperSerial: null, commandId },
        bodyHash: sha256(Buffer.from(canonicalJson({ rightNo, choices, assistanceId }), 'utf8')),
      },
    ],
    new Map([[rightNo, right]]),
    keys.signing,
  );
  if (stored === undefined) throw new Error('an assisted ballot was not stored');
  await tx.query(
    `insert into assistance_use (assistance_id, vote_id, ballot_seq, confirmation, signature_sha256, at) values ($1, $2, $3, $4, $5, $6)`,
    [
      ...[assistanceId, voteId, stored.seq, confirmation.kind],
      confirmation.kind === 'signature' ? confirmation.signatureSha256 : null,
      now,
    ],
  );
  return { receipt: stored.receipt };
}

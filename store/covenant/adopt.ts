// Adopting a version of the covenant: only what the owners have passed. Every condition is asked of the record in the transaction that writes
// the version, so nothing can have changed in between.
import { covenantItem, COVENANT_MATTER } from '../../domain/covenant/text';
import { instantOf, localDateOf } from '../../domain/calendar/instant';
import type { LocalDate } from '../../domain/calendar/types';
import type { LaunchedVote } from '../../domain/owners-vote/state';
import { refused } from '../refused';
import { hashOfText } from '../texts';
import type { Tx } from '../transaction';
import { findDraft, lockCovenant, wholeArticles, type Draft } from './drafts';
import { newestStanding } from './versions';

export interface Adoption {
  estateId: string;
  draftId: string;
  voteId: string;
  /** Null: from the day on which the vote was certified. */
  inForceOn: LocalDate | null;
  byAccount: string;
  at: Date;
}

/**
 * Refuses, in this order: `not-found` (no such draft here), `covenant-already-adopted`, `covenant-text-erased`, `covenant-vote-not-here` (no
 * owners' vote of the whole estate), `covenant-vote-other-text` (its agenda does not name this draft with this text as matter 2),
 * `covenant-vote-not-certified`, `covenant-vote-not-passed`, `covenant-vote-outdated` (a version that stands rests on a later vote),
 * `covenant-in-force-too-early`.
 */
export async function adoptCovenant(
  tx: Tx,
  { estateId, draftId, voteId, inForceOn: asked, byAccount, at }: Adoption,
): Promise<{ version: number; textSha256: string; inForceOn: LocalDate }> {
  await lockCovenant(tx, estateId);
  const draft = await findDraft(tx, estateId, draftId);
  if (!draft) throw refused('not-found');
  await refuseAdopted(tx, draftId);
  if (!wholeArticles(draft)) throw refused('covenant-text-erased', { draftId });
  const { certifiedAt } = await passedVote(tx, draft, voteId);
  const newest = await newestStanding(tx, estateId);
  if (newest && certifiedAt < newest.certifiedAt) throw refused('covenant-vote-outdated', { version: newest.version });
  const certifiedOn = localDateOf(instantOf(certifiedAt.getTime()));
  const inForceOn = asked ?? certifiedOn;
  if (inForceOn < certifiedOn || (newest && inForceOn < newest.inForceOn))
    throw refused('covenant-in-force-too-early', { inForceOn, certifiedOn });
  const { textSha256 } = draft;
  // A number that was given stays given, also when its version was revoked.
  const { rows } = await tx.query<{ version: number }>(
    `insert into covenant_version (estate_id, version, draft_id, text_sha256, vote_id, certified_at, in_force_on, by_account, at)
     select $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5, $6, $7, $8 from covenant_version where estate_id = $1 returning version`,
    [estateId, draftId, textSha256, voteId, certifiedAt, inForceOn, byAccount, at],
  );
  return { version: rows[0]?.version ?? 0, textSha256, inForceOn };
}

/** Refuses `covenant-already-adopted`. */
export async function refuseAdopted(tx: Tx, draftId: string): Promise<void> {
  const { rows } = await tx.query<{ version: number }>('select version from covenant_version where draft_id = $1', [
    draftId,
  ]);
  const [adopted] = rows;
  if (adopted) throw refused('covenant-already-adopted', { version: adopted.version });
}

/** When the vote was certified by which the owners passed this very text. */
async function passedVote(
  tx: Tx,
  { estateId, draftId, textSha256 }: Draft,
  voteId: string,
): Promise<{ certifiedAt: Date }> {
  // Shared with nobody who would write it: an event of the vote waits until the version is written, or is seen here.
  const { rows } = await tx.query<{ core: LaunchedVote; certifiedAt: Date | null }>(
    `select v.state->'core' as core, (select max(e.at) from process_event e where e.process_id = v.process_id and e.type = 'resultCertified')
       as "certifiedAt" from process_view v where v.process_id = $1 and v.kind = 'ownersVote' and v.place_id = $2 for share of v`,
    [voteId, estateId],
  );
  const [vote] = rows;
  if (!vote || vote.core.scope.kind !== 'estate') throw refused('covenant-vote-not-here', { voteId });
  const { agenda, phase, outcome, proof } = vote.core;
  const wanted = covenantItem({ draftId, textSha256 });
  const item = agenda.find(({ itemId }) => itemId === draftId);
  if (
    item?.matter !== COVENANT_MATTER ||
    item.kind !== 'yesNo' ||
    item.titleText !== hashOfText(wanted.titleText, null)
  )
    throw refused('covenant-vote-other-text', { voteId, draftId });
  const isCertified = (phase === 'certified' || phase === 'closed') && outcome !== 'voided';
  if (!isCertified || vote.certifiedAt === null) throw refused('covenant-vote-not-certified', { voteId });
  if (proof?.binding.items.find(({ itemId }) => itemId === draftId)?.outcome !== 'passed')
    throw refused('covenant-vote-not-passed', { voteId });
  return { certifiedAt: vote.certifiedAt };
}

/** Refuses `covenant-vote-running` while owners are deciding on the draft, and `covenant-already-adopted`. Under lockCovenant. */
export async function refuseSecondVote(tx: Tx, estateId: string, draftId: string): Promise<void> {
  await refuseAdopted(tx, draftId);
  const { rows } = await tx.query<{ voteId: string }>(
    `select process_id as "voteId" from process_view where kind = 'ownersVote' and place_id = $1 and is_open and phase <> 'certified'
       and state->'core'->'agenda' @> $2::jsonb`,
    [estateId, JSON.stringify([{ itemId: draftId }])],
  );
  const [running] = rows;
  if (running) throw refused('covenant-vote-running', { voteId: running.voteId });
}

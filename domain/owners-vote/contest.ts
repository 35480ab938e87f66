// A certified decision before a court: owners may ask for a year that it be revoked (Civil Code 280; 建筑物区分所有权解释 12). It stays in force until
// a court, or the office that watches over owners' assemblies (物业管理条例 19), has revoked it.
import { stopAllClocks, stopClocks } from '../clocks';
import { accept, refuse, type Decision, type MachineryEvent, type Moment } from '../process';
import type { LaunchedVote, VoteCommand, VoteEvent } from './state';

type VoteDecision = Decision<VoteEvent | MachineryEvent>;
type Of<T extends VoteCommand['type']> = Extract<VoteCommand, { type: T }>;

export function markContested(
  core: LaunchedVote,
  { ground, reasonText }: Of<'markContested'>,
  moment: Moment,
): VoteDecision {
  if (core.isContested) return refuse('already-contested');
  return accept({ type: 'voteContested', at: moment.now, ground, reasonText });
}

/** Dismissed or taken back. Whose year was over before has waited for this alone. */
export function endContest(core: LaunchedVote, { reasonText }: Of<'endContest'>, moment: Moment): VoteDecision {
  if (!core.isContested) return refuse('not-contested');
  const ended: VoteEvent = { type: 'contestEnded', at: moment.now, reasonText };
  const isYearOver = core.phase === 'certified' && !('revocation' in moment.clocks);
  return isYearOver ? accept(ended, { type: 'voteClosed', at: moment.now }) : accept(ended);
}

/** Also of a decision that nobody had marked: the judgment may be the first that the street hears of it. */
export const recordRevocation = ({ by, reasonText, basisText }: Of<'recordRevocation'>, moment: Moment): VoteDecision =>
  accept({ type: 'decisionRevoked', at: moment.now, by, reasonText, basisText }, ...stopAllClocks(moment.clocks));

/** The year is one to sue in; a court may take longer, and what it says must find the vote open. */
export function endRevocationPeriod(core: LaunchedVote, moment: Moment): VoteDecision {
  const over = stopClocks(moment.clocks, 'revocation');
  return core.isContested ? accept(...over) : accept(...over, { type: 'voteClosed', at: moment.now });
}

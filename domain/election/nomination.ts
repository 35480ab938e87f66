// Nomination: its end, too few candidates, withdrawal.
import { startClock, stopClocks } from '../clocks';
import { accept, refuse, type Moment } from '../process';
import { foundShort, standing } from './publish-slate';
import { minimumSeats } from './seats';
import type { ElectionCommandOf as Of, ElectionDecision, ElectionEvent, LaunchedElection } from './state';
import { bodiesDone, startVetting, whenAllHeard } from './vetting';

/** Wanted: seats plus the extra of the policy. Once extensions are used up, as many as there are seats will do. */
export function closeNomination(core: LaunchedElection, moment: Moment): ElectionDecision {
  const policy = moment.policy.election;
  const count = standing(core).length;
  const mayExtend = core.nominationExtensions < policy.nominationExtensions.value;
  const wanted = core.seats + (mayExtend ? policy.extraCandidates.value : 0);
  if (count >= wanted) return accept({ type: 'clockStopped', name: 'nomination' }, ...startVetting(core, moment));
  if (mayExtend) return accept({ type: 'nominationExtended' }, startClock('nomination', policy.nomination, moment));
  return accept({ type: 'clockStopped', name: 'nomination' }, ...foundShort(core, moment));
}

/** Fewer seats, down to the lawful minimum, so that the slate suffices; vetting goes on where it stopped. */
export function reduceSeats(core: LaunchedElection, command: Of<'reduceSeats'>, moment: Moment): ElectionDecision {
  const isOdd = moment.policy.election.committeeSize.value.isOdd && core.variant !== 'byElection';
  const { legalMin } = core;
  const { seats, reasonText } = command;
  const count = standing(core).length;
  if (seats >= core.seats || seats < legalMin || (isOdd && seats % 2 === 0))
    return refuse('seats-out-of-bounds', { seats, min: legalMin, max: core.seats - 1, isOdd });
  if (count < seats) return refuse('slate-too-small', { candidates: count, seats });
  const reduced = { ...core, seats, minSeats: core.variant === 'byElection' ? 1 : minimumSeats(legalMin, seats) };
  return accept(
    { type: 'seatsReduced', seats, minSeats: reduced.minSeats, reasonText },
    ...stopClocks(moment.clocks, 'shortSlate'),
    ...startVetting(reduced, moment),
  );
}

export const reopenNomination = (command: Of<'reopenNomination'>, moment: Moment): ElectionDecision =>
  accept(
    { type: 'nominationReopened', at: moment.now, reasonText: command.reasonText },
    ...stopClocks(moment.clocks, 'shortSlate'),
    startClock('nomination', moment.policy.election.nomination, moment),
  );

export function withdrawCandidate(
  core: LaunchedElection,
  command: Of<'withdrawCandidate'>,
  moment: Moment,
): ElectionDecision {
  const candidate = standing(core).find(({ candidateId }) => candidateId === command.candidateId);
  if (!candidate) return refuse('candidate-not-standing', { candidateId: command.candidateId });
  const { actor } = moment;
  if (actor.kind === 'account' && actor.role === 'owner' && actor.ownerId !== candidate.ownerId)
    return refuse('not-your-candidacy');
  const event: ElectionEvent = {
    type: 'candidateWithdrawn',
    candidateId: candidate.candidateId,
    reasonText: command.reasonText,
  };
  const left = standing(core).length - 1;
  if (core.phase === 'slateNotice' && left < core.seats)
    return accept(event, ...stopClocks(moment.clocks, 'slateNotice'), ...foundShort(core, moment, left));
  if (core.phase === 'vetting') {
    const ofCandidate = Object.keys(moment.clocks).filter(
      (name) => name.startsWith('defence:') && name.endsWith(candidate.candidateId),
    );
    const after = {
      ...core,
      candidates: core.candidates.filter(({ candidateId }) => candidateId !== candidate.candidateId),
    };
    const done = bodiesDone(after, moment);
    return accept(
      event,
      ...stopClocks(moment.clocks, ...ofCandidate, ...done.map((body) => `vetting:${body}`)),
      ...whenAllHeard(after, moment, done),
    );
  }
  return accept(event);
}

// Appeal against an exclusion from the slate (资格审查异议): to the office above the one that leads the group, decided by another person.
import { startClock, stopClocks } from '../clocks';
import { accept, refuse, type Moment, type Role } from '../process';
import type { Policy } from '../policy/schema';
import type { ElectionCommandOf as Of, ElectionDecision, LaunchedElection } from './state';
import { appealClock, whenAllHeard } from './vetting';

/** The street, where the community leads the group; the district, where the street itself does. */
export const appealBody = (policy: Policy): Role =>
  policy.election.groupLeader.value === 'streetOfficer' ? 'districtSupervisor' : 'streetOfficer';

export function appealExclusion(
  core: LaunchedElection,
  { candidateId, reasonText }: Of<'appealExclusion'>,
  moment: Moment,
): ElectionDecision {
  const candidate = core.candidates.find((other) => other.candidateId === candidateId);
  if (candidate?.appeal !== 'possible') return refuse('no-exclusion-to-appeal', { candidateId });
  const { actor } = moment;
  if (actor.kind === 'account' && actor.ownerId !== candidate.ownerId) return refuse('not-your-candidacy');
  return accept(
    { type: 'exclusionAppealed', candidateId, reasonText },
    startClock(appealClock(candidateId), moment.policy.election.vettingAppealAnswer, moment),
  );
}

export const recordNoAppeal = (
  core: LaunchedElection,
  { candidateId }: Of<'recordNoAppeal'>,
  moment: Moment,
): ElectionDecision =>
  accept(
    { type: 'appealLapsed', candidateId },
    ...stopClocks(moment.clocks, appealClock(candidateId)),
    ...whenAllHeard(settled(core, candidateId, false), moment),
  );

export function decideAppeal(
  core: LaunchedElection,
  { candidateId, isUpheld, reasonText }: Of<'decideAppeal'>,
  moment: Moment,
): ElectionDecision {
  const candidate = core.candidates.find((other) => other.candidateId === candidateId);
  if (candidate?.appeal !== 'made') return refuse('no-appeal', { candidateId });
  const { actor } = moment;
  const body = appealBody(moment.policy);
  if (actor.kind !== 'account' || actor.role !== body) return refuse('not-the-appeal-body', { body });
  if (actor.id === candidate.excludedBy) return refuse('own-decision');
  return accept(
    { type: 'appealDecided', candidateId, isUpheld, reasonText },
    ...stopClocks(moment.clocks, appealClock(candidateId)),
    ...whenAllHeard(settled(core, candidateId, isUpheld), moment),
  );
}

const settled = (core: LaunchedElection, candidateId: string, isUpheld: boolean): LaunchedElection => ({
  ...core,
  candidates: core.candidates.map((candidate) =>
    candidate.candidateId === candidateId
      ? { ...candidate, appeal: 'settled', status: isUpheld ? 'admitted' : candidate.status }
      : candidate,
  ),
});

// Who stands, and what follows when the slate is ready: publication when it suffices, a duty to the street when it is too short.
import { startClock, stopClocks } from '../clocks';
import { openOnes } from '../objections';
import type { Moment } from '../process';
import type { Candidate, ElectionEvents, ElectionObjection, LaunchedElection } from './state';

export const standing = (core: LaunchedElection): Candidate[] =>
  core.candidates.filter(({ status }) => status === 'nominated' || status === 'admitted');

export const foundShort = (
  core: LaunchedElection,
  moment: Moment,
  admittedCount = standing(core).length,
): ElectionEvents => [
  { type: 'slateFoundShort', at: moment.now, admittedCount },
  // Nothing is published now; objections not yet answered come back with the next slate.
  ...stopClocks(moment.clocks, ...core.objections.map(answerClock)),
  startClock('shortSlate', moment.policy.election.vettingDecision, moment),
];

/** Publishes who stands, for objections. Called when vetting has decided everybody. */
export const publishSlate = (core: LaunchedElection, moment: Moment, candidateIds: string[]): ElectionEvents =>
  candidateIds.length < core.seats
    ? foundShort(core, moment, candidateIds.length)
    : [
        { type: 'slatePublished', at: moment.now, candidateIds },
        startClock('slateNotice', moment.policy.election.candidateNotice, moment),
        ...stillOpen(core, candidateIds)
          .map(answerClock)
          .filter((name) => !(name in moment.clocks))
          .map((name) => startClock(name, moment.policy.election.objectionAnswer, moment)),
      ];

/** The clock by which one objection must be answered. */
export const answerClock = ({ objectionId }: { objectionId: string }): string => `objection:${objectionId}`;

/** Objections that outlive a re-publication: not answered, against somebody who is still on the slate. */
export const stillOpen = (core: LaunchedElection, candidateIds: readonly string[]): ElectionObjection[] =>
  openOnes(core.objections).filter(({ candidateId }) => candidateId !== null && candidateIds.includes(candidateId));

export const voteDue = (moment: Moment): ElectionEvents => [{ type: 'voteDue', at: moment.now }];

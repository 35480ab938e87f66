// Who stands, and what follows when the slate is ready: publication when it suffices, a duty to the street when it is too short.
import { startClock } from '../machinery';
import type { Moment } from '../process';
import type { Candidate, ElectionEvents, LaunchedElection } from './state';

export const standing = (core: LaunchedElection): Candidate[] =>
  core.candidates.filter(({ status }) => status === 'nominated' || status === 'admitted');

export const foundShort = (
  core: LaunchedElection,
  moment: Moment,
  admittedCount = standing(core).length,
): ElectionEvents => [
  { type: 'slateFoundShort', at: moment.now, admittedCount },
  startClock('shortSlate', moment.policy.election.vettingDecision, moment.now, moment.calendar),
];

/** Publishes who stands, for objections. Called when vetting has decided everybody. */
export const publishSlate = (core: LaunchedElection, moment: Moment, candidateIds: string[]): ElectionEvents =>
  candidateIds.length < core.seats
    ? foundShort(core, moment, candidateIds.length)
    : [
        { type: 'slatePublished', at: moment.now, candidateIds },
        startClock('slateNotice', moment.policy.election.candidateNotice, moment.now, moment.calendar),
      ];

export const voteDue = (moment: Moment): ElectionEvents => [{ type: 'voteDue', at: moment.now }];

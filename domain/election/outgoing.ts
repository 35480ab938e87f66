// What goes out from a committee election: the processes it launches, what it forbids others meanwhile, and what others must hear.
import { convenorAt, launchVote, runningVote, tellsVote } from '../child-vote';
import type { CommitteeMember } from '../committee-term/messages';
import { LOCKS, type Lock } from '../locks';
import type { Policy } from '../policy/schema';
import type { LaunchChild, MachineryEvent, Telling } from '../process';
import { handoverDue, isGroupStanding } from './closing';
import type { ElectionCore, ElectionEvent, ElectionOutcome, LaunchedElection } from './state';
import { agendaOf, hasOldCommittee, isWaitingForDrafts } from './variants';

/** What is due and not yet launched: a handover, or the vote. The machine launches each as a process of its own. */
export function electionEffect(core: ElectionCore, policy: Policy): LaunchChild | undefined {
  if (core.phase === 'unlaunched') return undefined;
  const { place } = core;
  const due = handoverDue(core, policy);
  if (due) return { type: 'launchChild', kind: 'handover', childKey: due.occasion, place, command: { ...due } };
  const isVoteDue = core.phase === 'voting' && !runningVote(core.attempts);
  if (!isVoteDue || isWaitingForDrafts(core)) return undefined;
  return launchVote(core.attempts, place, {
    convenor: convenorAt(place, policy.election.groupLeader.value),
    agenda: agendaOf(core, policy),
    meeting: core.variant === 'byElection' ? 'extraordinary' : 'regular',
  });
}

/** What an outgoing committee may no longer bring to a vote, from the standing group to the filed successor (上海 28, 宁波 36). */
export const electionLocks = (core: ElectionCore, policy: Policy): Lock[] =>
  core.phase !== 'unlaunched' &&
  policy.election.freezesOldCommittee.value &&
  hasOldCommittee(core.variant) &&
  isGroupStanding(core)
    ? [...LOCKS]
    : [];

/**
 * A standstill or an end of the election is one of its running vote too; a custody ends with the filing; the watch on the term hears that it
 * began and how it ended.
 */
export function electionTells(core: ElectionCore, event: ElectionEvent | MachineryEvent): Telling[] {
  if (core.phase === 'unlaunched') return [];
  return [
    ...tellsVote(core.attempts, event, 'electionStopped'),
    ...tellsCustody(core, event),
    ...tellsWatch(core, event),
  ];
}

/** The new committee takes over from whoever has the things: a custody that has not come about by then is moot. */
function tellsCustody({ custody }: LaunchedElection, event: ElectionEvent | MachineryEvent): Telling[] {
  if (event.type !== 'filingGranted' || custody === null || custody.outcome !== null) return [];
  const { reasonText } = event;
  return [{ to: custody.handoverId, command: { type: 'stopHandover', reasonText, basisText: reasonText } }];
}

function tellsWatch(core: LaunchedElection, event: ElectionEvent | MachineryEvent): Telling[] {
  const { parentId, electionId, variant, seats } = core;
  if (parentId === null) return [];
  const ended = (outcome: ElectionOutcome): Telling[] => {
    const isSeated = outcome === 'seated' || outcome === 'partlySeated';
    const members = isSeated ? membersOf(core) : [];
    const alternateIds = isSeated ? ownersOf(core, core.reserveIds) : [];
    const command = { type: 'recordElectionEnded', electionId, variant, outcome, members, alternateIds, seats };
    return [{ to: parentId, command }];
  };
  switch (event.type) {
    case 'electionLaunched':
      return [{ to: parentId, command: { type: 'recordElectionLaunched', electionId, variant } }];
    case 'filingGranted':
      // The committee stands from here on; handover and audit are matters of the one that goes.
      return ended(core.electedIds.length === seats ? 'seated' : 'partlySeated');
    case 'electionClosed':
    case 'electionStopped':
      return core.filing === 'granted' ? [] : ended(core.outcome ?? 'stopped');
    default:
      return [];
  }
}

/** Candidates as owners, in the order of the list. */
const ownersOf = ({ candidates }: LaunchedElection, candidateIds: readonly string[]): string[] =>
  candidateIds.flatMap((id) => candidates.find(({ candidateId }) => candidateId === id)?.ownerId ?? []);

/** The elected with their offices, as owners. */
function membersOf(core: LaunchedElection): CommitteeMember[] {
  return core.candidates
    .filter(({ candidateId }) => core.electedIds.includes(candidateId))
    .map(({ candidateId, ownerId }) => ({ memberId: ownerId, office: officeOf(core, candidateId) }));
}

function officeOf({ offices }: LaunchedElection, candidateId: string): CommitteeMember['office'] {
  if (offices?.chairId === candidateId) return 'chair';
  return offices?.viceChairIds.includes(candidateId) ? 'viceChair' : 'member';
}

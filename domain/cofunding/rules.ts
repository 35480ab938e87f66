// Which command fits which phase and role, what time decides, what others hear: a co-funding as tables.
import { byChildKey, tellsEach, tellsStandstill } from '../child';
import { runningVote } from '../child-vote';
import { meetingKey } from './effects';
import type { CommandRule, MachineryEvent, Role, Telling } from '../process';
import type { CofundingCommand, CofundingCore, CofundingEvent, CofundingPhase } from './state';
import { AFTER_DECISION, ON_DECISION } from './vote';

/** Whoever lives or works there may propose (C0). */
export const PROPOSERS: readonly Role[] = [
  ...(['owner', 'resident', 'gridWorker', 'firmManager', 'committeeMember'] as const),
  ...(['communitySecretary', 'streetOfficer'] as const),
];
const COMMUNITY: readonly Role[] = ['communitySecretary', 'streetOfficer'];
const STREET: readonly Role[] = ['streetOfficer'];
/** Who runs a project day by day: the holder of its money, and the offices. */
const MANAGERS: readonly Role[] = ['committeeMember', 'communitySecretary', 'streetOfficer', 'firmManager'];
const APPROVERS: readonly Role[] = ['committeeMember', 'communitySecretary', 'streetOfficer'];
const NEIGHBOURS: readonly Role[] = ['owner', 'resident'];
const MACHINE: readonly Role[] = [];

const AFTER_CONTRACT: readonly CofundingPhase[] = ['working', 'varying', 'accepting', 'publishing', 'settling'];
const SPENDING: readonly CofundingPhase[] = [...AFTER_CONTRACT, 'contracting', 'refunding'];
/** Owners who had decided are asked again wherever the money is when their decision is revoked. */
const WHILE_VOTING: readonly CofundingPhase[] = ['voting', ...ON_DECISION];
const BEFORE_MONEY: readonly CofundingPhase[] = ['deliberating', 'classifying', 'reviewing', 'granting'];

export const cofundingRules: Record<CofundingCommand['type'], CommandRule<CofundingPhase>> = {
  launch: { phases: ['unlaunched'], roles: PROPOSERS },
  screenProposal: { phases: ['proposed'], roles: COMMUNITY },
  callDeliberation: { phases: ['deliberating'], roles: COMMUNITY },
  recordChildLaunched: { phases: ['handingOn', 'deliberating', ...WHILE_VOTING], roles: MACHINE },
  recordMeetingEnded: { phases: ['deliberating'], roles: MACHINE },
  settlePlan: { phases: ['deliberating'], roles: COMMUNITY },
  shelveProject: { phases: BEFORE_MONEY, roles: COMMUNITY },
  confirmClass: { phases: ['classifying'], roles: STREET },
  recordPartyReview: { phases: ['reviewing'], roles: ['communitySecretary'] },
  recordAssemblyHeld: { phases: WHILE_VOTING, roles: MACHINE },
  recordVoteResult: { phases: WHILE_VOTING, roles: MACHINE },
  recordVoteContested: { phases: AFTER_DECISION, roles: MACHINE },
  recordVoteRevoked: { phases: AFTER_DECISION, roles: MACHINE },
  recordSplitting: { phases: ['granting'], roles: MACHINE },
  decideGrant: { phases: ['granting'], roles: STREET },
  objectToProject: { phases: ['granting', 'publishing'], roles: NEIGHBOURS },
  answerProjectObjection: { phases: ['granting', 'publishing'], roles: STREET },
  endGrantNotice: { phases: ['granting'], roles: MACHINE },
  recordSharesPrepared: { phases: ['preparing'], roles: MACHINE },
  recordPledgeTarget: { phases: ['pledging'], roles: MACHINE },
  closePledging: { phases: ['pledging'], roles: COMMUNITY },
  endPledging: { phases: ['pledging', 'countingPledges'], roles: MACHINE },
  recordPledges: { phases: ['countingPledges'], roles: MACHINE },
  extendPledging: { phases: ['deciding'], roles: COMMUNITY },
  rescopeProject: { phases: ['deciding'], roles: COMMUNITY },
  lapseProject: { phases: ['deciding'], roles: COMMUNITY },
  lapseBySilence: { phases: ['deciding'], roles: MACHINE },
  recordAllPaid: { phases: ['collecting'], roles: MACHINE },
  closeCollecting: { phases: ['collecting', 'bridging'], roles: MANAGERS },
  endCollecting: { phases: ['collecting', 'countingReceipts'], roles: MACHINE },
  recordReceipts: { phases: ['countingReceipts'], roles: MACHINE },
  extendCollecting: { phases: ['bridging'], roles: MANAGERS },
  bridgeShortfall: { phases: ['bridging'], roles: COMMUNITY },
  abandonProject: { phases: ['bridging', 'contracting', 'working', 'varying'], roles: COMMUNITY },
  countOnceMore: { phases: ['bridging'], roles: MACHINE },
  addQuote: { phases: ['contracting'], roles: MANAGERS },
  withdrawQuote: { phases: ['contracting'], roles: MANAGERS },
  signContract: { phases: ['contracting'], roles: APPROVERS },
  reportMilestone: { phases: ['working', 'varying'], roles: MANAGERS },
  requestPayment: { phases: AFTER_CONTRACT, roles: MANAGERS },
  approvePayment: { phases: AFTER_CONTRACT, roles: APPROVERS },
  refusePayment: { phases: AFTER_CONTRACT, roles: APPROVERS },
  recordSpendingPosted: { phases: SPENDING, roles: MACHINE },
  recordSpendingRefused: { phases: SPENDING, roles: MACHINE },
  proposeVariation: { phases: ['working'], roles: MANAGERS },
  decideVariation: { phases: ['varying'], roles: STREET },
  recordContractorQuit: { phases: ['working'], roles: COMMUNITY },
  finishWorks: { phases: ['working'], roles: MANAGERS },
  recordAcceptance: { phases: ['accepting'], roles: ['committeeMember', 'communitySecretary'] },
  confirmAcceptance: { phases: ['accepting'], roles: STREET },
  publishAccounts: { phases: ['publishing'], roles: MANAGERS },
  endAccountsNotice: { phases: ['publishing'], roles: MACHINE },
  recordSourceReceived: {
    phases: ['collecting', 'countingReceipts', 'bridging', 'contracting', ...AFTER_CONTRACT],
    roles: MACHINE,
  },
  recordGrantRefused: { phases: ['settling'], roles: STREET },
  recordRefundsListed: { phases: ['settling', 'refunding'], roles: MACHINE },
  recordRefundsPaid: { phases: ['settling', 'refunding'], roles: MACHINE },
  disposeHeldRefunds: { phases: ['settling', 'refunding'], roles: STREET },
};

export function cofundingWhenDue(core: CofundingCore, clock: string): CofundingCommand | undefined {
  switch (clock) {
    case 'grantNotice':
      return { type: 'endGrantNotice' };
    case 'pledging':
      return { type: 'endPledging' };
    case 'pledgeDecision':
      return core.phase === 'deciding' ? { type: 'lapseBySilence' } : undefined;
    case 'collecting':
      return { type: 'endCollecting' };
    case 'arrears':
      return core.phase === 'bridging' ? { type: 'countOnceMore' } : undefined;
    case 'accountsNotice':
      return { type: 'endAccountsNotice' };
    default:
      return undefined;
  }
}

/** A running vote shares every standstill; it and an open meeting end with the project. */
export function cofundingTells(core: CofundingCore, event: CofundingEvent | MachineryEvent): Telling[] {
  if (core.phase === 'unlaunched') return [];
  const vote = runningVote(core.attempts);
  const votes = vote ? [vote.voteId] : [];
  if (event.type !== 'projectClosed' && event.type !== 'projectGivenUp') return tellsStandstill(votes, event);
  const texts = { reasonText: 'label:projectEnded', basisText: 'label:projectEnded' };
  const meetings = core.meetings.flatMap(({ meetingId, outcome }, at) =>
    outcome === null ? [meetingId ?? byChildKey(meetingKey(at))] : [],
  );
  return [
    ...tellsEach(votes, { type: 'voidVote', ...texts }),
    ...tellsEach(meetings, { type: 'stopMeeting', ...texts }),
  ];
}

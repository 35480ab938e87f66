// Which command fits which phase and role, who must do what, and what time decides: the procedure of an owners' vote as tables.
import type { CommandRule, Effect, MachineryEvent, Obligation, Role, Telling } from '../process';
import { dutiesSince } from '../duties';
import { openOnes } from '../objections';
import type { Policy } from '../policy/schema';
import type { ItemVerdict } from './count-types';
import type { LaunchedVote, VoteCommand, VoteCore, VoteEvent, VotePhase } from './state';

const ORGANISERS: readonly Role[] = ['streetOfficer', 'communitySecretary', 'committeeMember'];
const COUNTERS: readonly Role[] = ['streetOfficer', 'communitySecretary', 'committeeMember', 'gridWorker', 'owner'];
const AFTER_LAUNCH: readonly VotePhase[] = [
  'drafted',
  'freezingRoll',
  'rollPublished',
  'noticed',
  'open',
  'counting',
  'tallying',
  'signing',
  'resultPublished',
];

export const voteRules: Record<VoteCommand['type'], CommandRule<VotePhase>> = {
  launch: { phases: ['unlaunched'], roles: ORGANISERS },
  recordLegalityCheck: { phases: ['drafted'], roles: ['streetOfficer', 'communitySecretary'] },
  freezeRoll: { phases: ['drafted', 'rollPublished'], roles: ORGANISERS },
  recordRollFrozen: { phases: ['freezingRoll'], roles: [] },
  objectToRoll: { phases: ['rollPublished'], roles: ['owner'] },
  answerRollObjection: { phases: ['rollPublished'], roles: ORGANISERS },
  settleRollObjections: { phases: ['rollPublished'], roles: [] },
  publishNotice: { phases: ['rollPublished'], roles: ORGANISERS },
  restartNotice: { phases: ['noticed'], roles: ['streetOfficer', 'communitySecretary'] },
  openVoting: { phases: ['noticed'], roles: [] },
  extendWindow: { phases: ['open'], roles: ORGANISERS },
  closeVoting: { phases: ['open'], roles: [] },
  nameCounters: { phases: ['drafted', 'rollPublished', 'noticed', 'open', 'counting', 'signing'], roles: ORGANISERS },
  finishCounting: { phases: ['counting'], roles: ORGANISERS },
  recordTally: { phases: ['tallying'], roles: [] },
  signCount: { phases: ['signing'], roles: COUNTERS },
  disputeCount: { phases: ['signing'], roles: COUNTERS },
  drawLot: { phases: ['signing'], roles: ['streetOfficer', 'communitySecretary'] },
  publishResult: { phases: ['signing'], roles: ORGANISERS },
  objectToResult: { phases: ['resultPublished'], roles: ['owner'] },
  answerResultObjection: { phases: ['resultPublished'], roles: ['streetOfficer', 'communitySecretary'] },
  settleResultObjections: { phases: ['resultPublished'], roles: [] },
  orderRecount: { phases: ['signing', 'resultPublished'], roles: ['streetOfficer', 'districtSupervisor'] },
  voidVote: { phases: AFTER_LAUNCH, roles: ['streetOfficer', 'districtSupervisor'] },
  markContested: { phases: ['resultPublished', 'certified'], roles: ['streetOfficer', 'districtSupervisor'] },
  endContest: { phases: ['resultPublished', 'certified'], roles: ['streetOfficer', 'districtSupervisor'] },
  recordRevocation: { phases: ['certified'], roles: ['streetOfficer', 'districtSupervisor'] },
  endRevocationPeriod: { phases: ['certified'], roles: [] },
};

/** The clock by which one objection must be answered. */
export const objectionClock = (kind: 'roll' | 'result', objectionId: string): string =>
  `${kind}Objection:${objectionId}`;

export function voteObligations(core: VoteCore, policy: Policy): Obligation[] {
  if (core.phase === 'unlaunched') return [];
  const convenor = { kind: 'role', role: core.convenor.role, placePath: core.convenor.placePath } as const;
  const street = { kind: 'role', role: 'streetOfficer', placePath: core.place.streetPath } as const;
  const community = { kind: 'role', role: 'communitySecretary', placePath: core.place.communityPath } as const;
  const duty = dutiesSince(core.phaseSince);
  const basis = policy.vote;
  /** Known before the box is opened, so that nobody picks the counters by what they would find. */
  const counters = (clock: string) =>
    core.counterIds.length > 0 ? [] : [duty('nameCounters', convenor, clock, basis.countersMin.basis)];
  switch (core.phase) {
    case 'drafted':
      return [duty('freezeRoll', convenor, 'freezeRoll', basis.freezeRollWithin.basis)];
    case 'rollPublished': {
      const open = openOnes(core.rollObjections);
      if (open.length > 0 || !core.isRollSettled)
        return open.map(({ objectionId }) =>
          duty(
            `answerRollObjection:${objectionId}`,
            convenor,
            objectionClock('roll', objectionId),
            basis.rollAnswer.basis,
          ),
        );
      return core.rollObjections.some(({ answer }) => answer === 'upheld')
        ? [duty('freezeRoll', convenor, 'freezeRoll', basis.freezeRollWithin.basis)]
        : [duty('publishNotice', convenor, 'publishNotice', basis.publishNoticeWithin.basis)];
    }
    case 'noticed':
      return [duty('deliverBallots', community, 'notice', basis.notice.basis), ...counters('notice')];
    case 'open':
      return [duty('collectBallots', community, 'window', basis.window.default.basis), ...counters('window')];
    case 'counting':
      return [duty('finishCounting', convenor, 'count', basis.count.basis), ...counters('count')];
    case 'signing': {
      const isTied = core.proof?.binding.items.some(({ tied }) => tied.length > 0);
      if (isTied) return [duty('drawLot', street, 'sign', basis.electionRank.basis)];
      return core.signedBy.length < basis.countersMin.value
        ? [duty('signCount', community, 'sign', basis.countersMin.basis)]
        : [duty('publishResult', convenor, 'publishResult', basis.publishResult.basis)];
    }
    case 'resultPublished':
      return openOnes(core.resultObjections).map(({ objectionId }) =>
        duty(
          `answerResultObjection:${objectionId}`,
          street,
          objectionClock('result', objectionId),
          basis.objectionAnswer.basis,
        ),
      );
    case 'certified':
      return core.contest
        ? [
            dutiesSince(core.contest.since)('recordJudgment', street, null, basis.revocation.basis, [
              'endContest',
              'recordRevocation',
            ]),
          ]
        : [];
    case 'freezingRoll':
    case 'tallying':
    case 'closed':
      return [];
  }
}

export function voteWhenDue(_core: VoteCore, clock: string): VoteCommand | undefined {
  switch (clock) {
    case 'rollObjection':
      return { type: 'settleRollObjections' };
    case 'notice':
      return { type: 'openVoting' };
    case 'window':
      return { type: 'closeVoting' };
    case 'resultObjection':
      return { type: 'settleResultObjections' };
    case 'revocation':
      return { type: 'endRevocationPeriod' };
    default:
      return undefined;
  }
}

export type VoteEffect =
  | { type: 'freezeRoll'; processId: string; version: number; scope: LaunchedVote['scope'] }
  | { type: 'tallyVote'; voteId: string };

export function voteEffect(core: VoteCore): (VoteEffect & Effect) | undefined {
  if (core.phase === 'freezingRoll')
    return { type: 'freezeRoll', processId: core.voteId, version: (core.roll?.version ?? 0) + 1, scope: core.scope };
  if (core.phase === 'tallying') return { type: 'tallyVote', voteId: core.voteId };
  return undefined;
}

/** The parent hears that the assembly was held, the certified result, or that the vote was voided; then whether it is contested or revoked. */
export function voteTells(core: VoteCore, event: VoteEvent | MachineryEvent): Telling[] {
  if (core.phase === 'unlaunched' || !core.parentId) return [];
  if (event.type === 'votingClosed')
    return [{ to: core.parentId, command: { type: 'recordAssemblyHeld', voteId: core.voteId } }];
  if (event.type === 'voteContested' || event.type === 'contestEnded') {
    const isContested = event.type === 'voteContested';
    return [{ to: core.parentId, command: { type: 'recordVoteContested', voteId: core.voteId, isContested } }];
  }
  if (event.type === 'decisionRevoked')
    return [{ to: core.parentId, command: { type: 'recordVoteRevoked', voteId: core.voteId } }];
  if (event.type !== 'resultCertified' && event.type !== 'voteVoided') return [];
  const items = event.type === 'voteVoided' ? [] : (core.proof?.binding.items ?? []);
  return [
    {
      to: core.parentId,
      command: {
        type: 'recordVoteResult',
        voteId: core.voteId,
        outcome: core.outcome ?? 'voided',
        electedIds: items.flatMap(({ elected }) => elected),
        reserveIds: items.flatMap(reserves),
        items: items.map(({ itemId, outcome }) => ({ itemId, outcome })),
      },
    },
  ];
}

/** Candidates who have both majorities and no seat, in the order of their votes (杭州 28: they follow when a seat falls vacant). */
const reserves = ({ kind, approvals }: ItemVerdict): string[] =>
  kind !== 'election'
    ? []
    : approvals
        .filter(({ rank, isElected }) => rank !== null && !isElected)
        .sort((one, other) => (one.rank ?? 0) - (other.rank ?? 0))
        .map(({ id }) => id);

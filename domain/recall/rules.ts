// Which command fits which phase and role, who must do what, what time decides, what the machine does: a recall as tables.
import { convenorAt, launchVote, runningVote, tellsVote } from '../child-vote';
import { dutiesSince } from '../duties';
import type { AgendaItem } from '../owners-vote/count-types';
import type { Policy } from '../policy/schema';
import type { CommandRule, LaunchChild, MachineryEvent, Obligation, Role, Telling } from '../process';
import { defenceClock } from './decide';
import type { LaunchedRecall, RecallCommand, RecallCore, RecallEvent, RecallPhase } from './state';

export const RECALL_LAUNCHERS: readonly Role[] = ['streetOfficer', 'communitySecretary', 'committeeMember'];

export const recallRules: Record<RecallCommand['type'], CommandRule<RecallPhase>> = {
  launch: { phases: ['unlaunched'], roles: RECALL_LAUNCHERS },
  giveDefence: { phases: ['defence'], roles: ['owner', 'committeeMember'] },
  recordNoDefence: { phases: ['defence'], roles: [] },
  recordChildLaunched: { phases: ['voting'], roles: [] },
  recordAssemblyHeld: { phases: ['voting'], roles: [] },
  recordVoteResult: { phases: ['voting'], roles: [] },
  stopRecall: { phases: ['defence', 'voting'], roles: ['streetOfficer', 'districtSupervisor'] },
};

export function recallObligations(core: RecallCore, policy: Policy): Obligation[] {
  if (core.phase === 'unlaunched' || core.phase === 'closed') return [];
  const duty = dutiesSince(core.phaseSince);
  const { defence, voteWithin } = policy.recall;
  if (core.phase === 'defence')
    return core.members
      .filter((member) => member.defence === 'awaited')
      .map(({ memberId }) => {
        const party = { kind: 'owner', ownerId: memberId, placePath: core.place.estatePath } as const;
        return duty(`giveDefence:${memberId}`, party, defenceClock(memberId), defence.basis);
      });
  const convenor = { kind: 'role', ...convenorAt(core.place, policy.recall.convenor.value) } as const;
  return runningVote(core.attempts)?.isHeld
    ? [duty('awaitVoteResult', convenor, null, voteWithin.basis)]
    : [duty('holdAssembly', convenor, 'vote', voteWithin.basis)];
}

export function recallWhenDue(_core: RecallCore, clock: string): RecallCommand | undefined {
  const [name, memberId] = clock.split(':');
  return name === 'defence' && memberId !== undefined ? { type: 'recordNoDefence', memberId } : undefined;
}

/** The vote is due and not yet launched: the machine launches it, one item for each member who is not decided on. */
export function recallEffect(core: RecallCore, policy: Policy): LaunchChild | undefined {
  if (core.phase !== 'voting' || runningVote(core.attempts)) return undefined;
  const { place, attempts, members } = core;
  return launchVote(attempts, place, {
    convenor: convenorAt(place, policy.recall.convenor.value),
    agenda: members
      .filter(({ verdict }) => verdict === null)
      .map(({ memberId }): AgendaItem => ({
        kind: 'yesNo',
        itemId: memberId,
        matter: policy.recall.voteMatter.value,
        titleText: `label:recallMember:${memberId}`,
      })),
    meeting: 'extraordinary',
  });
}

/** The vote shares standstill and stop; the watch on the term hears whom the recall is about, and whom the owners have recalled. */
export function recallTells(core: RecallCore, event: RecallEvent | MachineryEvent): Telling[] {
  if (core.phase === 'unlaunched') return [];
  return [...tellsVote(core.attempts, event, 'recallStopped'), ...tellsWatch(core, event)];
}

function tellsWatch(core: LaunchedRecall, event: RecallEvent | MachineryEvent): Telling[] {
  const { parentId, recallId, petitionId, isSuspending, members } = core;
  if (parentId === null) return [];
  switch (event.type) {
    case 'recallLaunched': {
      const memberIds = members.map(({ memberId }) => memberId);
      return [
        { to: parentId, command: { type: 'recordRecallLaunched', recallId, petitionId, memberIds, isSuspending } },
      ];
    }
    case 'recallClosed':
    case 'recallStopped': {
      // What the owners decided before it was stopped stays decided.
      const recalledIds = members.filter(({ verdict }) => verdict === 'recalled').map(({ memberId }) => memberId);
      return [{ to: parentId, command: { type: 'recordRecallEnded', recallId, recalledIds } }];
    }
    default:
      return [];
  }
}

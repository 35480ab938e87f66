// Folds the events of a recall into its state.
import { assertNever } from '../assert-never';
import type { LaunchedRecall, RecallCore, RecalledMember, RecallEvent } from './state';

export function evolveRecall(core: RecallCore, event: RecallEvent): RecallCore {
  if (event.type === 'recallLaunched') return launched(event);
  if (core.phase === 'unlaunched') return core;
  switch (event.type) {
    case 'defenceGiven':
      return withMembers(core, [event.memberId], { defence: 'given', defenceText: event.defenceText });
    case 'defenceLapsed':
      return withMembers(core, [event.memberId], { defence: 'lapsed' });
    case 'voteDue':
      return { ...core, phase: 'voting', phaseSince: event.at };
    case 'voteLaunched':
      return { ...core, attempts: [...core.attempts, { voteId: event.voteId, isHeld: false, outcome: null }] };
    case 'assemblyHeld':
      return withAttempt(core, event.voteId, { isHeld: true });
    case 'membersDecided': {
      const { voteId, outcome, recalledIds, keptIds, at } = event;
      const decided = withMembers(withMembers(core, recalledIds, { verdict: 'recalled' }), keptIds, {
        verdict: 'kept',
      });
      return { ...withAttempt(decided, voteId, { outcome }), phaseSince: at };
    }
    case 'recallClosed':
      return { ...core, phase: 'closed', phaseSince: event.at, outcome: event.outcome };
    case 'recallStopped':
      return { ...core, phase: 'closed', phaseSince: event.at, outcome: 'stopped' };
    default:
      return assertNever(event);
  }
}

function launched(event: Extract<RecallEvent, { type: 'recallLaunched' }>): LaunchedRecall {
  const { type: _type, at, memberIds, ...given } = event;
  return {
    ...given,
    phase: 'defence',
    phaseSince: at,
    members: memberIds.map((memberId) => ({ memberId, defence: 'awaited', defenceText: null, verdict: null })),
    attempts: [],
    outcome: null,
  };
}

const withMembers = (
  core: LaunchedRecall,
  memberIds: readonly string[],
  change: Partial<RecalledMember>,
): LaunchedRecall => ({
  ...core,
  members: core.members.map((member) => (memberIds.includes(member.memberId) ? { ...member, ...change } : member)),
});

const withAttempt = (
  core: LaunchedRecall,
  voteId: string,
  change: Partial<LaunchedRecall['attempts'][number]>,
): LaunchedRecall => ({
  ...core,
  attempts: core.attempts.map((attempt) => (attempt.voteId === voteId ? { ...attempt, ...change } : attempt)),
});

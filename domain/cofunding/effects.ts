// What the machine itself does for a co-funding, one thing at a time: children, counts, postings, lists.
import { convenorAt, launchVote, runningVote } from '../child-vote';
import type { Policy } from '../policy/schema';
import type { Effect, LaunchChild } from '../process';
import { householdOf, votedMatter } from './plan';
import type { CofundingCore, LaunchedCofunding } from './state';
import { isHalted } from './vote';

export type CofundingEffect =
  | LaunchChild
  | { type: 'checkSplitting'; processId: string }
  | ({ type: 'prepareShares'; processId: string; targetFen: number } & Pick<
      NonNullable<LaunchedCofunding['plan']>,
      'version' | 'scope' | 'shareRule' | 'exemptions'
    >)
  | { type: 'countPledges'; processId: string; version: number }
  | { type: 'countReceipts'; processId: string }
  | { type: 'postSpending'; processId: string; paymentId: string; amountFen: number; payeeText: string }
  | { type: 'listRefunds'; processId: string; of: 'surplus' | 'all' };

export function cofundingEffect(core: CofundingCore, policy: Policy): (CofundingEffect & Effect) | undefined {
  if (core.phase === 'unlaunched' || core.phase === 'closed') return undefined;
  const { projectId: processId, plan, payments } = core;
  // What is spent is no surplus, so payments come first.
  const approved = payments.find(({ status }) => status === 'approved');
  if (approved) {
    const { paymentId, amountFen, payeeText } = approved;
    return { type: 'postSpending', processId, paymentId, amountFen, payeeText };
  }
  switch (core.phase) {
    case 'handingOn':
      return launchProblem(core);
    case 'deliberating': {
      const called = core.meetings.find(({ meetingId, outcome }) => meetingId === null && outcome === null);
      return called && launchMeeting(core, called);
    }
    case 'voting':
    case 'varying':
      return core.projectClass === 'none' || runningVote(core.attempts) ? undefined : launchNext(core, policy);
    case 'granting':
      return core.splitting ? undefined : { type: 'checkSplitting', processId };
    case 'preparing': {
      if (!plan) return undefined;
      const { version, scope, shareRule, exemptions } = plan;
      const targetFen = householdOf(plan)?.amountFen ?? 0;
      return { type: 'prepareShares', processId, version, scope, shareRule, exemptions, targetFen };
    }
    case 'countingPledges':
      return { type: 'countPledges', processId, version: plan?.version ?? 0 };
    case 'countingReceipts':
      return { type: 'countReceipts', processId };
    case 'settling': {
      const isSettled = core.claims.length === 0 && payments.every(({ status }) => status !== 'requested');
      return core.refunds || !isSettled ? undefined : { type: 'listRefunds', processId, of: 'surplus' };
    }
    case 'refunding':
      return core.refunds ? undefined : { type: 'listRefunds', processId, of: 'all' };
    default:
      return isHalted(core) && !runningVote(core.attempts) ? launchNext(core, policy) : undefined;
  }
}

const launchProblem = ({ place, handedOn, needText }: LaunchedCofunding): LaunchChild => ({
  ...{ type: 'launchChild', kind: 'problem', childKey: 'problem', place },
  command: {
    ...{ type: 'launch', category: handedOn?.category, channel: 'committee', reporterId: null, complaintOf: null },
    ...{ spot: { placeId: place.estateId, spotText: null }, reportText: needText },
    ...{ desk: handedOn?.isFirms ? 'firmManager' : null, recurrenceOf: null, isSupervised: false },
  },
});

/** The key under which the meeting at this place in the list is launched. */
export const meetingKey = (at: number): string => `meeting:${at + 1}`;

function launchMeeting(
  { place, meetings }: LaunchedCofunding,
  meeting: LaunchedCofunding['meetings'][number],
): LaunchChild {
  const { form, heldAt, convenorRole } = meeting;
  const convenor = convenorAt(place, convenorRole);
  return {
    ...{ type: 'launchChild', kind: 'meeting', childKey: meetingKey(meetings.length - 1), place },
    command: { type: 'launch', form, heldAt, convenor, topicCodes: ['cofunding'] },
  };
}

function launchNext(
  { place, plan, projectClass, attempts, titleText }: LaunchedCofunding,
  policy: Policy,
): LaunchChild | undefined {
  if (!plan || !projectClass) return undefined;
  const matter = votedMatter(plan, projectClass, policy);
  const agenda = [{ kind: 'yesNo' as const, itemId: `plan${plan.version}`, matter, titleText }];
  const convenor = convenorAt(place, 'communitySecretary');
  return launchVote(attempts, place, { convenor, agenda, meeting: 'extraordinary', scope: plan.scope });
}

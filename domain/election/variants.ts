// What differs between founding a committee, electing it anew and filling vacant seats (成立、换届、补选). Everything else is the same procedure.
import { startClock } from '../clocks';
import type { Policy } from '../policy/schema';
import type { AgendaItem } from '../owners-vote/count-types';
import type { MachineryEvent, Moment } from '../process';
import type { GroupMember, Variant } from './messages';
import type { ElectionCommandOf, LaunchedElection } from './state';

/** Where an outgoing committee has things to hand over, accounts to be audited and decisions to be kept from. */
export const hasOldCommittee = (variant: Variant): boolean => variant === 'reelection' || variant === 'early';

/** A developer belongs to the group of a first assembly (指导规则 10), an outgoing committee to that of a re-election. */
export const misfit = (variant: Variant, members: readonly GroupMember[]): GroupMember | undefined =>
  members.find(
    ({ capacity }) =>
      (capacity === 'developer' && variant !== 'founding') || (capacity === 'oldCommittee' && variant === 'founding'),
  );

/** A first assembly exists only when it has its rules and its covenant as well (指导规则 15); each has its own verdict. */
const FOUNDING_ITEMS: readonly AgendaItem[] = [
  { kind: 'yesNo', itemId: 'rulesOfProcedure', matter: 1, titleText: 'label:rulesOfProcedure' },
  { kind: 'yesNo', itemId: 'covenant', matter: 2, titleText: 'label:covenant' },
];

export const agendaOf = (core: LaunchedElection, policy: Policy): AgendaItem[] => [
  ...(core.variant === 'founding' ? FOUNDING_ITEMS : []),
  {
    kind: 'election',
    itemId: 'committee',
    matter: policy.election.voteMatter.value,
    titleText: core.variant === 'byElection' ? 'label:byElection' : 'label:committeeElection',
    candidateIds: core.candidates.filter(({ status }) => status === 'admitted').map(({ candidateId }) => candidateId),
    seats: core.seats,
    minSeats: core.minSeats,
  },
];

/** A first assembly decides on its rules and covenant, so their drafts must lie before the owners when it is called. */
export const isWaitingForDrafts = ({ variant, hasDrafts }: LaunchedElection): boolean =>
  variant === 'founding' && !hasDrafts;

/** Whether this result makes a committee, or fills the seats. */
export function isElected(
  { variant, minSeats }: LaunchedElection,
  { outcome, electedIds, items }: ElectionCommandOf<'recordVoteResult'>,
): boolean {
  const of = (asked: string) => items.find(({ itemId }) => itemId === asked)?.outcome;
  const committee = variant === 'founding' ? of('committee') : outcome;
  const hasRules = variant !== 'founding' || FOUNDING_ITEMS.every(({ itemId }) => of(itemId) === 'passed');
  return hasRules && (committee === 'passed' || committee === 'partial') && electedIds.length >= minSeats;
}

/** A new committee meets and chooses its offices; who joins one that sits is only announced. */
export const nextAfterElection = ({ variant }: LaunchedElection, moment: Moment): MachineryEvent =>
  variant === 'byElection'
    ? startClock('publishOffices', moment.policy.election.publishOffices, moment)
    : startClock('firstMeeting', moment.policy.election.firstMeeting, moment);

// The re-election or preparatory group (换届改选小组、筹备组): who may be in it, who leads it, and what follows when too few are willing.
import { extendClock, startClock, stopClocks } from '../clocks';
import { accept, refuse, type Moment } from '../process';
import type { GroupMember } from './messages';
import type { ElectionCommandOf as Of, ElectionDecision, LaunchedElection } from './state';
import { misfit } from './variants';

/** Too few owners are willing: they are called again, as often as the policy says, and the street has so much longer. */
export function callForMembers(
  core: LaunchedElection,
  { reasonText }: Of<'callForMembers'>,
  moment: Moment,
): ElectionDecision {
  const { times, length } = moment.policy.election.groupShort;
  const running = moment.clocks['groupForm'];
  if (!running) return refuse('no-such-clock', { clock: 'groupForm' });
  if (core.groupCalls >= times.value) return refuse('no-extension-left', { max: times.value });
  return accept({ type: 'groupFoundShort', reasonText }, extendClock(running, length, moment.calendar));
}

export function formGroup(core: LaunchedElection, command: Of<'formGroup'>, moment: Moment): ElectionDecision {
  const { groupSize, groupOwnerShare, groupLeader, groupNotice } = moment.policy.election;
  const { members, leaderId } = command;
  const { min, max, isOdd } = groupSize.value;
  const ids = new Set(members.map(({ memberId }) => memberId));
  if (ids.size !== members.length) return refuse('group-member-twice');
  if (members.length < min || members.length > max) return refuse('group-size', { size: members.length, min, max });
  if (isOdd && members.length % 2 === 0) return refuse('group-not-odd', { size: members.length });
  const leader = members.find(({ memberId }) => memberId === leaderId);
  if (!leader) return refuse('leader-not-member');
  const leads = groupLeader.value === 'streetOfficer' ? 'street' : 'community';
  if (leader.capacity !== leads) return refuse('leader-of-wrong-body', { leads });
  const stranger = misfit(core.variant, members);
  if (stranger) return refuse('capacity-not-in-group', { capacity: stranger.capacity, variant: core.variant });
  const owners = members.filter(({ capacity }) => capacity === 'owner').length;
  if (owners * groupOwnerShare.den < members.length * groupOwnerShare.num)
    return refuse('too-few-owners-in-group', { owners, size: members.length });
  if (members.some(isNamedByStreet) && core.groupCalls === 0) return refuse('owners-called-first');
  return accept(
    ...stopClocks(moment.clocks, 'groupForm'),
    { type: 'groupPublished', at: moment.now, members, leaderId },
    startClock('groupNotice', groupNotice, moment),
  );
}

/** Owners whom the street or the residents' committee names stand in for the unwilling, never before owners were called again. */
const isNamedByStreet = ({ capacity, namedBy }: GroupMember): boolean =>
  capacity === 'owner' && (namedBy === 'street' || namedBy === 'residentsCommittee');

// What leads to an election before anybody has launched one: the street's duty to renew the committee, and members who leave.
import { startClock, stopClocks } from '../clocks';
import type { Moment } from '../process';
import { isSeatFillable, type LaunchedTerm, type RenewalReason, type TermEvent, type TermEvents } from './state';

/** The street must launch the election now; whatever was waited for before is settled by it. */
export function renewal(
  reason: RenewalReason,
  moment: Moment,
  why: { reasonText: string; basisText: string } | null = null,
): TermEvents {
  const { reasonText = null, basisText = null } = why ?? {};
  return [
    { type: 'renewalDue', at: moment.now, reason, reasonText, basisText },
    ...stopClocks(moment.clocks, 'reportOpens', 'termReport'),
    startClock('launchElection', moment.policy.term.launchWithin, moment),
  ];
}

/** The clock by which the street must launch the recall that a petition demands. */
export const recallClock = (petitionId: string): string => `launchRecall:${petitionId}`;

/** Fewer than half of the members left: the committee is elected anew at once (指导规则 46, 北京 48, 青岛). Suspended ones are members. */
export function membersLeft(
  core: LaunchedTerm,
  memberIds: readonly string[],
  why: Pick<Extract<TermEvent, { type: 'memberLeft' }>, 'cause' | 'reasonText'>,
  moment: Moment,
): TermEvents {
  const left = core.term.members.filter(({ memberId }) => !memberIds.includes(memberId));
  const isCollapsed = 2 * left.length < core.term.seats;
  const isServing = core.phase === 'serving' || core.phase === 'reportDue';
  const isGone = (memberId: string): boolean => memberIds.includes(memberId);
  // A recall of nobody who is still in office is waited for no longer.
  const settled = core.demands.filter(
    (demand) =>
      demand.purpose === 'recallMembers' &&
      core.term.members.every(({ memberId }) => isGone(memberId) || !demand.memberIds.includes(memberId)),
  );
  return [
    ...memberIds.map((memberId): TermEvent => ({ type: 'memberLeft', memberId, ...why })),
    ...settled.map(({ petitionId }): TermEvent => ({ type: 'demandSettled', petitionId })),
    ...stopClocks(moment.clocks, ...settled.map(({ petitionId }) => recallClock(petitionId))),
    ...(isSeatFillable({ ...core.term, members: left }) && !('seatAlternate' in moment.clocks)
      ? [startClock('seatAlternate', moment.policy.term.seatAlternate, moment)]
      : []),
    ...(isCollapsed && isServing ? renewal('vacancies', moment) : []),
  ];
}

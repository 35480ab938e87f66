// What the owners demand of the committee by an accepted petition, and the recall of its members, as the watch on the term sees them: whose
// turn it is, until when, who is suspended, who has left. Petition and recall are processes of their own.
import { startClock, stopClocks } from '../clocks';
import { dutiesSince } from '../duties';
import type { Policy } from '../policy/schema';
import { accept, refuse, type Moment, type Obligation } from '../process';
import { triggered } from './founding';
import { membersLeft, recallClock, renewal } from './renewal';
import type { LaunchedTerm, OpenDemand, TermCommandOf as Of, TermDecision, TermEvent, TermEvents } from './state';

const conveneClock = (petitionId: string): string => `convene:${petitionId}`;
const streetClock = (petitionId: string): string => `conveneByStreet:${petitionId}`;

/** Those of the running clocks by which a demand must be met. */
export const demandClocks = ({ clocks }: Moment): string[] =>
  Object.keys(clocks).filter((name) => /^(launchRecall|convene|conveneByStreet):/.test(name));

/** Where there is a committee that a demand can be addressed to. */
const IN_OFFICE: readonly LaunchedTerm['phase'][] = ['serving', 'reportDue', 'renewalDue', 'renewing'];

/**
 * The street renews the committee, the street launches the recall, or the committee convenes a meeting (条例 13). What nobody can do here is on the
 * record all the same: a renewal that is under way, a recall of nobody who is in office, the founding of what exists already. A founding is due
 * by the owners' own demand, whatever is delivered (北京 30).
 */
export function recordDemand(core: LaunchedTerm, command: Of<'recordDemand'>, moment: Moment): TermDecision {
  const { petitionId, purpose, memberIds } = command;
  if (core.demands.some((demand) => demand.petitionId === petitionId))
    return refuse('id-already-used', { id: petitionId });
  const isInOffice = IN_OFFICE.includes(core.phase);
  const made = (isOpen: boolean): TermEvent => ({
    ...{ type: 'demandMade', at: moment.now, petitionId, purpose, memberIds, isOpen },
  });
  switch (purpose) {
    case 'renewCommittee': {
      const isServing = core.phase === 'serving' || core.phase === 'reportDue';
      return accept(made(false), ...(isServing ? renewal('ownersDemand', moment) : []));
    }
    case 'recallMembers': {
      const isOpen = isInOffice && core.term.members.some(({ memberId }) => memberIds.includes(memberId));
      return accept(
        made(isOpen),
        ...(isOpen ? [startClock(recallClock(petitionId), moment.policy.recall.launchWithin, moment)] : []),
      );
    }
    case 'extraordinaryMeeting':
      return accept(
        made(isInOffice),
        ...(isInOffice ? [startClock(conveneClock(petitionId), moment.policy.demand.convene, moment)] : []),
      );
    case 'foundAssembly': {
      const { basis } = moment.policy.petition.thresholds.foundAssembly;
      return accept(made(false), ...(core.phase === 'unfounded' ? triggered(basis, moment) : []));
    }
  }
}

/** The committee stayed silent: the street convenes in its place (北京 36, 指导规则 51). */
export const missConvening = (_core: LaunchedTerm, { petitionId }: Of<'missConvening'>, moment: Moment): TermDecision =>
  accept(
    { type: 'conveningMissed', at: moment.now, petitionId },
    ...stopClocks(moment.clocks, conveneClock(petitionId)),
    startClock(streetClock(petitionId), moment.policy.demand.conveneByStreet, moment),
  );

export function recordMeetingConvened(
  core: LaunchedTerm,
  { petitionId, noteText }: Of<'recordMeetingConvened'>,
  moment: Moment,
): TermDecision {
  const isDemanded = core.demands.some(
    (demand) => demand.petitionId === petitionId && demand.purpose === 'extraordinaryMeeting',
  );
  if (!isDemanded) return refuse('meeting-not-demanded', { petitionId });
  return accept(
    { type: 'meetingConvened', petitionId, noteText },
    ...stopClocks(moment.clocks, conveneClock(petitionId), streetClock(petitionId)),
  );
}

/** The demand is met once every member whom it names and who is in office is in a recall; of whom is left out the street still must. */
export function recordRecallLaunched(
  core: LaunchedTerm,
  command: Of<'recordRecallLaunched'>,
  moment: Moment,
): TermDecision {
  const { recallId, petitionId, memberIds, isSuspending } = command;
  const demand = core.demands.find((other) => isRecall(other, petitionId));
  const isMet = core.term.members.every(
    ({ memberId }) => !demand?.memberIds.includes(memberId) || memberIds.includes(memberId),
  );
  return accept(
    { type: 'recallStarted', recallId, petitionId, memberIds, isSuspending },
    ...(isMet && petitionId !== null
      ? [
          ...(demand ? [{ type: 'demandSettled', petitionId } as const] : []),
          ...stopClocks(moment.clocks, recallClock(petitionId)),
        ]
      : []),
  );
}

/** Who was recalled leaves like anybody who leaves; everybody else acts again. */
export function recordRecallEnded(
  core: LaunchedTerm,
  { recallId, recalledIds }: Of<'recordRecallEnded'>,
  moment: Moment,
): TermDecision {
  if (core.recallId !== recallId) return refuse('recall-not-awaited', { recallId });
  const leaving = core.term.members
    .filter(({ memberId }) => recalledIds.includes(memberId))
    .map(({ memberId }) => memberId);
  const left: TermEvents =
    leaving.length === 0 ? [] : membersLeft(core, leaving, { cause: 'recalled', reasonText: null }, moment);
  return accept({ type: 'recallEnded', recallId, recalledIds: leaving }, ...left);
}

type DemandEvent = Extract<
  TermEvent,
  { type: 'demandMade' | 'demandSettled' | 'conveningMissed' | 'meetingConvened' | 'recallStarted' | 'recallEnded' }
>;

export function evolveDemand(core: LaunchedTerm, event: DemandEvent): LaunchedTerm {
  switch (event.type) {
    case 'demandMade': {
      const { petitionId, purpose, memberIds, at: since, isOpen } = event;
      if (!isOpen || (purpose !== 'recallMembers' && purpose !== 'extraordinaryMeeting')) return core;
      return { ...core, demands: [...core.demands, { petitionId, purpose, memberIds, since, isMissed: false }] };
    }
    case 'conveningMissed':
      return {
        ...core,
        demands: core.demands.map((demand) =>
          demand.petitionId === event.petitionId ? { ...demand, isMissed: true, since: event.at } : demand,
        ),
      };
    case 'meetingConvened':
    case 'demandSettled':
      return { ...core, demands: without(core.demands, event.petitionId) };
    case 'recallStarted':
      return {
        ...withSuspended(core, ({ memberId }) => event.isSuspending && event.memberIds.includes(memberId)),
        recallId: event.recallId,
        demands: core.demands.map((demand) =>
          isRecall(demand, event.petitionId)
            ? { ...demand, memberIds: demand.memberIds.filter((memberId) => !event.memberIds.includes(memberId)) }
            : demand,
        ),
      };
    case 'recallEnded':
      return { ...withSuspended(core, () => false), recallId: null };
  }
}

const isRecall = (demand: OpenDemand, petitionId: string | null): boolean =>
  demand.petitionId === petitionId && demand.purpose === 'recallMembers';

const without = (demands: readonly OpenDemand[], petitionId: string): OpenDemand[] =>
  demands.filter((demand) => demand.petitionId !== petitionId);

const withSuspended = (
  core: LaunchedTerm,
  isSuspended: (member: LaunchedTerm['term']['members'][number]) => boolean,
): LaunchedTerm => ({
  ...core,
  term: {
    ...core.term,
    members: core.term.members.map((member) => ({ ...member, isSuspended: isSuspended(member) })),
  },
});

export function demandObligations(core: LaunchedTerm, { recall, demand }: Policy): Obligation[] {
  if (core.phase === 'closed') return [];
  const street = { kind: 'role', role: 'streetOfficer', placePath: core.place.streetPath } as const;
  const committee = { kind: 'role', role: 'committeeMember', placePath: core.place.estatePath } as const;
  return core.demands.map(({ petitionId, purpose, since, isMissed }) => {
    const duty = dutiesSince(since);
    if (purpose === 'recallMembers')
      return duty(recallClock(petitionId), street, recallClock(petitionId), recall.launchWithin.basis);
    return isMissed
      ? duty(streetClock(petitionId), street, streetClock(petitionId), demand.conveneByStreet.basis)
      : duty(conveneClock(petitionId), committee, conveneClock(petitionId), demand.convene.basis);
  });
}

// The street must launch an election now; whatever was waited for before is settled by it.
import { startClock, stopClocks } from '../clocks';
import type { Moment } from '../process';
import type { RenewalReason, TermEvents } from './state';

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

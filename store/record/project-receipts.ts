// What money is judged by, moved by the events of a co-funding in the transaction that stores them: the plan, and the window of collecting with
// the households that pledged.
import { publicFen } from '../../domain/cofunding/plan';
import type { CofundingEvent, LaunchedCofunding } from '../../domain/cofunding/state';
import type { MachineryEvent, ProcessState } from '../../domain/process';
import { tellIfAllPaid } from '../receipts/all-paid';
import { moveCollecting, openCollecting } from '../receipts/collect-window';
import { pledgedPayers } from '../receipts/pledged-payers';
import { closePlan, keepPlan } from '../receipts/project-plan';
import { disposeHeld } from '../receipts/refund-rows';
import type { Tx } from '../transaction';
import type { AnyEvent, OpenProcess } from './append-events';

/** `state` is the state after `event`. */
export async function projectReceipts(
  tx: Tx,
  process: OpenProcess,
  state: ProcessState<{ phase: string }>,
  anyEvent: AnyEvent,
): Promise<void> {
  if (state.core.phase === 'unlaunched') return;
  const { projectId: processId, phase, bridgedFen } = state.core as LaunchedCofunding;
  const estateId = process.placeId;
  const event = anyEvent as unknown as CofundingEvent | MachineryEvent;
  switch (event.type) {
    case 'planSettled': {
      const { version, holder, works, scope, sources } = event.plan;
      const of = { processId, estateId, version, holder, works, scopePlaceId: scope.placeId, sources };
      return keepPlan(tx, { ...of, publicFen: publicFen(event.plan), settledAt: event.at });
    }
    case 'collectingOpened': {
      const { version, at, closesAt, pledged } = event;
      const payers = await pledgedPayers(tx, processId, version);
      const pledgedFen = pledged?.amountFen ?? 0;
      return openCollecting(tx, { processId, estateId, version, opensAt: at, closesAt, pledgedFen }, payers);
    }
    case 'collectingExtended':
      await moveCollecting(tx, processId, { state: 'open', closesAt: event.closesAt, isNewRound: true });
      return tellIfAllPaid(tx, processId, new Date(event.at));
    case 'collectingResumed':
      // It may have stood still while it was counted.
      await moveCollecting(tx, processId, { from: 'closed', state: 'open', isNewRound: true, ...untilOf(state) });
      return tellIfAllPaid(tx, processId, new Date(event.at));
    case 'collectingOver':
      return moveCollecting(tx, processId, { from: 'open', state: 'closed' });
    case 'shortfallBridged':
      return moveCollecting(tx, processId, { bridged: bridgedFen });
    case 'contractSigned':
      return moveCollecting(tx, processId, { isContracted: true });
    case 'projectGivenUp':
      return moveCollecting(tx, processId, { state: 'lapsed' });
    case 'heldRefundsDisposed':
      return disposeHeld(tx, processId);
    case 'projectClosed':
      await moveCollecting(tx, processId, { state: 'lapsed' });
      return closePlan(tx, processId, event.outcome);
    case 'resumed':
    case 'calendarRevised':
    case 'deadlineExtended':
      return phase === 'collecting' ? moveCollecting(tx, processId, untilOf(state)) : undefined;
    default:
      return undefined;
  }
}

const untilOf = ({ clocks }: ProcessState<{ phase: string }>) => {
  const closesAt = clocks['collecting']?.dueAt;
  return closesAt === undefined ? {} : { closesAt };
};

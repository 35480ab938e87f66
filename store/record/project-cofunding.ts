// The window of pledging as a row, moved by the events of a co-funding in the transaction that stores them; pledges are judged by it.
import type { CofundingEvent, LaunchedCofunding } from '../../domain/cofunding/state';
import type { MachineryEvent, ProcessState } from '../../domain/process';
import type { ShareRule } from '../../domain/shares/messages';
import type { PledgedRule } from '../../domain/shares/pledge-amount';
import { movePledging, openPledging } from '../pledges/window';
import type { Tx } from '../transaction';
import type { AnyEvent, OpenProcess } from './append-events';

/** `state` is the state after `event`. */
export async function projectCofunding(
  tx: Tx,
  _process: OpenProcess,
  state: ProcessState<{ phase: string }>,
  anyEvent: AnyEvent,
): Promise<void> {
  if (state.core.phase === 'unlaunched') return;
  const { projectId: processId, plan, phase } = state.core as LaunchedCofunding;
  const event = anyEvent as unknown as CofundingEvent | MachineryEvent;
  const closesAt = phase === 'pledging' ? state.clocks['pledging']?.dueAt : undefined;
  switch (event.type) {
    case 'pledgingOpened': {
      if (!plan) return;
      const { at, version, roll, targetFen, bar, capFen } = event;
      const window = {
        processId,
        version,
        rollId: roll.rollId,
        targetFen,
        bar,
        capFen,
        rule: judgedBy(plan.shareRule),
      };
      return openPledging(tx, { ...window, opensAt: at, closesAt: event.closesAt });
    }
    case 'pledgingExtended':
      return movePledging(tx, processId, { isNewRound: true, closesAt: event.closesAt });
    case 'pledgingResumed':
      // It may have stood still while it was counted.
      return movePledging(tx, processId, { isNewRound: true, closesAt });
    case 'pledgingOver':
    case 'projectClosed':
    case 'projectGivenUp':
      return movePledging(tx, processId, { state: 'closed' });
    case 'voteRevoked':
      return event.isBasis ? movePledging(tx, processId, { state: 'closed' }) : undefined;
    case 'suspended':
      return movePledging(tx, processId, { suspended: true });
    case 'resumed':
      return movePledging(tx, processId, { suspended: false, closesAt });
    case 'calendarRevised':
    case 'deadlineExtended':
      return closesAt === undefined ? undefined : movePledging(tx, processId, { closesAt });
    default:
      return undefined;
  }
}

/** Of the rule only what single pledges depend on: the row is read for every batch of them. */
const judgedBy = (shareRule: ShareRule): PledgedRule =>
  shareRule.rule === 'voluntary' ? shareRule : { rule: shareRule.rule };

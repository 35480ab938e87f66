// The voting window as a row, moved by the events of an owners' vote in the transaction that stores them; ballots are judged by it.
import type { Instant } from '../../domain/calendar/types';
import type { LaunchedVote } from '../../domain/owners-vote/state';
import type { ProcessState } from '../../domain/process';
import {
  closeWindow,
  openWindow,
  reopenCounting,
  scheduleWindow,
  sealCounting,
  setWindowState,
  windowRules,
} from '../ballots/vote-window';
import type { Tx } from '../transaction';
import type { AnyEvent, OpenProcess } from './append-events';

/** `state` is the state after `event`. */
export async function projectVote(
  tx: Tx,
  process: OpenProcess,
  state: ProcessState<{ phase: string }>,
  event: AnyEvent,
): Promise<void> {
  if (state.core.phase === 'unlaunched') return;
  const core = state.core as LaunchedVote;
  const { voteId, roll } = core;
  switch (event.type) {
    case 'noticePublished':
    case 'votingOpened': {
      if (!roll) return;
      const rules = windowRules(core.agenda, core.scope, process.setting.policy.vote);
      const window = { voteId, estateId: process.placeId, rollId: roll.rollId, rollHash: roll.rollHash, rules };
      if (event.type === 'noticePublished') return scheduleWindow(tx, window);
      return core.window
        ? openWindow(tx, { ...window, opensAt: core.window.opensAt, closesAt: core.window.closesAt })
        : undefined;
    }
    case 'windowExtended':
      return setWindowState(tx, voteId, { state: 'open', closesAt: event.closesAt as Instant });
    case 'suspended':
      return core.phase === 'open' ? setWindowState(tx, voteId, { state: 'suspended' }) : undefined;
    case 'calendarRevised':
    case 'resumed': {
      const closesAt = state.clocks['window']?.dueAt;
      return core.phase === 'open' && closesAt && !state.suspension
        ? setWindowState(tx, voteId, { state: 'open', closesAt })
        : undefined;
    }
    case 'votingClosed':
      return closeWindow(tx, voteId, event.closedAt as Instant);
    case 'countingFinished':
      return sealCounting(tx, voteId, event.at as Instant);
    case 'countIncomplete':
    case 'recountOrdered':
    case 'countDisputed':
      return reopenCounting(tx, voteId);
    case 'resultObjectionAnswered':
      return event.remedy === 'recount' ? reopenCounting(tx, voteId) : undefined;
    case 'voteVoided':
      return setWindowState(tx, voteId, { state: 'void' });
    default:
      return undefined;
  }
}

// Folds the events of a handover into its state.
import { assertNever } from '../assert-never';
import type { Instant } from '../calendar/types';
import type { HandoverCore, HandoverEvent, ItemStatus, LaunchedHandover } from './state';

export function evolveHandover(core: HandoverCore, event: HandoverEvent): HandoverCore {
  if (event.type === 'handoverLaunched') return launched(event);
  if (core.phase === 'unlaunched') return core;
  switch (event.type) {
    case 'itemAdded':
      return changed(core, [...core.items, { item: event.item, status: 'pending' }]);
    case 'itemRecorded':
      return withStatus(core, event.item, event.status);
    case 'handoverSigned':
      return { ...core, signedBy: [...core.signedBy, { side: event.side, accountId: event.accountId }] };
    case 'handoverRefused':
      return enter(core, 'refused', event.at);
    case 'handoverUrged':
      return enter(core, 'urged', event.at);
    case 'urgeIgnored':
      return enter(core, 'ignored', event.at);
    case 'assistanceRequested':
      return enter(core, 'assisted', event.at);
    case 'assistanceRecorded':
      return event.hasCome ? enter(core, 'handingOver', event.at) : core;
    case 'gapsFound':
      return enter(core, 'settling', event.at);
    case 'jointMeetingHeld':
      return { ...core, isMeetingHeld: true };
    case 'itemSettled':
      return { ...core, items: itemsWith(core, event.item, event.how) };
    case 'handoverClosed':
      return { ...enter(core, 'closed', event.at), outcome: event.outcome };
    case 'handoverStopped':
      return { ...enter(core, 'closed', event.at), outcome: 'stopped' };
    default:
      return assertNever(event);
  }
}

const launched = (event: Extract<HandoverEvent, { type: 'handoverLaunched' }>): LaunchedHandover => ({
  phase: 'handingOver',
  phaseSince: event.at,
  handoverId: event.handoverId,
  place: event.place,
  parentId: event.parentId,
  occasion: event.occasion,
  sides: event.sides,
  items: event.items.map((item) => ({ item, status: 'pending' })),
  signedBy: [],
  isMeetingHeld: false,
  outcome: null,
});

const enter = (core: LaunchedHandover, phase: LaunchedHandover['phase'], at: Instant): LaunchedHandover => ({
  ...core,
  phase,
  phaseSince: at,
});

const itemsWith = ({ items }: LaunchedHandover, item: string, status: ItemStatus) =>
  items.map((entry) => (entry.item === item ? { ...entry, status } : entry));

const withStatus = (core: LaunchedHandover, item: string, status: ItemStatus): LaunchedHandover =>
  changed(core, itemsWith(core, item, status));

/** Another list than the one that was signed: everybody signs again. */
const changed = (core: LaunchedHandover, items: LaunchedHandover['items']): LaunchedHandover => ({
  ...core,
  items,
  signedBy: [],
});

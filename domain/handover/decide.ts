// Decides every command of a handover (移交): item by item, three sides sign the same list; who does not come is urged, another body is
// asked to help, and in the end the refusal stands on the record. Nobody is forced by this system (物业管理条例 58; 指导规则 48, 59, 60).
import { assertNever } from '../assert-never';
import { startClock, stopAllClocks, stopClocks } from '../clocks';
import { accept, refuse, type Actor, type Moment } from '../process';
import type {
  HandoverCommand,
  HandoverCommandOf as Of,
  HandoverCore,
  HandoverDecision,
  HandoverEvents,
  HandoverItem,
  HandoverLaunch,
  HandoverOutcome,
  LaunchedHandover,
  SidePeople,
} from './state';
import { SIDES } from './state';

export function decideHandover(core: HandoverCore, command: HandoverCommand, moment: Moment): HandoverDecision {
  if (command.type === 'launch') return launch(command, moment);
  if (core.phase === 'unlaunched') return refuse('wrong-phase', { type: command.type, phase: core.phase });
  const policy = moment.policy.handover;
  switch (command.type) {
    case 'addItem':
      if (!isParty(core, moment.actor)) return refuse('wrong-side', { side: null });
      if (has(core, command.item)) return refuse('handover-item-twice', { item: command.item });
      return accept({ type: 'itemAdded', item: command.item, noteText: command.noteText });
    case 'recordItem':
      return recordItem(core, command, moment.actor);
    case 'sign':
      return sign(core, command, moment);
    case 'reportRefusal':
      return accept(...refused(command.reasonText, moment));
    case 'recordNotHandedOver':
      return accept(...refused(null, moment));
    case 'urge':
      return accept(
        { type: 'handoverUrged', at: moment.now, letterText: command.letterText },
        ...stopClocks(moment.clocks, 'urge'),
        startClock('urgeAnswer', policy.urgeAnswer, moment),
      );
    case 'recordUrgeIgnored':
      return accept(
        { type: 'urgeIgnored', at: moment.now },
        ...stopClocks(moment.clocks, 'urgeAnswer'),
        startClock('requestAssistance', policy.requestAssistance, moment),
      );
    case 'requestAssistance':
      return accept(
        { type: 'assistanceRequested', at: moment.now, body: command.body, reasonText: command.reasonText },
        ...stopClocks(moment.clocks, 'urge', 'urgeAnswer', 'requestAssistance'),
        startClock('assistance', policy.assistance, moment),
      );
    case 'recordAssistance': {
      const { hasCome, resultText } = command;
      return accept(
        { type: 'assistanceRecorded', at: moment.now, hasCome, resultText },
        ...(hasCome
          ? [...stopClocks(moment.clocks, 'assistance'), startClock('handover', policy.within, moment)]
          : closed('refused', moment)),
      );
    }
    case 'holdJointMeeting':
      return accept(
        { type: 'jointMeetingHeld', minutesText: command.minutesText },
        ...stopClocks(moment.clocks, 'jointMeeting'),
        startClock('settleItems', policy.settleItems, moment),
      );
    case 'settleItem':
      return settleItem(core, command, moment);
    case 'stopHandover': {
      const { reasonText, basisText } = command;
      return accept(...stopAllClocks(moment.clocks), {
        ...{ type: 'handoverStopped', at: moment.now },
        reasonText,
        basisText,
      });
    }
    default:
      return assertNever(command);
  }
}

function launch(command: HandoverLaunch, moment: Moment): HandoverDecision {
  const { type: _type, processId, ...launched } = command;
  if (new Set(command.items).size !== command.items.length) return refuse('handover-item-twice');
  const { custodyWithin, within } = moment.policy.handover;
  return accept(
    { type: 'handoverLaunched', at: moment.now, handoverId: processId, ...launched },
    startClock('handover', command.occasion === 'custody' ? custodyWithin : within, moment),
  );
}

const has = (core: LaunchedHandover, item: string): boolean => core.items.some((entry) => entry.item === item);

function recordItem(core: LaunchedHandover, command: Of<'recordItem'>, actor: Actor): HandoverDecision {
  const { item, status, noteText } = command;
  if (!isParty(core, actor)) return refuse('wrong-side', { side: null });
  if (!has(core, item)) return refuse('unknown-handover-item', { item });
  return accept({ type: 'itemRecorded', item, status, noteText: noteText ?? null });
}

/** All three sign the same list, nobody for two sides. Missing and disputed items are settled after that; otherwise it is done. */
function sign(core: LaunchedHandover, { side }: Of<'sign'>, moment: Moment): HandoverDecision {
  const pending = core.items.filter(({ status }) => status === 'pending').length;
  if (pending > 0) return refuse('handover-items-pending', { pending });
  const { actor } = moment;
  if (actor.kind !== 'account' || !maySignFor(core.sides[side], actor)) return refuse('wrong-side', { side });
  if (core.signedBy.some((signed) => signed.side === side)) return refuse('already-signed');
  if (core.signedBy.some(({ accountId }) => accountId === actor.id)) return refuse('one-person-two-sides');
  const signed: HandoverEvents = [{ type: 'handoverSigned', side, accountId: actor.id }];
  if (core.signedBy.length + 1 < SIDES.length) return accept(...signed);
  return accept(...signed, ...(core.items.some(isGap) ? gapsFound(moment) : closed('complete', moment)));
}

const maySignFor = ({ roles, ownerIds, department }: SidePeople, actor: Extract<Actor, { kind: 'account' }>): boolean =>
  roles.includes(actor.role) &&
  (department === undefined || actor.department === department) &&
  (ownerIds === null || (actor.ownerId !== undefined && ownerIds.includes(actor.ownerId)));

/** Whoever may sign for one of the sides may also keep the list. */
const isParty = (core: LaunchedHandover, actor: Actor): boolean =>
  actor.kind === 'account' && SIDES.some((side) => maySignFor(core.sides[side], actor));

export const isGap = ({ status }: HandoverItem): boolean => status === 'missing' || status === 'disputed';

const gapsFound = (moment: Moment): HandoverEvents => [
  { type: 'gapsFound', at: moment.now },
  ...stopAllClocks(moment.clocks),
  startClock('jointMeeting', moment.policy.handover.jointMeeting, moment),
];

const refused = (reasonText: string | null, moment: Moment): HandoverEvents => [
  { type: 'handoverRefused', at: moment.now, reasonText },
  ...stopClocks(moment.clocks, 'handover'),
  startClock('urge', moment.policy.handover.urge, moment),
];

/** Settled are those that came after all, were given up, are claimed or lie before a court; the last one closes the handover. */
function settleItem(core: LaunchedHandover, command: Of<'settleItem'>, moment: Moment): HandoverDecision {
  const { item, how, noteText } = command;
  if (!core.isMeetingHeld) return refuse('joint-meeting-first');
  if (!core.items.some((entry) => entry.item === item && isGap(entry))) return refuse('no-gap-to-settle', { item });
  const left = core.items.filter((entry) => entry.item !== item);
  const settled: HandoverEvents = [{ type: 'itemSettled', item, how, noteText }];
  if (left.some(isGap)) return accept(...settled);
  const isOpenStill = [...left.map(({ status }) => status), how].some((how) => how === 'claimed' || how === 'toCourt');
  return accept(...settled, ...closed(isOpenStill ? 'withGaps' : 'complete', moment));
}

const closed = (outcome: HandoverOutcome, moment: Moment): HandoverEvents => [
  ...stopAllClocks(moment.clocks),
  { type: 'handoverClosed', at: moment.now, outcome },
];

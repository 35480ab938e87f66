// Decides every command of a petition (业主联名): owners demand together what a fifth of them can force (物业管理条例 13). Whether a
// signature may be given is judged where it is stored (store/petitions); whether they are enough is always counted by the machine.
import { assertNever } from '../assert-never';
import { startClock, stopAllClocks, stopClocks } from '../clocks';
import { accept, refuse, type Moment } from '../process';
import type { Signed } from './messages';
import type {
  LaunchedPetition,
  PetitionCommand,
  PetitionCommandOf as Of,
  PetitionCore,
  PetitionDecision,
  PetitionEvent,
  PetitionEvents,
  PetitionLaunch,
} from './state';
import { isEnough } from './threshold';

export function decidePetition(core: PetitionCore, command: PetitionCommand, moment: Moment): PetitionDecision {
  if (command.type === 'launch') return launch(command, moment);
  if (core.phase === 'unlaunched') return refuse('wrong-phase', { type: command.type, phase: core.phase });
  switch (command.type) {
    case 'recordRollFrozen': {
      const clock = startClock('collection', moment.policy.petition.collectFor, moment);
      const { dueAt: closesAt } = clock.clock;
      return accept({ type: 'collectionOpened', at: moment.now, roll: command.roll, closesAt }, clock);
    }
    case 'recordThresholdReached':
      return accept(...verification(command.signed, moment));
    case 'closeCollection':
      return accept({ type: 'collectionOver', at: moment.now }, ...stopClocks(moment.clocks, 'collection'));
    case 'recordCount':
      return recordCount(core, command.signed, moment);
    case 'verifyPetition':
      return verifyPetition(command, moment);
    case 'confirmBySilence':
      return accept(...confirmation([], null, moment));
    case 'withdrawPetition':
      if (moment.actor.kind !== 'account' || moment.actor.id !== core.launchedBy) return refuse('not-your-petition');
      return accept(...ended(moment, { type: 'petitionWithdrawn', at: moment.now, reasonText: command.reasonText }));
    default:
      return assertNever(command);
  }
}

function launch(command: PetitionLaunch, moment: Moment): PetitionDecision {
  const { type: _type, processId, ...launched } = command;
  const { purpose, memberIds } = command;
  if (purpose === 'recallMembers' && memberIds.length === 0) return refuse('recall-names-nobody');
  if (purpose !== 'recallMembers' && memberIds.length > 0) return refuse('members-not-asked-for', { purpose });
  if (new Set(memberIds).size !== memberIds.length) return refuse('committee-member-twice');
  if (moment.actor.kind !== 'account') return refuse('forbidden');
  const { id: launchedBy } = moment.actor;
  return accept({ type: 'petitionLaunched', at: moment.now, petitionId: processId, launchedBy, ...launched });
}

/** The street checks; while it does, owners may go on signing as long as there is time. */
const verification = (signed: Signed, moment: Moment): PetitionEvents => [
  { type: 'thresholdReached', at: moment.now, signed },
  startClock('verification', moment.policy.petition.verifyWithin, moment),
];

/** Defective signatures are struck as this is stored; the machine then counts what stands. */
const confirmation = (defectiveIds: string[], reasonText: string | null, moment: Moment): PetitionEvents => [
  { type: 'signaturesConfirmed', at: moment.now, defectiveIds, reasonText },
  ...stopClocks(moment.clocks, 'verification'),
];

function verifyPetition(command: Of<'verifyPetition'>, moment: Moment): PetitionDecision {
  const { decision, defectiveIds, reasonText } = command;
  if (new Set(defectiveIds).size !== defectiveIds.length) return refuse('signature-named-twice');
  if (decision === 'confirmed') return accept(...confirmation(defectiveIds, reasonText, moment));
  // Whoever refuses the demand itself says nothing about signatures.
  if (defectiveIds.length > 0) return refuse('defects-need-a-count');
  return accept(...ended(moment, { type: 'petitionRefused', at: moment.now, reasonText }));
}

/** At the close it goes to the street or lapses; after the street's check it is accepted, goes on while there is time, or lapses. */
function recordCount(core: LaunchedPetition, signed: Signed, moment: Moment): PetitionDecision {
  const isReached =
    core.roll !== null && isEnough(moment.policy.petition.thresholds[core.purpose].value, core.roll, signed);
  if (core.countedFor === 'close' && isReached) return accept(...verification(signed, moment));
  if (core.countedFor === 'verdict' && isReached)
    return accept(...ended(moment, { type: 'petitionAccepted', at: moment.now, signed }));
  if (core.isCollectionOver) return accept(...ended(moment, { type: 'petitionLapsed', at: moment.now, signed }));
  return accept({ type: 'collectionResumed', at: moment.now, signed });
}

const ended = (moment: Moment, event: PetitionEvent): PetitionEvents => [...stopAllClocks(moment.clocks), event];

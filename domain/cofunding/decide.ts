// Decides every command of a co-funded micro-project (law.md 9.3): proposal.ts up to the decision, pledging.ts, collecting.ts, works.ts,
// closing.ts. What time decides comes in as commands too.
import { assertNever } from '../assert-never';
import { stopClocks } from '../clocks';
import { accept, refuse, type Moment } from '../process';
import {
  bridgeShortfall,
  closeCollecting,
  countOnceMore,
  endCollecting,
  extendCollecting,
  recordReceipts,
} from './collecting';
import {
  beginSettling,
  closed,
  confirmAcceptance,
  disposeHeld,
  endNotice,
  finishWorks,
  givenUp,
  publishAccounts,
  recordAcceptance,
  recordRefundsListed,
  recordRefundsPaid,
  recordSourceReceived,
  refuseClaim,
} from './closing';
import {
  closePledging,
  extendPledging,
  recordPledges,
  recordPledgeTarget,
  recordSharesPrepared,
  rescope,
} from './pledging';
import {
  answerObjection,
  callDeliberation,
  confirmClass,
  decideGrant,
  launch,
  proceed,
  raiseObjection,
  recordChildLaunched,
  recordPartyReview,
  screen,
  settlePlan,
} from './proposal';
import type { CofundingCommand, CofundingCore, CofundingDecision, CofundingEvent, LaunchedCofunding } from './state';
import { mayNotSpend, recordAssemblyHeld, recordVoteContested, recordVoteResult, recordVoteRevoked } from './vote';
import {
  addQuote,
  approvePayment,
  contractorQuits,
  decideVariation,
  proposeVariation,
  recordSpending,
  refusePayment,
  reportMilestone,
  requestPayment,
  signContract,
  withdrawQuote,
} from './works';

export function decideCofunding(core: CofundingCore, command: CofundingCommand, moment: Moment): CofundingDecision {
  if (command.type === 'launch') return launch(command, moment);
  if (core.phase === 'unlaunched') return refuse('wrong-phase', { type: command.type, phase: core.phase });
  if (mayNotSpend(core, command)) return refuse('decision-revoked');
  const onward = (events: readonly CofundingEvent[]) =>
    core.phase === 'granting' ? proceed(core, events, moment) : beginSettling(core, moment);
  switch (command.type) {
    case 'screenProposal':
      return screen(command, moment);
    case 'callDeliberation':
      return callDeliberation(core, command, moment);
    case 'recordChildLaunched':
      return recordChildLaunched(core, command, moment);
    case 'recordMeetingEnded':
      return recordMeetingEnded(core, command);
    case 'settlePlan':
      return settlePlan(core, command, moment);
    case 'shelveProject':
      return accept(...closed(moment, 'shelved', command.reasonText));
    case 'confirmClass':
      return confirmClass(core, command, moment);
    case 'recordPartyReview':
      return recordPartyReview(core, command, moment);
    case 'recordAssemblyHeld':
      return recordAssemblyHeld(core, command, moment);
    case 'recordVoteResult':
      return recordVoteResult(core, command, moment);
    case 'recordVoteContested':
      return recordVoteContested(core, command);
    case 'recordVoteRevoked':
      return recordVoteRevoked(core, command, moment);
    case 'recordSplitting':
      return accept({ type: 'splittingChecked', otherFen: command.otherFen, processIds: command.processIds });
    case 'decideGrant':
      return decideGrant(core, command, moment);
    case 'objectToProject':
      return raiseObjection(core, command, moment);
    case 'answerProjectObjection':
      return answerObjection(core, command, moment, onward);
    case 'endGrantNotice':
      return endNotice(core, 'grantNotice', moment, onward);
    case 'recordSharesPrepared':
      return recordSharesPrepared(core, command, moment);
    case 'recordPledgeTarget':
      return recordPledgeTarget(core, command, moment);
    case 'closePledging':
      return closePledging(core, moment);
    case 'endPledging':
      return accept(...stopClocks(moment.clocks, 'pledging'), { type: 'pledgingOver', at: moment.now });
    case 'recordPledges':
      return recordPledges(core, command, moment);
    case 'extendPledging':
      return extendPledging(core, command, moment);
    case 'rescopeProject':
      return rescope(command, moment);
    case 'lapseProject':
      return accept(...closed(moment, 'lapsed', command.reasonText));
    case 'lapseBySilence':
      return accept(...closed(moment, 'lapsed', null));
    case 'endCollecting':
      return endCollecting(moment);
    case 'recordAllPaid':
    case 'closeCollecting':
      return closeCollecting(moment);
    case 'recordReceipts':
      return recordReceipts(core, command, moment);
    case 'extendCollecting':
      return extendCollecting(core, command, moment);
    case 'bridgeShortfall':
      return bridgeShortfall(core, command);
    case 'abandonProject':
      return accept(...givenUp(command.reasonText, moment));
    case 'countOnceMore':
      return countOnceMore(moment);
    case 'addQuote':
      return addQuote(core, command);
    case 'withdrawQuote':
      return withdrawQuote(core, command);
    case 'signContract':
      return signContract(core, command, moment);
    case 'reportMilestone':
      return reportMilestone(core, command, moment);
    case 'requestPayment':
      return requestPayment(core, command, moment);
    case 'approvePayment':
      return approvePayment(core, command, moment);
    case 'refusePayment':
      return refusePayment(core, command, moment);
    case 'recordSpendingPosted':
    case 'recordSpendingRefused':
      return recordSpending(core, command);
    case 'proposeVariation':
      return proposeVariation(core, command, moment);
    case 'decideVariation':
      return decideVariation(core, command, moment);
    case 'recordContractorQuit':
      return contractorQuits(core, command, moment);
    case 'finishWorks':
      return finishWorks(core, command, moment);
    case 'recordAcceptance':
      return recordAcceptance(core, command, moment);
    case 'confirmAcceptance':
      return confirmAcceptance(core, command, moment);
    case 'publishAccounts':
      return publishAccounts(core, command, moment);
    case 'endAccountsNotice':
      return endNotice(core, 'accountsNotice', moment, onward);
    case 'recordSourceReceived':
      return recordSourceReceived(core, command, moment);
    case 'recordGrantRefused':
      return refuseClaim(core, command, moment);
    case 'recordRefundsListed':
      return recordRefundsListed(core, command, moment);
    case 'recordRefundsPaid':
      return recordRefundsPaid(core, command, moment);
    case 'disposeHeldRefunds':
      return disposeHeld(core, command, moment);
    default:
      return assertNever(command);
  }
}

function recordMeetingEnded(
  core: LaunchedCofunding,
  command: Extract<CofundingCommand, { type: 'recordMeetingEnded' }>,
): CofundingDecision {
  const { meetingId, form, outcome } = command;
  if (!core.meetings.some((meeting) => meeting.outcome === null)) return refuse('meeting-not-awaited', { meetingId });
  return accept({ type: 'deliberationEnded', meetingId, form, outcome });
}

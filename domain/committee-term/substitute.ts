// A body that acts in the place of a committee (居委会代行、物业管理委员会): formed by the street, for a limited time; what it decides is shown to the
// owners; the street revokes an act, or the body itself (物业管理条例 19).
import { startClock, stopClocks } from '../clocks';
import { accept, refuse, type Moment } from '../process';
import { demandClocks } from './demand';
import type { LaunchedTerm, TermCommandOf as Of, TermDecision, TermEvents } from './state';

/** Nobody stands at the head of the estate any more: the street forms a substitute body. */
export const vacancy = (moment: Moment): TermEvents => [
  { type: 'seatsVacant', at: moment.now },
  ...stopClocks(moment.clocks, 'launchElection', 'seatAlternate', ...demandClocks(moment)),
  startClock('substituteForm', moment.policy.term.substituteForm, moment),
];

export function formSubstitute(command: Of<'formSubstitute'>, moment: Moment): TermDecision {
  const { body, reasonText, basisText } = command;
  const { substituteBodies, substituteLimit, launchWithin } = moment.policy.term;
  if (!substituteBodies.value.includes(body)) return refuse('substitute-not-provided', { body });
  return accept(
    { type: 'substituteFormed', at: moment.now, body, reasonText, basisText },
    ...stopClocks(moment.clocks, 'substituteForm'),
    startClock('substituteEnd', substituteLimit, moment),
    startClock('launchElection', launchWithin, moment),
  );
}

/** Its time is over, whatever it has or has not brought about: the street must act again, and the district hears of it. */
export const endSubstitute = (core: LaunchedTerm, moment: Moment): TermDecision =>
  accept(
    { type: 'substituteEnded', at: moment.now },
    ...stopClocks(moment.clocks, 'substituteEnd'),
    ...(core.phase === 'renewing' ? [] : vacancy(moment)),
  );

export function revokeSubstitute(core: LaunchedTerm, command: Of<'revokeSubstitute'>, moment: Moment): TermDecision {
  if (!core.substitute) return refuse('no-substitute');
  const { reasonText, basisText } = command;
  const ended = endSubstitute(core, moment);
  return ended.ok ? accept({ type: 'substituteRevoked', reasonText, basisText }, ...ended.events) : ended;
}

export function recordSubstituteAct(core: LaunchedTerm, command: Of<'recordSubstituteAct'>): TermDecision {
  if (!core.substitute) return refuse('no-substitute');
  const { actId, what, noteText } = command;
  if (core.substitute.acts.some((act) => act.actId === actId)) return refuse('id-already-used', { id: actId });
  return accept({ type: 'substituteActed', actId, what, noteText });
}

export function revokeSubstituteAct(core: LaunchedTerm, command: Of<'revokeSubstituteAct'>): TermDecision {
  const { actId, reasonText, basisText } = command;
  const act = core.substitute?.acts.find((other) => other.actId === actId);
  if (!act || act.isRevoked) return refuse('no-such-act', { actId });
  return accept({ type: 'substituteActRevoked', actId, reasonText, basisText });
}

// Joint vetting (人选联审): bodies answer in parallel, each with its clock; an adverse word is heard before it is weighed. Only statute,
// local rule or the estate's own rules exclude; everything else is advice on the record (law.md 4.1).
import { startClock, stopClocks } from '../clocks';
import { accept, refuse, type Moment } from '../process';
import { publishSlate, standing } from './publish-slate';
import type {
  Candidate,
  ElectionCommandOf as Of,
  ElectionDecision,
  ElectionEvent,
  ElectionEvents,
  LaunchedElection,
  Opinion,
} from './state';

/** Asks each body that has not yet spoken about every candidate to be decided; where nobody is left to ask, vetting ends at once. */
export function startVetting(core: LaunchedElection, moment: Moment): ElectionEvents {
  const open = core.candidates.filter(({ status }) => status === 'nominated');
  const asked = moment.policy.election.vettingBodies.filter(({ body }) => !hasHeardAll(open, body));
  return [
    { type: 'vettingStarted', at: moment.now, bodies: asked.map(({ body }) => body) },
    ...asked.map(({ body, answerWithin }) => startClock(`vetting:${body}`, answerWithin, moment)),
    ...(asked.length === 0 ? whenAllHeard(core, moment) : []),
  ];
}

/** The clock of an appeal against an exclusion: to make it, then to decide it. */
export const appealClock = (candidateId: string): string => `appeal:${candidateId}`;

export function giveOpinion(core: LaunchedElection, command: Of<'giveOpinion'>, moment: Moment): ElectionDecision {
  const { body, candidateId, isAdverse, basisKind, basisText, reasonText } = command;
  const clock = `vetting:${body}`;
  if (moment.actor.kind === 'account' && moment.actor.department !== body) return refuse('not-your-body', { body });
  if (!(clock in moment.clocks)) return refuse('body-not-asked', { body });
  const candidate = standing(core).find((other) => other.candidateId === candidateId);
  if (!candidate) return refuse('candidate-not-standing', { candidateId });
  if (candidate.opinions.some((opinion) => opinion.body === body))
    return refuse('opinion-already-given', { body, candidateId });
  const given: ElectionEvent = { type: 'opinionGiven', body, candidateId, isAdverse, basisKind, basisText, reasonText };
  const isLast = standing(core).every((other) => other.candidateId === candidateId || hasOpinion(other, body));
  const defence = isAdverse
    ? [startClock(`defence:${body}:${candidateId}`, moment.policy.election.vettingDefence, moment)]
    : [];
  const after = withOpinion(core, candidateId, {
    body,
    stance: isAdverse ? 'adverse' : 'clear',
    basisKind,
    defence: isAdverse ? 'awaited' : 'notNeeded',
  });
  const bodyClocks = isLast ? stopClocks(moment.clocks, clock) : [];
  return accept(given, ...defence, ...bodyClocks, ...(isLast ? whenAllHeard(after, moment, [body]) : []));
}

/** A body's silence beyond its time counts as nothing adverse (policy `onSilence`), and is on the record. */
export function recordSilence(core: LaunchedElection, command: Of<'recordSilence'>, moment: Moment): ElectionDecision {
  const { body } = command;
  const silent: Opinion = { body, stance: 'silent', basisKind: null, defence: 'notNeeded' };
  const after = standing(core)
    .filter((candidate) => !hasOpinion(candidate, body))
    .reduce((before, candidate) => withOpinion(before, candidate.candidateId, silent), core);
  return accept(
    { type: 'bodyStayedSilent', body },
    ...stopClocks(moment.clocks, `vetting:${body}`),
    ...whenAllHeard(after, moment, [body]),
  );
}

export function answerOpinion(core: LaunchedElection, command: Of<'answerOpinion'>, moment: Moment): ElectionDecision {
  const { body, candidateId, reasonText } = command;
  const candidate = standing(core).find((other) => other.candidateId === candidateId);
  if (!candidate) return refuse('candidate-not-standing', { candidateId });
  const { actor } = moment;
  if (actor.kind === 'account' && actor.role === 'owner' && actor.ownerId !== candidate.ownerId)
    return refuse('not-your-candidacy');
  const opinion = candidate.opinions.find((other) => other.body === body);
  if (opinion?.defence !== 'awaited') return refuse('no-opinion-to-answer', { body, candidateId });
  const after = withDefence(core, candidateId, body, 'given');
  return accept(
    { type: 'opinionAnswered', body, candidateId, reasonText },
    ...stopClocks(moment.clocks, `defence:${body}:${candidateId}`),
    ...whenAllHeard(after, moment),
  );
}

export function recordNoDefence(
  core: LaunchedElection,
  command: Of<'recordNoDefence'>,
  moment: Moment,
): ElectionDecision {
  const { body, candidateId } = command;
  const after = withDefence(core, candidateId, body, 'lapsed');
  return accept(
    { type: 'defenceLapsed', body, candidateId },
    ...stopClocks(moment.clocks, `defence:${body}:${candidateId}`),
    ...whenAllHeard(after, moment),
  );
}

export function decideCandidate(
  core: LaunchedElection,
  command: Of<'decideCandidate'>,
  moment: Moment,
): ElectionDecision {
  const { candidateId, isAdmitted, basisText, reasonText } = command;
  const candidate = core.candidates.find((other) => other.candidateId === candidateId);
  if (candidate?.status !== 'nominated') return refuse('candidate-not-standing', { candidateId });
  if (!isHeard(candidate) || isAsked(candidate, moment)) return refuse('vetting-not-finished', { candidateId });
  if (
    !isAdmitted &&
    !candidate.opinions.some(({ stance, basisKind }) => stance === 'adverse' && basisKind !== 'advice')
  )
    return refuse('advice-cannot-exclude', { candidateId });
  const accountId = moment.actor.kind === 'account' ? moment.actor.id : null;
  const decided: ElectionEvent = {
    type: 'candidateDecided',
    candidateId,
    isAdmitted,
    basisText,
    reasonText,
    accountId,
  };
  const after = changed(core, candidateId, (other) => ({
    ...other,
    status: isAdmitted ? 'admitted' : 'excluded',
    appeal: isAdmitted ? 'none' : 'possible',
  }));
  const appeal = isAdmitted ? [] : [startClock(appealClock(candidateId), moment.policy.election.vettingAppeal, moment)];
  return accept(decided, ...appeal, ...whenAllHeard(after, moment));
}

/**
 * When every body has spoken or stayed silent and every defence is in: those without an adverse word are admitted; the street decides
 * on the others; when nobody is left to decide, the slate is published.
 */
export function whenAllHeard(
  core: LaunchedElection,
  moment: Moment,
  bodiesJustDone: readonly string[] = [],
): ElectionEvents {
  if (otherBodies(moment, bodiesJustDone).length > 0) return [];
  const open = core.candidates.filter(({ status }) => status === 'nominated');
  if (!open.every(isHeard)) return [];
  const clean = open.filter((candidate) => !hasAdverse(candidate));
  // An exclusion is final, and the slate complete, when nobody can or does appeal against it any more.
  const isAppealOpen = core.candidates.some(({ appeal }) => appeal === 'possible' || appeal === 'made');
  if (clean.length === open.length)
    return isAppealOpen ? stopClocks(moment.clocks, 'vettingDecision') : admitAndPublish(core, moment);
  const isRunning = 'vettingDecision' in moment.clocks;
  return isRunning ? [] : [startClock('vettingDecision', moment.policy.election.vettingDecision, moment)];
}

function admitAndPublish(core: LaunchedElection, moment: Moment): ElectionEvents {
  const admitted = standing(core);
  return [
    ...stopClocks(moment.clocks, 'vettingDecision'),
    ...admitted
      .filter(({ status }) => status === 'nominated')
      .map(({ candidateId }): ElectionEvent => ({
        type: 'candidateDecided',
        candidateId,
        isAdmitted: true,
        basisText: null,
        reasonText: null,
        accountId: null,
      })),
    ...publishSlate(
      core,
      moment,
      admitted.map(({ candidateId }) => candidateId),
    ),
  ];
}

const hasOpinion = (candidate: Candidate, body: string): boolean =>
  candidate.opinions.some((opinion) => opinion.body === body);
export const hasAdverse = (candidate: Candidate): boolean =>
  candidate.opinions.some(({ stance }) => stance === 'adverse');
const isHeard = (candidate: Candidate): boolean => candidate.opinions.every(({ defence }) => defence !== 'awaited');
const isAsked = (candidate: Candidate, moment: Moment): boolean =>
  askedBodies(moment).some((body) => !hasOpinion(candidate, body));

/** Bodies whose time to speak is running. */
const askedBodies = (moment: Moment): string[] =>
  Object.keys(moment.clocks)
    .filter((name) => name.startsWith('vetting:'))
    .map((name) => name.slice('vetting:'.length));
const otherBodies = (moment: Moment, done: readonly string[]): string[] =>
  askedBodies(moment).filter((body) => !done.includes(body));
const hasHeardAll = (candidates: readonly Candidate[], body: string): boolean =>
  candidates.every((candidate) => hasOpinion(candidate, body));

/** Asked bodies that have nobody left to speak about, once somebody has withdrawn. */
export const bodiesDone = (core: LaunchedElection, moment: Moment): string[] =>
  askedBodies(moment).filter((body) =>
    hasHeardAll(
      core.candidates.filter(({ status }) => status === 'nominated'),
      body,
    ),
  );

const withOpinion = (core: LaunchedElection, candidateId: string, opinion: Opinion): LaunchedElection =>
  changed(core, candidateId, (candidate) => ({ ...candidate, opinions: [...candidate.opinions, opinion] }));

const withDefence = (
  core: LaunchedElection,
  candidateId: string,
  body: string,
  defence: 'given' | 'lapsed',
): LaunchedElection =>
  changed(core, candidateId, (candidate) => ({
    ...candidate,
    opinions: candidate.opinions.map((opinion) => (opinion.body === body ? { ...opinion, defence } : opinion)),
  }));

const changed = (
  core: LaunchedElection,
  candidateId: string,
  change: (candidate: Candidate) => Candidate,
): LaunchedElection => ({
  ...core,
  candidates: core.candidates.map((candidate) =>
    candidate.candidateId === candidateId ? change(candidate) : candidate,
  ),
});

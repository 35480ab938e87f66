// From the proposal to the decision: screened, deliberated, planned, classified, reviewed, voted on, granted (law.md 9.3, C0–C4).
import { runningVote } from '../child-vote';
import { startClock, stopClocks } from '../clocks';
import { isLastOpen, refusedAnswer, refusedObjection } from '../objections';
import { accept, refuse, type Moment } from '../process';
import { evolveCofunding } from './evolve';
import { openCollecting } from './collecting';
import { classOf, faultOfPlan, hasPublicMoney, householdOf, isMilder, publicCapFen, publicFen } from './plan';
import { closed } from './closing';
import type {
  CofundingCommandOf as Of,
  CofundingDecision,
  CofundingEvent,
  CofundingEvents,
  CofundingLaunch,
  LaunchedCofunding,
} from './state';

export function launch(command: CofundingLaunch, moment: Moment): CofundingDecision {
  const { type: _type, processId, ...proposed } = command;
  if (moment.actor.kind !== 'account') return refuse('forbidden');
  return accept(
    { type: 'projectProposed', at: moment.now, projectId: processId, proposedBy: moment.actor.id, ...proposed },
    startClock('screening', moment.policy.cofunding.screenWithin, moment),
  );
}

/** Somebody's duty is not paid for by residents: it goes to whoever has it, as a problem with its clocks. */
export function screen({ finding, category, reasonText }: Of<'screenProposal'>, moment: Moment): CofundingDecision {
  const isDuty = finding === 'firmDuty' || finding === 'departmentDuty';
  if (isDuty && category === undefined) return refuse('category-missing');
  if (!isDuty && category !== undefined) return refuse('category-not-asked-for', { finding });
  // The problem could never be launched, and nobody would be waited for.
  if (category !== undefined && !(category in moment.policy.problem.categories))
    return refuse('category-unknown', { category });
  const screened: CofundingEvent = {
    ...{ type: 'proposalScreened', at: moment.now, finding, category: category ?? null, reasonText },
  };
  const stop = stopClocks(moment.clocks, 'screening');
  if (finding === 'planned' || finding === 'duplicate')
    return accept(screened, ...closed(moment, 'refused', reasonText));
  if (isDuty) return accept(...stop, screened);
  return accept(...stop, screened, startClock('deliberation', moment.policy.cofunding.deliberateWithin, moment));
}

export function callDeliberation(
  core: LaunchedCofunding,
  { form, heldAt }: Of<'callDeliberation'>,
  moment: Moment,
): CofundingDecision {
  if (core.meetings.some(({ outcome }) => outcome === null)) return refuse('meeting-still-open');
  if (heldAt <= moment.now) return refuse('meeting-not-ahead', { heldAt });
  if (moment.actor.kind !== 'account') return refuse('forbidden');
  const convenorRole = moment.actor.role === 'streetOfficer' ? 'streetOfficer' : 'communitySecretary';
  return accept({ type: 'deliberationCalled', form, heldAt, convenorRole });
}

/** What nobody has talked about cannot be settled (C1): one meeting at least was held. */
export function settlePlan(core: LaunchedCofunding, { plan }: Of<'settlePlan'>, moment: Moment): CofundingDecision {
  if (core.meetings.some(({ outcome }) => outcome === null)) return refuse('meeting-still-open');
  if (!core.meetings.some(({ outcome }) => outcome === 'held')) return refuse('not-deliberated');
  const fault = faultOfPlan(plan);
  if (fault) return fault;
  const version = (core.plan?.version ?? 0) + 1;
  return accept(
    ...stopClocks(moment.clocks, 'deliberation'),
    { type: 'planSettled', at: moment.now, plan: { ...plan, version } },
    startClock('classification', moment.policy.cofunding.classifyWithin, moment),
  );
}

/** In doubt the stricter class (C2). */
export function confirmClass(
  core: LaunchedCofunding,
  { projectClass, reasonText }: Of<'confirmClass'>,
  moment: Moment,
): CofundingDecision {
  if (!core.plan) return refuse('plan-missing');
  const least = classOf(core.plan, moment.policy);
  if (isMilder(projectClass, least)) return refuse('class-too-mild', { least });
  const confirmed: CofundingEvent = { type: 'classConfirmed', at: moment.now, projectClass, reasonText };
  return accept(...stopClocks(moment.clocks, 'classification'), confirmed, ...proceed(core, [confirmed], moment));
}

/** Where the place asks for it, the party organisation is heard before a decision on fees, projects or funds takes effect. */
export function recordPartyReview(
  core: LaunchedCofunding,
  { isApproved, opinionText }: Of<'recordPartyReview'>,
  moment: Moment,
): CofundingDecision {
  const reviewed: CofundingEvent = { type: 'partyReviewed', at: moment.now, isApproved, opinionText };
  const stop = stopClocks(moment.clocks, 'review');
  return accept(...stop, reviewed, ...(isApproved ? proceed(core, [reviewed], moment) : planAgain(moment)));
}

/** Back to the table: the next plan is a new version, and what was agreed on the last does not bind it. */
export const planAgain = (moment: Moment): CofundingEvents => [
  { type: 'decisionDue', at: moment.now, next: 'deliberating' },
  startClock('deliberation', moment.policy.cofunding.deliberateWithin, moment),
];

/** The next step that the settled plan needs; `events` have happened in this step already. */
export function proceed(before: LaunchedCofunding, events: readonly CofundingEvent[], moment: Moment): CofundingEvents {
  const core = events.reduce<LaunchedCofunding>(
    (folded, event) => evolveCofunding(folded, event) as LaunchedCofunding,
    before,
  );
  const { cofunding } = moment.policy;
  const { plan } = core;
  const due = (next: Extract<CofundingEvent, { type: 'decisionDue' }>['next']): CofundingEvent => ({
    ...{ type: 'decisionDue', at: moment.now, next },
  });
  if (!plan) return planAgain(moment);
  if (cofunding.partyReview.value && !core.isReviewed)
    return [due('reviewing'), startClock('review', cofunding.reviewWithin, moment)];
  if (core.projectClass !== 'none' && core.agreedVersion !== plan.version)
    return [due('voting'), startClock('vote', cofunding.voteWithin, moment)];
  if (hasPublicMoney(plan) && core.grantedFen === null)
    return [due('granting'), startClock('grant', cofunding.grant.reviewWithin, moment)];
  return householdOf(plan) ? [due('preparing')] : openCollecting(core, null, moment);
}

export function recordChildLaunched(
  core: LaunchedCofunding,
  command: Of<'recordChildLaunched'>,
  moment: Moment,
): CofundingDecision {
  const { childKey, childId } = command;
  if (childKey.startsWith('problem')) return accept(...closed(moment, 'becameProblem', null));
  if (childKey.startsWith('meeting')) return accept({ type: 'deliberationLaunched', meetingId: childId });
  if (core.attempts.some(({ voteId }) => voteId === childId)) return accept();
  if (core.projectClass === 'none' || runningVote(core.attempts))
    return refuse('vote-not-awaited', { voteId: childId });
  return accept({ type: 'voteLaunched', voteId: childId });
}

/** Public money has a limit for each project, and splitting one project into several does not lift it (C4). */
export function decideGrant(core: LaunchedCofunding, command: Of<'decideGrant'>, moment: Moment): CofundingDecision {
  const { decision, amountFen, reasonText } = command;
  const { plan, splitting } = core;
  if (!plan || !splitting) return refuse('splitting-not-checked');
  if (core.grantedFen !== null) return refuse('grant-already-decided');
  if ((decision === 'reduced') !== (amountFen !== undefined)) return refuse('amount-not-asked-for', { decision });
  const stop = stopClocks(moment.clocks, 'grant');
  // What is granted less than the plan counts on leaves a gap: the plan is settled anew.
  if (decision !== 'approved')
    return accept(
      ...stop,
      { type: 'grantRefused', at: moment.now, amountFen: amountFen ?? null, reasonText },
      ...planAgain(moment),
    );
  const askedFen = publicFen(plan);
  const capFen = publicCapFen(plan, moment.policy);
  const { otherFen } = splitting;
  if (capFen !== null && askedFen + otherFen > capFen) return refuse('grant-over-cap', { askedFen, otherFen, capFen });
  const notice = startClock('grantNotice', moment.policy.cofunding.grant.notice, moment);
  const { dueAt: closesAt } = notice.clock;
  return accept(...stop, { type: 'grantDecided', at: moment.now, amountFen: askedFen, closesAt, reasonText }, notice);
}

export function raiseObjection(
  core: LaunchedCofunding,
  { objectionId, reasonText }: Of<'objectToProject'>,
  moment: Moment,
): CofundingDecision {
  const isPublished = core.phase === 'granting' ? core.grantedFen !== null : core.isShown;
  if (!isPublished) return refuse('nothing-published');
  const refused = refusedObjection(core.objections, core.isNoticeOver, objectionId);
  if (refused) return refused;
  return accept({ type: 'objectionRaised', at: moment.now, objectionId, reasonText });
}

export function answerObjection(
  core: LaunchedCofunding,
  { objectionId, isUpheld, reasonText }: Of<'answerProjectObjection'>,
  moment: Moment,
  onward: (events: readonly CofundingEvent[]) => CofundingEvents,
): CofundingDecision {
  const refused = refusedAnswer(core.objections, objectionId);
  if (refused) return refused;
  const event: CofundingEvent = { type: 'objectionAnswered', at: moment.now, objectionId, isUpheld, reasonText };
  if (isUpheld) {
    const again = core.phase === 'granting' ? planAgain(moment) : publishAgain(moment);
    return accept(...stopClocks(moment.clocks, 'grantNotice', 'accountsNotice'), event, ...again);
  }
  const isLast = core.isNoticeOver && isLastOpen(core.objections, objectionId);
  return accept(event, ...(isLast ? onward([event]) : []));
}

/** Accounts that were wrong are put right and shown again with their full time. */
const publishAgain = (moment: Moment): CofundingEvents => [
  startClock('publish', moment.policy.cofunding.publishWithin, moment),
];

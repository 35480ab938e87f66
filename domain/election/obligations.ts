// What waits for people in a committee election: who must do what, by when, under which article.
import { dutiesSince, type MakeDuty } from '../duties';
import { openOnes } from '../objections';
import type { Policy } from '../policy/schema';
import type { Obligation, Party } from '../process';
import { appealBody } from './appeal';
import type { Candidate, ElectionCore, LaunchedElection } from './state';
import { isWaitingForDrafts } from './variants';
import { appealClock, hasAdverse } from './vetting';

export function electionObligations(core: ElectionCore, policy: Policy): Obligation[] {
  if (core.phase === 'unlaunched') return [];
  const street: Party = { kind: 'role', role: 'streetOfficer', placePath: core.place.streetPath };
  const community: Party = { kind: 'role', role: 'communitySecretary', placePath: core.place.communityPath };
  const district: Party = { kind: 'role', role: 'districtSupervisor', placePath: core.place.districtPath };
  const leader = policy.election.groupLeader.value === 'streetOfficer' ? street : community;
  const duty = dutiesSince(core.phaseSince);
  const rules = policy.election;
  switch (core.phase) {
    case 'groupForming':
      return [duty('formGroup', street, 'groupForm', rules.groupForm.basis, ['formGroup', 'callForMembers'])];
    case 'groupNotice':
    case 'slateNotice':
      return openOnes(core.objections).map(({ objectionId }) =>
        duty(`answerObjection:${objectionId}`, leader, `objection:${objectionId}`, rules.objectionAnswer.basis),
      );
    case 'nominating':
      return [duty('collectNominations', leader, 'nomination', rules.nomination.basis)];
    case 'shortSlate':
      return [
        duty('mendShortSlate', street, 'shortSlate', rules.committeeSize.basis, ['reduceSeats', 'reopenNomination']),
      ];
    case 'vetting':
      return vettingObligations(core, policy, duty, {
        leader,
        appealTo: street.role === appealBody(policy) ? street : district,
      });
    case 'voting':
      if (isWaitingForDrafts(core)) return [duty('publishDrafts', leader, 'assembly', rules.assemblyDue.basis)];
      return core.attempts.some(({ isHeld, outcome }) => isHeld && outcome === null)
        ? [duty('awaitVoteResult', leader, null, rules.voteMatter.basis)]
        : [duty('holdAssembly', leader, 'assembly', rules.assemblyDue.basis)];
    case 'retrying':
      return [duty('startRetry', street, 'retry', rules.retryWithin.basis)];
    case 'seating':
      return core.offices || core.variant === 'byElection'
        ? [duty('publishOffices', community, 'publishOffices', rules.publishOffices.basis)]
        : [duty('recordFirstMeeting', community, 'firstMeeting', rules.firstMeeting.basis)];
    case 'filing':
      if (core.filing === 'silent')
        return [
          duty('decideFiling', street, 'filingInaction', rules.filingDecide.basis),
          duty('orderFiling', district, 'filingInaction', rules.filingInaction.basis),
        ];
      return core.filing === 'applied'
        ? [duty('decideFiling', street, 'filingDecide', rules.filingDecide.basis)]
        : [duty('applyFiling', community, 'filingApply', rules.filingApply.basis)];
    case 'handover':
      return [
        ...(core.takeover?.outcome ? [] : [duty('awaitHandover', community, null, policy.handover.within.basis)]),
        ...auditObligations(core, policy, duty, community),
      ];
    case 'closed':
      return [];
  }
}

/** The outgoing committee commissions the audit; after its silence the community does. Whoever commissioned it publishes the report. */
function auditObligations(core: LaunchedElection, policy: Policy, duty: MakeDuty, community: Party): Obligation[] {
  const committee: Party = { kind: 'role', role: 'committeeMember', placePath: core.place.estatePath };
  const { commission, report } = policy.audit;
  switch (core.audit) {
    case 'due':
      return [duty('commissionAudit', committee, 'commissionAudit', commission.basis)];
    case 'fallen':
      return [duty('commissionAudit', community, 'commissionAuditInstead', commission.basis)];
    case 'commissioned':
      return [duty('publishAudit', community, 'publishAudit', report.basis)];
    case 'notDue':
    case 'shown':
    case 'done':
      return [];
  }
}

function vettingObligations(
  core: LaunchedElection,
  policy: Policy,
  duty: MakeDuty,
  { leader, appealTo }: { leader: Party; appealTo: Party },
): Obligation[] {
  const standing = core.candidates.filter(({ status }) => status === 'nominated');
  const bodies = policy.election.vettingBodies
    .filter(({ body }) => standing.some(({ opinions }) => opinions.every((opinion) => opinion.body !== body)))
    .map(({ body, answerWithin }) =>
      duty(
        `answerVetting:${body}`,
        { kind: 'department', department: body, placePath: core.place.districtPath },
        `vetting:${body}`,
        answerWithin.basis,
      ),
    );
  const defences = standing.flatMap(({ candidateId, ownerId, opinions }) =>
    opinions
      .filter(({ defence }) => defence === 'awaited')
      .map(({ body }) =>
        duty(
          `answerOpinion:${body}:${candidateId}`,
          { kind: 'owner', ownerId, placePath: core.place.estatePath },
          `defence:${body}:${candidateId}`,
          policy.election.vettingDefence.basis,
        ),
      ),
  );
  if (bodies.length > 0 || defences.length > 0) return [...bodies, ...defences];
  const decisions = standing
    .filter(hasAdverse)
    .map(({ candidateId }) =>
      duty(`decideCandidate:${candidateId}`, leader, 'vettingDecision', policy.election.vettingDecision.basis),
    );
  return [...decisions, ...core.candidates.flatMap((candidate) => appealDuty(candidate, core, policy, duty, appealTo))];
}

function appealDuty(
  { candidateId, ownerId, appeal }: Candidate,
  { place }: LaunchedElection,
  policy: Policy,
  duty: MakeDuty,
  appealTo: Party,
): Obligation[] {
  const { vettingAppeal, vettingAppealAnswer } = policy.election;
  const candidate: Party = { kind: 'owner', ownerId, placePath: place.estatePath };
  const clock = appealClock(candidateId);
  switch (appeal) {
    case 'possible':
      return [duty(`appealExclusion:${candidateId}`, candidate, clock, vettingAppeal.basis)];
    case 'made':
      return [duty(`decideAppeal:${candidateId}`, appealTo, clock, vettingAppealAnswer.basis)];
    case 'none':
    case 'settled':
      return [];
  }
}

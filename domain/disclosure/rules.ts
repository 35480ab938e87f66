// Which command fits which phase and role, who must do what, what time decides, what the machine freezes: a disclosure as tables.
import { dutiesSince } from '../duties';
import { openOnes } from '../objections';
import type { Policy } from '../policy/schema';
import type { CommandRule, Effect, Obligation, Role } from '../process';
import { BODIES, bodyAfter, partyOf, reviewerOf, type Body } from './bodies';
import type { Period } from './periods';
import { boardClock, draftClock, objectionClock, reviewClock, signClock } from './statements';
import type { DisclosureCommand, DisclosureCore, DisclosurePhase, LaunchedDisclosure, Statement } from './state';

/** A street or community has its estates disclose. */
export const DISCLOSURE_LAUNCHERS: readonly Role[] = ['streetOfficer', 'communitySecretary'];
const RUNNING: readonly DisclosurePhase[] = ['running'];
const REVIEWERS: readonly Role[] = ['committeeMember', 'communitySecretary', 'streetOfficer'];
/** Whoever goes past the board may photograph it; that it is theirs to do is the body's duty. */
const POSTERS: readonly Role[] = [...BODIES, 'gridWorker'];

export const disclosureRules: Record<DisclosureCommand['type'], CommandRule<DisclosurePhase>> = {
  launch: { phases: ['unlaunched'], roles: DISCLOSURE_LAUNCHERS },
  openPeriod: { phases: RUNNING, roles: [] },
  recordDraftingSilence: { phases: RUNNING, roles: [] },
  draftStatement: { phases: RUNNING, roles: BODIES },
  recordDrafted: { phases: RUNNING, roles: [] },
  reviewStatement: { phases: RUNNING, roles: REVIEWERS },
  signStatement: { phases: RUNNING, roles: BODIES },
  recordBoard: { phases: RUNNING, roles: POSTERS },
  endDisplay: { phases: RUNNING, roles: [] },
  objectToStatement: { phases: RUNNING, roles: ['owner', 'resident'] },
  answerObjection: { phases: RUNNING, roles: BODIES },
  correctStatement: { phases: RUNNING, roles: BODIES },
  changeBody: { phases: RUNNING, roles: DISCLOSURE_LAUNCHERS },
  endDisclosure: { phases: RUNNING, roles: ['streetOfficer', 'districtSupervisor'] },
};

export function disclosureObligations(core: DisclosureCore, policy: Policy): Obligation[] {
  if (core.phase !== 'running') return [];
  return core.statements.flatMap((statement) => [
    ...dutyOfStage(core, statement, policy),
    ...openOnes(statement.objections).map(({ objectionId, raisedAt }) =>
      dutiesSince(raisedAt)(
        `answerObjection:${objectionId}`,
        partyOf(lastBody(statement), core.place),
        objectionClock(objectionId),
        policy.disclosure.answerWithin.basis,
      ),
    ),
  ]);
}

const lastBody = ({ bodies }: Statement): Body => bodies.at(-1) as Body;

function dutyOfStage({ place }: LaunchedDisclosure, statement: Statement, { disclosure }: Policy): Obligation[] {
  const { period, stage, since } = statement;
  const duty = dutiesSince(since);
  const body = partyOf(lastBody(statement), place);
  const reviewer = partyOf(reviewerOf(lastBody(statement), disclosure.reviewer.value), place);
  switch (stage) {
    case 'drafting':
      return [duty(`draftStatement:${period.no}`, body, draftClock(period), disclosure.period.basis)];
    case 'reviewing':
      return [duty(`reviewStatement:${period.no}`, reviewer, reviewClock(period), disclosure.reviewWithin.basis)];
    case 'signing':
      return [duty(`signStatement:${period.no}`, body, signClock(period), disclosure.signWithin.basis)];
    case 'posting':
      return [duty(`recordBoard:${period.no}`, body, boardClock(period), disclosure.boardWithin.basis)];
    case 'freezing':
    case 'displayed':
    case 'answering':
      return [];
  }
}

export function disclosureWhenDue(core: DisclosureCore, clock: string): DisclosureCommand | undefined {
  if (core.phase !== 'running') return undefined;
  if (clock === 'period') return { type: 'openPeriod' };
  const [name, of] = clock.split(':');
  const statement = core.statements.find(({ period }) => String(period.no) === of);
  if (!statement) return undefined;
  const { no } = statement.period;
  if (name === 'draft' && bodyAfter(lastBody(statement)) !== null) return { type: 'recordDraftingSilence', no };
  return name === 'display' ? { type: 'endDisplay', no } : undefined;
}

/** Freeze the figures of a period as they stand in the ledger now. */
export interface DraftDisclosure extends Effect {
  type: 'draftDisclosure';
  disclosureId: string;
  estateId: string;
  version: number;
  period: Period;
}

export function disclosureEffect(core: DisclosureCore): DraftDisclosure | undefined {
  if (core.phase !== 'running') return undefined;
  const asked = core.statements.find(({ stage }) => stage === 'freezing');
  if (!asked) return undefined;
  const { disclosureId, place } = core;
  const { version, period } = asked;
  return { type: 'draftDisclosure', disclosureId, estateId: place.estateId, version, period };
}

export const disclosureExclusiveKey = (core: DisclosureCore): string | null =>
  core.phase === 'unlaunched' ? null : `disclosure:${core.place.estateId}`;

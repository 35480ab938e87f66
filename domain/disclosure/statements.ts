// What the commands of a disclosure share: the statement they are about, the names of its clocks, and who belongs to the body that drafts.
import { refuse, type Moment, type Role } from '../process';
import type { Body } from './bodies';
import type { Period } from './periods';
import type { LaunchedDisclosure, Stage, Statement } from './state';

export const draftClock = ({ no }: Pick<Period, 'no'>): string => `draft:${no}`;
export const reviewClock = ({ no }: Pick<Period, 'no'>): string => `review:${no}`;
export const signClock = ({ no }: Pick<Period, 'no'>): string => `sign:${no}`;
export const boardClock = ({ no }: Pick<Period, 'no'>): string => `board:${no}`;
export const displayClock = ({ no }: Pick<Period, 'no'>): string => `display:${no}`;
export const objectionClock = (objectionId: string): string => `objection:${objectionId}`;

/** The statement of this period in one of these stages, or the refusal: there is none (yet, or any more), or it is elsewhere. */
export function found(core: LaunchedDisclosure, no: number, ...stages: Stage[]): Statement | ReturnType<typeof refuse> {
  const statement = core.statements.find(({ period }) => period.no === no);
  if (!statement) return refuse('no-such-statement', { no });
  return stages.includes(statement.stage) ? statement : refuse('statement-elsewhere', { no, stage: statement.stage });
}

/** Whether the actor belongs to a body that may draft and sign this statement, or acts in its place. */
export const isBody = ({ bodies }: Pick<Statement, 'bodies'>, type: string, { actor, standsIn }: Moment): boolean =>
  actor.kind === 'account' && (isOneOf(actor.role, bodies) || standsIn(type));

const isOneOf = (role: Role, bodies: readonly Body[]): boolean => (bodies as readonly Role[]).includes(role);

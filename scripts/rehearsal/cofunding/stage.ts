// What every part of the rehearsal works with: the people, the projects, what breaks, and a diary of the money that really moved.
import type { Pool } from 'pg';
import type { z } from 'zod';
import type { registerOperations } from '../../../api/contracts/register';
import type { LaunchedCofunding } from '../../../domain/cofunding/state';
import type { VoteScope } from '../../../domain/owners-vote/messages';
import type { Random } from '../../register/seeded-random';
import type { Gongzhi } from '../../services/gongzhi';
import type { Session } from '../election/client';
import type { Owner, People } from '../election/people';
import type { Watch } from '../election/watch';
import type { Diary } from './diary';
import type { CofundingPlan } from './plan';
import type { Provider } from './provider';

export type Unit = z.output<(typeof registerOperations)['listUnits']['response']>['items'][number];

export interface Stage {
  plan: CofundingPlan;
  random: Random;
  gongzhi: Gongzhi;
  people: People;
  /** The manager of the property firm. */
  firm: Session;
  owners: Map<string, Owner>;
  units: Unit[];
  watch: Watch;
  provider: Provider;
  diary: Diary;
  /** As API and worker have it; the rehearsal only reads. */
  pool: Pool;
  say(line: string): void;
}

export interface Project {
  processId: string;
  label: string;
  scope: VoteScope;
  /** Units in scope. */
  units: Unit[];
}

/** Gives a command to the project; throws when it is refused. */
export const inProject = ({ processId }: Project, who: Session, command: object): Promise<unknown> =>
  who.post(`/v1/cofundings/${processId}/commands`, { command });

/** A refusal with exactly this code is expected. */
export const refusedInProject = ({ processId }: Project, who: Session, code: string, command: object): Promise<void> =>
  who.refuses(code, `/v1/cofundings/${processId}/commands`, { command });

export const coreOf = (view: { state: Record<string, unknown> }): LaunchedCofunding =>
  view.state as unknown as LaunchedCofunding;

/** China's date of an instant in milliseconds. */
export const chinaDate = (ms: number): string => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 10);

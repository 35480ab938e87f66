// What every stage of a rehearsal works with.
import type { Random } from '../../register/seeded-random';
import type { Gongzhi } from '../../services/gongzhi';
import type { Session } from './client';
import type { Owner, People } from './people';
import type { Plan } from './plan';
import type { Watch } from './watch';

export interface Stage {
  plan: Plan;
  random: Random;
  gongzhi: Gongzhi;
  people: People;
  owners: Map<string, Owner>;
  watch: Watch;
  electionId: string;
  say(line: string): void;
}

/** Gives a command to the election; throws when it is refused. */
export const inElection = (
  { electionId }: Pick<Stage, 'electionId'>,
  who: Session,
  command: object,
): Promise<unknown> => who.post(`/v1/elections/${electionId}/commands`, { command });

export const inVote = (voteId: string, who: Session, command: object): Promise<unknown> =>
  who.post(`/v1/votes/${voteId}/commands`, { command });

/** The items in an order that chance decides. */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = random.between(0, last);
    [result[last], result[other]] = [result[other] as T, result[last] as T];
  }
  return result;
}
